//! Pagers for blocking calls.

use super::{Items, Page, Pages, wait};
use crate::call::pager::AsListed;
use crate::error::Error;
use crate::list::{Numbered, Paged};
use crate::walk::collect::CollectError;
use std::fmt;

/// A blocking list call that has not been sent yet.
///
/// Set up a [`Pager`](crate::Pager) first; its method `blocking` then gives this.
#[must_use = "a pager sends nothing until you ask for its items or pages"]
pub struct Pager<L: Paged, M = AsListed>(crate::Pager<L, M>);

impl<L: Paged, M> crate::Pager<L, M> {
    /// The same call, blocking. Each page is requested when it is needed, without
    /// read-ahead. The client must come from
    /// [`build_blocking`](crate::ClientBuilder::build_blocking).
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn blocking(self) -> Pager<L, M> {
        Pager(self.into_blocking())
    }
}

impl<L: Paged, M> Pager<L, M> {
    /// All items, page by page.
    pub fn items(self) -> Items<L::Item> {
        Items(self.0.items())
    }

    /// All pages.
    pub fn pages(self) -> Pages<L::Item> {
        Pages(self.0.pages())
    }

    /// Only the first page.
    ///
    /// # Errors
    /// As [`Pager::first_page`](crate::Pager::first_page).
    pub fn first_page(self) -> Result<Page<L::Item>, Error> {
        wait(self.0.first_page()).map(Page)
    }

    /// All items.
    ///
    /// # Errors
    /// When the walk fails; the error holds the items before the failure.
    pub fn collect(self) -> Result<Vec<L::Item>, CollectError<L::Item>> {
        wait(self.0.collect())
    }
}

/// By number: for lists whose paging sets `number`.
impl<L: Numbered> Pager<L> {
    /// One page by its number, for display.
    ///
    /// # Errors
    /// As [`first_page`](Self::first_page).
    pub fn get_page(self, number: u64) -> Result<Page<L::Item>, Error> {
        wait(self.0.get_page(number)).map(Page)
    }
}

impl<L: Paged, M> fmt::Debug for Pager<L, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<L: Paged, M> Clone for Pager<L, M> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
