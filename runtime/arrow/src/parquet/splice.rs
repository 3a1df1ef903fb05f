//! One file out of the parts, by copying their row groups as they are.

use super::error::{At as _, FileError};
use super::folder::Parts;
use super::stamp::{Stamp, Stamped};
use ::parquet::arrow::ArrowWriter;
use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::file::reader::{FileReader as _, SerializedFileReader};
use ::parquet::file::writer::SerializedFileWriter;
use std::fs::File;
use std::path::Path;

/// The file while it is written, in the folder of the parts: what is left of it after a
/// kill goes with what no manifest names.
pub(super) const NEW: &str = "_spliced.new";

impl Parts {
    /// Writes the file that the parts go behind, if there is one, and all parts as one file.
    /// They stay.
    ///
    /// # Errors
    /// When a file can't be read or written.
    pub(super) fn splice(&self, base: Option<&Path>) -> Result<Stamp, FileError> {
        let new = self.folder.join(NEW);
        let file = Stamped::new(self.disk.create(&new, false).at(&new)?);
        let writer = ArrowWriter::try_new(file, self.schema.clone(), Some(self.properties.clone()));
        let (mut writer, _) = writer.and_then(ArrowWriter::into_serialized_writer).at(&new)?;
        let parts = self.manifest.parts.iter().map(|part| self.folder.join(&part.name));
        for path in base.map(Path::to_owned).into_iter().chain(parts) {
            let part = File::open(&path).at(&path)?;
            append(&mut writer, &part).at(&path)?;
        }
        writer.finish().at(&new)?;
        writer.inner().sync().at(&new)
    }
}

/// Copies the row groups of a part.
fn append(
    writer: &mut SerializedFileWriter<Stamped>,
    part: &File,
) -> ::parquet::errors::Result<()> {
    let reader = SerializedFileReader::new(part.try_clone()?)?;
    for group in reader.metadata().row_groups() {
        let mut copy = writer.next_row_group()?;
        for column in group.columns() {
            let close = ColumnCloseResult {
                bytes_written: column.compressed_size().try_into().unwrap_or_default(),
                rows_written: group.num_rows().try_into().unwrap_or_default(),
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            copy.append_column(part, close)?;
        }
        copy.close()?;
    }
    Ok(())
}
