//! The parent, in errors of a list of children.

use super::{Error, ErrorKind};
use crate::position::parent_key::ParentKey;

impl Error {
    /// Adds the parent, if the list is that of its children.
    pub(crate) fn of_parent(self, parent: &ParentKey) -> Self {
        self.unshared().with(|inner| inner.parent = Some(parent.clone()))
    }

    /// The parent whose children could not be read, in a stream of
    /// [`Children`](crate::Children). The position of the stream is
    /// [`Children::position`](crate::Children::position), and that of
    /// [`position`](Self::position) is of the list of this parent.
    #[must_use]
    pub fn parent(&self) -> Option<&ParentKey> {
        self.0.parent.as_ref()
    }
}

/// The error of a parent whose record lacks a value that its children need.
#[must_use]
pub fn unusable_parent(why: String) -> Error {
    Error::new(ErrorKind::Record, why)
}
