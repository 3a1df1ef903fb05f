//! Calls before they are sent: list calls with their filters, and requests for one
//! record or for anything else.

// In the order in which the page of `Pager` shows their methods.
mod filled_path;
pub(crate) mod filter;
mod item_pointers;
pub(crate) mod settings;
pub(crate) mod mode;
pub(crate) mod pager;
pub(crate) mod narrow;
pub(crate) mod dynamic;
pub(crate) mod one;
pub(crate) mod raw_request;
