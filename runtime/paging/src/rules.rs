//! What happens at a shortfall, and the limits on what a walk does.

/// What happens if a walk ends with fewer items than the totals state.
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::OnShortfall;
///
/// // A search engine that only estimates its total.
/// const SEARCH: Paging = Paging::OFFSET.counts(OnShortfall::Ignore);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnShortfall {
    /// The walk fails, after all its items.
    Error,
    /// The walk ends and carries a warning.
    Warn,
    /// Nothing, because the totals of this API are estimates or capped.
    Ignore,
}

/// The limits on what a walk does; build them from [`Guards::DEFAULT`].
///
/// ```
/// # mod pagesmith { pub use pagesmith_paging::{self as paging, *}; }
/// use pagesmith::Paging;
/// use pagesmith::paging::{Guards, LinkOrigin};
///
/// const GUARDED: Paging = Paging::LINK_HEADER.safety(
///     Guards::DEFAULT.max_pages(10_000).origin(LinkOrigin::Hosts(&["eu.api.example.com"])),
/// );
/// assert_eq!(GUARDED.safety.max_empty_pages, 1000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Guards<L = &'static [&'static str]> {
    /// What happens at a position that this walk has seen before.
    pub repeat: Repeat,
    /// The most pages of a walk; unlimited unless set.
    pub max_pages: Option<u64>,
    /// The most empty pages in a row.
    pub max_empty_pages: u64,
    /// Where links may lead.
    pub origin: LinkOrigin<L>,
    /// Query parameters that are added to links that lack them.
    pub keep: L,
}

impl Guards {
    /// The default guards: a position seen before is an error, and so are more than
    /// 1000 empty pages in a row. Links must lead to the client's own origin, and no
    /// parameters are added to them.
    pub const DEFAULT: Self = Self::with_keep(&[]);

    /// Sets what happens at a position seen before.
    #[must_use]
    pub const fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// Sets the most pages of a walk.
    #[must_use]
    pub const fn max_pages(mut self, pages: u64) -> Self {
        self.max_pages = Some(pages);
        self
    }

    /// Sets the most empty pages in a row.
    #[must_use]
    pub const fn max_empty_pages(mut self, pages: u64) -> Self {
        self.max_empty_pages = pages;
        self
    }

    /// Sets where links may lead.
    #[must_use]
    pub const fn origin(mut self, origin: LinkOrigin) -> Self {
        self.origin = origin;
        self
    }

    /// Sets the query parameters that are added to links that lack them.
    #[must_use]
    pub const fn keep(mut self, params: &'static [&'static str]) -> Self {
        self.keep = params;
        self
    }
}

impl<L> Guards<L> {
    pub(crate) const fn with_keep(keep: L) -> Self {
        Self {
            repeat: Repeat::Error,
            max_pages: None,
            max_empty_pages: 1000,
            origin: LinkOrigin::Same,
            keep,
        }
    }

    /// Converts each list to another type.
    pub fn map<M>(self, mut list: impl FnMut(L) -> M) -> Guards<M> {
        Guards {
            repeat: self.repeat,
            max_pages: self.max_pages,
            max_empty_pages: self.max_empty_pages,
            origin: self.origin.map(&mut list),
            keep: list(self.keep),
        }
    }
}

impl<L: Default> Default for Guards<L> {
    fn default() -> Self {
        Self::with_keep(L::default())
    }
}

/// What happens at a position that the same walk has seen before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// The walk fails: it would never end.
    Error,
    /// The walk ends.
    Stop,
    /// Nothing happens; then only `max_pages` stops an endless walk.
    Allow,
}

/// Where the links of a reply may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkOrigin<L = &'static [&'static str]> {
    /// Only to the client's own origin (scheme, host and port).
    Same,
    /// Anywhere; but their path and query are requested from the client's own origin.
    Rebase,
    /// Also to these hosts, by https on its default port. These hosts receive the
    /// credentials too.
    Hosts(L),
}

impl<L> LinkOrigin<L> {
    /// Converts each list to another type.
    pub fn map<M>(self, list: impl FnOnce(L) -> M) -> LinkOrigin<M> {
        match self {
            Self::Same => LinkOrigin::Same,
            Self::Rebase => LinkOrigin::Rebase,
            Self::Hosts(hosts) => LinkOrigin::Hosts(list(hosts)),
        }
    }
}
