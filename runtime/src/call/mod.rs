//! Calls before they are sent: list calls with their filters, and requests for one
//! record or for anything else.

pub(crate) mod dynamic;
mod filled_path;
pub(crate) mod filter;
mod item_pointers;
pub(crate) mod narrow;
pub(crate) mod one;
pub(crate) mod pager;
pub(crate) mod raw_request;
pub(crate) mod settings;
