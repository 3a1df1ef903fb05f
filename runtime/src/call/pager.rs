//! Pagers: list calls that have not been sent yet.

use crate::call::mode::{AsListed, ByNumber, Resumed};
use crate::call::settings::{ListCall, StartAt, texts};
use crate::client::Client;
use crate::error::Error;
use crate::list::lenient::LenientList;
use crate::list::rest::Rest;
use crate::list::{Numbered, Paged, WholePage};
use crate::paging::Evidence;
use crate::position::Position;
use crate::position::cursor::Cursor;
use crate::value::Value;
use crate::walk::collect::CollectError;
use crate::walk::items::Items;
use crate::walk::page::Page;
use crate::walk::page_kind::PageKind;
use crate::walk::page_with::PageWith;
use crate::walk::pages::Pages;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

/// A list call that has not been sent yet.
///
/// Configure it by its setters; [`items`](Self::items), [`pages`](Self::pages),
/// [`first_page`](Self::first_page) and [`collect`](Self::collect) send it. A value
/// that can't be used is an error before any request.
///
/// `M` says how it pages: [`AsListed`] as the list describes, [`ByNumber`] by page
/// number only. A pager does not accept a page token, so a number and a token are never
/// sent together.
///
/// `P` is what its pages are: a [`Page`], a page with its [rest](crate::PageWith), or a
/// [struct of your own](crate::WholePage).
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
/// let all = calls.page_size(2).limit(3).collect().await?;
/// assert_eq!(all.len(), 3);
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
/// ```
#[must_use = "a pager sends nothing until you ask for its items or pages"]
pub struct Pager<L: Paged, M = AsListed, P = Page<<L as Paged>::Item>> {
    pub(crate) call: ListCall,
    kind: PageKind<L::Item, P>,
    list: PhantomData<fn() -> (L, M)>,
}

/// A call whose pages hold the envelope that a spec names.
#[doc(hidden)]
pub type EnvelopePager<L, E> = Pager<L, AsListed, PageWith<<L as Paged>::Item, E>>;

impl<L: Paged> Pager<L> {
    /// A call of the list `L`, with the values of its path.
    #[doc(hidden)]
    pub fn new<const N: usize>(
        client: &Client,
        values: [(&'static str, &dyn fmt::Display); N],
    ) -> Self {
        Self::from_call(ListCall::new(client, L::LIST, texts(&values)))
    }

    /// The same call, each page with its rest as a value of a generated type.
    #[doc(hidden)]
    pub fn with_envelope<E: Value + Send + 'static>(
        self,
    ) -> Pager<L, AsListed, PageWith<L::Item, E>> {
        let call = self.call.knowing_rest();
        Pager { call, kind: PageKind::with_envelope(), list: PhantomData }
    }
}

impl<W: WholePage> Pager<W, AsListed, W> {
    /// A call whose pages are the struct `W`, with the values of its path.
    #[doc(hidden)]
    pub fn of_pages<const N: usize>(
        client: &Client,
        values: [(&'static str, &dyn fmt::Display); N],
    ) -> Self {
        let call = ListCall::new(client, W::LIST, texts(&values)).knowing_rest();
        Self { call, kind: PageKind::whole(), list: PhantomData }
    }
}

impl<L: Paged, M> Pager<L, M> {
    pub(crate) fn from_call(call: ListCall) -> Self {
        Self { call, kind: PageKind::PLAIN, list: PhantomData }
    }

    /// Yields a record that does not decode as [`Undecoded`](crate::Lenient::Undecoded)
    /// with its JSON, and continues in place of failing.
    pub fn lenient(self) -> Pager<LenientList<L>, M> {
        Pager::from_call(self.call)
    }

    /// Keeps what each reply says beside its items: [`PageWith::rest`] decodes it. Without
    /// this setter that part of a reply is not kept, so it takes no time and no memory.
    pub fn with_rest(self) -> Pager<L, M, PageWith<L::Item, Rest>> {
        let call = self.call.knowing_rest();
        Pager { call, kind: PageKind::WITH_REST, list: PhantomData }
    }

    /// The same call, by a caller that knows what a page has beside its items.
    #[doc(hidden)]
    pub fn knows_rest(self) -> Self {
        Self { call: self.call.knowing_rest(), ..self }
    }
}

impl<L: Paged, P> Pager<L, AsListed, P> {
    /// The same call, each page without its rest.
    #[doc(hidden)]
    pub fn plain(self) -> Pager<L> {
        Pager::from_call(self.call)
    }
}

impl<L: Paged, M, P> Pager<L, M, P> {
    /// The same call, with another way to page.
    fn starting_at<N>(self, from: StartAt) -> Pager<L, N, P> {
        Pager { call: self.call.starting_at(from), kind: self.kind, list: PhantomData }
    }

    /// Requests pages of this many items. Unless set, the server decides. Zero, or more
    /// than the list allows, is an error before any request.
    pub fn page_size(mut self, items: u64) -> Self {
        self.call.page_size = Some(items);
        self
    }

    /// Yields at most this many items, and sends no request after the page that has the
    /// last of them. It is not the page size, but the page size never exceeds it.
    pub fn limit(mut self, items: u64) -> Self {
        self.call.limit = Some(items);
        self
    }

    /// Fails if the list has more pages than this. Unlimited unless set.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.call.max_pages = Some(pages);
        self
    }

    /// Fails unless the walk can show, by at least this evidence, that it yielded the
    /// whole list. The error comes at the end, after all items; its kind is
    /// [`Unproven`](crate::ErrorKind::Unproven), and it says what is missing.
    /// [`collect`](Self::collect) keeps the items in its error. No evidence is required
    /// unless set. Use it if your program deletes records that the list no longer has:
    ///
    /// ```no_run
    /// use pagesmith::{Client, ErrorKind, Evidence, Json, Paging};
    ///
    /// # fn delete_all_but(listed: &[Json]) {}
    /// # async fn mirror(client: Client) -> Result<(), pagesmith::Error> {
    /// let calls = client
    ///     .list::<Json>("/Accounts/{}/Calls", ["AC1"], Paging::LAML)
    ///     .items_at("/calls")
    ///     .require(Evidence::Continued);
    /// let mut items = calls.items();
    /// let mut listed = Vec::new();
    /// while let Some(call) = items.try_next().await? {
    ///     listed.push(call);
    /// }
    /// if let Some(outcome) = items.outcome() {
    ///     println!("{outcome}");
    /// }
    /// delete_all_but(&listed);
    /// # Ok(()) }
    /// ```
    ///
    /// The same error comes before the first request if no walk of this list can show
    /// as much ([`Paging::best_evidence`](crate::Paging::best_evidence)), or if the
    /// walk skips pages at the beginning. A walk that ends at its
    /// [`limit`](Self::limit) is [`Unproven`](crate::Evidence::Unproven), so it fails.
    /// If a walk is resumed from a position, its evidence covers the earlier runs too.
    /// [`first_page`](Self::first_page) and single pages by number are not walks; this
    /// setting does not affect them.
    pub fn require(mut self, evidence: Evidence) -> Self {
        self.call.required = evidence;
        self
    }

    /// Adds query parameters to each request: anything that serialises to pairs, such
    /// as `[("To", "+15557654321")]` or a struct. `None` and floats that are not finite
    /// are left out. Parameters that belong to the paging are refused.
    pub fn query(mut self, pairs: impl serde_core::Serialize) -> Self {
        self.call.query(&pairs);
        self
    }

    /// Sets the value at this JSON Pointer (RFC 6901) of the request's body, for lists
    /// that are requested by POST; `""` is the whole body. Pointers that belong to the
    /// paging are refused.
    pub fn body_at(mut self, pointer: &str, value: impl serde_core::Serialize) -> Self {
        self.call.body_at(pointer, serde_json::to_string(&value));
        self
    }

    /// Adds a header to each request of this walk. Give credentials to the client instead.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.call.header(name, value);
        self
    }

    /// Fails if the whole walk takes longer than this, from its first request on.
    /// Unlimited unless set.
    pub fn deadline(mut self, time: Duration) -> Self {
        self.call.deadline = Some(time);
        self
    }

    /// Resumes an earlier walk of this list from its position. If the position lies
    /// within a page, that page is requested again, and its items are yielded from
    /// after the item with the same key; without a key, from after as many items. By
    /// link and by token, every item is yielded exactly once over both runs. By number,
    /// by offset and without a key, that holds only if the rows have not moved.
    ///
    /// A limit counts from here. The page size is that of the earlier walk unless this
    /// call sets another. Another size is an error if it would move the pages: by
    /// number, and by offset in steps of the size. A page size that came only from a
    /// limit is not kept.
    ///
    /// A position of another list, or of this one with other filters or headers, is an
    /// error before any request. If the item is no longer on its page, the error comes
    /// after that request ([`ErrorKind::Drifted`](crate::ErrorKind::Drifted)).
    pub fn resume(self, position: &Position) -> Pager<L, Resumed, P> {
        self.starting_at(StartAt::Position(Box::new(position.clone())))
    }

    /// Whether [`items`](Self::items) requests the next page while the items of this
    /// one are still being used. On unless set.
    pub fn read_ahead(mut self, on: bool) -> Self {
        self.call.read_ahead = on;
        self
    }

    /// Without read-ahead and concurrency, for a blocking client.
    #[cfg(feature = "blocking")]
    pub(crate) fn into_blocking(mut self) -> Self {
        self.call.blocking = true;
        (self.call.read_ahead, self.call.concurrency) = (false, 1);
        self
    }

    /// All items, page by page, as a stream.
    pub fn items(self) -> Items<L::Item> {
        self.pages().items()
    }

    /// All pages, as a stream.
    pub fn pages(self) -> Pages<L::Item, P> {
        let ListCall { concurrency, read_ahead, .. } = self.call;
        let fetcher = self.call.fetcher();
        let pages = Pages::new(fetcher, self.call.walk(), concurrency, &L::ROWS, self.kind);
        pages.read_ahead(read_ahead)
    }

    /// Only the first page.
    ///
    /// # Errors
    /// When the request, its reply or a value of this call can't be used. If only the
    /// way to the next page is broken, [`Page::next`] reports that.
    pub async fn first_page(mut self) -> Result<P, Error> {
        self.call.required = Evidence::Unproven;
        let (fetcher, kind) = (self.call.fetcher(), self.kind);
        let page = Page::fetch(fetcher, self.call.walk()?, &L::ROWS, kind.rest).await?;
        kind.required(page)
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

/// By number: for lists whose paging sets `number`.
impl<L: Paged, P> Pager<L, AsListed, P> {
    /// One page by its number, for display. Pages move as records are added and
    /// removed; to read the whole list, use [`items`](Self::items).
    ///
    /// # Errors
    /// As [`first_page`](Self::first_page).
    pub async fn get_page(self, number: u64) -> Result<P, Error>
    where
        // On the method, so that the compiler shows what the trait says of lists without it.
        L: Numbered,
    {
        self.from_page(number).first_page().await
    }
}

/// By number: for lists whose paging sets `number`.
impl<L: Numbered, P> Pager<L, AsListed, P> {
    /// Starts at this page, and goes on by number; [`to_page`](Pager::to_page) sets the
    /// last page.
    pub fn from_page(self, number: u64) -> Pager<L, ByNumber, P> {
        self.starting_at(StartAt::Cursor(Cursor::Number(number)))
    }

    /// All pages, by number. This is not a snapshot: if records are added or removed
    /// during the walk, it may miss some or yield some twice.
    pub fn by_number(self) -> Pager<L, ByNumber, P> {
        let first = self.call.list.paging.first_number().unwrap_or(0);
        self.from_page(first)
    }
}

impl<L: Paged, P> Pager<L, ByNumber, P> {
    /// Ends after the page of this number, or at the end of the list if that comes
    /// first. Unlike with [`max_pages`](Self::max_pages), this is not an error: the
    /// walk has yielded what you asked for, so its items are not compared with the
    /// totals of the list. Its position is before the page that follows.
    ///
    /// ```
    /// # use pagesmith::{Error, Numbered, Pager};
    /// # async fn third_to_seventh<L: Numbered>(list: Pager<L>) -> Result<Vec<L::Item>, Error> {
    /// let some = list.from_page(3).to_page(7).collect().await?;
    /// # Ok(some) }
    /// ```
    ///
    /// A number before the first page of the walk is an error before any request. A
    /// call that continues such a walk by [`resume`](Self::resume) may set it too.
    pub fn to_page(mut self, number: u64) -> Self {
        self.call.last_number = Some(number);
        self
    }

    /// Requests this many pages at a time; items and pages are still yielded in order.
    /// One unless set. The first page is requested alone, since it says how many pages
    /// there are. If a server counts neither pages nor items, up to `pages - 1` pages
    /// after the last one are requested in vain. If each reply has values that the next
    /// request sends ([`Paging::carry`](crate::Paging::carry)), it is one page at a time.
    ///
    /// If the server refuses a page (429, 503 with `Retry-After`, or as the client's
    /// [`RateLimit`](crate::RateLimit) says), half as many are requested at a time from
    /// then on, but at least one. Ten good pages later it is one more, up to `pages`.
    /// Each refused page is requested again by the rules for retries, which
    /// count towards the walk's retry budget.
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

impl<L: Paged, M, P> fmt::Debug for Pager<L, M, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager").field("path", &self.call.list.path).finish_non_exhaustive()
    }
}

impl<L: Paged, M, P> Clone for Pager<L, M, P> {
    fn clone(&self) -> Self {
        Self { call: self.call.clone(), kind: self.kind, list: PhantomData }
    }
}
