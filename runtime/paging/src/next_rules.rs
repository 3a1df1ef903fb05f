//! How the next position is used.

/// How the next position is used; build it from [`NextRules::DEFAULT`].
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{NextFrom, NextRules, SendIn};
///
/// // Solr: the first request sends `cursorMark=*`.
/// const SOLR: Paging = Paging::NONE
///     .next(NextFrom::Body("/nextCursorMark"))
///     .send(SendIn::Query("cursorMark"))
///     .next_rules(NextRules::DEFAULT.start("*"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NextRules<S = &'static str> {
    /// The position that the first request of a walk sends, such as `*`; `None` if it
    /// sends none.
    pub start: Option<S>,
    /// What is added to a position that is a whole number before it is sent: 1 for a
    /// server that begins a page with the row at the position. It may be negative.
    pub add: Option<i64>,
    /// What happens to the first row of a page that the page before ended with.
    pub overlap: FirstRow,
}

/// What happens to the first row of a page if it is the last row of the page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstRow {
    /// It is a row like any other.
    Keep,
    /// It is dropped: the server begins each page with the row at the position.
    /// This applies if rows have a key.
    Drop,
}

impl NextRules {
    /// The default rules: the first request sends no position, and positions are sent as
    /// they came.
    pub const DEFAULT: Self = Self::none();

    /// Sets the position that the first request sends.
    #[must_use]
    pub const fn start(mut self, position: &'static str) -> Self {
        self.start = Some(position);
        self
    }

    /// Sets what is added to a position before it is sent.
    #[must_use]
    pub const fn add(mut self, number: i64) -> Self {
        self.add = Some(number);
        self
    }

    /// Sets what happens to a first row that the page before ended with.
    #[must_use]
    pub const fn overlap(mut self, overlap: FirstRow) -> Self {
        self.overlap = overlap;
        self
    }
}

impl<S> NextRules<S> {
    pub(crate) const fn none() -> Self {
        Self { start: None, add: None, overlap: FirstRow::Keep }
    }

    /// Converts each text to another type.
    pub fn map<T>(self, text: impl FnOnce(S) -> T) -> NextRules<T> {
        NextRules { start: self.start.map(text), add: self.add, overlap: self.overlap }
    }
}

impl<S> Default for NextRules<S> {
    fn default() -> Self {
        Self::none()
    }
}
