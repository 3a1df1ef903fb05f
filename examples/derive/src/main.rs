//! Lists of your own structs: by derive, with your own paging style, and without
//! either.

mod pages;

use fake_api::{ACCOUNT_SID, API_TOKEN, FakeApi, List};
use pagesmith::{Client, Error, Paged, Paging};
use serde::Deserialize;

/// A message, with the fields that this program needs.
#[derive(Debug, Deserialize, Paged)]
#[paged(get = "/api/laml/2010-04-01/Accounts/{account_sid}/Messages", items = "/messages", style = laml)]
struct Message {
    sid: String,
    body: Option<String>,
}

/// SendSage's tokens, with the smaller pages of its subscribers.
const SUBSCRIBERS: Paging = Paging::SENDSAGE.page_bounds(None, Some(500));

/// A subscriber, in our own style.
#[derive(Debug, Deserialize, Paged)]
#[paged(
    get = "/ga/api/v2/mailing_lists/{list}/subscribers",
    items = "/data",
    style = SUBSCRIBERS,
    by_number,
    key = "id",
    errors(success = "/success", code = "/error_code", message = "/error_message")
)]
struct Subscriber {
    id: u64,
    email: String,
}

/// A call, listed without a derive.
#[derive(Debug, Deserialize)]
struct Call {
    sid: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let server =
        FakeApi::builder().messages(12).subscribers(700).rows(List::Calls, 5).start().await;
    let sendsage = Client::builder(server.url())
        .basic(fake_api::ORGANIZATION_ID, fake_api::API_KEY)
        .build()?;

    let signalwire = Client::builder(server.url()).basic(ACCOUNT_SID, API_TOKEN).build()?;
    let mut messages = Message::list(&signalwire, ACCOUNT_SID).page_size(5).items();
    while let Some(message) = messages.try_next().await? {
        println!("{}: {:?}", message.sid, message.body);
    }

    pages::print(&signalwire, ACCOUNT_SID).await?;
    pages::print_rest(&signalwire, ACCOUNT_SID).await?;

    let list = fake_api::MAILING_LIST_ID;
    let all = Subscriber::list(&sendsage, list).page_size(500).collect().await?;
    println!("{} subscribers, from {} to {}", all.len(), all[0].email, all[all.len() - 1].email);
    let page = Subscriber::list(&sendsage, list).page_size(50).get_page(3).await?;
    println!("page 3 of {:?} begins with subscriber {}", page.total_pages(), page.items()[0].id);

    let calls = signalwire
        .list::<Call>("/api/laml/2010-04-01/Accounts/{}/Calls", [ACCOUNT_SID], Paging::LAML)
        .items_at("/calls")
        .limit(3)
        .collect()
        .await?;
    println!("{} calls: {:?}", calls.len(), calls.iter().map(|call| &call.sid).collect::<Vec<_>>());
    Ok(())
}
