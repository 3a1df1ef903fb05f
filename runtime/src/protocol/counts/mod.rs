//! Totals that replies state, and what it comes to that fewer or more items were
//! seen.

mod shortfall;
mod stated;

pub(in crate::protocol) use stated::Counts;
