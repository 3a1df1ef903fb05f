//! A walk as a stream of items.

use crate::error::Error;
use crate::position::Position;
use crate::protocol::PagePlace;
use crate::protocol::Warning;
use crate::walk::outcome::Outcome;
use crate::walk::pages::Pages;
use futures_core::{FusedStream, Stream};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

/// All items of a list, in order, as a fused stream.
///
/// Nothing is sent before the first poll. The poll for the second item of a page also
/// sends the request for the next page, and later polls drive it; no task is spawned.
/// An error is yielded once, after all items before it, and ends the stream.
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
/// let mut items = calls.items();
/// while let Some(call) = items.try_next().await? {
///     println!("{}", call["id"]);
/// }
/// let outcome = items.outcome().expect("the walk has ended");
/// assert_eq!((outcome.items, outcome.pages, outcome.requests), (3, 2, 2));
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
/// ```
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    page: vec::IntoIter<T>,
    /// The place of this page, and how many items it had.
    place: Option<(PagePlace, u64)>,
    /// Whether an item of this page was yielded.
    is_begun: bool,
    read_ahead: bool,
}

impl<T, P> Pages<T, P> {
    /// The items of the pages that follow, as a stream. From here on, only the items are
    /// decoded.
    pub fn items(self) -> Items<T> {
        Items::new(self)
    }
}

impl<T> Items<T> {
    pub(crate) fn new<P>(pages: Pages<T, P>) -> Self {
        let (pages, place) = pages.plain();
        let read_ahead = pages.read_ahead;
        Self { pages, page: Vec::new().into_iter(), place, is_begun: false, read_ahead }
    }

    /// The warnings of the walk so far.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.pages.warnings()
    }

    /// How many warnings [`warnings`](Self::warnings) leaves out: of the warnings about
    /// single pages, a walk keeps the first hundred.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.pages.more_warnings()
    }

    /// The outcome of the walk, once it has ended: after the last item, or after the
    /// error that its evidence is less than was [required](crate::Pager::require).
    /// `None` before that, after any other error, and if the call was refused before a
    /// walk began.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.pages.driver.outcome().filter(|_| self.page.as_slice().is_empty())
    }

    /// If the walk has ended with fewer items than the server counts, how many are missing.
    #[must_use]
    pub fn shortfall(&self) -> Option<u64> {
        self.warnings().iter().find_map(|warning| match warning {
            Warning::Shortfall { seen, total } => Some(total - seen),
            _ => None,
        })
    }
}

impl<T> Items<T> {
    /// The next item; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    /// The next item; `None` at the end.
    ///
    /// # Errors
    /// When the walk can't continue; the error ends the stream.
    pub fn try_next(&mut self) -> impl Future<Output = Result<Option<T>, Error>> {
        poll_fn(|cx| self.poll_try_item(cx))
    }

    /// The position of the walk: after the last item that was yielded, whatever was
    /// read ahead. `None` if the call was refused before a walk began.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        match &self.place {
            Some((place, all)) => self.pages.driver.position(Some(place), self.yielded(*all), *all),
            None => self.pages.driver.position(None, 0, 0),
        }
    }

    /// How many items of this page were yielded.
    fn yielded(&self, all: u64) -> u64 {
        all - self.page.as_slice().len() as u64
    }

    /// The next item of this page; the second one also requests the next page.
    #[inline]
    fn buffered(&mut self) -> Option<T> {
        if self.is_begun && self.read_ahead && !self.page.as_slice().is_empty() {
            self.pages.driver.read_ahead();
        }
        self.is_begun |= !self.page.as_slice().is_empty();
        self.page.next()
    }

    // An item is named where it is taken from the buffer and returned, so that it is copied
    // once; passed on within an `Option`, it is copied twice.
    pub(crate) fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.buffered() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.poll_next_page(cx)) {
                Ok(true) => {}
                Ok(false) => return Poll::Ready(None),
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }

    /// The same as `try_next` returns it.
    #[inline]
    fn poll_try_item(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<T>, Error>> {
        loop {
            if let Some(item) = self.buffered() {
                return Poll::Ready(Ok(Some(item)));
            }
            match ready!(self.poll_next_page(cx)) {
                Ok(true) => {}
                Ok(false) => return Poll::Ready(Ok(None)),
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    /// Reads the next page; whether there is one.
    #[inline(never)]
    fn poll_next_page(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, Error>> {
        let Some(rows) = ready!(self.pages.driver.poll_rows(cx, &mut self.place)) else {
            return Poll::Ready(Ok(false));
        };
        self.page = (self.pages.take)(rows?);
        self.is_begun = false;
        Poll::Ready(Ok(true))
    }
}

// Items are moved out of the buffer, never pinned in it.
impl<T> Unpin for Items<T> {}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }

    /// The buffered items, and what the limit still allows. A server's count may be
    /// wrong, so it is not used.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let buffered = self.page.as_slice().len();
        let more =
            if self.pages.driver.is_done() { Some(0) } else { self.pages.driver.remaining() };
        let upper = more.and_then(|more| buffered.checked_add(usize::try_from(more).ok()?));
        (buffered, upper)
    }
}

impl<T> FusedStream for Items<T> {
    fn is_terminated(&self) -> bool {
        self.page.as_slice().is_empty() && self.pages.driver.is_done()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("buffered", &self.page.as_slice().len())
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
