//! A reply of a vendor.

use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

/// A reply, or a refusal.
pub type Answer = Result<Reply, Reply>;

/// A reply of a vendor.
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Value,
    /// The text in place of the body.
    pub text: Option<&'static str>,
}

impl Reply {
    /// A page.
    pub fn page(body: Value) -> Self {
        Self { status: 200, headers: Vec::new(), body, text: None }
    }

    /// A reply without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Value::Null, text: None }
    }

    /// A page with this text as its body.
    pub fn text(text: &'static str) -> Self {
        Self { text: Some(text), ..Self::empty(200) }
    }

    /// With this status.
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// With this header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// A vendor's reply to a request that it refuses.
    pub fn refusal(status: u16, message: &str) -> Self {
        Self::page(json!({"message": message})).status(status)
    }

    /// The reply to a value that makes no sense.
    pub fn bad(what: &str) -> Self {
        Self::refusal(400, &format!("bad value: {what}"))
    }

    /// The reply on the wire.
    pub fn into_response(self) -> Response<String> {
        let body = if self.body.is_null() { String::new() } else { self.body.to_string() };
        let body = self.text.map_or(body, str::to_owned);
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for (name, value) in self.headers {
            headers.append(name, HeaderValue::from_str(&value).unwrap());
        }
        response
    }
}
