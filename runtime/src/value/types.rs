//! What each type takes from the wire.

use super::read::{Field, Value};
use super::{Date, DateTime, Decimal};
use crate::secret::Secret;
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Unexpected};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A number is taken as its digits.
impl Value<'_> for String {
    const EXPECTING: &'static str = "a string";
    const EMPTY_IS_VALUE: bool = true;

    fn integer<E: Error>(value: i128) -> Result<Self, E> {
        Ok(value.to_string())
    }

    fn float<E: Error>(value: f64) -> Result<Self, E> {
        // With 16 digits and more, the literal may have held others.
        let text = value.to_string();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if digits < 16 {
            Ok(text)
        } else {
            Err(E::custom("a number of too many digits to be kept exactly"))
        }
    }

    fn text<E: Error>(value: &str) -> Result<Self, E> {
        Ok(value.to_owned())
    }

    fn string<E: Error>(value: String) -> Result<Self, E> {
        Ok(value)
    }
}

impl Value<'_> for Secret {
    const EXPECTING: &'static str = "a string";

    fn integer<E: Error>(value: i128) -> Result<Self, E> {
        Ok(value.to_string().into())
    }

    fn text<E: Error>(value: &str) -> Result<Self, E> {
        Ok(value.into())
    }
}

impl Value<'_> for bool {
    const EXPECTING: &'static str = "true or false";

    fn boolean<E: Error>(value: bool) -> Result<Self, E> {
        Ok(value)
    }

    fn integer<E: Error>(value: i128) -> Result<Self, E> {
        match value {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(E::custom("a number other than 0 and 1 is neither true nor false")),
        }
    }

    fn text<E: Error>(value: &str) -> Result<Self, E> {
        match value {
            "true" | "True" | "1" => Ok(true),
            "false" | "False" | "0" => Ok(false),
            _ => Err(E::invalid_type(Unexpected::Other("another string"), &Self::EXPECTING)),
        }
    }
}

impl Value<'_> for i64 {
    const EXPECTING: &'static str = "a whole number";

    fn integer<E: Error>(value: i128) -> Result<Self, E> {
        value.try_into().map_err(|_| E::custom("a whole number of more than 64 bits"))
    }

    fn float<E: Error>(value: f64) -> Result<Self, E> {
        // 14.0 is 14; beyond 2^53 a float may stand for several whole numbers.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() < EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and within 53 bits")]
            return Ok(value as Self);
        }
        Err(E::invalid_type(Unexpected::Float(value), &Self::EXPECTING))
    }

    fn text<E: Error>(value: &str) -> Result<Self, E> {
        value
            .parse()
            .map_err(|_| E::invalid_type(Unexpected::Other("another string"), &Self::EXPECTING))
    }
}

impl Value<'_> for f64 {
    const EXPECTING: &'static str = "a number";

    fn integer<E: Error>(value: i128) -> Result<Self, E> {
        #[expect(clippy::cast_precision_loss, reason = "what a floating point number is")]
        Ok(value as Self)
    }

    fn float<E: Error>(value: f64) -> Result<Self, E> {
        Ok(value)
    }

    fn text<E: Error>(value: &str) -> Result<Self, E> {
        // JSON has no way to write the others, so that a text is none of them.
        value
            .parse()
            .ok()
            .filter(|value: &Self| value.is_finite())
            .ok_or_else(|| E::invalid_type(Unexpected::Other("another string"), &Self::EXPECTING))
    }
}

macro_rules! parsed_from_text {
    ($($ty:ty = $expecting:literal),*) => {$(
        impl<'de> Value<'de> for $ty {
            const EXPECTING: &'static str = $expecting;

            fn text<E: Error>(value: &str) -> Result<Self, E> {
                value.parse().map_err(E::custom)
            }
        }
    )*};
}

parsed_from_text!(DateTime = "a time in RFC 3339 or RFC 2822", Date = "a date");

/// Read from the literal text, without passing through a float.
impl<'de> Value<'de> for Decimal {
    const EXPECTING: &'static str = "a decimal number";

    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::read_optional(from)?
            .ok_or_else(|| D::Error::invalid_type(Unexpected::Unit, &Self::EXPECTING))
    }

    fn read_optional<D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        let literal = Box::<serde_json::value::RawValue>::deserialize(from)?;
        let text = literal.get();
        let unquoted = match text.as_bytes().first() {
            Some(b'"') => serde_json::from_str::<Cow<'_, str>>(text).map_err(D::Error::custom)?,
            Some(b'n') => return Ok(None),
            _ => Cow::Borrowed(text),
        };
        if unquoted.is_empty() {
            return Ok(None);
        }
        unquoted.parse().map(Some).map_err(D::Error::custom)
    }
}

impl<'de> Value<'de> for serde_json::Value {
    const EXPECTING: &'static str = "any JSON";
    const EMPTY_IS_VALUE: bool = true;

    fn null<E: Error>() -> Result<Self, E> {
        Ok(Self::Null)
    }

    fn boolean<E: Error>(value: bool) -> Result<Self, E> {
        Ok(value.into())
    }

    fn integer<E: Error>(value: i128) -> Result<Self, E> {
        serde_json::Number::from_i128(value)
            .map(Self::Number)
            .ok_or_else(|| E::custom("a number of more than 64 bits"))
    }

    fn float<E: Error>(value: f64) -> Result<Self, E> {
        Ok(value.into())
    }

    fn text<E: Error>(value: &str) -> Result<Self, E> {
        Ok(value.into())
    }

    fn seq<A: SeqAccess<'de>>(seq: A) -> Result<Self, A::Error> {
        Self::deserialize(SeqAccessDeserializer::new(seq))
    }

    fn map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        Self::deserialize(MapAccessDeserializer::new(map))
    }
}

impl<'de, T: Value<'de>> Value<'de> for Vec<T> {
    const EXPECTING: &'static str = "an array";

    fn seq<A: SeqAccess<'de>>(mut seq: A) -> Result<Self, A::Error> {
        let mut values = Self::new();
        while let Some(Field(value)) = seq.next_element()? {
            values.push(value);
        }
        Ok(values)
    }
}

impl<'de, T: Value<'de>> Value<'de> for BTreeMap<String, T> {
    const EXPECTING: &'static str = "an object";

    fn map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        let mut values = Self::new();
        while let Some((key, Field(value))) = map.next_entry()? {
            values.insert(key, value);
        }
        Ok(values)
    }
}
