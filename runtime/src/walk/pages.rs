//! A walk as a stream of pages.

use crate::error::Error;
use crate::fetch::attempts::Fetcher;
use crate::list::rows::{Rows, RowsOf};
use crate::position::Position;
use crate::protocol::Warning;
use crate::protocol::{PagePlace, Walk};
use crate::walk::driver::Driver;
use crate::walk::outcome::Outcome;
use crate::walk::page::Page;
use futures_core::{FusedStream, Stream};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec;

/// All pages of a list, as a fused stream.
///
/// Nothing is sent before the first poll, and nothing runs when it is not
/// polled or was dropped. An error comes once, after all pages before it, and
/// ends the stream.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<T> {
    pub(crate) driver: Driver,
    /// The last page handed out, and how many items it had.
    last: Option<(PagePlace, u64)>,
    /// Gives rows their type again.
    pub(crate) take: fn(Rows) -> vec::IntoIter<T>,
}

impl<T> Pages<T> {
    pub(crate) fn new(
        fetcher: Fetcher,
        walk: Result<Walk, Error>,
        concurrency: usize,
        rows: &RowsOf<T>,
    ) -> Self {
        let driver = Driver::new(fetcher, walk, concurrency, rows.decode);
        Self { driver, last: None, take: rows.take }
    }

    /// Where the walk stands: behind the last page handed out. None where the
    /// call was refused before a walk began.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        let (place, items) = self.last.as_ref().map(|(place, items)| (place, *items)).unzip();
        let items = items.unwrap_or_default();
        self.driver.position(place, items, items)
    }

    /// What the walk has to say so far.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.driver.warnings()
    }

    /// How many more warnings came than [`warnings`](Self::warnings) has: of those that
    /// each page may give, a walk keeps a hundred.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.driver.more_warnings()
    }

    /// What the walk came to, once it has ended: after the last page, and also after the
    /// error that it shows less than was [required](crate::Pager::require). None before, after
    /// any other error, and where the call was refused before a walk began.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.driver.outcome()
    }
}

impl<T> Pages<T> {
    /// The next page; none at the end.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The next page; none at the end.
    ///
    /// # Errors
    /// When the walk can't go on; the stream ends with it.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        self.next().await.transpose()
    }

    /// The items of the next page, for who does not need the rest of it.
    pub(crate) async fn next_items(&mut self) -> Option<Result<vec::IntoIter<T>, Error>> {
        let rows = poll_fn(|cx| self.driver.poll_rows(cx, &mut None)).await;
        rows.map(|rows| rows.map(self.take))
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        self.driver.poll_whole(cx, &mut self.last).map_ok(|page| Page::new(page, self.take))
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }
}

impl<T> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        self.driver.is_done()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("done", &self.driver.is_done()).finish_non_exhaustive()
    }
}
