//! Vendors whose pages continue after the last row of the page before.

use super::{BEARER, Reply, Vendor, at, cut};
use serde_json::{Value, json};

/// `starting_after` and `has_more`.
pub const STRIPE: Vendor = Vendor {
    list: ("GET", "/v1/customers"),
    onward: "",
    headers: BEARER,
    params: &["limit", "starting_after", "ending_before", "email"],
    row: |n| {
        json!({"id": format!("cus_{n}"), "email": null, "name": "N", "created": 1_680_893_993,
        "livemode": false})
    },
    answer: |rows, request| {
        let size = request.size("limit", 10, 100)?;
        let (page, next) = cut(rows, at(request.get("starting_after"), "cus_", "")?, size);
        Ok(Reply::page(json!({
            "object": "list", "url": "/v1/customers", "has_more": next.is_some(), "data": page,
        })))
    },
};

/// `before` is the ID of the last action; only a page without rows ends the list.
pub const TRELLO: Vendor = Vendor {
    list: ("GET", "/1/boards/4eea503/actions"),
    onward: "",
    headers: &["authorization: OAuth oauth_consumer_key=\"k\", oauth_token=\"t\""],
    params: &["limit", "before", "since", "filter"],
    row: |n| {
        json!({"id": format!("51f9{n}"), "type": "updateCard", "date": "2027-08-31T20:36:28.000Z",
        "data": {"board": {}}})
    },
    answer: |rows, request| {
        let size = request.size("limit", 50, 1000)?;
        let (page, _) = cut(rows, at(request.get("before"), "51f9", "")?, size);
        Ok(Reply::page(json!(page)))
    },
};

/// The `sort` of the last hit is sent back unchanged: a number beyond 2^53, and a text. The total
/// is capped.
pub const ELASTICSEARCH: Vendor = Vendor {
    list: ("POST", "/logs/_search"),
    onward: "",
    headers: &["authorization: ApiKey VnVhQ2ZHY0JDZGJrUW0="],
    params: &[],
    row: |n| {
        json!({"_index": "logs", "_id": n.to_string(), "_source": {"message": "m"},
        "sort": [9_007_199_254_740_993_u64, format!("{n}")]})
    },
    answer: |rows, request| {
        let sort = &request.body["sort"];
        if *sort != json!([{"@timestamp": "asc"}, {"id": "asc"}]) {
            return Err(Reply::bad("sort"));
        }
        let size = request.body_size("/size", 10, 10_000)?;
        let from = match &request.body["search_after"] {
            Value::Null => 0,
            Value::Array(after) if after.len() == 2 && after[0] == 9_007_199_254_740_993_u64 => {
                at(after[1].as_str(), "", "")?
            }
            _ => return Err(Reply::bad("search_after")),
        };
        let (page, _) = cut(rows, from, size);
        let total = json!({"value": 10_000, "relation": "gte"});
        Ok(Reply::page(json!({"took": 5, "timed_out": false,
            "hits": {"total": total, "max_score": null, "hits": page}})))
    },
};

/// The ID of the last transaction is a segment of the path; pages have a fixed size, here 3.
pub const ESPLORA: Vendor = Vendor {
    list: ("GET", "/api/address/1wiz18/txs/chain"),
    onward: "/api/address/1wiz18/txs/chain/",
    headers: &[],
    params: &[],
    row: |n| json!({"txid": format!("f4184fc5{n}"), "fee": 200}),
    answer: |rows, request| {
        let last = request.path.strip_prefix(ESPLORA.onward);
        Ok(Reply::page(json!(cut(rows, at(last, "f4184fc5", "")?, 3).0)))
    },
};

/// JSON-RPC: `before` is in the options, the second parameter.
pub const SOLANA: Vendor = Vendor {
    list: ("POST", "/"),
    onward: "",
    headers: &[],
    params: &[],
    row: |n| json!({"signature": format!("5h6xBEauJ3PK{n}"), "slot": 114 - n, "err": null}),
    answer: |rows, request| {
        let call = |name: &str| request.body[name].as_str();
        request.expect_in_body("/id", &json!(1))?;
        if call("jsonrpc") != Some("2.0") || call("method") != Some("getSignaturesForAddress") {
            return Err(Reply::bad("method"));
        }
        if !request.body["params"].is_array() {
            return Err(Reply::bad("params"));
        }
        request
            .expect_in_body("/params/0", &json!("Vote111111111111111111111111111111111111111"))?;
        let size = request.body_size("/params/1/limit", 1000, 1000)?;
        let from = at(request.text("/params/1/before")?, "5h6xBEauJ3PK", "")?;
        let (page, _) = cut(rows, from, size);
        Ok(Reply::page(json!({"jsonrpc": "2.0", "id": 1, "result": page})))
    },
};
