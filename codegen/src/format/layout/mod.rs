//! The layout that rustfmt gives to what is generated, so that a file under
//! version control passes `cargo fmt --check` as it is.
//!
//! It is rustfmt's way for the few forms of items that `emit` makes, with the
//! widths that rustfmt has unless a project sets others. What it is not certain
//! of, it says (`None`): a line that is too long, another form.

mod expr;
mod item;
mod sequence;
mod shape;
mod types;

pub(super) use item::print;
pub(super) use shape::ATTRIBUTE;
