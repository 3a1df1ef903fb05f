//! Credentials in the JSON body of requests: where they go, and where they never appear.

#![cfg(feature = "testing")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith::paging::{NextFrom, SendIn};
use pagesmith::testing::{Recorder, Replay};
use pagesmith::{
    Client, ClientBuilder, Credentials, Dynamic, ErrorKind, Json, Pager, Paging, Position,
};
use serde_json::json;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

const STYLE: Paging = Paging::NONE
    .next(NextFrom::Body("/next"))
    .send(SendIn::Body("/cursor"))
    .page_size("/count", None, None);

fn builder(replay: &Replay) -> ClientBuilder {
    let builder = Client::builder("https://api.test").transport(replay.clone());
    builder.api_key_body([("/client_id", "client-4711"), ("/keys/secret", "s3cret-0815")])
}

fn two_pages() -> Replay {
    let page = |next| json!({"rows": [1], "next": next});
    Replay::new().page(page(json!("a"))).page(page(json!(null)))
}

fn rows(client: &Client) -> Pager<Dynamic<Json>> {
    client.list::<Json>("/rows", [""; 0], STYLE).items_at("/rows").post()
}

fn bodies(replay: &Replay) -> Vec<Json> {
    let requests = replay.requests();
    requests.iter().map(|request| serde_json::from_slice(request.body()).unwrap()).collect()
}

#[tokio::test]
async fn each_request_has_them_in_its_body_and_nothing_else_does() {
    let replay = two_pages();
    let recorder = Recorder::new();
    let client = builder(&replay).record(&recorder).build().unwrap();
    let mut pages = rows(&client).page_size(2).pages();
    let mut shown = format!("{client:?} {pages:?}");
    while let Some(page) = pages.try_next().await.unwrap() {
        write!(shown, "{page:?} {:?} {}", page.position(), page.position().encode()).unwrap();
    }
    let sent = |cursor: Option<&str>| {
        let mut sent = json!({"count": 2, "client_id": "client-4711"});
        sent["keys"] = json!({"secret": "s3cret-0815"});
        if let Some(cursor) = cursor {
            sent["cursor"] = json!(cursor);
        }
        sent
    };
    assert_eq!(bodies(&replay), [sent(None), sent(Some("a"))]);
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("auth_in_body.json");
    recorder.save(&file).unwrap();
    shown += &std::fs::read_to_string(file).unwrap();
    assert!(!shown.contains("4711") && !shown.contains("0815"), "{shown}");
}

#[tokio::test]
async fn a_position_is_of_any_credentials() {
    let replay = two_pages();
    let mut pages = rows(&builder(&replay).build().unwrap()).pages();
    pages.try_next().await.unwrap();
    let position = Position::decode(&pages.position().unwrap().encode()).unwrap();
    let other = Client::builder("https://api.test").transport(replay.clone());
    let other = other.api_key_body([("/token", "another-key")]).build().unwrap();
    rows(&other).resume(&position).collect().await.unwrap();
    assert_eq!(bodies(&replay)[1], json!({"cursor": "a", "token": "another-key"}));
}

#[tokio::test]
async fn a_reply_that_repeats_them_is_shown_without_them() {
    let echo = json!({"error": "no s3cret-0815 of client-4711"});
    for status in [200, 403] {
        let replay = Replay::new().reply(status, echo.clone());
        let recorder = Recorder::new();
        let client = builder(&replay).record(&recorder).build().unwrap();
        let failed = rows(&client).collect().await.unwrap_err();
        let shown = format!("{failed} {failed:?} {:?}", failed.error.body());
        assert!(!shown.contains("4711") && !shown.contains("0815"), "{shown}");
        let file = format!("{}/auth_in_body_{status}.json", env!("CARGO_TARGET_TMPDIR"));
        recorder.save(&file).unwrap();
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.contains("no [redacted] of [redacted]"), "{text}");
    }
}

#[tokio::test]
async fn a_value_of_the_request_is_never_replaced() {
    let replay = two_pages();
    let client = builder(&replay).build().unwrap();
    for (pointer, value) in [("/client_id", json!("mine")), ("/keys", json!({"secret": 1}))] {
        let failed = rows(&client).body_at(pointer, value).collect().await.unwrap_err();
        assert_eq!(failed.error.kind(), ErrorKind::Input);
        let shown = failed.to_string();
        assert!(shown.contains("already has a value") && !shown.contains("4711"), "{shown}");
    }
    // Beside them is room.
    rows(&client).body_at("/keys/kind", "x").collect().await.unwrap();
    assert_eq!(bodies(&replay)[0]["keys"], json!({"kind": "x", "secret": "s3cret-0815"}));
}

#[tokio::test]
async fn a_request_without_a_json_body_is_refused() {
    let client = builder(&Replay::new()).build().unwrap();
    let list = client.list::<Json>("/rows", [""; 0], Paging::NONE).items_at("/rows");
    let of_get = list.collect().await.unwrap_err().error;
    let form = client.request("POST", "/rows").body("a=1").send().await.unwrap_err();
    let array = client.request("POST", "/rows").json(&json!([1])).send().await.unwrap_err();
    let says = ["a GET has no body", "is not JSON", "`/client_id` can't be set"];
    for (error, says) in [of_get, form, array].iter().zip(says) {
        assert!(error.kind() == ErrorKind::Input && error.to_string().contains(says), "{error}");
    }
}

#[tokio::test]
async fn other_requests_have_them_too() {
    let replay = Replay::new().page(json!({})).page(json!({}));
    let client = builder(&replay).build().unwrap();
    client.request("POST", "/a").send().await.unwrap();
    client.request("POST", "/b").json(&json!({"x": 1})).send().await.unwrap();
    let keys = json!({"secret": "s3cret-0815"});
    assert_eq!(
        bodies(&replay),
        [
            json!({"client_id": "client-4711", "keys": keys}),
            json!({"x": 1, "client_id": "client-4711", "keys": keys}),
        ]
    );
    assert_eq!(replay.requests()[0].header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn after_a_401_the_provider_gives_new_ones() {
    let replay = Replay::new().reply(401, json!({})).page(json!({"rows": [1], "next": null}));
    let round = AtomicUsize::new(0);
    let client = Client::builder("https://api.test").transport(replay.clone()).auth(move || {
        let round = round.fetch_add(1, Ordering::Relaxed);
        async move { Ok(Credentials::body([("/secret", format!("round-{round}"))])?) }
    });
    rows(&client.build().unwrap()).collect().await.unwrap();
    assert_eq!(bodies(&replay), [json!({"secret": "round-0"}), json!({"secret": "round-1"})]);
}

#[test]
fn credentials_need_a_pointer_each() {
    for pointers in [&[][..], &["secret"], &["/id", ""]] {
        let values = pointers.iter().map(|pointer| (*pointer, "s3cret"));
        let error = Client::builder("https://api.test").api_key_body(values).build().unwrap_err();
        assert!(error.to_string().contains("begin with `/`"), "{error}");
    }
}

#[cfg(feature = "spec")]
mod of_a_spec {
    use super::{Replay, bodies, json};

    pagesmith::client!(mod shop = "tests/auth_in_body.yaml");
    pagesmith::client!(mod store = "tests/key_in_body.yaml");

    #[tokio::test]
    async fn the_builder_takes_them() {
        let page = json!({"things": [{"id": 1}], "next": null});
        let replay = Replay::new().page(&page).page(&page);
        let builder = shop::Client::builder().transport(replay.clone());
        let client = builder.id_and_key("client-4711", "s3cret-0815").build().unwrap();
        assert_eq!(client.list_things().collect().await.unwrap()[0].id, 1);
        let builder = store::Client::builder().transport(replay.clone());
        let client = builder.api_key("s3cret-0815").build().unwrap();
        client.list_things().collect().await.unwrap();
        let both = json!({"client_id": "client-4711", "keys": {"secret": "s3cret-0815"}});
        assert_eq!(bodies(&replay), [both, json!({"api_key": "s3cret-0815"})]);
    }

    #[test]
    fn the_builder_asks_for_them() {
        for (built, setter) in [
            (shop::Client::builder().build().map(drop), "id_and_key"),
            (store::Client::builder().build().map(drop), "api_key"),
        ] {
            let error = built.unwrap_err().to_string();
            assert!(error.contains(&format!("`.{setter}(…)`")), "{error}");
        }
    }
}
