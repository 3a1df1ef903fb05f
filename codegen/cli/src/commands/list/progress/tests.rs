//! Walks on a paused clock, through a transport that makes them wait.

use super::super::connection::Connection;
use super::super::slow_server::{Reply, Slow};
use super::super::source::{Batch, Source};
use super::super::walk::next_batch;
use super::{Display, Progress, Screen, Sent};
use clap::Parser;
use pagesmith::Client;
use pagesmith_codegen::{lower, parse};
use pagesmith_interpret::{Call, pages};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

/// The flags that configure the client.
#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    connection: Connection,
}

const SPEC: &str = "
pagesmith: 1
name: Slow
server: https://slow.test
auth: none
paging: {next: {body: /next}, send: {query: token}}
resources:
  rows: {get: /rows, record: Row}
records:
  Row: {key: id, fields: {id: integer}}
";

/// Collects what was shown.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<Vec<String>>>);

impl Screen for Shown {
    fn line(&mut self, text: &str) {
        self.0.lock().unwrap().push(text.to_owned());
    }

    fn notice(&mut self, text: &str, name: &str, seconds: f64) {
        self.0.lock().unwrap().push(format!("{name} {seconds}: {text}"));
    }

    fn request(&mut self, sent: &Sent, path: &str, with_size: bool) {
        self.0.lock().unwrap().push(sent.line(path, with_size));
    }
}

/// A slow reply, and one that asks to retry later.
const SLOW: [Reply; 3] = [
    (12, 200, None, r#"{"rows":[{"id":1}],"next":"s3cret"}"#),
    (0, 429, Some(("retry-after", "30")), "{}"),
    (0, 200, None, r#"{"rows":[{"id":2}],"next":null}"#),
];

/// What was shown of a walk that gets these replies.
async fn walk(replies: &[Reply], display: Display, flags: &[&str]) -> Vec<String> {
    let (ast, places) = parse::spec_file::parse(SPEC).unwrap();
    let api = lower::api(&ast, &places).unwrap().0;
    let call = Call { resource: "rows".to_owned(), ..Call::default() };
    let shown = Shown::default();
    let Flags { connection } = Flags::parse_from([&["list"], flags].concat());
    let screen = Box::new(shown.clone());
    let progress = Progress::on(screen, display, "/rows", connection.verbose);
    let hook = progress.clone();
    let builder = connection.apply(Client::builder("https://slow.test"), &api, &call).ok().unwrap();
    let client = builder
        .transport(Slow::of(replies))
        .on_activity(move |activity| hook.note(activity))
        .build()
        .unwrap();
    let mut source = Source::Pages(Box::new(pages(&api, &call, &client).unwrap()));
    let end = loop {
        match next_batch(&mut source, &progress).await {
            Ok(Some(Batch { records, total, .. })) => progress.page(records.len() as u64, total),
            Ok(None) => break None,
            Err(error) => break Some(error.kind()),
        }
    };
    progress.finish();
    if let Some(kind) = end {
        shown.0.lock().unwrap().push(format!("{kind:?}"));
    }
    let shown = shown.0.lock().unwrap();
    shown.clone()
}

#[tokio::test(start_paused = true)]
async fn the_line_keeps_counting_while_a_walk_waits() {
    let shown = walk(&SLOW, Display::Line, &[]).await;
    for line in [
        "0 records, 0 pages; waiting for the server's reply, 2 s so far",
        "0 records, 0 pages; waiting for the server's reply, 11 s so far",
        "1 record, 1 page; next attempt in 29 s, as the server asks",
        "1 record, 1 page; next attempt in 2 s, as the server asks",
    ] {
        assert!(shown.iter().any(|shown| shown == line), "{line}: {shown:#?}");
    }
    assert_eq!(shown.last().map(String::as_str), Some(""), "the line is cleared");
    assert!(shown.len() < 60, "one line a second: {shown:#?}");
}

#[tokio::test(start_paused = true)]
async fn without_a_terminal_each_long_wait_is_a_line() {
    assert_eq!(
        walk(&SLOW, Display::Notices, &[]).await,
        [
            "reply 5: the server has not replied for 5 s; still waiting",
            "retry_after 30: the server asked us to wait 30 s; the page will be retried then",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn each_request_is_a_line_with_its_time() {
    let shown = walk(&SLOW, Display::Line, &["-vv"]).await;
    let lines: Vec<_> = shown.iter().filter(|line| line.starts_with("GET")).collect();
    assert_eq!(
        lines,
        [
            "GET /rows: 200 in 12000 ms, 1 record, 35 bytes, page 1",
            "GET /rows?token: 429 in 0 ms, 2 bytes, page 2; next attempt after 30.0 s",
            "GET /rows?token: 200 in 0 ms, 1 record, 31 bytes, page 2",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_open_when_the_walk_ends_is_a_line_too() {
    let reply = [(25, 200, None, r#"{"rows":[{"id":1}],"next":null}"#)];
    let shown = walk(&reply, Display::Notices, &["--timeout", "20", "-v"]).await;
    let line = shown.iter().find(|line| line.starts_with("GET /rows: failed after 20000 ms: "));
    assert!(line.is_some_and(|line| line.contains("longer than the allowed 20 s")), "{shown:#?}");
}

/// Three pages without waits.
const QUICK: [Reply; 3] = [
    (0, 200, None, r#"{"rows":[{"id":1}],"next":"a"}"#),
    (0, 200, None, r#"{"rows":[{"id":2}],"next":"b"}"#),
    (0, 200, None, r#"{"rows":[{"id":3}],"next":null}"#),
];

#[tokio::test(start_paused = true)]
async fn a_rate_spaces_requests_and_is_reported_once() {
    let began = Instant::now();
    assert_eq!(walk(&QUICK, Display::Notices, &[]).await, [""; 0]);
    assert!(began.elapsed() < Duration::from_secs(1));
    let shown = walk(&QUICK, Display::Notices, &["--rate", "0.1"]).await;
    assert_eq!(shown, ["rate 10: because of `--rate`, each request waits up to 10 s"]);
    assert_eq!(began.elapsed().as_secs(), 20, "two gaps of ten seconds");
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_the_rate_limit_of_the_server_is_shown() {
    let mut pages = QUICK;
    pages[0].2 = Some(("ratelimit", "\"a\";r=0;t=30"));
    let line = "1 record, 1 page; next request in 29 s, because of the server's rate limit";
    let shown = walk(&pages, Display::Line, &[]).await;
    assert!(shown.iter().any(|shown| shown == line), "{shown:#?}");
    assert_eq!(
        walk(&pages, Display::Notices, &[]).await,
        [
            "server_limit 30: the server's rate limit is nearly used up; the next request is sent in 30 s"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_page_fails_after_its_timeout() {
    let reply = [(25, 200, None, r#"{"rows":[{"id":1}],"next":null}"#)];
    let began = Instant::now();
    assert_eq!(
        walk(&reply, Display::Notices, &["--timeout", "20"]).await.last().unwrap(),
        "Timeout"
    );
    assert_eq!(began.elapsed().as_secs(), 20);
    let shown = walk(&reply, Display::Line, &["--timeout", "26"]).await;
    assert_eq!(shown.last().map(String::as_str), Some(""), "{shown:#?}");
}
