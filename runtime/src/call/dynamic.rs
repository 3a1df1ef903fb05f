//! Lists that are described in place, at run time.

use crate::call::mode::ByNumber;
use crate::call::pager::Pager;
use crate::call::settings::{ListCall, StartAt};
use crate::client::Client;
use crate::error::Error;
use crate::list::{AnyList, List, Method, Paged};
use crate::paging::{AnyPaging, ItemRules, Text};
use crate::position::cursor::Cursor;
use serde_core::de::DeserializeOwned;
use std::fmt;
use std::marker::PhantomData;

/// A list that is known only at run time; see [`Client::list`].
pub struct Dynamic<T>(PhantomData<fn() -> T>);

impl<T: DeserializeOwned + Send + 'static> Paged for Dynamic<T> {
    type Item = T;
    const LIST: List = List::get("", "");
}

impl Client {
    /// Lists the records at this path, without a derive and without a spec. Each `{}`
    /// in the path takes one of the values, in order, as one path segment. The paging
    /// style is required, since a list without one ends after its first page. Pass a
    /// preset of [`Paging`](crate::Paging), or [`NONE`](crate::Paging::NONE) for a list
    /// that has only one page.
    ///
    /// ```
    /// use pagesmith::{Client, Paging};
    ///
    /// # fn main() -> Result<(), pagesmith::Error> {
    /// # #[derive(serde::Deserialize)] struct Call { sid: String }
    /// # let client = Client::builder("https://example.signalwire.com").build()?;
    /// let calls = client
    ///     .list::<Call>("/api/laml/2010-04-01/Accounts/{}/Calls", ["AC1"], Paging::LAML)
    ///     .items_at("/calls")
    ///     .page_size(100);
    /// # Ok(()) }
    /// ```
    ///
    /// The path, the pointer to the items and the texts of the paging style may be
    /// constants or computed:
    ///
    /// ```
    /// # use pagesmith::{Client, Json, Paging};
    /// # fn list(client: &Client, version: u32, kind: &str) {
    /// let all = client
    ///     .list::<Json>(format!("/v{version}/{kind}/{{}}"), ["AC1"], Paging::LINK_HEADER)
    ///     .items_at(format!("/{kind}"));
    /// # }
    /// ```
    pub fn list<T: DeserializeOwned + Send + 'static>(
        &self,
        path: impl Into<Text>,
        values: impl IntoIterator<Item = impl fmt::Display>,
        paging: impl Into<AnyPaging>,
    ) -> Pager<Dynamic<T>> {
        let values = values.into_iter().map(|value| ("", value.to_string()));
        let (path, paging) = (path.into(), paging.into());
        Pager::of_list(self, AnyList { path, paging, ..Dynamic::<T>::LIST.into() }, values)
    }
}

impl<T: DeserializeOwned + Send + 'static> Pager<Dynamic<T>> {
    /// A call of a list that comes from a spec at run time, with the values of its path in order.
    #[doc(hidden)]
    pub fn of_list(
        client: &Client,
        list: impl Into<AnyList>,
        values: impl IntoIterator<Item = (impl Into<Text>, String)>,
    ) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value)).collect();
        Self::from_call(ListCall::new(client, list, values))
    }

    /// Sends a POST that only reads, in place of a GET; it is retried like a GET.
    /// [`body_at`](Self::body_at) sets its JSON body.
    ///
    /// ```
    /// use pagesmith::paging::{More, NextFrom, SendIn};
    /// use pagesmith::{Client, Json, Paging};
    ///
    /// # fn main() -> Result<(), pagesmith::Error> {
    /// # let client = Client::builder("https://api.notion.com/v1").build()?;
    /// const NOTION: Paging = Paging::NONE
    ///     .next(NextFrom::Body("/next_cursor"))
    ///     .send(SendIn::Body("/start_cursor"))
    ///     .page_size("/page_size", Some(100), Some(100))
    ///     .more(More::While("/has_more"));
    /// let pages = client
    ///     .list::<Json>("/search", [] as [&str; 0], NOTION)
    ///     .post()
    ///     .items_at("/results")
    ///     .body_at("/query", "roadmap");
    /// # Ok(()) }
    /// ```
    pub fn post(mut self) -> Self {
        self.call.list.method = Method::Post;
        self
    }

    /// Sends a QUERY in place of a GET: a request that only reads, with a body
    /// (draft-ietf-httpbis-safe-method-w-body).
    pub fn by_query(mut self) -> Self {
        self.call.list.method = Method::Query;
        self
    }

    /// Finds the items at this JSON Pointer (RFC 6901). Unless set, the body itself is
    /// the array of items.
    pub fn items_at(mut self, pointer: impl Into<Text>) -> Self {
        self.call.list.items = pointer.into();
        self
    }

    /// Finds items in several places, or of another shape than an array: an object of rows,
    /// one row in place of an array, or an object of arrays.
    ///
    /// ```
    /// use pagesmith::paging::{ItemRules, Shape};
    /// use pagesmith::{Client, Json, Paging};
    ///
    /// # fn main() -> Result<(), pagesmith::Error> {
    /// # let client = Client::builder("https://data.example.com").build()?;
    /// // {"bars": {"AAPL": [{"c": 1}, …], "MSFT": […]}}: each row gets its `symbol`.
    /// let bars = client
    ///     .list::<Json>("/v2/stocks/bars", [] as [&str; 0], Paging::LINK_HEADER)
    ///     .items_at("/bars")
    ///     .item_rules(ItemRules::DEFAULT.shape(Shape::Groups).name("symbol"));
    /// # Ok(()) }
    /// ```
    pub fn item_rules(mut self, rules: ItemRules) -> Self {
        let list = |texts: &[&'static str]| texts.iter().copied().map(Text::Borrowed).collect();
        self.call.list.item_rules = rules.map(Text::Borrowed, list);
        self
    }

    /// Starts at this page, and goes on by page number.
    ///
    /// # Errors
    /// When the paging style has no page numbers.
    pub fn from_page(self, number: u64) -> Result<Pager<Dynamic<T>, ByNumber>, Error> {
        if self.call.list.paging.number.is_none() {
            return Err(Error::input(
                "the pages of this list can't be requested by number: its paging does not set `number`",
            ));
        }
        Ok(Pager::from_call(self.call.starting_at(StartAt::Cursor(Cursor::Number(number)))))
    }

    /// All pages, by page number.
    ///
    /// # Errors
    /// When the paging style has no page numbers.
    pub fn by_number(self) -> Result<Pager<Dynamic<T>, ByNumber>, Error> {
        let first = self.call.list.paging.first_number().unwrap_or(0);
        self.from_page(first)
    }
}
