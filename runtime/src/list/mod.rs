//! What a list is: a path, its items and its paging, as constant data.

mod built;
pub(crate) mod lenient;
pub(crate) mod record_error;
pub(crate) mod row_reader;
pub(crate) mod rows;

use self::rows::RowsOf;
use crate::paging::{Paging, Text};
use serde_core::de::DeserializeOwned;

/// Something that can be listed.
///
/// `#[derive(Paged)]` implements it for a struct, which is then its own list. Generated
/// clients implement it for one type per list, so that two lists can share a record
/// type.
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

/// A list whose pages can be requested by number: its [`Paging`] sets `number`.
#[diagnostic::on_unimplemented(
    message = "the pages of `{Self}` can't be requested by number",
    note = "its paging style has no `number`; walk it with `items()` or `pages()`"
)]
pub trait Numbered: Paged {}

/// A list's path, and how it pages.
///
/// `S` is a string type and `L` a list of strings, as in [`Paging`]. Use `List` for
/// constants, and [`AnyList`] for strings that are computed at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct List<S = &'static str, L = &'static [&'static str]> {
    /// The HTTP method of its requests.
    pub method: Method,
    /// Path below the client's base URL, with `{parameters}`.
    pub path: S,
    /// The constant part of every request body, as JSON; only for a POST.
    pub body: Option<S>,
    /// JSON Pointer (RFC 6901) to the items; `""` is the body itself.
    pub items: S,
    /// Whether a missing or null value there means an empty page. Otherwise it is an error.
    pub missing_is_empty: bool,
    /// JSON Pointer, within an item, to the key that identifies it.
    pub key: Option<S>,
    /// Where a reply reports a failure.
    pub errors: ErrorKeys<S>,
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
}

/// JSON Pointers to where a reply reports a failure, even with status 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorKeys<S = &'static str> {
    /// A flag that is `false` on failure.
    pub success: Option<S>,
    /// The API's own error code.
    pub code: Option<S>,
    /// An error message for people.
    pub message: Option<S>,
}

impl ErrorKeys {
    /// Only the status of a reply reports a failure.
    pub const NONE: Self = Self::none();
}

impl<S> ErrorKeys<S> {
    const fn none() -> Self {
        Self { success: None, code: None, message: None }
    }

    /// Converts every string with `text`.
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
    /// A list with one page, at this path, with its items at this pointer.
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

    /// A list requested by a POST that only reads. It is retried like a GET, but its
    /// redirects are not followed.
    #[must_use]
    pub const fn post(path: &'static str, items: &'static str) -> Self {
        Self { method: Method::Post, ..Self::get(path, items) }
    }

    /// With this constant part of every request body, as JSON.
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
