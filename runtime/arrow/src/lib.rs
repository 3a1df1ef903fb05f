//! Arrow columns of paged lists: record batches, page by page, of a generated client or of
//! a spec that is read at run time.
//!
//! Columns are filled by the reader that fills records, so a column takes and refuses what
//! a field of a record does: `"7"` is a whole number, `""` is null, except in
//! a column of texts, and a key that appears twice is an error.
//!
//! ```no_run
//! # use pagesmith::{Client, Error, Pages};
//! # async fn all<T: pagesmith_arrow::Row>(pages: Pages<T>) -> Result<(), Box<dyn std::error::Error>> {
//! // Of a generated list: `client.list_messages().pages()`.
//! let mut batches = pagesmith_arrow::batches(pages)?;
//! while let Some(batch) = batches.try_next().await? {
//!     println!("{} rows of {} columns", batch.num_rows(), batch.num_columns());
//! }
//! # Ok(()) }
//! ```
//!
//! | type of the spec | column |
//! |---|---|
//! | `string`, `uri` | `Utf8` |
//! | `uuid` | `Utf8`, in small letters with hyphens |
//! | an enum | `Dictionary(Int32, Utf8)` |
//! | `integer`, `unsigned`, `number`, `boolean` | `Int64`, `UInt64`, `Float64`, `Boolean` |
//! | `decimal` | `Decimal128(38, 10)`; a number that it does not hold exactly is an error |
//! | `date` | `Date32` |
//! | `datetime` | `Timestamp(Microsecond, "UTC")`; further digits are dropped |
//! | `epoch` | the same of a spec; `Int64` of a generated client, whose field is an `i64` |
//! | a record, `[T]`, `map<T>` | `Struct`, `List`, `Map` |
//! | `json`, a type of your own | `Utf8`: its JSON |
//! | a record that leads back to itself | `Utf8`: the JSON of its fields in the spec, without secrets |
//! | `secret` | none: the column is left out, and its values are checked |
//!
//! A column may be null where the spec writes `?`. Fields that the spec does not name have
//! no column.
//!
//! # Features
//!
//! | feature | brings |
//! |---|---|
//! | `spec` (default) | columns of a spec that is read at run time |
//! | `parquet` (default) | files, part by part, which another run continues |

#![cfg_attr(docsrs, feature(doc_cfg))]

// In the order of use: a module uses those above it.
mod record;
#[cfg(feature = "spec")]
mod spec;
mod tree;
mod column;
mod columns;
mod batches;
mod texts;
#[cfg(feature = "parquet")]
#[cfg_attr(docsrs, doc(cfg(feature = "parquet")))]
pub mod parquet;

pub use batches::{Batches, batches};
pub use columns::{Columns, NoColumns, Row, RowError};
pub use texts::{has_text, text_at};

/// Crates that appear in the signatures here, in the versions used.
pub use {arrow_array, arrow_schema};
