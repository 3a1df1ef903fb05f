//! SQL over paged HTTP APIs: a list of a spec is a table of DataFusion.

// In the order of use: a module uses those above it. `api` and `table` are the exception: an API
// gives its tables, and each has its API.
mod error;
#[cfg(feature = "distributed")]
mod budget;
mod api;
mod source;
mod split;
mod filters;
mod scan;
mod table;
mod generated;
#[cfg(feature = "distributed")]
pub mod distributed;

pub use api::Api;
pub use error::{ScanError, TableError};
pub use generated::GeneratedTable;
pub use split::Split;
pub use table::{ListTable, TableBuilder};

/// The engine that appears in the signatures here, in the version used.
pub use datafusion;
