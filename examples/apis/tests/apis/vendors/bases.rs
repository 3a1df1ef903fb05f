//! Vendors whose links are relative to something other than the request, or lack a parameter.

use super::{Answer, BASIC, BEARER, Reply, Request, Vendor, at, cut};
use serde_json::{Value, json};

/// Absolute links; some services leave the version out of them, and all require it. A page may be
/// empty.
pub const AZURE: Vendor = Vendor {
    list: ("GET", "/subscriptions/s1/resourcegroups"),
    onward: "",
    headers: BEARER,
    params: &["api-version", "$top", "$filter", "$skiptoken"],
    row: |n| json!({"id": format!("/subscriptions/s1/resourceGroups/g{n}"), "name": format!("g{n}"), "location": "westus"}),
    answer: |rows, request| {
        request.expect("api-version", "2021-04-01")?;
        let size = request.size("$top", 0, 0)?;
        let (page, next) = cut(rows, at(request.get("$skiptoken"), "eyJ", "==")?, size);
        let mut body = json!({"value": page});
        if let Some(n) = next {
            let version = if n == size { "" } else { "&api-version=2021-04-01" };
            let path = format!("/subscriptions/s1/resourcegroups?%24top={size}{version}");
            body["nextLink"] = json!(format!("{}{path}&%24skiptoken=eyJ{n}==", request.origin));
        }
        Ok(Reply::page(body))
    },
};

/// Pages come only if a parameter asks for them; absolute links, null at the end.
pub const SOUNDCLOUD: Vendor = Vendor {
    list: ("GET", "/me/likes/tracks"),
    onward: "",
    headers: &["authorization: OAuth 1-2-3"],
    params: &["linked_partitioning", "limit", "cursor"],
    row: |n| json!({"id": n, "title": "T", "duration": 40_000}),
    answer: |rows, request| {
        let size = request.size("limit", 50, 200)?;
        if request.get("linked_partitioning") != Some("true") {
            return Ok(Reply::page(json!(cut(rows, 0, size).0)));
        }
        let (page, next) = cut(rows, at(request.get("cursor"), "MjAyNC0w+", "")?, size);
        let base = format!("{}{}?linked_partitioning=true", request.origin, request.path);
        let next = next.map(|n| format!("{base}&limit={size}&cursor=MjAyNC0w%2B{n}"));
        Ok(Reply::page(json!({"collection": page, "next_href": next})))
    },
};

/// Links begin with `/`, and are relative to the URL of the API with its `/rest`.
pub const SNYK: Vendor = Vendor {
    list: ("GET", "/rest/orgs/o1/projects"),
    onward: "",
    headers: &["authorization: token 5c1"],
    params: &["version", "limit", "starting_after"],
    row: |n| json!({"id": format!("p{n}"), "type": "project", "attributes": {"name": "a/b"}}),
    answer: |rows, request| {
        request.expect("version", "2024-10-15")?;
        let size = request.size("limit", 10, 100)?;
        let (page, next) =
            cut(rows, at(request.get("starting_after"), "v1.eyJpZCI6", "fQ==")?, size);
        let mut links = json!({});
        if let Some(n) = next {
            let base = format!("/orgs/o1/projects?version=2024-10-15&limit={size}");
            links["next"] = json!(format!("{base}&starting_after=v1.eyJpZCI6{n}fQ%3D%3D"));
        }
        Ok(Reply::page(json!({"jsonapi": {"version": "1.0"}, "data": page, "links": links})))
    },
};

/// Links begin with `/`, and are relative to the `base` that the reply states.
pub const CONFLUENCE_DATA_CENTER: Vendor = Vendor {
    list: ("GET", "/wiki/rest/api/content"),
    onward: "",
    headers: BEARER,
    params: &["limit", "start", "spaceKey"],
    row: |n| json!({"id": (98_000 + n).to_string(), "type": "page", "title": "T"}),
    answer: |rows, request| {
        let size = request.size("limit", 25, 0)?;
        let from = request.number("start")?.unwrap_or(0);
        let (page, next) = cut(rows, from, size);
        let base = format!("{}/wiki", request.origin);
        let mut links =
            json!({"base": base, "context": "/wiki", "self": format!("{base}/rest/api/content")});
        if let Some(n) = next {
            links["next"] = json!(format!("/rest/api/content?limit={size}&start={n}"));
        }
        Ok(Reply::page(
            json!({"results": page, "start": from, "limit": size, "size": page.len(), "_links": links}),
        ))
    },
};

/// Absolute links at `__next`, with quotes and a bare `$`; the count is a text.
pub const ODATA_V2_PRODUCTS: Vendor = Vendor {
    list: ("GET", "/V2/svc/Products"),
    onward: "",
    headers: BASIC,
    params: &["$format", "$inlinecount", "$filter", "$skiptoken"],
    row: |n| json!({"ID": n, "Name": "N"}),
    answer: |rows, request| {
        let root = format!("{}/V2/svc/Products", request.origin);
        odata(rows, request, &root)
    },
};

/// The same of a list below a record, with links relative to the root of the service.
pub const ODATA_V2_ORDERS: Vendor = Vendor {
    list: ("GET", "/V2/svc/Customers('A%20B')/Orders"),
    row: |n| json!({"ID": n, "ShipName": "N"}),
    answer: |rows, request| odata(rows, request, "Customers('A%20B')/Orders"),
    ..ODATA_V2_PRODUCTS
};

fn odata(rows: &[Value], request: &Request, path: &str) -> Answer {
    request.expect("$format", "json")?;
    request.expect("$inlinecount", "allpages")?;
    let (page, next) = cut(rows, at(request.get("$skiptoken"), "'", "'")?, 3);
    let mut body = json!({"d": {"results": page, "__count": rows.len().to_string()}});
    if let Some(n) = next {
        let link = format!("{path}?$format=json&$inlinecount=allpages&$skiptoken='{n}'");
        body["d"]["__next"] = json!(link);
    }
    Ok(Reply::page(body))
}
