//! One page of a blocking walk.

use super::wait;
use crate::error::Error;
use serde_core::de::DeserializeOwned;
use std::fmt;
use std::ops::Deref;

/// One page: its items, and what the server says about the whole list.
///
/// It dereferences to [`Page`](crate::Page); the methods that request other pages block.
pub struct Page<T>(pub(super) crate::Page<T>);

impl<T> Page<T> {
    /// The items, as a `Vec`.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.0.into_items()
    }
}

impl<T: DeserializeOwned> Page<T> {
    /// The page after this one, as the walk would find it; `None` after the last.
    ///
    /// # Errors
    /// When the request or its reply can't be used, or the reply does not lead to the next page.
    pub fn next(&self) -> Result<Option<Self>, Error> {
        Ok(wait(self.0.next())?.map(Self))
    }

    /// The page before this one: by the server's link, or by number. `None` for the
    /// first page, and if the list has no way back.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub fn previous(&self) -> Result<Option<Self>, Error> {
        Ok(wait(self.0.previous())?.map(Self))
    }

    /// The first page, requested again.
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
