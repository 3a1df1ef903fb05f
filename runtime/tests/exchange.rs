//! The single exchange over real sockets: where redirects lead, what they send
//! along, and what is left of an exchange that was dropped.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::server::Server;
use common::wire::Wire;
use common::{Message, Numbers};
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, ClientBuilder, Error, ErrorKind, Retry};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const LIST: &str = "/api/laml/2010-04-01/Accounts/AC1/Messages";
const LAST: &str = "{'messages':[],'next_page_uri':null}";
const EMPTY: &str = "{'data':[],'next_page_token':null}";

fn builder(server: &Server) -> ClientBuilder {
    Client::builder(server.url()).retry(Retry::none())
}

/// A reply without a body.
fn head(status: u16, headers: &[&str]) -> String {
    let lines = [headers, &["Content-Length: 0"]].concat().join("\r\n");
    format!("HTTP/1.1 {status} x\r\n{lines}\r\n\r\n")
}

async fn fails(client: &Client) -> Error {
    Message::list(client, "AC1").first_page().await.unwrap_err()
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_followed_with_all_headers() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::start().await;
        server.then_raw(head(status, &["Location: /a/b?x=%2B&y=="]));
        server.then_raw(head(status, &[&format!("Location: {}/c/d?z", server.url())]));
        server.then_raw(head(status, &["Location: ../e/f#top"]));
        server.then("{'messages':[],'next_page_uri':'g?Page=1'}");
        server.then(LAST);
        let client = builder(&server).bearer("s3cret").header("X-Own", "1").build().unwrap();
        let list = Message::list(&client, "AC1").header("X-Walk", "2");
        list.collect().await.unwrap();
        let lines = [&format!("GET {LIST}"), "GET /a/b?x=%2B&y==", "GET /c/d?z", "GET /e/f"];
        assert_eq!(server.lines()[..4], lines, "{status}");
        assert_eq!(server.lines()[4], "GET /e/g?Page=1", "a link is relative to its page");
        for request in 0..5 {
            assert_eq!(server.header(request, "authorization"), ["Bearer s3cret"]);
            assert_eq!(server.header(request, "x-own"), ["1"]);
            assert_eq!(server.header(request, "x-walk"), ["2"]);
        }
    }
}

#[tokio::test]
async fn a_redirect_out_of_the_origin_is_refused_and_sends_nothing() {
    let foreign = Server::start().await;
    let address = foreign.url().strip_prefix("http://").unwrap();
    let port = address.split_once(':').unwrap().1;
    for location in [
        foreign.url(),
        &format!("//{address}/p"),
        &format!("https://{address}/p"),
        &format!("http://user:pw@{address}/p"),
        &format!("http://localhost:{port}/p"),
        &format!("\\\\{address}\\p"),
        &format!("/\\{address}/p"),
        "https://127.0.0.1/p",
        "ftp://127.0.0.1/p",
        "http://",
    ] {
        let server = Server::start().await;
        server.then_raw(head(302, &[&format!("Location: {location}"), "X-Request-Id: r7"]));
        let client = builder(&server).basic("user", "s3cret").build().unwrap();
        let error = fails(&client).await;
        assert_eq!(error.kind(), ErrorKind::ForeignOrigin, "{location}: {error}");
        assert!(error.to_string().contains(": the redirect "), "{error}");
        assert_eq!(error.status().unwrap().as_u16(), 302);
        assert_eq!(error.request_id(), Some("r7"));
        assert_eq!((server.connections(), foreign.connections()), (1, 0), "{location}");
    }
}

#[tokio::test]
async fn a_redirect_out_and_back_is_refused_at_the_first_step() {
    let (server, foreign) = (Server::start().await, Server::start().await);
    server.then_raw(head(302, &["Location: /once"]));
    server.then_raw(head(302, &[&format!("Location: {}/p", foreign.url())]));
    foreign.then_raw(head(302, &[&format!("Location: {}/back", server.url())]));
    let client = builder(&server).bearer("s3cret").build().unwrap();
    assert!(fails(&client).await.is_foreign_origin());
    assert_eq!((server.connections(), foreign.connections()), (2, 0));
}

#[tokio::test]
async fn ten_redirects_are_followed_and_no_more() {
    for (redirects, good) in [(10, true), (11, false)] {
        let server = Server::start().await;
        for _ in 0..redirects {
            server.then_raw(head(302, &["Location: ?again"]));
        }
        server.then(LAST);
        let client = builder(&server).build().unwrap();
        let walked = Message::list(&client, "AC1").first_page().await;
        assert_eq!((walked.is_ok(), server.connections()), (good, 11));
        if let Err(error) = walked {
            assert_eq!(error.kind(), ErrorKind::Status);
            assert!(error.to_string().contains("more than 10 times"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_redirect_without_a_usable_location_is_an_error_of_its_status() {
    let cases: [(u16, &[&str]); 7] = [
        (302, &[]),
        (302, &["Location:"]),
        (302, &["Location: /a", "Location: /b"]),
        (300, &["Location: /a"]),
        (304, &["Location: /a"]),
        (305, &["Location: /a"]),
        (306, &["Location: /a"]),
    ];
    for (status, headers) in cases {
        let server = Server::start().await;
        server.then_raw(head(status, headers));
        let error = fails(&builder(&server).build().unwrap()).await;
        assert_eq!(error.kind(), ErrorKind::Status, "{status} {headers:?}: {error}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn a_key_in_the_query_is_taken_out_of_a_redirect_and_added_once() {
    let server = Server::start().await;
    server.then_raw(head(307, &["Location: /moved?key=s3cret&a=1&k%65y=s3cret"]));
    server.then(EMPTY);
    let client = builder(&server).api_key_query("key", "s3cret").build().unwrap();
    let page = Numbers::list(&client).first_page().await.unwrap();
    assert_eq!(server.lines(), ["GET /list?key=s3cret", "GET /moved?a=1&key=s3cret"]);
    assert!(!format!("{page:?}").contains("s3cret"));
}

/// A transport that reports another origin for its replies.
struct Wanderer(&'static str);

impl Transport for Wanderer {
    fn send(
        &self,
        _: http::Request<bytes::Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let from = http::Uri::from_static(self.0);
        Box::pin(async move {
            let mut reply = http::Response::new(Body::from("{\"data\":[]}"));
            reply.extensions_mut().insert(from);
            Ok(reply)
        })
    }
}

#[tokio::test]
async fn a_reply_from_another_origin_is_an_error() {
    for (from, good) in [
        ("https://api.test/moved", true),
        ("https://api.test:443/moved", true),
        ("https://evil.test/list", false),
        ("http://api.test/list", false),
        ("/list", false),
    ] {
        let builder = Client::builder("https://api.test").transport(Wanderer(from));
        let page = Numbers::list(&builder.build().unwrap()).first_page().await;
        let kind = page.err().map(|error| error.kind());
        assert_eq!(kind, (!good).then_some(ErrorKind::ForeignOrigin), "{from}");
    }
}

#[tokio::test]
async fn an_error_names_the_request_as_the_server_does() {
    let long = "x".repeat(201);
    for (headers, id) in [
        (vec!["X-Amzn-RequestId: a", "Request-Id: b"], Some("b")),
        (vec!["cf-ray: c"], Some("c")),
        (vec!["x-request-id:", "cf-ray: c"], Some("c")),
        (vec![&*format!("x-request-id: {long}")], None),
        (vec![], None),
    ] {
        let server = Server::start().await;
        server.then_raw(head(503, &headers));
        let error = fails(&builder(&server).build().unwrap()).await;
        assert_eq!(error.request_id(), id);
    }
}

#[tokio::test]
async fn endless_headers_are_an_error() {
    let server = Server::start().await;
    let header = format!("x: {}\r\n", "y".repeat(100_000));
    server.then_raw(format!("HTTP/1.1 200 OK\r\n{}\r\n{{}}", header.repeat(100)));
    server.then_raw(format!("HTTP/1.1 200 OK\r\n{}\r\n{{}}", "a: b\r\n".repeat(2_000_000)));
    let client = builder(&server).build().unwrap();
    for _ in 0..2 {
        let error = fails(&client).await;
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    }
}

#[tokio::test]
async fn dropping_an_exchange_closes_its_connection() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::builder(url).build().unwrap();
    for drip in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[1"] {
        let client = client.clone();
        let walk = tokio::spawn(async move { Numbers::list(&client).first_page().await });
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut byte = [0];
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).await.unwrap();
            request.extend(byte);
        }
        stream.write_all(drip.as_bytes()).await.unwrap();
        walk.abort();
        assert!(walk.await.unwrap_err().is_cancelled());
        let closed = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut byte));
        assert!(matches!(closed.await.unwrap(), Ok(0) | Err(_)), "after {drip:?}");
    }
}

#[tokio::test]
async fn a_redirect_that_drops_parameters_is_an_error_that_names_them() {
    for (location, dropped) in [
        ("/moved", "`To`, `From`"),
        ("/moved?From=2", "`To`"),
        ("/moved?From=2&from=1&TO=1", "`To`"),
    ] {
        let wire = Wire::default();
        wire.then_with(301, &[("location", location)], "");
        wire.then(200, r#"{"data":[1],"next_page_token":null}"#);
        let list = Numbers::list(&wire.client()).query([("To", "1"), ("From", "2")]);
        let failed = list.collect().await.unwrap_err();
        assert_eq!(failed.error.kind(), ErrorKind::Status);
        let text = failed.error.to_string();
        assert!(text.contains(&format!("without {dropped} of the request")), "{text}");
        assert_eq!(wire.sent(), ["/list?To=1&From=2"]);
    }
}

#[tokio::test]
async fn a_redirect_that_keeps_the_parameters_is_followed() {
    let wire = Wire::default();
    wire.then_with(308, &[("location", "/moved?x=3&From=2&T%6f=1")], "");
    wire.then(200, r#"{"data":[1],"next_page_token":null}"#);
    let client = wire.builder().api_key_query("key", "opensesame").build().unwrap();
    let list = Numbers::list(&client).query([("To", "1"), ("From", "2")]);
    assert_eq!(list.collect().await.unwrap(), [1]);
    assert_eq!(wire.sent()[1], "/moved?x=3&From=2&T%6f=1&key=opensesame");
}
