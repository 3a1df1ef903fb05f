//! Paging styles as data: where the next position comes from, where it is
//! sent, and when a walk ends.

/// How a list pages.
///
/// A style is plain constant data, so that generated code states it and a
/// program can build its own from a preset:
///
/// ```
/// use pagesmith::Paging;
///
/// /// Like SendSage, but with smaller pages.
/// const OURS: Paging = Paging::SENDSAGE.page_size("per_page", Some(20), Some(50));
/// assert_eq!(OURS.size.unwrap().max, Some(50));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// Where a reply states the next position; none for lists that know only
    /// page numbers, or only one page.
    pub next: Option<Next>,
    /// Where the next position is sent.
    pub send: Send,
    /// Pages can be asked for by number.
    pub number: Option<Number>,
    /// The page size's parameter and bounds.
    pub size: Option<Size>,
    /// A flag by which the reply itself says whether pages follow.
    pub more: Option<More>,
    /// What a reply says of the list; shown, and checked at the end.
    pub page: PageKeys,
    /// What a shortage against the total does.
    pub counts: Counts,
    /// When a walk ends.
    pub ends: Ends,
    /// What a walk never does.
    pub safety: Safety,
}

/// Where a reply states the next position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Next {
    /// At this JSON Pointer (RFC 6901) of the body.
    Body(&'static str),
}

/// Where the next position is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Send {
    /// It is the URL of the next page, absolute or relative.
    Url,
    /// In this query parameter, beside path, filters and page size.
    Query(&'static str),
}

/// Pages by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The query parameter.
    pub query: &'static str,
    /// Number of the first page.
    pub start: u64,
}

/// The page size's parameter and bounds, in items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The query parameter.
    pub query: &'static str,
    /// What the server takes when none is sent.
    pub default: Option<u64>,
    /// The largest that the server takes.
    pub max: Option<u64>,
}

/// A flag by which a reply says whether pages follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// JSON Pointer to what is true while pages follow.
    While(&'static str),
    /// JSON Pointer to what is true on the last page.
    Until(&'static str),
}

/// JSON Pointers to what a reply says of the whole list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageKeys {
    /// Number of this page.
    pub number: Option<&'static str>,
    /// Items on a full page.
    pub size: Option<&'static str>,
    /// How many pages there are.
    pub pages: Option<&'static str>,
    /// How many items there are.
    pub total: Option<&'static str>,
    /// Link to the page before.
    pub previous: Option<&'static str>,
    /// Link to the first page.
    pub first: Option<&'static str>,
}

/// What it does that a walk ended with fewer items than the newest total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// The walk fails, after all its items.
    Error,
    /// The walk ends and carries a [`Warning`](crate::Warning).
    Warn,
    /// Nothing: the totals of this API are estimates or capped.
    Ignore,
}

/// When a walk ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// What it means that the key of the next position is absent.
    pub absent: Absent,
    /// Whether `""` as the next position ends a walk, as null does.
    pub empty_string: bool,
    /// Whether a page without items ends a walk, even with a next position.
    pub empty_page: bool,
}

/// What it means that the key of the next position is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// The end of the list.
    End,
    /// An error: the reply does not say whether the list ends there.
    Error,
    /// The end where the first reply has no paging keys at all, an error on
    /// any later page.
    SinglePage,
}

/// What a walk never does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Safety {
    /// What a position seen before in this walk does.
    pub repeat: Repeat,
    /// The most pages of a walk; unlimited unless set.
    pub max_pages: Option<u64>,
    /// The most empty pages in a row.
    pub max_empty_pages: u64,
    /// Where links may lead.
    pub origin: LinkOrigin,
    /// Query parameters that a link is given where it lacks them.
    pub keep: &'static [&'static str],
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
pub enum LinkOrigin {
    /// To the client's own origin (scheme, host and port).
    Same,
    /// Anywhere; their path and query go to the client's own origin.
    Rebase,
    /// Also to these hosts, by https on its default port. They get the
    /// credentials too.
    Hosts(&'static [&'static str]),
}

impl Paging {
    /// One reply, and no more: a list that does not page.
    pub const NONE: Self = Self {
        next: None,
        send: Send::Url,
        number: None,
        size: None,
        more: None,
        page: PageKeys {
            number: None,
            size: None,
            pages: None,
            total: None,
            previous: None,
            first: None,
        },
        counts: Counts::Warn,
        ends: Ends { absent: Absent::Error, empty_string: true, empty_page: false },
        safety: Safety {
            repeat: Repeat::Error,
            max_pages: None,
            max_empty_pages: 1000,
            origin: LinkOrigin::Same,
            keep: &[],
        },
    };

    /// SignalWire's Compatibility API, after Twilio's: a page carries
    /// `next_page_uri`, and what was returned is followed. Pages of 50 items,
    /// at most 1000.
    pub const LAML: Self = Self::NONE
        .next(Next::Body("/next_page_uri"))
        .page_size("PageSize", Some(50), Some(1000))
        .page(PageKeys {
            number: Some("/page"),
            size: Some("/page_size"),
            pages: None,
            total: None,
            previous: Some("/previous_page_uri"),
            first: Some("/first_page_uri"),
        });

    /// SendSage, by token: `next_page_token` is sent as `page_token`, and null
    /// ends the list. Pages of 100 items, at most 2000. Lists of the same API
    /// that turn out to know no token are walked by number.
    pub const SENDSAGE: Self =
        Self::SENDSAGE_PAGES.next(Next::Body("/next_page_token")).send(Send::Query("page_token"));

    /// SendSage, by number: the lists of that API that know no token.
    pub const SENDSAGE_PAGES: Self = Self::NONE
        .number("page", 0)
        .page_size("per_page", Some(100), Some(2000))
        .page(PageKeys {
            number: Some("/page"),
            size: Some("/per_page"),
            pages: Some("/num_pages"),
            total: Some("/num_records"),
            previous: None,
            first: None,
        })
        .ends(Ends { absent: Absent::SinglePage, empty_string: true, empty_page: false });

    /// With the next position from here.
    #[must_use]
    pub const fn next(mut self, next: Next) -> Self {
        self.next = Some(next);
        self
    }

    /// Without a next position: by number, or one page.
    #[must_use]
    pub const fn without_next(mut self) -> Self {
        self.next = None;
        self
    }

    /// With the next position sent there.
    #[must_use]
    pub const fn send(mut self, send: Send) -> Self {
        self.send = send;
        self
    }

    /// With pages by number in this query parameter, the first being `start`.
    #[must_use]
    pub const fn number(mut self, query: &'static str, start: u64) -> Self {
        self.number = Some(Number { query, start });
        self
    }

    /// Without pages by number.
    #[must_use]
    pub const fn without_number(mut self) -> Self {
        self.number = None;
        self
    }

    /// With the page size in this query parameter, and its bounds in items.
    #[must_use]
    pub const fn page_size(
        mut self,
        query: &'static str,
        default: Option<u64>,
        max: Option<u64>,
    ) -> Self {
        self.size = Some(Size { query, default, max });
        self
    }

    /// With other bounds of the page size, in items; none leaves one as it is.
    #[must_use]
    pub const fn page_bounds(mut self, default: Option<u64>, max: Option<u64>) -> Self {
        if let Some(mut size) = self.size {
            if default.is_some() {
                size.default = default;
            }
            if max.is_some() {
                size.max = max;
            }
            self.size = Some(size);
        }
        self
    }

    /// With a flag by which the reply says whether pages follow.
    #[must_use]
    pub const fn more(mut self, more: More) -> Self {
        self.more = Some(more);
        self
    }

    /// With these pointers to what a reply says of the list.
    #[must_use]
    pub const fn page(mut self, page: PageKeys) -> Self {
        self.page = page;
        self
    }

    /// With this consequence of a shortage against the total.
    #[must_use]
    pub const fn counts(mut self, counts: Counts) -> Self {
        self.counts = counts;
        self
    }

    /// With these ends.
    #[must_use]
    pub const fn ends(mut self, ends: Ends) -> Self {
        self.ends = ends;
        self
    }

    /// With these guards.
    #[must_use]
    pub const fn safety(mut self, safety: Safety) -> Self {
        self.safety = safety;
        self
    }

    /// The query parameters that belong to the paging, and to no filter.
    pub(crate) fn owns(&self, param: &str) -> bool {
        let token = match self.send {
            Send::Query(name) => Some(name),
            Send::Url => None,
        };
        [token, self.number.map(|number| number.query), self.size.map(|size| size.query)]
            .contains(&Some(param))
    }
}
