//! Texts, one after another.

use arrow_array::StringArray;
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::ArrowError;
use pagesmith::__private::ReadError;
use serde_core::de::Error as _;

/// Where each of some values ends, of those before it and itself.
#[derive(Debug)]
pub(super) struct Ends(Vec<i32>);

impl Ends {
    pub(super) fn new() -> Self {
        Self(vec![0])
    }

    /// Adds a value that ends here.
    ///
    /// # Errors
    /// When Arrow has no number for it.
    pub(super) fn push(&mut self, end: usize) -> Result<(), ReadError> {
        let end = i32::try_from(end).map_err(|_| {
            ReadError::custom("the page has more than 2 GiB of text or items in one column")
        })?;
        self.0.push(end);
        Ok(())
    }

    /// Adds an empty value.
    pub(super) fn push_empty(&mut self) {
        self.0.push(self.last());
    }

    /// Forgets all but the first values; where they end.
    pub(super) fn truncate(&mut self, values: usize) -> usize {
        self.0.truncate(values + 1);
        usize::try_from(self.last()).unwrap_or_default()
    }

    fn last(&self) -> i32 {
        self.0.last().copied().unwrap_or_default()
    }

    pub(super) fn finish(self) -> OffsetBuffer<i32> {
        OffsetBuffer::new(ScalarBuffer::from(self.0))
    }
}

/// Texts, one after another.
#[derive(Debug)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    ends: Ends,
}

impl Texts {
    pub(super) fn new() -> Self {
        Self { bytes: Vec::new(), ends: Ends::new() }
    }

    pub(super) fn push(&mut self, text: &str) -> Result<(), ReadError> {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len())
    }

    pub(super) fn push_empty(&mut self) {
        self.ends.push_empty();
    }

    pub(super) fn truncate(&mut self, texts: usize) {
        let bytes = self.ends.truncate(texts);
        self.bytes.truncate(bytes);
    }

    pub(super) fn finish(self, nulls: Option<NullBuffer>) -> Result<StringArray, ArrowError> {
        StringArray::try_new(self.ends.finish(), Buffer::from_vec(self.bytes), nulls)
    }
}
