//! One page of a list.

use crate::error::Error;
use crate::fetch::attempts::Fetcher;
use crate::list::rows::{Rows, RowsOf};
use crate::position::Position;
use crate::protocol::Warning;
use crate::protocol::{ReplyKey, Walk};
use crate::walk::detached_page::DetachedPage;
use http::{HeaderMap, StatusCode};
use std::{fmt, mem, vec};

/// One reply: its items, and what the server says of the whole list.
///
/// What the server says is shown as it is: totals can be estimates, and page
/// numbers can stand still.
pub struct Page<T> {
    items: Vec<T>,
    whole: DetachedPage,
    take: fn(Rows) -> vec::IntoIter<T>,
}

impl<T> Page<T> {
    pub(crate) fn new(mut whole: DetachedPage, take: fn(Rows) -> vec::IntoIter<T>) -> Self {
        Self { items: take(mem::take(&mut whole.page.items)).collect(), whole, take }
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

    /// What the server calls the number of this page.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        self.whole.page.envelope.shown(ReplyKey::Number)
    }

    /// How many items the server puts on a full page.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.whole.page.envelope.shown(ReplyKey::Size)
    }

    /// How many pages the server counts.
    #[must_use]
    pub fn total_pages(&self) -> Option<u64> {
        self.whole.page.envelope.shown(ReplyKey::Pages)
    }

    /// How many items the server counts in the whole list.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.whole.page.envelope.shown(ReplyKey::Total)
    }

    /// What the server calls the first page; shown, never followed.
    #[must_use]
    pub fn first_uri(&self) -> Option<&str> {
        self.whole.page.envelope.text(ReplyKey::First)
    }

    /// The status of the reply.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.whole.page.status
    }

    /// The headers of the reply.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.whole.page.headers
    }

    /// What the walk up to this page has to say.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.whole.walk.warnings
    }

    /// How many more warnings came than [`warnings`](Self::warnings) has: of those that
    /// each page may give, a walk keeps a hundred.
    #[must_use]
    pub fn more_warnings(&self) -> u64 {
        self.whole.walk.warnings.more()
    }

    /// Whether rows came or went since the page before, where the walk goes by
    /// number or offset.
    #[must_use]
    pub fn drifted(&self) -> bool {
        self.whole.page.drifted
    }

    /// Where the walk stands behind this page.
    #[must_use]
    pub fn position(&self) -> Position {
        let DetachedPage { page, items, walk, .. } = &self.whole;
        walk.position_behind(&page.place, *items, *items)
    }

    /// Whether a page follows; true also where the way to it is broken, which
    /// [`next`](Self::next) tells.
    #[must_use]
    pub fn has_next(&self) -> bool {
        !self.whole.walk.is_done()
    }
}

impl<T> Page<T> {
    pub(crate) async fn fetch(
        fetcher: Fetcher,
        walk: Walk,
        rows: &RowsOf<T>,
    ) -> Result<Self, Error> {
        let whole = DetachedPage::fetch_required(fetcher, walk, rows.decode).await?;
        Ok(Self::new(whole, rows.take))
    }

    /// The page after this one, found as the walk finds it; none on the last.
    ///
    /// # Errors
    /// When the request or its reply can't be used, or the way on is broken.
    pub async fn next(&self) -> Result<Option<Self>, Error> {
        self.go(self.whole.walk.clone()).await
    }

    /// The page before this one: by the link that the server gave, or by
    /// number. None on the first, and where the list knows no way back.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn previous(&self) -> Result<Option<Self>, Error> {
        match self.whole.previous() {
            Some(position) => self.go(self.whole.walk.moved(position?)).await,
            None => Ok(None),
        }
    }

    /// The first page, asked for anew.
    ///
    /// # Errors
    /// As [`next`](Self::next).
    pub async fn first(&self) -> Result<Self, Error> {
        let DetachedPage { fetcher, walk, decode, .. } = &self.whole;
        let walk = walk.moved(self.whole.first());
        let whole = DetachedPage::fetch_required(fetcher.clone(), walk, *decode).await?;
        Ok(Self::new(whole, self.take))
    }

    async fn go(&self, walk: Walk) -> Result<Option<Self>, Error> {
        let DetachedPage { fetcher, decode, .. } = &self.whole;
        let page = DetachedPage::fetch(fetcher.clone(), walk, *decode).await?;
        Ok(page.map(|whole| Self::new(whole, self.take)))
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
