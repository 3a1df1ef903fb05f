//! The programs print what the README says that they print, on a stand-in for GitHub.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use axum::extract::Query;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use tokio::net::TcpListener;

/// How many issues are open.
const OPEN: u64 = 274;

fn issue(number: u64) -> Value {
    let title = match number {
        274 => "Implement `Display` for `Record`",
        273 => "Macros don't accept a trailing comma",
        272 => "Levels as constants of `LevelFilter`",
        1 => "Add a changelog",
        _ => "Another issue",
    };
    json!({"id": 9000 + number, "number": number, "title": title, "created_at": "2026-02-03T09:30:00Z", "user": {"login": "octocat"}})
}

/// A page of issues, the newest first, with the header `Link` as GitHub's documentation shows it.
async fn issues(
    uri: Uri,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    assert_eq!(headers["authorization"], "Bearer t0ken");
    assert!(headers.contains_key("user-agent"), "GitHub refuses requests without a user agent");
    let number = |name: &str, or: u64| query.get(name).map_or(or, |text| text.parse().unwrap());
    let (page, size) = (number("page", 1), number("per_page", 30));
    let last = OPEN - ((page - 1) * size).min(OPEN);
    let first = last.saturating_sub(size);
    let rows: Vec<_> = (first + 1..=last).rev().map(issue).collect();
    let host = headers["host"].to_str().unwrap();
    let others = query.iter().filter(|(name, _)| *name != "page");
    let others =
        others.fold(String::new(), |others, (name, value)| others + name + "=" + value + "&");
    let to = |page: u64| format!("http://{host}{}?{others}page={page}", uri.path());
    let json = [("content-type", "application/json")];
    let mut reply = (json, Value::from(rows).to_string()).into_response();
    if first > 0 {
        let pages = OPEN.div_ceil(size);
        let link = format!("<{}>; rel=\"next\", <{}>; rel=\"last\"", to(page + 1), to(pages));
        reply.headers_mut().insert("link", link.parse().unwrap());
    }
    reply
}

/// What a program prints on this stand-in.
async fn printed(program: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let app = axum::Router::new().route("/repos/rust-lang/log/issues", get(issues));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let output = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(program);
        command.env("GITHUB_API_URL", url).env("GITHUB_TOKEN", "t0ken").output().unwrap()
    });
    let output = output.await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The text block of the README that begins with this line. A line `…` means any lines.
fn shown(first: &str) -> Vec<String> {
    let readme = fs::read_to_string("../../README.md").unwrap().replace("\r\n", "\n");
    let mut blocks =
        readme.split("```text\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let block = blocks.find(|block| block.starts_with(first)).unwrap();
    block.lines().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_derive_prints_what_the_readme_shows() {
    let printed = printed(env!("CARGO_BIN_EXE_github")).await;
    let shown = shown("#274 ");
    let (before, after) = shown.split_at(shown.iter().position(|line| line == "…").unwrap());
    let lines: Vec<_> = printed.lines().collect();
    assert_eq!(lines.len(), 275);
    assert_eq!(lines[..before.len()], before[..]);
    assert_eq!(lines[lines.len() - (after.len() - 1)..], after[1..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_of_the_spec_prints_what_the_readme_shows() {
    let printed = printed(env!("CARGO_BIN_EXE_by-spec")).await;
    assert_eq!(printed.lines().collect::<Vec<_>>(), shown("2026-"));
}

/// The spec that the README shows is the one that the program is built from.
#[test]
fn the_readme_shows_the_spec() {
    let readme = fs::read_to_string("../../README.md").unwrap().replace("\r\n", "\n");
    let spec = fs::read_to_string("github.yaml").unwrap().replace("\r\n", "\n");
    assert!(readme.contains(&format!("```yaml\n{spec}```\n")), "{spec}");
}
