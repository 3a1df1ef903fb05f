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
///
/// ```
/// let price: pagesmith::Decimal = "-0.0075".parse()?;
/// assert_eq!(price.to_string(), "-0.0075");
/// # Ok::<(), pagesmith::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "rust_decimal", derive(Copy, PartialOrd, Ord))]
pub struct Decimal(Digits);

/// Whether a text has no other characters than a number has; their order is the
/// parser's to check.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte))
}

#[cfg(feature = "rust_decimal")]
fn digits(text: &str) -> Option<Digits> {
    match text.split_once(['e', 'E']) {
        None => Digits::from_str_exact(text).ok(),
        // `from_scientific` rounds digits before the exponent that are too many.
        Some((mantissa, _)) => {
            Digits::from_str_exact(mantissa).and_then(|_| Digits::from_scientific(text)).ok()
        }
    }
}

#[cfg(not(feature = "rust_decimal"))]
fn digits(text: &str) -> Option<Digits> {
    text.parse::<f64>().is_ok().then(|| text.into())
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
        let digits = if is_plain(text) { digits(text) } else { None };
        digits.map(Self).ok_or_else(|| ParseError::new("decimal number", text))
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
