//! Rows of a type that is known at run time only: a reader has one place for all of
//! them, as columns are.

use crate::json::error::JsonError;
use crate::list::rows::Rows;
use crate::value::{ReadError, Shape, Slot, Token, allowance, fault_in, read_json};
use std::any::Any;

/// A place that takes one row after another.
pub trait RowSlot: Slot {
    /// Forgets the rows that it took.
    fn clear(&mut self);
}

/// Reads the rows of pages.
pub trait RowReader: Send + Sync {
    /// Makes an empty place, has it filled, and returns what became of the rows.
    ///
    /// # Errors
    /// Those of `fill`, and when nothing can be made of the rows.
    fn read(
        &self,
        fill: &mut dyn FnMut(&mut dyn RowSlot) -> serde_json::Result<()>,
    ) -> serde_json::Result<Box<dyn Any + Send>>;
}

/// The rows of the array that a text begins with, of which at most this many are built,
/// and how many bytes they are.
pub(super) fn array(
    reader: &dyn RowReader,
    text: &str,
    most: usize,
) -> Result<(Rows, usize), JsonError> {
    let (mut bytes, mut built, mut passed) = (0, 0, 0);
    let made = reader.read(&mut |slot| {
        let mut rows = Elements { slot, built: 0, passed: 0, most };
        bytes = read_json(text, &mut rows)?;
        (built, passed) = (rows.built, rows.passed);
        Ok(())
    });
    let made = made.map_err(|error| JsonError::stopped(0, text, &error))?;
    Ok((Rows::made(made, built, passed), bytes))
}

/// Why a text is not a row; `None` if it is one.
pub(super) fn fault(reader: &dyn RowReader, row: &str) -> Option<JsonError> {
    let mut found = None;
    let read = reader.read(&mut |slot| {
        found = fault_in(row, slot);
        Ok(())
    });
    found.or_else(|| Some(JsonError::of(row, &read.err()?)))
}

/// The first rows of an array, up to a maximum.
struct Elements<'r> {
    slot: &'r mut dyn RowSlot,
    built: usize,
    /// How many rows follow them.
    passed: usize,
    most: usize,
}

/// If one reader does not accept an input, another starts from the beginning: with no rows.
impl Slot for Elements<'_> {
    fn shape(&self) -> Shape {
        Shape::Array
    }

    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        let Token::Array(array) = token else { return Err(token.refused("an array")) };
        self.slot.clear();
        allowance::begin_again();
        self.built = array.elements(self.most, self.slot)?;
        self.passed = if self.built == self.most { array.skip_rest()? } else { 0 };
        Ok(())
    }
}
