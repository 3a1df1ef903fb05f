//! `import https://…`: a description and the files beside it come from a server.

use crate::command::{code, pagesmith, stderr_of};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Output;
use std::sync::{Arc, Mutex};
use std::thread;

/// What a server was asked for.
type Requests = Arc<Mutex<Vec<String>>>;

/// A server that answers by path; returns its URL.
fn server(answer: fn(&str) -> (u16, String, Vec<u8>)) -> (String, Requests) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Requests::default();
    let seen = Arc::clone(&requests);
    thread::spawn(move || {
        for stream in listener.incoming() {
            // A client that stops reading early is a part of these tests.
            let _closed = reply(stream.unwrap(), answer, &seen);
        }
    });
    (url, requests)
}

fn reply(
    mut stream: TcpStream,
    answer: fn(&str) -> (u16, String, Vec<u8>),
    seen: &Requests,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    seen.lock().unwrap().push(path.clone());
    let (status, location, body) = answer(&path);
    let head = format!(
        "HTTP/1.1 {status} x\r\nLocation: {location}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(&body)
}

fn description() -> Value {
    let row = json!({"$ref": "parts/row.json#/Row"});
    json!({
        "openapi": "3.0.3", "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example.com"}],
        "paths": {"/things": {"get": {
            "parameters": [{"name": "cursor", "in": "query", "schema": {"type": "string"}}],
            "responses": {"200": {"content": {"application/json": {"schema": {"type": "object", "properties": {
                "data": {"type": "array", "items": row},
                "next_cursor": {"type": "string"},
            }}}}}},
        }}},
        "components": {"schemas": {"Out": {"$ref": "../secret.json#/Row"}}},
    })
}

fn answers(path: &str) -> (u16, String, Vec<u8>) {
    let ok = |body: String| (200, String::new(), body.into_bytes());
    match path {
        "/api/openapi.json" | "/api/openapi.json?v=1" => ok(description().to_string()),
        "/api/parts/row.json" => {
            ok(json!({"Row": {"type": "object", "properties": {"id": {"type": "string"}}}})
                .to_string())
        }
        "/api/moved.json" => (302, "/api/openapi.json".to_owned(), Vec::new()),
        "/elsewhere.json" => (302, "http://127.0.0.2:9/api.json".to_owned(), Vec::new()),
        "/round" => (302, "/round".to_owned(), Vec::new()),
        "/large.json" => (200, String::new(), vec![b' '; (32 << 20) + 1]),
        _ => (404, String::new(), Vec::new()),
    }
}

fn import(url: &str) -> Output {
    pagesmith(&["import", url, "--out", "-"])
}

#[test]
fn a_description_is_read_with_the_files_below_its_folder() {
    let (url, requests) = server(answers);
    let made = import(&format!("{url}/api/openapi.json?v=1"));
    assert_eq!(code(&made), 0, "{}", stderr_of(&made));
    let spec = String::from_utf8(made.stdout).unwrap();
    assert!(spec.contains("record: Row") && spec.contains("key: id"), "{spec}");
    let seen = requests.lock().unwrap().clone();
    assert_eq!(seen, ["/api/openapi.json?v=1", "/api/parts/row.json"]);
}

#[test]
fn redirects_stay_on_the_origin() {
    let (url, _) = server(answers);
    let moved = import(&format!("{url}/api/moved.json"));
    assert_eq!(code(&moved), 0, "{}", stderr_of(&moved));
    for (path, why) in [("elsewhere.json", "redirect"), ("round", "redirect")] {
        let refused = import(&format!("{url}/{path}"));
        assert_eq!(code(&refused), 1);
        assert!(stderr_of(&refused).contains(why), "{}", stderr_of(&refused));
    }
}

#[test]
fn what_can_not_be_read_is_an_error_that_says_why() {
    let (url, _) = server(answers);
    for (path, why) in [("none.json", "404"), ("large.json", "33554432 bytes")] {
        let refused = import(&format!("{url}/{path}"));
        assert_eq!(code(&refused), 1);
        assert!(stderr_of(&refused).contains(why), "{}", stderr_of(&refused));
    }
}

#[test]
fn plain_http_is_for_this_machine_alone() {
    let refused = import("http://shop.example.com/openapi.json");
    assert_eq!(code(&refused), 2);
    assert!(stderr_of(&refused).contains("use `https:`"), "{}", stderr_of(&refused));
    let (url, requests) = server(answers);
    let refused = import(&(url.replace("http://", "http://user:hunter2222@") + "/none.json"));
    assert_eq!(code(&refused), 2);
    let shown = stderr_of(&refused);
    assert!(shown.contains("has credentials") && !shown.contains("hunter2222"), "{shown}");
    assert!(requests.lock().unwrap().is_empty());
}
