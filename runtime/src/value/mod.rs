//! Values of records: what servers send, taken as they send it.

pub(crate) mod allowance;
mod any;
mod date;
mod decimal;
mod fill;
mod json;
mod kind;
mod number;
mod via_serde;
mod read;
mod record;
#[cfg(feature = "jiff")]
mod rfc2822;
mod slot;
#[cfg(test)]
mod tests;
mod types;
mod uuid;
#[cfg(feature = "chrono")]
mod with_chrono;
#[cfg(feature = "time")]
mod with_time;
mod zone;

#[doc(hidden)]
pub use allowance::take as take_memory;
pub use date::{Date, DateTime};
pub use decimal::Decimal;
#[doc(hidden)]
pub use fill::read;
pub(crate) use fill::read_json as read_by_serde_json;
#[cfg(fuzzing)]
pub(crate) use json::is_taken;
pub(crate) use json::{fault_in, is_read, read_json};
#[doc(hidden)]
pub use kind::{Field, Kind, KindOf, kind_of, own_kind_of};
#[doc(hidden)]
pub use read::{Key, Object, ReadError, Token};
#[doc(hidden)]
pub use record::show;
#[doc(hidden)]
pub use slot::{Required, Shape, Slot, Value};
pub use uuid::Uuid;
#[doc(hidden)]
pub use via_serde::ViaSerde;
#[doc(hidden)]
pub use zone::Zoned;
pub use zone::assume_utc;
pub(crate) use zone::{NO_OFFSET, NO_OFFSET_BY_SPEC, without_offset};

/// A text that is not what its type says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    expected: &'static str,
    text: String,
}

impl ParseError {
    pub(crate) fn new(expected: &'static str, text: &str) -> Self {
        Self { expected, text: text.to_owned() }
    }
}

impl std::fmt::Display for ParseError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is no {}", self.text, self.expected)
    }
}

impl std::error::Error for ParseError {}
