//! Values of an enum: each is kept once, and named by its number.

use arrow_array::types::Int32Type;
use arrow_array::{DictionaryArray, PrimitiveArray, StringArray};
use arrow_buffer::NullBuffer;
use arrow_schema::ArrowError;
use pagesmith::__private::ReadError;
use serde_core::de::Error as _;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug)]
pub(super) struct Words {
    numbers: BTreeMap<String, i32>,
    /// In the order of their numbers.
    known: Vec<String>,
    rows: Vec<i32>,
}

impl Words {
    pub(super) fn new() -> Self {
        Self { numbers: BTreeMap::new(), known: Vec::new(), rows: Vec::new() }
    }

    pub(super) fn push(&mut self, word: &str) -> Result<(), ReadError> {
        // Most rows have the word of the row before, or one of a few.
        if let Some(number) = self.numbers.get(word) {
            self.rows.push(*number);
            return Ok(());
        }
        let number = i32::try_from(self.known.len())
            .map_err(|_| ReadError::custom("the page has more than 2^31 words of an enum"))?;
        self.numbers.insert(word.to_owned(), number);
        self.known.push(word.to_owned());
        self.rows.push(number);
        Ok(())
    }

    /// Adds a row whose word does not count.
    pub(super) fn push_nothing(&mut self) {
        if self.known.is_empty() {
            self.numbers.insert(String::new(), 0);
            self.known.push(String::new());
        }
        self.rows.push(0);
    }

    /// Words of the rows that are forgotten stay, and no row names them.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.rows.truncate(rows);
    }

    pub(super) fn finish(
        self,
        nulls: Option<NullBuffer>,
    ) -> Result<DictionaryArray<Int32Type>, ArrowError> {
        let words = StringArray::from_iter_values(&self.known);
        let rows = PrimitiveArray::try_new(self.rows.into(), nulls)?;
        DictionaryArray::try_new(rows, Arc::new(words))
    }
}
