//! One part, which is a Parquet file.

use super::disk::Disk;
use super::error::{At as _, FileError};
use super::manifest::Part;
use super::stamp::Stamped;
use ::parquet::arrow::{ArrowSchemaConverter, ArrowWriter};
use ::parquet::basic::{Compression, Encoding, PageType, Type, ZstdLevel};
use ::parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use std::path::{Path, PathBuf};

/// How many bytes of encoded rows wait in memory before they are written as a row group.
const ROW_GROUP_BYTES: usize = 8 << 20;

/// How columns are written: whole numbers and times by their differences, the rest by a
/// dictionary where it has few values.
pub(super) fn properties(schema: &Schema) -> Result<WriterProperties, FileError> {
    let failed = |error| FileError::Failed(format!("the columns fit no Parquet file: {error}"));
    let level = ZstdLevel::try_new(1).map_err(failed)?;
    let mut properties = WriterProperties::builder()
        .set_created_by(concat!("pagesmith ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(level))
        // Those of pages are lost when the parts become one file.
        .set_statistics_enabled(EnabledStatistics::Chunk);
    let described = ArrowSchemaConverter::new().convert(schema).map_err(failed)?;
    for column in described.columns() {
        if matches!(column.physical_type(), Type::INT32 | Type::INT64) {
            let path = column.path().clone();
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        }
    }
    Ok(properties.build())
}

/// The same without the dictionaries that were too large for this file: to look up each value in
/// one takes time, and a column whose values are all different is smaller without.
fn without_full_dictionaries(
    properties: WriterProperties,
    file: &ParquetMetaData,
) -> WriterProperties {
    let is_full = |column: &&ColumnChunkMetaData| {
        let pages = column.page_encoding_stats().map_or(&[][..], Vec::as_slice);
        column.dictionary_page_offset().is_some()
            && pages.iter().any(|page| {
                page.page_type != PageType::DICTIONARY_PAGE && page.encoding == Encoding::PLAIN
            })
    };
    let columns = file.row_groups().iter().flat_map(RowGroupMetaData::columns);
    let full = columns.filter(is_full).map(|column| column.column_path().clone());
    full.fold(properties.into_builder(), |properties, path| {
        properties.set_column_dictionary_enabled(path, false)
    })
    .build()
}

/// A part that is being written, under a name that no manifest has.
pub(super) struct PartWriter {
    path: PathBuf,
    writer: ArrowWriter<Stamped>,
    records: u64,
}

impl PartWriter {
    pub(super) fn create(
        path: PathBuf,
        schema: &SchemaRef,
        properties: &WriterProperties,
        disk: &Disk,
    ) -> Result<Self, FileError> {
        let file = Stamped::new(disk.create(&path, false).at(&path)?);
        let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties.clone()));
        Ok(Self { writer: writer.at(&path)?, path, records: 0 })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<(), FileError> {
        self.writer.write(batch).at(&self.path)?;
        self.records += batch.num_rows() as u64;
        if self.writer.in_progress_size() >= ROW_GROUP_BYTES {
            self.writer.flush().at(&self.path)?;
        }
        Ok(())
    }

    pub(super) fn records(&self) -> u64 {
        self.records
    }

    /// How many bytes it takes so far, encoded.
    pub(super) fn bytes(&self) -> usize {
        self.writer.bytes_written() + self.writer.in_progress_size()
    }

    /// Ends the file, which is durable then; `to` is its name from now on. The properties become
    /// those of the next part.
    pub(super) fn finish(
        mut self,
        to: &Path,
        properties: &mut WriterProperties,
        disk: &Disk,
    ) -> Result<Part, FileError> {
        let written = self.writer.finish().at(&self.path)?;
        *properties = without_full_dictionaries(properties.clone(), &written);
        let stamp = self.writer.inner().sync().at(&self.path)?;
        disk.rename(&self.path, to).at(to)?;
        let name = to.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Part { name, records: self.records, stamp })
    }
}

/// Fails if a part is missing, or is not what was written.
pub(super) fn check(folder: &Path, part: &Part) -> Result<(), FileError> {
    let path = folder.join(&part.name);
    match part.stamp.difference(&path).at(&path)? {
        None => Ok(()),
        Some(difference) => Err(FileError::changed(&path, difference)),
    }
}
