//! Clients of replays.

use pagesmith::testing::{Clock, Replay};
use pagesmith::{Client, ClientBuilder, Json};
use serde_json::json;

/// A page of [`Numbers`](super::Numbers).
pub(crate) fn page(numbers: &[u64], next: Option<&str>) -> Json {
    json!({"data": numbers, "next_page_token": next})
}

pub(crate) fn two_pages() -> Replay {
    Replay::new().page(page(&[1, 2], Some("a"))).page(page(&[3], None))
}

/// A client on whose clock waits pass at once.
pub(crate) fn builder(replay: &Replay) -> ClientBuilder {
    Client::builder("https://api.test").transport(replay.clone()).timer(Clock::new())
}
