//! The struct of all knobs: a field each, with its setter. A new knob begins
//! here, or in the struct of its group.

use crate::{
    EndRules, Guards, More, NextFrom, Number, Offset, OnDrift, OnShortfall, PageKeys, SendIn, Size,
    Step,
};

/// How a list pages.
///
/// A style is plain constant data, so that generated code states it and a
/// program can build its own from a preset:
///
/// ```
/// # use pagesmith_paging as pagesmith;
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
///
/// # Texts
///
/// `S` is a text and `L` a list of them. Generated code and programs have them as
/// constants; [`OwnedPaging`](crate::OwnedPaging) and [`AnyPaging`](crate::AnyPaging) are for those that are read or
/// computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging<S = &'static str, L = &'static [&'static str]> {
    /// Where a reply states the next position; none for lists that know only
    /// page numbers, or only one page.
    pub next: Option<NextFrom<S>>,
    /// Where the next position is sent.
    pub send: SendIn<S>,
    /// Pages can be asked for by number.
    pub number: Option<Number<S>>,
    /// Pages are asked for by offset.
    pub offset: Option<Offset<S>>,
    /// The page size's parameter and bounds.
    pub size: Option<Size<S>>,
    /// A flag by which the reply itself says whether pages follow.
    pub more: Option<More<S>>,
    /// What a reply says of the list; shown, and checked at the end.
    pub page: PageKeys<S>,
    /// What a shortage against the total does.
    pub counts: OnShortfall,
    /// When a walk ends.
    pub ends: EndRules,
    /// What a walk never does.
    pub safety: Guards<L>,
}

impl Paging {
    /// One reply, and no more: a list that does not page.
    pub const NONE: Self = Self::none(&[]);

    /// With the next position from here.
    #[must_use]
    pub const fn next(mut self, next: NextFrom) -> Self {
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
    pub const fn send(mut self, send: SendIn) -> Self {
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
        self.offset = Some(Offset { query, start, step, overlap: OnDrift::Error });
        self
    }

    /// With pages by offset that overlap so; for after [`offset`](Self::offset).
    #[must_use]
    pub const fn overlap(mut self, overlap: OnDrift) -> Self {
        if let Some(mut offset) = self.offset {
            offset.overlap = overlap;
            self.offset = Some(offset);
        }
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
    pub const fn counts(mut self, counts: OnShortfall) -> Self {
        self.counts = counts;
        self
    }

    /// With these ends.
    #[must_use]
    pub const fn ends(mut self, ends: EndRules) -> Self {
        self.ends = ends;
        self
    }

    /// With these guards.
    #[must_use]
    pub const fn safety(mut self, safety: Guards) -> Self {
        self.safety = safety;
        self
    }
}

impl<S, L> Paging<S, L> {
    /// One reply, and no more; `keep` is the list without texts.
    const fn none(keep: L) -> Self {
        Self {
            next: None,
            send: SendIn::Url,
            number: None,
            offset: None,
            size: None,
            more: None,
            page: PageKeys::none(),
            counts: OnShortfall::Warn,
            ends: EndRules::DEFAULT,
            safety: Guards::with_keep(keep),
        }
    }

    /// The same, with each text and each list as another type.
    pub fn map<T, M>(self, mut text: impl FnMut(S) -> T, list: impl FnMut(L) -> M) -> Paging<T, M> {
        Paging {
            next: self.next.map(|next| next.map(&mut text)),
            send: self.send.map(&mut text),
            number: self.number.map(|number| number.map(&mut text)),
            offset: self.offset.map(|offset| offset.map(&mut text)),
            size: self.size.map(|size| size.map(&mut text)),
            more: self.more.map(|more| more.map(&mut text)),
            page: self.page.map(text),
            counts: self.counts,
            ends: self.ends,
            safety: self.safety.map(list),
        }
    }
}

impl<S, L: Default> Default for Paging<S, L> {
    /// One reply, and no more.
    fn default() -> Self {
        Self::none(L::default())
    }
}
