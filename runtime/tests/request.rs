//! Requests outside of lists.

#![cfg(feature = "testing")]

mod common;

use common::replay::builder;
use pagesmith::http::Method;
use pagesmith::testing::Replay;
use pagesmith::{Client, ErrorKind, Json, Retry};
use serde_json::json;
use std::collections::BTreeMap;
use std::error::Error as _;

#[tokio::test]
async fn path_query_headers_and_body_are_sent_with_those_of_the_client() {
    let replay = Replay::new().reply(201, json!({"sid": "SM1"})).header("X-Request-Id", "r1");
    let client = builder(&replay).base_url("https://api.test/v1/").bearer("s3cret");
    let client = client.header("X-Version", "2").build().unwrap();
    let created = client
        .request("POST", "/Accounts/{account}/Messages")
        .param("account", "a/../b")
        .query([("dry", "yes & no")])
        .header("Idempotency-Key", "k1")
        .json(&json!({"To": "+1"}))
        .send()
        .await
        .unwrap();
    assert_eq!(created.status().as_u16(), 201);
    assert_eq!(created.headers()["x-request-id"], "r1");
    assert_eq!(created.json::<Json>().unwrap(), json!({"sid": "SM1"}));
    assert_eq!(&created.bytes()[..], br#"{"sid":"SM1"}"#);
    assert_eq!(format!("{created:?}"), "Response { status: 201, bytes: 13, .. }");

    let request = &replay.requests()[0];
    let sent = "POST /v1/Accounts/a%2F..%2Fb/Messages?dry=yes%20%26%20no";
    assert_eq!(request.to_string(), sent);
    assert_eq!(request.body(), br#"{"To":"+1"}"#);
    for (name, value) in [
        ("authorization", "Bearer s3cret"),
        ("x-version", "2"),
        ("idempotency-key", "k1"),
        ("content-type", "application/json"),
    ] {
        assert_eq!(request.header(name), Some(value));
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_sent_fails_before_it_is_sent() {
    let replay = Replay::new();
    let client = builder(&replay).build().unwrap();
    let get = |path: &str| client.request("GET", path);
    let refused = [
        (client.request("GE T", "/"), ErrorKind::Input, "invalid HTTP method"),
        (get("/a?b=1"), ErrorKind::Input, "`.query(…)`"),
        (get("/{id}"), ErrorKind::Input, "`.param(\"id\", …)`"),
        (get("/{id}").param("id", ".."), ErrorKind::Input, "another path"),
        (get("/a").param("id", "1"), ErrorKind::Input, "no parameter `id`"),
        (get("/a").header("a b", "c"), ErrorKind::Input, "`a b`"),
        (get("/a").query(1), ErrorKind::Input, "does not serialise to pairs"),
        (get("https://api.test.evil.test/a"), ErrorKind::ForeignOrigin, "evil.test"),
    ];
    for (request, kind, why) in refused {
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(why), "{why} in {error}");
    }
    assert!(replay.requests().is_empty());
}

#[tokio::test]
async fn a_path_with_two_slashes_stays_on_the_clients_origin() {
    let replay = Replay::new().page(json!(1));
    let client = builder(&replay).build().unwrap();
    assert!(client.request(Method::GET, "//evil.test/a").send().await.is_ok());
    assert_eq!(replay.targets(), ["//evil.test/a"]);
}

#[tokio::test]
async fn a_link_of_a_reply_is_followed_within_the_origin() {
    let replay = Replay::new().page(json!(1)).page(json!(2));
    let client = builder(&replay).api_key_query("key", "s3cret").build().unwrap();
    let link = "https://api.test/x/y?sig=a%2Fb&key=echoed";
    let one = client.request("GET", link).query([("n", "1")]).send().await.unwrap();
    assert_eq!(one.json::<u8>().unwrap(), 1);
    assert_eq!(replay.targets(), ["/x/y?sig=a%2Fb&n=1&key=s3cret"]);
}

#[tokio::test]
async fn only_requests_that_read_are_retried() {
    for (method, times) in [("GET", 4), ("HEAD", 4), ("POST", 1), ("DELETE", 1), ("PATCH", 1)] {
        let replay = (0..4).fold(Replay::new(), |replay, _| replay.reply(503, json!({})));
        let client = builder(&replay).build().unwrap();
        let error = client.request(method, "/x").send().await.unwrap_err();
        assert_eq!(
            (error.attempts(), replay.requests().len()),
            (times, times as usize),
            "{method}"
        );
        assert_eq!((error.kind(), error.page()), (ErrorKind::Status, None));
    }
}

#[tokio::test]
async fn redirects_of_requests_that_read_are_followed_within_the_origin() {
    let moved = || Replay::new().reply(307, json!({})).header("Location", "/y").page(json!(1));
    let replay = moved();
    let client = builder(&replay).build().unwrap();
    assert!(client.request("GET", "/x").send().await.is_ok());
    assert_eq!(replay.targets(), ["/x", "/y"]);

    let replay = moved();
    let client = builder(&replay).build().unwrap();
    let error = client.request("PUT", "/x").body("1").send().await.unwrap_err();
    assert!(error.to_string().contains("redirects a PUT (307 Temporary Redirect)"), "{error}");
    assert_eq!((replay.targets().len(), error.status().unwrap().as_u16()), (1, 307));
}

#[tokio::test]
async fn a_status_is_an_error_with_the_message_of_the_api() {
    let body = json!({"errors": [{"code": 21211, "message": "no such number"}]});
    let replay = Replay::new().reply(400, body).header("X-Request-Id", "r7");
    let client = builder(&replay).build().unwrap();
    let error = client.request("POST", "/x").query([("To", "s3cret")]).send().await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("https://api.test/x?To: ") && text.contains("no such number"),
        "{text}"
    );
    assert_eq!(error.api_error().unwrap().code.as_deref(), Some("21211"));
    assert_eq!((error.request_id(), error.is_position_refused()), (Some("r7"), false));
}

/// A type that no reply here has.
type Nested = BTreeMap<String, BTreeMap<String, Vec<u8>>>;

#[tokio::test]
async fn a_reply_of_another_type_is_reported_with_its_line_and_column() {
    let replay = Replay::new()
        .page(json!({"a": {"b": ["s3cret"]}}))
        .raw(200, "application/json", "{\"a\": s3cret}")
        .raw(200, "application/json", "1 s3cret");
    let client = builder(&replay).build().unwrap();
    let messages = ["not of this type (line 1, column ", "the reply is not JSON (line 1, column "];
    for message in messages {
        let other = client.request("GET", "/x").send().await.unwrap();
        let error = other.json::<Nested>().unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert!(!format!("{error:?} {:?}", error.source()).contains("s3cret"));
    }
    let more = client.request("GET", "/x").send().await.unwrap();
    assert!(more.json::<u8>().unwrap_err().to_string().contains("not JSON (line 1, column 3)"));
}

#[tokio::test]
async fn the_cap_on_a_page_is_the_cap_on_a_reply() {
    let replay = Replay::new().page(json!("0123456789"));
    let client = builder(&replay).max_page_bytes(5).build().unwrap();
    let error = client.request("GET", "/x").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body, "{error}");
}

/// On real sockets, with and without a body, by both transports.
#[cfg(all(feature = "reqwest", feature = "blocking"))]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn bodies_go_over_the_wire() {
    let server = common::server::Server::start().await;
    let build = || Client::builder(server.url()).retry(Retry::none());
    let (streams, blocks) = (build().build(), build().build_blocking());
    let (streams, blocks) = (streams.unwrap(), blocks.unwrap());
    for (method, body) in
        [("POST", ""), ("PUT", "12"), ("DELETE", ""), ("DELETE", "34"), ("GET", "")]
    {
        let length = |at: usize| {
            let length = server.header(at, "content-length");
            length.first().map_or(0, |length| length.parse::<usize>().unwrap())
        };
        let at = server.connections();
        server.then("1");
        let reply = streams.request(method, "/x").body(body).send().await.unwrap();
        assert_eq!(reply.json::<u8>().unwrap(), 1);
        server.then("2");
        let request = blocks.request(method, "/x").body(body).blocking();
        let reply = tokio::task::spawn_blocking(move || request.send()).await.unwrap().unwrap();
        assert_eq!(reply.json::<u8>().unwrap(), 2);
        assert_eq!(server.lines()[at..], [format!("{method} /x"), format!("{method} /x")]);
        assert_eq!((length(at), length(at + 1)), (body.len(), body.len()));
    }
}
