//! A request that a test made.

use bytes::Bytes;
use http::HeaderMap;
use std::fmt;
use url::form_urlencoded;

/// A request as it would have been sent, for a test to inspect.
#[derive(Clone)]
pub struct Request(pub(super) http::Request<Bytes>);

impl Request {
    /// The method, such as `GET`.
    #[must_use]
    pub fn method(&self) -> &str {
        self.0.method().as_str()
    }

    /// The path and query, as sent.
    #[must_use]
    pub fn target(&self) -> &str {
        self.0.uri().path_and_query().map_or("/", |target| target.as_str())
    }

    /// The path, as sent.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.uri().path()
    }

    /// The first value of this query parameter, decoded.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let value = self.pairs().into_iter().find(|(known, _)| known == name);
        value.map(|(_, value)| value)
    }

    /// The first value of this header, if it is a text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers().get(name)?.to_str().ok()
    }

    /// All headers; credentials are marked, so that `Debug` does not show them.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// The body, which may be empty.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.0.body()
    }

    /// The pairs of its query, decoded.
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
        let query = self.0.uri().query().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }
}

impl fmt::Display for Request {
    /// `GET /list?page=2`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method(), self.target())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The values of a query may be credentials.
        f.debug_struct("Request")
            .field("method", &self.method())
            .field("path", &self.path())
            .field("headers", self.headers())
            .finish_non_exhaustive()
    }
}
