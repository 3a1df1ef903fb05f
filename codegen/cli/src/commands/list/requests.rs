//! The requests of a walk, for `-v`: each is a line once it is known what came
//! of it. No value of a header or of a query is kept.

use pagesmith::__private::Activity;
use pagesmith::http::request::Parts;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::time::Instant;

/// Requests of which it is not known yet what came of them, by page.
#[derive(Debug, Default)]
pub(super) struct Requests {
    open: BTreeMap<u64, Sent>,
}

/// A request, and what came of it.
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
    /// The records that came of it.
    records: Option<u64>,
    /// After which wait the page is asked for again.
    retry: Option<Duration>,
}

impl Requests {
    /// Takes over what the client does; a request whose end that is.
    pub(super) fn note(&mut self, activity: &Activity<'_>, now: Instant) -> Option<Sent> {
        match activity {
            // What came before it was a redirect, or a 401 with other credentials to try.
            Activity::Sent { page, request } => {
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

    /// Those that are left when the walk has ended.
    pub(super) fn rest(&mut self) -> impl Iterator<Item = Sent> + use<> {
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
            let _ = write!(line, "; asked again in {:.1} s", wait.as_secs_f64());
        }
        line
    }

    /// The same for machines.
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
