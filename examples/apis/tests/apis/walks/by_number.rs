//! Walks by numbers and offsets.

use crate::vendors::by_number::*;
use crate::walks::walks;

walks! {
    sendsage_by_number: SENDSAGE_CAMPAIGNS, "sendsage/campaigns" by 3, [], [
        "GET /campaigns?per_page=3&page=0",
        "GET /campaigns?per_page=3&page=1",
        "GET /campaigns?per_page=3&page=2",
    ], says: "number 0, size 3, pages 3, total 7; previous";
    jira_classic: JIRA_PROJECTS, "jira/projects" by 5, [], [
        "GET /rest/api/3/project/search?maxResults=5&startAt=0",
        "GET /rest/api/3/project/search?maxResults=5&startAt=2",
        "GET /rest/api/3/project/search?maxResults=5&startAt=4",
    ], says: "size 3, total 7";
    cloudflare_by_page: CLOUDFLARE_ZONES, "cloudflare/zones" by 3, [], [
        "GET /client/v4/zones?per_page=3&page=1",
        "GET /client/v4/zones?per_page=3&page=2",
        "GET /client/v4/zones?per_page=3&page=3",
    ], says: "number 1, size 3, pages 3, total 7; previous";
    box_by_offset: BOX_ITEMS, "box/items" by 3, ["folder_id=0"], [
        "GET /2.0/folders/0/items?limit=3&offset=0",
        "GET /2.0/folders/0/items?limit=3&offset=3",
        "GET /2.0/folders/0/items?limit=3&offset=6",
        "GET /2.0/folders/0/items?limit=3&offset=9",
    ], says: "size 3, total 8; previous";
    pagerduty: PAGERDUTY, "pagerduty/incidents" by 3, ["?statuses=resolved"], [
        "GET /incidents?statuses%5B%5D=resolved&limit=3&offset=0",
        "GET /incidents?statuses%5B%5D=resolved&limit=3&offset=3",
        "GET /incidents?statuses%5B%5D=resolved&limit=3&offset=6",
    ], says: "size 3; previous";
    scim: SCIM, "scim/users" by 3, [], [
        "GET /Users?count=3&startIndex=1",
        "GET /Users?count=3&startIndex=2",
        "GET /Users?count=3&startIndex=3",
        "GET /Users?count=3&startIndex=4",
        "GET /Users?count=3&startIndex=5",
        "GET /Users?count=3&startIndex=6",
    ], says: "size 2, total 7";
    scim_without_rows: SCIM, "scim/users" by 0, ["?filter=userName eq \"nobody\""], [
        "GET /Users?filter=userName%20eq%20%22nobody%22&startIndex=1",
    ], says: "size 0, total 0", rows: 0;
    workday: WORKDAY, "workday/jobs" by 3, ["company=acme", "site=jobs"], [
        r#"POST /wday/cxs/acme/jobs/jobs {"limit":3,"offset":0}"#,
        r#"POST /wday/cxs/acme/jobs/jobs {"limit":3,"offset":3}"#,
        r#"POST /wday/cxs/acme/jobs/jobs {"limit":3,"offset":6}"#,
    ], says: "total 7; previous";
}
