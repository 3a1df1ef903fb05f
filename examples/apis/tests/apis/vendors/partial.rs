//! Vendors whose replies say that they are incomplete.

use super::{BEARER, Reply, Vendor, at, cut};
use serde_json::json;

/// A search that takes too long says so, here on the second page.
pub const GITHUB_SEARCH: Vendor = Vendor {
    list: ("GET", "/search/issues"),
    onward: "",
    headers: &["authorization: Bearer t0k-en", "x-github-api-version: 2022-11-28"],
    params: &["q", "sort", "order", "per_page", "page"],
    row: |n| json!({"id": n, "number": n, "title": "T", "score": 1.0}),
    answer: |rows, request| {
        let size = request.size("per_page", 30, 100)?;
        let number = request.number("page")?.unwrap_or(1);
        let (page, next) = cut(rows, (number - 1) * size, size);
        let reply =
            Reply::page(json!({"total_count": rows.len(), "incomplete_results": number == 2,
            "items": page}));
        let base = format!("{}/search/issues?q=a%2Bb&per_page={size}", request.origin);
        Ok(match next {
            Some(_) => reply.header("link", format!("<{base}&page={}>; rel=\"next\"", number + 1)),
            None => reply,
        })
    },
};

/// A list of all locations names those that did not answer, here on the last page.
pub const GOOGLE_REDIS: Vendor = Vendor {
    list: ("GET", "/v1/projects/acme/locations/-/instances"),
    onward: "",
    headers: BEARER,
    params: &["pageSize", "pageToken"],
    row: |n| json!({"name": format!("projects/acme/locations/us-central1/instances/i{n}"), "tier": "BASIC"}),
    answer: |rows, request| {
        let size = request.size("pageSize", 0, 1000)?;
        let (page, next) = cut(rows, at(request.get("pageToken"), "Cg/", "=")?, size);
        let mut body = json!({"instances": page});
        match next {
            Some(n) => body["nextPageToken"] = json!(format!("Cg/{n}=")),
            None => body["unreachable"] = json!(["projects/acme/locations/us-east1"]),
        }
        Ok(Reply::page(body))
    },
};
