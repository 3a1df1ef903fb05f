//! Failures that pass when the request is repeated, and failures that do not.

use super::page::{EMPTY, list, numbers, page, replies};
use super::reply::{Reply, Step};
use super::request::Request;
use super::{Script, scenarios};

/// The `Date` of replies whose `Retry-After` is a date.
const DATE: &str = "Sun, 06 Nov 1994 08:49:00 GMT";

/// Statuses as a table, each answered once by the second page, or always.
macro_rules! statuses {
    ($name:ident, $prefix:literal, $about:literal, $script:expr, $($status:literal)*) => {
        pub(crate) const $name: &[crate::scenarios::Scenario] = &[$(
            crate::scenarios::Scenario {
                name: concat!($prefix, $status),
                about: concat!("The second page answers ", $status, " ", $about),
                script: |_| $script(Reply::bare($status)),
                link: None,
            },
        )*];
    };
}

statuses!(PASSING, "passing-", "once.", once, 408 429 500 502 503 504);
statuses!(LASTING, "lasting-", "for ever.", always,
    400 401 402 403 404 405 406 409 410 418 422 451 501 505 507 511);

/// `Retry-After` as a table, each with status 503 once.
macro_rules! waits {
    ($($name:literal, [$($value:literal),*];)*) => {
        pub(crate) const WAITS: &[crate::scenarios::Scenario] = &[$(
            crate::scenarios::Scenario {
                name: concat!("retry-after-", $name),
                about: concat!("The second page answers 503 once, with Retry-After ", stringify!($($value),*), "."),
                script: |_| {
                    let reply = Reply::bare(503).header("Date", DATE);
                    once([$($value),*].into_iter().fold(reply, |reply, value: &str| reply.header("Retry-After", value)))
                },
                link: None,
            },
        )*];
    };
}

waits! {
    "1", ["1"];
    "0", ["0"];
    "date", ["Sun, 06 Nov 1994 08:49:37 GMT"];
    "date-of-rfc-850", ["Sunday, 06-Nov-94 08:49:37 GMT"];
    "date-of-asctime", ["Sun Nov  6 08:49:37 1994"];
    "date-past", ["Sun, 06 Nov 1994 08:48:00 GMT"];
    "negative", ["-1"];
    "exponent", ["1e9"];
    "fraction", ["1.5"];
    "superscript", ["²"];
    "word", ["soon"];
    "empty", [""];
    "twice", ["1", "7"];
    "twice-and-garbage", ["soon", "2"];
    "119", ["119"];
    "121", ["121"];
    "86400", ["86400"];
    "9223372037", ["9223372037"];
    "of-30-digits", ["999999999999999999999999999999"];
}

scenarios! {
    "down", "Every request is answered 503.", |_| always_all(Reply::bare(503));
    "down-after-the-first-page", "The first page comes, and then only 503.",
        |_| always(Reply::bare(503));
    "down-and-asks-for-5-seconds", "The second page always answers 503 with Retry-After 5.",
        |_| always(Reply::bare(503).header("Retry-After", "5"));
    "passing-twice", "The second page answers 503 twice.", |_| failing(2, Reply::bare(503));
    "passing-3-times", "The second page answers 503 three times.",
        |_| failing(3, Reply::bare(503));
    "reset-before-headers", "The connection of the second page is reset once, before any reply.",
        |_| once(Reply::raw([Step::Reset]));
    "reset-for-ever", "The connection of the second page is reset each time.",
        |_| always(Reply::raw([Step::Reset]));
    "closed-before-headers", "The connection of the second page is closed once, before any reply.",
        |_| once(Reply::raw([]));
    "closed-in-the-headers", "The connection of the second page is closed once, in its headers.",
        |_| once(raw("HTTP/1.1 200 OK\r\nContent-Ty"));
    "reset-in-the-body", "The connection of the second page is reset once, in its body.",
        |_| once(Reply::raw([bytes("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"data\":["), Step::Reset]));
    "body-shorter-than-announced", "The second page's body ends once before its Content-Length.",
        |_| once(raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"data\":[],\"next_page_token\":null}"));
    "body-shorter-for-ever", "The second page's body ends each time before its Content-Length.",
        |_| always(raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"data\":[],\"next_page_token\":null}"));
    "body-longer-than-announced", "The second page's Content-Length ends once before its body.",
        |_| once(raw("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"data\":[],\"next_page_token\":null}"));
    "chunks-without-end", "The second page's chunks end once without the last one.",
        |_| once(raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n22\r\n{\"data\":[],\"next_page_token\":null}\r\n"));
    "chunk-size-bad", "The size of a chunk of the second page is once not a number.",
        |_| once(raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{\"data\":[]}\r\n0\r\n\r\n"));
    "no-http", "The second page is once answered in another protocol.",
        |_| once(raw("SSH-2.0-OpenSSH_9.6\r\n"));
    "a-fifth-fails", "Every fourth page answers 503 once.",
        |_| fickle(|request| at(request) > 0 && at(request).is_multiple_of(4));
    "a-half-fails", "Every page but the first answers 503 once.",
        |_| fickle(|request| at(request) > 0);
    "numbers-429-each-once", "By number, each page but the first answers 429 once.",
        |_| {
            let (mut list, mut seen) = (numbers(9, "'num_pages':5"), Vec::new());
            Box::new(move |request| {
                if request.count("page") == Some(0) || seen.contains(&request.target) {
                    return list(request);
                }
                seen.push(request.target.clone());
                Reply::bare(429)
            })
        };
    "each-page-fails-once", "Each page answers 400 once, the first included.",
        |_| {
            let (mut list, mut seen) = (list(10), Vec::new());
            Box::new(move |request| {
                if seen.contains(&request.target) {
                    return list(request);
                }
                seen.push(request.target.clone());
                Reply::bare(400)
            })
        };
    "limited-403", "The second page answers 403 once, because its rate limit is used up for 42 seconds.",
        |_| once(Reply::bare(403).header("X-RateLimit-Remaining", "0").header("X-RateLimit-Reset", "42"));
    "forbidden-403", "The second page answers 403, and its rate limit is not used up.",
        |_| always(Reply::bare(403).header("X-RateLimit-Remaining", "9").header("X-RateLimit-Reset", "42"));
    "token-refused", "The second page refuses its token with 422.",
        |_| always(Reply::json("{\"message\":\"unknown token\"}").status(422));
    "rows-come-in-front-by-number", "By number, a row is added in front while the first page is read.",
        |_| shifted([page(1..=2, "'num_pages':3"), page(2..=3, "'num_pages':3"), page(4..=5, "'num_pages':3")]);
    "rows-go-in-front-by-number", "By number, a row is removed in front while the first page is read.",
        |_| shifted([
            page(1..=2, "'num_records':5"),
            page(4..=5, "'num_records':4"),
            page(EMPTY, "'num_records':4"),
        ]);
    "rows-stay-by-number", "By number, nothing changes.", |_| numbers(5, "'num_records':5");
}

/// One reply for each page number.
fn shifted(pages: [Reply; 3]) -> Script {
    replies(pages)
}

/// A list of four rows whose second page fails `times` times.
fn failing(times: usize, reply: Reply) -> Script {
    let mut left = times;
    let mut list = list(4);
    Box::new(move |request| {
        if at(request) > 0 && left > 0 {
            left -= 1;
            return reply.clone();
        }
        list(request)
    })
}

fn once(reply: Reply) -> Script {
    failing(1, reply)
}

fn always(reply: Reply) -> Script {
    failing(usize::MAX, reply)
}

fn always_all(reply: Reply) -> Script {
    Box::new(move |_| reply.clone())
}

/// A list of a hundred rows; these pages fail once.
fn fickle(fails: fn(&Request) -> bool) -> Script {
    let mut list = list(100);
    let mut failed = Vec::new();
    Box::new(move |request| {
        if fails(request) && !failed.contains(&request.target) {
            failed.push(request.target.clone());
            return Reply::bare(503);
        }
        list(request)
    })
}

/// The number of the requested page, by token; the first is 0.
fn at(request: &Request) -> u64 {
    let token = request.value("page_token").unwrap_or_default();
    token.strip_prefix('t').and_then(|at| at.parse().ok()).unwrap_or_default()
}

fn raw(text: &str) -> Reply {
    Reply::raw([bytes(text)])
}

fn bytes(text: &str) -> Step {
    Step::Send(text.as_bytes().to_vec())
}
