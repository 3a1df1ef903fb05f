//! Pagers for blocking calls.

use super::{BlockingPage, Items, Pages, wait};
use crate::call::mode::AsListed;
use crate::error::Error;
use crate::list::{Numbered, Paged};
use crate::walk::collect::CollectError;
use std::fmt;

/// A blocking list call that has not been sent yet.
///
/// Set up a [`Pager`](crate::Pager) first; its method `blocking` then gives this.
///
/// ```
/// # use pagesmith::testing::Replay;
/// # use pagesmith::{Client, Json, Paging};
/// # let replay = Replay::new()
/// #     .page(serde_json::json!({"data": [{"id": 1}, {"id": 2}], "next_page_token": "a"}))
/// #     .page(serde_json::json!({"data": [{"id": 3}], "next_page_token": null}));
/// # let client = Client::builder("https://api.test").transport(replay).build_blocking()?;
/// let calls = client.list::<Json>("/calls", [""; 0], Paging::SENDSAGE).items_at("/data");
/// assert_eq!(calls.blocking().collect()?.len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "a pager sends nothing until you ask for its items or pages"]
pub struct Pager<L: Paged, M = AsListed, P = crate::Page<<L as Paged>::Item>>(
    crate::Pager<L, M, P>,
);

impl<L: Paged, M, P> crate::Pager<L, M, P> {
    /// The same call, blocking. Each page is requested when it is needed, without
    /// read-ahead. The client must come from
    /// [`build_blocking`](crate::ClientBuilder::build_blocking).
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn blocking(self) -> Pager<L, M, P> {
        Pager(self.into_blocking())
    }
}

impl<L: Paged, M, P> Pager<L, M, P> {
    /// All items, page by page.
    pub fn items(self) -> Items<L::Item> {
        Items(self.0.items())
    }

    /// All pages.
    pub fn pages(self) -> Pages<L::Item, P> {
        Pages(self.0.pages())
    }

    /// All items.
    ///
    /// # Errors
    /// When the walk fails; the error holds the items before the failure.
    pub fn collect(self) -> Result<Vec<L::Item>, CollectError<L::Item>> {
        wait(self.0.collect())
    }
}

impl<L: Paged, M, P: BlockingPage> Pager<L, M, P> {
    /// Only the first page.
    ///
    /// # Errors
    /// As [`Pager::first_page`](crate::Pager::first_page).
    pub fn first_page(self) -> Result<P::Page, Error> {
        wait(self.0.first_page()).map(P::blocking)
    }
}

/// By number: for lists whose paging sets `number`.
impl<L: Numbered, P: BlockingPage> Pager<L, AsListed, P> {
    /// One page by its number, for display.
    ///
    /// # Errors
    /// As [`first_page`](Self::first_page).
    pub fn get_page(self, number: u64) -> Result<P::Page, Error> {
        wait(self.0.get_page(number)).map(P::blocking)
    }
}

impl<L: Paged, M, P> fmt::Debug for Pager<L, M, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<L: Paged, M, P> Clone for Pager<L, M, P> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
