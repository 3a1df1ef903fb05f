//! Reading values leniently: one trait, one visitor.
//!
//! A server that means one thing may send it as a number in one place and as a
//! string in another. What each type takes is stated here, once.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// What a type takes from the wire; whatever it does not mention is refused
/// with what was expected.
#[expect(clippy::missing_errors_doc, reason = "each method fails where a type does not take it")]
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

    /// An object; or a number, where some crate of the program has turned on
    /// `serde_json`'s `arbitrary_precision`, which gives numbers in this form.
    fn map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        const NUMBER: &str = "$serde_json::private::Number";
        if map.next_key::<Key<'de>>()?.is_some_and(|key| key.as_str() == NUMBER) {
            let digits: String = map.next_value()?;
            return match (digits.parse::<i128>(), digits.parse::<f64>()) {
                (Ok(whole), _) => Self::integer(whole),
                (Err(_), Ok(number)) if number.is_finite() => Self::float(number),
                _ => Err(A::Error::custom("a number out of range")),
            };
        }
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

/// A value that is read leniently.
#[derive(Debug)]
pub struct Field<T>(pub T);

impl<'de, T: Value<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Self)
    }
}

/// Reads the value of a field into its slot, which has to be empty. One
/// function for all fields of a type, whatever their records.
///
/// # Errors
/// When the key stands twice, or its value is not taken.
pub fn fill<'de, T: Value<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
    key: &'static str,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(key));
    }
    *slot = Some(map.next_value::<Field<T>>()?.0);
    Ok(())
}

/// Fills a slot that was not read with what stands for a key that is not there.
///
/// # Errors
/// When the type has no way to be missing.
pub fn complete<'de, T: Value<'de>, E: Error>(
    slot: &mut Option<T>,
    key: &'static str,
) -> Result<(), E> {
    if slot.is_none() {
        *slot = Some(T::missing(key)?);
    }
    Ok(())
}

/// The error that a slot is empty, which no [`complete`] leaves behind.
#[must_use]
pub fn incomplete<E: Error>() -> E {
    E::custom("a field was not read")
}

/// A value that is read as its type says, by its own `Deserialize`.
#[derive(Debug)]
pub struct Plain;

impl Plain {
    /// As [`fill`].
    ///
    /// # Errors
    /// As [`fill`].
    pub fn fill<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        slot: &mut Option<T>,
        map: &mut A,
        key: &'static str,
    ) -> Result<(), A::Error> {
        if slot.is_some() {
            return Err(A::Error::duplicate_field(key));
        }
        *slot = Some(map.next_value()?);
        Ok(())
    }

    /// As [`complete`].
    ///
    /// # Errors
    /// As [`complete`].
    pub fn complete<'de, T: Deserialize<'de>, E: Error>(
        slot: &mut Option<T>,
        key: &'static str,
    ) -> Result<(), E> {
        if slot.is_none() {
            *slot = Some(T::deserialize(Absent(key, PhantomData))?);
        }
        Ok(())
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
    /// Which of these keys it is; how many they are, where it is none of them.
    /// Most servers write keys in the order of the spec: the one behind the
    /// last is tried first.
    #[must_use]
    pub fn find(&self, keys: &[&str], expected: &mut usize) -> usize {
        let key = self.as_str();
        let found = if keys.get(*expected) == Some(&key) {
            *expected
        } else {
            keys.iter().position(|known| *known == key).unwrap_or(keys.len())
        };
        *expected = found + 1;
        found
    }

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

/// Reads the word of an open enum, a text or a number by its digits, and hands
/// it to `take`; null is none. One function for all enums.
///
/// # Errors
/// When it is something else.
pub fn word<'de, D: Deserializer<'de>>(
    from: D,
    take: &mut dyn FnMut(&str),
) -> Result<(), D::Error> {
    from.deserialize_any(Word(take))
}

/// The error that null is no word.
#[must_use]
pub fn no_word<E: Error>() -> E {
    E::invalid_type(Unexpected::Unit, &Word::EXPECTING)
}

struct Word<'t>(&'t mut dyn FnMut(&str));

impl Word<'_> {
    const EXPECTING: &'static str = "a string";
}

impl<'de> Visitor<'de> for Word<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Self::EXPECTING)
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        (self.0)(&value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        (self.0)(&value.to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        (self.0)(value);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        (self.0)(&String::map(map)?);
        Ok(())
    }
}
