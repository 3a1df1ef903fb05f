//! Lists that state the next position outside their envelope, or are requested in another way.

use super::page::{EMPTY, by, json, page, replies, two};
use super::reply::Reply;
use super::request::Request;
use super::{Script, scenarios};

scenarios! {
    "links-in-a-header", "Links in headers, spelt in three ways; the last page has none to a next one.",
        |_| by(|request| match request.count("page") {
            None => page(1..=2, "").header("Link", "</list?page=2>; rel=\"next\", </list?page=3>; rel=last"),
            Some(2) => page(3..=4, "").header("link", "</list>; rel=prev")
                .header("LINK", "<?page=3>; title=\"a, <b>; rel=x\" ; REL = \"last Next\""),
            Some(_) => page(5..=5, "").header("Link", "</list?page=2>; rel=\"prev\""),
        });
    "link-of-a-header-to-itself", "The header of the second page links to the second page.",
        |_| by(|request| {
            let at = request.count("page").unwrap_or(1);
            page(two(at), "").header("Link", "</list?page=2>; rel=next")
        });
    "link-of-a-header-elsewhere", "The header links to another server.",
        |site| {
            let link = format!("<http://{}/list?page=2>; rel=next", site.foreign);
            by(move |_| page(1..=2, "").header("Link", link.clone()))
        };
    "link-of-another-context", "The header says what follows on something else.",
        |_| by(|_| page(1..=2, "").header("Link", "</list?page=2>; rel=next; anchor=\"/other\""));
    "link-of-a-header-broken", "The header's link lacks its brackets.",
        |_| by(|_| page(1..=2, "").header("Link", "/list?page=2; rel=next"));
    "link-of-a-header-refused", "The header links to a page that is refused.",
        |_| by(|request| match request.value("page") {
            None => page(1..=2, "").header("Link", "</list?page=2>; rel=next"),
            Some(_) => Reply::bare(422),
        });
    "total-in-a-header", "Pages by number; a header states how many rows there are.",
        |_| by(|request| {
            let at = request.count("page").unwrap_or_default();
            page(at * 2 + 1..=3.min(at * 2 + 2), "").header("X-Total", "3")
        });
    "token-in-a-header", "Tokens in headers; the last one is empty.",
        |_| by(|request| match request.value("page_token").as_deref() {
            None => page(1..=2, "").header("X-Next-Page", "2"),
            Some("2") => page(3..=4, "").header("X-Next-Page", "3"),
            Some(_) => page(5..=6, "").header("X-Next-Page", ""),
        });
    "token-into-a-header", "Tokens that the request sends in a header.",
        |_| by(|request| match request.header("x-page-token") {
            None => page(1..=2, "'next_page_token':'t1'"),
            Some("t1") => page(3..=4, "'next_page_token':'t2'"),
            Some(_) => page(5..=6, "'next_page_token':null"),
        });
    "after-the-last-row", "Each page begins after the row that the request names; after the last row it is empty.",
        |_| by(|request| {
            let after = request.count("page_token").unwrap_or_default();
            page(after + 1..=5.min(after + 2), "")
        });
    "after-the-last-row-more", "The same, and each page says whether rows follow.",
        |_| by(|request| {
            let after = request.count("page_token").unwrap_or_default();
            page(after + 1..=5.min(after + 2), &format!("'more':{}", after + 2 < 5))
        });
    "last-row-without-it", "The last row lacks the value that the next page begins after.",
        |_| by(|_| json("{'data':[{'id':1,'sort':'a'},{'id':2}]}"));
    "last-row-ignored", "The server does not know the parameter: each page is the first.",
        |_| by(|_| page(1..=2, ""));
    "post-by-token", "A list that is requested by POST, its token in the body.",
        |_| posted("cursor", page(1..=2, "'next_page_token':'a\\'b'"), |request| {
            if request.body.contains(r#""cursor":"a\"b""#) {
                page(3..=4, "'next_page_token':7")
            } else {
                page(5..=5, "'next_page_token':null")
            }
        });
    "post-in-a-circle", "The token of a list that is requested by POST leads to its own page.",
        |_| posted("cursor", page(1..=2, "'next_page_token':'a'"), |_| {
            page(3..=4, "'next_page_token':'a'")
        });
    "post-redirected", "The second page of a list that is requested by POST redirects.",
        |_| posted("cursor", page(1..=2, "'next_page_token':'a'"), |_| {
            Reply::bare(307).header("Location", "/elsewhere")
        });
    "post-once-unavailable", "The second page of a list that is requested by POST comes at the second request.",
        |_| replies([
            page(1..=2, "'next_page_token':'a'"),
            Reply::bare(503),
            page(3..=4, "'next_page_token':null"),
        ]);
    "search-after", "Each page begins after the sort values of the last row, an array.",
        |_| posted(
            "search_after",
            json("{'data':[{'id':1,'sort':[2.50,'a']},{'id':2,'sort':[1e3,null]}]}"),
            |_| page(EMPTY, ""),
        );
    "offsets-by-total", "Pages by offset, up to a total.", |_| offsets("'total':5");
    "offsets-to-an-empty-page", "Pages by offset, one of them short; after the last they are empty.",
        |_| by(|request| match request.count("offset").unwrap_or_default() {
            0 => page(1..=2, ""),
            2 => page(3..=3, ""),
            3 => page(4..=5, ""),
            _ => page(EMPTY, ""),
        });
    "offsets-in-windows", "Pages by offset, filtered after they were cut, until `done`.",
        |_| by(|request| match request.count("offset").unwrap_or_default() {
            0 => page(1..=1, "'done':false"),
            2 => page(EMPTY, "'done':false"),
            _ => page(2..=3, "'done':true"),
        });
    "offsets-by-count", "Pages by offset; each says how far it reaches.",
        |_| by(|request| match request.count("offset").unwrap_or_default() {
            0 => page(1..=2, "'count':4"),
            4 => page(3..=3, "'count':3"),
            _ => page(EMPTY, "'count':0"),
        });
    "offset-unknown", "The server does not know the offset: each page is the first.",
        |_| by(|_| page(1..=2, ""));
    "offsets-while-rows-come", "Pages by offset; a row comes in front of the second.",
        |_| {
            let mut first = true;
            by(move |request| {
                if std::mem::take(&mut first) {
                    return page(1..=2, "'total':3");
                }
                let at = request.count("offset").unwrap_or_default();
                page(at..=3.min(at + 1), "'total':4")
            })
        };
}

/// Answers to POST alone: with this page, or by what its body says where it has this key.
fn posted(key: &str, first: Reply, later: fn(&Request) -> Reply) -> Script {
    let key = format!("\"{key}\"");
    by(move |request| match request.method.as_str() {
        "POST" if request.header("content-type") == Some("application/json") => {
            if request.body.contains(&key) { later(request) } else { first.clone() }
        }
        _ => Reply::bare(405),
    })
}

/// Five rows by `offset`, pages of 2, each with these keys.
fn offsets(keys: &'static str) -> Script {
    by(move |request| {
        let at = request.count("offset").unwrap_or_default();
        page(at + 1..=5.min(at + 2), keys)
    })
}
