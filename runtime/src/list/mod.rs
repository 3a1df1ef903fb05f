//! What a list is: a path, its items and its paging, as constant data.

mod built;
pub(crate) mod lenient;
pub(crate) mod record_error;
pub(crate) mod rows;

use self::rows::RowsOf;
use crate::paging::{Paging, Text};
use serde_core::de::DeserializeOwned;

/// Something that can be listed.
///
/// Implemented by `#[derive(Paged)]` for a struct, which is then its own list,
/// and by generated clients for a type per list, so that two lists can share a
/// record.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list",
    note = "derive it with `#[derive(pagesmith::Paged)]`, or list it with `client.list::<{Self}>(path, values, paging)`"
)]
pub trait Paged: 'static {
    /// One row.
    type Item: DeserializeOwned + Send + 'static;

    /// Where the list is, and how it pages.
    const LIST: List;

    /// How its rows are read.
    #[doc(hidden)]
    const ROWS: RowsOf<Self::Item> = RowsOf::deserialized();
}

/// A list whose pages can be asked for by number: its [`Paging`] gives
/// `number`.
#[diagnostic::on_unimplemented(
    message = "the pages of `{Self}` can't be asked for by number",
    note = "its paging style has no `number`; walk it with `items()` or `pages()`"
)]
pub trait Numbered: Paged {}

/// Where a list is, and how it pages.
///
/// `S` is a text and `L` a list of them, as in [`Paging`]. Generated code and
/// programs have them as constants; [`AnyList`] is for those that are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct List<S = &'static str, L = &'static [&'static str]> {
    /// How it is asked for.
    pub method: Method,
    /// Path below the client's base URL, with `{parameters}`.
    pub path: S,
    /// What the body of each request holds from the start, as JSON; only for a
    /// POST.
    pub body: Option<S>,
    /// JSON Pointer (RFC 6901) to the items; `""` is the body itself.
    pub items: S,
    /// Whether nothing at that pointer means no items. An error unless set.
    pub missing_is_empty: bool,
    /// JSON Pointer, within an item, to what identifies it.
    pub key: Option<S>,
    /// Where a reply says that it failed.
    pub errors: ErrorKeys<S>,
    /// How it pages.
    pub paging: Paging<S, L>,
}

/// A list whose texts are constants, or computed, or both. A [`List`] is made
/// into one by `into()`, and each field can be set from there.
pub type AnyList = List<Text, Vec<Text>>;

/// How a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By GET.
    Get,
    /// By a POST that only reads, with a JSON body. It may be sent again, as
    /// any list may be asked for again.
    Post,
}

/// JSON Pointers to where a reply says that it failed, also with status 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorKeys<S = &'static str> {
    /// What is false when the reply failed.
    pub success: Option<S>,
    /// The API's own code.
    pub code: Option<S>,
    /// A sentence for people.
    pub message: Option<S>,
}

impl ErrorKeys {
    /// A reply says nowhere that it failed, but for its status.
    pub const NONE: Self = Self::none();
}

impl<S> ErrorKeys<S> {
    const fn none() -> Self {
        Self { success: None, code: None, message: None }
    }

    /// The same, with each text as another type.
    pub fn map<T>(self, mut text: impl FnMut(S) -> T) -> ErrorKeys<T> {
        ErrorKeys {
            success: self.success.map(&mut text),
            code: self.code.map(&mut text),
            message: self.message.map(text),
        }
    }
}

impl<S> Default for ErrorKeys<S> {
    fn default() -> Self {
        Self::none()
    }
}

impl List {
    /// A list at this path with its items at this pointer, of one page.
    #[must_use]
    pub const fn get(path: &'static str, items: &'static str) -> Self {
        Self {
            method: Method::Get,
            path,
            body: None,
            items,
            missing_is_empty: false,
            key: None,
            errors: ErrorKeys::NONE,
            paging: Paging::NONE,
        }
    }

    /// A list that is asked for by a POST which only reads: it is sent again
    /// where a GET would be. No redirect of it is followed.
    #[must_use]
    pub const fn post(path: &'static str, items: &'static str) -> Self {
        Self { method: Method::Post, ..Self::get(path, items) }
    }

    /// With what the body of each request holds from the start, as JSON.
    #[must_use]
    pub const fn body(mut self, json: &'static str) -> Self {
        self.body = Some(json);
        self
    }

    /// With this paging style.
    #[must_use]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.paging = paging;
        self
    }

    /// With replies that leave out an empty list.
    #[must_use]
    pub const fn missing_is_empty(mut self) -> Self {
        self.missing_is_empty = true;
        self
    }

    /// With what identifies an item, as a pointer into it.
    #[must_use]
    pub const fn key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    /// With a flag, at this pointer, that is false where a reply failed.
    #[must_use]
    pub const fn success(mut self, pointer: &'static str) -> Self {
        self.errors.success = Some(pointer);
        self
    }

    /// With the API's own code of a failure at this pointer.
    #[must_use]
    pub const fn error_code(mut self, pointer: &'static str) -> Self {
        self.errors.code = Some(pointer);
        self
    }

    /// With a sentence on a failure at this pointer.
    #[must_use]
    pub const fn error_message(mut self, pointer: &'static str) -> Self {
        self.errors.message = Some(pointer);
        self
    }
}

impl<S, L> List<S, L> {
    /// The same, with each text and each list as another type.
    pub fn map<T, M>(self, mut text: impl FnMut(S) -> T, list: impl FnMut(L) -> M) -> List<T, M> {
        List {
            method: self.method,
            path: text(self.path),
            body: self.body.map(&mut text),
            items: text(self.items),
            missing_is_empty: self.missing_is_empty,
            key: self.key.map(&mut text),
            errors: self.errors.map(&mut text),
            paging: self.paging.map(text, list),
        }
    }
}

impl From<List> for AnyList {
    fn from(list: List) -> Self {
        list.map(Text::Borrowed, |texts| texts.iter().copied().map(Text::Borrowed).collect())
    }
}
