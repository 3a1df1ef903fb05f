//! How an error reports a refusal: with the message of the API, wherever the API
//! puts it, with the body, and without secrets.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "refusals/shapes.rs"]
mod shapes;
mod common;

use bytes::Bytes;
use common::Numbers;
use common::wire::Wire;
use http_body::{Frame, SizeHint};
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, Error, ErrorKind, List, Paged, Pager, Retry};
use shapes::{OTHERS, SHAPES};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

async fn refused_with(status: u16, kind: &str, body: &str) -> Error {
    let wire = Wire::default();
    wire.then_with(status, &[("content-type", kind)], body);
    Numbers::list(&wire.client()).first_page().await.unwrap_err()
}

/// A message without what it says to check.
fn without_advice(message: &str) -> &str {
    let advice = [CHECK_THE_URL, NO_CREDENTIALS];
    advice.iter().find_map(|advice| message.strip_suffix(advice)).unwrap_or(message)
}

const CHECK_THE_URL: &str =
    "; check the base URL, to which the path is appended, and the parameters";
const NO_CREDENTIALS: &str = "; the client was built without credentials";

#[tokio::test]
async fn a_refusal_says_what_to_check() {
    let gone = refused_with(404, "application/json", "{}").await.to_string();
    assert!(gone.ends_with(&format!("the server answered 404 Not Found{CHECK_THE_URL}")), "{gone}");
    let denied = refused_with(401, "application/json", "{}").await.to_string();
    assert!(denied.ends_with(&format!("401 Unauthorized{NO_CREDENTIALS}")), "{denied}");
    let wire = Wire::default();
    wire.then(401, "{}");
    let client = wire.builder().bearer("t0ken").build().unwrap();
    let denied = Numbers::list(&client).first_page().await.unwrap_err().to_string();
    assert!(denied.ends_with("the server answered 401 Unauthorized"), "{denied}");
}

fn json(body: &str) -> String {
    body.replace('\'', "\"")
}

#[tokio::test]
async fn an_error_shows_the_message_of_each_usual_refusal() {
    let mut wrong = Vec::new();
    for (name, (status, body, says, code)) in SHAPES {
        let error = refused_with(status, "application/json", &json(body)).await;
        let message = error.to_string();
        let api = error.api_error().and_then(|api| api.code.as_deref());
        if !without_advice(&message).ends_with(says)
            || api != code
            || error.kind() != ErrorKind::Status
        {
            wrong.push(format!("{name}: {message}, code {api:?}"));
        }
    }
    let plain = refused_with(400, "text/plain", "\n too many rows asked for\r\nsee the docs").await;
    if !plain.to_string().ends_with(": too many rows asked for") {
        wrong.push(format!("plain: {plain}"));
    }
    let page = "<html><head><title>403 Forbidden</title></head><body>blocked</body></html>";
    for (kind, mark) in [("text/html", ""), ("application/json", ""), ("text/html", "\u{feff}")] {
        let html = refused_with(403, kind, &format!("{mark}{page}")).await;
        if !html.to_string().ends_with("the server answered 403 Forbidden with an HTML page") {
            wrong.push(format!("html: {html}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn an_error_shows_the_message_of_other_refusals_too() {
    for (body, says) in OTHERS {
        let message = refused_with(400, "application/json", &json(body)).await.to_string();
        assert!(message.ends_with(says), "{body}: {message}");
    }
}

#[tokio::test]
async fn the_pointers_of_the_list_say_where_the_message_is() {
    let wire = Wire::default();
    let body = json("{'message':'not these','error_message':'but these','error_code':7}");
    wire.then(400, &body);
    let error = common::Subscriber::list(&wire.client(), 1).first_page().await.unwrap_err();
    assert!(error.to_string().ends_with("400 Bad Request (7): but these"), "{error}");
    // If nothing is at these pointers, the usual places are read, under status 200, too.
    wire.then(200, &json("{'success':false,'data':null,'description':'who are you'}"));
    let error = common::Subscriber::list(&wire.client(), 1).first_page().await.unwrap_err();
    assert!(error.to_string().ends_with("a failure (no code): who are you"), "{error}");
    assert_eq!(error.kind(), ErrorKind::Api);
    wire.then(400, &json("{'message':'these'}"));
    let error = common::Subscriber::list(&wire.client(), 1).first_page().await.unwrap_err();
    assert!(error.to_string().ends_with("400 Bad Request: these"), "{error}");
}

/// A list whose errors are where no other API has them.
struct Unusual;

impl Paged for Unusual {
    type Item = u64;
    const LIST: List =
        List::get("/list", "/data").error_code("/outcome/why/0").error_message("/outcome/why/1");
}

#[tokio::test]
async fn the_pointers_of_the_list_come_before_the_usual_places() {
    let wire = Wire::default();
    wire.then(400, &json("{'code':1,'message':'not this','outcome':{'why':[7,'but this']}}"));
    let error = Pager::<Unusual>::new(&wire.client(), []).first_page().await.unwrap_err();
    assert!(error.to_string().ends_with("400 Bad Request (7): but this"), "{error}");
}

#[tokio::test]
async fn an_error_object_under_status_200_is_an_error_with_its_message() {
    for (body, says) in [
        ("{'error':{'type':'Exception','message':'quota used up','code':4}}", "(4): quota used up"),
        ("{'ok':false,'description':'who are you','error_code':401}", "(401): who are you"),
        ("{'message':'this key is unknown'}", ": this key is unknown"),
        ("{'data':[],'error':'quota used up'}", ": quota used up"),
        (
            "{'errors':[{'message':'too busy now','extensions':{'code':'THROTTLED'}}]}",
            "(THROTTLED): too busy now",
        ),
    ] {
        let error = refused_with(200, "application/json", &json(body)).await;
        let message = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Items, "{message}");
        assert!(message.contains(says), "{body}: {message}");
        assert!(!message.contains("correct the items pointer"), "{message}");
        assert!(error.api_error().is_some(), "{message}");
    }
    // A page of another list does not report a failure.
    let body = json("{'title':'My list','description':'all rows','rows':[{'id':1}],'total':1}");
    let message = refused_with(200, "application/json", &body).await.to_string();
    assert!(
        message.contains("correct the items pointer") && !message.contains("My list"),
        "{message}"
    );
}

#[tokio::test]
async fn the_message_of_a_refusal_has_no_secrets_and_no_control_characters() {
    let wire = Wire::default();
    let client = wire.builder().bearer("s3cret-of-ours").build().unwrap();
    let body = "{'error':{'code':'s3cret-of-ours','message':'s3cret-of-ours is \\u001b[31mred\\u202eder\\u2066 and YjMmVjZzImY5QWfi too'}}";
    wire.then(400, &json(body));
    let error = Numbers::list(&client).first_page().await.unwrap_err();
    let message = error.to_string();
    assert!(!message.contains("s3cret") && !message.contains("YjMmVj"), "{message}");
    let api = error.api_error().unwrap();
    let all = format!("{message}{error:?}{api:?}");
    assert!(!all.contains("s3cret"), "{all}");
    let shown = [Some(message.as_str()), api.message.as_deref(), api.code.as_deref()];
    for text in shown.into_iter().flatten() {
        let raw = text.chars().find(|c| c.is_control() || "\u{202e}\u{2066}".contains(*c));
        assert_eq!(raw, None, "{text:?}");
    }
    assert!(message.contains("red der"), "{message}");
}

/// Sends chunks of 1 KiB without end, and counts them.
#[derive(Clone, Debug, Default)]
struct Endless(Arc<AtomicUsize>);

impl http_body::Body for Endless {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from(vec![b'x'; 1024])))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(1 << 40)
    }
}

impl Transport for Endless {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let body = Body::new(self.clone());
        let reply = http::Response::builder().status(400).body(body).unwrap();
        Box::pin(async move { Ok(reply) })
    }
}

/// Sends the beginning of a refusal, and then nothing.
#[derive(Clone)]
struct Stalls(Option<&'static str>);

impl http_body::Body for Stalls {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match self.0.take() {
            Some(begin) => Poll::Ready(Some(Ok(Frame::data(begin.into())))),
            None => Poll::Pending,
        }
    }
}

impl Transport for Stalls {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let reply = http::Response::builder().status(401).body(Body::new(self.clone())).unwrap();
        Box::pin(async move { Ok(reply) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_whose_body_stalls_is_reported_by_its_status() {
    for page in [4, 120] {
        let retry = Retry::default().page_timeout(Duration::from_secs(page));
        let stalls = Stalls(Some("{\"message\":\"bad key\""));
        let builder = Client::builder("https://api.test").transport(stalls).retry(retry);
        let error = Numbers::list(&builder.build().unwrap()).first_page().await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401), "{error}");
        assert!(error.to_string().contains("bad key"), "{error}");
    }
}

#[tokio::test]
async fn an_endless_refusal_is_read_only_up_to_the_cap() {
    let endless = Endless::default();
    let builder = Client::builder("https://api.test").transport(endless.clone());
    let client = builder.retry(Retry::none()).build().unwrap();
    let error = Numbers::list(&client).first_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status, "{error}");
    assert!((64..100).contains(&endless.0.load(Ordering::Relaxed)), "{endless:?}");
    assert_eq!(error.body().map(str::len), Some(64 << 10));
}

#[tokio::test]
async fn the_stored_body_of_a_refusal_has_no_credentials() {
    let wire = Wire::default();
    let client = wire.builder().bearer("s3cret-of-ours").build().unwrap();
    wire.then(400, "{\n \"a\": \"s3cret-of-ours\", \"id\": \"5f2c8a9b7d6e4c3b\"}");
    let error = Numbers::list(&client).first_page().await.unwrap_err();
    assert_eq!(error.body(), Some("{\n \"a\": \"[redacted]\", \"id\": \"5f2c8a9b7d6e4c3b\"}"));
    assert!(!format!("{error:?}{error}").contains("5f2c8a9b7d6e4c3b"), "{error:?}");

    // Wherever it is cut, no piece of a credential is left.
    for before in [(64 << 10) - 7, (80 << 10) - 7, 30] {
        let filling =
            if before == 30 { "s3cret-of-ours ".repeat(9000) } else { "x".repeat(before) };
        wire.then(400, &format!("{filling}s3cret-of-ours and more"));
        let error = Numbers::list(&client).first_page().await.unwrap_err();
        let body = error.body().unwrap();
        assert!(body.len() <= 64 << 10 && body.len() > 30 << 10, "{}", body.len());
        assert!(!body.contains("s3c"), "{}", &body[body.len() - 40..]);
    }

    // An error that is not a refusal has no body.
    wire.then(200, "{\"data\":[\"a\"]}");
    wire.then_fail();
    for _ in 0..2 {
        let error = Numbers::list(&client).first_page().await.unwrap_err();
        assert_eq!(error.body(), None, "{error}");
    }
}

#[tokio::test]
async fn a_plain_request_has_the_message_and_the_body_too() {
    let wire = Wire::default();
    wire.then(422, "{\"message\":\"it is full\"}");
    let error = wire.client().request("POST", "/things").send().await.unwrap_err();
    assert!(error.to_string().ends_with(": it is full"), "{error}");
    assert_eq!(error.body(), Some("{\"message\":\"it is full\"}"));
}
