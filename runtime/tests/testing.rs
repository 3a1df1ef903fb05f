//! Replays and recordings, as their users write them.

#![cfg(feature = "testing")]
mod common;

use common::Numbers;
use common::replay::{builder, page, two_pages};
use pagesmith::paging::{NextFrom, SendIn};
use pagesmith::testing::{Clock, Recorder, Replay};
use pagesmith::{Client, ErrorKind, Paging, Retry};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[tokio::test]
async fn pages_come_in_order_and_requests_are_noted() {
    let replay = two_pages();
    let client = builder(&replay).bearer("s3cret").header("X-Version", "2").build().unwrap();
    assert_eq!(Numbers::list(&client).query([("To", "+1 2")]).collect().await.unwrap(), [1, 2, 3]);
    assert_eq!(replay.targets(), ["/list?To=%2B1%202", "/list?To=%2B1%202&page_token=a"]);
    let requests = replay.requests();
    assert_eq!(requests[1].to_string(), "GET /list?To=%2B1%202&page_token=a");
    assert_eq!((requests[1].method(), requests[1].path()), ("GET", "/list"));
    assert_eq!(requests[1].query("To").as_deref(), Some("+1 2"));
    assert_eq!(requests[1].query("page"), None);
    assert_eq!(requests[1].header("authorization"), Some("Bearer s3cret"));
    assert_eq!(requests[1].header("x-version"), Some("2"));
    assert!(requests[1].body().is_empty());
    assert!(!format!("{requests:?}").contains("s3cret"));
    assert_eq!(
        (replay.left(), format!("{replay:?}").as_str()),
        (0, "Replay { requests: 2, left: 0 }")
    );
}

#[tokio::test]
async fn a_replay_has_faults_like_those_of_a_wire() {
    let replay = Replay::new()
        .fails()
        .reply(503, json!({}))
        .header("Retry-After", "7")
        .page(page(&[1, 2], Some("a")))
        .cut(9)
        .page(page(&[1, 2], None));
    let clock = Clock::new();
    let client = builder(&replay).timer(clock.clone()).build().unwrap();
    assert_eq!(Numbers::list(&client).collect().await.unwrap(), [1, 2]);
    assert_eq!(replay.targets(), ["/list"; 4]);
    let waited = clock.waited();
    assert!(waited >= Duration::from_secs(7) && waited < Duration::from_secs(9), "{waited:?}");
}

#[tokio::test]
async fn a_request_too_many_is_an_error_that_names_it() {
    let replay = Replay::new().page(page(&[1], Some("a")));
    let client = builder(&replay).build().unwrap();
    let failed = Numbers::list(&client).collect().await.unwrap_err();
    assert_eq!((failed.items.as_slice(), failed.error.kind()), (&[1][..], ErrorKind::Status));
    let text = failed.error.to_string();
    assert!(text.contains("got GET /list") && text.contains("no reply is left"), "{text}");
    assert_eq!(failed.error.attempts(), 1, "it is not tried again");
}

#[tokio::test]
async fn an_invalid_recording_is_reported() {
    let replies = [
        (Replay::new().header("a", "b"), "no reply before it"),
        (
            Replay::new().fails().header("a", "b"),
            "the header `a` is set for a request that gets no reply",
        ),
        (Replay::new().fails().cut(1), "a body is cut for a request that gets no reply"),
        (Replay::new().page(1).header("a b", "c"), "`a b: c` is not a valid header"),
        (Replay::new().reply(1, 1), "1 is not an HTTP status"),
        (
            Replay::new().page(std::collections::BTreeMap::from([((), 1)])),
            "its body does not serialise to JSON",
        ),
    ];
    for (replay, why) in replies {
        let client = builder(&replay).build().unwrap();
        let error = Numbers::list(&client).first_page().await.unwrap_err().to_string();
        assert!(error.contains(why), "{why} in {error}");
    }
}

/// A path for a file of this test.
fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("recorded-{name}.json"))
}

#[tokio::test]
async fn a_walk_is_recorded_without_its_secrets_and_replayed() {
    const TOKEN: &str = "eyJ0b2tlbiI6+/8=";
    let wire = Replay::new()
        .fails()
        .reply(
            200,
            json!({"data": [1, 2], "next_page_token": TOKEN, "echo": "Basic c2lkOmNhbmFyeQ=="}),
        )
        .header("Set-Cookie", "session=canary")
        .raw(
            200,
            "application/json",
            "{ \"data\": [3], \"next_page_token\": null, \"n\": 1e400, \"k\": \"canary\" }",
        );
    let recorder = Recorder::new().hide_tokens();
    let client = builder(&wire).basic("sid", "canary").record(&recorder).build().unwrap();
    assert_eq!(Numbers::list(&client).collect().await.unwrap(), [1, 2, 3]);

    let path = file("walk");
    recorder.save(&path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    for secret in ["canary", "c2lkOmNhbmFyeQ", "eyJ0b2tlbiI6", "ookie", "uthorization"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains("1e400") && text.contains("token-1"), "numbers stay unchanged: {text}");

    for replay in [Replay::load(&path).unwrap(), recorder.replay()] {
        let client = builder(&replay).build().unwrap();
        assert_eq!(Numbers::list(&client).collect().await.unwrap(), [1, 2, 3]);
        assert_eq!(replay.targets(), ["/list", "/list", "/list?page_token=token-1"]);
    }
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn tokens_are_hidden_wherever_they_are_sent() {
    const TOKEN: &str = "eyJ0b2tlbiI6+/8=";
    for send in [SendIn::Query("after"), SendIn::Body("/after"), SendIn::Header("X-After")] {
        let wire = Replay::new()
            .page(page(&[10_000_001], Some(TOKEN)))
            .page(json!({"data": [10_000_002], "next_page_token": "10000002", "of": TOKEN}))
            .page(page(&[3], None));
        let list = |client: &Client| {
            let paging = Paging::NONE.next(NextFrom::Body("/next_page_token")).send(send);
            client.list::<u64>("/list", [""; 0], paging).post().items_at("/data")
        };
        let recorder = Recorder::new().hide_tokens();
        let client = builder(&wire).record(&recorder).build().unwrap();
        assert_eq!(list(&client).collect().await.unwrap(), [10_000_001, 10_000_002, 3]);

        let path = file("sent");
        recorder.save(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("eyJ0b2tlbiI6") && text.contains(r#""of":"token-1""#), "{text}");

        let client = builder(&Replay::load(&path).unwrap()).build().unwrap();
        assert_eq!(list(&client).collect().await.unwrap(), [10_000_001, 10_000_002, 3]);
        std::fs::remove_file(path).unwrap();
    }
}

#[tokio::test]
async fn the_header_of_a_position_is_not_a_credential() {
    let wire = Replay::new().page(page(&[1], Some("7777"))).page(page(&[77_777], None));
    let recorder = Recorder::new();
    let client = builder(&wire).bearer("canary").record(&recorder).build().unwrap();
    let list = |client: &Client| {
        let next = Paging::NONE.next(NextFrom::Body("/next_page_token"));
        let paging = next.send(SendIn::Header("X-After"));
        client.list::<u64>("/list", [""; 0], paging).items_at("/data")
    };
    assert_eq!(list(&client).collect().await.unwrap(), [1, 77_777]);
    let client = builder(&recorder.replay()).build().unwrap();
    assert_eq!(list(&client).collect().await.unwrap(), [1, 77_777]);
}

#[tokio::test]
async fn a_key_in_the_query_is_neither_recorded_nor_expected() {
    let wire = Replay::new().page(page(&[1], Some("api_key=canary&x"))).page(page(&[2], None));
    let recorder = Recorder::new();
    let client = builder(&wire).api_key_query("api_key", "canary").record(&recorder);
    assert_eq!(Numbers::list(&client.build().unwrap()).collect().await.unwrap(), [1, 2]);
    assert!(wire.targets().iter().all(|target| target.contains("api_key=canary")));

    let replay = recorder.replay();
    let client = builder(&replay).api_key_query("api_key", "other").build().unwrap();
    assert_eq!(Numbers::list(&client).collect().await.unwrap(), [1, 2]);
    let targets = replay.targets();
    assert!(targets.iter().all(|target| !target.contains("canary")), "{targets:?}");
    assert!(format!("{recorder:?}").contains("exchanges: 2"));
}

#[tokio::test]
async fn a_recorded_walk_is_not_another_one() {
    let recorder = Recorder::new();
    let client = builder(&two_pages()).record(&recorder).build().unwrap();
    drop(Numbers::list(&client).query([("To", "1")]).collect().await.unwrap());
    for call in [|client: &Client| Numbers::list(client).query([("To", "2")]), Numbers::list] {
        let client = builder(&recorder.replay()).build().unwrap();
        let error = call(&client).first_page().await.unwrap_err().to_string();
        assert!(error.contains("the recorded walk requested GET /list?To=1"), "{error}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_replayed_so() {
    let wire = Replay::new().page(page(&[1], None)).cut(5).raw(200, "text/plain", vec![0xff, 0]);
    let recorder = Recorder::new();
    let client = builder(&wire).record(&recorder).retry(Retry::default().attempts(2)).build();
    let error = Numbers::list(&client.unwrap()).first_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body, "{error}");

    let path = file("broken");
    recorder.save(&path).unwrap();
    let client = builder(&Replay::load(&path).unwrap()).build().unwrap();
    let again = Numbers::list(&client).first_page().await.unwrap_err();
    assert_eq!((again.to_string(), again.attempts()), (error.to_string(), 2));
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_file_that_is_not_a_recording_is_refused() {
    let path = file("other");
    let refused = [
        ("[]", "invalid type"),
        ("{}", "no `pagesmith`"),
        (r#"{"pagesmith": 2}"#, "version 2"),
        (r#"{"pagesmith": 1}"#, "no `exchanges`"),
        (r#"{"pagesmith": 1, "exchanges": [{}]}"#, "no `method`"),
        (r#"{"pagesmith": 1, "exchanges": [{"method": 1}]}"#, "`method` should be a string"),
        (r#"{"pagesmith": 1, "exchanges": [{"method": "GET", "target": "/"}]}"#, "no `status`"),
        (
            r#"{"pagesmith": 1, "exchanges": [{"method": "GET", "target": "/", "status": 200}]}"#,
            "one of `json`, `text` and `base64`",
        ),
    ];
    for (text, why) in refused {
        std::fs::write(&path, text).unwrap();
        let error = Replay::load(&path).unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(cause.contains(why), "{why} in {cause}");
        assert!(error.to_string().contains("is not a recorded walk"), "{error}");
    }
    std::fs::remove_file(&path).unwrap();
    let error = Replay::load(&path).unwrap_err().to_string();
    assert!(
        error.contains("there is no file") && error.contains("`Recorder` writes it"),
        "{error}"
    );
}
