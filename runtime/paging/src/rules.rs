//! When a walk ends, and the limits on what it does.

/// What happens if a walk ends with fewer items than the totals state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnShortfall {
    /// The walk fails, after all its items.
    Error,
    /// The walk ends and carries a warning.
    Warn,
    /// Nothing, because the totals of this API are estimates or capped.
    Ignore,
}

/// When a walk ends; build it from [`EndRules::DEFAULT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate choice")]
pub struct EndRules {
    /// What a reply without the key of the next position means.
    pub absent: OnMissingNext,
    /// Whether `""` as the next position ends a walk, as null does.
    pub empty_string: bool,
    /// Whether a page without items ends a walk, even with a next position.
    pub empty_page: bool,
    /// Whether a walk ends when the position that was sent comes back as the next
    /// one, as with Solr's `cursorMark`. Otherwise that is a cycle of period 1.
    pub same: bool,
    /// Whether a walk that ends with its first page carries a warning if the reply
    /// says, in places that the list does not name, that more follows.
    pub hints: bool,
}

impl EndRules {
    /// The default rules: an absent key is an error, `""` ends the list like null, an
    /// empty page does not, the position that was sent is a cycle, and hints that more
    /// follows are a warning.
    pub const DEFAULT: Self = Self {
        absent: OnMissingNext::Error,
        empty_string: true,
        empty_page: false,
        same: false,
        hints: true,
    };

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

/// The limits on what a walk does; build them from [`Guards::DEFAULT`].
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
