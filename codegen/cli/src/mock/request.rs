//! A request as the mock reads it, and its entry in the log.

use super::style::text;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::fmt;

/// A parsed request.
#[derive(Debug)]
pub(super) struct Request {
    pub method: Method,
    /// The raw path.
    pub path: String,
    pub headers: HeaderMap,
    /// The decoded pairs of the query, in order.
    pub query: Vec<(String, String)>,
    /// The JSON of its body; null if it has none.
    pub body: Value,
}

impl Request {
    pub(super) fn read(parts: &Parts, body: &[u8]) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        };
        Self {
            method: parts.method.clone(),
            path: parts.uri.path().to_owned(),
            headers: parts.headers.clone(),
            query: pairs.map(pair).collect(),
            body: serde_json::from_slice(body).unwrap_or_default(),
        }
    }

    /// The value of this query parameter.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of this parameter: of the query, or of the body if the name is a pointer.
    pub(super) fn param(&self, name: &str) -> Option<String> {
        if !name.starts_with('/') {
            return self.value(name).map(str::to_owned);
        }
        self.body.pointer(name).filter(|value| !value.is_null()).map(text)
    }

    /// The value of this header, if it is text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Decodes as a form does: a plus sign is a space.
fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// A request that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Counted from 1.
    pub number: usize,
    /// The method.
    pub method: String,
    /// The path, with secrets replaced by their names: `{token}` for the value of `token`.
    pub path: String,
    /// The decoded pairs of its query, without credentials.
    pub query: Vec<(String, String)>,
    /// The resource, if the path is that of a list.
    pub resource: Option<String>,
    /// The status of the reply; 0 if the connection was reset.
    pub status: u16,
    /// How many records the reply has.
    pub records: usize,
    /// Why the request was refused, or the faults that hit it.
    pub note: Option<String>,
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>4}  {} {}", self.number, self.method, self.path)?;
        for (at, (name, value)) in self.query.iter().enumerate() {
            write!(f, "{}{name}={value}", if at == 0 { '?' } else { '&' })?;
        }
        match self.status {
            0 => f.write_str("  no reply")?,
            200 => write!(f, "  200, {} records", self.records)?,
            status => write!(f, "  {status}")?,
        }
        self.note.as_ref().map_or(Ok(()), |note| write!(f, " ({note})"))
    }
}
