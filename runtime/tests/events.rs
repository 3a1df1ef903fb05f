//! What a walk reports to `tracing` at `INFO` and `WARN`: that it begins, why it
//! retries a page, and how it ended.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::Numbers;
use common::clock::Clock;
use common::wire::Wire;
use pagesmith::{Client, Retry};
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Notes each event of `INFO` and above, as `RUST_LOG=info` does.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Subscriber for Log {
    fn enabled(&self, of: &Metadata<'_>) -> bool {
        *of.level() <= Level::INFO
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = event.metadata().level().to_string();
        event.record(&mut Values(&mut line));
        self.0.lock().unwrap().push(line);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Values<'t>(&'t mut String);

impl Visit for Values<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, " {field}={value}").unwrap();
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "message" => write!(self.0, " {value:?}").unwrap(),
            name => write!(self.0, " {name}={value:?}").unwrap(),
        }
    }
}

fn client(wire: &Wire) -> Client {
    let retry = Retry::default().seed(7);
    wire.builder().timer(Clock::default()).retry(retry).bearer("s3cret").build().unwrap()
}

#[tokio::test]
async fn a_walk_reports_its_start_and_its_result() {
    let log = Log::default();
    let _listening = tracing::subscriber::set_default(log.clone());
    let wire =
        Wire::of(["'data':[1,2],'next_page_token':'t0ken'", "'data':[3],'next_page_token':null"]);
    let mut items = Numbers::list(&client(&wire)).items();
    assert_eq!(log.take().len(), 0, "nothing was polled");
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert_eq!(log.take(), ["INFO a walk begins path=/list"]);
    while items.try_next().await.unwrap().is_some() {}
    assert!(items.next().await.is_none());
    assert_eq!(
        log.take(),
        ["INFO the walk has ended path=/list outcome=continued: 3 items on 2 pages by 2 requests"]
    );
}

#[tokio::test]
async fn a_retry_reports_its_reason_and_its_wait() {
    let log = Log::default();
    let _listening = tracing::subscriber::set_default(log.clone());
    let wire = Wire::default();
    wire.then_with(429, &[("retry-after", "7")], "{}");
    wire.then_fail();
    wire.then(200, "{\"data\":[1");
    wire.then(200, "{\"data\":[1],\"next_page_token\":null}");
    assert_eq!(Numbers::list(&client(&wire)).collect().await.unwrap(), [1]);
    let lines = log.take();
    assert_eq!(lines.len(), 5, "{lines:#?}");
    let retries: Vec<_> = lines.iter().filter(|line| line.starts_with("WARN")).collect();
    for (line, says) in retries.iter().zip([
        "attempt=1 wait_ms=7000 why=the server answered 429 Too Many Requests",
        "why=the request failed",
        "0 bytes",
    ]) {
        let begins = "WARN retrying the page page=1 path=/list ";
        assert!(line.starts_with(begins), "{line}");
        assert!(line.contains(says) || says == "0 bytes" && line.contains("attempt=3"), "{line}");
    }
    assert!(lines[4].contains("1 item on 1 page by 4 requests, 3 retries after"), "{lines:#?}");
}

#[tokio::test]
async fn a_walk_that_fails_reports_it_without_secrets() {
    let log = Log::default();
    let _listening = tracing::subscriber::set_default(log.clone());
    let wire = Wire::of(["'data':[1,2],'next_page_token':'t0ken-9'"]);
    wire.then(422, "{\"message\":\"s3cret and t0ken-9 are no good\"}");
    let pager = Numbers::list(&client(&wire)).query([("To", "s3cret")]);
    let failed = pager.collect().await.unwrap_err();
    let lines = log.take();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    let ends = format!("INFO the walk failed path=/list items=2 pages=1 error={}", failed.error);
    assert_eq!(lines[1], ends);
    assert!(!format!("{lines:?}").contains("s3cret") && !format!("{lines:?}").contains("t0ken"));
}
