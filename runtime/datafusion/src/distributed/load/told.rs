//! What workers tell of their parts, as rows.

use super::LoadError;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray as _, BooleanArray, StringArray, UInt64Array,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, UInt64Type};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::Result;
use pagesmith_arrow::parquet::UnitPart;
use std::sync::{Arc, LazyLock};

/// The columns.
static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
    let number = |name: &str| Field::new(name, DataType::UInt64, false);
    Arc::new(Schema::new(vec![
        number("unit"),
        number("attempt"),
        number("records"),
        number("bytes"),
        Field::new("hash", DataType::Utf8, false),
        Field::new("error", DataType::Utf8, true),
        Field::new("may_succeed_later", DataType::Boolean, false),
    ]))
});

pub(super) fn schema() -> SchemaRef {
    SCHEMA.clone()
}

/// What a worker tells of a part.
#[derive(Debug)]
pub(super) enum Told {
    Written(UnitPart),
    Failed(LoadError),
}

/// The row that tells of a part.
pub(super) fn row(
    (unit, attempt): (u64, u64),
    part: Result<&UnitPart, (&str, bool)>,
) -> Result<RecordBatch> {
    let (records, (bytes, hash)) = part.map_or((0, (0, "")), |it| (it.records(), it.stamp()));
    let (error, later) = part.map_or_else(|(why, later)| (Some(why), later), |_| (None, true));
    let number = |value: u64| Arc::new(UInt64Array::from(vec![value])) as ArrayRef;
    Ok(RecordBatch::try_new(
        schema(),
        vec![
            number(unit),
            number(attempt),
            number(records),
            number(bytes),
            Arc::new(StringArray::from(vec![hash])),
            Arc::new(StringArray::from(vec![error])),
            Arc::new(BooleanArray::from(vec![later])),
        ],
    )?)
}

impl Told {
    /// What the rows of a batch tell.
    pub(super) fn all(batch: &RecordBatch) -> impl Iterator<Item = Self> {
        let number =
            |at: usize, row: usize| batch.column(at).as_primitive::<UInt64Type>().value(row);
        let text = |at: usize, row: usize| {
            let column = batch.column(at).as_string::<i32>();
            (!column.is_null(row)).then(|| column.value(row).to_owned())
        };
        (0..batch.num_rows()).map(move |row| match text(5, row) {
            None => {
                let stamp = (number(3, row), text(4, row).unwrap_or_default());
                Self::Written(UnitPart::new(number(0, row), number(1, row), number(2, row), stamp))
            }
            Some(why) if batch.column(6).as_boolean().value(row) => {
                Self::Failed(LoadError::Failed(why))
            }
            Some(why) => Self::Failed(LoadError::Permanent(why)),
        })
    }
}
