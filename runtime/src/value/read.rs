//! Reading values leniently: one trait, one visitor.
//!
//! A server that means one thing may send it as a number in one place and as a
//! string in another. What each type takes is stated here, once.

use super::{Date, DateTime, Decimal};
use crate::secret::Secret;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// What a type takes from the wire; whatever it does not mention is refused
/// with what was expected.
pub trait Value<'de>: Sized {
    /// What it takes, for a sentence.
    const EXPECTING: &'static str;

    /// Whether `""` is a value of its own, where it may also be none.
    const EMPTY_IS_VALUE: bool = false;

    /// Null, for types that may be none.
    fn null<E: Error>() -> Result<Self, E> {
        Err(E::invalid_type(Unexpected::Unit, &Self::EXPECTING))
    }

    /// `true` or `false`.
    fn boolean<E: Error>(value: bool) -> Result<Self, E> {
        Err(E::invalid_type(Unexpected::Bool(value), &Self::EXPECTING))
    }

    /// A whole number.
    fn integer<E: Error>(value: i128) -> Result<Self, E> {
        let unexpected =
            i64::try_from(value).map_or(Unexpected::Other("a large number"), Unexpected::Signed);
        Err(E::invalid_type(unexpected, &Self::EXPECTING))
    }

    /// A number with a fraction, or too large for a whole one.
    fn float<E: Error>(value: f64) -> Result<Self, E> {
        Err(E::invalid_type(Unexpected::Float(value), &Self::EXPECTING))
    }

    /// A string.
    fn text<E: Error>(_: &str) -> Result<Self, E> {
        // The text may be a secret: errors name its type only.
        Err(E::invalid_type(Unexpected::Other("a string"), &Self::EXPECTING))
    }

    /// A string that nobody else holds.
    fn string<E: Error>(value: String) -> Result<Self, E> {
        Self::text(&value)
    }

    /// An array.
    fn seq<A: SeqAccess<'de>>(_: A) -> Result<Self, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Seq, &Self::EXPECTING))
    }

    /// An object.
    fn map<A: MapAccess<'de>>(_: A) -> Result<Self, A::Error> {
        Err(A::Error::invalid_type(Unexpected::Map, &Self::EXPECTING))
    }

    /// The value of a key that is not there.
    fn missing<E: Error>(key: &'static str) -> Result<Self, E> {
        Err(E::missing_field(key))
    }

    /// Reads a value.
    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Lenient(PhantomData))
    }

    /// Reads a value that may be none.
    fn read_optional<D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(Lenient(PhantomData))
    }
}

/// The one visitor.
#[derive(Debug)]
struct Lenient<T>(PhantomData<T>);

impl<'de, T: Value<'de>> Visitor<'de> for Lenient<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTING)
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        T::null()
    }

    fn visit_none<E: Error>(self) -> Result<T, E> {
        T::null()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        T::read(from)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        T::boolean(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::integer(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::integer(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        T::float(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        T::text(value)
    }

    fn visit_string<E: Error>(self, value: String) -> Result<T, E> {
        T::string(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        T::seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::map(map)
    }
}

/// Null, a missing key and, but for strings, `""` are none.
impl<'de, T: Value<'de>> Value<'de> for Option<T> {
    const EXPECTING: &'static str = T::EXPECTING;

    fn null<E: Error>() -> Result<Self, E> {
        Ok(None)
    }

    fn boolean<E: Error>(value: bool) -> Result<Self, E> {
        T::boolean(value).map(Some)
    }

    fn integer<E: Error>(value: i128) -> Result<Self, E> {
        T::integer(value).map(Some)
    }

    fn float<E: Error>(value: f64) -> Result<Self, E> {
        T::float(value).map(Some)
    }

    fn text<E: Error>(value: &str) -> Result<Self, E> {
        if value.is_empty() && !T::EMPTY_IS_VALUE { Ok(None) } else { T::text(value).map(Some) }
    }

    fn string<E: Error>(value: String) -> Result<Self, E> {
        if value.is_empty() && !T::EMPTY_IS_VALUE { Ok(None) } else { T::string(value).map(Some) }
    }

    fn seq<A: SeqAccess<'de>>(seq: A) -> Result<Self, A::Error> {
        T::seq(seq).map(Some)
    }

    fn map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        T::map(map).map(Some)
    }

    fn missing<E: Error>(_: &'static str) -> Result<Self, E> {
        Ok(None)
    }

    fn read<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read_optional(from)
    }
}

/// A number is taken as its digits.
impl<'de> Value<'de> for String {
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

impl<'de> Value<'de> for Secret {
    const EXPECTING: &'static str = "a string";

    fn integer<E: Error>(value: i128) -> Result<Self, E> {
        Ok(value.to_string().into())
    }

    fn text<E: Error>(value: &str) -> Result<Self, E> {
        Ok(value.into())
    }
}

impl<'de> Value<'de> for bool {
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

impl<'de> Value<'de> for i64 {
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

impl<'de> Value<'de> for f64 {
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

/// A value that is read leniently.
#[derive(Debug)]
pub struct Field<T>(pub T);

impl<'de, T: Value<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Self)
    }
}

/// A value that is read as its type says, by its own `Deserialize`.
#[derive(Debug)]
pub struct Plain;

impl Plain {
    /// The value of a key that is not there: none, or an error.
    ///
    /// # Errors
    /// When the type has no way to be missing.
    pub fn missing<'de, T: Deserialize<'de>, E: Error>(key: &'static str) -> Result<T, E> {
        T::deserialize(Absent(key, PhantomData))
    }
}

/// Deserialises as none where that is possible.
struct Absent<E>(&'static str, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for Absent<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A key of an object, borrowed where it can be.
#[derive(Debug)]
pub struct Key<'de>(Cow<'de, str>);

impl Key<'_> {
    /// The key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }

        from.deserialize_str(KeyVisitor)
    }
}
