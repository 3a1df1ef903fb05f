//! What a user narrows before anything is sent: list calls, filters, and
//! requests that belong to no list.

pub(crate) mod dynamic;
pub(crate) mod filter;
pub(crate) mod narrow;
pub(crate) mod pager;
pub(crate) mod raw_request;
pub(crate) mod settings;
