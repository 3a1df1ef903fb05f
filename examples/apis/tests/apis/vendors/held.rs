//! Vendors whose rows are no array: a map, groups, one row in place of several, or at a key that
//! the call names.

use super::{Reply, Vendor, at, cut, cut_ragged};
use serde_json::{Map, Value, json};

/// JSON made from XML: a single track is no array, and the counts are texts.
pub const LAST_FM: Vendor = Vendor {
    list: ("GET", "/2.0/"),
    onward: "",
    headers: &["?api_key: b25b959554ed76058"],
    params: &["method", "format", "user", "limit", "page", "from", "to"],
    row: |n| {
        let day = json!({"uts": format!("17181501{n:02}"), "#text": "11 Jun 2024, 20:35"});
        json!({"name": format!("Glory Box {n}"), "artist": {"mbid": "", "#text": "Portishead"}, "date": day})
    },
    answer: |rows, request| {
        request.expect("method", "user.getrecenttracks")?;
        request.expect("format", "json")?;
        request.expect("user", "rj")?;
        let size = request.size("limit", 50, 200)?;
        let number = request.number("page")?.unwrap_or(1);
        if number == 0 {
            return Err(Reply::bad("page"));
        }
        let page = match cut(rows, (number - 1) * size, size).0 {
            [single] => single.clone(),
            several => json!(several),
        };
        let pages = rows.len().div_ceil(size);
        let attributes = json!({"user": "rj", "page": number.to_string(),
            "perPage": size.to_string(), "totalPages": pages.to_string(),
            "total": rows.len().to_string()});
        Ok(Reply::page(json!({"recenttracks": {"track": page, "@attr": attributes}})))
    },
};

/// An object of rows by their key, from a key on; null without rows.
pub const FIREBASE: Vendor = Vendor {
    list: ("GET", "/fireblog.json"),
    onward: "",
    headers: &["?auth: t0k-en"],
    params: &["orderBy", "startAt", "limitToFirst", "print"],
    row: |n| json!({"id": format!("-JRHTHaIs-jNPLXO{n}"), "author": "gracehop", "title": "T"}),
    answer: |rows, request| {
        request.expect("orderBy", "\"$key\"")?;
        let size = request.number("limitToFirst")?.filter(|size| *size > 0);
        let size = size.ok_or_else(|| Reply::bad("limitToFirst"))?;
        let from = at(request.get("startAt"), "\"-JRHTHaIs-jNPLXO", "\"")?.saturating_sub(1);
        let page = cut(rows, from, size).0;
        let row = |row: &Value| {
            let mut row = row.clone();
            let id = row.as_object_mut().unwrap().remove("id").unwrap();
            (id.as_str().unwrap().to_owned(), row)
        };
        let node: Map<String, Value> = page.iter().map(row).collect();
        Ok(if node.is_empty() { Reply::text("null") } else { Reply::page(json!(node)) })
    },
};

/// A node without rows is null.
pub const FIREBASE_WITHOUT_ROWS: Vendor = Vendor {
    list: ("GET", "/empty.json"),
    onward: "",
    headers: &["?auth: t0k-en"],
    params: &["orderBy", "startAt", "limitToFirst", "print"],
    row: |n| json!(n),
    answer: |_, request| {
        request.expect("orderBy", "\"$key\"")?;
        Ok(Reply::text("null"))
    },
};

/// Groups by symbol; a group may continue on the next page, and the second page has none.
pub const ALPACA: Vendor = Vendor {
    list: ("GET", "/v2/stocks/bars"),
    onward: "",
    headers: &["apca-api-key-id: PKEY"],
    params: &["symbols", "timeframe", "start", "end", "limit", "page_token"],
    row: |n| {
        let symbol = if n <= 4 { "AAPL" } else { "TSLA" };
        json!({"symbol": symbol, "t": format!("2024-01-{n:02}T05:00:00Z"), "o": 187.15, "c": 185.5, "v": n})
    },
    answer: |rows, request| {
        request.expect("symbols", "AAPL,TSLA")?;
        request.expect("timeframe", "1Day")?;
        let size = request.size("limit", 1000, 10_000)?;
        let step = at(request.get("page_token"), "QUFQTHxEfDE3MDQ+", "==")?;
        let (page, next) = cut_ragged(rows, step, size);
        let mut groups = Map::new();
        for row in page {
            let mut bar = row.clone();
            let symbol = bar.as_object_mut().unwrap().remove("symbol").unwrap();
            let group = groups.entry(symbol.as_str().unwrap()).or_insert_with(|| json!([]));
            group.as_array_mut().unwrap().push(bar);
        }
        let token = next.map(|n| format!("QUFQTHxEfDE3MDQ+{n}=="));
        Ok(Reply::page(json!({"bars": groups, "next_page_token": token})))
    },
};

/// The key of the trades is the pair; `last` is a text of nanoseconds, and stays at the end.
pub const KRAKEN: Vendor = Vendor {
    list: ("GET", "/0/public/Trades"),
    onward: "",
    headers: &[],
    params: &["pair", "since", "count"],
    row: |n| json!(["30243.40000", "0.34507674", 1_688_669_597.5, "b", "m", "", 61_044_951 + n]),
    answer: |rows, request| {
        request.expect("pair", "XXBTZUSD")?;
        let size = request.size("count", 1000, 1000)?;
        let since = request.get("since").ok_or_else(|| Reply::bad("since"))?;
        let from = if since == "0" { 0 } else { at(Some(since), "168867196999315084", "")? };
        let page = cut(rows, from, size).0;
        let last = match page {
            [] => since.to_owned(),
            page => format!("168867196999315084{}", from + page.len()),
        };
        Ok(Reply::page(json!({"error": [], "result": {"XXBTZUSD": page, "last": last}})))
    },
};
