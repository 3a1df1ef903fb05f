//! Why a request for a page failed, and whether a retry may help: what an error says
//! in its one line, what its sources add, and which errors are retried.

#![cfg(all(feature = "reqwest", feature = "rustls", feature = "blocking"))]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use bytes::Bytes;
use common::Numbers;
use common::clock::Clock;
use common::server::Server;
use common::wire::Wire;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, CollectError, Error, ErrorKind, RateLimit, Retry};
use std::error::Error as StdError;
use std::io;
use std::net::TcpListener;
use std::time::Duration;

/// The one line of an error, and that of each of its sources.
fn chain(error: &(dyn StdError + 'static)) -> Vec<String> {
    let mut parts = vec![error.to_string()];
    let mut source = error.source();
    while let Some(error) = source {
        parts.push(error.to_string());
        source = error.source();
    }
    parts
}

/// The lines of an error and its sources, none of which repeats another.
#[track_caller]
fn lines_without_repetition(error: &(dyn StdError + 'static)) -> Vec<String> {
    let parts = chain(error);
    for (at, part) in parts.iter().enumerate() {
        for (_, other) in parts.iter().enumerate().filter(|(index, _)| *index != at) {
            assert!(!part.to_lowercase().contains(&other.to_lowercase()), "{parts:#?}");
        }
    }
    parts
}

/// The error of a transport, and what the message says about it.
type Cause = (fn() -> BoxError, &'static str);

/// A transport that fails with this cause.
struct Failing(fn() -> BoxError);

impl Transport for Failing {
    fn send(&self, _: http::Request<Bytes>) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let error = self.0();
        Box::pin(async move { Err(error) })
    }
}

async fn fails(url: &str) -> Error {
    let client = Client::builder(url).retry(Retry::none()).build().unwrap();
    Numbers::list(&client).first_page().await.unwrap_err()
}

fn fails_blocking(url: &str) -> Error {
    let client = Client::builder(url).retry(Retry::none()).build_blocking().unwrap();
    Numbers::list(&client).blocking().first_page().unwrap_err()
}

/// A server that answers each connection with these bytes, and closes it.
async fn serving(reply: &'static [u8]) -> String {
    let server = Server::start().await;
    (0..8).for_each(|_| server.then_raw(reply));
    server.url().to_owned()
}

/// A server that accepts connections, sends bytes that are not TLS, and closes them.
fn no_tls() -> String {
    use std::io::{Read as _, Write as _};
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _gone = stream.read(&mut [0; 4096]);
            let _gone = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_names_its_cause_in_one_line_and_its_sources_repeat_none_of_it() {
    // A port on which nobody listens (RFC 863).
    let refused = "http://127.0.0.1:9".to_owned();
    let cut = serving(b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"data\":[1").await;
    let gone = serving(b"").await;
    let (no_tls, no_host) = (no_tls(), "http://no-such-host.invalid".to_owned());
    for (url, says) in [
        (refused, "the server refused the connection"),
        (no_host, "the host name could not be resolved (DNS)"),
        (no_tls, "the TLS connection failed"),
        (gone, "the server closed the connection"),
        (cut, "the reply broke off"),
    ] {
        let blocking = {
            let url = url.clone();
            tokio::task::spawn_blocking(move || fails_blocking(&url)).await.unwrap()
        };
        for error in [fails(&url).await, blocking] {
            assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
            let parts = lines_without_repetition(&error);
            assert!(parts[0].contains(says) && !parts[0].contains('\n'), "{url}: {parts:#?}");
            assert!(parts.len() > 1, "{url}: {parts:#?}");
        }
    }
}

#[tokio::test]
async fn causes_that_a_transport_hides_are_named_by_their_kind_and_words() {
    let cases: [Cause; 7] = [
        (
            || io::Error::from(io::ErrorKind::ConnectionReset).into(),
            "the server reset the connection",
        ),
        (
            || io::Error::from(io::ErrorKind::TimedOut).into(),
            "the server sent nothing for too long",
        ),
        (|| io::Error::from(io::ErrorKind::HostUnreachable).into(), "the server is unreachable"),
        (|| "dns error: no records".into(), "(DNS)"),
        (|| "invalid peer certificate: Expired".into(), "the TLS connection failed"),
        (|| "operation timed out".into(), "the server sent nothing for too long"),
        (|| "connection refused".into(), "the server refused the connection"),
    ];
    for (cause, says) in cases {
        let builder = Client::builder("https://api.test").transport(Failing(cause));
        let client = builder.retry(Retry::none()).build().unwrap();
        let error = Numbers::list(&client).first_page().await.unwrap_err();
        let message = lines_without_repetition(&error).remove(0);
        assert!(message.contains(says), "{message}");
    }
    // A cause of an unknown kind is shown in the words of its source.
    let builder = Client::builder("https://api.test").transport(Failing(|| "it is odd".into()));
    let client = builder.retry(Retry::none()).build().unwrap();
    let error = Numbers::list(&client).first_page().await.unwrap_err();
    assert!(error.to_string().ends_with(": the request failed"), "{error}");
    assert_eq!(chain(&error)[1], "it is odd");
}

#[tokio::test]
async fn the_error_of_collect_repeats_nothing() {
    let wire = Wire::default();
    wire.then(200, "{\"data\":[1,2],\"next_page_token\":\"a\"}");
    wire.then_fail();
    let failed = Numbers::list(&wire.client()).collect().await.unwrap_err();
    let parts = lines_without_repetition(&failed);
    assert_eq!(parts[1..], ["connection reset"]);
    assert!(parts[0].ends_with("(after 2 items)"), "{parts:?}");

    // Whatever fails.
    let builder = Client::builder("https://api.test").transport(wire.clone());
    let builder = builder.auth(|| async { Err("the vault is closed".into()) });
    let client = builder.retry(Retry::none()).build().unwrap();
    let failed: CollectError<u64> = Numbers::list(&client).collect().await.unwrap_err();
    assert_eq!(lines_without_repetition(&failed)[1..], ["the vault is closed"]);
    wire.then(404, "{\"message\":\"gone\"}");
    let failed = Numbers::list(&wire.client()).collect().await.unwrap_err();
    assert_eq!(lines_without_repetition(&failed).len(), 1);
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_named_with_the_time_that_is_left() {
    let (wire, clock) = (Wire::default(), Clock::default());
    let builder = || wire.builder().timer(clock.clone()).retry(Retry::default().seed(7));
    wire.then_with(429, &[("retry-after", "86400")], "{}");
    let error = Numbers::list(&builder().build().unwrap()).first_page().await.unwrap_err();
    let says = "; the server asked us to wait 86400 s, which is longer than the time that is left for the page (120 s)";
    assert!(error.to_string().ends_with(says), "{error}");

    wire.then_with(503, &[("retry-after", "4")], "{}");
    wire.then_with(503, &[("retry-after", "4")], "{}");
    wire.then_with(503, &[("retry-after", "4")], "{}");
    let pager = Numbers::list(&builder().build().unwrap()).deadline(Duration::from_secs(10));
    let error = pager.first_page().await.unwrap_err();
    let says = "tried 3 times; the server asked us to wait 4 s, which is longer than the time that is left for the walk (2 s)";
    assert!(error.to_string().ends_with(says), "{error}");

    let retry = Retry::default().backoff(Duration::from_secs(9), Duration::from_secs(9)).seed(7);
    wire.then(503, "{}");
    let client = wire.builder().timer(clock.clone()).retry(retry).build().unwrap();
    let pager = Numbers::list(&client).deadline(Duration::from_millis(1));
    let error = pager.first_page().await.unwrap_err().to_string();
    let says = "s, which is longer than the time that is left for the walk (1 ms)";
    assert!(
        error.contains("; the next attempt would be after ") && error.ends_with(says),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_page_that_takes_too_long_names_the_limit_and_the_earlier_failure() {
    let wire = Wire::default();
    wire.then(503, "{}");
    wire.then(200, "{}");
    let client = wire.builder().retry(Retry::default()).build().unwrap();
    let mut page = Box::pin(Numbers::list(&client).first_page());
    // The first attempt is answered, the second one is not.
    assert!(futures_util::poll!(&mut page).is_pending());
    wire.hold(true);
    let error = page.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let message = error.to_string();
    assert!(
        message.contains("the page, with its retries, took longer than the allowed 120 s"),
        "{message}"
    );
    assert!(
        message
            .contains("; an earlier attempt failed: the server answered 503 Service Unavailable"),
        "{message}"
    );
    assert!(message.ends_with("; tried 2 times"), "{message}");

    // What the transport said of the earlier attempt is a source, and only once.
    let wire = Wire::default();
    wire.then_fail();
    wire.then(200, "{}");
    let client = wire.builder().retry(Retry::default()).build().unwrap();
    let mut page = Box::pin(Numbers::list(&client).first_page());
    assert!(futures_util::poll!(&mut page).is_pending());
    wire.hold(true);
    let lines = lines_without_repetition(&page.await.unwrap_err());
    assert_eq!(lines[1..], ["connection reset"]);

    let wire = Wire::default();
    wire.then(200, "{}");
    wire.hold(true);
    let pager = Numbers::list(&wire.client()).deadline(Duration::from_secs(5));
    let message = pager.first_page().await.unwrap_err().to_string();
    assert!(
        message.ends_with(
            "the walk took longer than the allowed 5 s, and no complete reply arrived in that time"
        ),
        "{message}"
    );
}

/// The name of a failure, and a server that fails this way at every request.
type Fault = (&'static str, fn(&Wire));

/// Each kind of failure of a page.
const FAULTS: [Fault; 22] = [
    ("no reply", |wire| wire.then_fail()),
    ("a body that breaks off", |wire| wire.then(200, "{\"data\":[1")),
    ("an empty body", |wire| wire.then(200, "")),
    ("HTML", |wire| wire.then(200, "<html>")),
    ("a body above the ceiling", |wire| wire.then(200, &"x".repeat(200))),
    ("a body of an unknown coding", |wire| wire.then_with(200, &[("content-encoding", "x")], "{}")),
    ("no items", |wire| wire.then(200, "{}")),
    ("an error object", |wire| wire.then(200, "{\"error\":\"no\"}")),
    ("an odd record", |wire| wire.then(200, "{\"data\":[\"a\"]}")),
    ("400", |wire| wire.then(400, "{}")),
    ("401", |wire| wire.then(401, "{}")),
    ("403", |wire| wire.then(403, "{}")),
    ("404", |wire| wire.then(404, "{}")),
    ("408", |wire| wire.then(408, "{}")),
    ("422", |wire| wire.then(422, "{}")),
    ("429", |wire| wire.then(429, "{}")),
    ("500", |wire| wire.then(500, "{}")),
    ("501", |wire| wire.then(501, "{}")),
    ("503 with a wait", |wire| wire.then_with(503, &[("retry-after", "1")], "{}")),
    ("403 with a wait", |wire| wire.then_with(403, &[("retry-after", "1")], "{}")),
    ("a limit of the server's own", |wire| wire.then_with(403, &[("left", "0")], "{}")),
    ("the same under 200", |wire| wire.then_with(200, &[("left", "0")], "{\"error\":\"no\"}")),
];

#[tokio::test]
async fn transient_errors_are_those_that_are_retried() {
    const LIMIT: RateLimit = RateLimit::new(&[200, 403]).remaining("left");
    let mut wrong = Vec::new();
    for (name, fault) in FAULTS {
        let mut errors = Vec::new();
        for attempts in [4, 1] {
            let (wire, clock) = (Wire::default(), Clock::default());
            (0..9).for_each(|_| fault(&wire));
            let retry = Retry::default().seed(7).attempts(attempts);
            let builder = wire.builder().timer(clock).retry(retry).rate_limit(LIMIT);
            let client = builder.max_page_bytes(100).build().unwrap();
            errors.push(Numbers::list(&client).first_page().await.unwrap_err());
        }
        // Without retries, the error says the same.
        let is_retried = errors[0].attempts() > 1;
        if errors.iter().any(|error| error.is_transient() != is_retried) {
            wrong.push(format!("{name}: retried: {is_retried}: {}", errors[0]));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
