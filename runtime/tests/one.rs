//! Requests for a single record: the pipeline is that of a page.

#![cfg(feature = "testing")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::replay::builder;
use pagesmith::testing::Replay;
use pagesmith::{Client, ErrorKind, Json, List, One};
use serde_json::json;
use std::time::Duration;

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Row {
    sid: String,
}

fn client(replay: &Replay) -> Client {
    builder(replay).base_url("https://api.test/v1").bearer("s3cret").build().unwrap()
}

fn row(client: &Client) -> One<Row> {
    client.one("/Accounts/{}/Messages/{}", ["AC 1", "SM1"])
}

#[tokio::test]
async fn a_record_is_the_body_or_what_is_at_a_pointer() {
    let wrapped =
        json!({"sid": "outer", "data": {"sid": "SM1", "next": "/more", "has_more": true}});
    let replay = Replay::new().reply(200, json!({"sid": "SM1"})).reply(200, wrapped);
    let client = client(&replay);
    assert_eq!(row(&client).await.unwrap(), Row { sid: "SM1".into() });
    let at = row(&client).at("/data").query([("expand", "a&b")]).header("X-Trace", "7");
    assert_eq!(at.send().await.unwrap(), Row { sid: "SM1".into() });
    let sent: Vec<String> = replay.requests().iter().map(ToString::to_string).collect();
    assert_eq!(
        sent,
        [
            "GET /v1/Accounts/AC%201/Messages/SM1",
            "GET /v1/Accounts/AC%201/Messages/SM1?expand=a%26b"
        ]
    );
    assert_eq!(replay.requests()[1].header("x-trace"), Some("7"));
    assert_eq!(replay.requests()[1].header("authorization"), Some("Bearer s3cret"));
}

/// The error of a request that gets this reply.
async fn refused(status: u16, body: impl Into<Json>, at: &'static str) -> pagesmith::Error {
    let replay = Replay::new().reply(status, body.into());
    row(&client(&replay)).at(at).await.unwrap_err()
}

#[tokio::test]
async fn a_record_that_does_not_exist_is_an_error_of_its_own_kind() {
    for status in [404, 410] {
        let error = refused(status, json!({"code": 20404, "message": "no SM1"}), "").await;
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.api_error().unwrap().message.as_deref(), Some("no SM1"));
        assert!(!error.is_transient());
        assert!(error.to_string().contains("no SM1"), "{error}");
        // It is on no page, and can't be resumed.
        assert!(!error.to_string().contains("page "), "{error}");
        assert!(error.position().is_none() && !error.is_resumable());
    }
    let error = refused(403, json!({}), "").await;
    assert_eq!((error.kind(), error.position().is_none()), (ErrorKind::Status, true));
}

#[tokio::test]
async fn another_reply_is_an_error() {
    for (body, at, kind, why) in [
        (json!([{"sid": "SM1"}]), "", ErrorKind::Items, "expected a record at ``, found an array"),
        (json!("SM1"), "", ErrorKind::Items, "found a string"),
        (json!(null), "", ErrorKind::Items, "found nothing"),
        (
            json!({"sid": "SM1"}),
            "/data",
            ErrorKind::Items,
            "found nothing; correct the pointer to the record",
        ),
        (json!({"Data": {}}), "/data", ErrorKind::Items, "there is `/Data`"),
        (json!({"data": [{"sid": "SM1"}]}), "/data", ErrorKind::Items, "found an array"),
        (json!({"sid": 1}), "", ErrorKind::Record, "the record does not decode at `sid`"),
        (json!({"id": "1"}), "", ErrorKind::Record, "the record does not decode: it has no `sid`"),
    ] {
        let error = refused(200, body.clone(), at).await;
        assert_eq!(error.kind(), kind, "{body}: {error}");
        assert!(error.to_string().contains(why), "{why} in {error}");
    }
}

#[tokio::test]
async fn a_call_that_cannot_be_sent_fails_before_it_is_sent() {
    let replay = Replay::new();
    let client = client(&replay);
    for (one, why) in [
        (client.one::<Row>("/a/{}", [".."]), "another path"),
        (client.one::<Row>("/a/{}", [""]), "one path segment"),
        (client.one::<Row>("/a/{}/{}", ["1"]), "more parameters than values"),
        (client.one::<Row>("/a", ["1"]), "fewer parameters than values"),
        (row(&client).header("a b", "c"), "`a b`"),
        (row(&client).query(1), "does not serialise to pairs"),
    ] {
        let error = one.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input, "{error}");
        assert!(error.to_string().contains(why), "{why} in {error}");
    }
    assert!(replay.requests().is_empty());
}

#[tokio::test]
async fn a_reply_that_reports_a_failure_is_never_a_record() {
    let list = |body: Json| {
        let replay = Replay::new().reply(200, body);
        let client = client(&replay);
        let one = List::one("/users/{id}", "").success("/ok").error_code("/error");
        One::<Json>::of_own(&client, one, [("id", &"U1")])
    };
    let error = list(json!({"ok": false, "error": "user_not_found"})).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.api_error().unwrap().code.as_deref(), Some("user_not_found"));
    assert_eq!(list(json!({"ok": true, "id": "U1"})).await.unwrap()["id"], "U1");
}

#[tokio::test(start_paused = true)]
async fn it_is_retried_and_ends_at_its_deadline() {
    let busy = || Replay::new().reply(503, json!({})).header("Retry-After", "2");
    let replay = busy().reply(200, json!({"sid": "SM1"}));
    assert!(row(&client(&replay)).await.is_ok());
    assert_eq!(replay.requests().len(), 2);

    let replay = busy().reply(200, json!({"sid": "SM1"}));
    let error = row(&client(&replay)).deadline(Duration::from_secs(1)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status, "{error}");
    assert_eq!(replay.requests().len(), 1);
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_client_gets_it_too() {
    let replay = Replay::new().reply(200, json!({"sid": "SM1"}));
    let blocking = builder(&replay).build_blocking().unwrap();
    let one = blocking.one::<Row>("/Messages/{}", ["SM1"]);
    assert_eq!(one.blocking().send().unwrap(), Row { sid: "SM1".into() });
    let replay = Replay::new();
    let asynchronous = client(&replay);
    let error = row(&asynchronous).blocking().send().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input, "{error}");
}

#[cfg(feature = "derive")]
mod derived {
    use super::{Replay, client, json};
    use pagesmith::Paged;

    #[derive(Debug, serde::Deserialize, Paged)]
    #[paged(
        get = "/Accounts/{account}/Messages",
        items = "/messages",
        style = laml,
        query("v" = "1"),
        one = "/Accounts/{account}/Messages/{sid}"
    )]
    struct Message {
        sid: String,
    }

    #[derive(serde::Deserialize, Paged)]
    #[paged(get = "/calls", style = none, one(get = "/calls/{sid}", at = "/call"))]
    struct Calls {
        #[paged(items)]
        #[allow(dead_code)]
        calls: Vec<Message>,
    }

    #[tokio::test]
    async fn a_derived_struct_gets_one_by_its_path() {
        let replay = Replay::new()
            .reply(200, json!({"sid": "SM1"}))
            .reply(200, json!({"call": {"sid": "CA1"}}));
        let client = client(&replay);
        let message = Message::get(&client, "AC1", "SM1").await.unwrap();
        assert_eq!(message.sid, "SM1");
        // The struct of a page gets a row.
        let call: Message = Calls::get(&client, "CA1").await.unwrap();
        assert_eq!(call.sid, "CA1");
        let sent: Vec<String> = replay.requests().iter().map(ToString::to_string).collect();
        assert_eq!(sent, ["GET /v1/Accounts/AC1/Messages/SM1?v=1", "GET /v1/calls/CA1"]);
    }
}
