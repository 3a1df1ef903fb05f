//! Retries of pages, on a clock whose waits are over at once.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use bytes::Bytes;
use common::Numbers;
use common::clock::Clock;
use common::wire::{Impatient, Wire};
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{
    Client, Error, ErrorKind, List, Paged, Pager, Paging, RateLimit, Retry, Timer, Wait,
};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const GOOD: &str = "{\"data\":[1],\"next_page_token\":null}";

fn client(wire: &Wire, clock: &Clock) -> Client {
    wire.builder().timer(clock.clone()).retry(Retry::default().seed(7)).build().unwrap()
}

async fn walk(wire: &Wire, clock: &Clock) -> Result<Vec<u64>, Error> {
    Ok(Numbers::list(&client(wire, clock)).collect().await?)
}

#[tokio::test]
async fn only_transient_statuses_are_retried() {
    for status in 400..=599 {
        let again = matches!(status, 408 | 429 | 500 | 502 | 503 | 504);
        let (wire, clock) = (Wire::default(), Clock::default());
        wire.then(status, "{}");
        wire.then(200, GOOD);
        let walked = walk(&wire, &clock).await;
        assert_eq!(walked.is_ok(), again, "{status}");
        assert_eq!(wire.sent().len(), 1 + usize::from(again), "{status}");
        if let Err(error) = walked {
            assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (status, 1));
        }
    }
}

#[tokio::test]
async fn a_request_that_fails_and_a_body_that_breaks_off_are_retried() {
    let (wire, clock) = (Wire::default(), Clock::default());
    wire.then_fail();
    wire.then(200, "{\"data\":[1,2");
    wire.then(200, "{\"data\":[1],\"next_page");
    wire.then(200, GOOD);
    assert_eq!(walk(&wire, &clock).await.unwrap(), [1]);
    assert_eq!((wire.sent().len(), clock.waits().len()), (4, 3));
}

#[tokio::test]
async fn a_body_of_a_page_read_ahead_that_breaks_off_is_retried() {
    let (wire, clock) = (Wire::default(), Clock::default());
    wire.then(200, "{\"data\":[1,2],\"page\":0,\"num_pages\":3}");
    wire.then(200, "{\"data\":[3,");
    wire.then(200, "{\"data\":[5],\"page\":2,\"num_pages\":3}");
    wire.then(200, "{\"data\":[3,4],\"page\":1,\"num_pages\":3}");
    let pager = Numbers::list(&client(&wire, &clock)).by_number().concurrency(3);
    assert_eq!(pager.collect().await.unwrap(), [1, 2, 3, 4, 5]);
    let sent = wire.sent();
    let second = |url: &&String| url.split(['?', '&']).any(|pair| pair == "page=1");
    assert_eq!((sent.len(), sent.iter().filter(second).count()), (4, 2), "{sent:?}");
    assert_eq!(clock.waits().len(), 1);
}

#[tokio::test]
async fn permanent_errors_are_not_retried() {
    for body in ["<html>", "{\"data\":{}}", "{\"data\":[1]}x", "{\"data\":[\"a\"]}"] {
        let (wire, clock) = (Wire::default(), Clock::default());
        wire.then(200, body);
        assert!(walk(&wire, &clock).await.is_err());
        assert_eq!(wire.sent().len(), 1, "{body}");
    }
}

#[tokio::test]
async fn four_attempts_with_waits_that_grow_and_then_the_error_says_so() {
    let (wire, clock) = (Wire::default(), Clock::default());
    for _ in 0..9 {
        wire.then(503, "{}");
    }
    let error = walk(&wire, &clock).await.unwrap_err();
    assert_eq!((wire.sent().len(), error.attempts()), (4, 4));
    assert!(error.is_transient() && error.position().is_some());
    assert!(error.to_string().ends_with("; tried 4 times"), "{error}");
    let waits = clock.waits();
    assert_eq!(waits.len(), 3);
    for (wait, bound) in waits.iter().zip([250, 500, 1000]) {
        assert!(wait.as_millis() <= bound, "{waits:?}");
    }
}

#[tokio::test]
async fn a_body_that_keeps_breaking_off_fails_in_the_end_too() {
    let (wire, clock) = (Wire::default(), Clock::default());
    for _ in 0..9 {
        wire.then(200, "{\"data\":[1");
    }
    let error = walk(&wire, &clock).await.unwrap_err();
    assert_eq!((wire.sent().len(), error.attempts(), error.kind()), (4, 4, ErrorKind::Body));
}

#[tokio::test]
async fn the_same_seed_gives_the_same_waits_and_clients_spread() {
    let waits = |seed: Option<u64>| async move {
        let (wire, clock) = (Wire::default(), Clock::default());
        (0..4).for_each(|_| wire.then(503, "{}"));
        let retry = seed.map_or(Retry::default(), |seed| Retry::default().seed(seed));
        let client = wire.builder().timer(clock.clone()).retry(retry).build().unwrap();
        assert!(Numbers::list(&client).collect().await.is_err());
        clock.waits()
    };
    assert_eq!(waits(Some(1)).await, waits(Some(1)).await);
    assert_ne!(waits(Some(1)).await, waits(Some(2)).await);

    let mut first = Vec::new();
    for _ in 0..100 {
        first.push(waits(None).await[0].as_millis());
    }
    // Full jitter over 250 ms: each quarter of it is drawn.
    for quarter in 0..4 {
        let drawn = first.iter().filter(|wait| **wait / 63 == quarter).count();
        assert!(drawn > 5, "quarter {quarter}: {drawn} of 100");
    }
}

#[tokio::test]
async fn the_client_waits_as_long_as_retry_after_says() {
    let (wire, clock) = (Wire::default(), Clock::default());
    wire.then_with(429, &[("retry-after", "7")], "{}");
    let dates = [
        ("date", "Sun, 06 Nov 1994 08:49:00 GMT"),
        ("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ];
    wire.then_with(503, &dates, "{}");
    wire.then(200, GOOD);
    assert!(walk(&wire, &clock).await.is_ok());
    assert_eq!(clock.waits(), [Duration::from_secs(7), Duration::from_secs(37)]);
}

#[tokio::test]
async fn a_wait_longer_than_the_remaining_time_fails_at_once() {
    let (wire, clock) = (Wire::default(), Clock::default());
    wire.then_with(429, &[("retry-after", "86400")], "{}");
    let error = walk(&wire, &clock).await.unwrap_err();
    assert_eq!((wire.sent().len(), clock.waits().len()), (1, 0));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(86400)));
    assert!(error.is_transient(), "{error}");
}

#[tokio::test]
async fn a_walk_has_twenty_retries_and_one_more_for_five_good_pages() {
    let (wire, clock) = (Wire::default(), Clock::default());
    // Each page fails once; there are more pages than retries.
    for page in 0..200 {
        wire.then(503, "{}");
        wire.then(200, &format!("{{\"data\":[{page}],\"next_page_token\":\"t{page}\"}}"));
    }
    let failed = Numbers::list(&client(&wire, &clock)).collect().await.unwrap_err();
    let good = failed.items.len();
    let retries = wire.sent().len() - good - 1;
    assert!(retries <= 20 + good / 5 && retries >= 20, "{retries} retries for {good} pages");
    assert!(
        failed.error.to_string().contains("retry budget of the walk is used up"),
        "{}",
        failed.error
    );
    assert_eq!(failed.error.position().unwrap().items(), good as u64);
}

#[tokio::test]
async fn no_wait_exceeds_the_deadline_of_a_walk() {
    let (wire, clock) = (Wire::default(), Clock::default());
    for _ in 0..50 {
        wire.then_with(503, &[("retry-after", "4")], "{}");
    }
    let pager = Numbers::list(&client(&wire, &clock)).deadline(Duration::from_secs(10));
    let error = Error::from(pager.collect().await.unwrap_err());
    assert!(clock.now() <= Duration::from_secs(10), "{:?}", clock.now());
    assert!(error.to_string().contains("time that is left"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_stalls_is_dropped_when_the_time_for_the_page_is_over() {
    let wire = Wire::default();
    wire.then(200, GOOD);
    wire.hold(true);
    let client = wire.builder().retry(Retry::default()).build().unwrap();
    let began = tokio::time::Instant::now();
    let error = Numbers::list(&client).first_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(began.elapsed().as_secs(), 120);
    assert_eq!(wire.under_way(), 0);
}

#[tokio::test]
async fn a_list_states_how_its_server_asks_for_a_retry() {
    const LIMIT: RateLimit =
        RateLimit::new(&[403]).remaining("x-ratelimit-remaining").reset("x-ratelimit-reset");
    let (wire, clock) = (Wire::default(), Clock::default());
    // Seconds from now on, a time since 1970, and a 403 that is a refusal.
    wire.then_with(403, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "30")], "{}");
    let at = [
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "1784111777"),
        ("date", "Wed, 15 Jul 2026 10:36:00 GMT"),
    ];
    wire.then_with(403, &at, "{}");
    wire.then_with(403, &[("x-ratelimit-remaining", "3")], "{}");
    let builder = wire.builder().timer(clock.clone()).retry(Retry::default());
    let client = builder.rate_limit(LIMIT).build().unwrap();
    let failed = Numbers::list(&client).collect().await.unwrap_err();
    assert_eq!(failed.error.status().unwrap().as_u16(), 403);
    assert_eq!(clock.waits(), [Duration::from_secs(30), Duration::from_secs(17)]);
}

/// Pages by token whose replies may state an error code.
struct Coded;

impl Paged for Coded {
    type Item = u64;
    const LIST: List = List::get("/coded", "/data").error_code("/code").paging(Paging::SENDSAGE);
}

#[tokio::test]
async fn a_code_in_a_body_asks_for_a_retry_whatever_the_status() {
    const BUSY: RateLimit = RateLimit::new(&[]).code(&["busy", "7"]).wait(Wait::At("/wait"));
    let (wire, clock) = (Wire::default(), Clock::default());
    wire.then(200, "{\"code\":\"busy\",\"wait\":30}");
    wire.then(400, "{\"code\":7,\"wait\":\"2\"}");
    wire.then(200, GOOD);
    let builder = wire.builder().timer(clock.clone()).retry(Retry::default());
    let client = builder.rate_limit(BUSY).build().unwrap();
    assert_eq!(Pager::<Coded>::new(&client, []).collect().await.unwrap(), [1]);
    assert_eq!(clock.waits(), [Duration::from_secs(30), Duration::from_secs(2)]);
    // After the last attempt it is a failure, and never a page.
    let (wire, clock) = (Wire::default(), Clock::default());
    (0..4).for_each(|_| wire.then(200, "{\"code\":7,\"data\":[1],\"next_page_token\":null}"));
    let builder = wire.builder().timer(clock.clone()).retry(Retry::default());
    let client = builder.rate_limit(BUSY).build().unwrap();
    let failed = Pager::<Coded>::new(&client, []).collect().await.unwrap_err();
    assert_eq!((failed.error.kind(), failed.error.attempts()), (ErrorKind::Api, 4));
    assert!(failed.items.is_empty());
}

#[tokio::test]
async fn a_wait_in_a_page_pauses_all_clones_of_the_client() {
    const BACKOFF: RateLimit = RateLimit::new(&[]).wait(Wait::At("/backoff"));
    let (wire, clock) = (Wire::default(), Clock::default());
    wire.then(200, "{\"data\":[1],\"next_page_token\":\"a\",\"backoff\":10}");
    wire.then(200, GOOD);
    wire.then(200, "{\"data\":[1],\"next_page_token\":null,\"backoff\":5}");
    wire.then(200, GOOD);
    let builder = wire.builder().timer(clock.clone()).retry(Retry::default());
    let client = builder.rate_limit(BACKOFF).build().unwrap();
    let list = || Pager::<Coded>::new(&client, []).read_ahead(false);
    assert_eq!(list().collect().await.unwrap(), [1, 1]);
    assert_eq!(clock.waits(), [Duration::from_secs(10)]);
    // What one walk was asked for, the next one heeds.
    assert_eq!(list().collect().await.unwrap(), [1]);
    assert_eq!(list().collect().await.unwrap(), [1]);
    assert_eq!(clock.waits(), [Duration::from_secs(10), Duration::from_secs(5)]);
}

#[tokio::test]
async fn a_page_is_read_after_all_when_its_retries_run_out() {
    const USED_UP: RateLimit = RateLimit::new(&[200]).remaining("x-ratelimit-remaining");
    for (last, read) in [(GOOD, true), ("{\"data\":[1", false)] {
        let (wire, clock) = (Wire::default(), Clock::default());
        (0..4).for_each(|_| wire.then_with(200, &[("x-ratelimit-remaining", "0")], last));
        let builder = wire.builder().timer(clock.clone()).retry(Retry::default());
        let walked = Numbers::list(&builder.rate_limit(USED_UP).build().unwrap()).collect().await;
        assert_eq!(wire.sent().len(), 4);
        match walked {
            Ok(items) => assert!(read && items == [1]),
            Err(failed) => assert!(!read && failed.error.attempts() == 4, "{failed}"),
        }
    }
}

#[tokio::test]
async fn without_a_timer_each_page_is_requested_once() {
    // Outside of tokio there is no clock unless one is given.
    let wire = Wire::default();
    wire.then(503, "{}");
    let client = wire.builder().retry(Retry::default()).build().unwrap();
    let error = std::thread::spawn(move || {
        let mut pages = Numbers::list(&client).pages();
        common::ready(&mut pages).unwrap().unwrap_err()
    });
    assert_eq!(error.join().unwrap().attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_slow_consumer_is_not_a_failure_of_the_server() {
    let wire = Wire::default();
    for page in 0..60 {
        wire.then(200, &format!("{{\"data\":[1,2,3],\"next_page_token\":\"t{page}\"}}"));
        // The page that was read ahead timed out, and is requested once more.
        wire.then(200, &format!("{{\"data\":[1,2,3],\"next_page_token\":\"t{page}\"}}"));
    }
    let builder = Client::builder("https://api.test").transport(Impatient(wire.clone()));
    let mut items = Numbers::list(&builder.build().unwrap()).limit(100).items();
    let mut count = 0;
    while items.try_next().await.unwrap().is_some() {
        count += 1;
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    assert_eq!(count, 100, "none of them was charged to the walk");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_once_the_deadline_has_passed() {
    let wire = Wire::default();
    for page in 0..9 {
        wire.then(200, &format!("{{\"data\":[1],\"next_page_token\":\"t{page}\"}}"));
    }
    let pager = Numbers::list(&wire.client()).deadline(Duration::from_millis(50));
    let mut items = pager.read_ahead(false).items();
    let error = loop {
        match items.try_next().await {
            Ok(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.to_string().contains("the walk took longer"), "{error}");
    assert_eq!((wire.sent().len(), error.position().unwrap().items()), (3, 3));
}

/// A transport that always fails, and counts its requests.
#[derive(Clone, Default)]
struct Mute(Arc<Mutex<u32>>);

impl Transport for Mute {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        *self.0.lock().unwrap() += 1;
        let error = Client::builder("nowhere").build().unwrap_err();
        Box::pin(async move { Err(error.into()) })
    }
}

#[tokio::test]
async fn a_pagesmith_error_of_a_transport_is_passed_on_and_not_retried() {
    let mute = Mute::default();
    let builder = Client::builder("https://api.example.com").transport(mute.clone());
    let client = builder.timer(Clock::default()).build().unwrap();
    let error = Numbers::list(&client).first_page().await.unwrap_err();
    assert_eq!((error.kind(), *mute.0.lock().unwrap()), (ErrorKind::Input, 1), "{error}");
}
