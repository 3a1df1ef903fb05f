//! One page of a walk that blocks.

use super::wait;
use crate::error::Error;
use serde_core::de::DeserializeOwned;
use std::fmt;
use std::ops::Deref;

/// One reply: its items, and what the server says of the whole list.
///
/// It reads like a [`Page`](crate::Page), and goes to other pages without
/// async.
pub struct Page<T>(pub(super) crate::Page<T>);

impl<T> Page<T> {
    /// The items, as a `Vec`.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.0.into_items()
    }
}

impl<T: DeserializeOwned> Page<T> {
    /// The page after this one, found as the walk finds it; none on the last.
    ///
    /// # Errors
    /// When the request or its reply can't be used, or the way on is broken.
    pub fn next(&self) -> Result<Option<Self>, Error> {
        Ok(wait(self.0.next())?.map(Self))
    }

    /// The page before this one: by the link that the server gave, or by
    /// number. None on the first, and where the list knows no way back.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn previous(&self) -> Result<Option<Self>, Error> {
        Ok(wait(self.0.previous())?.map(Self))
    }

    /// The first page, asked for anew.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn first(&self) -> Result<Self, Error> {
        wait(self.0.first()).map(Self)
    }
}

impl<T> Deref for Page<T> {
    type Target = crate::Page<T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
