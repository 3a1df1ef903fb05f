//! A request, as a vendor reads it.

use super::log::{Limits, Log};
use super::reply::Reply;
use axum::http::request::Parts;
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeMap;

/// A request, as a vendor reads it.
pub struct Request {
    pub method: String,
    pub path: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// Headers, their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body, or null.
    pub body: Value,
    /// The scheme, host and port that it was asked by.
    pub origin: String,
    /// How often the same request came before.
    pub before: usize,
    /// The page sizes that the vendor states.
    limits: Cell<Option<Limits>>,
}

impl Request {
    /// Reads a request and adds it to the log: method, raw target, and the body of a POST.
    pub fn read(head: &Parts, body: &[u8], origin: &str, log: &Log) -> Self {
        let text = std::str::from_utf8(body).unwrap();
        let target = head.uri.path_and_query().unwrap().as_str();
        let entry = format!("{} {target} {}", head.method, shown(text));
        let query = head.uri.query().unwrap_or_default();
        let headers = head.headers.iter();
        Self {
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: headers
                .map(|(name, it)| (name.to_string(), it.to_str().unwrap().to_owned()))
                .collect(),
            body: serde_json::from_str(text).unwrap_or_default(),
            origin: origin.to_owned(),
            before: log.add(entry.trim_end().to_owned()),
            limits: Cell::default(),
        }
    }

    /// The page sizes that the vendor states, if it looked for one in this request.
    pub fn limits(&self) -> Option<Limits> {
        self.limits.get()
    }

    /// A parameter of the query.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Refuses a request whose parameter has another value, or is missing.
    pub fn expect(&self, name: &str, value: &str) -> Result<(), Reply> {
        if self.get(name) == Some(value) { Ok(()) } else { Err(Reply::bad(name)) }
    }

    /// Refuses a request whose body has another value at this place.
    pub fn expect_in_body(&self, pointer: &str, value: &Value) -> Result<(), Reply> {
        if self.body.pointer(pointer) == Some(value) { Ok(()) } else { Err(Reply::bad(pointer)) }
    }

    /// A parameter of the query that is a number.
    pub fn number(&self, name: &str) -> Result<Option<usize>, Reply> {
        let read = |text: &str| text.parse().map_err(|_| Reply::bad(name));
        self.get(name).map(read).transpose()
    }

    /// The page size: the requested one or the default, but at most the maximum; 0 is no maximum.
    pub fn size(&self, name: &str, default: usize, max: usize) -> Result<usize, Reply> {
        Ok(self.limited(self.number(name)?, default, max))
    }

    /// A text of the body.
    pub fn text(&self, pointer: &str) -> Result<Option<&str>, Reply> {
        match self.body.pointer(pointer) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or_else(|| Reply::bad(pointer)),
        }
    }

    /// A number of the body.
    pub fn body_number(&self, pointer: &str) -> Result<Option<usize>, Reply> {
        match self.body.pointer(pointer) {
            None => Ok(None),
            Some(value) => match value.as_u64().and_then(|size| usize::try_from(size).ok()) {
                Some(size) => Ok(Some(size)),
                None => Err(Reply::bad(pointer)),
            },
        }
    }

    /// A page size of the body.
    pub fn body_size(&self, pointer: &str, default: usize, max: usize) -> Result<usize, Reply> {
        Ok(self.limited(self.body_number(pointer)?, default, max))
    }

    fn limited(&self, given: Option<usize>, default: usize, max: usize) -> usize {
        let stated = |size: usize| (size > 0).then_some(size as u64);
        self.limits.set(Some((stated(default), stated(max))));
        let size = given.unwrap_or(if default > 0 { default } else { super::ROWS });
        if max > 0 { size.min(max) } else { size }
    }
}

/// A raw body, without the GraphQL query, which the vendor checks.
fn shown(body: &str) -> String {
    let json: Value = serde_json::from_str(body).unwrap_or_default();
    match &json["query"] {
        query @ Value::String(_) => body.replace(&query.to_string(), "…"),
        _ => body.to_owned(),
    }
}
