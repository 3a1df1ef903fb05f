//! Replies that say that they are incomplete.

/// Where a reply says that it is incomplete.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{OnPartial, Partial};
///
/// // A reply with `"timed_out": true` fails the walk.
/// const STRICT: Paging =
///     Paging::OFFSET.partial(Partial::at("/timed_out").is(&["true"]).does(OnPartial::Error));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Partial<S = &'static str, L = &'static [&'static str]> {
    /// The [place](crate::Paging#places).
    pub at: S,
    /// The values there that say so, as texts. If the list is empty, each value but null,
    /// `false`, 0, `""`, `[]` and `{}` does.
    pub is: L,
    /// What happens then.
    pub does: OnPartial,
}

/// What happens if a reply says that it is incomplete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnPartial {
    /// The walk continues and carries a warning.
    Warn,
    /// The walk fails.
    Error,
}

impl Partial {
    /// A reply is incomplete if there is anything but null, `false`, 0, `""`, `[]` and
    /// `{}` at this place; that is a warning.
    #[must_use]
    pub const fn at(at: &'static str) -> Self {
        Self { at, is: &[], does: OnPartial::Warn }
    }

    /// Sets the values that say so.
    #[must_use]
    pub const fn is(mut self, values: &'static [&'static str]) -> Self {
        self.is = values;
        self
    }

    /// Sets what happens then.
    #[must_use]
    pub const fn does(mut self, does: OnPartial) -> Self {
        self.does = does;
        self
    }
}

impl<S, L> Partial<S, L> {
    /// With these values at this place.
    #[doc(hidden)]
    pub const fn new(at: S, is: L, does: OnPartial) -> Self {
        Self { at, is, does }
    }

    /// Converts each text and each list to another type.
    pub fn map<T, M>(self, text: impl FnOnce(S) -> T, list: impl FnOnce(L) -> M) -> Partial<T, M> {
        Partial { at: text(self.at), is: list(self.is), does: self.does }
    }
}
