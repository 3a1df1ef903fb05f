//! The struct of all knobs, with a field and a setter for each. A new knob begins
//! here, or in the struct of its group.

use crate::{
    Carries, CarryTo, Delta, EndRules, Guards, More, NextFrom, NextRules, Number, Offset, OnDrift,
    OnShortfall, PageKeys, Partial, SendIn, SendRules, SendSize, Size, Step, Then,
};

/// How a list pages.
///
/// A style is plain constant data: generated code states it, and a program can
/// build its own from a preset:
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
/// A place is where a reply states something about the list: at a JSON Pointer
/// (RFC 6901) into its body, like `/total`; in a header, written
/// `header:X-Total`; as the target of a relation in a `Link` header (RFC 8288), written
/// `link:prev`; or as an attribute of such a link, written `link:next results`.
///
/// # Parameters
///
/// Numbers, offsets and page sizes are sent in the query parameter of that name.
/// A name that begins with `/` is a JSON Pointer into the request's body, for
/// lists that are requested by POST.
///
/// # Texts
///
/// `S` is a text and `L` a list of texts. In generated code and most programs they
/// are constants; [`OwnedPaging`](crate::OwnedPaging) and
/// [`AnyPaging`](crate::AnyPaging) are for texts that are read or computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging<S = &'static str, L = &'static [&'static str]> {
    /// Where a reply states the next position; `None` for lists that page by number
    /// or by offset, or have only one page.
    pub next: Option<NextFrom<S>>,
    /// How that position is used.
    pub next_rules: NextRules<S>,
    /// Where the next position is sent.
    pub send: SendIn<S>,
    /// How it is sent.
    pub send_rules: SendRules<S>,
    /// Values of a reply that later requests need beside the position.
    pub carry: Carries<S>,
    /// How the pages at a next position are requested; `None` if like the first.
    pub then: Option<Then<S>>,
    /// How pages are requested by number; `None` if they can't be.
    pub number: Option<Number<S>>,
    /// How pages are requested by offset; `None` if they are not.
    pub offset: Option<Offset<S>>,
    /// The page size's parameter and bounds.
    pub size: Option<Size<S>>,
    /// A flag by which the reply itself says whether pages follow.
    pub more: Option<More<S, L>>,
    /// What a reply says about the list; it is shown, and checked at the end.
    pub page: PageKeys<S>,
    /// What happens if a walk ends short of the total.
    pub counts: OnShortfall,
    /// When a walk ends.
    pub ends: EndRules<L>,
    /// Where a reply says that it is incomplete.
    pub partial: Option<Partial<S, L>>,
    /// Where the last page states what the next synchronisation begins with.
    pub delta: Option<Delta<S>>,
    /// The limits on what a walk does.
    pub safety: Guards<L>,
}

impl Paging {
    /// A list that comes in one reply and does not page.
    pub const NONE: Self = Self::none(&[], &[]);

    /// Sets where a reply states the next position.
    #[must_use]
    pub const fn next(mut self, next: NextFrom) -> Self {
        self.next = Some(next);
        self
    }

    /// Removes the next position: the list pages by number or offset, or has one page.
    #[must_use]
    pub const fn without_next(mut self) -> Self {
        self.next = None;
        self
    }

    /// Sets how the next position is used.
    #[must_use]
    pub const fn next_rules(mut self, rules: NextRules) -> Self {
        self.next_rules = rules;
        self
    }

    /// Sets where the next position is sent.
    #[must_use]
    pub const fn send(mut self, send: SendIn) -> Self {
        self.send = send;
        self
    }

    /// Sets how the next position is sent.
    #[must_use]
    pub const fn send_rules(mut self, rules: SendRules) -> Self {
        self.send_rules = rules;
        self
    }

    /// Adds a value of each reply, at this [place](Self#places), that the next request
    /// needs beside its position.
    ///
    /// # Panics
    /// When there are more than four; in a constant, that does not compile.
    #[must_use]
    pub const fn carry(mut self, from: &'static str, to: CarryTo) -> Self {
        self.carry = self.carry.and(from, to);
        self
    }

    /// Sets how the pages at a next position are requested, if otherwise than the first.
    #[must_use]
    pub const fn then(mut self, then: Then) -> Self {
        self.then = Some(then);
        self
    }

    /// Sets the parameter of page numbers; the first page has number `start`.
    #[must_use]
    pub const fn number(mut self, query: &'static str, start: u64) -> Self {
        self.number = Some(Number { query, start });
        self
    }

    /// Removes pages by number.
    #[must_use]
    pub const fn without_number(mut self) -> Self {
        self.number = None;
        self
    }

    /// Sets the parameter of offsets; the first page is at `start`. Pages overlap by
    /// default, as [`OnDrift::Error`] says.
    #[must_use]
    pub const fn offset(mut self, query: &'static str, start: u64, step: Step) -> Self {
        self.offset = Some(Offset { query, start, step, overlap: OnDrift::Error });
        self
    }

    /// Sets how pages by offset overlap; call it after [`offset`](Self::offset).
    #[must_use]
    pub const fn overlap(mut self, overlap: OnDrift) -> Self {
        if let Some(mut offset) = self.offset {
            offset.overlap = overlap;
            self.offset = Some(offset);
        }
        self
    }

    /// Sets the parameter of the page size, and its bounds in items.
    #[must_use]
    pub const fn page_size(
        mut self,
        query: &'static str,
        default: Option<u64>,
        max: Option<u64>,
    ) -> Self {
        self.size = Some(Size { query, default, max, send: SendSize::Set, halve: None });
        self
    }

    /// Changes the bounds of the page size, in items; `None` leaves a bound unchanged.
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

    /// Sets which requests send the page size; call it after
    /// [`page_size`](Self::page_size).
    #[must_use]
    pub const fn send_size(mut self, send: SendSize) -> Self {
        if let Some(mut size) = self.size {
            size.send = send;
            self.size = Some(size);
        }
        self
    }

    /// Requests a page that fails again and again in half its size, but never in fewer
    /// than `least` items; call it after [`page_size`](Self::page_size). A failure that
    /// counts is a 5xx without `Retry-After`, or a time-out; two of them in a row halve
    /// the size for the rest of the walk. Pages by number keep their size, since their
    /// size decides where they begin; so do offsets in steps of the page size.
    #[must_use]
    pub const fn halve_size(mut self, least: u64) -> Self {
        if let Some(mut size) = self.size {
            size.halve = Some(least);
            self.size = Some(size);
        }
        self
    }

    /// Sets the flag by which a reply says whether pages follow.
    #[must_use]
    pub const fn more(mut self, more: More) -> Self {
        self.more = Some(more);
        self
    }

    /// Sets the places of what a reply says about the list.
    #[must_use]
    pub const fn page(mut self, page: PageKeys) -> Self {
        self.page = page;
        self
    }

    /// Sets what happens if a walk ends short of the total.
    #[must_use]
    pub const fn counts(mut self, counts: OnShortfall) -> Self {
        self.counts = counts;
        self
    }

    /// Sets when a walk ends.
    #[must_use]
    pub const fn ends(mut self, ends: EndRules) -> Self {
        self.ends = ends;
        self
    }

    /// Sets where a reply says that it is incomplete.
    #[must_use]
    pub const fn partial(mut self, partial: Partial) -> Self {
        self.partial = Some(partial);
        self
    }

    /// Sets where the last page states what the next synchronisation begins with.
    #[must_use]
    pub const fn delta(mut self, delta: Delta) -> Self {
        self.delta = Some(delta);
        self
    }

    /// Sets the limits on what a walk does.
    #[must_use]
    pub const fn safety(mut self, safety: Guards) -> Self {
        self.safety = safety;
        self
    }
}

impl<S, L> Paging<S, L> {
    /// A list that comes in one reply; `keep` and `values` are empty lists of texts.
    const fn none(keep: L, values: L) -> Self {
        Self {
            next: None,
            next_rules: NextRules::none(),
            send: SendIn::Url,
            send_rules: SendRules::none(),
            carry: Carries::none(),
            then: None,
            number: None,
            offset: None,
            size: None,
            more: None,
            page: PageKeys::none(),
            counts: OnShortfall::Warn,
            ends: EndRules::with_values(values),
            partial: None,
            delta: None,
            safety: Guards::with_keep(keep),
        }
    }

    /// Converts each text and each list to another type.
    pub fn map<T, M>(
        self,
        mut text: impl FnMut(S) -> T,
        mut list: impl FnMut(L) -> M,
    ) -> Paging<T, M> {
        Paging {
            next: self.next.map(|next| next.map(&mut text)),
            next_rules: self.next_rules.map(&mut text),
            send: self.send.map(&mut text),
            send_rules: self.send_rules.map(&mut text),
            carry: self.carry.map(&mut text),
            then: self.then.map(|then| then.map(&mut text)),
            number: self.number.map(|number| number.map(&mut text)),
            offset: self.offset.map(|offset| offset.map(&mut text)),
            size: self.size.map(|size| size.map(&mut text)),
            more: self.more.map(|more| more.map(&mut text, &mut list)),
            page: self.page.map(&mut text),
            counts: self.counts,
            ends: self.ends.map(&mut list),
            partial: self.partial.map(|partial| partial.map(&mut text, &mut list)),
            delta: self.delta.map(|delta| delta.map(text)),
            safety: self.safety.map(list),
        }
    }
}

impl<S, L: Default> Default for Paging<S, L> {
    /// A list that comes in one reply and does not page.
    fn default() -> Self {
        Self::none(L::default(), L::default())
    }
}
