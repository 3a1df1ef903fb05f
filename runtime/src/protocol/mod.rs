//! The paging protocols without I/O: a position goes in and a request comes
//! out, a page goes in and the next position comes out.
//!
//! Nothing here knows an HTTP client, a runtime or a clock, and nothing above
//! here knows a protocol.

pub(crate) mod envelope;
pub(crate) mod link;
mod probe;
mod read;
mod seen;
mod turn;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use envelope::{Envelope, Key};
pub(crate) use walk::{Ask, Page, Plan, Position, Reply, Walk};
