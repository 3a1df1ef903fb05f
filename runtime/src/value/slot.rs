//! Slots for values, and the shapes that their types are read from.

use super::read::{ReadError, Token};
use serde_core::de::Error;

/// The shape of JSON that a type is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A single value; of a number, the digits are kept.
    Scalar,
    /// An array.
    Array,
    /// An object.
    Object,
    /// Any value, down to its numbers.
    Any,
    /// Anything, as JSON writes it: a [`Literal`](Token::Literal).
    Literal,
}

/// A type that can be read from a reply.
pub trait Value: Sized {
    /// What it is read from.
    const SHAPE: Shape = Shape::Scalar;

    /// Whether `""` is a value of the type rather than a missing value.
    const EMPTY_IS_VALUE: bool = false;

    /// Converts what the server sent to a value.
    ///
    /// # Errors
    /// When the type does not accept it.
    fn take(token: Token<'_>) -> Result<Self, ReadError>;
}

/// `None` for null, a missing key and, except for strings, `""`.
impl<T: Value> Value for Option<T> {
    const SHAPE: Shape = T::SHAPE;

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        match token {
            token if token.is_none(T::EMPTY_IS_VALUE) => Ok(None),
            token => T::take(token).map(Some),
        }
    }
}

/// A slot for a value.
pub trait Slot {
    /// What its value is read from.
    fn shape(&self) -> Shape;

    /// Takes a value.
    ///
    /// # Errors
    /// When its type does not accept it.
    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError>;
}

/// The slot of a field whose initial value is empty.
impl<T: Value> Slot for T {
    fn shape(&self) -> Shape {
        T::SHAPE
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        *self = T::take(token)?;
        Ok(())
    }
}

/// The place of a value that is missing at first.
#[derive(Debug)]
pub struct Required<T>(Option<T>);

impl<T> Required<T> {
    /// An empty slot.
    #[must_use]
    pub const fn empty() -> Self {
        Self(None)
    }

    /// Takes the value out of the slot.
    ///
    /// # Errors
    /// When no value was read, which is a bug in the reader.
    pub fn taken(&mut self) -> Result<T, ReadError> {
        self.0.take().ok_or_else(|| ReadError::custom("no value was read"))
    }
}

impl<T: Value> Slot for Required<T> {
    fn shape(&self) -> Shape {
        T::SHAPE
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        self.0 = Some(T::take(token)?);
        Ok(())
    }
}
