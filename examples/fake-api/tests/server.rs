//! Starting, logging and stopping.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::net::TcpListener;

use common::{get, laml};
use fake_api::{FakeApi, List};
use serde_json::json;

#[tokio::test]
async fn the_log_keeps_each_request() {
    let api = FakeApi::builder().messages(3).start().await;
    let target = laml("Messages?To=%2b1+5&Empty=&PageSize=2&&Flag");
    get(&api, &target).await;
    let [entry] = api.log().try_into().unwrap();
    assert_eq!((entry.method.as_str(), entry.target()), ("GET", target));
    assert_eq!(entry.query, "To=%2b1+5&Empty=&PageSize=2&&Flag");
    let pairs = [("To", "+1 5"), ("Empty", ""), ("PageSize", "2"), ("Flag", "")];
    assert_eq!(entry.pairs, pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!((entry.value("To"), entry.value("Page")), (Some("+1 5"), None));
    assert_eq!((entry.status, entry.rows), (200, 0));
    assert!(!entry.to_string().contains("Basic"), "{entry}");

    api.clear_log();
    api.before_request(1, |data| data.clear(List::Messages));
    get(&api, "/ga/api/v2/nothing").await;
    let [entry] = api.log().try_into().unwrap();
    assert_eq!(entry.status, 404);
    assert_eq!(api.edit(|data| data.count(List::Messages)), 0);
}

#[tokio::test]
async fn rows_of_ones_own() {
    let api = FakeApi::builder().subscribers(1).start().await;
    let row = json!({"id": 7, "email": "own@example.com", "status": "active"});
    let id = api.edit(|data| data.insert_row_front(List::Subscribers, &row));
    assert_eq!((id.as_str(), api.insert_subscriber().as_str()), ("7", "1002"));
    assert!(api.remove_subscriber("1001"));
    assert!(!api.remove_subscriber("1001"));
    let (_, page) = get(&api, "/ga/api/v2/mailing_lists/1/subscribers").await;
    assert_eq!(page["data"][0], row);
    assert_eq!(common::texts(&page["data"], "/id"), ["7", "1002"]);
    assert_ne!(api.insert_message_front(), api.insert_message_front());
}

#[test]
fn a_thread_of_its_own_stops_too() {
    let api = FakeApi::builder().messages(1).start_on_thread().unwrap();
    let port = api.url().rsplit(':').next().unwrap().parse().unwrap();
    let taken = FakeApi::builder().port(port).start_on_thread();
    assert!(taken.is_err(), "the port is in use");
    drop(api);
    // The listener closes soon after; until then the port is in use.
    while TcpListener::bind(("127.0.0.1", port)).is_err() {
        std::thread::yield_now();
    }
}
