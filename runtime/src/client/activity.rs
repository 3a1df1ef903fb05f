//! Events of a client, for progress displays.

use crate::error::Error;
use http::{StatusCode, request};
use std::time::Duration;

/// An event of a client. Each concerns one page of a walk, counted from 1; a page has
/// one request in flight at a time.
#[derive(Debug)]
#[non_exhaustive]
pub enum Activity<'a> {
    /// A request waits because of the client's rate limit.
    Paced {
        /// The page.
        page: u64,
        /// How long.
        wait: Duration,
    },
    /// A request waits because few requests, or none, remain by the limit that the
    /// server states.
    Throttled {
        /// The page.
        page: u64,
        /// How long.
        wait: Duration,
    },
    /// A request is sent.
    Sent {
        /// The page.
        page: u64,
        /// Its head, without credentials in the query.
        request: &'a request::Parts,
        /// Its URL without values, which may be secrets: the path as the list writes it, and
        /// the names of the query parameters.
        url: &'a str,
    },
    /// The head of the reply was received.
    Replied {
        /// The page.
        page: u64,
        /// Its status.
        status: StatusCode,
    },
    /// The whole reply was received.
    Received {
        /// The page.
        page: u64,
        /// Its status.
        status: StatusCode,
        /// The length of its body; 0 if it was not read.
        bytes: usize,
    },
    /// The body is decoded.
    Decoding {
        /// The page.
        page: u64,
    },
    /// The body was decoded, or can't be.
    Decoded {
        /// The page.
        page: u64,
    },
    /// The request failed: no reply was received, or only a part of it.
    Failed {
        /// The page.
        page: u64,
        /// Why.
        error: &'a Error,
    },
    /// The page is requested again after a wait.
    Retrying {
        /// The page.
        page: u64,
        /// How long.
        wait: Duration,
        /// Whether the server set the wait, with `Retry-After` or in its own way.
        server_set_wait: bool,
    },
    /// The page was accepted.
    Read {
        /// The page.
        page: u64,
        /// How many items it has.
        items: u64,
    },
}
