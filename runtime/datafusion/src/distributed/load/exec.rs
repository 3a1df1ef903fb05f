//! A worker's side of a load: it reads each part into a file, and tells of it.

use super::told;
use crate::distributed::message::UnitMessage;
use crate::distributed::slot::Slot;
use crate::error::ScanError;
use crate::scan::Partition;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::common::{Result, exec_datafusion_err};
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use pagesmith_arrow::parquet::{FileError, UnitPart, UnitWriter};
use std::path::PathBuf;

/// Where the parts of a load go.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The folder, as this process sees it.
    pub(crate) folder: PathBuf,
    pub(crate) attempt: u64,
}

/// Why a part was not written, and whether it may be written later.
struct Failure(String, bool);

impl From<ScanError> for Failure {
    fn from(error: ScanError) -> Self {
        let later = error.may_succeed_later() && error.walk_error().is_some();
        let mut text = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(source) = cause {
            text = format!("{text}: {source}");
            cause = source.source();
        }
        Self(text, later)
    }
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        Self(error.to_string(), matches!(error, FileError::Failed(_)))
    }
}

/// The rows of the columns that tell of parts.
pub(crate) fn schema() -> SchemaRef {
    told::schema()
}

/// The parts of a load that a reader gets, each as a row once it is durable.
pub(crate) struct Writing {
    slot: Slot,
    target: Target,
    columns: SchemaRef,
    parts: BoxStream<'static, Result<UnitMessage>>,
}

impl Writing {
    pub(crate) fn new(
        slot: Slot,
        target: Target,
        columns: SchemaRef,
        parts: BoxStream<'static, Result<UnitMessage>>,
    ) -> Self {
        Self { slot, target, columns, parts }
    }

    /// Writes the next part, and tells of it; `None` at the end of the last one. A part that
    /// fails does not end the others.
    pub(crate) async fn next(&mut self) -> Result<Option<RecordBatch>> {
        let Some(part) = self.parts.next().await.transpose()? else { return Ok(None) };
        let number = (part.number, self.target.attempt);
        let rows = self.slot.open(part)?;
        let told = match write(&self.target, &self.columns, number.0, rows).await? {
            Ok(part) => told::row(number, Ok(&part)),
            Err(Failure(why, later)) => told::row(number, Err((&why, later))),
        };
        told.map(Some)
    }
}

/// Writes a part, which is durable then.
async fn write(
    target: &Target,
    columns: &SchemaRef,
    unit: u64,
    mut rows: Partition,
) -> Result<Result<UnitPart, Failure>> {
    let written = async {
        let mut writer = UnitWriter::create(&target.folder, unit, target.attempt, columns)?;
        while let Some(batch) = rows.next().await? {
            writer.write(&batch)?;
        }
        Ok::<_, Failure>(writer)
    };
    let writer = match written.await {
        Ok(writer) => writer,
        Err(failure) => return Ok(Err(failure)),
    };
    // To make a file durable takes a while.
    let part = tokio::task::spawn_blocking(move || writer.finish()).await;
    let part = part.map_err(|error| exec_datafusion_err!("a part was not written: {error}"))?;
    Ok(part.map_err(Failure::from))
}
