//! Paging styles as data: where the next position comes from, where it is
//! sent, and when a walk ends.

mod presets;

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
///
/// # Places
///
/// What a reply says of the list stands in its body, at a JSON Pointer (RFC
/// 6901) like `/total`; or in a header, which is written `header:X-Total`; or
/// is the target of a relation in a `Link` header (RFC 8288), `link:prev`.
///
/// # Parameters
///
/// Numbers, offsets and page sizes are sent in the query parameter of that name.
/// One that begins with `/` is a JSON Pointer into the request's body, for lists
/// that are asked for by POST.
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
    /// Pages are asked for by offset.
    pub offset: Option<Offset>,
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
    /// In this header; a reply without it is the last.
    Header(&'static str),
    /// As the target of this relation in a `Link` header (RFC 8288); a reply
    /// without it is the last.
    Link(&'static str),
    /// At this JSON Pointer of the page's last item; an empty page is the last.
    Last(&'static str),
}

/// Where the next position is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Send {
    /// It is the URL of the next page, absolute or relative.
    Url,
    /// In this query parameter, beside path, filters and page size.
    Query(&'static str),
    /// At this JSON Pointer of the request's body, for lists that are asked for
    /// by POST. There alone a number, an array and an object are tokens as they
    /// stand.
    Body(&'static str),
    /// In this header of the request.
    Header(&'static str),
}

/// Pages by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The [parameter](Paging#parameters).
    pub query: &'static str,
    /// Number of the first page.
    pub start: u64,
}

/// Pages by offset: each begins behind what the ones before it stepped over.
/// A page that is shorter than others says nothing of the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset {
    /// The [parameter](Paging#parameters).
    pub query: &'static str,
    /// Offset of the first page.
    pub start: u64,
    /// How far it is from one page to the next.
    pub step: Step,
}

/// How far it is from one page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// As many as the page has items.
    Items,
    /// As many as a full page has items, whatever the server left out of it.
    Size,
    /// The number at this JSON Pointer of the body.
    Body(&'static str),
}

/// The page size's parameter and bounds, in items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The [parameter](Paging#parameters).
    pub query: &'static str,
    /// What the server takes when none is sent.
    pub default: Option<u64>,
    /// The largest that the server takes.
    pub max: Option<u64>,
}

/// A flag by which a reply says whether pages follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// [Place](Paging#places) of what is true while pages follow.
    While(&'static str),
    /// [Place](Paging#places) of what is true on the last page.
    Until(&'static str),
}

/// [Places](Paging#places) of what a reply says of the whole list.
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

/// When a walk ends; made from [`Ends::DEFAULT`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ends {
    /// What it means that the key of the next position is absent.
    pub absent: Absent,
    /// Whether `""` as the next position ends a walk, as null does.
    pub empty_string: bool,
    /// Whether a page without items ends a walk, even with a next position.
    pub empty_page: bool,
    /// Whether a walk that ends with its first page carries a
    /// [`Warning`](crate::Warning) where the reply says, in places that the list
    /// does not name, that more follows.
    pub hints: bool,
}

impl Ends {
    /// An absent key is an error, `""` an end like null, an empty page no end, and
    /// hints that more follows are a warning.
    pub const DEFAULT: Self =
        Self { absent: Absent::Error, empty_string: true, empty_page: false, hints: true };

    /// With this meaning of an absent key.
    #[must_use]
    pub const fn absent(mut self, absent: Absent) -> Self {
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
        offset: None,
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
        ends: Ends::DEFAULT,
        safety: Safety {
            repeat: Repeat::Error,
            max_pages: None,
            max_empty_pages: 1000,
            origin: LinkOrigin::Same,
            keep: &[],
        },
    };

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

    /// With pages by number in this parameter, the first being `start`.
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

    /// With pages by offset in this parameter, the first at `start`.
    #[must_use]
    pub const fn offset(mut self, query: &'static str, start: u64, step: Step) -> Self {
        self.offset = Some(Offset { query, start, step });
        self
    }

    /// With the page size in this parameter, and its bounds in items.
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

    /// With these places of what a reply says of the list.
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

    /// What the paging sends, by parameter: names, and pointers into the body.
    pub(crate) fn params(&self) -> impl Iterator<Item = &'static str> {
        let token = match self.send {
            Send::Query(param) | Send::Body(param) => Some(param),
            Send::Url | Send::Header(_) => None,
        };
        let number = self.number.map(|number| number.query);
        let offset = self.offset.map(|offset| offset.query);
        let size = self.size.map(|size| size.query);
        [token, number, offset, size].into_iter().flatten()
    }
}

/// Whether a parameter is a pointer into the request's body.
pub(crate) fn is_in_body(param: &str) -> bool {
    param.starts_with('/')
}
