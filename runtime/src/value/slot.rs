//! Places for values, and what their types are read from.

use super::kind::{Kind, kind};
use super::read::{ReadError, Token};
use serde_core::de::Error;

/// What a type is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A single value; where it is a number, its digits count.
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

/// What a type takes from the wire.
pub trait Value: Sized {
    /// What it is read from.
    const SHAPE: Shape = Shape::Scalar;

    /// Whether `""` is a value of its own, where it may also be none.
    const EMPTY_IS_VALUE: bool = false;

    /// What it is, for whoever makes columns of it.
    const KIND: Kind;

    /// Makes a value of what the server sent.
    ///
    /// # Errors
    /// When the type does not take it.
    fn take(token: Token<'_>) -> Result<Self, ReadError>;
}

/// `None` for null, a missing key and, except for strings, `""`.
impl<T: Value> Value for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const KIND: Kind = Kind::Optional(kind::<T>);

    fn take(token: Token<'_>) -> Result<Self, ReadError> {
        match token {
            token if token.is_none(T::EMPTY_IS_VALUE) => Ok(None),
            token => T::take(token).map(Some),
        }
    }
}

/// A place for a value.
pub trait Slot {
    /// What its value is read from.
    fn shape(&self) -> Shape;

    /// Takes a value.
    ///
    /// # Errors
    /// When its type does not take it.
    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError>;
}

/// The place of a field that has an empty value to begin with.
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
    /// A place without a value.
    #[must_use]
    pub const fn empty() -> Self {
        Self(None)
    }

    /// The value; the place is empty again.
    ///
    /// # Errors
    /// When none was read, which no reader leaves so.
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
