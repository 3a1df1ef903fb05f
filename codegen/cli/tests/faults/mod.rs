//! A mock of `mock/faults.yaml` with faults, and its raw replies.

#![allow(dead_code, reason = "each test uses a part of it")]

use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::model::Api;
use pagesmith_codegen::{lower, parse};
use serde_json::Value;
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;

pub(crate) const SPEC: &str = "tests/mock/faults.yaml";

pub(crate) fn api(text: &str) -> Api {
    let (ast, places) = parse::spec_file::parse_bytes(text.as_bytes()).unwrap();
    lower::api(&ast, &places).unwrap().0
}

/// Twelve rows on six pages.
pub(crate) async fn serve(faults: &[&str]) -> Mock {
    let options = Options {
        records: 12,
        page_size: Some(2),
        faults: faults.iter().map(|fault| fault.parse().unwrap()).collect(),
        ..Options::default()
    };
    mock::serve(&api(include_str!("../mock/faults.yaml")), &options).await.unwrap()
}

/// A reply.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    /// The text of its body, possibly cut short.
    pub(crate) text: String,
    pub(crate) body: Value,
}

/// Requests a path.
pub(crate) fn get(mock: &Mock, path: &str) -> io::Result<Reply> {
    let url = mock.base_url();
    let address = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut bytes = Vec::new();
    let read = stream.read_to_end(&mut bytes);
    if bytes.is_empty() {
        read?;
    }
    let text = String::from_utf8(bytes).unwrap();
    let reply = text.split_once("\r\n\r\n");
    let (head, text) = reply.ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok(Reply {
        status: head[9..12].parse().unwrap(),
        head: head.to_owned(),
        text: text.to_owned(),
        body: serde_json::from_str(text).unwrap_or_default(),
    })
}

impl Reply {
    /// The numbers of the rows, from before any row moved.
    pub(crate) fn rows(&self) -> Vec<u64> {
        let rows = if self.body.is_array() { &self.body } else { &self.body["rows"] };
        let number = |row: &Value| row["id"].as_u64().unwrap() - 1_000;
        rows.as_array().unwrap().iter().map(number).collect()
    }

    /// The path that the reply leads to, for a list of this name.
    pub(crate) fn next(&self, list: &str) -> Option<String> {
        if let Some(header) = self.head.lines().find(|line| line.contains("rel=\"next\"")) {
            return header.split(['<', '>']).nth(1).map(str::to_owned);
        }
        let next = self.body.get("next")?.as_str()?;
        let escaped = next.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        Some(if list.starts_with("token") {
            format!("/{list}?token={escaped}")
        } else {
            next.to_owned()
        })
    }

    /// The path of the page after the last row.
    pub(crate) fn after_last(&self) -> Option<String> {
        Some(format!("/last?after={}", 1_000 + self.rows().last()?))
    }
}

/// The replies to a number of requests, each following the next of the reply before.
pub(crate) fn follow(mock: &Mock, list: &str, requests: usize) -> Vec<Reply> {
    let mut path = Some(format!("/{list}"));
    let mut replies = Vec::new();
    while let Some(at) = path.take_if(|_| replies.len() < requests) {
        let reply = get(mock, &at).unwrap();
        path = if list == "last" { reply.after_last() } else { reply.next(list) };
        replies.push(reply);
    }
    replies
}

/// The replies to requests for the first pages, by number or by offset.
pub(crate) fn count(mock: &Mock, list: &str, pages: usize) -> Vec<Reply> {
    let path = |page: usize| match list {
        "number" => format!("/number?page={}", page + 1),
        _ => format!("/{list}?offset={}", page * 2),
    };
    (0..pages).map(|page| get(mock, &path(page)).unwrap()).collect()
}

/// The rows of each reply.
pub(crate) fn rows(replies: &[Reply]) -> Vec<Vec<u64>> {
    replies.iter().map(Reply::rows).collect()
}
