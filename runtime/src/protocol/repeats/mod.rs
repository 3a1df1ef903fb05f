//! Guards against repeats: of the walk's positions, and of the items of earlier pages.

pub(in crate::protocol) mod guard;
pub(in crate::protocol) mod row_facts;
pub(in crate::protocol) mod row_keys;
mod key_reader;
mod prefilter;
mod visited;
