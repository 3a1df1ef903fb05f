//! Lists that would never end, or do not say how.

use super::page::{EMPTY, by, json, last, list, numbers, page, replies, then, third, two};
use super::reply::Reply;
use super::{Script, scenarios};

scenarios! {
    "self-loop-of-a-token", "The token of the second page leads to the second page.",
        |_| cycle(0, 1);
    "self-loop-of-a-link", "The link of the second page leads to the second page.",
        |_| cycle_of_links(1);
    "link-to-the-first-page", "The first page links to itself.",
        |_| by(|_| page(1..=2, "'next':'/list'"));
    "link-to-itself-spelt-otherwise", "The second page links to itself, absolute and with a fragment.",
        |site| {
            let link = format!("'next':'http://{}/x/../list?page=2#again'", site.host);
            by(move |request| match request.value("page") {
                None => page(1..=2, "'next':'/list?page=2'"),
                Some(_) => page(3..=4, &link),
            })
        };
    "cycle-of-2-tokens", "The tokens form a cycle of two pages.", |_| cycle(0, 2);
    "cycle-of-5-tokens", "The tokens form a cycle of five pages.", |_| cycle(0, 5);
    "cycle-of-1000-tokens", "The tokens form a cycle of a thousand pages.",
        |_| cycle(0, 1000);
    "cycle-of-2-behind-3-pages", "After three pages the tokens form a cycle of two pages.",
        |_| cycle(3, 2);
    "cycle-of-2-links", "The links form a cycle of two pages.", |_| cycle_of_links(2);
    "cycle-of-5-links", "The links form a cycle of five pages.", |_| cycle_of_links(5);
    "cycle-of-1000-links", "The links form a cycle of a thousand pages.",
        |_| cycle_of_links(1000);
    "repeated-token-with-new-rows", "Every page has new rows and the same token, six pages in all.",
        |_| by(|request| match request.number as u64 {
            n @ 1..=5 => page(two(n), "'next_page_token':'same'"),
            n => last(two(n)),
        });
    "token-null", "The token of the second page is null.", |_| list(4);
    "token-empty", "The third page's token is the empty string.",
        |_| third("'next_page_token':''");
    "token-absent-at-first", "The one reply has rows and no paging key.", |_| then("");
    "token-absent-later", "The third page lacks the token's key, and nothing counts.",
        |_| third("");
    "token-absent-later-all-seen", "The third page lacks the token's key; all it counts was seen.",
        |_| third("'num_records':6");
    "token-absent-later-more-counted", "The third page lacks the token's key, and counts more.",
        |_| third("'num_records':8");
    "token-number", "The token is a number.", |_| then("'next_page_token':7");
    "token-number-of-23-digits", "The token is a number that no integer type holds.",
        |_| then("'next_page_token':12345678901234567890123");
    "token-number-with-fraction", "The token is a number with a fraction and an exponent.",
        |_| then("'next_page_token':-1.50e+3");
    "token-true", "The token is true.", |_| then("'next_page_token':true");
    "token-array", "The token is an array.", |_| then("'next_page_token':['a']");
    "token-object", "The token is an object.", |_| then("'next_page_token':{'a':1}");
    "link-null", "The link of the second page is null.",
        |_| replies([page(1..=2, "'next':'/list?page=2'"), page(3..=4, "'next':null")]);
    "link-empty", "The link of the second page is the empty string.",
        |_| replies([page(1..=2, "'next':'/list?page=2'"), page(3..=4, "'next':''")]);
    "link-absent", "The second page lacks the link's key.",
        |_| replies([page(1..=2, "'next':'/list?page=2'"), page(3..=4, "")]);
    "link-absent-at-first", "The one reply has rows and no link's key.", |_| then("");
    "link-number", "The link is a number.", |_| then("'next':2");
    "link-false", "The link is false.", |_| then("'next':false");
    "link-array", "The link is an array.", |_| then("'next':['/list?page=2']");
    "link-object", "The link is an object.", |_| then("'next':{'href':'/list?page=2'}");
    "more-true-and-token", "Pages follow while `more` is true, and tokens lead there.",
        |_| replies([
            page(1..=2, "'more':true,'next_page_token':'a'"),
            page(3..=4, "'more':false,'next_page_token':null"),
        ]);
    "more-false-and-token", "A page says that nothing follows, and gives a token.",
        |_| then("'more':false,'next_page_token':'a'");
    "more-true-and-null", "A page says that more follows, and its token is null.",
        |_| then("'more':true,'next_page_token':null");
    "more-true-and-no-token", "A page says that more follows, and lacks the token's key.",
        |_| then("'more':true");
    "more-absent", "The pages lack the flag, and have tokens.", |_| list(4);
    "more-as-text", "The flag is a text.",
        |_| replies([
            page(1..=2, "'more':'true','next_page_token':'a'"),
            page(3..=4, "'more':'false','next_page_token':'b'"),
        ]);
    "more-odd", "The flag is neither true nor false.",
        |_| then("'more':'perhaps','next_page_token':'a'");
    "done-true-and-token", "A page says that the list is done, and gives a token.",
        |_| then("'done':true,'next_page_token':'a'");
    "done-false-and-null", "A page says that the list is not done, and its token is null.",
        |_| then("'done':false,'next_page_token':null");
    "more-by-number", "Pages by number follow while `more` is true.",
        |_| by(|request| match request.count("page") {
            Some(n @ 0..=1) => page(two(n + 1), "'more':true"),
            Some(2) => page(5..=6, "'more':false"),
            _ => page(EMPTY, "'more':false"),
        });
    "numbers-by-pages", "Pages by number, as many as `num_pages` says.",
        |_| numbers(5, "'page':<page>,'num_pages':3");
    "numbers-by-total", "Pages by number, as many as `num_records` makes.",
        |_| numbers(5, "'page':<page>,'num_records':5");
    "numbers-503-once", "Pages by number, each of which answers 503 once.",
        |_| {
            let (mut list, mut seen) = (numbers(5, "'num_pages':3"), Vec::new());
            by(move |request| {
                if seen.contains(&request.target) {
                    return list(request);
                }
                seen.push(request.target.clone());
                Reply::bare(503)
            })
        };
    "numbers-403-in-the-middle", "Two pages by number, of which the second answers 403.",
        |_| by(|request| match request.count("page") {
            Some(0) => page(1..=2, "'num_pages':2"),
            _ => Reply::bare(403),
        });
    "numbers-without-items-in-the-middle", "Pages by number, of which the second has no rows' key.",
        |_| by(|request| match request.count("page") {
            Some(0) => page(1..=2, "'num_pages':2"),
            _ => json("{'num_pages':2}"),
        });
    "numbers-to-an-empty-page", "Pages by number without counts; beyond the last they are empty.",
        |_| numbers(5, "'page':<page>");
    "numbers-by-pages-null", "Pages by number with counts, the token's key null.",
        |_| numbers(5, "'next_page_token':null,'page':<page>,'per_page':2,'num_pages':3");
    "numbers-by-pages-null-counted", "Pages by number with a total, the token's key null.",
        |_| numbers(5, "'next_page_token':null,'page':<page>,'num_records':5");
    "numbers-by-pages-absent", "Pages by number with counts, no token's key.",
        |_| numbers(5, "'page':<page>,'per_page':2,'num_pages':3,'num_records':5");
    "numbers-uncounted-absent", "Pages by number without counts, no token's key.",
        |_| numbers(5, "'page':<page>,'per_page':2");
    "numbers-uncounted-null", "Pages by number without counts, the token's key null.",
        |_| numbers(5, "'next_page_token':null,'page':<page>,'per_page':2");
    "last-page-repeated", "Pages by number without counts; beyond the last it is repeated.",
        |_| by(|request| page(two(request.count("page").unwrap_or_default().min(2) + 1), "'page':0"));
    "number-unknown", "The server does not know the page number: each page is the first.",
        |_| by(|_| page(1..=2, "'page':0,'per_page':2"));
    "endless-tokens", "Each page has new rows and a new token, without end.",
        |_| by(|request| {
            let n = request.number as u64;
            page(two(n), &format!("'next_page_token':'t{n}'"))
        });
    "endless-and-empty", "Each page is empty and has a new token, without end.",
        |_| by(|request| page(EMPTY, &format!("'next_page_token':'t{}'", request.number)));
    "null-body", "The reply is the JSON value null.", |_| replies([json("null")]);
}

/// Pages by token: first some in a line, and then a cycle.
fn cycle(tail: u64, period: u64) -> Script {
    by(move |request| {
        let token = request.value("page_token");
        let at: u64 = token.and_then(|token| token.parse().ok()).unwrap_or_default();
        let next = if at == tail + period { tail + 1 } else { at + 1 };
        page(two(at + 1), &format!("'next_page_token':'{next}'"))
    })
}

/// A first page, and a cycle of pages by link.
fn cycle_of_links(period: u64) -> Script {
    by(move |request| {
        let at = request.count("page").unwrap_or_default();
        let next = if at == period { 1 } else { at + 1 };
        page(two(at + 1), &format!("'next':'/list?page={next}'"))
    })
}
