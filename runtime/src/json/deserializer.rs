//! The scanner as a format of serde: how structs with a `Deserialize` of their own are read.
//!
//! It gives a type what `serde_json` gives it, value by value. Wherever it does not, and
//! wherever an error comes up, the row is in doubt, and `serde_json` reads it.

use crate::json::scanner::{Doubt, Scanner, Text};
use serde_core::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
    StdError, Visitor,
};
use serde_json::de::StrRead;
use std::cell::Cell;
use std::fmt;

mod map_key;
mod raw;
#[cfg(test)]
mod tests;
mod variant;

use map_key::MapKey;
pub(crate) use raw::RAW;
use variant::{UnitVariant, Variant};

/// `serde_json`, at the value that comes.
type Theirs<'t> = serde_json::Deserializer<StrRead<'t>>;

thread_local! {
    /// Whether a type asked what an error says, and may keep it: here it says nothing.
    static IS_ASKED: Cell<bool> = const { Cell::new(false) };
}

/// A whole text as a value.
///
/// # Errors
/// Those of `serde_json`.
pub(crate) fn read_whole<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    let mut json = Scanner::new(text);
    let read = json.sure(|json| T::deserialize(json), Some).flatten();
    let is_whole = json.peek().is_none();
    read.filter(|_| is_whole).map_or_else(|| serde_json::from_str(text), Ok)
}

impl StdError for Doubt {}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl fmt::Debug for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        IS_ASKED.set(true);
        f.write_str("serde_json decides")
    }
}

impl Error for Doubt {
    #[cold]
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'t> Scanner<'t> {
    /// Has a value read, and hands it on; `None` if that came to an error, whether or
    /// not the type passed over it.
    #[inline]
    pub(crate) fn sure<T, R>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Doubt>,
        keep: impl FnOnce(T) -> R,
    ) -> Option<R> {
        // A type may read another text on its way.
        let was_asked = IS_ASKED.replace(false);
        self.is_in_doubt = false;
        let read = read(self);
        let is_sure = !IS_ASKED.replace(was_asked) && !self.is_in_doubt;
        match read {
            Ok(value) if is_sure => Some(keep(value)),
            _ => None,
        }
    }

    /// What was read; an error leaves the row in doubt.
    #[inline]
    fn checked<T>(&mut self, read: Result<T, Doubt>) -> Result<T, Doubt> {
        self.is_in_doubt |= read.is_err();
        read
    }

    #[cold]
    fn doubt<T>(&mut self) -> Result<T, Doubt> {
        self.is_in_doubt = true;
        Err(Doubt)
    }

    /// Has `serde_json` read the value that comes, which has no arrays or objects inside.
    fn by_serde_json<T>(
        &mut self,
        read: impl FnOnce(&mut Theirs<'t>) -> serde_json::Result<T>,
    ) -> Result<T, Doubt> {
        let mut json = serde_json::Deserializer::from_str(self.rest());
        let Ok(value) = read(&mut json) else { return self.doubt() };
        let length = json.into_iter::<IgnoredAny>().byte_offset();
        self.go(self.at() + length, self.depth());
        Ok(value)
    }

    #[inline]
    fn visit_text<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Doubt> {
        let read = match self.text() {
            Ok(Text::Plain(text)) => visitor.visit_borrowed_str(text),
            Ok(Text::Resolved(text)) => visitor.visit_str(text),
            Err(doubt) => Err(doubt),
        };
        self.checked(read)
    }

    /// A number of 18 digits or less; any other one is read by `serde_json`, in this way.
    #[inline]
    fn visit_number<V: Visitor<'t>>(
        &mut self,
        visitor: V,
        other: impl FnOnce(&mut Theirs<'t>, V) -> serde_json::Result<V::Value>,
    ) -> Result<V::Value, Doubt> {
        let read = match self.whole() {
            Some(value) => match u64::try_from(value) {
                Ok(value) => visitor.visit_u64(value),
                Err(_) => visitor.visit_i64(value),
            },
            None => return self.by_serde_json(|json| other(json, visitor)),
        };
        self.checked(read)
    }

    fn visit_null<T>(&mut self, visit: impl FnOnce() -> Result<T, Doubt>) -> Result<T, Doubt> {
        let read = self.word("null").and_then(|()| visit());
        self.checked(read)
    }

    fn visit_array<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Doubt> {
        let read = self.enter().and_then(|()| {
            let value = visitor.visit_seq(Entries { json: self, is_begun: false })?;
            self.leave(b']')?;
            Ok(value)
        });
        self.checked(read)
    }

    fn visit_object<V: Visitor<'t>>(&mut self, visitor: V) -> Result<V::Value, Doubt> {
        let read = self.enter().and_then(|()| {
            let value = visitor.visit_map(Entries { json: self, is_begun: false })?;
            self.leave(b'}')?;
            Ok(value)
        });
        self.checked(read)
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(
            #[inline]
            fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
                self.visit_number(visitor, |json, visitor| json.$method(visitor))
            }
        )*
    };
}

/// Read by `serde_json` alone.
macro_rules! others {
    ($($method:ident)*) => {
        $(
            fn $method<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
                match self.peek() {
                    // Of its depth in the page, `serde_json` would know nothing.
                    Some(b'[' | b'{') => self.doubt(),
                    _ => self.by_serde_json(|json| json.$method(visitor)),
                }
            }
        )*
    };
}

impl<'t> Deserializer<'t> for &mut Scanner<'t> {
    type Error = Doubt;

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64
    }

    others! { deserialize_i128 deserialize_u128 deserialize_bytes deserialize_byte_buf }

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        match self.peek() {
            Some(b'"') => self.visit_text(visitor),
            Some(b'{') => self.visit_object(visitor),
            Some(b'[') => self.visit_array(visitor),
            Some(b'n') => self.visit_null(|| visitor.visit_unit()),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            _ => self.visit_number(visitor, |json, visitor| json.deserialize_any(visitor)),
        }
    }

    fn deserialize_bool<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        let value = self.pass_text("true");
        if !value && !self.pass_text("false") {
            return self.doubt();
        }
        let read = visitor.visit_bool(value);
        self.checked(read)
    }

    #[inline]
    fn deserialize_str<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        self.visit_text(visitor)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        self.visit_text(visitor)
    }

    fn deserialize_char<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        self.visit_text(visitor)
    }

    fn deserialize_identifier<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        self.visit_text(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        match self.peek() {
            Some(b'n') => self.visit_null(|| visitor.visit_none()),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        self.visit_null(|| visitor.visit_unit())
    }

    fn deserialize_unit_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        if name == RAW { self.visit_raw(visitor) } else { visitor.visit_newtype_struct(self) }
    }

    fn deserialize_seq<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        match self.peek() {
            Some(b'[') => self.visit_array(visitor),
            _ => self.doubt(),
        }
    }

    fn deserialize_tuple<V: Visitor<'t>>(self, _: usize, visitor: V) -> Result<V::Value, Doubt> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        match self.peek() {
            Some(b'{') => self.visit_object(visitor),
            _ => self.doubt(),
        }
    }

    fn deserialize_struct<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        match self.peek() {
            Some(b'{') => self.visit_object(visitor),
            Some(b'[') => self.visit_array(visitor),
            _ => self.doubt(),
        }
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Doubt> {
        let read = match self.peek() {
            Some(b'"') => visitor.visit_enum(UnitVariant(self)),
            Some(b'{') => self.enter().and_then(|()| {
                let value = visitor.visit_enum(Variant(self))?;
                self.leave(b'}')?;
                Ok(value)
            }),
            _ => Err(Doubt),
        };
        self.checked(read)
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, Doubt> {
        let read = self.skip().and_then(|()| visitor.visit_unit());
        self.checked(read)
    }
}

/// What is left of an array or an object.
struct Entries<'s, 't> {
    json: &'s mut Scanner<'t>,
    is_begun: bool,
}

impl Entries<'_, '_> {
    #[inline]
    fn has_next(&mut self, end: u8) -> Result<bool, Doubt> {
        let read = self.json.has_next(end, &mut self.is_begun);
        self.json.checked(read)
    }
}

impl<'t> SeqAccess<'t> for Entries<'_, 't> {
    type Error = Doubt;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Doubt> {
        if self.has_next(b']')? { seed.deserialize(&mut *self.json).map(Some) } else { Ok(None) }
    }
}

impl<'t> MapAccess<'t> for Entries<'_, 't> {
    type Error = Doubt;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Doubt> {
        if self.has_next(b'}')? { seed.deserialize(MapKey(self.json)).map(Some) } else { Ok(None) }
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, Doubt> {
        let colon = self.json.expect(b':');
        self.json.checked(colon)?;
        seed.deserialize(&mut *self.json)
    }
}
