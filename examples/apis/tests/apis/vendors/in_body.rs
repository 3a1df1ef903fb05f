//! Vendors whose pages are requested by POST, with the position in the body.

use super::{BASIC, BEARER, Reply, Request, Vendor, at, cut, cut_ragged};
use serde_json::{Value, json};

/// A Relay connection: the last page also has the cursor of its last node, so the cursor does not
/// show the end of the list.
fn connection(rows: &[Value], request: &Request, size: usize) -> Result<Value, Reply> {
    let from = at(request.text("/variables/after")?, "Y3Vyc29yOnYyOpK5", "==")?;
    let (page, next) = cut(rows, from, size);
    let end = (!page.is_empty()).then(|| format!("Y3Vyc29yOnYyOpK5{}==", from + page.len()));
    Ok(json!({"nodes": page, "pageInfo": {"hasNextPage": next.is_some(), "endCursor": end}}))
}

/// Fails unless the query contains this part.
fn asks(request: &Request, part: &str) -> Result<(), Reply> {
    let query = request.text("/query")?.unwrap_or_default();
    if query.contains(part) && query.ends_with('}') { Ok(()) } else { Err(Reply::bad("query")) }
}

/// GraphQL: a connection two levels down.
pub const GITHUB_GRAPHQL: Vendor = Vendor {
    list: ("POST", "/graphql"),
    onward: "",
    headers: BEARER,
    params: &[],
    row: |n| json!({"id": format!("MDQ6VXNlcjE={n}"), "login": format!("u{n}")}),
    answer: |rows, request| {
        asks(request, "stargazers(first: $first, after: $after)")?;
        let variables = &request.body["variables"];
        if variables["owner"] != "acme" || variables["name"] != "app" {
            return Err(Reply::bad("variables"));
        }
        let size = request.body_size("/variables/first", 0, 100)?;
        let mut stargazers = connection(rows, request, size)?;
        stargazers["totalCount"] = json!(rows.len());
        Ok(Reply::page(json!({"data": {"repository": {"stargazers": stargazers}}})))
    },
};

/// GraphQL: a connection of the root.
pub const LINEAR: Vendor = Vendor {
    list: ("POST", "/graphql"),
    onward: "",
    headers: &["authorization: lin_api_1"],
    params: &[],
    row: |n| json!({"id": format!("9cfb482a-{n}"), "identifier": format!("ENG-{n}"), "title": "T"}),
    answer: |rows, request| {
        asks(request, "issues(first: $first, after: $after)")?;
        let size = request.body_size("/variables/first", 50, 250)?;
        Ok(Reply::page(json!({"data": {"issues": connection(rows, request, size)?}})))
    },
};

/// `start_cursor` must be left out, not null, on the first page; `next_cursor`
/// is null at the end.
pub const NOTION_PAGES: Vendor = Vendor {
    list: ("POST", "/v1/databases/668d797c/query"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "notion-version: 2022-06-28"],
    params: &[],
    row: |n| {
        json!({"id": format!("59833787-{n}"), "object": "page", "archived": false,
        "created_time": "2027-08-31T20:36:00.000Z"})
    },
    answer: |rows, request| {
        if request.body.get("start_cursor") == Some(&Value::Null) {
            return Err(Reply::bad("start_cursor"));
        }
        let size = request.body_size("/page_size", 100, 100)?;
        let (page, next) = cut(rows, at(request.text("/start_cursor")?, "fe2cc560-", "")?, size);
        Ok(Reply::page(json!({
            "object": "list", "results": page, "has_more": next.is_some(),
            "next_cursor": next.map(|n| format!("fe2cc560-{n}")), "type": "page_or_database",
        })))
    },
};

/// A key that is an object, also after an empty page; no key at the end.
pub const DYNAMODB: Vendor = Vendor {
    list: ("POST", "/"),
    onward: "",
    headers: &["x-amz-target: DynamoDB_20120810.Query"],
    params: &[],
    row: |n| json!({"Artist": {"S": "No One"}, "SongTitle": {"S": format!("Song {n}")}, "Year": {"N": "1984"}}),
    answer: |rows, request| {
        if request.body["TableName"] != "Music"
            || request.body["ExpressionAttributeValues"] != json!({":artist": {"S": "No One"}})
        {
            return Err(Reply::bad("ValidationException"));
        }
        let size = request.body_size("/Limit", 0, 0)?;
        let key = &request.body["ExclusiveStartKey"];
        if !key.is_null() && key["Artist"] != json!({"S": "No One"}) {
            return Err(Reply::bad("ExclusiveStartKey"));
        }
        let step = at(request.text("/ExclusiveStartKey/SongTitle/S")?, "Song \"", "\" é")?;
        let (page, next) = cut_ragged(rows, step, size);
        let mut body = json!({"Items": page, "Count": page.len(), "ScannedCount": size});
        if let Some(n) = next {
            body["LastEvaluatedKey"] =
                json!({"Artist": {"S": "No One"}, "SongTitle": {"S": format!("Song \"{n}\" é")}});
        }
        Ok(Reply::page(body))
    },
};

/// JSON-RPC: the cursor is sent in `params`; `nextCursor` is absent at the end.
pub const MCP: Vendor = Vendor {
    list: ("POST", "/mcp"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "mcp-protocol-version: 2025-06-18"],
    params: &[],
    row: |n| {
        json!({"name": format!("tool_{n}"), "title": "T", "description": "D",
        "inputSchema": {"type": "object"}})
    },
    answer: |rows, request| {
        if request.body["jsonrpc"] != "2.0" || request.body["method"] != "tools/list" {
            return Err(Reply::bad("method"));
        }
        let (page, next) =
            cut(rows, at(request.text("/params/cursor")?, "eyJwYWdlIjog", "fQ==")?, 3);
        let mut result = json!({"tools": page});
        if let Some(n) = next {
            result["nextCursor"] = json!(format!("eyJwYWdlIjog{n}fQ=="));
        }
        Ok(Reply::page(json!({"jsonrpc": "2.0", "id": request.body["id"], "result": result})))
    },
};

/// A token on every page, an empty one among them; at the end it is the one
/// that was sent.
pub const CLOUDWATCH: Vendor = Vendor {
    list: ("POST", "/"),
    onward: "",
    headers: &["x-amz-target: Logs_20140328.GetLogEvents"],
    params: &[],
    row: |n| {
        json!({"timestamp": 1_396_035_378_988_u64, "message": format!("line {n}"),
        "ingestionTime": 1_396_035_394_997_u64})
    },
    answer: |rows, request| {
        let body = &request.body;
        if body["startFromHead"] != true
            || body["logGroupName"] != "g"
            || body["logStreamName"] != "s"
        {
            return Err(Reply::bad("InvalidParameterException"));
        }
        let size = request.body_size("/limit", 10_000, 10_000)?;
        let sent = at(request.text("/nextToken")?, "f/3113", "/s")?;
        // One empty page, and another after all rows, which states the same token again.
        let end = rows.len().div_ceil(size) + 1;
        let (page, _) = if sent < end { cut_ragged(rows, sent, size) } else { (&[][..], None) };
        let next = (sent + 1).min(end);
        Ok(Reply::page(json!({
            "events": page, "nextForwardToken": format!("f/3113{next}/s"),
            "nextBackwardToken": "b/3113/s",
        })))
    },
};

/// A search by POST: the token is sent in `pagination`.
pub const INTERCOM_SEARCH: Vendor = Vendor {
    list: ("POST", "/contacts/search"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "intercom-version: 2.11"],
    params: &[],
    row: |n| json!({"id": format!("5ba682d2{n}"), "type": "contact", "email": null, "created_at": 1_571_672_154}),
    answer: |rows, request| {
        if request.body["query"] != json!({"field": "role", "operator": "=", "value": "user"}) {
            return Err(Reply::bad("query"));
        }
        let size = request.body_size("/pagination/per_page", 50, 150)?;
        let from = at(request.text("/pagination/starting_after")?, "Wz\\E1\"\n", "\n")?;
        let (page, next) = cut(rows, from, size);
        let next = next.map(|n| json!({"page": 2, "starting_after": format!("Wz\\E1\"\n{n}\n")}));
        Ok(Reply::page(json!({
            "type": "list", "data": page, "total_count": rows.len(),
            "pages": {"type": "pages", "next": next, "page": 1, "per_page": size, "total_pages": 3},
        })))
    },
};

/// `meta.page.after`, absent at the end; an empty page has no `data`.
pub const DATADOG: Vendor = Vendor {
    list: ("POST", "/api/v2/logs/events/search"),
    onward: "",
    headers: &["dd-api-key: 9775a026"],
    params: &[],
    row: |n| json!({"id": format!("AAAAAWgN8Xwgr1vKDQ{n}"), "type": "log", "attributes": {"service": "web"}}),
    answer: |rows, request| {
        if request.body["filter"] != json!({"query": "service:web"}) {
            return Err(Reply::bad("filter"));
        }
        let size = request.body_size("/page/limit", 10, 1000)?;
        let (page, next) = cut_ragged(
            rows,
            at(request.text("/page/cursor")?, "eyJzdGFydEF0IjoiQVFB", "In0=")?,
            size,
        );
        let mut body = json!({"meta": {"elapsed": 132, "status": "done"}});
        if !page.is_empty() {
            body["data"] = json!(page);
        }
        if let Some(n) = next {
            body["meta"]["page"] = json!({"after": format!("eyJzdGFydEF0IjoiQVFB{n}In0=")});
        }
        Ok(Reply::page(body))
    },
};

/// A search with the cursor in its body; no rows, no key of the rows.
pub const SQUARE_ORDERS: Vendor = Vendor {
    list: ("POST", "/v2/orders/search"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "square-version: 2025-01-23"],
    params: &[],
    row: |n| json!({"id": format!("CAISEM82RcpmcFBM0TfOyiHV3es{n}"), "location_id": "L1", "state": "OPEN"}),
    answer: |rows, request| {
        if request.body["location_ids"] != json!(["L1", "L2"]) {
            return Err(Reply::bad("location_ids"));
        }
        let size = request.body_size("/limit", 500, 1000)?;
        let (page, next) = cut_ragged(rows, at(request.text("/cursor")?, "MTY0NTE", "")?, size);
        let mut body = json!({});
        if !page.is_empty() {
            body["orders"] = json!(page);
        }
        if let Some(n) = next {
            body["cursor"] = json!(format!("MTY0NTE{n}"));
        }
        Ok(Reply::page(body))
    },
};

/// Headers lead on, to a number of the body; they are missing at the end.
pub const TOGGL: Vendor = Vendor {
    list: ("POST", "/reports/api/v3/workspace/7/search/time_entries"),
    onward: "",
    headers: BASIC,
    params: &[],
    row: |n| json!({"row_number": n, "user_id": 6, "description": null, "time_entries": [{"id": n}]}),
    answer: |rows, request| {
        request.expect_in_body("/start_date", &json!("2027-01-01"))?;
        let size = request.body_size("/page_size", 50, 0)?;
        let first = request.body_number("/first_row_number")?.unwrap_or(1);
        let (page, next) = cut(rows, first - 1, size);
        let reply = Reply::page(json!(page));
        Ok(match next {
            Some(n) => reply.header("x-next-row-number", (n + 1).to_string()),
            None => reply,
        })
    },
};
