//! When a walk ends.

use crate::Statuses;

/// When a walk ends; build it from [`EndRules::DEFAULT`].
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{EndRules, NextFrom, OnMissingNext, SendIn};
///
/// // The last reply has no `/next`, or it is 0; a page past the last one is a 404.
/// const RULES: EndRules =
///     EndRules::DEFAULT.absent(OnMissingNext::End).values(&["0"]).status(&[404]);
/// const STYLE: Paging =
///     Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Query("from")).ends(RULES);
/// assert!(STYLE.ends.status.contains(404));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate choice")]
pub struct EndRules<L = &'static [&'static str]> {
    /// What a reply without the key of the next position means.
    pub absent: OnMissingNext,
    /// Whether `""` as the next position ends a walk, as null does.
    pub empty_string: bool,
    /// Whether a page without items ends a walk, even with a next position.
    pub empty_page: bool,
    /// Statuses that end a walk, such as 404 past the last page. A 4xx that ends a walk
    /// with its first request carries a warning.
    pub status: Statuses,
    /// Values of the next position that end a walk, as null does: texts, which a string,
    /// a number or a boolean equals. `"0"` is `"0"` and 0.
    pub values: L,
    /// Whether a walk ends when the position that was sent comes back as the next
    /// one, as with Solr's `cursorMark`. Otherwise that is a cycle of period 1.
    pub same: bool,
    /// Whether a walk that ends with its first page carries a warning if the reply
    /// says, in places that the list does not name, that more follows; and whether a
    /// first page with arrays of objects in such places, beside its items, is a warning.
    pub hints: bool,
}

impl EndRules {
    /// The default rules: an absent key is an error, `""` ends the list like null, an
    /// empty page does not, nor does a status or another value; the position that was
    /// sent is a cycle, and hints that more follows are a warning.
    pub const DEFAULT: Self = Self::with_values(&[]);

    /// Sets what an absent key means.
    #[must_use]
    pub const fn absent(mut self, absent: OnMissingNext) -> Self {
        self.absent = absent;
        self
    }

    /// Sets whether `""` is an end or a position.
    #[must_use]
    pub const fn empty_string(mut self, ends: bool) -> Self {
        self.empty_string = ends;
        self
    }

    /// Sets whether a page without items is an end.
    #[must_use]
    pub const fn empty_page(mut self, ends: bool) -> Self {
        self.empty_page = ends;
        self
    }

    /// Sets the statuses that are an end.
    #[must_use]
    pub const fn status(mut self, statuses: &[u16]) -> Self {
        self.status = Statuses::new(statuses);
        self
    }

    /// Sets the values of the next position that are an end.
    #[must_use]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// Sets whether the position that was sent is an end or a cycle.
    #[must_use]
    pub const fn same(mut self, ends: bool) -> Self {
        self.same = ends;
        self
    }

    /// Sets whether a walk warns if the first page ends it but says that more follows.
    #[must_use]
    pub const fn hints(mut self, warn: bool) -> Self {
        self.hints = warn;
        self
    }
}

impl<L> EndRules<L> {
    pub(crate) const fn with_values(values: L) -> Self {
        Self {
            absent: OnMissingNext::Error,
            empty_string: true,
            empty_page: false,
            status: Statuses::NONE,
            values,
            same: false,
            hints: true,
        }
    }

    /// Converts the list to another type.
    pub fn map<M>(self, list: impl FnOnce(L) -> M) -> EndRules<M> {
        EndRules {
            absent: self.absent,
            empty_string: self.empty_string,
            empty_page: self.empty_page,
            status: self.status,
            values: list(self.values),
            same: self.same,
            hints: self.hints,
        }
    }
}

/// What a reply without the key of the next position means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnMissingNext {
    /// The end of the list.
    End,
    /// An error: the reply does not say whether the list ends there.
    Error,
    /// The end if the first reply has no paging keys at all; an error on any later
    /// page.
    SinglePage,
}
