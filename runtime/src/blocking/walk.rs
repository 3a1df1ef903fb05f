//! Walks as iterators.

use super::{BlockingPage, wait};
use crate::error::Error;
use crate::position::Position;
use crate::protocol::Warning;
use crate::walk::outcome::Outcome;
use futures_core::Stream as _;
use std::fmt;
use std::iter::FusedIterator;

/// All items of a list, in order, as a fused iterator.
///
/// Nothing is sent before the first call of `next`; each page is requested when the
/// items before it are used up. An error is yielded once, after all items before it,
/// and ends the iterator.
///
/// ```
/// # use pagesmith::testing::Replay;
/// # use pagesmith::{Client, Json, Paging};
/// # let replay = Replay::new()
/// #     .page(serde_json::json!({"data": [{"id": 1}, {"id": 2}], "next_page_token": "a"}))
/// #     .page(serde_json::json!({"data": [{"id": 3}], "next_page_token": null}));
/// # let client = Client::builder("https://api.test").transport(replay).build_blocking()?;
/// # let calls = client.list::<Json>("/calls", [""; 0], Paging::SENDSAGE).items_at("/data");
/// for call in calls.blocking().items() {
///     println!("{}", call?["id"]);
/// }
/// # Ok::<(), pagesmith::Error>(())
/// ```
#[must_use = "an iterator does nothing unless it is used"]
pub struct Items<T>(pub(super) crate::Items<T>);

/// All pages of a list, as a fused iterator.
///
/// Nothing is sent before the first call of `next`. An error is yielded once, after all
/// pages before it, and ends the iterator.
#[must_use = "an iterator does nothing unless it is used"]
pub struct Pages<T, P = crate::Page<T>>(pub(super) crate::Pages<T, P>);

impl<T> Items<T> {
    /// The position of the walk: after the last item that was yielded. `None` if the
    /// call was refused before a walk began.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position()
    }

    /// The warnings of the walk so far.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.0.warnings()
    }

    /// How many warnings [`warnings`](Self::warnings) leaves out: of the warnings about
    /// single pages, a walk keeps the first hundred.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.0.more_warnings()
    }

    /// The outcome of the walk, once it has ended: after the last item, or after the
    /// error that its evidence is less than was [required](crate::Pager::require).
    /// `None` before that, after any other error, and if the call was refused before a
    /// walk began.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.0.outcome()
    }

    /// If the walk has ended with fewer items than the server counts, how many are missing.
    #[must_use]
    pub fn shortfall(&self) -> Option<u64> {
        self.0.shortfall()
    }
}

impl<T> Iterator for Items<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        wait(self.0.next())
    }

    /// The buffered items, and what the limit still allows. A server's count may be
    /// wrong, so it is not used.
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> FusedIterator for Items<T> {}

impl<T, P> Pages<T, P> {
    /// The items of the pages that follow. From here on, only the items are decoded.
    pub fn items(self) -> Items<T> {
        Items(self.0.items())
    }

    /// The position of the walk: after the last page that was yielded. `None` if the
    /// call was refused before a walk began.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position()
    }

    /// The warnings of the walk so far.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.0.warnings()
    }

    /// How many warnings [`warnings`](Self::warnings) leaves out: of the warnings about
    /// single pages, a walk keeps the first hundred.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.0.more_warnings()
    }

    /// The outcome of the walk, once it has ended: after the last page, or after the
    /// error that its evidence is less than was [required](crate::Pager::require).
    /// `None` before that, after any other error, and if the call was refused before a
    /// walk began.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.0.outcome()
    }
}

impl<T, P: BlockingPage> Iterator for Pages<T, P> {
    type Item = Result<P::Page, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(wait(self.0.next())?.map(P::blocking))
    }
}

impl<T, P: BlockingPage> FusedIterator for Pages<T, P> {}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T, P> fmt::Debug for Pages<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
