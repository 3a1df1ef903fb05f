//! Paging styles as data: where the next position comes from, where it is
//! sent, and when a walk ends.

#![forbid(unsafe_code)]

mod carry;
mod delta;
mod element;
mod end_rules;
mod evidence;
mod paths_and_values;
mod more;
mod next_rules;
mod page_keys;
mod partial;
mod item_rules;
mod knob;
mod knobs;
mod places;
mod presets;
mod rules;
mod send_rules;
mod statuses;
mod texts;
mod then;
mod ways;

pub use carry::{Carries, Carry, CarryTo};
pub use delta::{Delta, DeltaTo};
pub use element::Element;
pub use end_rules::{EndRules, OnMissingNext};
pub use evidence::Evidence;
pub use item_rules::{ItemRules, Shape};
pub use knob::{Knob, Value};
pub use knobs::Paging;
pub use more::More;
pub use next_rules::{FirstRow, NextRules};
pub use page_keys::PageKeys;
pub use partial::{OnPartial, Partial};
#[doc(hidden)]
pub use places::is_in_body;
pub use presets::{PRESETS, Preset};
pub use rules::{Guards, LinkOrigin, OnShortfall, Repeat};
pub use send_rules::{LinkBase, SendAs, SendRules};
pub use statuses::Statuses;
pub use texts::{AnyPaging, OwnedPaging, Text};
pub use then::Then;
pub use ways::{NextFrom, Number, Offset, OnDrift, SendIn, SendSize, Size, Step};
