//! Vendors whose page begins with the row at the position.

use super::{BASIC, BEARER, Reply, Vendor, at, cut};
use serde_json::{Value, json};

/// `max_id` is the largest ID that may come, and larger than a float can hold; only a page without
/// rows ends the list.
pub const TWITTER_TIMELINE: Vendor = Vendor {
    list: ("GET", "/1.1/statuses/user_timeline.json"),
    onward: "",
    headers: BEARER,
    params: &["screen_name", "count", "max_id", "since_id"],
    row: |n| json!({"id": 1_085_273_961_222_664_199_u64 - n as u64 * 10, "text": "t"}),
    answer: |rows, request| {
        let size = request.size("count", 20, 200)?;
        let max: u64 = match request.get("max_id") {
            Some(max) => max.parse().map_err(|_| Reply::bad("max_id"))?,
            None => u64::MAX,
        };
        let from = rows.iter().position(|row| row["id"].as_u64() <= Some(max));
        Ok(Reply::page(json!(cut(rows, from.unwrap_or(rows.len()), size).0)))
    },
};

/// `offset` is the first update that comes; those before it are confirmed, and gone. The
/// credential is in the path.
pub const TELEGRAM: Vendor = Vendor {
    list: ("GET", "/bot123%3AAAHdq/getUpdates"),
    onward: "",
    headers: &[],
    params: &["offset", "limit", "timeout"],
    row: |n| json!({"update_id": 874_119_000 + n * 2, "message": {"text": "hi"}}),
    answer: |rows, request| {
        let size = request.size("limit", 100, 100)?;
        let offset = request.number("offset")?.unwrap_or(0) as u64;
        let from = rows.iter().position(|row| row["update_id"].as_u64() >= Some(offset));
        let (page, _) = cut(rows, from.unwrap_or(rows.len()), size);
        Ok(Reply::page(json!({"ok": true, "result": page})))
    },
};

/// `fromId` is the first trade that comes; without it, the newest ones come.
pub const BINANCE: Vendor = Vendor {
    list: ("GET", "/api/v3/aggTrades"),
    onward: "",
    headers: &[],
    params: &["symbol", "fromId", "startTime", "endTime", "limit"],
    row: |n| json!({"a": n - 1, "p": "0.01633102", "q": "4.70443515", "T": 1_498_793_709_153_u64}),
    answer: |rows, request| {
        let size = request.size("limit", 500, 1000)?;
        request.expect("symbol", "BNBBTC")?;
        let from = request.number("fromId")?.unwrap_or(rows.len().saturating_sub(size));
        Ok(Reply::page(json!(cut(rows, from, size).0)))
    },
};

/// `startkey` is the JSON of the first key that comes; the counts are those of the database.
pub const COUCHDB_DOCS: Vendor = Vendor {
    list: ("GET", "/films/_all_docs"),
    onward: "",
    headers: BASIC,
    params: &["limit", "startkey", "skip", "include_docs"],
    row: |n| json!({"id": format!("a + b{n}"), "key": format!("a + b{n}"), "value": {"rev": "1-x"}}),
    answer: |rows, request| {
        let size = request.size("limit", 0, 0)?;
        let key: Option<String> = match request.get("startkey") {
            Some(key) => serde_json::from_str(key).map_err(|_| Reply::bad("startkey"))?,
            None => None,
        };
        let from = rows.iter().position(|row| row["key"].as_str() >= key.as_deref());
        let from = from.unwrap_or(rows.len());
        let (page, _) = cut(rows, from, size);
        Ok(Reply::page(json!({"total_rows": rows.len(), "offset": from, "rows": page})))
    },
};

/// `pending` is how many changes follow; the sequence is a text with `=`, or a number.
pub const COUCHDB_CHANGES: Vendor = Vendor {
    list: ("GET", "/films/_changes"),
    onward: "",
    headers: BASIC,
    params: &["limit", "since", "feed", "include_docs"],
    row: |n| json!({"seq": format!("{n}-g1AAAACLeJz="), "id": format!("f{n}"), "changes": [{"rev": "1-x"}]}),
    answer: |rows, request| {
        let size = request.size("limit", 0, 0)?;
        let from = at(request.get("since"), "", "-g1AAAACLeJz=")?;
        let (page, next) = cut(rows, from, size);
        let last =
            page.last().map_or_else(|| json!(request.get("since")), |row| row["seq"].clone());
        let pending = next.map_or(0, |next| rows.len() - next);
        Ok(Reply::page(json!({"results": page, "last_seq": last, "pending": pending})))
    },
};

/// `start` is the first millisecond that comes, and rows are arrays.
pub const BITFINEX: Vendor = Vendor {
    list: ("GET", "/v2/trades/tBTCUSD/hist"),
    onward: "",
    headers: &[],
    params: &["limit", "sort", "start", "end"],
    row: |n| json!([388_063_447 + n, 1_567_526_214_876_u64 + n as u64 * 7, 1.5, 10_290]),
    answer: |rows, request| {
        request.expect("sort", "1")?;
        let size = request.size("limit", 125, 10_000)?;
        let start = request.number("start")?.unwrap_or(0) as u64;
        let from = rows.iter().position(|row: &Value| row[1].as_u64() >= Some(start));
        Ok(Reply::page(json!(cut(rows, from.unwrap_or(rows.len()), size).0)))
    },
};
