//! Vendors whose replies hold a link to the next page.

use super::{BASIC, BEARER, Reply, Vendor, at, cut, cut_ragged};
use serde_json::json;

/// Relative links with `Page` and `PageToken`; null at the end.
pub const TWILIO: Vendor = Vendor {
    list: ("GET", "/2010-04-01/Accounts/AC1/Messages.json"),
    onward: "",
    headers: BASIC,
    params: &["PageSize", "Page", "PageToken", "To", "DateSent>"],
    row: |n| {
        json!({"sid": format!("SM{n}"), "to": "+15550001", "body": "hi", "status": "sent",
        "price": null, "date_sent": "Tue, 31 Aug 2027 20:36:28 +0000"})
    },
    answer: |rows, request| {
        let size = request.size("PageSize", 50, 1000)?;
        let (page, next) = cut(rows, at(request.get("PageToken"), "PASM", "")?, size);
        let base = "/2010-04-01/Accounts/AC1/Messages.json?To=%2B15550001";
        let next =
            next.map(|n| format!("{base}&PageSize={size}&Page={}&PageToken=PASM{n}", n / size));
        Ok(Reply::page(json!({
            "messages": page, "next_page_uri": next, "previous_page_uri": null,
            "first_page_uri": format!("{base}&PageSize={size}&Page=0"),
            "uri": base, "page": 0, "page_size": size, "start": 0, "end": page.len(),
        })))
    },
};

/// Absolute links below `meta`; null at the end.
pub const TWILIO_V1: Vendor = Vendor {
    list: ("GET", "/v1/Conversations"),
    onward: "",
    headers: BASIC,
    params: &["PageSize", "Page", "PageToken"],
    row: |n| {
        json!({"sid": format!("CH{n}"), "friendly_name": null, "state": "active",
        "date_created": "2027-08-31T20:36:28Z"})
    },
    answer: |rows, request| {
        let size = request.size("PageSize", 50, 1000)?;
        let (page, next) = cut(rows, at(request.get("PageToken"), "PT", "")?, size);
        let base = format!("{}/v1/Conversations?PageSize={size}", request.origin);
        Ok(Reply::page(json!({
            "conversations": page,
            "meta": {
                "page": 0, "page_size": size, "key": "conversations", "url": base,
                "first_page_url": format!("{base}&Page=0"), "previous_page_url": null,
                "next_page_url": next.map(|n| format!("{base}&Page={}&PageToken=PT{n}", n / size)),
            },
        })))
    },
};

/// As Twilio's, with `page` that stays 0.
pub const SIGNALWIRE_LAML: Vendor = Vendor {
    list: ("GET", "/api/laml/2010-04-01/Accounts/AC1/Calls"),
    onward: "",
    headers: BASIC,
    params: &["PageSize", "Page", "PageToken"],
    row: |n| {
        json!({"sid": format!("{n}-9d"), "from": "+15550001", "to": "", "status": "completed",
        "duration": n.to_string()})
    },
    answer: |rows, request| {
        let size = request.size("PageSize", 50, 1000)?;
        let (page, next) = cut(rows, at(request.get("PageToken"), "PA", "")?, size);
        let base = "/api/laml/2010-04-01/Accounts/AC1/Calls";
        let next =
            next.map(|n| format!("{base}?Page={}&PageSize={size}&PageToken=PA{n}", n / size));
        Ok(Reply::page(json!({
            "uri": format!("{base}?Page=0"), "first_page_uri": format!("{base}?Page=0&PageSize={size}"),
            "next_page_uri": next, "previous_page_uri": null, "page": 0, "page_size": size.to_string(),
            "calls": page,
        })))
    },
};

/// Relative links below `links`; the last page has no `next`.
pub const SIGNALWIRE_REST: Vendor = Vendor {
    list: ("GET", "/api/relay/rest/phone_numbers"),
    onward: "",
    headers: BASIC,
    params: &["page_size", "page_number", "page_token", "filter_name"],
    row: |n| {
        json!({"id": format!("pn-{n}"), "name": null, "number": format!("+1555000{n}"),
        "call_handler": "laml_webhooks"})
    },
    answer: |rows, request| {
        let size = request.size("page_size", 50, 1000)?;
        let (page, next) = cut(rows, at(request.get("page_token"), "PA", "")?, size);
        let base = format!("/api/relay/rest/phone_numbers?page_size={size}");
        let mut links = json!({"self": base, "first": format!("{base}&page_number=0")});
        if let Some(n) = next {
            links["next"] = json!(format!("{base}&page_number={}&page_token=PA{n}", n / size));
        }
        Ok(Reply::page(json!({"links": links, "data": page})))
    },
};

/// `@odata.nextLink` with `$skiptoken`, also after an empty page; no key at the
/// end.
pub const MICROSOFT_GRAPH: Vendor = Vendor {
    list: ("GET", "/v1.0/users"),
    onward: "",
    headers: BEARER,
    params: &["$top", "$select", "$filter", "$skiptoken"],
    row: |n| {
        json!({"id": format!("87d349ed-{n}"), "displayName": format!("User {n}"), "mail": null,
        "userPrincipalName": format!("u{n}@contoso.com")})
    },
    answer: |rows, request| {
        let size = request.size("$top", 100, 999)?;
        let (page, next) =
            cut_ragged(rows, at(request.get("$skiptoken"), "RFNwdAIAA+/", "==")?, size);
        let mut body = json!({"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users",
            "value": page});
        if let Some(n) = next {
            // The link holds the `=` of the token unescaped.
            body["@odata.nextLink"] = json!(format!(
                "{}/v1.0/users?$top={size}&$skiptoken=RFNwdAIAA%2B/{n}==",
                request.origin
            ));
        }
        Ok(Reply::page(body))
    },
};

/// A link on every page, even the last one: `meta.has_more` marks the last page.
pub const ZENDESK_TICKETS: Vendor = Vendor {
    list: ("GET", "/api/v2/tickets.json"),
    onward: "",
    headers: BASIC,
    params: &["page[size]", "page[after]"],
    row: |n| {
        json!({"id": n, "subject": format!("Ticket {n}"), "status": "open",
        "created_at": "2027-08-31T20:36:28Z"})
    },
    answer: |rows, request| {
        if request.get("page[size]").is_none() {
            // Without it, this is another way of paging.
            return Ok(Reply::page(
                json!({"tickets": rows, "next_page": null, "count": rows.len()}),
            ));
        }
        let size = request.size("page[size]", 0, 100)?;
        let from = at(request.get("page[after]"), "eyJvIjoi", "In0=")?;
        let (page, next) = cut(rows, from, size);
        let cursor = format!("eyJvIjoi{}In0=", from + page.len());
        let link = format!(
            "{}/api/v2/tickets.json?page%5Bafter%5D={cursor}&page%5Bsize%5D={size}",
            request.origin
        );
        Ok(Reply::page(json!({
            "tickets": page, "links": {"prev": null, "next": link},
            "meta": {"has_more": next.is_some(), "after_cursor": cursor, "before_cursor": "x"},
        })))
    },
};

/// Links by page number, with a count; null at the end.
pub const ZENDESK_USERS: Vendor = Vendor {
    list: ("GET", "/api/v2/users.json"),
    onward: "",
    headers: BASIC,
    params: &["per_page", "page"],
    row: |n| json!({"id": n, "name": format!("User {n}"), "email": null, "active": true}),
    answer: |rows, request| {
        let size = request.size("per_page", 100, 100)?;
        let number = request.number("page")?.unwrap_or(1);
        let (page, next) = cut(rows, (number - 1) * size, size);
        let link =
            |n: usize| format!("{}/api/v2/users.json?page={n}&per_page={size}", request.origin);
        Ok(Reply::page(json!({
            "users": page, "count": rows.len(), "next_page": next.map(|_| link(number + 1)),
            "previous_page": (number > 1).then(|| link(number - 1)),
        })))
    },
};

/// Links below `links`, null at the end; the brackets are unescaped.
pub const JSON_API: Vendor = Vendor {
    list: ("GET", "/articles"),
    onward: "",
    headers: &[],
    params: &["page[size]", "page[number]"],
    row: |n| json!({"type": "articles", "id": n.to_string(), "attributes": {"title": "A"}}),
    answer: |rows, request| {
        let size = request.size("page[size]", 0, 100)?;
        let number = request.number("page[number]")?.unwrap_or(1);
        let (page, next) = cut(rows, (number - 1) * size, size);
        let link =
            |n: usize| format!("{}/articles?page[number]={n}&page[size]={size}", request.origin);
        Ok(Reply::page(json!({
            "meta": {"totalPages": rows.len().div_ceil(size)},
            "data": page,
            "links": {"self": link(number), "first": link(1), "prev": null,
                "next": next.map(|_| link(number + 1)), "last": link(rows.len().div_ceil(size))},
        })))
    },
};

/// Link objects below `_links`, relative to the request; no `next` at the end,
/// which here is an empty page without `_embedded`.
pub const HAL: Vendor = Vendor {
    list: ("GET", "/orders"),
    onward: "",
    headers: &[],
    params: &["size", "page"],
    row: |n| json!({"id": n, "currency": "EUR", "total": "30.00", "status": "shipped"}),
    answer: |rows, request| {
        let size = request.size("size", 20, 0)?;
        let number = request.number("page")?.unwrap_or(0);
        let (page, _) = cut(rows, number * size, size);
        if page.is_empty() {
            return Ok(Reply::page(
                json!({"_links": {"self": {"href": format!("?page={number}")}}}),
            ));
        }
        Ok(Reply::page(json!({
            "_links": {
                "self": {"href": format!("?page={number}&size={size}")},
                "next": {"href": format!("?page={}&size={size}", number + 1)},
                "find": {"href": "/orders{?id}", "templated": true},
            },
            "_embedded": {"orders": page},
        })))
    },
};

/// A path of a locator, while `done` is false; the page size is the server's.
pub const SALESFORCE: Vendor = Vendor {
    list: ("GET", "/services/data/v60.0/query"),
    onward: "/services/data/v60.0/query/01gD0000002HU6KIAW-",
    headers: BEARER,
    params: &["q"],
    row: |n| json!({"Id": format!("001D{n}"), "Name": format!("Account {n}"), "Industry": null}),
    answer: |rows, request| {
        let locator = request.path.strip_prefix(SALESFORCE.onward);
        if locator.is_none() && request.get("q") != Some("SELECT Id FROM Account") {
            return Err(Reply::bad("q"));
        }
        let (page, next) = cut(rows, at(locator, "", "")?, 3);
        let mut body = json!({"totalSize": rows.len(), "done": next.is_none(), "records": page});
        if let Some(n) = next {
            body["nextRecordsUrl"] = json!(format!("{}{n}", SALESFORCE.onward));
        }
        Ok(Reply::page(body))
    },
};

/// A path from the site's root with an opaque cursor, absent at the end.
pub const CONFLUENCE: Vendor = Vendor {
    list: ("GET", "/wiki/api/v2/pages"),
    onward: "",
    headers: BASIC,
    params: &["limit", "cursor"],
    row: |n| {
        json!({"id": n.to_string(), "title": "T", "status": "current", "spaceId": "9",
        "createdAt": "2027-08-31T20:36:28.000Z"})
    },
    answer: |rows, request| {
        let size = request.size("limit", 25, 250)?;
        let (page, next) = cut(rows, at(request.get("cursor"), "eyJpZCI6", "fQ==")?, size);
        let mut links = json!({"base": "https://acme.atlassian.net/wiki"});
        if let Some(n) = next {
            links["next"] =
                json!(format!("/wiki/api/v2/pages?limit={size}&cursor=eyJpZCI6{n}fQ=="));
        }
        Ok(Reply::page(json!({"results": page, "_links": links})))
    },
};

/// A path without `.json`: the Accept header decides the format.
pub const DISCOURSE: Vendor = Vendor {
    list: ("GET", "/latest.json"),
    onward: "/latest",
    headers: &["api-key: 714552c6", "accept: application/json"],
    params: &["page", "per_page"],
    row: |n| {
        json!({"id": n, "title": "T", "slug": "t", "posts_count": 2,
        "created_at": "2027-08-31T20:36:28.000Z"})
    },
    answer: |rows, request| {
        let size = request.size("per_page", 30, 100)?;
        let number = request.number("page")?.unwrap_or(0);
        let (page, next) = cut(rows, number * size, size);
        let mut list = json!({"can_create_topic": false, "per_page": size, "topics": page});
        if next.is_some() {
            list["more_topics_url"] = json!(format!("/latest?page={}&per_page={size}", number + 1));
        }
        Ok(Reply::page(json!({"users": [], "topic_list": list})))
    },
};

/// Absolute links by offset; null at the end.
pub const SPOTIFY: Vendor = Vendor {
    list: ("GET", "/v1/me/tracks"),
    onward: "",
    headers: BEARER,
    params: &["limit", "offset"],
    row: |n| {
        json!({"added_at": "2027-08-31T20:36:28Z",
        "track": {"id": format!("11dFghVXANMl{n}"), "name": "Song", "duration_ms": 1000 * n}})
    },
    answer: |rows, request| {
        let size = request.size("limit", 20, 50)?;
        let from = request.number("offset")?.unwrap_or(0);
        let (page, next) = cut(rows, from, size);
        let base = format!("{}/v1/me/tracks", request.origin);
        Ok(Reply::page(json!({
            "href": base, "items": page, "limit": size, "offset": from, "total": rows.len(),
            "next": next.map(|n| format!("{base}?offset={n}&limit={size}")),
            "previous": from.checked_sub(size).map(|n| format!("{base}?offset={n}&limit={size}")),
        })))
    },
};

/// Links with an opaque `ctx`, absent at the end, like `size`.
pub const BITBUCKET: Vendor = Vendor {
    list: ("GET", "/2.0/repositories/acme/app/commits"),
    onward: "",
    headers: BEARER,
    params: &["pagelen", "ctx", "page"],
    row: |n| json!({"hash": format!("{n}b80ec5"), "message": "m\n", "date": "2027-08-31T20:36:28+00:00"}),
    answer: |rows, request| {
        let size = request.size("pagelen", 10, 100)?;
        let (page, next) = cut(rows, at(request.get("ctx"), "c/", "+")?, size);
        let mut body = json!({"pagelen": size, "values": page});
        if let Some(n) = next {
            let path = "/2.0/repositories/acme/app/commits";
            body["next"] = json!(format!("{}{path}?pagelen={size}&ctx=c%2F{n}%2B", request.origin));
        }
        Ok(Reply::page(body))
    },
};

/// Links with the credential in them, absent at the end, unlike `cursors`; the second page is
/// empty.
pub const FACEBOOK: Vendor = Vendor {
    list: ("GET", "/v19.0/me/likes"),
    onward: "",
    headers: &["?access_token: EAAB|1"],
    params: &["limit", "after", "fields"],
    row: |n| json!({"id": n.to_string(), "name": "P"}),
    answer: |rows, request| {
        let size = request.size("limit", 25, 100)?;
        let (page, next) = cut_ragged(rows, at(request.get("after"), "QVFIUk", "ZD")?, size);
        let after = format!("QVFIUk{}ZD", next.unwrap_or(9));
        let mut paging = json!({"cursors": {"before": "QVFIUk0ZD", "after": after}});
        if next.is_some() {
            let base = format!("{}{}?access_token=EAAB%7C1", request.origin, request.path);
            paging["next"] = json!(format!("{base}&limit={size}&after={after}"));
        }
        Ok(Reply::page(json!({"data": page, "paging": paging})))
    },
};
