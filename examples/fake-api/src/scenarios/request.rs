//! The received requests.

use std::fmt;

use percent_encoding::percent_decode_str;
use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::TcpStream;

/// The longest head that is read.
const MAX_HEAD: usize = 1 << 20;
/// The longest body that is read.
const MAX_BODY: usize = 1 << 20;

/// A received request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its number at this server, from 1.
    pub number: usize,
    /// The method, in capitals.
    pub method: String,
    /// Path and query, byte for byte.
    pub target: String,
    /// The headers in their order, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, as text.
    pub body: String,
}

impl Request {
    /// The value of the first header of that name, in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|(known, value)| (known == name).then_some(value.as_str()))
    }

    /// The path, byte for byte.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The first value of a query parameter, percent-decoded; a plus stays a plus.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let mut pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let decoded = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
        pairs.find_map(|(known, value)| (decoded(known) == name).then(|| decoded(value)))
    }

    /// The value of a query parameter that is a number.
    pub(crate) fn count(&self, name: &str) -> Option<u64> {
        self.value(name)?.parse().ok()
    }

    /// Reads a request; `None` if the client disconnected, or sent something else.
    pub(crate) async fn read(stream: &mut BufReader<TcpStream>) -> Option<Self> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.ok()?);
            if head.len() > MAX_HEAD {
                return None;
            }
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut lines = head.lines();
        let mut words = lines.next()?.split(' ');
        let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
        let headers = lines.filter_map(|line| line.split_once(':'));
        let headers = headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut request = Self { number: 0, method, target, headers, body: String::new() };
        let length = request.header("content-length").and_then(|length| length.parse().ok());
        let mut body = vec![0; length.unwrap_or_default()];
        if body.len() > MAX_BODY {
            return None;
        }
        stream.read_exact(&mut body).await.ok()?;
        request.body = String::from_utf8_lossy(&body).into_owned();
        Some(request)
    }
}

/// One line: method and target.
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.target)
    }
}
