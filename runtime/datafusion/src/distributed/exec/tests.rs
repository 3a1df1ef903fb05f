//! The parts of a query's list, as they are handed out.

use super::*;
use crate::api::Api;
use crate::source::{Range, Request};
use datafusion_distributed::WorkUnitFeedProvider as _;
use futures_util::{FutureExt as _, StreamExt as _};

const SPEC: &str = "pagesmith: 1
name: T
auth: none
paging: none
resources: {rows: {get: /rows, record: Row}}
records: {Row: {key: id, fields: {id: string}}}
";

#[tokio::test]
async fn the_parts_of_a_query_wait_for_their_turn() {
    // So slow that no later turn comes in this test.
    let api = Api::from_text("t.yaml", SPEC.as_bytes()).expect("a spec");
    let api = api.base_url("http://127.0.0.1:1").rate(1e-3);
    api.count_requests();
    let page = |number| {
        let range = Range::Numbers(number, Some(number));
        let request = Request { range, ..Request::default() };
        Unit { name: format!("page {number}"), request, pinned: None }
    };
    let table = api.table("rows").build().expect("a table");
    let scan = table.whole_scan().expect("a scan");
    let list = ListExec::new(scan, (1..=4).map(page).collect(), 4, None, None);
    let parts = PartsExec::of(&list, "t", 2, 2).expect("parts");
    let again = parts.for_tasks(1).expect("parts");
    let is_its_turn = |parts: &PartsExec, reader| {
        let feed = parts.feed.inner().expect("a feed");
        let mut feed = feed.feed(reader, Arc::default()).expect("a feed");
        feed.next().now_or_never().is_some()
    };
    assert!(is_its_turn(&parts, 0));
    assert!(!is_its_turn(&parts, 1));
    // Nor the same parts for other readers.
    assert!(!is_its_turn(&again, 0));
}
