//! A page on its own, with what it takes to reach other pages from it.

use crate::error::Error;
use crate::fetch::attempts::Fetcher;
use crate::list::rows::Decode;
use crate::position::cursor::Cursor;
use crate::protocol::{self, PagePlace, Walk};
use crate::walk::driver::Driver;
use std::future::poll_fn;
use std::task::{Context, Poll};

impl Driver {
    /// The next page, with its place and number of items; `None` at the end.
    pub(crate) fn poll_detached(
        &mut self,
        cx: &mut Context<'_>,
        last: &mut Option<(PagePlace, u64)>,
    ) -> Poll<Option<Result<DetachedPage, Error>>> {
        self.poll(cx, DetachedPage::new).map_ok(|page| {
            *last = Some(page.last());
            page
        })
    }
}

/// A page on its own, for items of any type, with what it takes to reach other pages from it.
pub(crate) struct DetachedPage {
    pub(super) page: protocol::Page,
    /// How many items it has.
    pub(super) items: u64,
    pub(super) fetcher: Fetcher,
    /// The walk after this page.
    pub(super) walk: Walk,
    pub(super) decode: Decode,
}

impl DetachedPage {
    pub(crate) fn new(
        mut page: protocol::Page,
        fetcher: &Fetcher,
        walk: &Walk,
        decode: &Decode,
    ) -> Self {
        walk.release_text(&mut page.place);
        // Required evidence is about the walk, not about pages that are requested from here.
        let (fetcher, walk) = (fetcher.clone(), walk.without_text().without_requirement());
        Self { items: page.items.len() as u64, page, fetcher, walk, decode: decode.clone() }
    }

    /// Its place, and how many items it has.
    pub(crate) fn last(&self) -> (PagePlace, u64) {
        (self.page.place.clone(), self.items)
    }

    /// The page before, if it can be reached.
    pub(super) fn previous(&self) -> Option<Result<Cursor, Error>> {
        self.walk.previous(&self.page.place.at, &self.page.url, &self.page.envelope)
    }

    /// The first page.
    pub(super) fn first(&self) -> Cursor {
        let list = &self.walk.plan.list;
        match (&self.page.place.at, list.paging.first_number()) {
            // A walk by number stays by number.
            (Cursor::Number(_), Some(first)) => Cursor::Number(first),
            _ => Cursor::first(list),
        }
    }

    /// The page that this walk requests; `None` at its end.
    pub(super) async fn fetch(
        fetcher: Fetcher,
        walk: Walk,
        decode: Decode,
    ) -> Result<Option<Self>, Error> {
        let mut driver = Driver::new(fetcher.with_own_counts(), Ok(walk), 1, decode);
        poll_fn(|cx| driver.poll_detached(cx, &mut None)).await.transpose()
    }

    /// The page that this walk requests.
    pub(super) async fn fetch_required(
        fetcher: Fetcher,
        walk: Walk,
        decode: Decode,
    ) -> Result<Self, Error> {
        let page = Self::fetch(fetcher, walk, decode).await?;
        page.ok_or_else(|| Error::input("a limit of 0 items leaves no page to request"))
    }
}
