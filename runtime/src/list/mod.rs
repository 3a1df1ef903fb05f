//! What a list is: a path, its items and its paging, as constant data.

pub(crate) mod row_builder;
mod error_keys;
pub(crate) mod lenient;
pub(crate) mod rate_limit;
pub(crate) mod record_error;
pub(crate) mod rest;
pub(crate) mod row_reader;
pub(crate) mod row_stream;
pub(crate) mod rows;

pub use self::error_keys::ErrorKeys;
use self::rows::RowsOf;
use crate::paging::{EndRules, ItemRules, Paging, Shape, Text};
use serde_core::de::DeserializeOwned;

/// Something that can be listed.
///
/// `#[derive(Paged)]` implements it for a struct, which is then its own list. Generated
/// clients implement it for one type per list, so that two lists can share a record
/// type.
///
/// Without the derive, implement it by hand:
///
/// ```
/// use pagesmith::{List, Paged, Paging};
///
/// #[derive(serde::Deserialize)]
/// struct Issue {
///     number: u64,
/// }
///
/// impl Paged for Issue {
///     type Item = Self;
///     const LIST: List =
///         List::get("/repos/{owner}/{repo}/issues", "").paging(Paging::LINK_HEADER).key("/number");
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list",
    note = "derive it with `#[derive(pagesmith::Paged)]`, or list it with `client.list::<{Self}>(path, values, paging)`"
)]
pub trait Paged: 'static {
    /// The type of a record.
    type Item: DeserializeOwned + Send + 'static;

    /// The list's path, and how it pages.
    const LIST: List;

    /// How its rows are read.
    #[doc(hidden)]
    const ROWS: RowsOf<Self::Item> = RowsOf::deserialized();
}

/// The struct of a whole page of a list: its rows are one field, and the other fields are
/// what the reply says beside them.
///
/// `#[derive(Paged)]` implements it for a struct with a field `#[paged(items)]`. Its
/// pages are then values of the struct.
///
/// See [its derive](derive@crate::Paged). What a function needs that takes any such struct:
///
/// ```
/// use pagesmith::{Error, Pager, WholePage};
///
/// async fn count<W: WholePage>(list: Pager<W, pagesmith::AsListed, W>) -> Result<usize, Error> {
///     let mut pages = list.pages();
///     let mut count = 0;
///     while let Some(_page) = pages.try_next().await? {
///         count += 1;
///     }
///     Ok(count)
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the struct of a page",
    note = "derive it with `#[derive(pagesmith::Paged)]`, and mark the field of rows with `#[paged(items)]`"
)]
pub trait WholePage: Paged + DeserializeOwned + Send {
    /// Sets the rows. The walk decodes them apart from the other fields, so that a page
    /// has neither rows beyond a limit nor those that an earlier run yielded.
    fn set_items(&mut self, items: Vec<Self::Item>);
}

/// A list whose pages can be requested by number: its [`Paging`] sets `number`.
///
/// ```
/// use pagesmith::{Error, Numbered, Page, Pager};
///
/// async fn third<L: Numbered>(list: Pager<L>) -> Result<Page<L::Item>, Error> {
///     list.get_page(3).await
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "the pages of `{Self}` can't be requested by number",
    note = "its paging style has no `number`; walk it with `items()` or `pages()`",
    note = "if the style is a constant that sets `number`, write `by_number` in `#[paged(…)]`; a list that is described in place has `from_page(…)?.first_page()`"
)]
pub trait Numbered: Paged {}

/// A list's path, and how it pages.
///
/// `S` is a string type and `L` a list of strings, as in [`Paging`]. Use `List` for
/// constants, and [`AnyList`] for strings that are computed at run time.
///
/// ```
/// use pagesmith::{List, Paging};
///
/// const MESSAGES: List = List::get("/Accounts/{account_sid}/Messages", "/messages")
///     .paging(Paging::LAML)
///     .key("/sid")
///     .error_message("/message");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct List<S = &'static str, L = &'static [&'static str]> {
    /// The HTTP method of its requests.
    pub method: Method,
    /// Path below the client's base URL, with `{parameters}`.
    pub path: S,
    /// The constant part of every request body, as JSON; not for a GET.
    pub body: Option<S>,
    /// Constant query parameters, as they are sent: `name=value` pairs, percent-encoded
    /// and joined by `&`. Every request has them, and links that lack them get them.
    pub query: Option<S>,
    /// JSON Pointer (RFC 6901) to the items; `""` is the body itself. `{name}` in it is
    /// the value of that parameter of the call, of the path or the query.
    pub items: S,
    /// Where more items are, and which shape they have.
    pub item_rules: ItemRules<S, L>,
    /// Whether a missing or null value there means an empty page. Otherwise it is an error.
    pub missing_is_empty: bool,
    /// JSON Pointer, within an item, to the key that identifies it.
    pub key: Option<S>,
    /// Where a reply reports a failure.
    pub errors: ErrorKeys<S, L>,
    /// How it pages.
    pub paging: Paging<S, L>,
}

/// A list whose strings are constants, computed, or a mix of both. Convert a [`List`]
/// with `into()`, then set its fields.
pub type AnyList = List<Text, Vec<Text>>;

/// The HTTP method that requests a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By GET.
    Get,
    /// By a POST that only reads, with a JSON body. It may be retried, like a GET.
    Post,
    /// By a QUERY, with a JSON body: safe and idempotent, as the method is defined
    /// (draft-ietf-httpbis-safe-method-w-body).
    Query,
}

impl Method {
    /// Its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Query => "QUERY",
        }
    }
}

impl List {
    /// A list with one page, at this path, with its items at this pointer.
    #[must_use]
    pub const fn get(path: &'static str, items: &'static str) -> Self {
        Self {
            method: Method::Get,
            path,
            body: None,
            query: None,
            items,
            item_rules: ItemRules::DEFAULT,
            missing_is_empty: false,
            key: None,
            errors: ErrorKeys::NONE,
            paging: Paging::NONE,
        }
    }

    /// A list requested by a POST that only reads. It is retried like a GET, but its
    /// redirects are not followed.
    #[must_use]
    pub const fn post(path: &'static str, items: &'static str) -> Self {
        Self { method: Method::Post, ..Self::get(path, items) }
    }

    /// A single record, at this path, with the record at this pointer: no list, but
    /// requested and checked like one. A [`One`](crate::One) requests it.
    #[must_use]
    pub const fn one(path: &'static str, at: &'static str) -> Self {
        let rules = ItemRules::DEFAULT.shape(Shape::One);
        // A field of a record may be called like a sign that more pages follow.
        let paging = Paging::NONE.ends(EndRules::DEFAULT.hints(false));
        Self { item_rules: rules, paging, ..Self::get(path, at) }
    }

    /// Requested by QUERY, which has a body as a POST has.
    #[must_use]
    pub const fn by_query(mut self) -> Self {
        self.method = Method::Query;
        self
    }

    /// With this constant part of every request body, as JSON.
    #[must_use]
    pub const fn body(mut self, json: &'static str) -> Self {
        self.body = Some(json);
        self
    }

    /// With these constant query parameters, percent-encoded: `api-version=2024-05-01`.
    #[must_use]
    pub const fn query(mut self, pairs: &'static str) -> Self {
        self.query = Some(pairs);
        self
    }

    /// With this paging style.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = paging;
        self
    }

    /// With items in several places, or of another shape than an array.
    #[must_use]
    pub const fn item_rules(mut self, rules: ItemRules) -> Self {
        self.item_rules = rules;
        self
    }

    /// For APIs that omit the array of items if it is empty.
    #[must_use]
    pub const fn missing_is_empty(mut self) -> Self {
        self.missing_is_empty = true;
        self
    }

    /// With the key that identifies an item, as a pointer into the item.
    #[must_use]
    pub const fn key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    /// With a flag, at this pointer, that is `false` on failure.
    #[must_use]
    pub const fn success(mut self, pointer: &'static str) -> Self {
        self.errors.success = Some(pointer);
        self
    }

    /// With the values at the pointer of [`success`](Self::success) that mean success.
    #[must_use]
    pub const fn success_is(mut self, values: &'static [&'static str]) -> Self {
        self.errors.success_is = values;
        self
    }

    /// With a place, at this pointer, where a reply has something only if it failed.
    #[must_use]
    pub const fn failed(mut self, pointer: &'static str) -> Self {
        self.errors.failed = Some(pointer);
        self
    }

    /// With the API's own error code at this pointer.
    #[must_use]
    pub const fn error_code(mut self, pointer: &'static str) -> Self {
        self.errors.code = Some(pointer);
        self
    }

    /// With the API's error message at this pointer.
    #[must_use]
    pub const fn error_message(mut self, pointer: &'static str) -> Self {
        self.errors.message = Some(pointer);
        self
    }
}

impl<S, L> List<S, L> {
    /// Converts every string with `text`, and every list of strings with `list`.
    pub fn map<T, M>(
        self,
        mut text: impl FnMut(S) -> T,
        mut list: impl FnMut(L) -> M,
    ) -> List<T, M> {
        List {
            method: self.method,
            path: text(self.path),
            body: self.body.map(&mut text),
            query: self.query.map(&mut text),
            items: text(self.items),
            item_rules: self.item_rules.map(&mut text, &mut list),
            missing_is_empty: self.missing_is_empty,
            key: self.key.map(&mut text),
            errors: self.errors.map(&mut text, &mut list),
            paging: self.paging.map(text, list),
        }
    }
}

impl From<List> for AnyList {
    fn from(list: List) -> Self {
        list.map(Text::Borrowed, |texts| texts.iter().copied().map(Text::Borrowed).collect())
    }
}
