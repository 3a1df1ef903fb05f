//! The rows of a page, or of some of its records.

use super::{Column, Struct};
use crate::record::Records;
use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::{ArrowError, SchemaRef};
use pagesmith::__private::{ReadError, RowSlot, Shape, Slot, Token};

/// Rows as columns.
pub(crate) struct Rows<'t> {
    inner: Struct<'t>,
    /// How many rows are whole.
    len: usize,
    /// Whether some columns have a part of one more.
    has_rest: bool,
}

impl<'t> Rows<'t> {
    /// Without a row. With `chosen`, only these fields are read, in this order.
    pub(crate) fn new(records: &'t Records, chosen: Option<&[usize]>) -> Self {
        let all = Struct::of_rows(records);
        let inner = match chosen {
            Some(chosen) => all.only(chosen),
            None => all,
        };
        Self { inner, len: 0, has_rest: false }
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Forgets all but the first rows, and what is left of a row that was refused.
    pub(crate) fn truncate(&mut self, rows: usize) {
        self.inner.columns.iter_mut().for_each(|column| column.truncate(rows));
        (self.len, self.has_rest) = (rows, false);
    }

    /// The columns that are not secret, without their values.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &Column<'t>> {
        self.inner.columns.iter()
    }

    /// The rows as a batch of this schema, which was made of the same columns.
    pub(crate) fn finish(mut self, schema: SchemaRef) -> Result<RecordBatch, ArrowError> {
        self.truncate(self.len);
        // Rows without columns are still counted.
        let rows = RecordBatchOptions::new().with_row_count(Some(self.len));
        let columns = self.inner.columns.into_iter().filter(|column| !column.is_secret());
        let arrays = columns.map(Column::finish).collect::<Result<Vec<_>, _>>()?;
        RecordBatch::try_new_with_options(schema, arrays, &rows)
    }
}

impl Slot for Rows<'_> {
    fn shape(&self) -> Shape {
        Shape::Object
    }

    /// Adds a row. A row that was refused may be read once more, by another reader.
    fn put(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        if self.has_rest {
            self.truncate(self.len);
        }
        self.has_rest = true;
        self.inner.take(token)?;
        (self.len, self.has_rest) = (self.len + 1, false);
        Ok(())
    }
}

impl RowSlot for Rows<'_> {
    fn clear(&mut self) {
        self.truncate(0);
    }
}
