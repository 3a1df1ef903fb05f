//! What fuzzing reaches: built under `cfg(fuzzing)` alone.

use crate::fetch::retry;
use crate::list::List;
use crate::list::lenient::Lenient;
use crate::list::row_builder::agrees;
use crate::list::rows::Decode;
use crate::paging::{LinkOrigin, Paging};
use crate::position::cursor::Cursor;
use crate::protocol::response::link_header;
use crate::protocol::{Plan, Response, Walk, link};
use crate::value::is_taken;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;
use url::Url;

/// A reply of any bytes moves a walk on, ends it, or fails it.
pub fn page(body: &[u8]) {
    for list in [
        List::get("/list", "/data").paging(Paging::SENDSAGE).key("/id").success("/success"),
        List::get("/list", "/messages").paging(Paging::LAML).key("/sid"),
        List::get("/list", "/data").paging(Paging::SENDSAGE_PAGES).key("/id"),
        List::get("/list", ""),
    ] {
        let Ok(url) = Url::parse("https://api.example.com/list") else { return };
        let first = Cursor::first(&list);
        let Ok(plan) = Plan::new(list, url) else { return };
        let mut walk = Walk::new(Arc::new(plan), first);
        while let Some(Ok(ask)) = walk.next_request() {
            if ask.page > 3 {
                break;
            }
            let response = Response {
                url: ask.url.clone(),
                status: StatusCode::OK,
                headers: HeaderMap::new(),
                body: body.to_vec().into(),
                cut: None,
                credentials: None,
            };
            let decode = Decode::of::<serde_json::Value>();
            let contents = walk.plan.decode(&ask, &response, decode, None);
            if contents.and_then(|contents| walk.read(&ask, response, contents)).is_err() {
                break;
            }
        }
        let position = walk.position().encode();
        assert!(crate::Position::decode(&position).is_ok());
    }
}

/// A link of any text leads to the client's origin, or nowhere.
pub fn link(raw: &str) {
    let Ok(base) = Url::parse("https://api.example.com/v1/list?a=b") else { return };
    for rule in [LinkOrigin::Same, LinkOrigin::Rebase] {
        if let Ok(url) = link::resolve(raw, &base, &base, &rule) {
            assert_eq!(url.origin(), base.origin());
            assert!(url.username().is_empty() && url.password().is_none());
            assert!(url.as_str().parse::<http::Uri>().is_ok(), "{url}");
        }
    }
}

/// A `Link` header of any bytes names its next page in its own words, or says
/// that it can't be read, and hides no line behind it.
pub fn web_link(value: &[u8]) {
    let Ok(base) = Url::parse("https://api.example.com/v1/list?a=b") else { return };
    let Ok(value) = HeaderValue::from_bytes(value) else { return };
    let mut headers = HeaderMap::from_iter([(header::LINK, value.clone())]);
    let alone = link_header::find(&headers, "next", &base);
    if let Ok(Some(target)) = &alone {
        let text = String::from_utf8_lossy(value.as_bytes());
        assert!(text.contains(target), "{target}");
    }
    headers.append(header::LINK, HeaderValue::from_static("</behind>; rel=next"));
    let found = link_header::find(&headers, "next", &base);
    let behind = || Some("/behind".to_owned());
    assert_eq!(found, Ok(alone.unwrap_or_default().or_else(behind)));
}

/// A `Retry-After` of any bytes is a wait, or nothing.
pub fn retry_after(value: &[u8]) {
    if let Ok(value) = HeaderValue::from_bytes(value) {
        let headers = HeaderMap::from_iter([(header::RETRY_AFTER, value)]);
        let _wait = retry::retry_after(&headers, None, SystemTime::UNIX_EPOCH);
    }
}

/// A row as records of clients are: nested, with fields of many types.
#[derive(PartialEq)]
struct Row {
    id: i64,
    text: Option<String>,
    ratio: Option<f64>,
    price: Option<crate::Decimal>,
    rows: Option<Vec<Row>>,
    words: Option<BTreeMap<String, String>>,
    any: Option<crate::Json>,
    on: Option<bool>,
    token: Option<crate::Secret>,
    each: Option<BTreeMap<String, crate::Json>>,
}

crate::__record!(Row: Debug + Deserialize {
    id,
    text = "te\"xt",
    ratio,
    price,
    rows,
    words,
    any,
    on,
    token,
    each,
});

/// Rows of any text are what `serde_json` reads.
pub fn rows(text: &str) {
    is_taken::<Vec<Row>>(text);
    is_taken::<crate::Json>(text);
    is_taken::<Option<i64>>(text);
    is_taken::<Option<String>>(text);
    // By the `Deserialize` of each type.
    agrees::<Row>(text);
    agrees::<crate::Json>(text);
    agrees::<BTreeMap<String, Vec<f64>>>(text);
    agrees::<BTreeMap<u16, (u8, Option<String>)>>(text);
    agrees::<Result<u8, char>>(text);
    agrees::<Lenient<i64>>(text);
}
