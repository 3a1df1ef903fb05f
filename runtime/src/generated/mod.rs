//! Macros for generated code: the methods that all clients and all lists have in common.

mod client;
mod list;
mod include;
#[cfg(not(feature = "blocking"))]
pub(crate) mod without_blocking;
