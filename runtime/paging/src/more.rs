//! What of a reply says whether pages follow.

/// What of a reply says whether pages follow.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::More;
///
/// // `{"has_more": true}` on each page but the last.
/// const BY_FLAG: Paging = Paging::NONE.number("page", 1).more(More::While("/has_more"));
/// // `{"status": "complete"}` on the last page.
/// const BY_WORD: Paging =
///     Paging::NONE.number("page", 1).more(More::UntilIn("/status", &["complete"]));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More<S = &'static str, L = &'static [&'static str]> {
    /// [Place](crate::Paging#places) of a flag that is true while pages follow.
    While(S),
    /// [Place](crate::Paging#places) of a flag that is true on the last page.
    Until(S),
    /// [Place](crate::Paging#places) of a value that is one of these while pages follow.
    WhileIn(S, L),
    /// [Place](crate::Paging#places) of a value that is one of these on the last page.
    UntilIn(S, L),
    /// [Place](crate::Paging#places) of how many items follow this page.
    Remaining(S),
}

impl<S, L> More<S, L> {
    /// Where it is.
    pub const fn place(&self) -> &S {
        match self {
            Self::While(place)
            | Self::Until(place)
            | Self::WhileIn(place, _)
            | Self::UntilIn(place, _)
            | Self::Remaining(place) => place,
        }
    }

    /// Converts each text and each list to another type.
    pub fn map<T, M>(self, text: impl FnOnce(S) -> T, list: impl FnOnce(L) -> M) -> More<T, M> {
        match self {
            Self::While(place) => More::While(text(place)),
            Self::Until(place) => More::Until(text(place)),
            Self::WhileIn(place, values) => More::WhileIn(text(place), list(values)),
            Self::UntilIn(place, values) => More::UntilIn(text(place), list(values)),
            Self::Remaining(place) => More::Remaining(text(place)),
        }
    }
}
