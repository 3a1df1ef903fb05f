//! One page of a list.

use crate::error::Error;
use crate::fetch::attempts::Fetcher;
use crate::list::rest::RestReader;
use crate::list::rows::{Rows, RowsOf};
use crate::paging::SendIn;
use crate::position::Position;
use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::{ReplyKey, Walk};
use crate::walk::detached_page::DetachedPage;
use http::{HeaderMap, StatusCode};
use serde_core::ser::{Serialize, SerializeStruct as _, Serializer};
use std::any::Any;
use std::{fmt, mem, vec};

/// One page: its items, and what the server says about the whole list.
///
/// The server's statements are not checked: totals may be estimates, and page numbers
/// may not change from page to page.
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
/// let page = calls.first_page().await?;
/// assert_eq!((page.items().len(), page.next_token()), (2, Some("a")));
/// let next = page.next().await?.expect("a page follows");
/// assert!(!next.has_next());
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
/// ```
pub struct Page<T> {
    items: Vec<T>,
    detached: DetachedPage,
    take: fn(Rows) -> vec::IntoIter<T>,
}

impl<T> Page<T> {
    pub(crate) fn new(mut detached: DetachedPage, take: fn(Rows) -> vec::IntoIter<T>) -> Self {
        Self { items: take(mem::take(&mut detached.page.items)).collect(), detached, take }
    }

    /// The rest of the page, if the call asked for it and the reply has a body.
    pub(crate) fn take_rest(&mut self) -> Option<Box<dyn Any + Send>> {
        self.detached.page.rest.take()
    }

    /// The items.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// The items, as a `Vec`.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// The number of this page: according to the server or, if the reply does not say,
    /// the number that was requested.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        let requested = match self.detached.page.place.at {
            Cursor::Number(number) => Some(number),
            _ => None,
        };
        self.detached.page.envelope.number_or_none(ReplyKey::Number).or(requested)
    }

    /// How many items a full page has, according to the server.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.detached.page.envelope.number_or_none(ReplyKey::Size)
    }

    /// How many pages the list has, according to the server.
    #[must_use]
    pub fn total_pages(&self) -> Option<u64> {
        self.detached.page.envelope.number_or_none(ReplyKey::Pages)
    }

    /// How many items the list has, according to the server.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.detached.page.envelope.number_or_none(ReplyKey::Total)
    }

    /// The URI of this page: the URL that it came from, redirects followed, without the
    /// credentials of a client that sends them in the query.
    #[must_use]
    pub fn uri(&self) -> &str {
        self.detached.page.url.as_str()
    }

    /// The URI of the first page, according to the server; it is never followed.
    #[must_use]
    pub fn first_uri(&self) -> Option<&str> {
        self.detached.page.envelope.text(ReplyKey::First)
    }

    /// The URI of the next page as the server wrote it, for lists that page by link.
    /// [`next`](Self::next) requests that page.
    #[must_use]
    pub fn next_uri(&self) -> Option<&str> {
        let is_link = self.detached.walk.plan.list.paging.send == SendIn::Url;
        self.detached.page.envelope.text(ReplyKey::Next).filter(|_| is_link)
    }

    /// The URI of the previous page as the server wrote it.
    /// [`previous`](Self::previous) requests that page.
    #[must_use]
    pub fn previous_uri(&self) -> Option<&str> {
        self.detached.page.envelope.text(ReplyKey::Previous)
    }

    /// The page token that this page was requested with; `None` for the first page, and
    /// for pages that are requested by link, number or offset. A token may be a secret.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        match &self.detached.page.place.at {
            Cursor::Token(token) | Cursor::Json(token) => Some(token),
            _ => None,
        }
    }

    /// The token of the next page, for lists that page by token; `None` at the end of the
    /// list. A token may be a secret.
    #[must_use]
    pub fn next_token(&self) -> Option<&str> {
        let is_link = self.detached.walk.plan.list.paging.send == SendIn::Url;
        self.detached.page.envelope.text(ReplyKey::Next).filter(|_| !is_link)
    }

    /// The status of the reply.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.detached.page.status
    }

    /// The headers of the reply.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.detached.page.headers
    }

    /// The warnings of the walk up to this page.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.detached.walk.warnings
    }

    /// How many warnings [`warnings`](Self::warnings) leaves out: of the warnings about
    /// single pages, a walk keeps the first hundred.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.detached.walk.warnings.more()
    }

    /// Whether records were added or removed since the page before; only seen by number
    /// or offset.
    #[must_use]
    pub fn drifted(&self) -> bool {
        self.detached.page.drifted
    }

    /// The position of the walk after this page.
    #[must_use]
    pub fn position(&self) -> Position {
        let DetachedPage { page, items, walk, .. } = &self.detached;
        walk.position_after(&page.place, *items, *items)
    }

    /// Whether a page follows. Also true if it can't be reached; [`next`](Self::next)
    /// then returns the error.
    #[must_use]
    pub fn has_next(&self) -> bool {
        !self.detached.walk.is_done()
    }
}

impl<T> Page<T> {
    pub(crate) async fn fetch(
        fetcher: Fetcher,
        walk: Walk,
        rows: &RowsOf<T>,
        rest: Option<RestReader>,
    ) -> Result<Self, Error> {
        let decode = rows.decode.clone().with_rest(rest);
        let detached = DetachedPage::fetch_required(fetcher, walk, decode).await?;
        Ok(Self::new(detached, rows.take))
    }

    /// The page after this one, as the walk would find it; `None` after the last.
    ///
    /// # Errors
    /// When the request or its reply can't be used, or the reply does not lead to the next page.
    pub async fn next(&self) -> Result<Option<Self>, Error> {
        self.fetch_next(self.detached.walk.clone()).await
    }

    /// The page before this one: by the server's link, or by number. `None` for the
    /// first page, and if the list has no way back.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn previous(&self) -> Result<Option<Self>, Error> {
        match self.detached.previous() {
            Some(position) => self.fetch_next(self.detached.walk.moved(position?)).await,
            None => Ok(None),
        }
    }

    /// The first page, requested again.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn first(&self) -> Result<Self, Error> {
        let DetachedPage { fetcher, walk, decode, .. } = &self.detached;
        let walk = walk.moved(self.detached.first());
        let detached = DetachedPage::fetch_required(fetcher.clone(), walk, decode.clone()).await?;
        Ok(Self::new(detached, self.take))
    }

    async fn fetch_next(&self, walk: Walk) -> Result<Option<Self>, Error> {
        let DetachedPage { fetcher, decode, .. } = &self.detached;
        let page = DetachedPage::fetch(fetcher.clone(), walk, decode.clone()).await?;
        Ok(page.map(|detached| Self::new(detached, self.take)))
    }
}

/// Its items, and what the server says of the list: `items`, `number`, `size`, `total`,
/// `total_pages` and `has_next`. Links and tokens are left out, since they may hold secrets.
impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut page = to.serialize_struct("Page", 6)?;
        page.serialize_field("items", &self.items)?;
        page.serialize_field("number", &self.number())?;
        page.serialize_field("size", &self.size())?;
        page.serialize_field("total", &self.total())?;
        page.serialize_field("total_pages", &self.total_pages())?;
        page.serialize_field("has_next", &self.has_next())?;
        page.end()
    }
}

impl<T> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("items", &self.items.len())
            .field("number", &self.number())
            .field("total", &self.total())
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
