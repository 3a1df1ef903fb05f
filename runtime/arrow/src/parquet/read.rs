//! The rows that earlier runs committed, read again.

use super::error::{At as _, FileError};
use super::file::ParquetFile;
use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use arrow_array::RecordBatch;
use std::fs::File;
use std::path::Path;

impl ParquetFile {
    /// Gives all rows that were committed to `each`, in their order, with these columns alone.
    ///
    /// # Errors
    /// When a file can't be read.
    pub fn read(
        &self,
        columns: &[&str],
        each: &mut dyn FnMut(&RecordBatch),
    ) -> Result<(), FileError> {
        self.files().iter().try_for_each(|file| read(file, columns, each).at(file))
    }
}

/// Reads one file.
fn read(
    file: &Path,
    columns: &[&str],
    each: &mut dyn FnMut(&RecordBatch),
) -> ::parquet::errors::Result<()> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(File::open(file)?)?;
    let fields = reader.schema().fields().iter().enumerate();
    let wanted = fields.filter(|(_, field)| columns.contains(&field.name().as_str()));
    let wanted: Vec<_> = wanted.map(|(at, _)| at).collect();
    let projection = ProjectionMask::roots(reader.parquet_schema(), wanted);
    for batch in reader.with_projection(projection).build()? {
        each(&batch?);
    }
    Ok(())
}
