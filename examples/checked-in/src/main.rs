//! A client that was generated once by
//! `pagesmith generate specs/signalwire.yaml specs/sendsage.yaml --out examples/checked-in/src/clients`
//! and is kept under version control; `pagesmith check` with the same
//! arguments fails when a spec was changed and the client was not.

mod clients;

use clients::sendsage;
use fake_api::FakeApi;
use pagesmith::Error;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let server = FakeApi::builder().subscribers(1000).start().await;
    let client = sendsage::Client::builder()
        .base_url(format!("{}/ga/api/v2", server.url()))
        .basic(fake_api::ORGANIZATION_ID, fake_api::API_KEY)
        .build()?;

    let subscribers = client
        .list_subscribers(fake_api::MAILING_LIST_ID)
        .page_size(500);
    let page = subscribers.clone().get_page(1).await?;
    println!(
        "page 1 of {:?} has {} subscribers",
        page.total_pages(),
        page.items().len()
    );
    let all = subscribers.collect().await?;
    println!(
        "{} subscribers in all, in {} requests",
        all.len(),
        server.log().len() - 1
    );
    Ok(())
}
