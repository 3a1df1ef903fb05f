//! How `import` finds what the last page gives for the next synchronisation.

use crate::importing::{of_list, paging, param, reply, spec, thing};
use serde_json::json;

#[test]
fn a_link_beside_next_links_is_a_delta() {
    let text = json!({"type": "string"});
    let keys = json!({"@odata.nextLink": text, "@odata.deltaLink": text});
    let made = of_list(&[param("$select", "string", "")], &reply(&thing(), &keys));
    assert_eq!(paging(&made)["delta"], json!({"body": "/@odata.deltaLink"}), "{}", made.report);
}

#[test]
fn a_token_with_its_parameter_is_a_delta_and_no_filter() {
    let text = json!({"type": "string"});
    let keys = json!({"nextPageToken": text, "nextSyncToken": text});
    let params = |sync: &str| {
        [
            param("pageToken", "string", ""),
            param("pageSize", "integer", ""),
            param(sync, "string", ""),
        ]
    };
    let made = of_list(&params("syncToken"), &reply(&thing(), &keys));
    let delta = json!({"body": "/nextSyncToken", "query": "syncToken"});
    assert_eq!(paging(&made)["delta"], delta, "{}", made.report);
    assert!(!spec(&made).to_string().contains("\"sync_token\""), "{}", spec(&made));
    let without = of_list(&params("other"), &reply(&thing(), &keys));
    assert_eq!(paging(&without)["delta"], json!(null));
}
