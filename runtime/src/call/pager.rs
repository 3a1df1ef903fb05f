//! Pagers: list calls that have not been sent yet.

use crate::call::settings::{ListCall, StartAt, texts};
use crate::client::Client;
use crate::error::Error;
use crate::list::lenient::LenientList;
use crate::list::{Numbered, Paged};
use crate::paging::Evidence;
use crate::position::Position;
use crate::position::cursor::Cursor;
use crate::walk::collect::CollectError;
use crate::walk::items::Items;
use crate::walk::page::Page;
use crate::walk::pages::Pages;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

/// A list call that has not been sent yet.
///
/// Setters narrow it down; [`items`](Self::items), [`pages`](Self::pages),
/// [`first_page`](Self::first_page) and [`collect`](Self::collect) send it. A
/// value that can't be used is an error before any request.
///
/// `M` says how it goes: [`AsListed`] for what the list offers, [`ByNumber`] by
/// page number only. No pager takes a page token, so that a number and a token
/// are never sent together.
#[must_use = "a pager sends nothing until its items or pages are asked for"]
pub struct Pager<L: Paged, M = AsListed> {
    pub(super) call: ListCall,
    list: PhantomData<fn() -> (L, M)>,
}

/// Marks a pager that goes as the list offers.
#[derive(Debug)]
pub enum AsListed {}

/// Marks a pager that goes on from a position of an earlier walk.
#[derive(Debug)]
pub enum Resumed {}

/// Marks a pager that goes by page number.
#[derive(Debug)]
pub enum ByNumber {}

impl<L: Paged> Pager<L> {
    /// A call of the list `L`, with the values of its path.
    #[doc(hidden)]
    pub fn new<const N: usize>(
        client: &Client,
        values: [(&'static str, &dyn fmt::Display); N],
    ) -> Self {
        Self::from_call(ListCall::new(client, L::LIST, texts(&values)))
    }
}

impl<L: Paged, M> Pager<L, M> {
    pub(crate) fn from_call(call: ListCall) -> Self {
        Self { call, list: PhantomData }
    }

    /// Asks for pages of this many items. Unless set, the server decides. Zero,
    /// and more than the list allows, are errors before any request.
    pub fn page_size(mut self, items: u64) -> Self {
        self.call.page_size = Some(items);
        self
    }

    /// Hands out at most this many items, and sends no request beyond the page
    /// that has the last of them. It is not the page size, but caps it.
    pub fn limit(mut self, items: u64) -> Self {
        self.call.limit = Some(items);
        self
    }

    /// Fails where the list goes on after this many pages. Unlimited unless
    /// set.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.call.max_pages = Some(pages);
        self
    }

    /// Fails where the walk can't show this much for having handed out the whole
    /// list: at its end, after all its items, with an error of kind
    /// [`Unproven`](crate::ErrorKind::Unproven) that says what is missing.
    /// [`collect`](Self::collect) keeps the items in its error. Nothing is required
    /// unless set. For whoever deletes what did not come:
    ///
    /// ```no_run
    /// use pagesmith::{Client, ErrorKind, Evidence, Json, Paging};
    ///
    /// # fn delete_all_but(kept: &[Json]) {}
    /// # async fn mirror(client: Client) -> Result<(), pagesmith::Error> {
    /// let calls = client
    ///     .list::<Json>("/Accounts/{}/Calls", ["AC1"], Paging::LAML)
    ///     .items_at("/calls")
    ///     .require(Evidence::Continued);
    /// let mut items = calls.items();
    /// let mut there = Vec::new();
    /// while let Some(call) = items.try_next().await? {
    ///     there.push(call);
    /// }
    /// if let Some(outcome) = items.outcome() {
    ///     println!("{outcome}");
    /// }
    /// delete_all_but(&there);
    /// # Ok(()) }
    /// ```
    ///
    /// The same error comes before the first request where no walk of this list
    /// can show as much ([`Paging::best_evidence`](crate::Paging::best_evidence)),
    /// and where the walk leaves out pages at the beginning. A walk that its
    /// [`limit`](Self::limit) ends shows [`Unproven`](crate::Evidence::Unproven),
    /// and fails. One that goes on from a position shows what the walks before it
    /// and this one come to. [`first_page`](Self::first_page) and single pages by
    /// number are no walks, and require nothing.
    pub fn require(mut self, evidence: Evidence) -> Self {
        self.call.required = evidence;
        self
    }

    /// Adds query parameters to each request: anything that serialises to
    /// pairs, such as `[("To", "+15557654321")]` or a struct. `None` is left
    /// out, as is a float that is not finite. Parameters of the paging are
    /// refused.
    pub fn query(mut self, pairs: impl serde_core::Serialize) -> Self {
        self.call.query(&pairs);
        self
    }

    /// Sets what stands at this JSON Pointer (RFC 6901) of the request's body,
    /// `""` being the whole of it: for lists that are asked for by POST. What
    /// belongs to the paging is refused.
    pub fn body_at(mut self, pointer: &str, value: impl serde_core::Serialize) -> Self {
        self.call.body_at(pointer, serde_json::to_string(&value));
        self
    }

    /// Adds a header to each request of this walk. Credentials belong to the
    /// client.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.call.header(name, value);
        self
    }

    /// Gives up when the whole walk takes longer than this, from its first
    /// request on. Unlimited unless set.
    pub fn deadline(mut self, time: Duration) -> Self {
        self.call.deadline = Some(time);
        self
    }

    /// Goes on where an earlier walk of this list stood. Within a page, that page
    /// is asked for again and handed out from behind the item with the same key;
    /// without a key, from behind as many items. By link and by token no item
    /// comes twice and none is left out; by number, by offset and without a key
    /// that holds while the rows stay where they are.
    ///
    /// A limit counts from here. The page size is the one of the earlier walk
    /// unless this call sets another, which is an error where it would move the
    /// pages: by number, and by offset in steps of the size. One that only a limit
    /// had set is not kept.
    ///
    /// A position of another list, or of this one with other filters or headers, is
    /// an error before any request; that the item is gone from its page is one
    /// after it ([`ErrorKind::Drifted`](crate::ErrorKind::Drifted)).
    pub fn resume(self, position: &Position) -> Pager<L, Resumed> {
        let from = StartAt::Position(Box::new(position.clone()));
        Pager::from_call(self.call.beginning(from))
    }

    /// Hands out a record that does not decode as a
    /// [`Undecoded`](crate::Lenient::Undecoded) with its JSON, and goes on, in place of failing.
    pub fn lenient(self) -> Pager<LenientList<L>, M> {
        Pager::from_call(self.call)
    }

    /// Whether [`items`](Self::items) asks for the next page while the items
    /// of one are handed out. On unless set.
    pub fn read_ahead(mut self, on: bool) -> Self {
        self.call.read_ahead = on;
        self
    }

    /// One page after another, for a client that blocks.
    #[cfg(feature = "blocking")]
    pub(crate) fn made_blocking(mut self) -> Self {
        self.call.blocking = true;
        (self.call.read_ahead, self.call.concurrency) = (false, 1);
        self
    }

    /// All items, page by page, as a stream.
    pub fn items(self) -> Items<L::Item> {
        let read_ahead = self.call.read_ahead;
        Items::new(self.pages(), read_ahead)
    }

    /// All pages, as a stream.
    pub fn pages(self) -> Pages<L::Item> {
        let (fetcher, concurrency) = (self.call.fetcher(), self.call.concurrency);
        Pages::new(fetcher, self.call.walk(), concurrency, &L::ROWS)
    }

    /// The first page alone.
    ///
    /// # Errors
    /// When the request, its reply or a value of this call can't be used. What
    /// only keeps a walk from going on is told by [`Page::next`].
    pub async fn first_page(mut self) -> Result<Page<L::Item>, Error> {
        self.call.required = Evidence::Unproven;
        let fetcher = self.call.fetcher();
        Page::fetch(fetcher, self.call.walk()?, &L::ROWS).await
    }

    /// All items.
    ///
    /// # Errors
    /// When the walk fails; the error holds the items before the failure.
    pub async fn collect(self) -> Result<Vec<L::Item>, CollectError<L::Item>> {
        let mut pages = self.pages();
        let mut items = Vec::new();
        loop {
            match pages.next_items().await {
                Some(Ok(page)) => items.extend(page),
                None => return Ok(items),
                Some(Err(error)) => return Err(CollectError { items, error }),
            }
        }
    }
}

/// By number: for lists whose paging gives `number`.
impl<L: Numbered> Pager<L> {
    /// One page by its number, for showing. Pages move while records come and
    /// go; for all of the data use [`items`](Self::items).
    ///
    /// # Errors
    /// As [`first_page`](Self::first_page).
    pub async fn get_page(self, number: u64) -> Result<Page<L::Item>, Error> {
        self.from_page(number).first_page().await
    }

    /// From this page on, by number; to another one with
    /// [`to_page`](Pager::to_page).
    pub fn from_page(self, number: u64) -> Pager<L, ByNumber> {
        Pager::from_call(self.call.beginning(StartAt::Cursor(Cursor::Number(number))))
    }

    /// All pages, by number. This is no snapshot: records that come and go
    /// meanwhile can be missed or seen twice.
    pub fn by_number(self) -> Pager<L, ByNumber> {
        let first = self.call.list.paging.first_number().unwrap_or(0);
        self.from_page(first)
    }
}

impl<L: Paged> Pager<L, ByNumber> {
    /// Ends behind the page of this number, or with the list where that has fewer
    /// pages. No error, other than with [`max_pages`](Self::max_pages): the walk
    /// has what was asked for, so that its items are not held against the totals
    /// of the list. Its position is before the page that follows.
    ///
    /// ```
    /// # use pagesmith::{Error, Numbered, Pager};
    /// # async fn third_to_seventh<L: Numbered>(list: Pager<L>) -> Result<Vec<L::Item>, Error> {
    /// let some = list.from_page(3).to_page(7).collect().await?;
    /// # Ok(some) }
    /// ```
    ///
    /// A page before the first one of the walk is an error before any request. A
    /// call that goes on from a position of such a walk by
    /// [`resume`](Self::resume) ends there too.
    pub fn to_page(mut self, number: u64) -> Self {
        self.call.last_number = Some(number);
        self
    }

    /// Asks for this many pages at a time; items and pages still come in order.
    /// One unless set. The first page comes alone: it says how many there are.
    /// Where a server counts neither pages nor items, up to `pages - 1` pages
    /// behind the last one are asked for.
    ///
    /// So many pages with their records may be in memory at once, beside the one that
    /// is handed out; each is bounded by
    /// [`max_page_bytes`](crate::ClientBuilder::max_page_bytes) and
    /// [`max_page_memory`](crate::ClientBuilder::max_page_memory).
    pub fn concurrency(mut self, pages: usize) -> Self {
        self.call.concurrency = pages.max(1);
        self
    }
}

impl<L: Paged, M> fmt::Debug for Pager<L, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager").field("path", &self.call.list.path).finish_non_exhaustive()
    }
}

impl<L: Paged, M> Clone for Pager<L, M> {
    fn clone(&self) -> Self {
        Self::from_call(self.call.clone())
    }
}
