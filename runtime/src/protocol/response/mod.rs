//! What a response says: rows by pointer and the envelope's keys in one pass,
//! headers, excerpts for errors.

pub(crate) mod envelope;
pub(in crate::protocol) mod excerpt;
mod headers;
pub(crate) mod link_header;
pub(in crate::protocol) mod pointer_tree;
pub(in crate::protocol) mod reader;
pub(in crate::protocol) mod record_error;
