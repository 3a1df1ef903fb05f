//! Stand-ins for vendors: each behaves as its vendor documents, and shares nothing
//! with the specs, the generator or the runtime.
//!
//! A vendor is data: where its list is, which parameters it knows (others are
//! refused), its rows, and a function from a request to a reply.

pub mod alone;
pub mod bases;
pub mod by_last;
pub mod by_number;
pub mod deltas;
pub mod ends;
pub mod first_value;
pub mod held;
pub mod in_body;
pub mod in_headers;
pub mod inclusive;
pub mod later;
pub mod links;
pub mod parts;
pub mod log;
pub mod partial;
pub mod reply;
pub mod request;
pub mod rows;
pub mod server;
pub mod tokens;

use axum::http::Response;
use axum::http::request::Parts;
use log::Log;
pub use reply::{Answer, Reply};
pub use request::Request;
pub use rows::{at, cut, cut_ragged};
use serde_json::Value;

/// A list of a vendor.
pub struct Vendor {
    /// Method and path.
    pub list: (&'static str, &'static str),
    /// The prefix of other paths that its links lead to, besides that of the list;
    /// empty if there are no others.
    pub onward: &'static str,
    /// Headers that a request must have, the credential first. If the credential is a parameter
    /// of the query, its name begins with `?`; if it is in the body, with `/`.
    pub headers: &'static [&'static str],
    /// The parameters of its query; any other is refused.
    pub params: &'static [&'static str],
    /// The row of this number, from 1.
    pub row: fn(usize) -> Value,
    /// Its reply to a request that passed the checks above.
    pub answer: fn(&[Value], &Request) -> Answer,
}

/// What basic auth sends for the user `me` with the password `any`.
pub const BASIC: &[&str] = &["authorization: Basic bWU6YW55"];
/// A bearer token.
pub const BEARER: &[&str] = &["authorization: Bearer t0k-en"];

/// How many rows each list has: three pages of three.
pub const ROWS: usize = 7;

impl Vendor {
    /// All rows, in order.
    pub fn rows(&self) -> Vec<Value> {
        (1..=ROWS).map(self.row).collect()
    }

    /// The reply to a request on the wire, which is logged.
    pub fn respond(&self, head: &Parts, body: &[u8], origin: &str, log: &Log) -> Response<String> {
        let request = Request::read(head, body, origin, log);
        let checked = self.check(&request);
        let reply = checked.and_then(|()| (self.answer)(&self.rows(), &request));
        if let Some(limits) = request.limits() {
            log.state_limits(limits);
        }
        reply.unwrap_or_else(|refusal| refusal).into_response()
    }

    fn check(&self, request: &Request) -> Result<(), Reply> {
        let (method, path) = self.list;
        let onward = !self.onward.is_empty() && request.path.starts_with(self.onward);
        if request.path != path && !onward {
            return Err(Reply::refusal(404, &format!("unknown path {}", request.path)));
        }
        if request.method != method {
            return Err(Reply::refusal(405, "another method"));
        }
        for header in self.headers {
            let (name, value) = header.split_once(": ").unwrap_or((header, ""));
            let given = match name.strip_prefix('?') {
                Some(param) => request.get(param),
                None if name.starts_with('/') => request.body.pointer(name).and_then(Value::as_str),
                None => request.headers.get(name).map(String::as_str),
            };
            if given != Some(value) {
                return Err(Reply::refusal(401, &format!("{name} is not {value}")));
            }
        }
        let known = |name: &str| {
            self.params.contains(&name)
                || self
                    .headers
                    .iter()
                    .any(|it| it.strip_prefix('?').is_some_and(|it| it.starts_with(name)))
        };
        match request.query.iter().find(|(name, _)| !known(name)) {
            Some((name, _)) => {
                Err(Reply::refusal(400, &format!("the parameter {name} is not known")))
            }
            None => Ok(()),
        }
    }
}
