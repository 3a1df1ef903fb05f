//! Days and moments.

use super::ParseError;
#[cfg(feature = "jiff")]
use super::rfc2822::usual_rfc2822;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

#[cfg(feature = "jiff")]
type Moment = jiff::Timestamp;
#[cfg(feature = "jiff")]
type Day = jiff::civil::Date;
#[cfg(not(feature = "jiff"))]
type Moment = Box<str>;
#[cfg(not(feature = "jiff"))]
type Day = Box<str>;

/// A moment, read from RFC 3339 or RFC 2822.
///
/// With feature `jiff` it is checked when it is read, and is a
/// `jiff::Timestamp`, to which a leap second is the second before it; without,
/// it holds the text as the server sent it.
///
/// ```
/// let sent: pagesmith::DateTime = "2024-01-31T12:30:00Z".parse()?;
/// assert_eq!(sent.to_string(), "2024-01-31T12:30:00Z");
/// # Ok::<(), pagesmith::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "jiff", derive(Copy, PartialOrd, Ord))]
pub struct DateTime(Moment);

/// A day, such as `2024-01-31`.
///
/// With feature `jiff` it is checked when it is read, and is a
/// `jiff::civil::Date`; without, it holds the text as the server sent it.
///
/// ```
/// let day: pagesmith::Date = "2024-01-31".parse()?;
/// assert_eq!(day.to_string(), "2024-01-31");
/// # Ok::<(), pagesmith::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "jiff", derive(Copy, PartialOrd, Ord))]
pub struct Date(Day);

const MOMENT: &str = "time in RFC 3339 or RFC 2822";
const DAY: &str = "date such as 2024-01-31";

#[cfg(feature = "jiff")]
fn moment(text: &str) -> Option<Moment> {
    let parser = jiff::fmt::rfc2822::DateTimeParser::new();
    let rfc_2822 = || usual_rfc2822(text).or_else(|| parser.parse_timestamp(text).ok());
    // A weekday begins no time in RFC 3339, and to find out takes longer than to read it.
    if text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return rfc_2822();
    }
    text.parse().ok().or_else(rfc_2822)
}

/// Behind a day, jiff passes over a time.
#[cfg(feature = "jiff")]
fn day(text: &str) -> Option<Day> {
    let is_day = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_day { text.parse().ok() } else { None }
}

#[cfg(not(feature = "jiff"))]
fn moment(text: &str) -> Option<Moment> {
    (!text.is_empty()).then(|| text.into())
}

#[cfg(not(feature = "jiff"))]
fn day(text: &str) -> Option<Day> {
    moment(text)
}

#[cfg(feature = "jiff")]
impl DateTime {
    /// The moment as jiff's type.
    #[must_use]
    pub fn timestamp(self) -> jiff::Timestamp {
        self.0
    }
}

#[cfg(feature = "jiff")]
impl Date {
    /// The day as jiff's type.
    #[must_use]
    pub fn civil(self) -> jiff::civil::Date {
        self.0
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for DateTime {
    fn from(moment: jiff::Timestamp) -> Self {
        Self(moment)
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::civil::Date> for Date {
    fn from(day: jiff::civil::Date) -> Self {
        Self(day)
    }
}

macro_rules! text_forms {
    ($ty:ident, $parse:ident, $expected:expr) => {
        impl FromStr for $ty {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                $parse(text).map(Self).ok_or_else(|| ParseError::new($expected, text))
            }
        }

        impl fmt::Display for $ty {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl<'de> Deserialize<'de> for $ty {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                super::read(from)
            }
        }

        impl Serialize for $ty {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }
    };
}

text_forms!(DateTime, moment, MOMENT);
text_forms!(Date, day, DAY);
