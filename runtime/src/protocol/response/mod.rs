//! What a response says: rows by pointer and the envelope's keys in one pass,
//! headers, excerpts for errors.

pub(in crate::protocol) mod contents;
pub(crate) mod cut;
pub(in crate::protocol) mod element;
pub(crate) mod envelope;
pub(in crate::protocol) mod error_shapes;
mod excerpt;
pub(crate) mod gathered;
pub(in crate::protocol) mod headers;
pub(crate) mod link_header;
pub(in crate::protocol) mod pointer_tree;
pub(crate) mod pointers;
pub(in crate::protocol) mod reader;
pub(in crate::protocol) mod redact;
pub(crate) mod refused_body;
pub(crate) mod stated;

use crate::error::Error;
use crate::protocol::request::PageRequest;
use crate::protocol::response::cut::Cut;
use crate::secret::Mask;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::sync::Arc;
use url::Url;

/// A response, with its body.
#[derive(Clone)]
pub(crate) struct Response {
    /// Where it was found, redirects followed: its links are relative to this.
    pub(crate) url: Url,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// What is left of its body: all of it, but for rows that were [cut out](Cut).
    pub(crate) body: Bytes,
    pub(crate) cut: Option<Cut>,
    /// Hides the credentials that were sent, should the response hold them.
    pub(crate) credentials: Option<Arc<Mask>>,
}

/// A byte order mark (U+FEFF) in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl Response {
    /// The body as JSON: behind a byte order mark, which a parser may ignore
    /// (RFC 8259, section 8.1). It is a part of the body.
    pub(crate) fn json(&self) -> &[u8] {
        self.body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.body)
    }

    /// How the body begins, as far as errors look at it.
    pub(in crate::protocol) fn begins(&self) -> &[u8] {
        // With a mark in front of it, nothing is cut out.
        self.cut.as_ref().map_or_else(|| self.json(), |cut| &cut.begins)
    }

    /// How many bytes the whole body has.
    pub(crate) fn length(&self) -> usize {
        self.body.len() + self.cut.as_ref().map_or(0, |cut| cut.bytes)
    }

    /// The byte of the whole JSON that is this one of what is left.
    pub(in crate::protocol) fn byte(&self, at: usize) -> usize {
        self.cut.as_ref().map_or(at, |cut| cut.byte(at))
    }

    /// The JSON as text; `None` if it is not UTF-8.
    pub(in crate::protocol) fn text(&self) -> Option<&str> {
        std::str::from_utf8(self.json()).ok()
    }

    /// Says in an error that it is of this response, to this request. Whatever it
    /// quotes of the response, it is without the credentials.
    pub(in crate::protocol) fn blame(&self, error: Error, ask: &PageRequest) -> Error {
        let error = error.at(ask.page, &ask.at, &self.url, &ask.path).reply(&self.headers);
        error.masked(self.credentials.as_deref()).masked(Some(&ask.path.mask()))
    }
}
