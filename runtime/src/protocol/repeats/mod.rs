//! What was seen before: positions of the walk, and the items of the page before.

pub(in crate::protocol) mod guard;
pub(in crate::protocol) mod row_keys;
mod key_reader;
mod prefilter;
mod visited;
