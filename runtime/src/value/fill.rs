//! From a format to slots: the one visitor.

use super::literal;
use super::read::{Array, Fault, Form, Key, Object, Required, Slot, Token, Value};
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use std::fmt;

/// Reads a value.
///
/// # Errors
/// When it can't be read, or is not taken.
pub fn read<'de, T: Value, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut value = Required::empty();
    Fill::of(&mut value).deserialize(from)?;
    value.taken().map_err(D::Error::custom)
}

/// Reads the value that a JSON text begins with into a slot, by `serde_json`
/// alone; how many bytes it takes.
pub(super) fn read_json(text: &str, slot: &mut dyn Slot) -> serde_json::Result<usize> {
    let mut json = serde_json::Deserializer::from_str(text);
    Fill::of(slot).deserialize(&mut json)?;
    Ok(json.into_iter::<IgnoredAny>().byte_offset())
}

/// Reads a JSON text of one value into a slot.
pub(super) fn read_all(text: &str, slot: &mut dyn Slot) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_str(text);
    Fill::of(slot).deserialize(&mut json)?;
    json.end()
}

/// Fills a slot with the value that comes.
struct Fill<'s> {
    slot: &'s mut dyn Slot,
    form: Form,
}

impl<'s> Fill<'s> {
    fn of(slot: &'s mut dyn Slot) -> Self {
        Self { form: slot.form(), slot }
    }

    #[inline]
    fn put<E: Error>(self, token: Token<'_>) -> Result<(), E> {
        self.slot.put(token).map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        if self.form != Form::Literal {
            return from.deserialize_any(self);
        }
        match literal::read(from)?.get() {
            "null" => self.put(Token::Null),
            literal => self.put(Token::Literal(literal)),
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
        let mut array = Entries { from: seq, fault: None };
        let put = self.slot.put(Token::Array(&mut array));
        put.map_err(|fault| array.told(fault))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.form != Form::Object
            && let Some(digits) = number(&mut map)?
        {
            return match (digits.parse::<i128>(), digits.parse::<f64>()) {
                (Ok(whole), _) => self.put(Token::Integer(whole)),
                (Err(_), Ok(number)) if number.is_finite() => self.put(Token::Float(number)),
                _ => Err(A::Error::custom("a number out of range")),
            };
        }
        let mut object = Entries { from: map, fault: None };
        let put = self.slot.put(Token::Object(&mut object));
        put.map_err(|fault| object.told(fault))
    }
}

/// The digits of a number, where some crate of the program has turned on
/// `serde_json`'s `arbitrary_precision`, which gives it as an object.
fn number<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
    match map.next_key::<String>()?.as_deref() {
        Some(NUMBER) => map.next_value().map(Some),
        _ => Ok(None),
    }
}

/// The key of the digits in that object.
const NUMBER: &str = "$serde_json::private::Number";

/// The error that a number stands where an object should.
fn no_object<E: Error>() -> E {
    E::invalid_type(Unexpected::Other("a number"), &"an object")
}

/// What is left of an array or an object, and why it can't be read on.
struct Entries<A, E> {
    from: A,
    fault: Option<E>,
}

impl<A, E: Error> Entries<A, E> {
    /// Keeps the format's own error.
    fn keep<T>(&mut self, read: Result<T, E>) -> Result<T, Fault> {
        read.map_err(|fault| {
            self.fault = Some(fault);
            Fault::Kept
        })
    }

    /// The error of what was read from this.
    fn told(self, fault: Fault) -> E {
        match (fault, self.fault) {
            (Fault::Kept, Some(kept)) => kept,
            (fault, _) => E::custom(fault),
        }
    }
}

impl<'de, A: SeqAccess<'de>> Array for Entries<A, A::Error> {
    fn elements(&mut self, slot: &mut dyn Slot) -> Result<(), Fault> {
        let form = slot.form();
        loop {
            let read = self.from.next_element_seed(Fill { slot, form });
            if self.keep(read)?.is_none() {
                return Ok(());
            }
        }
    }
}

impl<'de, A: MapAccess<'de>> Object for Entries<A, A::Error> {
    fn find(&mut self, keys: &[Key], expected: usize) -> Result<Option<usize>, Fault> {
        let found = self.from.next_key_seed(Find { keys, expected });
        self.keep(found)
    }

    fn value(&mut self, slot: &mut dyn Slot) -> Result<(), Fault> {
        let read = self.from.next_value_seed(Fill::of(slot));
        self.keep(read)
    }

    fn skip(&mut self) -> Result<(), Fault> {
        let read = self.from.next_value::<IgnoredAny>().map(drop);
        self.keep(read)
    }

    fn entry(&mut self, slot: &mut dyn Slot) -> Result<Option<String>, Fault> {
        let read = match self.from.next_key::<String>() {
            Ok(Some(key)) if key == NUMBER => Err(no_object()),
            Ok(Some(key)) => self.from.next_value_seed(Fill::of(slot)).map(|()| Some(key)),
            none => none,
        };
        self.keep(read)
    }
}

/// Finds which of these keys comes.
struct Find<'k> {
    keys: &'k [Key],
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
