//! What a client sends, seen by a server that accepts everything: headers and
//! credentials, and nothing to any other server.

#![cfg(feature = "reqwest")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::server::Server;
use common::{Message, Subscriber};
use pagesmith::{Client, ClientBuilder, ErrorKind, Retry};

const LAST: &str = "{'messages':[],'next_page_uri':null}";
const PATH: &str = "/api/laml/2010-04-01/Accounts/AC1/Messages";

/// Walks two pages with what `build` makes of a client; the server that saw it.
async fn two_pages(build: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Server {
    let server = Server::start().await;
    server.then("{'messages':[],'next_page_uri':'/p?Page=1'}");
    server.then(LAST);
    let client = build(Client::builder(server.url())).build().unwrap();
    Message::list(&client, "AC1").collect().await.unwrap();
    server
}

/// The values of a header on both pages.
fn headers(server: &Server, name: &str) -> [Vec<String>; 2] {
    [0, 1].map(|request| server.header(request, name))
}

#[tokio::test]
async fn basic_credentials_arrive_on_every_page() {
    let server = two_pages(|client| client.basic("user é", "pass:word")).await;
    // Encoded by hand from `user é:pass:word`.
    assert_eq!(headers(&server, "authorization"), [["Basic dXNlciDDqTpwYXNzOndvcmQ="]; 2]);
    assert_eq!(server.lines(), [format!("GET {PATH}"), "GET /p?Page=1".to_owned()]);
}

#[tokio::test]
async fn a_bearer_token_arrives_on_every_page() {
    let server = two_pages(|client| client.bearer("t0ken")).await;
    assert_eq!(headers(&server, "authorization"), [["Bearer t0ken"]; 2]);
}

#[tokio::test]
async fn a_key_in_a_header_arrives_on_every_page() {
    let server = two_pages(|client| client.api_key_header("X-Api-Key", "s3cret")).await;
    assert_eq!(headers(&server, "x-api-key"), [["s3cret"]; 2]);
    assert_eq!(headers(&server, "authorization"), [[""; 0]; 2]);
}

#[tokio::test]
async fn a_key_in_the_query_arrives_on_every_page() {
    let server = two_pages(|client| client.api_key_query("key", "s&cret")).await;
    let expected = [format!("GET {PATH}?key=s%26cret"), "GET /p?Page=1&key=s%26cret".to_owned()];
    assert_eq!(server.lines(), expected);
}

#[tokio::test]
async fn constant_headers_arrive_on_every_page() {
    let server = two_pages(|client| client.header("X-Version", "2")).await;
    assert_eq!(headers(&server, "x-version"), [["2"]; 2]);
    assert_eq!(headers(&server, "accept"), [["application/json"]; 2]);
    let agent = concat!("pagesmith/", env!("CARGO_PKG_VERSION"));
    assert_eq!(headers(&server, "user-agent"), [[agent]; 2]);
}

#[tokio::test]
async fn without_credentials_none_arrive() {
    let server = two_pages(|client| client).await;
    assert_eq!(headers(&server, "authorization"), [[""; 0]; 2]);
}

#[tokio::test]
async fn a_header_of_one_walk_arrives_on_its_pages_only() {
    let server = Server::start().await;
    for _ in 0..2 {
        server.then(LAST);
    }
    let client = Client::builder(server.url()).build().unwrap();
    Message::list(&client, "AC1").header("X-Trace", "7").collect().await.unwrap();
    Message::list(&client, "AC1").collect().await.unwrap();
    assert_eq!(headers(&server, "x-trace"), [vec!["7".to_owned()], vec![]]);
}

#[tokio::test]
async fn a_link_to_another_server_makes_no_connection_there() {
    for rebased in ["{foreign}/p", "//{address}/p", "http://me:pw@{address}/p"] {
        let (server, foreign) = (Server::start().await, Server::start().await);
        let address = foreign.url().strip_prefix("http://").unwrap();
        let link = rebased.replace("{foreign}", foreign.url()).replace("{address}", address);
        server.then(&format!("{{'messages':[{{'sid':'a'}}],'next_page_uri':'{link}'}}"));
        let client = Client::builder(server.url()).basic("user", "s3cret").build().unwrap();
        let failed = Message::list(&client, "AC1").collect().await.unwrap_err();
        assert!(failed.error.is_foreign_origin(), "{failed}");
        assert_eq!(failed.items.len(), 1);
        assert_eq!((server.connections(), foreign.connections()), (1, 0));
    }
}

#[tokio::test]
async fn a_redirect_to_another_server_is_not_followed() {
    let (server, foreign) = (Server::start().await, Server::start().await);
    for status in ["301 Moved Permanently", "302 Found", "307 Temporary Redirect"] {
        let location = format!("Location: {}/p", foreign.url());
        server.then_raw(format!("HTTP/1.1 {status}\r\n{location}\r\nContent-Length: 0\r\n\r\n"));
        let client = Client::builder(server.url()).bearer("s3cret").build().unwrap();
        let error = Message::list(&client, "AC1").first_page().await.unwrap_err();
        assert!(error.is_foreign_origin(), "{error}");
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
    }
    assert_eq!((server.connections(), foreign.connections()), (3, 0));
}

#[tokio::test]
async fn the_bytes_of_a_link_arrive() {
    let server = Server::start().await;
    let links = [
        "/p?a=%2B&b=%3D%3D",
        "/p?t=YQ==",
        "/p/?x=/a/",
        "/p?q=%c3%A9+&&z",
        "/a%2Fb?[c]=$(d),;:@!*~",
    ];
    for link in links {
        server.then(&format!("{{'messages':[],'next_page_uri':'{link}'}}"));
    }
    server.then(LAST);
    let client = Client::builder(server.url()).build().unwrap();
    Message::list(&client, "AC1").collect().await.unwrap();
    assert_eq!(server.lines()[1..], links.map(|link| format!("GET {link}")));
}

#[tokio::test]
async fn a_token_of_8_kib_arrives_whole() {
    let server = Server::start().await;
    let token = "aé=".repeat(2048);
    server.then(&format!("{{'data':[],'next_page_token':'{token}'}}"));
    server.then("{'data':[],'next_page_token':null}");
    let client = Client::builder(server.url()).build().unwrap();
    Subscriber::list(&client, 1).collect().await.unwrap();
    let line = &server.lines()[1];
    let sent = line.split_once("?page_token=").unwrap().1;
    assert_eq!(sent, "a%C3%A9%3D".repeat(2048));
}

#[tokio::test]
async fn a_reply_that_breaks_off_is_an_error_and_not_a_short_page() {
    let server = Server::start().await;
    let body = r#"{"data":[],"next_page_token":null}"#;
    server.then_raw(format!("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{body}"));
    server.then_raw(format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n",
        body.len()
    ));
    server.then_raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"data\":[1,2".to_owned());
    let client = Client::builder(server.url()).retry(Retry::none()).build().unwrap();
    for kind in [ErrorKind::Transport, ErrorKind::Transport, ErrorKind::Body] {
        let error = Subscriber::list(&client, 1).first_page().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error_without_the_query() {
    let server = Server::start().await;
    let refused = {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    let client = Client::builder(refused)
        .retry(Retry::none())
        .api_key_query("key", "s3cret")
        .build()
        .unwrap();
    let error = Message::list(&client, "AC1").first_page().await.unwrap_err();
    assert_eq!((error.kind(), error.page()), (ErrorKind::Transport, Some(1)));
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    assert_eq!(server.connections(), 0);
}
