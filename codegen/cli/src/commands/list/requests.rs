//! The requests of a walk, for `-v`: each becomes a line when its result is known. No
//! value of a header or of a query is stored.

use pagesmith::__private::Activity;
use pagesmith::http::request::Parts;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::time::Instant;

/// The requests whose result is not known yet, by page.
#[derive(Debug, Default)]
pub(super) struct Requests {
    open: BTreeMap<u64, Sent>,
}

/// A request and its result.
#[derive(Debug)]
pub(super) struct Sent {
    page: u64,
    method: String,
    /// The names of its query parameters.
    query: Vec<String>,
    since: Instant,
    took: Option<Duration>,
    /// The status of the reply, and the bytes of its body.
    reply: Option<(u16, usize)>,
    error: Option<String>,
    /// The number of records of the reply.
    records: Option<u64>,
    /// The wait before the page is retried.
    retry: Option<Duration>,
}

impl Requests {
    /// Records an activity of the client; returns the request that it completes.
    pub(super) fn note(&mut self, activity: &Activity<'_>, now: Instant) -> Option<Sent> {
        match activity {
            // This replaces a request that got a redirect, or a 401 that new credentials may mend.
            Activity::Sent { page, request, .. } => {
                self.open.insert(*page, Sent::new(*page, request, now))
            }
            Activity::Received { page, status, bytes } => {
                let sent = self.open.get_mut(page)?;
                sent.took = Some(now.saturating_duration_since(sent.since));
                sent.reply = Some((status.as_u16(), *bytes));
                None
            }
            Activity::Failed { page, error } => {
                let sent = self.open.get_mut(page)?;
                sent.took = sent.took.or(Some(now.saturating_duration_since(sent.since)));
                sent.error = Some(error.to_string());
                None
            }
            Activity::Retrying { page, wait, .. } => {
                Some(Sent { retry: Some(*wait), ..self.open.remove(page)? })
            }
            Activity::Read { page, items } => {
                Some(Sent { records: Some(*items), ..self.open.remove(page)? })
            }
            _ => None,
        }
    }

    /// Takes the open requests, when the walk has ended.
    pub(super) fn take_open(&mut self) -> impl Iterator<Item = Sent> + use<> {
        std::mem::take(&mut self.open).into_values()
    }
}

impl Sent {
    fn new(page: u64, request: &Parts, since: Instant) -> Self {
        let pairs = request.uri.query().unwrap_or_default().split('&');
        // A pair without a name is a value.
        let names = pairs.filter(|pair| !pair.is_empty()).map(|pair| {
            pair.split_once('=').map_or_else(|| "…".to_owned(), |(name, _)| name.to_owned())
        });
        let (method, query) = (request.method.to_string(), names.collect());
        let (took, reply, error, records, retry) = (None, None, None, None, None);
        Self { page, method, query, since, took, reply, error, records, retry }
    }

    /// A line for people; `path` is the one of the spec.
    pub(super) fn line(&self, path: &str, with_size: bool) -> String {
        let mut line = format!("{} {path}", self.method);
        for (at, name) in self.query.iter().enumerate() {
            line.push(if at == 0 { '?' } else { '&' });
            line.push_str(name);
        }
        let ms = self.took.unwrap_or_default().as_millis();
        // Writing to a string can't fail.
        let _ = match (self.reply, &self.error) {
            (Some((status, _)), None) => write!(line, ": {status} in {ms} ms"),
            (Some((status, _)), Some(error)) => {
                write!(line, ": {status} in {ms} ms, and failed: {error}")
            }
            (None, Some(error)) => write!(line, ": failed after {ms} ms: {error}"),
            (None, None) => write!(line, ": given up"),
        };
        if let Some(records) = self.records {
            let _ = write!(line, ", {records} record{}", if records == 1 { "" } else { "s" });
        }
        if let (true, Some((_, bytes))) = (with_size, self.reply) {
            let _ = write!(line, ", {bytes} bytes, page {}", self.page);
        }
        if let Some(wait) = self.retry {
            let _ = write!(line, "; next attempt after {:.1} s", wait.as_secs_f64());
        }
        line
    }

    /// The request as JSON.
    pub(super) fn json(&self, path: &str) -> Value {
        let ms = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        json!({
            "reason": "sent",
            "page": self.page,
            "method": self.method,
            "path": path,
            "query": self.query,
            "status": self.reply.map(|(status, _)| status),
            "ms": self.took.map(ms),
            "bytes": self.reply.map(|(_, bytes)| bytes),
            "records": self.records,
            "error": self.error,
            "retry_ms": self.retry.map(ms),
        })
    }
}
