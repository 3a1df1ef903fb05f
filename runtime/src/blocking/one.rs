//! Blocking requests for a single record.

use super::wait;
use crate::error::Error;
use std::fmt;

/// A blocking request for a single record that has not been sent yet.
#[must_use = "a request does nothing until it is sent"]
pub struct One<T>(crate::One<T>);

impl<T> crate::One<T> {
    /// The same request, blocking. The client must come from
    /// [`build_blocking`](crate::ClientBuilder::build_blocking).
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn blocking(self) -> One<T> {
        One(self.into_blocking())
    }
}

impl<T> One<T> {
    /// Sends the request, and reads the record.
    ///
    /// # Errors
    /// As [`One::send`](crate::One::send).
    pub fn send(self) -> Result<T, Error> {
        wait(self.0.send())
    }
}

impl<T> Clone for One<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> fmt::Debug for One<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
