//! Decisions as a table: the outcome of an attempt, the circumstances, and whether
//! another attempt is made.

use super::*;
use crate::RateLimit;
use Decision::{GiveUp, Retry};
use StopReason::{NoAttemptsLeft, NoBudgetLeft, NoClock, NotRepeatable};
use bytes::Bytes;
use http::{HeaderValue, StatusCode};
use std::sync::LazyLock;
use url::Url;

const POLICY: crate::Retry = crate::Retry {
    attempts: 4,
    base: Duration::from_secs(1),
    cap: Duration::from_secs(3),
    page_timeout: Duration::from_secs(120),
    seed: None,
};

static LIMIT: LazyLock<AnyRateLimit> = LazyLock::new(|| {
    const OF_SERVER: RateLimit = RateLimit::new(&[200, 403]).remaining("left").reset("reset");
    OF_SERVER.into()
});

/// After the first attempt, with the full time and budget left.
const FIRST: Situation<'static> = Situation {
    policy: &POLICY,
    limit: None,
    is_repeatable: true,
    attempts: 1,
    was_idle: false,
    since_reply: Duration::ZERO,
    time_left: Some(Duration::from_secs(120)),
    can_halve: false,
    overloads: 0,
    walk_time_left: None,
    budget: Budget::FULL,
    date: SystemTime::UNIX_EPOCH,
};

fn response(status: u16, headers: &[(&'static str, &'static str)]) -> Response {
    let pairs = headers.iter().map(|(name, value)| {
        (name.parse::<http::HeaderName>().unwrap(), HeaderValue::from_static(value))
    });
    Response {
        url: Url::parse("https://api.test").unwrap(),
        status: StatusCode::from_u16(status).unwrap(),
        headers: pairs.collect(),
        body: Bytes::new(),
        cut: None,
        credentials: None,
    }
}

/// The outcome of a response with a body that can be decoded.
fn answer(status: u16, headers: &[(&'static str, &'static str)]) -> AttemptResult {
    limited(status, headers, None)
}

fn limited(
    status: u16,
    headers: &[(&'static str, &'static str)],
    limit: Option<&AnyRateLimit>,
) -> AttemptResult {
    let response = response(status, headers);
    if AttemptResult::is_transient(&response, limit) {
        AttemptResult::Transient(response, None)
    } else {
        AttemptResult::Final(response, None)
    }
}

fn error(kind: ErrorKind) -> AttemptResult {
    AttemptResult::Error(Error::new(kind, "it failed"))
}

fn cut_off() -> AttemptResult {
    AttemptResult::Error(Error::new(ErrorKind::Body, "it ends").cut_off())
}

/// The decision if the longest possible waits are drawn.
fn decided(outcome: &AttemptResult, now: &Situation<'_>) -> Decision {
    decide(outcome, now, |bound| bound)
}

fn after(seconds: u64) -> Decision {
    Retry { wait: Duration::from_secs(seconds), cost: 5 }
}

fn stop(why: StopReason) -> Decision {
    GiveUp { why, retry_after: None }
}

fn no_time(wait: u64, left: u64) -> StopReason {
    let (wait, left) = (Duration::from_secs(wait), Duration::from_secs(left));
    StopReason::NoTimeLeft { wait, left }
}

fn stop_with(why: StopReason, seconds: u64) -> Decision {
    GiveUp { why, retry_after: Some(Duration::from_secs(seconds)) }
}

#[test]
fn the_outcome_of_an_attempt_decides_first() {
    for status in 100..=599 {
        let expected = match status {
            408 | 429 | 500 | 502 | 503 | 504 => after(1),
            _ => stop(StopReason::Final),
        };
        assert_eq!(decided(&answer(status, &[]), &FIRST), expected, "{status}");
    }
    assert_eq!(decided(&error(ErrorKind::Transport), &FIRST), after(1));
    assert_eq!(decided(&cut_off(), &FIRST), after(1));
    for kind in [ErrorKind::Body, ErrorKind::Timeout, ErrorKind::Auth, ErrorKind::Input] {
        assert_eq!(decided(&error(kind), &FIRST), stop(StopReason::Final), "{kind:?}");
    }
}

#[test]
fn a_body_sets_the_wait_unless_a_header_does() {
    let stated = |headers: &[_]| {
        let seven = Some(Duration::from_secs(7));
        AttemptResult::Transient(response(200, headers), seven)
    };
    assert_eq!(decided(&stated(&[]), &FIRST), after(7));
    assert_eq!(decided(&stated(&[("retry-after", "3")]), &FIRST), after(3));
    let last = Situation { attempts: 4, ..FIRST };
    assert_eq!(decided(&stated(&[]), &last), stop_with(StopReason::NoAttemptsLeft, 7));
}

#[test]
fn the_server_sets_the_wait_or_it_is_drawn_from_a_bound_that_doubles() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:00 GMT");
    for (headers, attempts, expected) in [
        (&[][..], 1, after(1)),
        (&[][..], 2, after(2)),
        (&[][..], 3, after(3)),
        (&[("retry-after", "7")][..], 3, after(7)),
        (&[("retry-after", "0")][..], 1, after(0)),
        (&[("retry-after", "soon")][..], 1, after(1)),
        (&[("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"), date][..], 1, after(37)),
    ] {
        let now = Situation { attempts, ..FIRST };
        assert_eq!(decided(&answer(503, headers), &now), expected, "{headers:?} {attempts}");
    }
}

#[test]
fn a_server_says_later_in_its_own_way() {
    let now = Situation { limit: Some(&LIMIT), ..FIRST };
    let used_up = ("left", "0");
    for (status, headers, expected) in [
        (403, &[used_up, ("reset", "30")][..], after(30)),
        (200, &[used_up, ("reset", "30")][..], after(30)),
        (403, &[used_up][..], after(1)),
        (403, &[used_up, ("reset", "30"), ("retry-after", "4")][..], after(4)),
        (403, &[("left", "3"), ("reset", "30")][..], stop(StopReason::Final)),
        (403, &[][..], stop(StopReason::Final)),
        (404, &[used_up, ("reset", "30")][..], stop(StopReason::Final)),
        (429, &[("reset", "30")][..], after(30)),
    ] {
        let outcome = limited(status, headers, Some(&LIMIT));
        assert_eq!(decided(&outcome, &now), expected, "{status} {headers:?}");
    }
}

#[test]
fn the_remaining_budget_decides_next_and_the_requested_wait_is_reported() {
    let seconds = |seconds| Some(Duration::from_secs(seconds));
    let waits = || answer(429, &[("retry-after", "60")]);
    for (now, reason) in [
        (FIRST, None),
        (Situation { time_left: None, ..FIRST }, Some(NoClock)),
        (Situation { attempts: 3, ..FIRST }, None),
        (Situation { attempts: 4, ..FIRST }, Some(NoAttemptsLeft)),
        (Situation { is_repeatable: false, ..FIRST }, Some(NotRepeatable)),
        (Situation { time_left: seconds(60), ..FIRST }, None),
        (Situation { time_left: seconds(59), ..FIRST }, Some(no_time(60, 59))),
        (Situation { budget: 5, ..FIRST }, None),
        (Situation { budget: 4, ..FIRST }, Some(NoBudgetLeft)),
        (Situation { time_left: seconds(59), budget: 4, ..FIRST }, Some(no_time(60, 59))),
    ] {
        let expected = reason.map_or(after(60), |why| stop_with(why, 60));
        assert_eq!(decided(&waits(), &now), expected, "{reason:?}");
    }
    // Even a wait of zero needs time.
    let now = Situation { time_left: seconds(0), ..FIRST };
    let outcome = answer(429, &[("retry-after", "0")]);
    assert_eq!(decided(&outcome, &now), stop_with(no_time(0, 0), 0));
}

#[test]
fn the_reason_for_no_other_attempt_names_both_times() {
    let text = |reason: StopReason, asked| reason.text(asked, "page");
    assert_eq!(
        text(no_time(86400, 119), true).unwrap(),
        "the server asked us to wait 86400 s, which is longer than the time that is left for the page (119 s)"
    );
    assert_eq!(
        text(no_time(3, 0), false).unwrap(),
        "the next attempt would be after 3 s, which is longer than the time that is left for the page (0 s)"
    );
    assert_eq!(text(NoAttemptsLeft, true), None);
    for (millis, words) in [(1, "1 ms"), (1500, "1.5 s"), (10_499, "10 s"), (119_900, "120 s")] {
        assert_eq!(in_words(Duration::from_millis(millis)), words);
    }
}

#[test]
fn the_attempt_after_an_idle_prefetch_is_free() {
    let free = || Retry { wait: Duration::ZERO, cost: 0 };
    let idle = Situation { was_idle: true, ..FIRST };
    let lost = error(ErrorKind::Transport);
    assert_eq!(decided(&lost, &idle), free());
    // Whatever is left: the attempt before did not count.
    let poor = Situation { was_idle: true, budget: 0, time_left: None, ..FIRST };
    assert_eq!(decided(&lost, &poor), free());
    // But only once, and only after a time-out, not after a response.
    assert_eq!(decided(&lost, &Situation { attempts: 2, ..idle }), after(2));
    assert_eq!(decided(&answer(503, &[]), &idle), after(1));
    assert_eq!(decided(&cut_off(), &idle), after(1));
    assert_eq!(decided(&error(ErrorKind::Timeout), &idle), stop(StopReason::Final));
}

#[test]
fn a_wait_is_drawn_only_if_it_is_needed() {
    let never = |_| unreachable!("no wait is drawn");
    for (outcome, now) in [
        (answer(200, &[]), FIRST),
        (answer(503, &[("retry-after", "1")]), FIRST),
        (answer(503, &[]), Situation { attempts: 4, ..FIRST }),
        (error(ErrorKind::Transport), Situation { is_repeatable: false, ..FIRST }),
        (error(ErrorKind::Transport), Situation { was_idle: true, ..FIRST }),
    ] {
        decide(&outcome, &now, never);
    }
}

#[test]
fn retries_are_at_most_twenty_plus_a_fifth_of_the_accepted_pages() {
    let budget = Budget::full();
    let spend = || {
        let mut tokens = budget.tokens();
        match decided(&answer(503, &[]), &Situation { budget: *tokens, ..FIRST }) {
            Retry { cost, .. } => *tokens -= cost,
            GiveUp { .. } | Decision::Halve { .. } => return false,
        }
        true
    };
    budget.refill();
    assert_eq!((0..100).filter(|_| spend()).count(), 20, "no more than were there at first");
    (0..10).for_each(|_| budget.refill());
    assert_eq!((0..100).filter(|_| spend()).count(), 2);
}

fn asked(values: &[&'static str], date: Option<&'static str>) -> Option<u64> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(header::RETRY_AFTER, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    if let Some(date) = date {
        headers.insert(header::DATE, HeaderValue::from_static(date));
    }
    retry_after(&headers, None, SystemTime::UNIX_EPOCH).map(|delay| delay.as_secs())
}

#[test]
fn seconds_are_accepted_and_garbage_is_ignored() {
    assert_eq!(asked(&["1"], None), Some(1));
    assert_eq!(asked(&["86400"], None), Some(86400));
    assert_eq!(asked(&["9223372037"], None), Some(9_223_372_037));
    assert_eq!(asked(&["99999999999999999999999"], None), Some(u64::MAX));
    for garbage in ["", "-1", "1e9", "²", "1.5", "soon", "0x1"] {
        assert_eq!(asked(&[garbage], None), None, "{garbage}");
    }
    assert_eq!(asked(&["2", "7"], None), Some(7), "of two, the longer");
    assert_eq!(asked(&["x", "7"], None), Some(7));
}

#[test]
fn dates_in_each_format_are_relative_to_the_date_of_the_reply() {
    let date = Some("Sun, 06 Nov 1994 08:49:00 GMT");
    for value in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ] {
        assert_eq!(asked(&[value], date), Some(37), "{value}");
    }
    assert_eq!(asked(&["Sun, 06 Nov 1994 08:48:00 GMT"], date), Some(0), "past");
    assert_eq!(asked(&["Thu, 01 Jan 1970 00:00:09 GMT"], None), Some(9), "against the clock");
}

#[test]
fn a_wait_counts_from_the_reply() {
    let decided = |since_reply, status, headers: &[(&'static str, &'static str)]| {
        let now = Situation { since_reply: Duration::from_secs(since_reply), ..FIRST };
        decided(&answer(status, headers), &now)
    };
    let after = |wait| Retry { wait: Duration::from_secs(wait), cost: Budget::RETRY };
    let asked = [("retry-after", "30")];
    assert_eq!([0, 12, 30, 99].map(|since| decided(since, 429, &asked)), [30, 18, 0, 0].map(after));
    assert_eq!(decided(9, 503, &[]), after(0));
    // What is left of it has to fit into the time for the page.
    assert_eq!(decided(5, 429, &[("retry-after", "125")]), after(120));
    let (wait, left) = (Duration::from_secs(126), Duration::from_secs(120));
    let why = StopReason::NoTimeLeft { wait, left };
    let late = decided(5, 429, &[("retry-after", "126")]);
    assert_eq!(late, GiveUp { why, retry_after: Some(wait) });
}

/// After two failures in a row of a page that can be halved.
const OVERLOADED: Situation<'static> =
    Situation { attempts: 2, can_halve: true, overloads: 2, ..FIRST };

/// A limit whose status is one of an overload.
const OWN: RateLimit = RateLimit::new(&[503]).remaining("left");

const ONCE: crate::Retry = crate::Retry { attempts: 1, ..POLICY };
const TWICE: crate::Retry = crate::Retry { attempts: 2, ..POLICY };

fn halved(seconds: u64) -> Decision {
    Decision::Halve { wait: Duration::from_secs(seconds), cost: 5 }
}

fn stalled() -> AttemptResult {
    AttemptResult::Error(Error::new(ErrorKind::Transport, "nothing came").stalled())
}

#[test]
fn a_page_is_halved_after_two_failures_in_a_row_that_its_size_may_explain() {
    for status in [500, 502, 503, 504] {
        assert_eq!(decided(&answer(status, &[]), &OVERLOADED), halved(2), "{status}");
    }
    assert_eq!(decided(&stalled(), &OVERLOADED), halved(2));
    let once = Situation { overloads: 1, ..OVERLOADED };
    assert_eq!(decided(&answer(504, &[]), &once), after(2));
    assert_eq!(decided(&stalled(), &once), after(2));
}

#[test]
fn the_time_of_a_page_is_up_only_once() {
    let late = error(ErrorKind::Timeout);
    let first = Situation { attempts: 1, overloads: 1, ..OVERLOADED };
    assert_eq!(decided(&late, &first), halved(1));
    let fixed = Situation { can_halve: false, ..first };
    assert_eq!(decided(&late, &fixed), stop(StopReason::Final));
}

#[test]
fn failures_that_are_not_about_the_size_do_not_halve() {
    for outcome in [
        answer(429, &[]),
        answer(408, &[]),
        answer(503, &[("retry-after", "soon")]),
        error(ErrorKind::Transport),
        cut_off(),
        AttemptResult::Transient(response(503, &[]), Some(Duration::from_secs(2))),
    ] {
        assert!(!is_overload(&outcome, None));
        assert!(matches!(decided(&outcome, &OVERLOADED), Retry { .. }));
    }
    // The limit names the status, so the server says "later".
    let (own, used_up): (AnyRateLimit, _) = (OWN.into(), &[("left", "0")]);
    assert!(!is_overload(&answer(503, used_up), Some(&own)));
    assert!(is_overload(&answer(503, used_up), None));
    assert!(is_overload(&answer(503, &[("left", "1")]), Some(&own)));
}

#[test]
fn halving_costs_a_retry_and_keeps_to_every_limit() {
    let outcome = answer(504, &[]);
    let poor = Situation { budget: 4, ..OVERLOADED };
    assert_eq!(decided(&outcome, &poor), stop(NoBudgetLeft));
    let no_clock = Situation { time_left: None, ..OVERLOADED };
    assert_eq!(decided(&outcome, &no_clock), stop(NoClock));
    let once = Situation { policy: &ONCE, ..OVERLOADED };
    assert_eq!(decided(&outcome, &once), stop(NoAttemptsLeft));
    // Two attempts of each size are enough.
    assert_eq!(decided(&outcome, &Situation { policy: &TWICE, ..OVERLOADED }), halved(2));
    // The time for the page begins anew, that for the walk does not.
    let late = Situation { time_left: Some(Duration::from_secs(1)), ..OVERLOADED };
    assert_eq!(decided(&outcome, &late), halved(2));
    let seconds = |left| Some(Duration::from_secs(left));
    let ends = Situation { walk_time_left: seconds(2), ..OVERLOADED };
    assert_eq!(decided(&outcome, &ends), stop(no_time(2, 2)));
    assert_eq!(decided(&outcome, &Situation { walk_time_left: seconds(3), ..ends }), halved(2));
}
