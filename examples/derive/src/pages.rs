//! Pages, and what they say beside their items.

use crate::Message;
use pagesmith::{Client, Error, Paged, Paging};
use serde::Deserialize;

/// A page of messages, as the API's documentation describes it.
#[derive(Debug, Deserialize, Paged)]
#[paged(get = "/api/laml/2010-04-01/Accounts/{account_sid}/Messages", style = laml)]
struct MessagePage {
    #[paged(items)]
    messages: Vec<Message>,
    uri: String,
    page_size: u64,
}

pub async fn print(client: &Client, account_sid: &str) -> Result<(), Error> {
    let mut pages = MessagePage::list(client, account_sid).page_size(5).pages();
    while let Some(page) = pages.try_next().await? {
        println!("{}: {} of {} messages", page.uri, page.messages.len(), page.page_size);
    }
    Ok(())
}

/// What a page says beside its calls.
#[derive(Debug, Deserialize)]
struct Beside {
    page: u64,
    uri: String,
}

pub async fn print_rest(client: &Client, account_sid: &str) -> Result<(), Error> {
    let list = client
        .list::<serde_json::Value>(
            "/api/laml/2010-04-01/Accounts/{}/Calls",
            [account_sid],
            Paging::LAML,
        )
        .items_at("/calls");
    let mut pages = list.with_rest().pages();
    while let Some(page) = pages.try_next().await? {
        let Beside { page: number, uri } = page.rest()?;
        println!("page {number} at {uri}: {} calls", page.items().len());
    }
    Ok(())
}
