//! The attempts at a page: what is sent, how often, and what is received.

pub(crate) mod attempts;
mod body_buffer;
mod concurrency;
mod content_coding;
mod exchange;
mod pacing;
pub(crate) mod page_time;
pub(crate) mod retry;
pub(crate) mod tally;
