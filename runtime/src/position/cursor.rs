//! The cursor of a walk: what it requests next.

use crate::list::List;
use crate::paging::{AnyPaging, Step};
use url::Url;

/// What a walk requests next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cursor {
    /// Before the first request.
    Start,
    /// Before this URL.
    Link(Url),
    /// Before the page of this token.
    Token(Box<str>),
    /// Before the page of this token, which is raw JSON for a body.
    Json(Box<str>),
    /// Before the page of this token, which has names in place of the client's
    /// credentials, and may be JSON.
    MaskedToken { token: Box<str>, is_json: bool },
    /// Before the page of this number.
    Number(u64),
    /// Before the page at this offset.
    Offset(u64),
    /// At the end.
    Done,
}

impl Cursor {
    /// The first cursor of a list.
    pub(crate) fn first<S, L>(list: &List<S, L>) -> Self {
        match (&list.paging.next, &list.paging.number, &list.paging.offset) {
            (None, Some(number), _) => Self::Number(number.start),
            (None, None, Some(offset)) => Self::Offset(offset.start),
            _ => Self::Start,
        }
    }

    /// Whether it is a token.
    pub(crate) fn is_token(&self) -> bool {
        matches!(self, Self::Token(_) | Self::Json(_) | Self::MaskedToken { .. })
    }

    /// Whether another page size would move the pages after it.
    pub(crate) fn depends_on_size(&self, paging: &AnyPaging) -> bool {
        match self {
            Self::Number(_) => true,
            Self::Offset(_) => {
                paging.offset.as_ref().is_some_and(|offset| offset.step == Step::Size)
            }
            _ => false,
        }
    }

    /// Its key in the table of visited positions; `url` is that of the request, for a
    /// cursor without a URL.
    pub(crate) fn key<'a>(&'a self, url: &'a Url) -> (bool, &'a str) {
        match self {
            Self::Token(token) | Self::Json(token) | Self::MaskedToken { token, .. } => {
                (true, token)
            }
            Self::Link(url) => (false, url.as_str()),
            _ => (false, url.as_str()),
        }
    }
}
