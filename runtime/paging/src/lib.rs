//! Paging styles as data: where the next position comes from, where it is
//! sent, and when a walk ends.

#![forbid(unsafe_code)]

mod evidence;
mod paths_and_values;
mod page_keys;
mod knobs;
mod places;
mod presets;
mod rules;
mod texts;
mod ways;

pub use evidence::Evidence;
pub use knobs::Paging;
pub use page_keys::PageKeys;
pub use paths_and_values::{Knob, Value};
#[doc(hidden)]
pub use places::is_in_body;
pub use presets::{PRESETS, Preset};
pub use rules::{EndRules, Guards, LinkOrigin, OnMissingNext, OnShortfall, Repeat};
pub use texts::{AnyPaging, OwnedPaging, Text};
pub use ways::{More, NextFrom, Number, Offset, OnDrift, SendIn, Size, Step};
