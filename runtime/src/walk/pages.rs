//! A walk as a stream of pages.

use crate::error::Error;
use crate::fetch::attempts::Fetcher;
use crate::list::row_reader::RowReader;
use crate::list::rows::{Rows, RowsOf};
use crate::position::Position;
use crate::protocol::Warning;
use crate::protocol::{PagePlace, Walk};
use crate::walk::driver::Driver;
use crate::walk::outcome::Outcome;
use crate::walk::page::Page;
use crate::walk::page_kind::PageKind;
use futures_core::{FusedStream, Stream};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::vec;

/// All pages of a list, as a fused stream.
///
/// Nothing is sent before the first poll, and nothing runs between polls or after the
/// stream is dropped. An error is yielded once, after all pages before it, and ends the
/// stream.
///
/// `P` is what the stream yields for each page: a [`Page`], a page with its
/// [rest](crate::PageWith), or a [struct of your own](crate::WholePage).
///
/// ```
/// # use pagesmith::testing::Replay;
/// # use pagesmith::{Client, Json, Paging};
/// # async fn test() -> Result<(), pagesmith::Error> {
/// # let replay = Replay::new()
/// #     .page(serde_json::json!({"data": [{"id": 1}, {"id": 2}], "next_page_token": "a"}))
/// #     .page(serde_json::json!({"data": [{"id": 3}], "next_page_token": null}));
/// # let client = Client::builder("https://api.test").transport(replay).build()?;
/// # let calls = client.list::<Json>("/calls", [""; 0], Paging::SENDSAGE).items_at("/data");
/// let mut pages = calls.pages();
/// while let Some(page) = pages.try_next().await? {
///     println!("{} calls; more follow: {}", page.items().len(), page.has_next());
/// }
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<T, P = Page<T>> {
    pub(crate) driver: Driver,
    /// The last page that was yielded, and how many items it had.
    last: Option<(PagePlace, u64)>,
    /// Casts rows back to their type.
    pub(crate) take: fn(Rows) -> vec::IntoIter<T>,
    /// Makes a page what the stream yields.
    make: fn(Page<T>) -> Option<P>,
    /// Whether the items of the pages are read ahead.
    pub(super) read_ahead: bool,
}

impl<T, P> Pages<T, P> {
    pub(crate) fn new(
        fetcher: Fetcher,
        walk: Result<Walk, Error>,
        concurrency: usize,
        rows: &RowsOf<T>,
        kind: PageKind<T, P>,
    ) -> Self {
        let decode = rows.decode.clone().with_rest(kind.rest);
        let driver = Driver::new(fetcher, walk, concurrency, decode);
        Self { driver, last: None, take: rows.take, make: kind.make, read_ahead: true }
    }

    /// Whether the items of the pages are read ahead.
    pub(crate) fn read_ahead(self, read_ahead: bool) -> Self {
        Self { read_ahead, ..self }
    }

    /// The pages that follow, without their rest, and the place of the last one that was
    /// yielded.
    pub(super) fn plain(self) -> (Pages<T>, Option<(PagePlace, u64)>) {
        let Self { driver, last, take, read_ahead, .. } = self;
        let (driver, make) = (driver.without_rest(), PageKind::PLAIN.make);
        (Pages { driver, last: None, take, make, read_ahead }, last)
    }
}

impl<T> Pages<T> {
    /// The same walk, its rows read by this reader from here on. `take` casts what it
    /// makes of a page.
    #[doc(hidden)]
    pub fn read_by<R>(
        self,
        reader: Arc<dyn RowReader>,
        take: fn(Rows) -> vec::IntoIter<R>,
    ) -> Pages<R> {
        let Self { driver, last, read_ahead, .. } = self;
        let make = PageKind::PLAIN.make;
        Pages { driver: driver.read_by(reader), last, take, make, read_ahead }
    }
}

impl<T, P> Pages<T, P> {
    /// The position of the walk: after the last page that was yielded. `None` if the
    /// call was refused before a walk began.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        let (place, items) = self.last.as_ref().map(|(place, items)| (place, *items)).unzip();
        let items = items.unwrap_or_default();
        self.driver.position(place, items, items)
    }

    /// The warnings of the walk so far.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.driver.warnings()
    }

    /// How many warnings [`warnings`](Self::warnings) leaves out: of the warnings about
    /// single pages, a walk keeps the first hundred.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.driver.more_warnings()
    }

    /// The outcome of the walk, once it has ended: after the last page, or after the
    /// error that its evidence is less than was [required](crate::Pager::require).
    /// `None` before that, after any other error, and if the call was refused before a
    /// walk began.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.driver.outcome()
    }
}

impl<T, P> Pages<T, P> {
    /// The next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<P, Error>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The next page; `None` at the end.
    ///
    /// # Errors
    /// When the walk can't continue; the error ends the stream.
    pub async fn try_next(&mut self) -> Result<Option<P>, Error> {
        self.next().await.transpose()
    }

    /// The items of the next page, without the rest of it.
    pub(crate) async fn next_items(&mut self) -> Option<Result<vec::IntoIter<T>, Error>> {
        let rows = poll_fn(|cx| self.driver.poll_rows(cx, &mut None)).await;
        rows.map(|rows| rows.map(self.take))
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P, Error>>> {
        loop {
            let page = match ready!(self.driver.poll_detached(cx, &mut self.last)) {
                Some(Ok(page)) => Page::new(page, self.take),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            };
            // A reply without a body makes no page of the user's own.
            if let Some(page) = (self.make)(page) {
                return Poll::Ready(Some(Ok(page)));
            }
        }
    }
}

impl<T, P> Stream for Pages<T, P> {
    type Item = Result<P, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }
}

impl<T, P> FusedStream for Pages<T, P> {
    fn is_terminated(&self) -> bool {
        self.driver.is_done()
    }
}

impl<T, P> fmt::Debug for Pages<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("done", &self.driver.is_done()).finish_non_exhaustive()
    }
}
