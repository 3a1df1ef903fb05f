//! The paging protocols without I/O: a position goes in and a request comes
//! out, a page goes in and the next position comes out.
//!
//! Nothing here knows an HTTP client, a runtime or a clock, and nothing above
//! here knows a protocol.

mod accept;
mod ask;
mod at;
mod beside;
mod body;
mod counts;
pub(crate) mod envelope;
mod excerpt;
mod fingerprint;
mod kept;
pub(crate) mod link;
mod probe;
mod read;
mod rows;
mod seen;
mod signs;
mod sketch;
mod stand;
mod turn;
mod walk;
pub(crate) mod web_link;
mod why;

#[cfg(test)]
mod tests;

pub(crate) use ask::{Ask, Free};
pub(crate) use at::At;
pub(crate) use body::Body;
pub(crate) use envelope::Key;
pub(crate) use fingerprint::Fingerprint;
pub use rows::RowsOf;
pub(crate) use rows::{Decode, Rows};
pub(crate) use walk::{Page, PagePlace, Plan, Reply, Tries, Walk};
