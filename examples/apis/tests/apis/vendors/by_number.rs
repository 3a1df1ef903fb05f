//! Vendors whose pages are requested by number or by offset.

use super::{BASIC, BEARER, Reply, Vendor, cut};
use serde_json::{Value, json};

/// Numbers from 0, with counts, and without the key of a token.
pub const SENDSAGE_CAMPAIGNS: Vendor = Vendor {
    list: ("GET", "/campaigns"),
    onward: "",
    headers: BASIC,
    params: &["per_page", "page"],
    row: |n| json!({"id": n, "name": "C", "subject": ""}),
    answer: |rows, request| {
        let size = request.size("per_page", 100, 2000)?;
        let number = request.number("page")?.unwrap_or(0);
        let (page, _) = cut(rows, number * size, size);
        Ok(Reply::page(json!({
            "success": true, "error_code": null, "page": number, "per_page": size,
            "num_records": rows.len(), "num_pages": rows.len().div_ceil(size), "campaigns": page,
        })))
    },
};

/// `startAt`, with a server that lowers `maxResults` as it likes: to 3.
pub const JIRA_PROJECTS: Vendor = Vendor {
    list: ("GET", "/rest/api/3/project/search"),
    onward: "",
    headers: BASIC,
    params: &["startAt", "maxResults", "query"],
    row: |n| json!({"id": (10_000 + n).to_string(), "key": format!("P{n}"), "name": "N"}),
    answer: |rows, request| {
        let size = request.size("maxResults", 50, 100)?.min(3);
        let from = request.number("startAt")?.unwrap_or(0);
        let (page, next) = cut(rows, from, size);
        Ok(Reply::page(json!({
            "startAt": from, "maxResults": size, "total": rows.len(), "isLast": next.is_none(),
            "values": page,
        })))
    },
};

/// Numbers from 1, with a count of pages.
pub const CLOUDFLARE_ZONES: Vendor = Vendor {
    list: ("GET", "/client/v4/zones"),
    onward: "",
    headers: BEARER,
    params: &["per_page", "page"],
    row: |n| json!({"id": format!("023e105f{n}"), "name": "example.com", "status": "active", "paused": false}),
    answer: |rows, request| {
        let size = request.size("per_page", 20, 50)?;
        let number = request.number("page")?.unwrap_or(1);
        if number == 0 {
            return Err(Reply::bad("page"));
        }
        let (page, _) = cut(rows, (number - 1) * size, size);
        Ok(Reply::page(json!({
            "success": true, "errors": [], "messages": [], "result": page,
            "result_info": {"page": number, "per_page": size, "count": page.len(),
                "total_count": rows.len(), "total_pages": rows.len().div_ceil(size)},
        })))
    },
};

/// Offsets by the page size: an entry that the user may not see, here the second
/// one, is left out of its page, but still counts.
pub const BOX_ITEMS: Vendor = Vendor {
    list: ("GET", "/2.0/folders/0/items"),
    onward: "",
    headers: BEARER,
    params: &["limit", "offset", "usemarker"],
    row: |n| json!({"id": n.to_string(), "type": "file", "name": "a.txt", "etag": null}),
    answer: |rows, request| {
        let size = request.size("limit", 100, 1000)?;
        let from = request.number("offset")?.unwrap_or(0);
        if from % size != 0 {
            return Err(Reply::bad("offset"));
        }
        let mut all = rows.to_vec();
        all.insert(1, json!(null));
        let (page, _) = cut(&all, from, size);
        let seen: Vec<&Value> = page.iter().filter(|entry| !entry.is_null()).collect();
        Ok(Reply::page(json!({
            "entries": seen, "limit": size, "offset": from, "total_count": all.len(),
            "order": [{"by": "type", "direction": "ASC"}],
        })))
    },
};

/// `more`, with a total that is null.
pub const PAGERDUTY: Vendor = Vendor {
    list: ("GET", "/incidents"),
    onward: "",
    headers: &["authorization: Token token=y_NbAkKc66ryYTWUXYEu"],
    params: &["limit", "offset", "statuses[]", "total"],
    row: |n| {
        json!({"id": format!("PT4KHL{n}"), "title": "T", "status": "resolved", "urgency": "high",
        "created_at": "2027-08-31T20:36:28Z"})
    },
    answer: |rows, request| {
        let size = request.size("limit", 25, 100)?;
        let from = request.number("offset")?.unwrap_or(0);
        let (page, next) = cut(rows, from, size);
        Ok(Reply::page(json!({
            "incidents": page, "limit": size, "offset": from, "total": null, "more": next.is_some(),
        })))
    },
};

/// `startIndex` counts from 1, and a page may be shorter than requested: here,
/// never above 2 rows.
pub const SCIM: Vendor = Vendor {
    list: ("GET", "/Users"),
    onward: "",
    headers: BEARER,
    params: &["startIndex", "count", "filter"],
    row: |n| json!({"id": format!("2819c223-{n}"), "userName": "bjensen", "active": true}),
    answer: |rows, request| {
        let size = request.size("count", 0, 200)?.min(2);
        let start = request.number("startIndex")?.unwrap_or(1).max(1);
        let nobody = request.get("filter") == Some("userName eq \"nobody\"");
        let rows = if nobody { &[] } else { rows };
        let (page, _) = cut(rows, start - 1, size);
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": rows.len(), "itemsPerPage": page.len(), "startIndex": start,
        });
        if !page.is_empty() {
            body["Resources"] = json!(page);
        }
        Ok(Reply::page(body))
    },
};

/// An offset in the body; only the first reply states the total.
pub const WORKDAY: Vendor = Vendor {
    list: ("POST", "/wday/cxs/acme/jobs/jobs"),
    onward: "",
    headers: &[],
    params: &[],
    row: |n| json!({"externalPath": format!("/job/R{n}"), "title": "Engineer"}),
    answer: |rows, request| {
        let size = request.body_size("/limit", 20, 20)?;
        let from = request.body_number("/offset")?.unwrap_or(0);
        let (page, _) = cut(rows, from, size);
        let total = if from == 0 { rows.len() } else { 0 };
        Ok(Reply::page(json!({"total": total, "jobPostings": page, "facets": []})))
    },
};
