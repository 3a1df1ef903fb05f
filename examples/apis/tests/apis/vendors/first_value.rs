//! Vendors whose first request carries a value, or whose last reply has a value that ends the list.

use super::{BEARER, Reply, Vendor, at, cut, cut_ragged};
use serde_json::json;

/// `cursor=*` turns cursors on; null at the end, on a page without rows.
pub const OPENALEX: Vendor = Vendor {
    list: ("GET", "/works"),
    onward: "",
    headers: &[],
    params: &["cursor", "page", "per-page", "filter"],
    row: |n| json!({"id": format!("https://openalex.org/W{n}"), "title": "T", "publication_year": 2020}),
    answer: |rows, request| {
        let size = request.size("per-page", 25, 200)?;
        let cursor = request.get("cursor").filter(|it| *it != "*");
        let (page, _) = cut(rows, at(cursor, "IlsxNjA5MzcyODAwMDAwLCAn", "J10i=")?, size);
        let after = at(cursor, "IlsxNjA5MzcyODAwMDAwLCAn", "J10i=")? + page.len();
        // Without a cursor, pages go by number, and no further than 10,000 rows.
        let next = request.get("cursor").is_some() && !page.is_empty();
        let next = next.then(|| format!("IlsxNjA5MzcyODAwMDAwLCAn{after}J10i="));
        let meta =
            json!({"count": rows.len(), "page": null, "per_page": size, "next_cursor": next});
        Ok(Reply::page(json!({"meta": meta, "results": page, "group_by": []})))
    },
};

/// `cursor=*` turns cursors on; each reply has one, also that without items.
pub const CROSSREF: Vendor = Vendor {
    list: ("GET", "/works"),
    onward: "",
    headers: &[],
    params: &["cursor", "rows", "offset", "query", "filter"],
    row: |n| json!({"DOI": format!("10.5555/{n}"), "title": ["T"], "type": "journal-article"}),
    answer: |rows, request| {
        let size = request.size("rows", 20, 1000)?;
        let cursor = request.get("cursor").filter(|it| *it != "*");
        let from = at(cursor, "AoJ/5sSm7tICPwRodHRwOi8vZHguZG9p+", "==")?;
        let (page, _) = cut(rows, from, size);
        let mut message = json!({"facets": {}, "total-results": rows.len(), "items": page,
            "items-per-page": size, "query": {"start-index": 0, "search-terms": null}});
        if request.get("cursor").is_some() {
            let next = format!("AoJ/5sSm7tICPwRodHRwOi8vZHguZG9p+{}==", from + page.len());
            message["next-cursor"] = json!(next);
        }
        Ok(Reply::page(json!({"status": "ok", "message-type": "work-list",
            "message-version": "1.0.0", "message": message})))
    },
};

/// `cursorMark=*` turns cursors on; the mark that was sent comes back at the end. The order needs
/// the unique key.
pub const SOLR: Vendor = Vendor {
    list: ("GET", "/solr/films/select"),
    onward: "",
    headers: &[],
    params: &["q", "sort", "rows", "start", "cursorMark"],
    row: |n| json!({"id": format!("/en/{n}"), "name": "N"}),
    answer: |rows, request| {
        request.expect("sort", "id asc")?;
        let size = request.size("rows", 10, 0)?;
        let mark = request.get("cursorMark");
        let from = at(mark.filter(|it| *it != "*"), "AoEjL2Vu+/", "=")?;
        let (page, _) = cut(rows, from, size);
        let mut body = json!({
            "responseHeader": {"status": 0, "QTime": 1},
            "response": {"numFound": rows.len(), "start": 0, "numFoundExact": true, "docs": page},
        });
        if let Some(mark) = mark {
            let next = format!("AoEjL2Vu+/{}=", from + page.len());
            body["nextCursorMark"] = json!(if page.is_empty() { mark } else { &next });
        }
        Ok(Reply::page(body))
    },
};

/// No `next_token` at the end; a page whose rows are all withheld has no `data`.
pub const TWITTER_V2: Vendor = Vendor {
    list: ("GET", "/2/users/2244994945/followers"),
    onward: "",
    headers: BEARER,
    params: &["max_results", "pagination_token", "user.fields"],
    row: |n| json!({"id": (1_000 + n).to_string(), "name": "N", "username": format!("u{n}")}),
    answer: |rows, request| {
        let size = request.size("max_results", 100, 1000)?;
        let token = request.get("pagination_token");
        let (page, next) = cut_ragged(rows, at(token, "DFEDBNRFT3MHCZZ", "Z")?, size);
        let mut body = json!({"meta": {"result_count": page.len()}});
        if !page.is_empty() {
            body["data"] = json!(page);
        }
        if let Some(n) = next {
            body["meta"]["next_token"] = json!(format!("DFEDBNRFT3MHCZZ{n}Z"));
        }
        Ok(Reply::page(body))
    },
};

/// The first cursor is -1, and the last one 0; both as a number and as a text.
pub const TWITTER_FOLLOWERS: Vendor = Vendor {
    list: ("GET", "/1.1/followers/list.json"),
    onward: "",
    headers: BEARER,
    params: &["screen_name", "count", "cursor"],
    row: |n| json!({"id_str": n.to_string(), "screen_name": format!("u{n}"), "protected": false}),
    answer: |rows, request| {
        let size = request.size("count", 20, 200)?;
        let cursor = request.get("cursor").ok_or_else(|| Reply::bad("cursor"))?;
        let from = at(Some(cursor).filter(|it| *it != "-1"), "15743740893471", "")?;
        let (page, next) = cut(rows, from, size);
        let next = next.map_or("0".to_owned(), |n| format!("15743740893471{n}"));
        Ok(Reply::page(json!({"users": page, "previous_cursor": 0, "previous_cursor_str": "0",
            "next_cursor": next.parse::<u64>().ok(), "next_cursor_str": next})))
    },
};

/// The position is in the text of a query, from 1 on; a reply past the end is empty.
pub const QUICKBOOKS: Vendor = Vendor {
    list: ("GET", "/v3/company/9130350/query"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "accept: application/json"],
    params: &["query", "minorversion"],
    row: |n| json!({"Id": n.to_string(), "DisplayName": format!("Amy {n}"), "Active": true}),
    answer: |rows, request| {
        request.expect("minorversion", "75")?;
        let query = request.get("query").unwrap_or_default().to_lowercase();
        let rest = query.strip_prefix("select * from customer startposition ");
        let (start, size) = rest
            .and_then(|rest| rest.split_once(" maxresults "))
            .ok_or_else(|| Reply::bad("query"))?;
        let (start, size) = (start.parse::<usize>(), size.parse::<usize>());
        let (Ok(start @ 1..), Ok(size @ 1..=1000)) = (start, size) else {
            return Err(Reply::bad("query"));
        };
        let page = cut(rows, start - 1, size).0;
        let time = "2024-06-12T08:13:29.115-07:00";
        if page.is_empty() {
            return Ok(Reply::page(json!({"QueryResponse": {}, "time": time})));
        }
        let found = json!({"Customer": page, "startPosition": start, "maxResults": page.len()});
        Ok(Reply::page(json!({"QueryResponse": found, "time": time})))
    },
};
