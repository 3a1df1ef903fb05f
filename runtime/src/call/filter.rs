//! Query parameters: the values of filters, and pairs.

use crate::protocol::Body;
use crate::protocol::response::stated::Stated;
use crate::value::{Date, DateTime, Decimal, ParseError, Uuid, without_offset};
use std::fmt;

/// A value of a filter of type `T`, as the text that is sent.
///
/// It is implemented for `T` itself and for types that convert to it: a `&str` for a
/// text, a date or a time, a smaller integer for an integer. You can implement it for a
/// type of your own too:
///
/// ```
/// use pagesmith::{FilterError, IntoFilter};
///
/// struct Percent(u8);
///
/// impl IntoFilter<i64> for Percent {
///     fn into_filter(self) -> Result<String, FilterError> {
///         match self.0 {
///             0..=100 => Ok(self.0.to_string()),
///             more => Err(FilterError::new(format!("{more} is above 100"))),
///         }
///     }
/// }
/// assert!(Percent(101).into_filter().is_err());
/// ```
pub trait IntoFilter<T> {
    /// The text, not yet percent-encoded.
    ///
    /// # Errors
    /// When the value is not one of `T`. The call then fails before any request.
    fn into_filter(self) -> Result<String, FilterError>;
}

/// Why a value can't be used for a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterError(String);

impl FilterError {
    /// An error with this message: what is wrong with the value.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FilterError {}

impl From<ParseError> for FilterError {
    fn from(error: ParseError) -> Self {
        Self(error.to_string())
    }
}

macro_rules! by_display {
    ($($from:ty => $to:ty),* $(,)?) => {$(
        impl IntoFilter<$to> for $from {
            fn into_filter(self) -> Result<String, FilterError> {
                Ok(self.to_string())
            }
        }
    )*};
}

by_display! {
    &str => String, &String => String, String => String,
    i64 => i64, i32 => i64, u32 => i64, i16 => i64, u16 => i64, i8 => i64, u8 => i64,
    u64 => u64, u32 => u64, u16 => u64, u8 => u64,
    f64 => f64, f32 => f64, i32 => f64,
    bool => bool,
    Decimal => Decimal, &Decimal => Decimal, i64 => Decimal,
    Date => Date, &Date => Date,
    DateTime => DateTime, &DateTime => DateTime,
    Uuid => Uuid, &Uuid => Uuid,
}

macro_rules! by_parsing {
    ($($to:ty),*) => {$(
        impl IntoFilter<$to> for &str {
            fn into_filter(self) -> Result<String, FilterError> {
                Ok(self.parse::<$to>()?.to_string())
            }
        }
    )*};
}

by_parsing!(Decimal, Date, DateTime, Uuid);

macro_rules! by_value {
    ($($from:ty => $to:ty = $expected:literal),* $(,)?) => {$(
        impl IntoFilter<$to> for $from {
            fn into_filter(self) -> Result<String, FilterError> {
                let value = <$to>::try_from(self);
                value.map(|value| value.to_string()).map_err(|_| FilterError::new($expected))
            }
        }
    )*};
}

by_value! {
    i64 => u64 = "it must not be negative",
    i32 => u64 = "it must not be negative",
}

/// A value of a filter whose server expects times without an offset, in this zone.
#[doc(hidden)]
#[derive(Debug)]
pub struct InZone<'z, V>(pub V, pub &'z str);

impl<V: IntoFilter<DateTime>> IntoFilter<DateTime> for InZone<'_, V> {
    fn into_filter(self) -> Result<String, FilterError> {
        without_offset(&self.0.into_filter()?, self.1).map_err(FilterError)
    }
}

/// [`InZone`] for each of several values.
#[doc(hidden)]
pub fn each_in_zone<V>(
    values: impl IntoIterator<Item = V>,
    zone: &str,
) -> impl Iterator<Item = InZone<'_, V>> {
    values.into_iter().map(move |value| InZone(value, zone))
}

#[cfg(feature = "jiff")]
by_display! {
    jiff::Timestamp => DateTime,
    jiff::civil::Date => Date,
}

#[cfg(feature = "uuid")]
by_display! {
    uuid::Uuid => Uuid,
}

#[cfg(any(feature = "chrono", feature = "time"))]
macro_rules! by_conversion {
    ($({$($of:tt)*} $from:ty => $to:ty),* $(,)?) => {$(
        impl<$($of)*> IntoFilter<$to> for $from {
            fn into_filter(self) -> Result<String, FilterError> {
                Ok(<$to>::try_from(self)?.to_string())
            }
        }
    )*};
}

#[cfg(feature = "chrono")]
by_conversion! {
    {Z: chrono::TimeZone} chrono::DateTime<Z> => DateTime,
    {} chrono::NaiveDate => Date,
}

#[cfg(feature = "time")]
by_conversion! {
    {} time::OffsetDateTime => DateTime,
    {} time::Date => Date,
}

#[cfg(feature = "rust_decimal")]
by_display! {
    rust_decimal::Decimal => Decimal,
}

/// The pairs in a JSON text: an object's entries, or an array of pairs. Pairs with the
/// value null are left out.
pub(crate) fn pairs(json: &str) -> Result<Vec<(String, String)>, String> {
    let not_pairs = || "it is neither an object nor an array of pairs".to_owned();
    let entries = match Body::parse(json).map_err(|_| not_pairs())? {
        Body::Value(null) if null.get() == "null" => Vec::new(),
        Body::Value(array) => {
            let pairs = serde_json::from_str::<Vec<(Body, Body)>>(array.get()).ok();
            let named = |(name, value)| Some((scalar(&name).ok()??, value));
            let pairs = pairs.and_then(|pairs| pairs.into_iter().map(named).collect());
            pairs.ok_or_else(not_pairs)?
        }
        Body::Object(entries) => entries,
        // Only an array in which something was set is taken apart.
        Body::Array(_) => return Err(not_pairs()),
    };
    let mut pairs = Vec::new();
    for (name, value) in entries {
        match scalar(&value) {
            Ok(Some(value)) => pairs.push((name, value)),
            Ok(None) => {}
            Err(problem) => return Err(format!("`{name}` is {problem}")),
        }
    }
    Ok(pairs)
}

/// A single value as its text; `None` for null.
fn scalar(value: &Body) -> Result<Option<String>, String> {
    let stated = match value {
        Body::Value(value) => Stated::read(value).map_err(|error| error.to_string())?,
        Body::Object(_) => Stated::Object("".into()),
        Body::Array(_) => Stated::Array("".into()),
    };
    match stated {
        Stated::Null => Ok(None),
        Stated::Bool(flag) => Ok(Some(flag.to_string())),
        Stated::Text(text) | Stated::Number(text) => Ok(Some(text.into_string())),
        other => Err(format!("{}; expected a single value", other.describe())),
    }
}
