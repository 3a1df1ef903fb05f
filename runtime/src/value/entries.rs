//! What lies in an array or an object of a format.

use super::fill::{Fill, NUMBER};
use super::read::{Array, Key, Object, ReadError};
use super::slot::Slot;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use std::fmt;

/// What is left of an array or an object, and why it can't be read on.
pub(super) struct Entries<A, E> {
    from: A,
    /// The first key, where it was looked at.
    first: Option<String>,
    fault: Option<E>,
}

impl<A, E: Error> Entries<A, E> {
    pub(super) fn of(from: A, first: Option<String>) -> Self {
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
    fn elements(&mut self, slot: &mut dyn Slot) -> Result<(), ReadError> {
        loop {
            let read = self.from.next_element_seed(Fill::of(slot));
            if self.keep(read)?.is_none() {
                return Ok(());
            }
        }
    }
}

impl<'de, A: MapAccess<'de>> Object for Entries<A, A::Error> {
    fn find(&mut self, keys: &[Key], expected: usize) -> Result<Option<usize>, ReadError> {
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

/// The error that a number comes where an object should.
fn no_object<E: Error>() -> E {
    E::invalid_type(Unexpected::Other("a number"), &"an object")
}
