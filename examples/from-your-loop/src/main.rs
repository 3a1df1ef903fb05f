//! Lists messages and subscribers twice: by the loop, and by its replacement.

use fake_api::{ACCOUNT_SID, API_KEY, API_TOKEN, FakeApi, List, MAILING_LIST_ID, ORGANIZATION_ID};
use from_your_loop::by_hand::{self, Api, BoxError};
use from_your_loop::by_pagesmith::{Message, Subscriber};
use pagesmith::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let server = FakeApi::builder().messages(137).subscribers(250).start().await;
    let (http, origin) = (reqwest::Client::new(), server.url().to_owned());

    let (user, password) = (ACCOUNT_SID.to_owned(), API_TOKEN.to_owned());
    let api = Api { http: http.clone(), origin: origin.clone(), user, password };
    let path = List::Messages.path().replace("{AccountSid}", ACCOUNT_SID);
    let messages: Vec<by_hand::Message> =
        by_hand::list(&api, &path, "messages", "next_page_uri").await?;

    let (user, password) = (ORGANIZATION_ID.to_owned(), API_KEY.to_owned());
    let api = Api { http, origin, user, password };
    let path = format!("/ga/api/v2/mailing_lists/{MAILING_LIST_ID}/subscribers");
    let subscribers: Vec<by_hand::Subscriber> = by_hand::list(&api, &path, "data", "").await?;
    println!("by hand: {} messages, {} subscribers", messages.len(), subscribers.len());
    let by_hand: Vec<_> = messages.into_iter().map(|message| message.sid).collect();
    let also_by_hand: Vec<_> = subscribers.into_iter().map(|subscriber| subscriber.id).collect();

    let signalwire = Client::builder(server.url()).basic(ACCOUNT_SID, API_TOKEN).build()?;
    let sendsage = Client::builder(server.url()).basic(ORGANIZATION_ID, API_KEY).build()?;
    let messages = Message::list(&signalwire, ACCOUNT_SID).collect().await?;
    let subscribers = Subscriber::list(&sendsage, MAILING_LIST_ID).collect().await?;
    println!("by pagesmith: {} messages, {} subscribers", messages.len(), subscribers.len());

    if !messages.iter().map(|message| &message.sid).eq(&by_hand)
        || !subscribers.iter().map(|subscriber| &subscriber.id).eq(&also_by_hand)
    {
        return Err("a good server's records differ".into());
    }
    println!("the same records");
    Ok(())
}
