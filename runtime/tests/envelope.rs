//! The envelope that a spec names: typed on each page, and read as records are.

#![cfg(all(feature = "spec", feature = "testing"))]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith::ErrorKind;
use pagesmith::testing::Replay;
use serde_json::{Value, json};

pagesmith::client!(mod articles = "tests/envelope.yaml");

fn client(replay: &Replay) -> articles::Client {
    articles::Client::builder().transport(replay.clone()).build().unwrap()
}

/// A page of two; counts come as texts, as some servers send them.
fn page(id: u64) -> Value {
    json!({"facets": {"a": "7"}, "data": {"cursor": "x", "rows": [{"id": id}]}, "total_pages": 2})
}

#[tokio::test]
async fn each_page_has_its_envelope() {
    let replay = Replay::new().page(page(1)).page(page(2));
    let mut pages = client(&replay).list_articles().topic("rust").pages();
    let first = pages.try_next().await.unwrap().unwrap();
    let envelope = first.envelope().unwrap();
    assert_eq!((envelope.facets["a"], envelope.included.is_none()), (7, true));
    assert_eq!(envelope.data.cursor.as_deref(), Some("x"));
    assert_eq!((first.items()[0].id, first.number()), (1, Some(1)));
    let (items, envelope) = pages.try_next().await.unwrap().unwrap().into_parts();
    assert_eq!((items[0].id, envelope.unwrap().facets.len()), (2, 1));
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(replay.targets()[1], "/articles?topic=rust&page=2");
}

#[tokio::test]
async fn a_single_page_by_number_has_its_envelope() {
    let replay = Replay::new().page(page(2)).page(page(1));
    let shown = client(&replay).list_articles().get_page(2).await.unwrap();
    assert_eq!(shown.envelope().unwrap().facets["a"], 7);
    let before = shown.previous().await.unwrap().unwrap();
    assert!(before.envelope().is_some());
}

#[tokio::test]
async fn a_reply_without_a_body_has_no_envelope() {
    let replay = Replay::new().raw(204, "text/plain", "");
    let page = client(&replay).list_articles().first_page().await.unwrap();
    assert_eq!((page.items().len(), page.envelope().is_none()), (0, true));
}

#[tokio::test]
async fn an_envelope_that_does_not_decode_is_an_error_before_its_page() {
    let odd = json!({"facets": {"a": "secret"}, "data": {"rows": [{"id": 1}]}});
    let replay = Replay::new().page(&odd).page(&odd);
    let error = client(&replay).list_articles().pages().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Record);
    let said = error.to_string();
    assert!(
        said.contains("does not decode at `facets.a`: expected") && !said.contains("secret"),
        "{said}"
    );
    // Items are read without it.
    let mut items = client(&replay).list_articles().items();
    assert_eq!(items.try_next().await.unwrap().unwrap().id, 1);
}

#[tokio::test]
async fn other_ways_to_read_the_list_stay() {
    let replay = Replay::new().page(page(1)).page(json!({"data": {"rows": [{"id": "x"}]}}));
    let list = || client(&replay).list_articles();
    let page = list().with_rest().first_page().await.unwrap();
    assert_eq!(page.rest::<Value>().unwrap()["data"], json!({"cursor": "x"}));
    let page = list().lenient().first_page().await.unwrap();
    assert!(page.items()[0].clone().decoded().is_none());
}
