//! The error of `collect`, which keeps the items so far.

use crate::error::Error;
use std::error::Error as StdError;
use std::fmt;

/// `collect()` failed: the items so far, and the error.
pub struct CollectError<T> {
    /// The items before the failure, in order.
    pub items: Vec<T>,
    /// Why the walk failed.
    pub error: Error,
}

impl<T> From<CollectError<T>> for Error {
    fn from(failed: CollectError<T>) -> Self {
        failed.error
    }
}

impl<T> fmt::Display for CollectError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (after {} items)", self.error, self.items.len())
    }
}

impl<T> fmt::Debug for CollectError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CollectError")
            .field("items", &self.items.len())
            .field("error", &self.error)
            .finish()
    }
}

impl<T> StdError for CollectError<T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // `Display` already shows the error itself.
        self.error.source()
    }
}
