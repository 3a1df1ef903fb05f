//! The scan of a table in a plan: units of its list, each a walk, in partitions that are read
//! side by side.

mod exec;
mod first_page;
mod leaf;
mod partition;
mod unit;

pub(crate) use exec::ListExec;
pub(crate) use first_page::FirstPage;
#[cfg(feature = "distributed")]
pub(crate) use leaf::Leaf;
#[cfg(feature = "distributed")]
pub(crate) use partition::Partition;
#[cfg(feature = "distributed")]
pub(crate) use unit::{Pinned, by_pages};
pub(crate) use unit::{Unit, by_number};

use crate::source::Walks;
use pagesmith::Warning;
use pagesmith_arrow::Columns;
use std::fmt;
use std::sync::Arc;

/// What all units of a scan have in common.
#[derive(Debug)]
pub(crate) struct Scan {
    pub(crate) source: Box<dyn Walks>,
    pub(crate) columns: Columns,
    /// Who takes warnings; without it, a doubtful walk is an error.
    pub(crate) on_warning: Option<OnWarning>,
}

/// Takes a warning, and the name of the table.
#[derive(Clone)]
pub(crate) struct OnWarning(pub(crate) Arc<TakeWarning>);

/// The function for it.
pub(crate) type TakeWarning = dyn Fn(&str, &Warning) + Send + Sync;

impl fmt::Debug for OnWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OnWarning")
    }
}
