//! How a walk gets from one page to the next: where a position comes from, and
//! where it is sent.

use crate::Element;

/// Where a reply states the next position.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{NextFrom, SendIn};
///
/// // `{"meta": {"next": "b2Zm"}}` is followed by a request with `?cursor=b2Zm`.
/// const BY_CURSOR: Paging =
///     Paging::NONE.next(NextFrom::Body("/meta/next")).send(SendIn::Query("cursor"));
/// // A page whose last row has the id 7 is followed by a request with `?after=7`.
/// const AFTER_LAST: Paging =
///     Paging::NONE.next(NextFrom::Last("/id")).send(SendIn::Query("after"));
/// // The header `Link: <https://…>; rel="next"` is the URL of the next page.
/// assert_eq!(Paging::LINK_HEADER.next, Some(NextFrom::Link("next")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextFrom<S = &'static str> {
    /// At this JSON Pointer (RFC 6901) of the body.
    Body(S),
    /// In this header; a reply without it is the last.
    Header(S),
    /// As the target of this relation in a `Link` header (RFC 8288); a reply
    /// without it is the last.
    Link(S),
    /// At this JSON Pointer of the page's last item; an empty page is the last.
    Last(S),
    /// In this element of an array; a reply whose array has no such element is the last.
    Element(Element<S>),
}

/// Where the next position is sent.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{NextFrom, SendIn};
///
/// // A search by POST: the next request has `{"page": {"after": "b2Zm"}}` in its body.
/// const SEARCH: Paging =
///     Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Body("/page/after"));
/// assert_eq!(Paging::LAML.send, SendIn::Url);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendIn<S = &'static str> {
    /// The position is the URL of the next page, absolute or relative.
    Url,
    /// In this query parameter, together with path, filters and page size.
    Query(S),
    /// At this JSON Pointer of the request's body, for lists that are requested by
    /// POST. Only here can a number, an array or an object be a token; it is sent as
    /// it came.
    Body(S),
    /// In this header of the request.
    Header(S),
    /// As the value of this `{parameter}` of the path, which is a segment of its own. A
    /// request without a position lacks the segment.
    Path(S),
    /// Each member of the position, which is an object, in the query parameter of its
    /// name, in place of one of the same name in the first request.
    Members,
}

/// Pages by number.
///
/// [`Paging::number`](crate::Paging::number) sets it.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
///
/// // `?page=1`, `?page=2`, and so on.
/// const BY_NUMBER: Paging = Paging::NONE.number("page", 1);
/// assert_eq!(BY_NUMBER.number.unwrap().start, 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Number<S = &'static str> {
    /// The [parameter](crate::Paging#parameters).
    pub query: S,
    /// Number of the first page.
    pub start: u64,
}

/// Pages by offset: each begins where the steps of the pages before it end.
/// A page that is shorter than others says nothing about the end.
///
/// [`Paging::offset`](crate::Paging::offset) sets it.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{PageKeys, Step};
///
/// // `?skip=0`, then `?skip=20` after a page of 20 rows, until `/total` rows came.
/// const BY_OFFSET: Paging = Paging::NONE
///     .offset("skip", 0, Step::Items)
///     .page(PageKeys::NONE.total("/total"));
/// assert_eq!(BY_OFFSET.offset.unwrap().query, "skip");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offset<S = &'static str> {
    /// The [parameter](crate::Paging#parameters).
    pub query: S,
    /// Offset of the first page.
    pub start: u64,
    /// The distance from one page to the next.
    pub step: Step<S>,
    /// Whether each page is requested from one row earlier, and what happens if that
    /// row is gone. This applies if rows have a key and the step is by items.
    pub overlap: OnDrift,
}

/// Whether pages by offset overlap by a row, and what happens if that row is gone:
/// then rows came or went in front of it, and it is not known where the walk has to
/// continue so that none is missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDrift {
    /// The walk fails.
    Error,
    /// The walk continues at the plain offset and carries a warning.
    Warn,
    /// Pages do not overlap.
    Off,
}

/// The distance from one page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<S = &'static str> {
    /// The number of items on the page.
    Items,
    /// The number of items on a full page, whatever the server left out of this one.
    Size,
    /// The number at this JSON Pointer of the body.
    Body(S),
}

/// The page size's parameter and bounds, in items.
///
/// [`Paging::page_size`](crate::Paging::page_size) sets it.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
///
/// // `?limit=100`, if a call asks for pages of 100 rows; a call that asks for more is refused.
/// const PAGES: Paging = Paging::NONE.page_size("limit", Some(20), Some(100));
/// assert_eq!(PAGES.size.unwrap().max, Some(100));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Size<S = &'static str> {
    /// The [parameter](crate::Paging#parameters).
    pub query: S,
    /// The size that the server uses when none is sent.
    pub default: Option<u64>,
    /// The largest size that the server accepts.
    pub max: Option<u64>,
    /// Which requests send it.
    pub send: SendSize,
    /// Whether a page that fails again and again is requested in half its size, and the
    /// smallest size that is requested then.
    pub halve: Option<u64>,
}

/// Which requests send the page size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendSize {
    /// Those of a call that sets it, or that a limit or its way to page needs it for.
    Set,
    /// All; of a call that does not set it, the default.
    Always,
}

impl<S> NextFrom<S> {
    /// Converts each text to another type.
    pub fn map<T>(self, mut text: impl FnMut(S) -> T) -> NextFrom<T> {
        match self {
            Self::Body(pointer) => NextFrom::Body(text(pointer)),
            Self::Header(name) => NextFrom::Header(text(name)),
            Self::Link(relation) => NextFrom::Link(text(relation)),
            Self::Last(pointer) => NextFrom::Last(text(pointer)),
            Self::Element(element) => NextFrom::Element(element.map(text)),
        }
    }
}

impl<S> SendIn<S> {
    /// Converts each text to another type.
    pub fn map<T>(self, text: impl FnOnce(S) -> T) -> SendIn<T> {
        match self {
            Self::Url => SendIn::Url,
            Self::Query(param) => SendIn::Query(text(param)),
            Self::Body(pointer) => SendIn::Body(text(pointer)),
            Self::Header(name) => SendIn::Header(text(name)),
            Self::Path(name) => SendIn::Path(text(name)),
            Self::Members => SendIn::Members,
        }
    }
}

impl<S> Number<S> {
    /// Pages by number in this parameter; the first has number `start`.
    #[must_use]
    pub const fn new(query: S, start: u64) -> Self {
        Self { query, start }
    }

    /// Converts each text to another type.
    pub fn map<T>(self, text: impl FnOnce(S) -> T) -> Number<T> {
        Number { query: text(self.query), start: self.start }
    }
}

impl<S> Offset<S> {
    /// Pages by offset in this parameter; the first is at `start`. They overlap as
    /// [`OnDrift::Error`] says.
    #[must_use]
    pub const fn new(query: S, start: u64, step: Step<S>) -> Self {
        Self { query, start, step, overlap: OnDrift::Error }
    }

    /// Sets how pages overlap.
    #[must_use]
    pub const fn overlap(self, overlap: OnDrift) -> Self
    where
        S: Copy,
    {
        Self { overlap, ..self }
    }

    /// Converts each text to another type.
    pub fn map<T>(self, mut text: impl FnMut(S) -> T) -> Offset<T> {
        let query = text(self.query);
        Offset { query, start: self.start, step: self.step.map(text), overlap: self.overlap }
    }
}

impl<S> Step<S> {
    /// Converts each text to another type.
    pub fn map<T>(self, text: impl FnOnce(S) -> T) -> Step<T> {
        match self {
            Self::Items => Step::Items,
            Self::Size => Step::Size,
            Self::Body(pointer) => Step::Body(text(pointer)),
        }
    }
}

impl<S> Size<S> {
    /// Page sizes in this parameter; which sizes the server accepts is not known.
    #[must_use]
    pub const fn new(query: S) -> Self {
        Self { query, default: None, max: None, send: SendSize::Set, halve: None }
    }

    /// Converts each text to another type.
    pub fn map<T>(self, text: impl FnOnce(S) -> T) -> Size<T> {
        let Self { query, default, max, send, halve } = self;
        Size { query: text(query), default, max, send, halve }
    }
}
