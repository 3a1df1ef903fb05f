//! Builds the first rows of an array, up to a maximum. The rows after them are read as
//! JSON and counted, which takes no memory.

use crate::value::{ReadError, Shape, Slot, Token, Value, allowance};
use serde_core::de::{Deserialize, Error as _, IgnoredAny, SeqAccess, Visitor};
use std::fmt;

/// The first rows of an array, up to a maximum.
pub(super) struct Built<T> {
    pub(super) rows: Vec<T>,
    /// How many rows follow them.
    pub(super) passed: usize,
    most: usize,
}

impl<T> Built<T> {
    /// Empty, for at most this many rows.
    pub(super) fn at_most(most: usize) -> Self {
        Self { rows: Vec::new(), passed: 0, most }
    }
}

/// Reads rows by their own `Deserialize`.
impl<'de, T: Deserialize<'de>> Visitor<'de> for &mut Built<T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while self.rows.len() < self.most {
            let Some(row) = seq.next_element()? else { return Ok(()) };
            allowance::take(size_of::<T>()).map_err(A::Error::custom)?;
            self.rows.push(row);
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {
            self.passed += 1;
        }
        Ok(())
    }
}

/// Reads rows by the reader that all values share. If it does not accept an input,
/// another reader starts from the beginning.
impl<T: Value> Slot for Built<T> {
    fn shape(&self) -> Shape {
        Shape::Array
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        let Token::Array(array) = token else { return Err(token.refused("an array")) };
        *self = Self::at_most(self.most);
        allowance::begin_again();
        let built = array.elements(self.most, &mut Next(&mut self.rows))?;
        if built == self.most {
            self.passed = array.skip_rest()?;
        }
        Ok(())
    }
}

/// The place after the last of these rows.
struct Next<'r, T>(&'r mut Vec<T>);

impl<T: Value> Slot for Next<'_, T> {
    fn shape(&self) -> Shape {
        T::SHAPE
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        allowance::take(size_of::<T>())?;
        self.0.push(T::take(token)?);
        Ok(())
    }
}
