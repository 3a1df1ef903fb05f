//! Requests and replies at given times, in seconds.

use super::*;

const MOST: Duration = Duration::from_secs(120);

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn quota(remaining: u64, reset: u64, limit: Option<u64>) -> Quota {
    Quota { remaining, reset: at(reset), limit }
}

fn url(origin: &str) -> Url {
    Url::parse(origin).unwrap().join("/list?page=1").unwrap()
}

fn api() -> Url {
    url("https://api.test")
}

/// When requests may be sent that are asked for at this time, each after the one before;
/// none gets a reply.
fn starts(throttle: &Throttle, mut now: Duration, count: usize) -> Vec<f64> {
    let mut starts = Vec::new();
    while starts.len() < count {
        match throttle.send(&api(), now, MOST) {
            Ok(in_flight) => {
                starts.push(now.as_secs_f64());
                std::mem::forget(in_flight);
            }
            Err(wait) => now += wait,
        }
    }
    starts
}

/// A throttle that got a reply with these quotas, at ten seconds.
fn after(quotas: &[Quota]) -> Throttle {
    let throttle = Throttle::default();
    throttle.send(&api(), at(9), MOST).unwrap().note_reply(quotas, at(10));
    throttle
}

#[test]
fn the_last_requests_are_spread_over_the_time_until_the_reset() {
    assert_eq!(starts(&after(&[]), at(10), 3), [10.0, 10.0, 10.0]);
    assert_eq!(starts(&after(&[quota(0, 30, None)]), at(10), 3), [40.0, 40.0, 40.0]);
    let three = after(&[quota(3, 8, None)]);
    assert_eq!(starts(&three, at(10), 6), [12.0, 14.0, 16.0, 18.0, 18.0, 18.0]);
    // Many are sent at once, until few remain.
    let twelve = after(&[quota(12, 22, None)]);
    assert_eq!(starts(&twelve, at(10), 5), [10.0, 10.0, 12.0, 14.0, 16.0]);
    // Whoever asks later waits less.
    assert_eq!(starts(&after(&[quota(3, 8, None)]), at(15), 3), [15.0, 16.0, 17.0]);
    assert_eq!(starts(&after(&[quota(0, 30, None)]), at(41), 1), [41.0]);
}

#[test]
fn few_is_a_tenth_of_the_limit() {
    let first = |remaining, limit| starts(&after(&[quota(remaining, 60, limit)]), at(10), 1)[0];
    for (remaining, limit, waits) in [
        (10, None, true),
        (11, None, false),
        (10, Some(100), true),
        (11, Some(1_000_000), false),
        (5, Some(50), true),
        (6, Some(50), false),
        (1, Some(2), true),
        (2, Some(2), false),
        (0, Some(0), true),
    ] {
        assert_eq!(first(remaining, limit) > 10.0, waits, "{remaining} of {limit:?}");
    }
}

#[test]
fn requests_in_flight_count_as_sent() {
    let throttle = Throttle::default();
    let [first, second, third] = [(); 3].map(|()| throttle.send(&api(), at(0), MOST).unwrap());
    second.note_reply(&[quota(2, 30, None)], at(0));
    assert_eq!(throttle.send(&api(), at(0), MOST).unwrap_err(), at(30));
    // A reply to an earlier request does not change what a later one stated.
    first.note_reply(&[quota(9, 30, None)], at(0));
    assert_eq!(throttle.send(&api(), at(0), MOST).unwrap_err(), at(30));
    third.note_reply(&[quota(2, 30, None)], at(0));
    assert_eq!(throttle.send(&api(), at(0), MOST).unwrap_err(), at(10));
    // One that was cancelled is no longer in flight.
    drop(throttle.send(&api(), at(10), MOST).unwrap());
    throttle.send(&api(), at(20), MOST).unwrap().note_reply(&[quota(2, 30, None)], at(20));
    assert_eq!(throttle.send(&api(), at(20), MOST).unwrap_err(), at(10));
}

#[test]
fn a_reply_without_limits_changes_nothing_and_a_reset_ends_them() {
    let throttle = after(&[quota(0, 30, None)]);
    let late = throttle.send(&api(), at(40), MOST).unwrap();
    late.note_reply(&[], at(40));
    let throttle = after(&[quota(0, 30, None)]);
    assert_eq!(throttle.send(&api(), at(10), MOST).unwrap_err(), at(30));
    let early = throttle.send(&api(), at(10), at(0)).unwrap();
    early.note_reply(&[], at(11));
    assert_eq!(throttle.send(&api(), at(11), MOST).unwrap_err(), at(29));
}

#[test]
fn of_several_limits_the_longest_wait_counts_that_may_be_made() {
    let both = [quota(0, 4, None), quota(1, 10, Some(10))];
    assert_eq!(starts(&after(&both), at(10), 1), [15.0]);
    let long = [quota(0, 4, None), quota(0, 86_400, None)];
    assert_eq!(starts(&after(&long), at(10), 1), [14.0]);
}

#[test]
fn a_wait_longer_than_allowed_is_left_out() {
    for (reset, waits) in [(120, true), (121, false), (u64::MAX, false)] {
        let sent = after(&[quota(0, reset, None)]).send(&api(), at(10), MOST).map(drop);
        assert_eq!(sent.is_err(), waits, "{reset}");
    }
    let spread = after(&[quota(1, 240, None)]);
    assert_eq!(spread.send(&api(), at(10), MOST).unwrap_err(), MOST);
}

#[test]
fn each_origin_has_its_own_limits() {
    let throttle = after(&[quota(0, 30, None)]);
    for other in ["https://api.test:8443", "http://api.test", "https://cdn.test"] {
        assert!(throttle.send(&url(other), at(10), MOST).is_ok(), "{other}");
    }
    assert!(throttle.send(&url("https://api.test:443"), at(10), MOST).is_err());
}
