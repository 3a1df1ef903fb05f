//! Where a walk stands: what it asks for next.

use crate::list::List;
use crate::paging::{AnyPaging, Step};
use url::Url;

/// What a walk asks for next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cursor {
    /// Before the first request.
    Start,
    /// Before this URL.
    Link(Url),
    /// Before the page of this token.
    Token(Box<str>),
    /// Before the page of this token, which is JSON that stands in a body.
    Json(Box<str>),
    /// Before the page of this token, which has names in place of the client's
    /// credentials, and may be JSON.
    Named { token: Box<str>, is_json: bool },
    /// Before the page of this number.
    Number(u64),
    /// Before the page at this offset.
    Offset(u64),
    /// At the end.
    Done,
}

impl Cursor {
    /// The first one of a list.
    pub(crate) fn first<S, L>(list: &List<S, L>) -> Self {
        match (&list.paging.next, &list.paging.number, &list.paging.offset) {
            (None, Some(number), _) => Self::Number(number.start),
            (None, None, Some(offset)) => Self::Offset(offset.start),
            _ => Self::Start,
        }
    }

    /// Whether another page size would move the pages behind it.
    pub(crate) fn depends_on_size(&self, paging: &AnyPaging) -> bool {
        match self {
            Self::Number(_) => true,
            Self::Offset(_) => {
                paging.offset.as_ref().is_some_and(|offset| offset.step == Step::Size)
            }
            _ => false,
        }
    }

    /// What stands for it in the table of those seen; `url` is that of the
    /// request where it has none of its own.
    pub(crate) fn key<'a>(&'a self, url: &'a Url) -> (bool, &'a str) {
        match self {
            Self::Token(token) | Self::Json(token) | Self::Named { token, .. } => (true, token),
            Self::Link(url) => (false, url.as_str()),
            _ => (false, url.as_str()),
        }
    }
}
