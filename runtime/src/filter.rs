//! What becomes a query parameter: the value of a filter, and pairs.

use crate::protocol::Body;
use crate::protocol::envelope::Slot;
use crate::value::{Date, DateTime, Decimal};

/// A value of a filter of type `T`, as the text that goes on the wire.
///
/// Implemented for `T` itself and for what stands for it: a `&str` for a text,
/// a day or a moment, an integer for an integer.
pub trait IntoFilter<T> {
    /// The text, not yet percent-encoded.
    ///
    /// # Errors
    /// A sentence that says why the value can't be one of `T`.
    fn into_filter(self) -> Result<String, String>;
}

macro_rules! by_display {
    ($($from:ty => $to:ty),* $(,)?) => {$(
        impl IntoFilter<$to> for $from {
            fn into_filter(self) -> Result<String, String> {
                Ok(self.to_string())
            }
        }
    )*};
}

by_display! {
    &str => String, &String => String, String => String,
    i64 => i64, i32 => i64, u32 => i64, i16 => i64, u16 => i64, i8 => i64, u8 => i64,
    f64 => f64, f32 => f64, i32 => f64,
    bool => bool,
    Decimal => Decimal, &Decimal => Decimal, i64 => Decimal,
    Date => Date, &Date => Date,
    DateTime => DateTime, &DateTime => DateTime,
}

macro_rules! by_parsing {
    ($($to:ty),*) => {$(
        impl IntoFilter<$to> for &str {
            fn into_filter(self) -> Result<String, String> {
                self.parse::<$to>().map(|value| value.to_string()).map_err(|error| error.to_string())
            }
        }
    )*};
}

by_parsing!(Decimal, Date, DateTime);

#[cfg(feature = "jiff")]
by_display! {
    jiff::Timestamp => DateTime,
    jiff::civil::Date => Date,
}

#[cfg(feature = "rust_decimal")]
by_display! {
    rust_decimal::Decimal => Decimal,
}

/// The pairs that a JSON text holds: an object's entries, or an array of pairs.
/// Null is no value, and left out.
pub(crate) fn pairs(json: &str) -> Result<Vec<(String, String)>, String> {
    let entries = match Body::parse(json) {
        Ok(Body::Object(entries)) => Ok(entries),
        Ok(Body::Value(array)) => serde_json::from_str::<Vec<(String, Body)>>(array.get()),
        Err(error) => Err(error),
    };
    let entries = entries.map_err(|_| "it is neither an object nor an array of pairs")?;
    let mut pairs = Vec::new();
    for (name, value) in entries {
        let stood = match value {
            Body::Value(value) => Slot::read(&value).map_err(|error| error.to_string())?,
            Body::Object(_) => Slot::Object("".into()),
        };
        pairs.push(match stood {
            Slot::Null => continue,
            Slot::Bool(flag) => (name, flag.to_string()),
            Slot::Text(text) | Slot::Number(text) => (name, text.into_string()),
            other => return Err(format!("`{name}` is {}, and not one value", other.describe())),
        });
    }
    Ok(pairs)
}
