//! Decimal numbers, digit by digit.

use super::ParseError;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

#[cfg(feature = "rust_decimal")]
type Digits = rust_decimal::Decimal;
#[cfg(not(feature = "rust_decimal"))]
type Digits = Box<str>;

/// A decimal number, read from the literal text of the reply (`0.005` or
/// `"-0.0075"`), without passing through a float.
///
/// With feature `rust_decimal` it is a `rust_decimal::Decimal`; without, it
/// holds the digits as the server sent them. Serialises as a string.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "rust_decimal", derive(Copy, PartialOrd, Ord))]
pub struct Decimal(Digits);

#[cfg(feature = "rust_decimal")]
fn digits(text: &str) -> Option<Digits> {
    Digits::from_str_exact(text).or_else(|_| Digits::from_scientific(text)).ok()
}

#[cfg(not(feature = "rust_decimal"))]
fn digits(text: &str) -> Option<Digits> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    (plain && text.parse::<f64>().is_ok()).then(|| text.into())
}

#[cfg(feature = "rust_decimal")]
impl Decimal {
    /// The number as `rust_decimal`'s type.
    #[must_use]
    pub fn decimal(self) -> rust_decimal::Decimal {
        self.0
    }
}

#[cfg(feature = "rust_decimal")]
impl From<rust_decimal::Decimal> for Decimal {
    fn from(decimal: rust_decimal::Decimal) -> Self {
        Self(decimal)
    }
}

impl FromStr for Decimal {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        digits(text).map(Self).ok_or_else(|| ParseError::new("decimal number", text))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        super::read(from)
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
