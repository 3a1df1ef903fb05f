//! Walks slow down near the end of the rate limit that their server states, on a paused
//! clock.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::Numbers;
use common::wire::Wire;
use pagesmith::__private::Activity;
use pagesmith::{Client, ClientBuilder, Error, RateLimit, Retry};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

/// Headers of a reply.
type Headers<'h> = &'h [(&'h str, &'h str)];

/// No request remains for 30 seconds.
const USED_UP: Headers<'_> = &[("ratelimit", "\"default\";r=0;t=30")];

/// A wire with a page for each of these headers, and a last one.
fn wire(pages: &[Headers<'_>]) -> Wire {
    let wire = Wire::default();
    for (page, headers) in pages.iter().enumerate() {
        let next = format!("{{\"data\":[{page}],\"next_page_token\":\"t{page}\"}}");
        wire.then_with(200, headers, &next);
    }
    wire.then(200, "{\"data\":[99],\"next_page_token\":null}");
    wire
}

fn builder(wire: &Wire) -> ClientBuilder {
    wire.builder().retry(Retry::default().seed(7))
}

/// How many seconds a walk takes; each wait is rounded up to a millisecond.
async fn took(client: &Client) -> u64 {
    let began = Instant::now();
    Numbers::list(client).collect().await.unwrap();
    began.elapsed().as_secs()
}

/// The same, of a walk that gets these pages.
async fn walk(pages: &[Headers<'_>]) -> u64 {
    took(&builder(&wire(pages)).build().unwrap()).await
}

#[tokio::test(start_paused = true)]
async fn the_next_request_waits_for_the_reset_if_none_remains() {
    assert_eq!(walk(&[USED_UP]).await, 30);
    for [remaining, reset] in
        [["ratelimit-remaining", "ratelimit-reset"], ["x-ratelimit-remaining", "x-ratelimit-reset"]]
    {
        assert_eq!(walk(&[&[(remaining, "0"), (reset, "30")]]).await, 30);
    }
    assert_eq!(walk(&[&[], USED_UP, USED_UP]).await, 60);
    assert_eq!(walk(&[&[], &[], &[]]).await, 0);
}

#[tokio::test(start_paused = true)]
async fn the_last_requests_are_spread_until_the_reset() {
    let left = |text| [("ratelimit", text), ("ratelimit-policy", "\"a\";q=30;w=60")];
    let pages = [
        left("\"a\";r=4;t=12"),
        left("\"a\";r=3;t=12"),
        left("\"a\";r=2;t=9"),
        left("\"a\";r=1;t=6"),
        left("\"a\";r=0;t=3"),
    ];
    let pages = pages.each_ref().map(|page| &page[..]);
    // Four are more than a tenth of 30. After that, one request each three seconds.
    assert_eq!(walk(&pages).await, 12);
    assert_eq!(walk(&pages[..1]).await, 0);
}

#[tokio::test(start_paused = true)]
async fn no_value_stalls_a_walk_beyond_the_time_for_a_page_and_the_deadline() {
    let with_reset = async |reset: &str, deadline: u64| {
        let headers = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", reset)];
        let client = builder(&wire(&[&headers])).build().unwrap();
        let began = Instant::now();
        let list = Numbers::list(&client).deadline(Duration::from_secs(deadline));
        assert_eq!(list.collect().await.unwrap(), [0, 99]);
        began.elapsed().as_secs()
    };
    assert_eq!(with_reset("120", 999).await, 120);
    for reset in ["121", "86400", "999999999", "99999999999999999999", "1e9", "-1", "soon", ""] {
        assert_eq!(with_reset(reset, 1 << 60).await, 0, "{reset}");
    }
    assert_eq!(with_reset("30", 30).await, 30);
    assert_eq!(with_reset("31", 30).await, 0);
}

#[tokio::test(start_paused = true)]
async fn all_attempts_at_a_page_together_wait_no_longer_than_its_time_out() {
    let wire = Wire::default();
    let again = [("ratelimit", "\"a\";r=0;t=50")];
    wire.then_with(200, &again, "{\"data\":[1],\"next_page_token\":\"t\"}");
    // 50 seconds before the first attempt and the second; the third is sent at once.
    wire.then_with(503, &again, "{}");
    wire.then_with(503, &again, "{}");
    wire.then(200, "{\"data\":[2],\"next_page_token\":null}");
    let client = builder(&wire).build().unwrap();
    let waited = took(&client).await;
    assert!((100..=101).contains(&waited), "{waited}");
    assert_eq!(wire.sent().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn the_server_has_its_full_time_after_the_wait() {
    let wire = wire(&[&[("ratelimit", "\"a\";r=0;t=100")]]);
    let client = builder(&wire).build().unwrap();
    let mut pages = Numbers::list(&client).pages();
    pages.try_next().await.unwrap();
    wire.hold(true);
    let began = Instant::now();
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(began.elapsed().as_secs(), 220, "{error}");
}

#[tokio::test(start_paused = true)]
async fn clones_of_a_client_share_the_limit() {
    let used_up = wire(&[USED_UP]);
    let client = builder(&used_up).build().unwrap();
    let mut pages = Numbers::list(&client).pages();
    pages.try_next().await.unwrap();
    used_up.then(200, "{\"data\":[5],\"next_page_token\":null}");
    assert_eq!(took(&client.clone()).await, 30);
    assert_eq!(took(&builder(&wire(&[])).build().unwrap()).await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_states_the_limit_is_not_repeated_before_the_reset() {
    let wire = Wire::default();
    wire.then_with(429, USED_UP, "{}");
    wire.then(200, "{\"data\":[1],\"next_page_token\":null}");
    let client = builder(&wire).build().unwrap();
    assert_eq!(took(&client).await, 30);
    // `Retry-After` takes precedence.
    let both = [USED_UP, &[("retry-after", "7")]].concat();
    wire.then_with(429, &both, "{}");
    wire.then(200, "{\"data\":[1],\"next_page_token\":null}");
    assert_eq!(took(&client).await, 7);
}

#[tokio::test(start_paused = true)]
async fn headers_that_the_client_names_count_too() {
    const LIMIT: RateLimit = RateLimit::new(&[403]).remaining("left").reset("again");
    let headers: Headers<'_> = &[("left", "0"), ("again", "20")];
    let client = builder(&wire(&[headers])).rate_limit(LIMIT).build().unwrap();
    assert_eq!(took(&client).await, 20);
    assert_eq!(walk(&[headers]).await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_client_can_turn_it_off() {
    let client = builder(&wire(&[USED_UP])).slow_down(false).build().unwrap();
    assert_eq!(took(&client).await, 0);
    let client = builder(&wire(&[USED_UP])).slow_down(true).build().unwrap();
    assert_eq!(took(&client).await, 30);
}

#[tokio::test(start_paused = true)]
async fn pages_at_a_time_wait_for_the_reset_and_then_keep_the_clients_rate() {
    let wire = Wire::default();
    for page in 0..4 {
        let body = format!("{{\"data\":[{page}],\"page\":{page},\"num_pages\":4}}");
        wire.then_with(200, if page == 0 { USED_UP } else { &[] }, &body);
    }
    let client = builder(&wire).rate(1).build().unwrap();
    let (began, list) = (Instant::now(), Numbers::list(&client).by_number().concurrency(3));
    assert_eq!(list.collect().await.unwrap(), [0, 1, 2, 3]);
    assert_eq!(began.elapsed().as_secs(), 32);
}

#[tokio::test(start_paused = true)]
async fn the_wait_is_an_activity_and_not_a_retry() {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let noted = waits.clone();
    let hook = move |activity: &Activity<'_>| {
        if let Activity::Throttled { page, wait } = activity {
            noted.lock().unwrap().push((*page, *wait));
        }
    };
    let client = builder(&wire(&[USED_UP])).on_activity(hook).build().unwrap();
    let mut items = Numbers::list(&client).items();
    while items.try_next().await.unwrap().is_some() {}
    let outcome = items.outcome().unwrap();
    assert_eq!((outcome.requests, outcome.retries, outcome.waited), (2, 0, Duration::ZERO));
    assert_eq!(*waits.lock().unwrap(), [(2, Duration::from_secs(30))]);
}

#[tokio::test]
async fn without_a_clock_nothing_waits() {
    let client = builder(&wire(&[USED_UP])).build().unwrap();
    let walked = std::thread::spawn(move || -> Result<Vec<u64>, Error> {
        let mut pages = Numbers::list(&client).pages();
        let mut items = Vec::new();
        while let Some(page) = common::ready(&mut pages) {
            items.extend(page?.into_items());
        }
        Ok(items)
    });
    assert_eq!(walked.join().unwrap().unwrap(), [0, 99]);
}
