//! What the last page gives for the next synchronisation.

/// Where the last page of a walk states the delta: the link or token with which a later
/// walk lists only what has changed since.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{DeltaTo, Delta, NextFrom, SendIn};
///
/// const GRAPH: Paging = Paging::NONE
///     .next(NextFrom::Body("/@odata.nextLink"))
///     .delta(Delta::at("/@odata.deltaLink"));
/// const CALENDAR: Paging = Paging::NONE
///     .next(NextFrom::Body("/nextPageToken"))
///     .send(SendIn::Query("pageToken"))
///     .delta(Delta::at("/nextSyncToken").sent_in(DeltaTo::Query("syncToken")));
/// assert_eq!(GRAPH.delta.unwrap().to, None);
/// assert_eq!(CALENDAR.delta.unwrap().at, "/nextSyncToken");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delta<S = &'static str> {
    /// The JSON Pointer into the reply's body. A delta beside a next position is not used,
    /// since its page is not the last one.
    pub at: S,
    /// Where each request of the next synchronisation sends it; `None` if its first request
    /// sends it as requests send a next position, which then takes its place.
    pub to: Option<DeltaTo<S>>,
}

/// Where the requests of the next synchronisation send the delta.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeltaTo<S = &'static str> {
    /// In this query parameter.
    Query(S),
    /// In this header.
    Header(S),
}

impl Delta {
    /// A delta at this pointer, which is sent as a next position is.
    #[must_use]
    pub const fn at(at: &'static str) -> Self {
        Self { at, to: None }
    }

    /// Sets where each request of the next synchronisation sends it, beside its position.
    #[must_use]
    pub const fn sent_in(mut self, to: DeltaTo) -> Self {
        self.to = Some(to);
        self
    }
}

impl<S> Delta<S> {
    /// A delta at this pointer, sent there.
    #[doc(hidden)]
    pub const fn new(at: S, to: Option<DeltaTo<S>>) -> Self {
        Self { at, to }
    }

    /// Converts each text to another type.
    pub fn map<T>(self, mut text: impl FnMut(S) -> T) -> Delta<T> {
        let at = text(self.at);
        Delta { at, to: self.to.map(|to| to.map(text)) }
    }
}

impl<S> DeltaTo<S> {
    /// Converts the text to another type.
    pub fn map<T>(self, text: impl FnOnce(S) -> T) -> DeltaTo<T> {
        match self {
            Self::Query(name) => DeltaTo::Query(text(name)),
            Self::Header(name) => DeltaTo::Header(text(name)),
        }
    }
}
