//! Lists that change, and servers that lie: a careless client would repeat rows, leave rows out, or
//! never end.

use super::page::{by, last, list, page, two};
use super::reply::Reply;
use super::request::Request;
use super::{Script, scenarios};

scenarios! {
    "three-pages-and-one-503", "Three pages by token; the second answers 503 once.",
        |_| {
            let (mut list, mut failed) = (list(6), false);
            by(move |request| {
                if request.value("page_token").as_deref() == Some("t1") && !failed {
                    failed = true;
                    return Reply::bare(503);
                }
                list(request)
            })
        };
    "next-of-before-once", "Four pages by token; the third once gives the token of its own page.",
        |_| stale("b", "b");
    "next-of-long-before-once", "Four pages by token; the third once gives the token of the page before.",
        |_| stale("b", "a");
    "rows-again-under-new-tokens", "Endless pages with the same rows and ever new tokens.",
        |_| by(|request| page(1..=2, &format!("'next_page_token':'n{}'", request.number)));
    "two-pages-again-under-new-tokens", "Two pages alternate endlessly, with ever new tokens.",
        |_| by(|request| {
            let n = request.number as u64;
            page(two(2 - n % 2), &format!("'next_page_token':'n{n}'"))
        });
    "row-comes-before-the-page-by-number", "By number, a row is added in front after the second page was read.",
        |_| changing(4, &[1, 2, 3, 4, 5], &[9, 1, 2, 3, 4, 5]);
    "row-goes-before-the-page-by-number", "By number, a row is removed in front after the second page was read.",
        |_| changing(4, &[1, 2, 3, 4, 5], &[2, 3, 4, 5]);
    "one-row-goes-and-one-comes", "By offset, a row is removed in front and one added at the end after the first page was read.",
        |_| changing(2, &[1, 2, 3, 4, 5], &[2, 3, 4, 5, 9]);
}

/// Four pages by token. The page of one token gives, the first time, a wrong next token.
fn stale(page_of: &'static str, gives: &'static str) -> Script {
    let mut was_given = false;
    by(move |request| {
        let token = request.value("page_token");
        let at = match token.as_deref() {
            None => 1,
            Some("a") => 2,
            Some("b") => 3,
            Some("c") => return last(7..=8),
            Some(_) => return Reply::bare(400),
        };
        let is_stale =
            token.as_deref() == Some(page_of) && !std::mem::replace(&mut was_given, true);
        let next = if is_stale { gives } else { ["a", "b", "c"][at - 1] };
        page(two(at as u64), &format!("'next_page_token':'{next}'"))
    })
}

/// A list by `page` from 0 or by `offset`, two rows a page or `limit`, with its total; it changes
/// once this many of its rows were sent.
fn changing(rows: usize, before: &'static [u64], after: &'static [u64]) -> Script {
    let (mut left, mut now) = (rows, before);
    by(move |request| {
        let (at, size) = window(request);
        let end = now.len().min(at + size);
        let ids = now.get(at..end).unwrap_or_default();
        let reply = Reply::json(format!(
            "{{\"data\":[{}],\"num_records\":{1},\"total\":{1}}}",
            ids.iter().map(|id| format!("{{\"id\":{id}}}")).collect::<Vec<_>>().join(","),
            now.len()
        ));
        left = left.saturating_sub(ids.len());
        if left == 0 {
            now = after;
        }
        reply
    })
}

/// Where the page of a request begins, and how many rows it has.
fn window(request: &Request) -> (usize, usize) {
    let count = |name| request.count(name).and_then(|count| usize::try_from(count).ok());
    let size = count("limit").or_else(|| count("per_page")).unwrap_or(2);
    (count("offset").or_else(|| Some(count("page")? * size)).unwrap_or_default(), size)
}
