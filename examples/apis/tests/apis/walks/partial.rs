//! Walks whose replies say that they are incomplete.

use crate::vendors::partial::*;
use crate::walks::walks;

walks! {
    github_search: GITHUB_SEARCH, "github-search/issues" by 3, ["?q=a+b"], [
        "GET /search/issues?q=a%2Bb&per_page=3",
        "GET /search/issues?q=a%2Bb&per_page=3&page=2",
        "GET /search/issues?q=a%2Bb&per_page=3&page=3",
    ], says: "total 7", warns: &["page 2 "];
    google_redis: GOOGLE_REDIS, "google-redis/instances" by 3, ["project=acme", "location=-"], [
        "GET /v1/projects/acme/locations/-/instances?pageSize=3",
        "GET /v1/projects/acme/locations/-/instances?pageSize=3&pageToken=Cg%2F3%3D",
        "GET /v1/projects/acme/locations/-/instances?pageSize=3&pageToken=Cg%2F6%3D",
    ], warns: &["page 3 "];
}
