//! Parquet files that a killed run leaves whole, and that another run continues.
//!
//! A folder holds parts and a manifest. A part is written under another name, synced and
//! renamed; then the manifest is, the same way, with the part's name and the position after
//! its last record. That is the commit: what no manifest names was never written.
//!
//! ```no_run
//! use pagesmith::{Pages, Position};
//! use pagesmith_arrow::parquet::ParquetFile;
//! use pagesmith_arrow::{Columns, Row};
//! use std::path::Path;
//!
//! /// Copies a list into `orders.parquet`; after a failure or a kill, call it again.
//! async fn copy<T: Row>(
//!     walk: impl Fn(Option<&Position>) -> Pages<T>,
//! ) -> Result<(), Box<dyn std::error::Error>> {
//!     let columns = Columns::of::<T>()?;
//!     let (out, position) = (Path::new("orders.parquet"), Path::new("orders.parquet.position"));
//!     let mut file = ParquetFile::open(out, position, columns.schema(), true)?;
//!     let earlier = file.state().as_str().map(Position::decode).transpose()?;
//!     let mut batches = columns.batches(walk(earlier.as_ref()));
//!     while let Some(batch) = batches.try_next().await? {
//!         let position = batches.position().map(|position| position.encode());
//!         file.write(&batch, position.into())?;
//!     }
//!     let end = batches.position().map(|position| position.encode());
//!     Ok(file.finish(end.into())?)
//! }
//! ```

mod disk;
mod error;
mod file;
mod folder;
mod manifest;
mod part;
mod read;
mod splice;
mod stamp;
mod units;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod unit_tests;

pub use error::FileError;
pub use file::ParquetFile;
pub use folder::{PartLimits, Parts};
pub use units::{UnitPart, UnitParts, UnitWriter};
