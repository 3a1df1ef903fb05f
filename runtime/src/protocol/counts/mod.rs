//! Totals that replies state, and the rules if a walk sees fewer or more items.

mod shortfall;
mod stated;

pub(in crate::protocol) use stated::Counts;
