//! Walks as iterators.

use super::{Page, wait};
use crate::error::Error;
use crate::position::Position;
use crate::protocol::Warning;
use crate::walk::outcome::Outcome;
use futures_core::Stream as _;
use std::fmt;
use std::iter::FusedIterator;

/// All items of a list, in order, as a fused iterator.
///
/// Nothing is sent before the first item is asked for, and a page only when
/// the items before it are used up. An error comes once, after all items before
/// it, and ends the iterator.
#[must_use = "an iterator does nothing unless it is used"]
pub struct Items<T>(pub(super) crate::Items<T>);

/// All pages of a list, as a fused iterator.
///
/// Nothing is sent before the first page is asked for. An error comes once,
/// after all pages before it, and ends the iterator.
#[must_use = "an iterator does nothing unless it is used"]
pub struct Pages<T>(pub(super) crate::Pages<T>);

impl<T> Items<T> {
    /// Where the walk stands: behind the last item handed out. None where the
    /// call was refused before a walk began.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position()
    }

    /// What the walk has to say so far.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.0.warnings()
    }

    /// How many more warnings came than [`warnings`](Self::warnings) has: of those that
    /// each page may give, a walk keeps a hundred.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.0.more_warnings()
    }

    /// What the walk came to, once it has ended: after the last item, and also after the
    /// error that it shows less than was [required](crate::Pager::require). None before, after
    /// any other error, and where the call was refused before a walk began.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.0.outcome()
    }

    /// How many items fewer than the server counts, once the walk has ended
    /// so.
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

    /// What is buffered, and what the limit leaves; a server's count is no
    /// promise.
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<T> FusedIterator for Items<T> {}

impl<T> Pages<T> {
    /// Where the walk stands: behind the last page handed out. None where the
    /// call was refused before a walk began.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.0.position()
    }

    /// What the walk has to say so far.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.0.warnings()
    }

    /// How many more warnings came than [`warnings`](Self::warnings) has: of those that
    /// each page may give, a walk keeps a hundred.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.0.more_warnings()
    }

    /// What the walk came to, once it has ended: after the last page, and also after the
    /// error that it shows less than was [required](crate::Pager::require). None before, after
    /// any other error, and where the call was refused before a walk began.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.0.outcome()
    }
}

impl<T> Iterator for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(wait(self.0.next())?.map(Page))
    }
}

impl<T> FusedIterator for Pages<T> {}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
