//! From a format to slots: the one visitor, and what lies in an array or an object
//! of a format.

use super::json;
use super::number::float_of;
use super::read::{Array, Key, Object, ReadError, Token};
use super::slot::{Required, Shape, Slot, Value};
use crate::Json;
use crate::json::deserializer::RAW;
use crate::json::number::is_number;
use memchr::memchr;
use serde_core::Deserialize;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use std::fmt;

/// Reads a value.
///
/// # Errors
/// When it can't be read, or is refused.
pub fn read<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = Required::empty();
    read_into(from, &mut value)?;
    value.taken().map_err(D::Error::custom)
}

/// Reads a value into a slot.
pub(super) fn read_into<'de, D: Deserializer<'de>>(
    from: D,
    slot: &mut dyn Slot,
) -> Result<(), D::Error> {
    Fill::of(slot).deserialize(from)
}

/// Reads the value that a JSON text begins with into a slot, by `serde_json`
/// alone; how many bytes it takes.
pub(crate) fn read_json(text: &str, slot: &mut dyn Slot) -> serde_json::Result<usize> {
    let mut json = serde_json::Deserializer::from_str(text);
    Fill::of(slot).deserialize(&mut json)?;
    Ok(json.into_iter::<IgnoredAny>().byte_offset())
}

/// Fills a slot with the value that comes.
struct Fill<'s> {
    slot: &'s mut dyn Slot,
    form: Shape,
    /// Whether the format was asked for the value's text.
    asked: bool,
}

impl<'s> Fill<'s> {
    pub(super) fn of(slot: &'s mut dyn Slot) -> Self {
        Self { form: slot.shape(), slot, asked: false }
    }

    #[inline]
    fn put<E: Error>(self, token: Token<'_>) -> Result<(), E> {
        self.slot.put(token).map_err(E::custom)
    }

    /// Takes a number by its digits.
    fn put_digits<E: Error>(self, digits: &str) -> Result<(), E> {
        if is_number(digits.as_bytes()) {
            return self.put_text(digits);
        }
        Err(E::invalid_type(Unexpected::Other("another string"), &"the digits of a number"))
    }

    /// Takes a value by its JSON text.
    fn put_text<E: Error>(self, text: &str) -> Result<(), E> {
        let string = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        match (self.form, string) {
            (Shape::Literal, _) if text == "null" => self.put(Token::Null),
            (Shape::Literal, _) => self.put(Token::Literal(text)),
            // Without escapes, it is what it says.
            (_, Some(plain)) if memchr(b'\\', plain.as_bytes()).is_none() => {
                self.put(Token::Text(plain))
            }
            _ => json::fill(text, self.slot).map_err(E::custom),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        match self.form {
            Shape::Array | Shape::Object => from.deserialize_any(self),
            // Of a number, `serde_json` would give a float, and not its digits.
            Shape::Scalar | Shape::Any | Shape::Literal => {
                from.deserialize_newtype_struct(RAW, Self { asked: true, ..self })
            }
        }
    }
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.put(Token::Null)
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.put(Token::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        self.deserialize(from)
    }

    /// A format that has no text of its values gives what any newtype holds.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        if self.form == Shape::Literal {
            return self.put_text(&Json::deserialize(from)?.to_string());
        }
        from.deserialize_any(Self { asked: false, ..self })
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.put(Token::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.put(Token::Integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.put(Token::Integer(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.put(Token::Float(value))
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.put(Token::Text(value))
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<(), E> {
        self.put(Token::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        let mut array = Entries::of(seq, None);
        let put = self.slot.put(Token::Array(&mut array));
        put.map_err(|fault| array.told(fault))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        // Of a record, no key is looked at before it is read into a place of its own.
        let first = if self.form == Shape::Object { None } else { map.next_key::<String>()? };
        match first.as_deref() {
            Some(RAW) if self.asked => return map.next_value_seed(Text(self)),
            Some(NUMBER) => return self.put_digits(&map.next_value::<String>()?),
            _ => {}
        }
        let mut object = Entries::of(map, first);
        let put = self.slot.put(Token::Object(&mut object));
        put.map_err(|fault| object.told(fault))
    }
}

/// The one key of the object as which `serde_json` gives a number, where some
/// crate of the program has turned on its `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Takes a value by its JSON text, which comes.
struct Text<'s>(Fill<'s>);

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<(), E> {
        self.0.put_text(text)
    }

    /// Nothing that is read holds it: a `serde_json::Value` may have written it.
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match float_of(text) {
            Some(value) if self.0.form == Shape::Scalar => self.0.put(Token::Float(value)),
            _ => self.0.put_text(text),
        }
    }
}

/// What is left of an array or an object, and why it can't be read on.
struct Entries<A, E> {
    from: A,
    /// The first key, where it was looked at.
    first: Option<String>,
    fault: Option<E>,
}

impl<A, E: Error> Entries<A, E> {
    fn of(from: A, first: Option<String>) -> Self {
        Self { from, first, fault: None }
    }

    /// Keeps the format's own error.
    fn keep<T>(&mut self, read: Result<T, E>) -> Result<T, ReadError> {
        read.map_err(|fault| {
            self.fault = Some(fault);
            ReadError::Source
        })
    }

    /// The error of what was read from this.
    pub(super) fn told(self, fault: ReadError) -> E {
        match (fault, self.fault) {
            (ReadError::Source, Some(kept)) => kept,
            (fault, _) => E::custom(fault),
        }
    }
}

impl<'de, A: SeqAccess<'de>> Array for Entries<A, A::Error> {
    fn elements(&mut self, most: usize, slot: &mut dyn Slot) -> Result<usize, ReadError> {
        for seen in 0..most {
            let read = self.from.next_element_seed(Fill::of(slot));
            if self.keep(read)?.is_none() {
                return Ok(seen);
            }
        }
        Ok(most)
    }

    fn skip_rest(&mut self) -> Result<usize, ReadError> {
        let mut seen = 0;
        loop {
            let read = self.from.next_element::<IgnoredAny>();
            if self.keep(read)?.is_none() {
                return Ok(seen);
            }
            seen += 1;
        }
    }
}

impl<'de, A: MapAccess<'de>> Object for Entries<A, A::Error> {
    fn find(&mut self, keys: &[Key<'_>], expected: usize) -> Result<Option<usize>, ReadError> {
        let found = self.from.next_key_seed(Find { keys, expected });
        self.keep(found)
    }

    fn value(&mut self, slot: &mut dyn Slot) -> Result<(), ReadError> {
        let read = self.from.next_value_seed(Fill::of(slot));
        self.keep(read)
    }

    fn skip(&mut self) -> Result<(), ReadError> {
        let read = self.from.next_value::<IgnoredAny>().map(drop);
        self.keep(read)
    }

    fn entry(&mut self, slot: &mut dyn Slot) -> Result<Option<String>, ReadError> {
        let key = match self.first.take() {
            None => self.from.next_key::<String>(),
            first => Ok(first),
        };
        let read = match key {
            Ok(Some(key)) if key == NUMBER => Err(no_object()),
            Ok(Some(key)) => self.from.next_value_seed(Fill::of(slot)).map(|()| Some(key)),
            none => none,
        };
        self.keep(read)
    }
}

/// Finds which of these keys comes.
struct Find<'k> {
    keys: &'k [Key<'k>],
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Find<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        if name == NUMBER {
            return Err(no_object());
        }
        Ok(Key::among(self.keys, self.expected, name))
    }
}

/// The error that a number comes where an object should.
fn no_object<E: Error>() -> E {
    E::invalid_type(Unexpected::Other("a number"), &"an object")
}
