//! Reading values leniently.
//!
//! A server that means one thing may send it as a number in one place and as a
//! string in another. What each type takes is stated once, by [`Value`]. What
//! lies between it and a format is compiled once, whatever the types are: a
//! reader hands each thing that stands on the wire, as a [`Token`], to a
//! [`Slot`] that it knows by a vtable alone.

use crate::json::fault::TextFault;
use serde_core::de::{Error, Unexpected};
use std::borrow::Cow;
use std::fmt;

/// What stands on the wire.
#[expect(missing_debug_implementations, reason = "it may hold a secret")]
pub enum Token<'t> {
    /// Nothing: this key is not there.
    Missing(&'static str),
    /// Null.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i128),
    /// A number with a fraction, or too large for a whole one.
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
    /// The word of an open enum: a text, or a number by its digits.
    ///
    /// # Errors
    /// When it is something else.
    pub fn word(self) -> Result<Cow<'t, str>, Fault> {
        match self {
            Self::Text(word) => Ok(Cow::Borrowed(word)),
            Self::Integer(value) => Ok(Cow::Owned(value.to_string())),
            token => Err(token.refused("a string")),
        }
    }

    /// The error that a type does not take this, with what it takes.
    #[must_use]
    pub fn refused(self, expecting: &str) -> Fault {
        let unexpected = match self {
            Self::Missing(key) => return Fault::missing_field(key),
            Self::Null => Unexpected::Other("null"),
            Self::Boolean(value) => Unexpected::Bool(value),
            Self::Integer(value) => {
                i64::try_from(value).map_or(Unexpected::Other("a large number"), Unexpected::Signed)
            }
            Self::Float(value) => Unexpected::Float(value),
            // The text may be a secret: errors name its type only.
            Self::Text(_) | Self::Literal(_) => Unexpected::Other("a string"),
            Self::Array(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        };
        Fault::invalid_type(unexpected, &expecting)
    }
}

/// An array, from its first element on.
pub trait Array {
    /// Reads the elements, each into this slot.
    ///
    /// # Errors
    /// When one can't be read, or is not taken.
    fn elements(&mut self, slot: &mut dyn Slot) -> Result<(), Fault>;
}

/// An object, from its first entry on.
pub trait Object {
    /// Passes the key of the next entry: which of these it is, as [`Key::among`]
    /// tells; none at the end.
    ///
    /// # Errors
    /// When it can't be read.
    fn find(&mut self, keys: &[Key], expected: usize) -> Result<Option<usize>, Fault>;

    /// Reads the value of the entry whose key was passed.
    ///
    /// # Errors
    /// When it can't be read, or is not taken.
    fn value(&mut self, slot: &mut dyn Slot) -> Result<(), Fault>;

    /// Passes the value of the entry whose key was passed.
    ///
    /// # Errors
    /// When it can't be read.
    fn skip(&mut self) -> Result<(), Fault>;

    /// Reads the value of the next entry into a slot; its key, if there was one.
    ///
    /// # Errors
    /// When it can't be read, or is not taken.
    fn entry(&mut self, slot: &mut dyn Slot) -> Result<Option<String>, Fault>;

    /// Reads the values of these keys into the slot of each, passes others by,
    /// and completes the fields that are not there.
    ///
    /// # Errors
    /// When a key stands twice, a value can't be read or is not taken, or a
    /// field can't be missing.
    fn fields(
        &mut self,
        keys: &'static [Key],
        slots: &mut [Option<&mut dyn Slot>],
    ) -> Result<(), Fault> {
        let mut expected = 0;
        while let Some(found) = self.find(keys, expected)? {
            match slots.get_mut(found).map(Option::take) {
                Some(Some(slot)) => self.value(slot)?,
                Some(None) => return Err(Fault::duplicate_field(keys[found].name)),
                None => {
                    self.skip()?;
                    continue;
                }
            }
            expected = found + 1;
        }
        let mut missing =
            keys.iter().zip(slots).filter_map(|(key, slot)| Some((key, slot.take()?)));
        missing.try_for_each(|(key, slot)| slot.put(Token::Missing(key.name)))
    }
}

/// The key of a field.
#[derive(Debug)]
pub struct Key {
    pub(super) name: &'static str,
    /// The same in quotes, with a colon.
    pub(super) quoted: &'static str,
    /// Whether that is how JSON writes it: nothing in it has to be escaped.
    pub(super) is_plain: bool,
}

impl Key {
    /// The key that stands between quotes here, in front of a colon.
    #[must_use]
    pub const fn new(quoted: &'static str) -> Self {
        let (name, _) = quoted.split_at(1).1.split_at(quoted.len() - 3);
        let (bytes, mut at) = (name.as_bytes(), 0);
        while at < bytes.len() && bytes[at] >= b' ' && bytes[at] != b'"' && bytes[at] != b'\\' {
            at += 1;
        }
        Self { name, quoted, is_plain: at == bytes.len() }
    }

    /// Which of these keys has this name; how many they are, where none has it.
    /// Most servers write keys in the order of the spec: the expected one is
    /// tried first.
    pub(super) fn among(keys: &[Self], expected: usize, name: &str) -> usize {
        let (before, behind) = keys.split_at(expected);
        let is_it = |key: &Self| key.name == name;
        let found = behind.iter().position(is_it).map(|found| before.len() + found);
        found.or_else(|| before.iter().position(is_it)).unwrap_or(keys.len())
    }
}

/// Why a value is not taken.
#[derive(Debug)]
pub enum Fault {
    /// What a type says of the text that it was given.
    Told(Box<TextFault>),
    /// The format's own error, which the reader of the array or object keeps.
    Kept,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Told(fault) => &fault.said,
            Self::Kept => "the value can't be read",
        })
    }
}

impl std::error::Error for Fault {}

impl Error for Fault {
    fn custom<T: fmt::Display>(words: T) -> Self {
        Self::Told(Box::new(TextFault { said: words.to_string(), byte: 0, is_syntax: false }))
    }
}

/// What a type is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A single value, or an array.
    Plain,
    /// An object.
    Object,
    /// What stands there as JSON writes it: a [`Literal`](Token::Literal).
    Literal,
}

/// What a type takes from the wire.
pub trait Value: Sized {
    /// What it is read from.
    const FORM: Form = Form::Plain;

    /// Whether `""` is a value of its own, where it may also be none.
    const EMPTY_IS_VALUE: bool = false;

    /// Makes a value of what stands on the wire.
    ///
    /// # Errors
    /// When the type does not take it.
    fn take(token: Token<'_>) -> Result<Self, Fault>;
}

/// Null, a missing key and, but for strings, `""` are none.
impl<T: Value> Value for Option<T> {
    const FORM: Form = T::FORM;

    fn take(token: Token<'_>) -> Result<Self, Fault> {
        match token {
            Token::Missing(_) | Token::Null => Ok(None),
            Token::Text("") | Token::Literal(r#""""#) if !T::EMPTY_IS_VALUE => Ok(None),
            token => T::take(token).map(Some),
        }
    }
}

/// A place for a value.
pub trait Slot {
    /// What its value is read from.
    fn form(&self) -> Form;

    /// Takes a value.
    ///
    /// # Errors
    /// When its type does not take it.
    fn put(&mut self, token: Token<'_>) -> Result<(), Fault>;
}

/// The place of a field that has an empty value to begin with.
impl<T: Value> Slot for T {
    fn form(&self) -> Form {
        T::FORM
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), Fault> {
        *self = T::take(token)?;
        Ok(())
    }
}

/// The place of a value that there is none of to begin with.
#[derive(Debug)]
pub struct Required<T>(Option<T>);

impl<T> Required<T> {
    /// A place without a value.
    #[must_use]
    pub const fn empty() -> Self {
        Self(None)
    }

    /// The value; the place is empty again.
    ///
    /// # Errors
    /// When none was read, which no reader leaves so.
    pub fn taken(&mut self) -> Result<T, Fault> {
        self.0.take().ok_or_else(|| Fault::custom("no value was read"))
    }
}

impl<T: Value> Slot for Required<T> {
    fn form(&self) -> Form {
        T::FORM
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), Fault> {
        self.0 = Some(T::take(token)?);
        Ok(())
    }
}
