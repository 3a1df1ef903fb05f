//! Vendors that say in a reply with status 200 when the next request may come, or that it failed.

use super::{Answer, BEARER, Reply, Request, Vendor, at, cut};
use serde_json::{Value, json};

/// A query that costs more than what is left is refused with status 200, here once, for the second
/// page; `first` is required.
pub const SHOPIFY_GRAPHQL: Vendor = Vendor {
    list: ("POST", "/admin/api/2025-01/graphql.json"),
    onward: "",
    headers: &["x-shopify-access-token: shpat_1"],
    params: &[],
    row: |n| json!({"id": format!("gid://shopify/Product/{n}"), "title": "T"}),
    answer: |rows, request| {
        let query = request.text("/query")?.unwrap_or_default();
        if !query.contains("products(first: $first, after: $after)") || !query.ends_with('}') {
            return Err(Reply::bad("query"));
        }
        let size = request.body_size("/variables/first", 0, 250)?;
        if request.body_number("/variables/first")?.is_none() {
            return Err(Reply::bad("first"));
        }
        let after = request.text("/variables/after")?;
        if after.is_some() && request.before == 0 {
            let throttle =
                json!({"maximumAvailable": 1000.0, "currentlyAvailable": 100, "restoreRate": 50.0});
            return Ok(Reply::page(json!({
                "errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
                "extensions": {"cost": {"requestedQueryCost": 202, "throttleStatus": throttle}},
            })));
        }
        let (page, next) = cut(rows, at(after, "eyJsYXN0X2lkIjo", "fQ==")?, size);
        let end = next.unwrap_or(rows.len());
        let info = json!({"hasNextPage": next.is_some(), "endCursor": format!("eyJsYXN0X2lkIjo{end}fQ==")});
        Ok(Reply::page(json!({"data": {"products": {"nodes": page, "pageInfo": info}}})))
    },
};

/// A code other than 0 is a failure; one of them, with status 400 and a header that says when,
/// comes once for the second page. The last page has a token too.
pub const LARK: Vendor = Vendor {
    list: ("GET", "/open-apis/im/v1/chats"),
    onward: "",
    headers: BEARER,
    params: &["page_size", "page_token", "sort_type"],
    row: |n| json!({"chat_id": format!("oc_a0553{n}"), "name": "N", "external": false}),
    answer: |rows, request| {
        let size = request.size("page_size", 20, 100)?;
        let token = request.get("page_token");
        if token.is_some() && request.before == 0 {
            let refusal = json!({"code": 99_991_400, "msg": "request trigger frequency limit"});
            return Ok(Reply::page(refusal).status(400).header("x-ogw-ratelimit-reset", "4"));
        }
        let (page, next) = cut(rows, at(token, "dmJCRHhpd3JRbGV1+/", "==")?, size);
        let token = format!("dmJCRHhpd3JRbGV1+/{}==", next.unwrap_or(rows.len()));
        let data = json!({"items": page, "page_token": token, "has_more": next.is_some()});
        Ok(Reply::page(json!({"code": 0, "msg": "success", "data": data})))
    },
};

/// A good reply may say for how long this method must rest. `site` is required.
pub const STACK_EXCHANGE: Vendor = Vendor {
    list: ("GET", "/2.3/questions"),
    onward: "",
    headers: &[],
    params: &["site", "page", "pagesize", "order", "sort", "tagged"],
    row: |n| json!({"question_id": 11_227_809 + n, "title": "T", "is_answered": true}),
    answer: |rows, request| {
        request.expect("site", "stackoverflow")?;
        let size = request.size("pagesize", 30, 100)?;
        let number = request.number("page")?.unwrap_or(1);
        let (page, next) = cut(rows, (number.max(1) - 1) * size, size);
        let mut body = json!({"items": page, "has_more": next.is_some(), "quota_max": 300,
            "quota_remaining": 290});
        if number == 2 {
            body["backoff"] = json!(3);
        }
        Ok(Reply::page(body))
    },
};

/// A token is good a moment after it came: `INVALID_REQUEST` until then. A search that finds
/// nothing is `ZERO_RESULTS`.
pub const GOOGLE_PLACES: Vendor = Vendor {
    list: ("GET", "/maps/api/place/nearbysearch/json"),
    onward: "",
    headers: &["?key: AIzaSy0"],
    params: &["location", "radius", "keyword", "pagetoken"],
    row: |n| json!({"place_id": format!("ChIJ{n}"), "name": "Cafe"}),
    answer: places,
};

fn places(rows: &[Value], request: &Request) -> Answer {
    let token = request.get("pagetoken");
    let status = |status: &str, page: &[Value]| json!({"html_attributions": [], "results": page, "status": status});
    if token.is_some() && request.before == 0 {
        return Ok(Reply::page(status("INVALID_REQUEST", &[])));
    }
    if request.get("keyword") == Some("nothing") {
        return Ok(Reply::page(status("ZERO_RESULTS", &[])));
    }
    let (page, next) = cut(rows, at(token, "ATtYBwK", "-_w")?, 3);
    let mut body = status("OK", page);
    if let Some(n) = next {
        body["next_page_token"] = json!(format!("ATtYBwK{n}-_w"));
    }
    Ok(Reply::page(body))
}
