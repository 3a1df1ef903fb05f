//! One page's attempts: what is sent, how often, and what comes back.

pub(crate) mod attempts;
mod content_coding;
mod exchange;
pub(crate) mod page_time;
pub(crate) mod retry;
pub(crate) mod tally;
