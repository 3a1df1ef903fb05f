//! The code of `docs/production.md`, run.

#![expect(clippy::unwrap_used, reason = "a test that can't continue fails")]

use fake_api::{ACCOUNT_SID, API_TOKEN, FakeApi};
use pagesmith::testing::Replay;
use pagesmith::{Client, Retry};
use recipes::production::{self, Metrics, Next};
use recipes::records::Message;
use serde_json::json;
use std::collections::BTreeMap;
use std::future::{pending, ready};
use std::time::Duration;

#[tokio::test]
async fn tokens_are_got_once_and_again_after_a_401() {
    use axum::extract::State;
    use axum::http::{HeaderMap, StatusCode};
    use axum::routing::{get, post};
    use std::sync::{Arc, Mutex};

    // Each token serves two requests.
    type Left = Arc<Mutex<(u32, u32)>>;
    async fn token(State(left): State<Left>, headers: HeaderMap, body: String) -> String {
        assert_eq!(headers["authorization"], "Basic aWQ6czNjcmV0LXZhbHVl");
        assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
        assert_eq!(body, "grant_type=client_credentials");
        let mut left = left.lock().unwrap();
        *left = (left.0 + 1, 2);
        json!({"access_token": format!("token-{}", left.0), "expires_in": 3600}).to_string()
    }
    async fn messages(State(left): State<Left>, headers: HeaderMap) -> (StatusCode, String) {
        let mut left = left.lock().unwrap();
        let expected = format!("Bearer token-{}", left.0);
        if headers["authorization"] != expected.as_str() || left.1 == 0 {
            return (StatusCode::UNAUTHORIZED, "{}".to_owned());
        }
        left.1 -= 1;
        (StatusCode::OK, json!({"messages": [], "next_page_uri": null}).to_string())
    }
    let left = Left::default();
    let path = "/api/laml/2010-04-01/Accounts/AC1/Messages";
    let app = axum::Router::new()
        .route("/oauth/token", post(token))
        .route(path, get(messages))
        .with_state(left.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });

    let client = recipes::oauth::client(&url, &url, "id", "s3cret-value".into()).unwrap();
    for _ in 0..5 {
        assert_eq!(Message::list(&client, "AC1").collect().await.unwrap(), []);
    }
    assert_eq!(left.lock().unwrap().0, 3, "a token for each two requests");
}

#[test]
fn a_token_that_is_not_set_is_named() {
    let error = production::from_environment("https://api.test").unwrap_err();
    assert_eq!(error.to_string(), "API_TOKEN is not set");
}

#[tokio::test]
async fn a_service_counts_a_walk_that_has_ended() {
    #[derive(Default)]
    struct Counters(BTreeMap<&'static str, u64>);
    impl Metrics for Counters {
        fn add(&mut self, counter: &'static str, count: u64) {
            *self.0.entry(counter).or_default() += count;
        }
    }
    let server = FakeApi::builder().messages(1200).start().await;
    let client = production::client(server.url(), ACCOUNT_SID, API_TOKEN.into()).unwrap();
    let mut messages = Message::list(&client, ACCOUNT_SID).page_size(1000).items();
    while messages.try_next().await.unwrap().is_some() {}
    let mut counters = Counters::default();
    production::count(&mut counters, &messages.outcome().unwrap());
    let expected = [
        ("items", 1200),
        ("pages", 2),
        ("requests", 2),
        ("retries", 0),
        ("unproven", 0),
        ("waited_ms", 0),
        ("warnings", 0),
    ];
    assert_eq!(counters.0.into_iter().collect::<Vec<_>>(), expected);
}

/// What is done after the second page fails like this.
async fn after_reply(status: u16, headers: &[(&str, &str)]) -> Next {
    let first = json!({"messages": [{"sid": "SM1"}], "next_page_uri": "/p"});
    let replay = Replay::new().page(first).reply(status, json!({}));
    let replay = headers.iter().fold(replay, |replay, (name, value)| replay.header(name, value));
    let builder = Client::builder("https://example.signalwire.com").retry(Retry::none());
    let client = builder.transport(replay).build().unwrap();
    let failed = Message::list(&client, ACCOUNT_SID).collect().await.unwrap_err();
    production::after(&failed.error)
}

#[tokio::test]
async fn an_error_says_what_to_do() {
    let minute = Duration::from_secs(60);
    assert!(matches!(after_reply(503, &[]).await, Next::Resume(_, wait) if wait == minute));
    let asked = after_reply(429, &[("Retry-After", "7")]).await;
    assert!(matches!(asked, Next::Resume(_, wait) if wait == Duration::from_secs(7)));
    assert_eq!(after_reply(422, &[]).await, Next::StartOver);
    let Next::Report(message) = after_reply(403, &[]).await else { panic!("it is for a person") };
    assert!(message.contains("403"), "{message}");
}

#[tokio::test]
async fn a_service_that_shuts_down_knows_where_to_go_on() {
    let server = FakeApi::builder().messages(30).start().await;
    let client = production::client(server.url(), ACCOUNT_SID, API_TOKEN.into()).unwrap();
    let mut seen = 0;
    let ended = production::run(&client, ACCOUNT_SID, pending(), |_| seen += 1).await.unwrap();
    assert_eq!((seen, ended.is_none()), (30, true));

    let mut seen = 0;
    let stopped = production::run(&client, ACCOUNT_SID, ready(()), |_| seen += 1).await.unwrap();
    assert_eq!(seen, 0);
    let rest = Message::list(&client, ACCOUNT_SID).resume(&stopped.unwrap()).collect().await;
    assert_eq!(rest.unwrap().len(), 30);
}
