//! The paging protocols without I/O: they turn a position into a request, and a page
//! into the next position.
//!
//! This module knows no HTTP client, runtime or clock, and the modules that use it know
//! no protocol.

mod accept;
mod advance;
mod after_position;
mod anchor;
pub(crate) mod arriving;
mod at_position;
mod carry;
mod counts;
mod delta;
mod end;
mod evidence;
mod first_row;
mod hints;
mod later;
pub(crate) mod stored_link;
mod limits;
mod not_found;
pub(crate) mod link;
mod overlap;
mod partial;
mod plan;
mod proof;
mod refusal;
mod repeats;
mod request;
mod required;
pub(crate) mod response;
mod resume;
mod signs;
mod smaller_pages;
mod walk;
mod warning;
mod warnings;

#[cfg(test)]
mod tests;

pub(crate) use arriving::{Arrived, Arriving};
pub(crate) use plan::Plan;
pub(crate) use request::body::{Body, quoted};
pub(crate) use request::set as set_in_body;
pub(crate) use request::{PageRequest, RawRequest};
pub(crate) use response::Response;
pub(crate) use response::contents::Contents;
pub(crate) use response::cut::Cut;
pub(crate) use response::envelope::ReplyKey;
pub(crate) use response::refused_body;
pub(crate) use walk::{Page, PagePlace, Walk};
pub use warning::Warning;
