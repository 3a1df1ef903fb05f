//! Vendors that say by a status that there are no more rows.

use super::{Answer, BEARER, Reply, Request, Vendor, at, cut};
use serde_json::{Value, json};

const ZOHO_AUTH: &[&str] = &["authorization: Zoho-oauthtoken 1000.8cb9"];
const ZOHO_PARAMS: &[&str] = &["fields", "per_page", "page", "page_token"];

/// `info` has a token while more records follow. A page number goes no further than 2,000 records,
/// and not together with a token. `fields` is required.
pub const ZOHO_LEADS: Vendor = Vendor {
    list: ("GET", "/crm/v8/Leads"),
    onward: "",
    headers: ZOHO_AUTH,
    params: ZOHO_PARAMS,
    row: |n| json!({"id": format!("52037000000420{n}"), "Last_Name": "Carissa"}),
    answer: zoho,
};

/// A module without records: 204, and no body.
pub const ZOHO_DEALS: Vendor = Vendor {
    list: ("GET", "/crm/v8/Deals"),
    answer: |_, request| zoho(&[], request),
    ..ZOHO_LEADS
};

fn zoho(rows: &[Value], request: &Request) -> Answer {
    request.expect("fields", "Last_Name,Email")?;
    if request.get("page").is_some() && request.get("page_token").is_some() {
        return Err(Reply::bad("page_token"));
    }
    let size = request.size("per_page", 200, 200)?;
    let (page, next) = cut(rows, at(request.get("page_token"), "c8582xx9e7c7+", "==")?, size);
    if page.is_empty() {
        return Ok(Reply::empty(204));
    }
    Ok(Reply::page(json!({"data": page, "info": {
        "per_page": size, "count": page.len(), "page": 1, "sort_by": "id", "sort_order": "desc",
        "next_page_token": next.map(|n| format!("c8582xx9e7c7+{n}==")), "more_records": next.is_some(),
    }})))
}

/// The page after the last one is 204, without a body; replies state no counts.
pub const BIGCOMMERCE: Vendor = Vendor {
    list: ("GET", "/stores/s7x/v2/orders"),
    onward: "",
    headers: &["x-auth-token: 4xt0k"],
    params: &["limit", "page", "sort", "status_id"],
    row: |n| json!({"id": 100 + n, "status": "Shipped", "total_inc_tax": "12.5000"}),
    answer: |rows, request| {
        let (page, _) = numbered(rows, request, "limit", 50, 250)?;
        Ok(if page.is_empty() { Reply::empty(204) } else { Reply::page(json!(page)) })
    },
};

/// Counts in headers; the page after the last one is refused.
pub const WORDPRESS: Vendor = Vendor {
    list: ("GET", "/wp-json/wp/v2/posts"),
    onward: "",
    headers: &[],
    params: &["page", "per_page", "search", "orderby"],
    row: |n| json!({"id": n, "slug": format!("hello-{n}"), "status": "publish"}),
    answer: |rows, request| {
        let (page, size) = numbered(rows, request, "per_page", 10, 100)?;
        let pages = rows.len().div_ceil(size);
        if page.is_empty() && request.number("page")? > Some(1) {
            let code = "rest_post_invalid_page_number";
            return Err(Reply::page(json!({"code": code, "data": {"status": 400}})).status(400));
        }
        let reply = Reply::page(json!(page)).header("x-wp-total", rows.len().to_string());
        Ok(reply.header("x-wp-totalpages", pages.to_string()))
    },
};

/// Absolute links to the next page, null at the end.
pub const DJANGO_BOOKS: Vendor = Vendor {
    list: ("GET", "/api/books/"),
    onward: "",
    headers: &["authorization: Token 9944b091"],
    params: &["page", "page_size"],
    row: |n| json!({"id": n, "title": "T"}),
    answer: |rows, request| {
        let (page, size) = numbered(rows, request, "page_size", 0, 0)?;
        let number = request.number("page")?.unwrap_or(1);
        let link = |n: usize| format!("{}/api/books/?page={n}&page_size={size}", request.origin);
        let more = number * size < rows.len();
        Ok(Reply::page(json!({
            "count": rows.len(), "next": more.then(|| link(number + 1)),
            "previous": (number > 1).then(|| link(number - 1)), "results": page,
        })))
    },
};

/// A paginator that returns rows alone: the page after the last one is 404.
pub const DJANGO_TAGS: Vendor = Vendor {
    list: ("GET", "/api/tags/"),
    row: |n| json!({"id": n, "name": "t"}),
    answer: |rows, request| {
        let (page, _) = numbered(rows, request, "page_size", 0, 0)?;
        match page {
            [] => Err(Reply::page(json!({"detail": "Invalid page."})).status(404)),
            page => Ok(Reply::page(json!(page))),
        }
    },
    ..DJANGO_BOOKS
};

/// The `Link` header leads on; a search that finds nothing is 404.
pub const OPENFDA: Vendor = Vendor {
    list: ("GET", "/drug/event.json"),
    onward: "",
    headers: &[],
    params: &["search", "sort", "limit", "skip", "search_after"],
    row: |n| json!({"safetyreportid": n.to_string(), "receivedate": "20141117"}),
    answer: |rows, request| {
        let size = request.size("limit", 1, 1000)?;
        if request.get("search_after").is_some() && request.get("skip") != Some("0") {
            return Err(Reply::bad("skip"));
        }
        if request.get("search") == Some("safetyreportid:0") {
            let error = json!({"code": "NOT_FOUND", "message": "No matches found!"});
            return Err(Reply::page(json!({"error": error})).status(404));
        }
        let (page, next) = cut(rows, at(request.get("search_after"), "0=20141117;1=", "")?, size);
        let results = json!({"skip": 0, "limit": size, "total": rows.len()});
        let reply = Reply::page(json!({"meta": {"results": results}, "results": page}));
        Ok(match next {
            Some(n) => {
                let after = format!("search_after=0%3D20141117%3B1%3D{n}");
                let url = format!("{}/drug/event.json?limit={size}&skip=0&{after}", request.origin);
                reply.header("link", format!("<{url}>; rel=\"Next\""))
            }
            None => reply,
        })
    },
};

/// With an exact count, an offset beyond the last row is 416.
pub const POSTGREST: Vendor = Vendor {
    list: ("GET", "/people"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "prefer: count=exact"],
    params: &["limit", "offset", "order", "age"],
    row: |n| json!({"id": n, "name": "N", "age": 40}),
    answer: |rows, request| {
        request.expect("order", "id")?;
        let size = request.size("limit", 0, 0)?;
        let from = request.number("offset")?.unwrap_or(0);
        if from > rows.len() {
            return Err(Reply::page(json!({"code": "PGRST103", "details": null,
                "message": "Requested range not satisfiable"}))
            .status(416));
        }
        let (page, _) = cut(rows, from, size);
        let range = format!("{from}-{}/{}", from + page.len(), rows.len());
        Ok(Reply::page(json!(page)).status(206).header("content-range", range))
    },
};

/// The rows of a page by number, counted from 1, and its size.
fn numbered<'a>(
    rows: &'a [Value],
    request: &Request,
    param: &str,
    default: usize,
    max: usize,
) -> Result<(&'a [Value], usize), Reply> {
    let size = request.size(param, default, max)?;
    let number = request.number("page")?.unwrap_or(1);
    if number == 0 {
        return Err(Reply::bad("page"));
    }
    Ok((cut(rows, (number - 1) * size, size).0, size))
}

/// `next` is always in the `Link` header; its attribute `results` says whether rows follow.
pub const SENTRY: Vendor = Vendor {
    list: ("GET", "/api/0/organizations/acme/issues/"),
    onward: "",
    headers: BEARER,
    params: &["limit", "cursor", "query"],
    row: |n| json!({"id": n.to_string(), "title": "E", "status": "unresolved"}),
    answer: |rows, request| {
        let size = request.size("limit", 100, 100)?;
        let from = at(request.get("cursor"), "1500300636142:", ":0")?;
        let (page, next) = cut(rows, from, size);
        let link = |rel: &str, results: bool, at: usize| {
            let cursor = format!("1500300636142:{at}:0");
            format!(
                "<{}{}?limit={size}&cursor={cursor}>; rel=\"{rel}\"; results=\"{results}\"; cursor=\"{cursor}\"",
                request.origin, request.path
            )
        };
        let previous = link("previous", from > 0, from.saturating_sub(size));
        let links = format!("{previous}, {}", link("next", next.is_some(), from + page.len()));
        Ok(Reply::page(json!(page)).header("link", links))
    },
};
