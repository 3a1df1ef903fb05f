//! Vendors whose replies state the next position in a header.

use super::{BEARER, Reply, Request, Vendor, at, cut};
use serde_json::{Value, json};

/// Pages by number, linked at paths that are not the list's own.
fn github(request: &Request, rows: &[Value], path: &str) -> Result<(Value, Option<String>), Reply> {
    let size = request.size("per_page", 30, 100)?;
    let number = request.number("page")?.unwrap_or(1);
    let (page, next) = cut(rows, (number - 1) * size, size);
    let state = request.get("state").map(|it| format!("&state={it}")).unwrap_or_default();
    let link = |n: usize, rel: &str| {
        format!("<{}{path}?per_page={size}{state}&page={n}>; rel=\"{rel}\"", request.origin)
    };
    let last = rows.len().div_ceil(size);
    let mut links = Vec::new();
    if number > 1 {
        links.extend([link(number - 1, "prev"), link(1, "first")]);
    }
    if next.is_some() {
        links.extend([link(number + 1, "next"), link(last, "last")]);
    }
    Ok((json!(page), (!links.is_empty()).then(|| links.join(", "))))
}

/// A `Link` header with all relations, at the end without `next`.
pub const GITHUB_ISSUES: Vendor = Vendor {
    list: ("GET", "/repos/acme/app/issues"),
    onward: "/repositories/1300192/issues",
    headers: &["authorization: Bearer t0k-en", "x-github-api-version: 2022-11-28"],
    params: &["per_page", "page", "state"],
    row: |n| {
        json!({"id": 9000 + n, "number": n, "title": "T", "state": "open",
        "created_at": "2027-08-31T20:36:28Z"})
    },
    answer: |rows, request| {
        let (page, links) = github(request, rows, GITHUB_ISSUES.onward)?;
        let reply = Reply::page(page).header("x-ratelimit-remaining", "4999");
        Ok(links.into_iter().fold(reply, |reply, links| reply.header("link", links)))
    },
};

/// The same, with rows below a key.
pub const GITHUB_RUNS: Vendor = Vendor {
    list: ("GET", "/repos/acme/app/actions/runs"),
    onward: "/repositories/1300192/actions/runs",
    headers: BEARER,
    params: &["per_page", "page"],
    row: |n| json!({"id": n, "status": "completed", "conclusion": null}),
    answer: |rows, request| {
        let (page, links) = github(request, rows, GITHUB_RUNS.onward)?;
        let reply = Reply::page(json!({"total_count": rows.len(), "workflow_runs": page}));
        Ok(links.into_iter().fold(reply, |reply, links| reply.header("link", links)))
    },
};

/// `X-Next-Page`, empty on the last page.
pub const GITLAB_ISSUES: Vendor = Vendor {
    list: ("GET", "/api/v4/projects/5/issues"),
    onward: "",
    headers: &["private-token: glpat-1"],
    params: &["per_page", "page"],
    row: |n| {
        json!({"id": 100 + n, "iid": n, "title": "T", "state": "opened",
        "created_at": "2027-08-31T20:36:28.000Z"})
    },
    answer: |rows, request| {
        let size = request.size("per_page", 20, 100)?;
        let number = request.number("page")?.unwrap_or(1);
        let (page, next) = cut(rows, (number - 1) * size, size);
        let next = next.map(|_| (number + 1).to_string()).unwrap_or_default();
        let previous = if number > 1 { (number - 1).to_string() } else { String::new() };
        Ok(Reply::page(json!(page))
            .header("x-page", number.to_string())
            .header("x-per-page", size.to_string())
            .header("x-next-page", next)
            .header("x-prev-page", previous)
            .header("x-total", rows.len().to_string())
            .header("x-total-pages", rows.len().div_ceil(size).to_string()))
    },
};

/// A `Link` header with a cursor, absent at the end; if the rows fill the page
/// before, the end is an empty page.
pub const GITLAB_PROJECTS: Vendor =
    Vendor {
        list: ("GET", "/api/v4/projects"),
        onward: "",
        headers: &["private-token: glpat-1"],
        params: &["per_page", "pagination", "order_by", "cursor"],
        row: |n| json!({"id": n, "path_with_namespace": format!("acme/{n}"), "archived": false}),
        answer: |rows, request| {
            if request.get("pagination") != Some("keyset") || request.get("order_by") != Some("id")
            {
                return Err(Reply::bad("pagination"));
            }
            let size = request.size("per_page", 20, 100)?;
            let from = at(request.get("cursor"), "eyJpZCI6", "fQ==")?;
            let (page, _) = cut(rows, from, size);
            let reply = Reply::page(json!(page));
            if page.is_empty() {
                return Ok(reply);
            }
            let base = format!("{}/api/v4/projects?cursor=eyJpZCI6", request.origin);
            Ok(reply.header("link", format!(
            "<{base}{}fQ%3D%3D&order_by=id&pagination=keyset&per_page={size}>; rel=\"next\"",
            from + page.len()
        )))
        },
    };

/// `page_info` may come with `limit` and no other parameter; the relation is not
/// quoted.
pub const SHOPIFY: Vendor = Vendor {
    list: ("GET", "/admin/api/2025-01/products.json"),
    onward: "",
    headers: &["x-shopify-access-token: shpat_1"],
    params: &["limit", "page_info", "vendor"],
    row: |n| {
        json!({"id": 632_910_000 + n, "title": "T", "vendor": "Acme", "status": "active",
        "created_at": "2027-08-31T20:36:28-04:00"})
    },
    answer: |rows, request| {
        if request.get("page_info").is_some() && request.get("vendor").is_some() {
            return Err(Reply::bad("vendor, which is in page_info"));
        }
        let size = request.size("limit", 50, 250)?;
        let (page, next) =
            cut(rows, at(request.get("page_info"), "eyJkaXJlY3Rpb24iOi", "In0")?, size);
        let path = "/admin/api/2025-01/products.json";
        let link = |n: usize, rel: &str| {
            let url =
                format!("{}{path}?limit={size}&page_info=eyJkaXJlY3Rpb24iOi{n}In0", request.origin);
            format!("<{url}>; rel={rel}")
        };
        let mut links = Vec::new();
        if request.get("page_info").is_some() {
            links.push(link(0, "previous"));
        }
        links.extend(next.map(|n| link(n, "next")));
        Ok(Reply::page(json!({"products": page})).header("link", links.join(", ")))
    },
};

/// A `Link` header for each relation.
pub const OKTA: Vendor = Vendor {
    list: ("GET", "/api/v1/users"),
    onward: "",
    headers: &["authorization: SSWS 00QCjAl4"],
    params: &["limit", "after", "search"],
    row: |n| {
        json!({"id": format!("00ub0oNGTSWT{n}"), "status": "ACTIVE",
        "created": "2027-08-31T20:36:28.000Z", "profile": {"login": "a@example.com"}})
    },
    answer: |rows, request| {
        let size = request.size("limit", 200, 200)?;
        let (page, next) = cut(rows, at(request.get("after"), "100u", "")?, size);
        let base = format!("<{}/api/v1/users?", request.origin);
        let reply = Reply::page(json!(page))
            .header("x-rate-limit-remaining", "597")
            .header("link", format!("{base}limit={size}>; rel=\"self\""));
        Ok(match next {
            None => reply,
            Some(n) => {
                reply.header("link", format!("{base}after=100u{n}&limit={size}>; rel=\"next\""))
            }
        })
    },
};

/// `max_id` is the id of the follow, which no row shows; a full last page links to
/// an empty one.
pub const MASTODON: Vendor = Vendor {
    list: ("GET", "/api/v1/accounts/1/followers"),
    onward: "",
    headers: BEARER,
    params: &["limit", "max_id", "since_id", "min_id"],
    row: |n| {
        json!({"id": format!("{}", 1000 - n), "acct": format!("u{n}@example.social"),
        "display_name": "", "created_at": "2027-08-31T00:00:00.000Z"})
    },
    answer: |rows, request| {
        let size = request.size("limit", 40, 80)?;
        // Follow 778 is the newest, that of the first row.
        let newest = 778;
        let from = newest + 1 - request.number("max_id")?.unwrap_or(newest + 1);
        let (page, _) = cut(rows, from, size);
        let base = format!("<{}/api/v1/accounts/1/followers?limit={size}", request.origin);
        let oldest = newest - from + 1 - page.len();
        let previous = format!("{base}&since_id={newest}>; rel=\"prev\"");
        let link = match page {
            [] => previous,
            _ => format!("{base}&max_id={oldest}>; rel=\"next\", {previous}"),
        };
        Ok(Reply::page(json!(page)).header("link", link))
    },
};
