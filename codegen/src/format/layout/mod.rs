//! The layout that rustfmt gives to generated code, so that a file under version
//! control passes `cargo fmt --check`.
//!
//! It covers the few forms of items that `emit` makes, with rustfmt's default
//! widths. If a layout is not certain, it is `None`: for a line that is too long, or
//! another form.

mod expr;
mod item;
mod sequence;
mod shape;
mod types;

pub(super) use item::print;
pub(super) use shape::ATTRIBUTE;
