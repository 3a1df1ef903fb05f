//! Walks a list of each API to its last record, and compares what the client did
//! with what the server saw.

/// The client of SignalWire's Compatibility API.
mod signalwire {
    pagesmith::include_client!("signalwire");
}

/// The client of SendSage.
mod sendsage {
    pagesmith::include_client!("sendsage");
}

use fake_api::FakeApi;
use pagesmith::{Error, Items};
use std::process::ExitCode;

const MESSAGES: usize = 137;
const SUBSCRIBERS: usize = 1234;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Error> {
    let server = FakeApi::builder().messages(MESSAGES).subscribers(SUBSCRIBERS).start().await;
    println!("The fake API listens at {}.\n", server.url());

    let signalwire = signalwire::Client::builder()
        .base_url(format!("{}/api/laml/2010-04-01", server.url()))
        .account_sid(fake_api::ACCOUNT_SID)
        .basic(fake_api::ACCOUNT_SID, fake_api::API_TOKEN)
        .build()?;
    let sendsage = sendsage::Client::builder()
        .base_url(format!("{}/ga/api/v2", server.url()))
        .basic(fake_api::ORGANIZATION_ID, fake_api::API_KEY)
        .build()?;

    let messages = || signalwire.list_messages();
    let subscribers = || sendsage.list_subscribers(fake_api::MAILING_LIST_ID);
    let agreed = [
        walk(
            &server,
            "SignalWire messages, 1 a page",
            messages().page_size(1).items(),
            MESSAGES,
            137,
        )
        .await?,
        walk(
            &server,
            "SignalWire messages, 50 a page",
            messages().page_size(50).items(),
            MESSAGES,
            3,
        )
        .await?,
        walk(&server, "SendSage subscribers, by token", subscribers().items(), SUBSCRIBERS, 13)
            .await?,
        walk(
            &server,
            "SendSage subscribers, by number",
            subscribers().by_number().items(),
            SUBSCRIBERS,
            13,
        )
        .await?,
    ];
    if agreed.contains(&false) {
        println!("\nClient and server disagree.");
        return Ok(ExitCode::FAILURE);
    }
    println!("\nEvery record came once, in as many requests as the pages take.");
    Ok(ExitCode::SUCCESS)
}

/// Walks to the end and prints the result; returns whether the server saw the same.
async fn walk<T>(
    server: &FakeApi,
    what: &str,
    mut items: Items<T>,
    records: usize,
    requests: usize,
) -> Result<bool, Error> {
    server.clear_log();
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    let log = server.log();
    let rows: usize = log.iter().map(|entry| entry.rows).sum();
    println!("{what:32} {count:5} records; the server served {rows:5} in {:3} requests", log.len());
    if let Some(last) = log.last() {
        println!("{:32} last: {}", "", last.target());
    }
    Ok((count, rows, log.len()) == (records, records, requests))
}
