//! Vendors whose replies hold a token for the query of the next request.

use super::{BASIC, BEARER, Reply, Vendor, at, cut, cut_ragged};
use serde_json::json;

/// A token of letters; null at the end. A page number is another way to page, and is
/// refused together with a token.
pub const SENDSAGE_SUBSCRIBERS: Vendor = Vendor {
    list: ("GET", "/mailing_lists/19/subscribers"),
    onward: "",
    headers: BASIC,
    params: &["per_page", "page", "page_token"],
    row: |n| {
        json!({"id": n, "email": format!("u{n}@example.com"), "status": "active",
        "subscribed_at": "2027-08-31T20:36:28Z"})
    },
    answer: |rows, request| {
        if request.get("page").is_some() {
            return Err(Reply::bad("page"));
        }
        let size = request.size("per_page", 100, 2000)?;
        let (page, next) = cut(rows, at(request.get("page_token"), "aGVsbG8", "")?, size);
        Ok(Reply::page(json!({
            "success": true, "error_code": null, "error_message": null, "page": 0, "per_page": size,
            "next_page_token": next.map(|n| format!("aGVsbG8{n}")), "subscribers": page,
        })))
    },
};

/// `""` at the end; pages may be short, and empty.
pub const SLACK: Vendor = Vendor {
    list: ("GET", "/api/conversations.list"),
    onward: "",
    headers: BEARER,
    params: &["limit", "cursor", "exclude_archived", "types"],
    row: |n| json!({"id": format!("C{n}"), "name": format!("c{n}"), "is_private": false, "num_members": n}),
    answer: |rows, request| {
        let size = request.size("limit", 100, 1000)?;
        let (page, next) = cut_ragged(rows, at(request.get("cursor"), "dGVhbTpDMDYx", "=")?, size);
        let next = next.map(|n| format!("dGVhbTpDMDYx{n}=")).unwrap_or_default();
        Ok(Reply::page(json!({
            "ok": true, "channels": page, "response_metadata": {"next_cursor": next},
        })))
    },
};

/// No key at the end; no rows, no key of the rows.
pub const PUBSUB: Vendor = Vendor {
    list: ("GET", "/v1/projects/acme/topics"),
    onward: "",
    headers: BEARER,
    params: &["pageSize", "pageToken"],
    row: |n| json!({"name": format!("projects/acme/topics/t{n}"), "labels": {}}),
    answer: |rows, request| {
        let size = request.size("pageSize", 0, 1000)?;
        let (page, next) = cut_ragged(rows, at(request.get("pageToken"), "a+b/c", "==&x")?, size);
        let mut body = json!({});
        if !page.is_empty() {
            body["topics"] = json!(page);
        }
        if let Some(n) = next {
            body["nextPageToken"] = json!(format!("a+b/c{n}==&x"));
        }
        Ok(Reply::page(body))
    },
};

/// `offset` is a token with a slash; no key at the end.
pub const AIRTABLE: Vendor = Vendor {
    list: ("GET", "/v0/appl1/Tasks%20list"),
    onward: "",
    headers: BEARER,
    params: &["pageSize", "offset", "view", "fields[]"],
    row: |n| {
        json!({"id": format!("rec{n}"), "createdTime": "2027-08-31T20:36:28.000Z",
        "fields": {"Name": "a"}})
    },
    answer: |rows, request| {
        let size = request.size("pageSize", 100, 100)?;
        let (page, next) = cut(rows, at(request.get("offset"), "itr23sEjsdfEr3282/rec", "")?, size);
        let mut body = json!({"records": page});
        if let Some(n) = next {
            body["offset"] = json!(format!("itr23sEjsdfEr3282/rec{n}"));
        }
        Ok(Reply::page(body))
    },
};

/// A token that is a number in a text; no `paging` at the end.
pub const HUBSPOT: Vendor = Vendor {
    list: ("GET", "/crm/v3/objects/contacts"),
    onward: "",
    headers: BEARER,
    params: &["limit", "after", "properties"],
    row: |n| {
        json!({"id": n.to_string(), "properties": {"email": null}, "archived": false,
        "createdAt": "2027-08-31T20:36:28.000Z"})
    },
    answer: |rows, request| {
        let size = request.size("limit", 10, 100)?;
        let (page, next) = cut(rows, at(request.get("after"), "", "")?, size);
        let mut body = json!({"results": page});
        if let Some(n) = next {
            let link = format!("https://api.hubapi.com/crm/v3/objects/contacts?after={n}");
            body["paging"] = json!({"next": {"after": n.to_string(), "link": link}});
        }
        Ok(Reply::page(body))
    },
};

/// `isLast`, and no token on the last page.
pub const JIRA_ISSUES: Vendor = Vendor {
    list: ("GET", "/rest/api/3/search/jql"),
    onward: "",
    headers: BASIC,
    params: &["maxResults", "nextPageToken", "jql", "fields"],
    row: |n| json!({"id": (10_000 + n).to_string(), "key": format!("ED-{n}"), "fields": {}}),
    answer: |rows, request| {
        if request.get("jql") != Some("project = ED ORDER BY id") {
            return Err(Reply::bad("jql"));
        }
        let size = request.size("maxResults", 50, 5000)?;
        let (page, next) = cut(rows, at(request.get("nextPageToken"), "CAEaAggD", "")?, size);
        let mut body = json!({"issues": page, "isLast": next.is_none()});
        if let Some(n) = next {
            body["nextPageToken"] = json!(format!("CAEaAggD{n}"));
        }
        Ok(Reply::page(body))
    },
};

/// A cursor that is empty at the end.
pub const CLOUDFLARE_KEYS: Vendor = Vendor {
    list: ("GET", "/client/v4/accounts/a1/storage/kv/namespaces/n1/keys"),
    onward: "",
    headers: BEARER,
    params: &["limit", "cursor", "prefix"],
    row: |n| json!({"name": format!("key {n}"), "expiration": 1_577_836_800}),
    answer: |rows, request| {
        let size = request.size("limit", 1000, 1000)?;
        let (page, next) =
            cut(rows, at(request.get("cursor"), "6Ck1la0VxJ0djhidm1MdX2FyD", "")?, size);
        let cursor = next.map(|n| format!("6Ck1la0VxJ0djhidm1MdX2FyD{n}")).unwrap_or_default();
        Ok(Reply::page(json!({
            "success": true, "errors": [], "messages": [], "result": page,
            "result_info": {"count": page.len(), "cursor": cursor},
        })))
    },
};

/// A marker that is null or `""` at the end; without `usemarker` the list pages in
/// another way.
pub const BOX_TRASH: Vendor = Vendor {
    list: ("GET", "/2.0/folders/trash/items"),
    onward: "",
    headers: BEARER,
    params: &["limit", "marker", "usemarker"],
    row: |n| json!({"id": n.to_string(), "type": "file", "name": "a.txt", "etag": "1"}),
    answer: |rows, request| {
        if request.get("usemarker") != Some("true") {
            return Err(Reply::bad("usemarker"));
        }
        let size = request.size("limit", 100, 1000)?;
        let (page, next) = cut(rows, at(request.get("marker"), "JFUirotE56hfyr56FH123", "")?, size);
        let marker = next.map(|n| format!("JFUirotE56hfyr56FH123{n}")).unwrap_or_default();
        Ok(Reply::page(json!({"entries": page, "limit": size, "next_marker": marker})))
    },
};

/// `next_page` with token, path and URI, null at the end; without a limit, all
/// rows come at once.
pub const ASANA: Vendor = Vendor {
    list: ("GET", "/api/1.0/projects/1331/tasks"),
    onward: "",
    headers: BEARER,
    params: &["limit", "offset", "opt_fields"],
    row: |n| json!({"gid": (12_345 + n).to_string(), "name": "T", "resource_type": "task"}),
    answer: |rows, request| {
        let size = request.size("limit", 0, 100)?;
        let (page, next) =
            cut(rows, at(request.get("offset"), "eyJ0eXAiOiJKV1Qi.LCJh", ".bGci")?, size);
        let next = next.map(|n| json!({
            "offset": format!("eyJ0eXAiOiJKV1Qi.LCJh{n}.bGci"), "path": "/tasks", "uri": "https://app.asana.com",
        }));
        Ok(Reply::page(json!({"data": page, "next_page": next})))
    },
};

/// A token with a line break, a slash, a plus; no `pages.next` at the end.
pub const INTERCOM_CONTACTS: Vendor = Vendor {
    list: ("GET", "/contacts"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "intercom-version: 2.11"],
    params: &["per_page", "starting_after"],
    row: |n| {
        json!({"id": format!("5ba682d2{n}"), "type": "contact", "email": "a@example.com",
        "created_at": 1_571_672_154})
    },
    answer: |rows, request| {
        let size = request.size("per_page", 50, 150)?;
        let from = at(request.get("starting_after"), "Wz+E1/b\n", "\n")?;
        let (page, next) = cut(rows, from, size);
        let mut pages = json!({"type": "pages", "page": from / size + 1, "per_page": size,
            "total_pages": rows.len().div_ceil(size)});
        if let Some(n) = next {
            pages["next"] =
                json!({"page": from / size + 2, "starting_after": format!("Wz+E1/b\n{n}\n")});
        }
        Ok(Reply::page(
            json!({"type": "list", "data": page, "total_count": rows.len(), "pages": pages}),
        ))
    },
};

/// The full name of the last thing; null at the end.
pub const REDDIT: Vendor = Vendor {
    list: ("GET", "/r/rust/new"),
    onward: "",
    headers: BEARER,
    params: &["limit", "after", "before", "count"],
    row: |n| {
        json!({"kind": "t3", "data": {"name": format!("t3_{n}"), "title": "T", "score": n,
        "created_utc": 1_819_744_588.0}})
    },
    answer: |rows, request| {
        let size = request.size("limit", 25, 100)?;
        let (page, next) = cut(rows, at(request.get("after"), "t3_", "")?, size);
        Ok(Reply::page(json!({"kind": "Listing", "data": {
            "children": page, "dist": page.len(), "before": null,
            "after": next.map(|n| format!("t3_{n}")),
        }})))
    },
};

/// No cursor at the end; no rows, no key of the rows.
pub const SQUARE_PAYMENTS: Vendor = Vendor {
    list: ("GET", "/v2/payments"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "square-version: 2025-01-23"],
    params: &["limit", "cursor"],
    row: |n| {
        json!({"id": format!("bP9mAsEMYPUGjjGNaNO5ZDVyLhS{n}"), "status": "COMPLETED",
        "created_at": "2027-08-31T20:36:28Z"})
    },
    answer: |rows, request| {
        let size = request.size("limit", 100, 100)?;
        let (page, next) = cut_ragged(rows, at(request.get("cursor"), "DEa+f/", "==")?, size);
        let mut body = json!({});
        if !page.is_empty() {
            body["payments"] = json!(page);
        }
        if let Some(n) = next {
            body["cursor"] = json!(format!("DEa+f/{n}=="));
        }
        Ok(Reply::page(body))
    },
};

/// `metadata.continue`, absent at the end.
pub const KUBERNETES: Vendor = Vendor {
    list: ("GET", "/api/v1/namespaces/default/pods"),
    onward: "",
    headers: BEARER,
    params: &["limit", "continue", "labelSelector"],
    row: |n| {
        json!({"metadata": {"uid": format!("8c1-{n}"), "name": format!("p{n}"), "namespace": "default"},
        "status": {"phase": "Running"}})
    },
    answer: |rows, request| {
        let size = request.size("limit", 0, 0)?;
        let (page, next) =
            cut(rows, at(request.get("continue"), "eyJ2IjoibWV0YS5rOHMu", "In0")?, size);
        let mut metadata = json!({"resourceVersion": "10245"});
        if let Some(n) = next {
            metadata["continue"] = json!(format!("eyJ2IjoibWV0YS5rOHMu{n}In0"));
            metadata["remainingItemCount"] = json!(rows.len() - n);
        }
        let list =
            json!({"kind": "PodList", "apiVersion": "v1", "items": page, "metadata": metadata});
        Ok(Reply::page(list))
    },
};

/// The last page has a `last_id` too: `has_more` marks the last page.
pub const OPENAI: Vendor = Vendor {
    list: ("GET", "/v1/files"),
    onward: "",
    headers: BEARER,
    params: &["limit", "after", "order", "purpose"],
    row: |n| {
        json!({"id": format!("file-{n}"), "object": "file", "bytes": 175, "filename": "a.jsonl",
        "purpose": "batch"})
    },
    answer: |rows, request| {
        let size = request.size("limit", 10_000, 10_000)?;
        let from = at(request.get("after"), "file-", "")?;
        let (page, next) = cut(rows, from, size);
        Ok(Reply::page(json!({
            "object": "list", "data": page, "has_more": next.is_some(),
            "first_id": page.first().map(|it| &it["id"]), "last_id": page.last().map(|it| &it["id"]),
        })))
    },
};

/// `next_cursor` is null at the end, as `has_more` is false.
pub const NOTION_USERS: Vendor = Vendor {
    list: ("GET", "/v1/users"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "notion-version: 2022-06-28"],
    params: &["page_size", "start_cursor"],
    row: |n| json!({"id": format!("d40e767c-{n}"), "name": null, "type": "person"}),
    answer: |rows, request| {
        let size = request.size("page_size", 100, 100)?;
        let (page, next) = cut(rows, at(request.get("start_cursor"), "33e19cb9-", "")?, size);
        Ok(Reply::page(json!({
            "object": "list", "results": page, "has_more": next.is_some(),
            "next_cursor": next.map(|n| format!("33e19cb9-{n}")), "type": "user",
        })))
    },
};
