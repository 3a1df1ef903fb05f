//! A page is requested again if that may help, and no longer than that.

use crate::call::{Call, TOKEN, Walking, basic, list};
use crate::driver::{self, Walked};
use crate::lists::Kind;
use crate::row::{ENDS, fails, warns};
use crate::scene::Scene;
use fake_api::scenarios::Scenario;
use pagesmith::ErrorKind::{Status, Timeout, Transport};
use pagesmith::{RateLimit, Retry};
use std::time::Duration;

/// The second page came at its second attempt.
macro_rules! twice {
    () => {
        ["/list", "2 * /list?page_token=t1"]
    };
}

/// The second page was requested so often.
macro_rules! again {
    ($times:literal) => {
        ["/list", concat!($times, " * /list?page_token=t1")]
    };
}

/// Not requested again.
const REFUSED: Call = list(Kind::Token).took(0, 0);
/// After the first wait of our own, which is at most 250 ms.
const OWN_WAIT: Call = list(Kind::Token).took(0, 251);

rows! {
    /// 408 is retried.
    passing_408: OWN_WAIT => twice!(), "1-4", ENDS;
    /// 429 is retried.
    passing_429: OWN_WAIT => twice!(), "1-4", ENDS;
    /// 500 is retried.
    passing_500: OWN_WAIT => twice!(), "1-4", ENDS;
    /// 502 is retried.
    passing_502: OWN_WAIT => twice!(), "1-4", ENDS;
    /// 503 is retried.
    passing_503: OWN_WAIT => twice!(), "1-4", ENDS;
    /// 504 is retried.
    passing_504: OWN_WAIT => twice!(), "1-4", ENDS;
    /// Two failures of a page are retried.
    passing_twice: TOKEN.took(0, 752) => again!("3"), "1-4", ENDS;
    /// Three failures of a page are retried.
    passing_3_times: TOKEN.took(0, 1753) => again!("4"), "1-4", ENDS;
    /// 400 is not retried: it is an error at once.
    lasting_400: REFUSED => again!("1"), "1-2", fails(Status, &["page 2", "400"]);
    /// 401 is not retried, unless a provider can give other credentials.
    lasting_401: REFUSED => again!("1"), "1-2", fails(Status, &["401"]);
    /// 402 is not retried.
    lasting_402: REFUSED => again!("1"), "1-2", fails(Status, &["402"]);
    /// 403 is not retried.
    lasting_403: REFUSED => again!("1"), "1-2", fails(Status, &["403"]);
    /// 404 is not retried.
    lasting_404: REFUSED => again!("1"), "1-2", fails(Status, &["404"]);
    /// 405 is not retried.
    lasting_405: REFUSED => again!("1"), "1-2", fails(Status, &["405"]);
    /// 406 is not retried.
    lasting_406: REFUSED => again!("1"), "1-2", fails(Status, &["406"]);
    /// 409 is not retried.
    lasting_409: REFUSED => again!("1"), "1-2", fails(Status, &["409"]);
    /// 410 is not retried.
    lasting_410: REFUSED => again!("1"), "1-2", fails(Status, &["410"]);
    /// 418 is not retried.
    lasting_418: REFUSED => again!("1"), "1-2", fails(Status, &["418"]);
    /// 422 is not retried.
    lasting_422: REFUSED => again!("1"), "1-2", fails(Status, &["422"]);
    /// 451 is not retried.
    lasting_451: REFUSED => again!("1"), "1-2", fails(Status, &["451"]);
    /// 501 is not retried.
    lasting_501: REFUSED => again!("1"), "1-2", fails(Status, &["501"]);
    /// 505 is not retried.
    lasting_505: REFUSED => again!("1"), "1-2", fails(Status, &["505"]);
    /// 507 is not retried.
    lasting_507: REFUSED => again!("1"), "1-2", fails(Status, &["507"]);
    /// 511 is not retried.
    lasting_511: REFUSED => again!("1"), "1-2", fails(Status, &["511"]);
    /// If the server no longer accepts a token, the error says so, and has the position.
    token_refused: REFUSED.own(refused) => again!("1"), "1-2", fails(Status, &["422"]);

    /// A walk waits as long as `Retry-After` says, in seconds.
    retry_after_1: TOKEN.took(1000, 1001) => twice!(), "1-4", ENDS;
    /// A `Retry-After` of 0 means no wait.
    retry_after_0: TOKEN.took(0, 1) => twice!(), "1-4", ENDS;
    /// `Retry-After` as a date counts from the reply's own `Date`.
    retry_after_date: TOKEN.took(37_000, 37_001) => twice!(), "1-4", ENDS;
    /// A date in the format of RFC 850 does, too.
    retry_after_date_of_rfc_850: TOKEN.took(37_000, 37_001) => twice!(), "1-4", ENDS;
    /// A date in the format of asctime does, too.
    retry_after_date_of_asctime: TOKEN.took(37_000, 37_001) => twice!(), "1-4", ENDS;
    /// A `Retry-After` with a past date means no wait.
    retry_after_date_past: TOKEN.took(0, 1) => twice!(), "1-4", ENDS;
    /// A negative `Retry-After` is ignored.
    retry_after_negative: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A `Retry-After` with an exponent (`1e9`) is ignored.
    retry_after_exponent: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A `Retry-After` with a fraction is ignored.
    retry_after_fraction: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A `Retry-After` with a digit beyond ASCII is ignored.
    retry_after_superscript: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A `Retry-After` that is a word is ignored.
    retry_after_word: OWN_WAIT => twice!(), "1-4", ENDS;
    /// An empty `Retry-After` is ignored.
    retry_after_empty: OWN_WAIT => twice!(), "1-4", ENDS;
    /// Of two `Retry-After` values, the longer one counts.
    retry_after_twice: TOKEN.took(7000, 7001) => twice!(), "1-4", ENDS;
    /// Of two `Retry-After` values, an invalid one is ignored.
    retry_after_twice_and_garbage: TOKEN.took(2000, 2001) => twice!(), "1-4", ENDS;
    /// A walk waits if the wait fits into the time that is left for the page.
    retry_after_119: TOKEN.took(119_000, 119_001) => twice!(), "1-4", ENDS;
    /// If the wait is longer than that, the page fails at once, and the error states the wait.
    retry_after_121: REFUSED.own(told_to_wait::<121>) => again!("1"), "1-2", fails(Status, &["503", "time that is left"]);
    /// A wait of a day fails at once, too.
    retry_after_86400: REFUSED.own(told_to_wait::<86_400>) => again!("1"), "1-2", fails(Status, &["503", "time that is left"]);
    /// A wait of three hundred years fails at once, too.
    retry_after_9223372037: REFUSED.own(told_to_wait::<9_223_372_037>) => again!("1"), "1-2", fails(Status, &["503"]);
    /// A wait that overflows an integer fails at once, too.
    retry_after_of_30_digits: REFUSED.own(told_to_wait::<{ u64::MAX }>) => again!("1"), "1-2", fails(Status, &["503"]);
    /// If `rate_limit` describes the server's own signal to wait, the walk waits as the signal says.
    limited_403: TOKEN.client(|stage| basic(stage).rate_limit(GITHUB)).took(42_000, 42_001)
        => twice!(), "1-4", ENDS;
    /// The same status without the signal is an error at once.
    forbidden_403: REFUSED.client(|stage| basic(stage).rate_limit(GITHUB)) => again!("1"), "1-2", fails(Status, &["403"]);
    /// Without `rate_limit`, the same status is an error at once.
    limited_403_untold on "limited-403": REFUSED => again!("1"), "1-2", fails(Status, &["403"]);

    /// A reset before any header is retried.
    reset_before_headers: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A connection that closes before any header is retried.
    closed_before_headers: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A connection that closes in the headers is retried.
    closed_in_the_headers: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A reset in the body is retried.
    reset_in_the_body: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A body that is shorter than its `Content-Length` is retried, and not read as a short page.
    body_shorter_than_announced: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A body that is longer than its `Content-Length` is cut there; if that truncates the JSON, the page is retried.
    body_longer_than_announced: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A chunked body without its last chunk is retried, and not read as a short page.
    chunks_without_end: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A chunk without a valid size is retried.
    chunk_size_bad: OWN_WAIT => twice!(), "1-4", ENDS;
    /// A reply that is not HTTP is retried.
    no_http: OWN_WAIT => twice!(), "1-4", ENDS;
    /// If the connection is always reset, the walk fails after four attempts, and has yielded the records before that page.
    reset_for_ever: TOKEN.took(0, 1753) => again!("4"), "1-2", fails(Transport, &["page 2"]);
    /// If the body is always cut short, the walk fails after four attempts.
    body_shorter_for_ever: TOKEN.took(0, 1753) => again!("4"), "1-2", fails(Transport, &["broke off"]);

    /// If the server is down for the whole walk, four requests are sent.
    down: TOKEN.took(0, 1753) => ["4 * /list"], "", fails(Status, &["503", "4 times"]);
    /// If the server goes down during the walk, four more requests are sent.
    down_after_the_first_page: TOKEN.took(0, 1753) => again!("4"), "1-2", fails(Status, &["page 2", "503"]);
    /// With retries turned off, one request is sent.
    without_retries on "passing-503": TOKEN.client(|stage| basic(stage).retry(Retry::none())).took(0, 0)
        => again!("1"), "1-2", fails(Status, &["503"]);
    /// With six attempts allowed, six requests are sent.
    with_6_attempts on "down": TOKEN.client(|stage| basic(stage).retry(Retry::default().attempts(6))).timed()
        => ["6 * /list"], "", fails(Status, &["503"]);
    /// If a fifth of the requests fail, the walk reaches the end, and yields each record once.
    a_fifth_fails: TOKEN.timed()
        => ["/list", "/list?page_token=t{1..3}", "2 * /list?page_token=t4", "/list?page_token=t{5..7}",
            "2 * /list?page_token=t8", "/list?page_token=t{9..11}", "2 * /list?page_token=t12",
            "/list?page_token=t{13..15}", "2 * /list?page_token=t16", "/list?page_token=t{17..19}",
            "2 * /list?page_token=t20", "/list?page_token=t{21..23}", "2 * /list?page_token=t24",
            "/list?page_token=t{25..27}", "2 * /list?page_token=t28", "/list?page_token=t{29..31}",
            "2 * /list?page_token=t32", "/list?page_token=t{33..35}", "2 * /list?page_token=t36",
            "/list?page_token=t{37..39}", "2 * /list?page_token=t40", "/list?page_token=t{41..43}",
            "2 * /list?page_token=t44", "/list?page_token=t{45..47}", "2 * /list?page_token=t48",
            "/list?page_token=t49"], "1-100", ENDS;
    /// If half of the requests fail, the walk stops after 20 retries plus one for every five good pages, and says so.
    a_half_fails: TOKEN.timed()
        => ["/list", "2 * /list?page_token=t{1..24}", "/list?page_token=t25"], "1-50",
        fails(Status, &["page 26", "503", "retry budget of the walk is used up"]);
    /// If a wait would exceed the deadline, the page fails at once.
    deadline_before_a_wait on "down-and-asks-for-5-seconds": TOKEN.deadline(3000).took(0, 0)
        => again!("1"), "1-2", fails(Status, &["503", "time that is left"]);
    /// When the deadline passes, waiting for a reply stops at once.
    deadline_in_a_stall on "stall-before-headers": TOKEN.deadline(3000).took(3000, 3001)
        => ["/list", "/list?page_token=a"], "1-2", fails(Timeout, &["page 2"]);
    /// When the deadline passes, reading a slow body stops at once.
    deadline_in_a_drip on "drip-of-the-body": TOKEN.deadline(61_000).took(61_000, 61_001)
        => ["/list", "/list?page_token=a"], "1-2", fails(Timeout, &["page 2"]);
    /// If the page arrives before the deadline, the deadline changes nothing.
    deadline_met on "retry-after-1": TOKEN.deadline(1500).took(1000, 1001) => twice!(), "1-4", ENDS;
    /// The random waits of a hundred clients are spread over the whole allowed range.
    jitter_of_100_clients on "one-page": TOKEN.own(spread).timed()
        => [], "", ENDS;
    /// With a fixed seed, the random waits are predictable.
    jitter_of_a_seed on "one-page": TOKEN.own(seeded).timed() => [], "", ENDS;

    /// By number, if rows are added before the current page, records come twice, and the walk warns.
    rows_come_in_front_by_number: list(Kind::NumberKeyed)
        => ["/list?per_page=2&page={0..2}"], "1-2 2-3 4-5", warns(&["page 2 repeats 1 record"]);
    /// By number, if rows are removed before the current page, the total changes, and the walk warns.
    rows_go_in_front_by_number: list(Kind::NumberKeyed)
        => ["/list?per_page=2&page={0..2}"], "1-2 4-5", warns(&["the total changed from 5 to 4"]);
    /// By number, the walk does not warn if nothing changes.
    rows_stay_by_number: list(Kind::NumberKeyed) => ["/list?per_page=2&page={0..2}"], "1-5", ENDS;
}

const GITHUB: RateLimit =
    RateLimit::new(&[403, 429]).remaining("x-ratelimit-remaining").reset("x-ratelimit-reset");

/// The error says that the server refuses the position, and has it.
fn refused(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let walked = driver::walk(&TOKEN, stage).await;
        let error = walked.failed.as_ref().unwrap();
        assert!(error.is_position_refused() && !error.is_transient());
        assert_eq!(error.position().unwrap().items(), 2);
        walked
    })
}

/// The error carries the wait that the server asked for, in seconds.
fn told_to_wait<const SECONDS: u64>(stage: &Scene) -> Walking<'_> {
    Box::pin(async {
        let walked = driver::walk(&TOKEN, stage).await;
        let error = walked.failed.as_ref().unwrap();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(SECONDS)));
        assert!(error.is_transient() && error.attempts() == 1);
        walked
    })
}

/// How long a walk takes that has to wait, in milliseconds.
async fn waits(scenario: &str, call: &Call, scene: &Scene) -> u64 {
    let stage = Scene::start(Scenario::find(scenario).unwrap(), scene.way).await;
    let began = stage.now();
    let walked = driver::walk(call, &stage).await;
    assert_eq!(walked.records, [1, 2, 3, 4]);
    stage.since(began)
}

/// The first waits of a hundred clients, in each quarter of their bound.
fn spread(scene: &Scene) -> Walking<'_> {
    Box::pin(async {
        let mut quarters = [0_u32; 4];
        for _ in 0..100 {
            let waited = waits("passing-503", &TOKEN, scene).await;
            assert!(waited <= 251, "{waited} ms");
            quarters[usize::try_from(waited / 63).unwrap().min(3)] += 1;
        }
        // Each has 25 on average; fewer than 5 come once in a hundred million.
        assert!(quarters.iter().all(|waits| *waits >= 5), "{quarters:?}");
        Walked::default()
    })
}

fn seeded(scene: &Scene) -> Walking<'_> {
    Box::pin(async {
        let seven = TOKEN.client(|stage| basic(stage).retry(Retry::default().seed(7)));
        let eight = TOKEN.client(|stage| basic(stage).retry(Retry::default().seed(8)));
        let first = waits("passing-3-times", &seven, scene).await;
        assert_eq!(waits("passing-3-times", &seven, scene).await, first);
        assert_ne!(waits("passing-3-times", &eight, scene).await, first);
        Walked::default()
    })
}
