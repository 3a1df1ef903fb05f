//! Reading values leniently.
//!
//! A server that means one thing may send it as a number in one place and as a
//! string in another. What each type takes is stated once, by [`Value`](super::Value). What
//! lies between it and a format is compiled once, whatever the types are: a
//! reader hands each value on the wire, as a [`Token`], to a
//! [`Slot`] that it knows by a vtable alone.

use super::slot::Slot;
use super::{allowance, number};
use crate::json::error::JsonError;
use crate::json::lexer::is_same;
use serde_core::de::{Error, Unexpected};
use std::borrow::Cow;
use std::fmt;

/// A value on the wire.
#[expect(missing_debug_implementations, reason = "it may hold a secret")]
pub enum Token<'t> {
    /// Nothing: this key is not there.
    Missing(&'t str),
    /// Null.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number, written as Rust writes it.
    Integer(i128),
    /// Any other number, as JSON writes it.
    Number(&'t str),
    /// A number of a format that holds it as a float, whatever digits it had.
    Float(f64),
    /// A string.
    Text(&'t str),
    /// Anything but null as JSON writes it, for types that ask for it.
    Literal(&'t str),
    /// An array, to be read.
    Array(&'t mut dyn Array),
    /// An object, to be read.
    Object(&'t mut dyn Object),
}

impl<'t> Token<'t> {
    /// A text, or a number as the server wrote it.
    ///
    /// # Errors
    /// When it is something else, or a float whose digits may have been others.
    pub fn word(self) -> Result<Cow<'t, str>, ReadError> {
        match self {
            Self::Text(word) | Self::Number(word) => {
                allowance::allocation(word.len())?;
                Ok(Cow::Borrowed(word))
            }
            Self::Integer(value) => Ok(Cow::Owned(value.to_string())),
            Self::Float(value) => {
                let digits = number::of_float(value).map(Cow::Owned);
                digits.map_or_else(|| another_number("a number of at most 15 digits"), Ok)
            }
            token => Err(token.refused("a string")),
        }
    }

    /// Whether it means that there is no value, where there may be none: null, a
    /// missing key, and `""` where that is no value of the type.
    #[inline]
    #[must_use]
    pub fn is_none(&self, empty_is_value: bool) -> bool {
        match self {
            Self::Missing(_) | Self::Null => true,
            Self::Text("") => !empty_is_value,
            _ => false,
        }
    }

    /// The error that a type does not take this, with what it takes.
    #[must_use]
    pub fn refused(self, expecting: &str) -> ReadError {
        let unexpected = match self {
            Self::Missing(key) => return ReadError::missing(key),
            Self::Null => Unexpected::Other("null"),
            Self::Boolean(value) => Unexpected::Bool(value),
            Self::Integer(value) => {
                i64::try_from(value).map_or(Unexpected::Other("a large number"), Unexpected::Signed)
            }
            Self::Number(_) => Unexpected::Other("a number"),
            Self::Float(value) => Unexpected::Float(value),
            // The text may be a secret: errors name its type only.
            Self::Text(_) | Self::Literal(_) => Unexpected::Other("a string"),
            Self::Array(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        };
        ReadError::invalid_type(unexpected, &expecting)
    }
}

/// The error that a type takes other texts.
pub(super) fn another_text<T>(expected: &str) -> Result<T, ReadError> {
    Err(ReadError::invalid_type(Unexpected::Other("another string"), &expected))
}

/// The error that a type takes other numbers.
pub(super) fn another_number<T>(expected: &str) -> Result<T, ReadError> {
    Err(ReadError::invalid_type(Unexpected::Other("another number"), &expected))
}

/// An array, from its first element on.
pub trait Array {
    /// Reads the elements, at most so many, each into this slot; how many they
    /// were. Fewer are all that were left.
    ///
    /// # Errors
    /// When one can't be read, or is refused.
    fn elements(&mut self, most: usize, slot: &mut dyn Slot) -> Result<usize, ReadError>;

    /// Passes all elements that are left; how many they were.
    ///
    /// # Errors
    /// When one can't be read.
    fn skip_rest(&mut self) -> Result<usize, ReadError>;
}

/// An object, from its first entry on.
pub trait Object {
    /// Passes the key of the next entry: which of these it is, as `Key::among`
    /// tells; none at the end.
    ///
    /// # Errors
    /// When it can't be read.
    fn find(&mut self, keys: &[Key<'_>], expected: usize) -> Result<Option<usize>, ReadError>;

    /// Reads the value of the entry whose key was passed.
    ///
    /// # Errors
    /// When it can't be read, or is refused.
    fn value(&mut self, slot: &mut dyn Slot) -> Result<(), ReadError>;

    /// Passes the value of the entry whose key was passed.
    ///
    /// # Errors
    /// When it can't be read.
    fn skip(&mut self) -> Result<(), ReadError>;

    /// Reads the value of the next entry into a slot; its key, if there was one.
    ///
    /// # Errors
    /// When it can't be read, or is refused.
    fn entry(&mut self, slot: &mut dyn Slot) -> Result<Option<String>, ReadError>;

    /// Reads the values of these keys into the slot of each, passes others by,
    /// and completes the fields that are not there.
    ///
    /// # Errors
    /// When a key is a duplicate, a value can't be read or is refused, or a required
    /// field is missing.
    fn fields(
        &mut self,
        keys: &[Key<'_>],
        slots: &mut [Option<&mut dyn Slot>],
    ) -> Result<(), ReadError> {
        let mut expected = 0;
        while let Some(found) = self.find(keys, expected)? {
            match slots.get_mut(found).map(Option::take) {
                Some(Some(slot)) => self.value(slot)?,
                Some(None) => return Err(ReadError::twice(keys[found].name)),
                None => {
                    self.skip()?;
                    continue;
                }
            }
            expected = found + 1;
        }
        complete(keys, slots)
    }
}

/// Completes the fields of an object that are not there.
pub(super) fn complete(
    keys: &[Key<'_>],
    slots: &mut [Option<&mut dyn Slot>],
) -> Result<(), ReadError> {
    let mut missing = keys.iter().zip(slots).filter_map(|(key, slot)| Some((key, slot.take()?)));
    missing.try_for_each(|(key, slot)| slot.put(Token::Missing(key.name)))
}

/// The key of a field.
#[derive(Debug)]
pub struct Key<'k> {
    pub(super) name: &'k str,
    /// The same in quotes, with a colon.
    pub(super) quoted: &'k str,
    /// Whether that is how JSON writes it: nothing in it has to be escaped.
    pub(super) is_plain: bool,
}

impl<'k> Key<'k> {
    /// The key between these quotes, in front of a colon.
    #[must_use]
    pub const fn new(quoted: &'k str) -> Self {
        let (name, _) = quoted.split_at(1).1.split_at(quoted.len() - 3);
        let (bytes, mut at) = (name.as_bytes(), 0);
        while at < bytes.len() && bytes[at] >= b' ' && bytes[at] != b'"' && bytes[at] != b'\\' {
            at += 1;
        }
        Self { name, quoted, is_plain: at == bytes.len() }
    }

    /// A bit for a name. Without that bit among those of the keys, no key has the name.
    #[inline]
    pub(super) fn mark(name: &str) -> u64 {
        let last = name.as_bytes().last().copied().unwrap_or_default();
        1 << ((name.len() * 5 + usize::from(last)) % 64)
    }

    /// The bits of all these keys.
    pub(super) fn marks(keys: &[Self]) -> u64 {
        keys.iter().fold(0, |marks, key| marks | Self::mark(key.name))
    }

    /// Which of these keys has this name; how many they are, where none has it.
    /// Most servers write keys in the order of the spec: the expected one is
    /// tried first.
    pub(super) fn among(keys: &[Self], expected: usize, name: &str) -> usize {
        let (before, behind) = keys.split_at(expected);
        let is_it = |key: &Self| is_same(key.name.as_bytes(), name.as_bytes());
        let found = behind.iter().position(is_it).map(|found| before.len() + found);
        found.or_else(|| before.iter().position(is_it)).unwrap_or(keys.len())
    }
}

/// Why a value is refused.
#[derive(Debug)]
pub enum ReadError {
    /// What a type says of the text that it was given.
    Message(Box<JsonError>),
    /// The format's own error, which the reader of the array or object keeps.
    Source,
}

impl ReadError {
    /// The error that a key is not there.
    #[cold]
    pub(super) fn missing(key: &str) -> Self {
        Self::custom(format_args!("missing field `{key}`"))
    }

    /// The error that an object has a key twice, whichever its keys are.
    #[cold]
    pub(super) fn twice(key: &str) -> Self {
        Self::custom(format_args!("duplicate field `{key}`"))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Message(fault) => &fault.message,
            Self::Source => "the value can't be read",
        })
    }
}

impl std::error::Error for ReadError {}

impl Error for ReadError {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self::Message(Box::new(JsonError { message: words.to_string(), byte: 0, is_syntax: false }))
    }
}
