//! Servers that say how many requests remain before they refuse any.

use super::page::{last, page, replies, two};
use super::reply::Reply;
use super::{Script, scenarios};

scenarios! {
    "limit-used-up", "The first page says that no request remains for 30 seconds, by `RateLimit`.",
        |_| first([("RateLimit", "\"default\";r=0;t=30"), ("RateLimit-Policy", "\"default\";q=100;w=60")]);
    "limit-used-up-by-older-headers", "The same, by `RateLimit-Remaining` and `RateLimit-Reset`.",
        |_| first([("RateLimit-Remaining", "0"), ("RateLimit-Reset", "30")]);
    "limit-used-up-by-x-headers", "The same, by `X-RateLimit-Remaining` and `X-RateLimit-Reset`.",
        |_| first([("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "30")]);
    "limit-reset-by-date", "The same, with the reset in seconds since 1970.",
        |_| first([("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1784111790"), ("Date", "Wed, 15 Jul 2026 10:36:00 GMT")]);
    "limit-nearly-used-up", "The pages say that 3, 2, 1 and no requests remain for 12, 9, 6 and 3 seconds.",
        |_| each(|page| {
            let left = 4 - page;
            format!("\"default\";r={left};t={}", 3 * (left + 1))
        });
    "limit-hardly-used", "Each page says that 90 of 100 requests remain for 60 seconds.",
        |_| each(|_| "\"default\";r=90;t=60".to_owned());
    "limit-reset-tomorrow", "The first page says that no request remains for a day.",
        |_| first([("RateLimit", "\"default\";r=0;t=86400")]);
    "limit-reset-in-300-years", "The first page says that no request remains for three hundred years.",
        |_| first([("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "9467280000000")]);
    "limit-of-bytes", "The first page says that no byte remains for 30 seconds.",
        |_| first([("RateLimit", "\"default\";r=0;t=30"), ("RateLimit-Policy", "\"default\";q=9;qu=\"content-bytes\"")]);
    "limit-garbage", "The first page has headers about its rate limit that say nothing.",
        |_| first([
            ("RateLimit", "\"default\";r=-1;t=1e9, \"a;r=0;t=30"),
            ("RateLimit-Remaining", "none"),
            ("RateLimit-Reset", "30"),
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset", "soon"),
        ]);
}

/// Two pages by token, the first with these headers.
fn first<const N: usize>(headers: [(&'static str, &'static str); N]) -> Script {
    let with = |reply: Reply, (name, value): (&str, &str)| reply.header(name, value);
    let page = page(1..=2, "'next_page_token':'t1'");
    replies([headers.into_iter().fold(page, with), last(3..=4)])
}

/// Five pages by token, each but the last with this `RateLimit`, by its number from 1.
fn each(limit: fn(u64) -> String) -> Script {
    let pages = (1..=4).map(|number| {
        let page = page(two(number), &format!("'next_page_token':'t{number}'"));
        page.header("RateLimit", limit(number))
    });
    replies(pages.chain([last(9..=10)]).collect::<Vec<_>>())
}
