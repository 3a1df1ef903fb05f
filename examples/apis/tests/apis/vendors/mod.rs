//! Stand-ins for vendors: each behaves as its vendor documents, and shares nothing
//! with the specs, the generator or the runtime.
//!
//! A vendor is data: where its list is, which parameters it knows (others are
//! refused), its rows, and a function from a request to a reply.

pub mod by_last;
pub mod by_number;
pub mod in_body;
pub mod in_headers;
pub mod links;
pub mod server;
pub mod tokens;

use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A list of a vendor.
pub struct Vendor {
    /// Method and path.
    pub list: (&'static str, &'static str),
    /// The prefix of other paths that its links lead to, besides that of the list;
    /// empty if there are no others.
    pub onward: &'static str,
    /// Headers that a request must have, the credential first.
    pub headers: &'static [&'static str],
    /// The parameters of its query; any other is refused.
    pub params: &'static [&'static str],
    /// The row of this number, from 1.
    pub row: fn(usize) -> Value,
    /// Its reply to a request that passed the checks above.
    pub answer: fn(&[Value], &Request) -> Answer,
}

/// A reply, or a refusal.
pub type Answer = Result<Reply, Reply>;

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

    /// The reply to a request.
    pub fn reply(&self, request: &Request) -> Reply {
        let checked = self.check(request);
        checked
            .and_then(|()| (self.answer)(&self.rows(), request))
            .unwrap_or_else(|refusal| refusal)
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
            if request.headers.get(name).is_none_or(|given| given != value) {
                return Err(Reply::refusal(401, &format!("the header {name} is not {value}")));
            }
        }
        match request.query.iter().find(|(name, _)| !self.params.contains(&name.as_str())) {
            Some((name, _)) => {
                Err(Reply::refusal(400, &format!("the parameter {name} is not known")))
            }
            None => Ok(()),
        }
    }
}

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
}

impl Request {
    /// A parameter of the query.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A parameter of the query that is a number.
    pub fn number(&self, name: &str) -> Result<Option<usize>, Reply> {
        let read = |text: &str| text.parse().map_err(|_| Reply::bad(name));
        self.get(name).map(read).transpose()
    }

    /// The page size: the requested one or the default, but at most the maximum.
    pub fn size(&self, name: &str, default: usize, max: usize) -> Result<usize, Reply> {
        Ok(self.number(name)?.unwrap_or(default).min(max))
    }

    /// A text of the body.
    pub fn text(&self, pointer: &str) -> Result<Option<&str>, Reply> {
        match self.body.pointer(pointer) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_str().map(Some).ok_or_else(|| Reply::bad(pointer)),
        }
    }

    /// A page size of the body.
    pub fn body_size(&self, pointer: &str, default: usize, max: usize) -> Result<usize, Reply> {
        match self.body.pointer(pointer) {
            None => Ok(default),
            Some(value) => match value.as_u64().and_then(|size| usize::try_from(size).ok()) {
                Some(size) => Ok(size.min(max)),
                None => Err(Reply::bad(pointer)),
            },
        }
    }
}

/// The number in a vendor's token, between this prefix and this suffix; 0 without
/// a token.
pub fn at(token: Option<&str>, before: &str, after: &str) -> Result<usize, Reply> {
    let Some(token) = token else { return Ok(0) };
    let number = token.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    number.and_then(|number| number.parse().ok()).ok_or_else(|| Reply::bad(token))
}

/// The rows from this place on, and where the following rows begin.
pub fn cut(rows: &[Value], at: usize, size: usize) -> (&[Value], Option<usize>) {
    let rest = rows.get(at..).unwrap_or_default();
    let page = rest.get(..size).unwrap_or(rest);
    let next = at + page.len();
    (page, (next < rows.len()).then_some(next))
}

/// The same of a vendor whose second page is empty, though rows follow: steps
/// of the walk in place of places of rows.
pub fn cut_ragged(rows: &[Value], step: usize, size: usize) -> (&[Value], Option<usize>) {
    match step {
        0 => (cut(rows, 0, size).0, Some(1)),
        1 => (&[], Some(2)),
        _ => {
            let (page, next) = cut(rows, (step - 1) * size, size);
            (page, next.map(|_| step + 1))
        }
    }
}

/// A reply of a vendor.
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Value,
}

impl Reply {
    /// A page.
    pub fn page(body: Value) -> Self {
        Self { status: 200, headers: Vec::new(), body }
    }

    /// With this header.
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// A vendor's reply to a request that it refuses.
    fn refusal(status: u16, message: &str) -> Self {
        Self { status, headers: Vec::new(), body: json!({"message": message}) }
    }

    /// The reply to a value that makes no sense.
    pub fn bad(what: &str) -> Self {
        Self::refusal(400, &format!("bad value: {what}"))
    }
}
