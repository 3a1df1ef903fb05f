//! Headers, and the quotas that they state.

use super::*;
use crate::RateLimit;
use http::{HeaderName, HeaderValue};

type Pairs<'p> = &'p [(&'static str, &'static str)];

fn headers(pairs: Pairs<'_>) -> HeaderMap {
    let pair = |(name, value): &(&'static str, &'static str)| {
        (HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    pairs.iter().map(pair).collect()
}

/// What these headers state: remaining, seconds until the reset, limit.
fn read(pairs: Pairs<'_>) -> Vec<(u64, u64, Option<u64>)> {
    let quotas = stated(&headers(pairs), None).into_iter();
    quotas.map(|quota| (quota.remaining, quota.reset.as_secs(), quota.limit)).collect()
}

#[test]
fn structured_fields_state_a_quota_for_each_policy() {
    let policy = ("ratelimit-policy", r#""burst";q=100;w=60, "daily";q=1000;w=86400"#);
    let cases: [(Pairs<'_>, _); 6] = [
        (&[("ratelimit", r#""default";r=50;t=30"#)], vec![(50, 30, None)]),
        (&[("ratelimit", r#""burst";r=5;t=7"#), policy], vec![(5, 7, Some(100))]),
        // Without a time, the window of its policy.
        (&[("ratelimit", r#""daily";r=5"#), policy], vec![(5, 86_400, Some(1000))]),
        (
            &[("ratelimit", r#""burst" ; r=5 ; t=7 ,"daily";r=9;t=8;pk=:c2Y9:"#), policy],
            vec![(5, 7, Some(100)), (9, 8, Some(1000))],
        ),
        // A separator in a name is a part of it.
        (&[("ratelimit", r#""a;r=1,\"b";r=2;t=3"#)], vec![(2, 3, None)]),
        (&[("ratelimit", "default;r=2;t=3")], vec![(2, 3, None)]),
    ];
    for (pairs, expected) in cases {
        assert_eq!(read(pairs), expected, "{pairs:?}");
    }
}

#[test]
fn units_other_than_requests_are_ignored() {
    let units = |policy| read(&[("ratelimit", r#""a";r=0;t=9"#), ("ratelimit-policy", policy)]);
    assert_eq!(units(r#""a";q=5;qu="content-bytes""#), []);
    assert_eq!(units(r#""a";q=5;qu="concurrent-requests";w=1"#), []);
    assert_eq!(units(r#""a";q=5;qu="requests""#), [(0, 9, Some(5))]);
}

#[test]
fn older_forms_state_one_quota() {
    let cases: [(Pairs<'_>, _); 6] = [
        (&[("ratelimit", "limit=100, remaining=50, reset=30")], (50, 30, Some(100))),
        (
            &[
                ("ratelimit-limit", "100, 100;w=60"),
                ("ratelimit-remaining", "5"),
                ("ratelimit-reset", "7"),
            ],
            (5, 7, Some(100)),
        ),
        (&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", " 42 ")], (0, 42, None)),
        (&[("x-ratelimit-remaining", "98.0"), ("x-ratelimit-reset", "1.5")], (98, 1, None)),
        (&[("x-rate-limit-remaining", "3"), ("x-rate-limit-reset", "4")], (3, 4, None)),
        // Seconds since 1970, against the reply's own date.
        (
            &[
                ("x-ratelimit-remaining", "3"),
                ("x-ratelimit-reset", "1784111777"),
                ("date", "Wed, 15 Jul 2026 10:36:00 GMT"),
            ],
            (3, 17, None),
        ),
    ];
    for (pairs, expected) in cases {
        assert_eq!(read(pairs), [expected], "{pairs:?}");
    }
}

#[test]
fn the_newest_form_counts() {
    let old = [("ratelimit-remaining", "5"), ("ratelimit-reset", "7")];
    let x = [("x-ratelimit-remaining", "6"), ("x-ratelimit-reset", "8")];
    let new = [("ratelimit", r#""a";r=4;t=6"#)];
    assert_eq!(read(&[&x[..], &old, &new].concat()), [(4, 6, None)]);
    assert_eq!(read(&[&x[..], &old].concat()), [(5, 7, None)]);
    // One that can't be read does not hide an older one.
    assert_eq!(read(&[&x[..], &[("ratelimit", "soon")]].concat()), [(6, 8, None)]);
}

#[test]
fn headers_of_the_clients_own_settings_come_first() {
    const OWN: RateLimit = RateLimit::new(&[403]).remaining("left").reset("again");
    let pairs = [("left", "2"), ("again", "5"), ("ratelimit", r#""a";r=4;t=6"#)];
    let seconds = Duration::from_secs;
    let own = Quota { remaining: 2, reset: seconds(5), limit: None };
    let limit = AnyRateLimit::from(OWN);
    assert_eq!(stated(&headers(&pairs), Some(&limit)), [own]);
    assert_eq!(stated(&headers(&pairs[2..]), Some(&limit))[0].remaining, 4);
}

#[test]
fn garbage_states_nothing() {
    let fields = [
        "",
        ",",
        ";",
        "\"",
        "\"a",
        "r=0;t=9",
        "a;r=-1;t=9",
        "a;r=1.5;t=9",
        "a;r=1e3;t=9",
        "a;r=;t=9",
        "a;r=0",
        "a;t=9",
        "a;r=0;t=-9",
        "a;r=0;t=99999999999999999999999",
        "\\\"a;r=0;t=9",
        "remaining=0",
        "remaining=0, reset=x",
        "limit=1, reset=2",
        "\"a;r=0;t=9\"",
    ];
    for field in fields {
        assert_eq!(read(&[("ratelimit", field)]), [], "{field:?}");
    }
    for value in
        ["", "-1", "+1", "x", "1e3", ".", ".5", "1.", "1.2.3", "5, 3", "inf", "NaN", "\u{b2}"]
    {
        let mut map = headers(&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "9")]);
        for name in ["x-ratelimit-remaining", "x-ratelimit-reset"] {
            let good = map.insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
            // `.5` and `1.` are times, though no numbers of requests.
            let is_time = name.ends_with("reset") && [".5", "1."].contains(&value);
            assert_eq!(stated(&map, None).is_empty(), !is_time, "{name}: {value:?}");
            map.insert(name, good.unwrap());
        }
    }
    // Many are read no further.
    let many = "a;r=0;t=9,".repeat(1000);
    let mut map = HeaderMap::new();
    map.insert("ratelimit", HeaderValue::from_str(&many).unwrap());
    assert_eq!(stated(&map, None).len(), MOST);
}
