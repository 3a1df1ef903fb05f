//! The walks that are compared: ours, and hand-written loops with the same HTTP
//! client.

use crate::measure::Outcome;
use crate::record::{Envelope, Message};
use pagesmith::{Client, List, Paged, Pager, Paging};
use serde::de::DeserializeOwned;
use std::hint::black_box;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

pagesmith::client!(
    /// A generated client of the messages.
    pub mod generated = "messages.yaml"
);

impl Paged for Message {
    type Item = Self;
    const LIST: List = List::get("/rows/{pages}", "/data").paging(Paging::SENDSAGE).key("/sid");
}

impl pagesmith::Numbered for Message {}

/// A runtime as `#[tokio::main]` makes one.
///
/// # Errors
/// When the system gives no threads.
pub fn threads() -> Outcome<Runtime> {
    Ok(Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

/// A runtime of the thread that it runs on.
///
/// # Errors
/// When the system gives no reactor.
pub fn one_thread() -> Outcome<Runtime> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Our client for the server at this address.
///
/// # Errors
/// When it can't be built.
pub fn ours(at: SocketAddr) -> Outcome<Client> {
    Ok(Client::builder(format!("http://{at}")).build()?)
}

/// A list of `T` with this many pages.
pub fn list<T: Paged>(client: &Client, pages: u64) -> Pager<T> {
    Pager::new(client, [("pages", &pages)])
}

/// Walks a list of `pages` pages by our stream of items.
///
/// # Errors
/// When the walk fails.
pub async fn walk(client: &Client, pages: u64) -> Outcome<u64> {
    let mut items = list::<Message>(client, pages).items();
    let mut seen = 0;
    while let Some(message) = items.try_next().await? {
        seen += message.consume();
    }
    Ok(seen)
}

/// The generated client for the server at this address.
///
/// # Errors
/// When it can't be built.
pub fn generated(at: SocketAddr) -> Outcome<generated::Client> {
    Ok(generated::Client::builder().base_url(format!("http://{at}")).build()?)
}

/// Walks a list of `pages` pages by a generated client.
///
/// # Errors
/// When the walk fails.
pub async fn walk_generated(client: &generated::Client, pages: u64) -> Outcome<u64> {
    let mut items = client.list_messages(i64::try_from(pages)?).items();
    let mut seen = 0;
    while let Some(message) = items.try_next().await? {
        seen += message.sid.len() as u64;
        seen += u64::try_from(message.num_segments + message.num_media)?;
        black_box(message);
    }
    Ok(seen)
}

/// The HTTP client of a hand-written loop, with the time-outs of ours.
///
/// # Errors
/// When it can't be built.
pub fn theirs() -> Outcome<reqwest::Client> {
    Ok(reqwest::Client::builder()
        .no_proxy()
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(30))
        .build()?)
}

/// How a hand-written loop decodes a page.
#[derive(Clone, Copy, Debug)]
pub enum Decode {
    /// By `from_slice`, as most write it.
    Slice,
    /// By a check of the bytes and `from_str`, which is faster.
    Str,
}

impl Decode {
    /// The page of these bytes.
    ///
    /// # Errors
    /// When they are not a page.
    pub fn page<T: DeserializeOwned>(self, body: &[u8]) -> Outcome<Envelope<T>> {
        Ok(match self {
            Self::Slice => serde_json::from_slice(body)?,
            Self::Str => serde_json::from_str(std::str::from_utf8(body)?)?,
        })
    }
}

/// One page, by hand.
///
/// # Errors
/// When the request or its reply can't be used.
pub async fn page(
    client: &reqwest::Client,
    url: &str,
    decode: Decode,
) -> Outcome<Envelope<Message>> {
    let reply = client.get(url).send().await?.error_for_status()?;
    decode.page(&reply.bytes().await?)
}

/// Walks a list of `pages` pages by a hand-written loop.
///
/// # Errors
/// When the walk fails.
pub async fn by_hand(
    client: &reqwest::Client,
    at: SocketAddr,
    pages: u64,
    decode: Decode,
) -> Outcome<u64> {
    let base = format!("http://{at}/rows/{pages}");
    let mut url = base.clone();
    let mut seen = 0;
    loop {
        let page = page(client, &url, decode).await?;
        for message in page.data {
            seen += message.consume();
        }
        match page.next_page_token {
            Some(token) => url = format!("{base}?page_token={token}"),
            None => return Ok(seen),
        }
    }
}

/// Walks a list of `pages` pages by number, some at a time.
///
/// # Errors
/// When the walk fails.
pub async fn walk_by_number(client: &Client, pages: u64, at_a_time: usize) -> Outcome<u64> {
    let mut items = list::<Message>(client, pages).by_number().concurrency(at_a_time).items();
    let mut seen = 0;
    while let Some(message) = items.try_next().await? {
        seen += message.consume();
    }
    Ok(seen)
}
