//! Pages that fail again and again are requested in half their size, on a clock whose waits
//! are over at once.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use bytes::Bytes;
use common::clock::Clock;
use common::wire::{Impatient, Wire};
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{
    Client, ErrorKind, Evidence, List, Paged, Pager, Paging, Position, Retry, Warning,
};
use std::time::Duration;

/// The numbers at `/list`, by token, in pages that may be halved down to two.
struct Numbers;

impl Paged for Numbers {
    type Item = u64;
    const LIST: List = List::get("/list", "/data")
        .paging(Paging::AIP_158.page_size("size", Some(16), Some(100)).halve_size(2));
}

fn client(wire: &Wire, clock: &Clock) -> Client {
    wire.builder().timer(clock.clone()).retry(Retry::default().seed(7)).build().unwrap()
}

fn numbers(wire: &Wire, clock: &Clock) -> Pager<Numbers> {
    Pager::new(&client(wire, clock), [])
}

fn page(numbers: &[u64], next: Option<&str>) -> String {
    let next = next.map(|next| format!(",\"nextPageToken\":\"{next}\"")).unwrap_or_default();
    format!("{{\"data\":{numbers:?}{next}}}")
}

fn smaller(page: u64, from: u64, to: u64) -> Warning {
    Warning::SmallerPages { page, from, to }
}

#[tokio::test]
async fn two_failures_halve_the_page_and_the_size_stays() {
    let (wire, clock) = (Wire::default(), Clock::default());
    wire.then(200, &page(&[1, 2], Some("a")));
    for status in [504, 500, 502, 503] {
        wire.then(status, "");
    }
    wire.then(200, &page(&[3], Some("b")));
    wire.then(200, &page(&[4], None));
    let mut items = numbers(&wire, &clock).items();
    let mut found = Vec::new();
    while let Some(number) = items.try_next().await.unwrap() {
        found.push(number);
    }
    assert_eq!(found, [1, 2, 3, 4]);
    assert_eq!(
        wire.sent(),
        [
            "/list",
            "/list?pageToken=a",
            "/list?pageToken=a",
            "/list?size=8&pageToken=a",
            "/list?size=8&pageToken=a",
            "/list?size=4&pageToken=a",
            "/list?size=4&pageToken=b",
        ]
    );
    let outcome = items.outcome().unwrap();
    assert_eq!((outcome.requests, outcome.retries), (7, 4));
    assert_eq!(items.warnings(), [smaller(2, 16, 8), smaller(2, 8, 4)]);
    assert_eq!(outcome.evidence, Evidence::Continued);
    let text = items.warnings()[1].to_string();
    assert!(text.contains("at page 2 with a page size of 8; the walk continues"), "{text}");
}

#[tokio::test]
async fn a_smallest_page_has_the_attempts_of_any_and_then_the_walk_fails_resumable() {
    let (wire, clock) = (Wire::default(), Clock::default());
    for _ in 0..30 {
        wire.then(504, "");
    }
    let failed = numbers(&wire, &clock).collect().await.unwrap_err();
    let error = failed.error;
    let sizes: Vec<String> = wire.sent();
    let of_size = |query: &str| sizes.iter().filter(|sent| sent.ends_with(query)).count();
    assert_eq!(["list", "size=8", "size=4", "size=2"].map(of_size), [2, 2, 2, 4], "{sizes:?}");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Status, 4), "{error}");
    // The walk goes on in the size that it had come to.
    let (wire, position) = (Wire::default(), error.position().unwrap().encode());
    wire.then(200, &page(&[1], None));
    let position = Position::decode(&position).unwrap();
    let resumed = numbers(&wire, &clock).resume(&position).collect().await.unwrap();
    assert_eq!((resumed, wire.sent()), (vec![1], vec!["/list?size=2".to_owned()]));
}

#[tokio::test]
async fn halving_takes_from_the_retry_budget_of_the_walk() {
    // Each page fails twice in its size: 5 tokens for each retry of 100, and 1 back a page.
    let (wire, clock) = (Wire::default(), Clock::default());
    for _ in 0..60 {
        wire.then(500, "");
    }
    let pager = Pager::<Wide>::new(&client(&wire, &clock), []).page_size(1 << 20);
    let error = pager.collect().await.unwrap_err().error;
    assert!(error.to_string().contains("retry budget of the walk is used up"), "{error}");
    assert_eq!(wire.sent().len(), 21, "20 retries");
    let smallest = wire.sent().last().unwrap().clone();
    assert!(smallest.ends_with(&format!("size={}", 1 << 10)), "{smallest}");
}

/// A list of pages of any size.
struct Wide;

impl Paged for Wide {
    type Item = u64;
    const LIST: List = List::get("/list", "/data")
        .paging(Paging::AIP_158.page_size("size", Some(16), None).halve_size(1));
}

#[tokio::test]
async fn other_failures_between_two_do_not_halve() {
    let (wire, clock) = (Wire::default(), Clock::default());
    wire.then(504, "");
    wire.then_with(503, &[("retry-after", "1")], "");
    wire.then(504, "");
    wire.then(200, &page(&[1], None));
    assert_eq!(numbers(&wire, &clock).collect().await.unwrap(), [1]);
    assert_eq!(wire.sent(), ["/list"; 4]);
}

#[tokio::test]
async fn a_client_without_retries_does_not_halve() {
    let wire = Wire::default();
    wire.then(504, "");
    wire.then(504, "");
    assert!(Pager::<Numbers>::new(&wire.client(), []).collect().await.is_err());
    assert_eq!(wire.sent().len(), 1);
}

/// Sends nothing for large pages, until the time for the page is up; with `stalls`, the
/// transport gives up first.
#[derive(Clone)]
struct Slow {
    wire: Wire,
    stalls: bool,
}

impl Transport for Slow {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let is_small = request.uri().query().is_some_and(|query| query.contains("size=8"));
        let reply = self.wire.send(request);
        let stalls = self.stalls;
        Box::pin(async move {
            match (is_small, stalls) {
                (true, _) => reply.await,
                (false, true) => Err("operation timed out".into()),
                (false, false) => std::future::pending().await,
            }
        })
    }
}

#[tokio::test(start_paused = true)]
async fn time_outs_halve_the_page() {
    for (stalls, requests) in [(true, 2), (false, 1)] {
        let wire = Wire::default();
        for _ in 0..requests {
            wire.then(200, "");
        }
        wire.then(200, &page(&[1], None));
        let slow = Slow { wire: wire.clone(), stalls };
        let builder = Client::builder("https://api.test").transport(slow);
        let client = builder.build().unwrap();
        assert_eq!(Pager::<Numbers>::new(&client, []).collect().await.unwrap(), [1]);
        assert_eq!(wire.sent().len(), requests + 1);
        assert_eq!(wire.sent().last().unwrap(), "/list?size=8");
    }
}

#[tokio::test(start_paused = true)]
async fn the_deadline_of_the_walk_stays() {
    let wire = Wire::default();
    let slow = Slow { wire: wire.clone(), stalls: false };
    let client = Client::builder("https://api.test").transport(slow).build().unwrap();
    let pager = Pager::<Numbers>::new(&client, []).deadline(Duration::from_secs(60));
    let error = pager.collect().await.unwrap_err().error;
    assert_eq!((error.kind(), wire.sent().len()), (ErrorKind::Timeout, 1), "{error}");
}

#[tokio::test]
async fn a_page_that_was_read_ahead_is_halved_too() {
    let (wire, clock) = (Wire::default(), Clock::default());
    wire.then(200, &page(&[1, 2, 3], Some("a")));
    wire.then(504, "");
    wire.then(504, "");
    wire.then(200, &page(&[4], None));
    let mut items = numbers(&wire, &clock).items();
    for number in 1..=4 {
        assert_eq!(items.try_next().await.unwrap(), Some(number));
    }
    assert_eq!(items.try_next().await.unwrap(), None);
    let last = &wire.sent()[1..];
    assert_eq!(last, ["/list?pageToken=a", "/list?pageToken=a", "/list?size=8&pageToken=a"]);
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_walks_halve_too() {
    let (wire, clock) = (Wire::default(), Clock::default());
    wire.then(504, "");
    wire.then(504, "");
    wire.then(200, &page(&[1], None));
    let builder = wire.builder().timer(clock).retry(Retry::default().seed(7));
    let client = builder.build_blocking().unwrap();
    let found = Pager::<Numbers>::new(&client, []).blocking().items();
    let found: Result<Vec<u64>, _> = found.collect();
    assert_eq!(found.unwrap(), [1]);
    assert_eq!(wire.sent(), ["/list", "/list", "/list?size=8"]);
}

#[tokio::test(start_paused = true)]
async fn a_time_out_of_a_page_that_nobody_waited_for_does_not_count() {
    let wire = Wire::default();
    wire.then(200, &page(&[1, 2, 3], Some("a")));
    // Read ahead, and lost.
    wire.then(200, "");
    wire.then(504, "");
    wire.then(200, &page(&[4], None));
    let client = Client::builder("https://api.test").transport(Impatient(wire.clone()));
    let mut items = Pager::<Numbers>::new(&client.build().unwrap(), []).items();
    let mut found = Vec::new();
    while let Some(number) = items.try_next().await.unwrap() {
        found.push(number);
        if number == 2 {
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
    }
    assert_eq!(found, [1, 2, 3, 4]);
    assert_eq!(wire.sent()[1..], ["/list?pageToken=a"; 3]);
}
