//! When a walk ends, and what it never does.

/// What it does that a walk ended with fewer items than the totals state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnShortfall {
    /// The walk fails, after all its items.
    Error,
    /// The walk ends and carries a warning.
    Warn,
    /// Nothing: the totals of this API are estimates or capped.
    Ignore,
}

/// When a walk ends; made from [`EndRules::DEFAULT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct EndRules {
    /// What it means that the key of the next position is absent.
    pub absent: OnMissingNext,
    /// Whether `""` as the next position ends a walk, as null does.
    pub empty_string: bool,
    /// Whether a page without items ends a walk, even with a next position.
    pub empty_page: bool,
    /// Whether the position that was sent ends a walk when it comes back as the
    /// next one, as Solr's `cursorMark` does. A cycle of period 1 unless set.
    pub same: bool,
    /// Whether a walk that ends with its first page carries a
    /// warning where the reply says, in places that the list
    /// does not name, that more follows.
    pub hints: bool,
}

impl EndRules {
    /// An absent key is an error, `""` an end like null, an empty page no end, the
    /// position that was sent a cycle, and hints that more follows are a warning.
    pub const DEFAULT: Self = Self {
        absent: OnMissingNext::Error,
        empty_string: true,
        empty_page: false,
        same: false,
        hints: true,
    };

    /// With this meaning of an absent key.
    #[must_use]
    pub const fn absent(mut self, absent: OnMissingNext) -> Self {
        self.absent = absent;
        self
    }

    /// With `""` as an end, or as a position.
    #[must_use]
    pub const fn empty_string(mut self, ends: bool) -> Self {
        self.empty_string = ends;
        self
    }

    /// With a page without items as an end, or not.
    #[must_use]
    pub const fn empty_page(mut self, ends: bool) -> Self {
        self.empty_page = ends;
        self
    }

    /// With the position that was sent as an end, or as a cycle.
    #[must_use]
    pub const fn same(mut self, ends: bool) -> Self {
        self.same = ends;
        self
    }

    /// With a warning where a first page that ends the walk says that more
    /// follows, or without.
    #[must_use]
    pub const fn hints(mut self, warn: bool) -> Self {
        self.hints = warn;
        self
    }
}

/// What it means that the key of the next position is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnMissingNext {
    /// The end of the list.
    End,
    /// An error: the reply does not say whether the list ends there.
    Error,
    /// The end where the first reply has no paging keys at all, an error on
    /// any later page.
    SinglePage,
}

/// What a walk never does; made from [`Guards::DEFAULT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Guards<L = &'static [&'static str]> {
    /// What a position seen before in this walk does.
    pub repeat: Repeat,
    /// The most pages of a walk; unlimited unless set.
    pub max_pages: Option<u64>,
    /// The most empty pages in a row.
    pub max_empty_pages: u64,
    /// Where links may lead.
    pub origin: LinkOrigin<L>,
    /// Query parameters that a link is given where it lacks them.
    pub keep: L,
}

impl Guards {
    /// A position seen before is an error, as are more than 1000 empty pages in a
    /// row; links lead to the client's own origin, and are taken as they are.
    pub const DEFAULT: Self = Self::with_keep(&[]);

    /// With this consequence of a position seen before.
    #[must_use]
    pub const fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// With at most so many pages.
    #[must_use]
    pub const fn max_pages(mut self, pages: u64) -> Self {
        self.max_pages = Some(pages);
        self
    }

    /// With at most so many empty pages in a row.
    #[must_use]
    pub const fn max_empty_pages(mut self, pages: u64) -> Self {
        self.max_empty_pages = pages;
        self
    }

    /// With links that may lead there.
    #[must_use]
    pub const fn origin(mut self, origin: LinkOrigin) -> Self {
        self.origin = origin;
        self
    }

    /// With these query parameters given to links that lack them.
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

    /// The same, with each list as another type.
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

/// What a position seen before in the same walk does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// The walk fails: it would never end.
    Error,
    /// The walk ends.
    Stop,
    /// Nothing; only `max_pages` stops the walk then.
    Allow,
}

/// Where the links of a reply may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkOrigin<L = &'static [&'static str]> {
    /// To the client's own origin (scheme, host and port).
    Same,
    /// Anywhere; their path and query go to the client's own origin.
    Rebase,
    /// Also to these hosts, by https on its default port. They get the
    /// credentials too.
    Hosts(L),
}

impl<L> LinkOrigin<L> {
    /// The same, with each list as another type.
    pub fn map<M>(self, list: impl FnOnce(L) -> M) -> LinkOrigin<M> {
        match self {
            Self::Same => LinkOrigin::Same,
            Self::Rebase => LinkOrigin::Rebase,
            Self::Hosts(hosts) => LinkOrigin::Hosts(list(hosts)),
        }
    }
}
