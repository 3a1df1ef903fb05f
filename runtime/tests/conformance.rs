//! What a walk promises, row by row, over real sockets on loopback.
//!
//! A row is a guarantee, a server that misbehaves (a scenario of `fake-api`,
//! which can be started from its command line too), and a call. The row states
//! three results: the requests that reach the server, the records that come
//! out, and how the walk ends. Each row is a separate test for each driver: the
//! streams, and the iterators of `blocking`. `docs/guarantees.md` is the same
//! table for people.

#![cfg(all(feature = "reqwest", feature = "gzip", feature = "blocking", feature = "testing"))]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[macro_use]
#[path = "conformance/row.rs"]
mod row;

#[path = "conformance/call.rs"]
mod call;
#[path = "conformance/driver.rs"]
mod driver;
#[path = "conformance/lists.rs"]
mod lists;
#[path = "conformance/measure.rs"]
mod measure;
#[path = "conformance/page.rs"]
mod page;
#[path = "conformance/scene.rs"]
mod scene;
#[path = "conformance/trace_log.rs"]
mod trace_log;

#[path = "conformance/bytes.rs"]
mod bytes;
#[path = "conformance/ceilings.rs"]
mod ceilings;
#[path = "conformance/completeness.rs"]
mod completeness;
#[path = "conformance/credentials.rs"]
mod credentials;
#[path = "conformance/lenient.rs"]
mod lenient;
#[path = "conformance/limits.rs"]
mod limits;
#[path = "conformance/links.rs"]
mod links;
#[path = "conformance/parallel.rs"]
mod parallel;
#[path = "conformance/paths.rs"]
mod paths;
#[path = "conformance/promise.rs"]
mod promise;
#[path = "conformance/providers.rs"]
mod providers;
#[path = "conformance/resume.rs"]
mod resume;
#[path = "conformance/retry.rs"]
mod retry;
#[path = "conformance/secrets.rs"]
mod secrets;
#[path = "conformance/streams.rs"]
mod streams;
#[path = "conformance/termination.rs"]
mod termination;
#[path = "conformance/next_page.rs"]
mod next_page;

/// The whole table, in the order of the page.
const GROUPS: &[(&str, &[row::Row])] = &[
    ("Termination", termination::ROWS),
    ("Completeness", completeness::ROWS),
    ("Evidence", promise::ROWS),
    ("Ways to the next page", next_page::ROWS),
    ("Links", links::ROWS),
    ("Path and host values", paths::ROWS),
    ("Bytes", bytes::ROWS),
    ("Credentials", credentials::ROWS),
    ("Credentials providers, hooks and rate limits", providers::ROWS),
    ("Retry", retry::ROWS),
    ("Memory and time limits", ceilings::ROWS),
    ("Streams", streams::ROWS),
    ("Limits", limits::ROWS),
    ("Resume", resume::ROWS),
    ("Several pages at a time", parallel::ROWS),
    ("Records that do not decode", lenient::ROWS),
    ("Secrets", secrets::ROWS),
];
