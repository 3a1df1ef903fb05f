//! Walks on a clock that stands still, through a transport that makes them wait.

use super::super::next_page;
use super::{Progress, Screen, Sent, Shows};
use pagesmith::http::{Request, Response};
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, Pages};
use pagesmith_codegen::{lower, parse};
use pagesmith_interpret::{Call, Record, pages};
use std::sync::{Arc, Mutex};
use std::time::Duration;

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

/// Replies, each with the seconds that it takes, its status, and what it says of
/// coming back.
struct Slow(Mutex<Vec<(u64, u16, Option<&'static str>, &'static str)>>);

impl Transport for Slow {
    fn send(
        &self,
        _: Request<pagesmith::bytes::Bytes>,
    ) -> BoxFuture<Result<Response<Body>, BoxError>> {
        let (seconds, status, later, body) = self.0.lock().unwrap().remove(0);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            let mut reply = Response::builder().status(status);
            if let Some(later) = later {
                reply = reply.header("retry-after", later);
            }
            Ok(reply.body(Body::from(body))?)
        })
    }
}

/// Keeps what was shown.
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

/// Walks a list that waits for a slow reply, for a server that asks to come back
/// later, and for the rate; what was shown meanwhile.
async fn walk(shows: Shows, verbose: u8) -> Vec<String> {
    let (ast, places) = parse::spec_file::parse(SPEC).unwrap();
    let api = lower::api(&ast, &places).unwrap().0;
    let call = Call { resource: "rows".to_owned(), ..Call::default() };
    let shown = Shown::default();
    let progress = Progress::on(Box::new(shown.clone()), shows, "/rows", verbose);
    let replies = vec![
        (12, 200, None, r#"{"rows":[{"id":1}],"next":"s3cret"}"#),
        (0, 429, Some("30"), "{}"),
        (0, 200, None, r#"{"rows":[{"id":2}],"next":null}"#),
    ];
    let hook = progress.clone();
    let client = Client::builder("https://slow.test")
        .transport(Slow(Mutex::new(replies)))
        .on_activity(move |activity| hook.note(activity))
        .build()
        .unwrap();
    let mut pages: Pages<Record> = pages(&api, &call, &client).unwrap();
    while let Some(page) = next_page(&mut pages, &progress).await.unwrap() {
        progress.page(&page);
    }
    progress.finish();
    let shown = shown.0.lock().unwrap();
    shown.clone()
}

#[tokio::test(start_paused = true)]
async fn the_line_counts_on_while_a_walk_waits() {
    let shown = walk(Shows::Line, 0).await;
    for line in [
        "0 records, 0 pages; waiting for the server's reply, 2 s so far",
        "0 records, 0 pages; waiting for the server's reply, 11 s so far",
        "1 records, 1 pages; next attempt in 29 s, as the server asks",
        "1 records, 1 pages; next attempt in 2 s, as the server asks",
    ] {
        assert!(shown.iter().any(|shown| shown == line), "{line}: {shown:#?}");
    }
    assert_eq!(shown.last().map(String::as_str), Some(""), "the line is taken away");
    assert!(shown.len() < 60, "one line a second: {shown:#?}");
}

#[tokio::test(start_paused = true)]
async fn without_a_terminal_each_long_wait_is_a_line() {
    assert_eq!(
        walk(Shows::Notices, 0).await,
        [
            "reply 5: the server has not replied for 5 s; still waiting",
            "retry_after 30: the server asks to come back in 30 s; the page is asked for again then",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn each_request_is_a_line_with_its_time() {
    let shown = walk(Shows::Line, 2).await;
    let lines: Vec<_> = shown.iter().filter(|line| line.starts_with("GET")).collect();
    assert_eq!(
        lines,
        [
            "GET /rows: 200 in 12000 ms, 1 record, 35 bytes, page 1",
            "GET /rows?token: 429 in 0 ms, 2 bytes, page 2; asked again in 30.0 s",
            "GET /rows?token: 200 in 0 ms, 1 record, 31 bytes, page 2",
        ]
    );
}
