//! The access log.

use std::fmt;

use crate::call::Call;

/// A request, and the status and size of its reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The method, in capitals.
    pub method: String,
    /// The path byte for byte as received, escapes included.
    pub path: String,
    /// The query byte for byte as received, without the `?`; empty if there was no query.
    pub query: String,
    /// The names and values of the query in their order, decoded as a form (a plus is a space).
    pub pairs: Vec<(String, String)>,
    /// The `Authorization` header, if there was one.
    pub authorization: Option<String>,
    /// The HTTP status of the reply.
    pub status: u16,
    /// How many rows the reply carried.
    pub rows: usize,
}

impl Entry {
    pub(crate) fn new(call: Call, status: u16, rows: usize) -> Self {
        let pairs = call.pairs.into_iter().map(|pair| (pair.name, pair.value)).collect();
        Self {
            method: call.method,
            path: call.path,
            query: call.query,
            pairs,
            authorization: call.authorization,
            status,
            rows,
        }
    }

    /// The decoded value of the last query parameter called `name`.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Path and query as one text, as in the request line.
    #[must_use]
    pub fn target(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }
}

/// One line: method, target, status and rows. Credentials are left out.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} -> {}, {} rows", self.method, self.target(), self.status, self.rows)
    }
}
