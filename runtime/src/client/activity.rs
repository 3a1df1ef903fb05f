//! What a client does, as it does it, for who shows it.

use crate::error::Error;
use http::{StatusCode, request};
use std::time::Duration;

/// What a client does. Each is of one page of a walk, counted from 1; a page has
/// one request under way at a time.
#[derive(Debug)]
#[non_exhaustive]
pub enum Activity<'a> {
    /// A request waits for its turn at the rate that was set.
    Paced {
        /// The page.
        page: u64,
        /// How long.
        wait: Duration,
    },
    /// A request goes.
    Sent {
        /// The page.
        page: u64,
        /// Its head, without a key that goes in the query.
        request: &'a request::Parts,
    },
    /// The whole reply came.
    Received {
        /// The page.
        page: u64,
        /// Its status.
        status: StatusCode,
        /// How long its body is; 0 where it was not read.
        bytes: usize,
    },
    /// The request failed: there is no reply, or not all of it.
    Failed {
        /// The page.
        page: u64,
        /// Why.
        error: &'a Error,
    },
    /// The page is asked for again after a wait.
    Retrying {
        /// The page.
        page: u64,
        /// How long.
        wait: Duration,
        /// Whether the reply says how long: in its `Retry-After`, or in the server's own way.
        is_asked: bool,
    },
    /// The page is handed out.
    Read {
        /// The page.
        page: u64,
        /// How many items it has.
        items: u64,
    },
}
