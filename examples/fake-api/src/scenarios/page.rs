//! Pages, and the scripts of most scenarios.

use std::ops::RangeInclusive;

use super::reply::Reply;
use super::request::Request;
use super::{Script, Site};

/// A page without rows.
pub(crate) const EMPTY: RangeInclusive<u64> = RangeInclusive::new(1, 0);

/// Rows with these ids, as a JSON array.
pub(crate) fn rows(ids: RangeInclusive<u64>) -> String {
    let rows: Vec<_> = ids.map(|id| format!("{{\"id\":{id}}}")).collect();
    format!("[{}]", rows.join(","))
}

/// A page with these rows and these additional keys, written with `'` for `"`.
pub(crate) fn page(ids: RangeInclusive<u64>, keys: &str) -> Reply {
    let comma = if keys.is_empty() { "" } else { "," };
    Reply::json(format!("{{\"data\":{}{comma}{}}}", rows(ids), quoted(keys)))
}

/// JSON, written with `'` for `"`.
pub(crate) fn json(text: &str) -> Reply {
    Reply::json(quoted(text))
}

fn quoted(text: &str) -> String {
    text.replace('\'', "\"")
}

/// Two rows of the `n`-th page, counted from 1.
pub(crate) fn two(n: u64) -> RangeInclusive<u64> {
    2 * n - 1..=2 * n
}

/// The last page of a walk by link or token.
pub(crate) fn last(ids: RangeInclusive<u64>) -> Reply {
    page(ids, "'next':null,'next_page_token':null")
}

/// These replies in order; any additional request gets an error reply.
pub(crate) fn replies(replies: impl Into<Vec<Reply>>) -> Script {
    let mut replies = replies.into().into_iter();
    Box::new(move |_| replies.next().unwrap_or_else(|| Reply::bare(410)))
}

/// Answers by the request alone, independent of earlier ones.
pub(crate) fn by(answer: impl FnMut(&Request) -> Reply + Send + 'static) -> Script {
    Box::new(answer)
}

/// One page that ends with this value of `next` or `next_page_token`, and a last page if the walk
/// continues.
pub(crate) fn then(keys: &'static str) -> Script {
    replies([page(1..=2, keys), last(3..=4)])
}

/// Two pages by token, and then one with these keys.
pub(crate) fn third(keys: &str) -> Script {
    let ahead = |n: u64| page(two(n), &format!("'next_page_token':'t{n}'"));
    replies([ahead(1), ahead(2), page(5..=6, keys), last(7..=8)])
}

/// A list of `total` rows by `page_token`; 2 rows a page, or `per_page`.
pub(crate) fn list(total: u64) -> Script {
    by(move |request| {
        let size = request.count("per_page").unwrap_or(2).max(1);
        let token = request.value("page_token");
        let at = token.and_then(|token| token.strip_prefix('t')?.parse::<u64>().ok());
        let at = at.unwrap_or_default();
        let end = (at + 1) * size;
        let next = if end < total { format!("'t{}'", at + 1) } else { "null".to_owned() };
        page(at * size + 1..=total.min(end), &format!("'next_page_token':{next}"))
    })
}

/// A list of `total` rows by `page` from 0; 2 rows a page, or `per_page`. Each page has these keys,
/// with `<page>` replaced by its number.
pub(crate) fn numbers(total: u64, keys: &'static str) -> Script {
    by(move |request| {
        let size = request.count("per_page").unwrap_or(2).max(1);
        let at = request.count("page").unwrap_or_default();
        page(at * size + 1..=total.min((at + 1) * size), &keys.replace("<page>", &at.to_string()))
    })
}

/// A text with `<host>`, `<port>` and `<foreign>` filled in.
pub(crate) fn at(site: &Site, text: &str) -> String {
    let port = site.host.rsplit(':').next().unwrap_or_default();
    text.replace("<host>", &site.host).replace("<port>", port).replace("<foreign>", &site.foreign)
}
