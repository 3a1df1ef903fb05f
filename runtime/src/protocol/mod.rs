//! The paging protocols without I/O: a position goes in and a request comes
//! out, a page goes in and the next position comes out.
//!
//! Nothing here knows an HTTP client, a runtime or a clock, and nothing above
//! here knows a protocol.

mod accept;
mod advance;
mod anchor;
mod counts;
mod evidence;
pub(crate) mod kept_link;
mod limits;
pub(crate) mod link;
mod overlap;
mod plan;
mod proof;
mod refusal;
mod repeats;
mod request;
mod required;
pub(crate) mod response;
mod resume;
mod signs;
mod walk;
mod warning;
mod warnings;

#[cfg(test)]
mod tests;

pub(crate) use plan::Plan;
pub(crate) use request::body::Body;
pub(crate) use request::{PageRequest, RawRequest};
pub(crate) use response::Response;
pub(crate) use response::contents::Contents;
pub(crate) use response::envelope::ReplyKey;
pub(crate) use response::refused_body;
pub(crate) use walk::{Page, PagePlace, Walk};
pub use warning::Warning;
