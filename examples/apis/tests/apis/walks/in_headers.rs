//! Walks by positions in headers.

use crate::vendors::in_headers::*;
use crate::walks::walks;

walks! {
    github_issues: GITHUB_ISSUES, "github/issues" by 3, ["owner=acme", "repo=app", "?state=all"], [
        "GET /repos/acme/app/issues?state=all&per_page=3",
        "GET /repositories/1300192/issues?per_page=3&state=all&page=2",
        "GET /repositories/1300192/issues?per_page=3&state=all&page=3",
    ], says: "; previous";
    github_below_a_key: GITHUB_RUNS, "github/runs" by 3, ["owner=acme", "repo=app"], [
        "GET /repos/acme/app/actions/runs?per_page=3",
        "GET /repositories/1300192/actions/runs?per_page=3&page=2",
        "GET /repositories/1300192/actions/runs?per_page=3&page=3",
    ], says: "; previous";
    gitlab_by_header: GITLAB_ISSUES, "gitlab/issues" by 3, ["project_id=5"], [
        "GET /api/v4/projects/5/issues?per_page=3",
        "GET /api/v4/projects/5/issues?per_page=3&page=2",
        "GET /api/v4/projects/5/issues?per_page=3&page=3",
    ], says: "number 1, pages 3, total 7";
    gitlab_by_keyset: GITLAB_PROJECTS, "gitlab/projects" by 7, ["?pagination=keyset", "?order_by=id"], [
        "GET /api/v4/projects?pagination=keyset&order_by=id&per_page=7",
        "GET /api/v4/projects?cursor=eyJpZCI67fQ%3D%3D&order_by=id&pagination=keyset&per_page=7",
    ];
    shopify: SHOPIFY, "shopify/products" by 3, ["?vendor=Acme"], [
        "GET /admin/api/2025-01/products.json?vendor=Acme&limit=3",
        "GET /admin/api/2025-01/products.json?limit=3&page_info=eyJkaXJlY3Rpb24iOi3In0",
        "GET /admin/api/2025-01/products.json?limit=3&page_info=eyJkaXJlY3Rpb24iOi6In0",
    ];
    okta: OKTA, "okta/users" by 3, [], [
        "GET /api/v1/users?limit=3",
        "GET /api/v1/users?after=100u3&limit=3",
        "GET /api/v1/users?after=100u6&limit=3",
    ];
    mastodon: MASTODON, "mastodon/followers" by 3, ["id=1"], [
        "GET /api/v1/accounts/1/followers?limit=3",
        "GET /api/v1/accounts/1/followers?limit=3&max_id=776",
        "GET /api/v1/accounts/1/followers?limit=3&max_id=773",
        "GET /api/v1/accounts/1/followers?limit=3&max_id=772",
    ], says: "; previous";
}
