//! What a filter takes: values that become one query parameter.

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
