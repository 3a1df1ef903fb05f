//! Which parameters a style sends, and which places of a reply it reads.

use crate::{CarryTo, DeltaTo, Element, LinkBase, More, NextFrom, PageKeys, Paging, SendIn, Step};

/// What the parameter of a position is, for a sentence.
const NEXT_POSITION: &str = "the next position";

impl<S, L> Paging<S, L> {
    /// The number of the first page.
    #[doc(hidden)]
    pub fn first_number(&self) -> Option<u64> {
        self.number.as_ref().map(|number| number.start)
    }

    /// The offset of the first page.
    #[doc(hidden)]
    pub fn first_offset(&self) -> Option<u64> {
        self.offset.as_ref().map(|offset| offset.start)
    }
}

impl<S: AsRef<str>, L> Paging<S, L> {
    /// Where the delta is sent, if it has a place of its own.
    #[doc(hidden)]
    pub fn delta_to(&self) -> Option<&DeltaTo<S>> {
        self.delta.as_ref().and_then(|delta| delta.to.as_ref())
    }

    /// The parameter of the path that holds the next position.
    #[doc(hidden)]
    pub fn path_param(&self) -> Option<&str> {
        match (&self.next, &self.send) {
            (Some(_), SendIn::Path(name)) => Some(name.as_ref()),
            _ => None,
        }
    }

    /// The parameters that the paging sends, with a description of each. A parameter
    /// is a name, or a pointer into the request's body.
    #[doc(hidden)]
    pub fn params(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let token = match (&self.next, &self.send) {
            (Some(_), SendIn::Query(param) | SendIn::Body(param)) => Some(param),
            _ => None,
        };
        let number = self.number.as_ref().map(|number| &number.query);
        let offset = self.offset.as_ref().map(|offset| &offset.query);
        let size = self.size.as_ref().map(|size| &size.query);
        let delta = match self.delta_to() {
            Some(DeltaTo::Query(param)) => Some(param),
            Some(DeltaTo::Header(_)) | None => None,
        };
        let params = [
            (token, NEXT_POSITION),
            (number, "the page number"),
            (offset, "the offset"),
            (size, "the page size"),
            (delta, "the delta"),
        ];
        params.into_iter().filter_map(|(param, what)| Some((param?.as_ref(), what)))
    }

    /// The parameters of [`params`](Self::params) that the list's own request may have:
    /// all, unless positions are sent otherwise.
    #[doc(hidden)]
    pub fn first_params(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let starts = self.then.is_none() || self.next_rules.start.is_some();
        self.params().filter(move |(_, what)| starts || *what != NEXT_POSITION)
    }

    /// The pointers into the body of the list's own request at which the paging sends
    /// something.
    #[doc(hidden)]
    pub fn first_body_pointers(&self) -> impl Iterator<Item = &str> {
        let params = self.first_params().map(|(param, _)| param);
        let carried = self.carried_in_body().filter(|_| self.then.is_none());
        params.filter(|param| is_in_body(param)).chain(carried)
    }

    /// The pointers into the request's body at which carried values are sent.
    #[doc(hidden)]
    pub fn carried_in_body(&self) -> impl Iterator<Item = &str> {
        self.carry.iter().filter_map(|carry| match &carry.to {
            CarryTo::Body(pointer) => Some(pointer.as_ref()),
            CarryTo::Query(_) | CarryTo::Header(_) => None,
        })
    }

    /// The pointers into the body of a reply, other than that of its items.
    #[doc(hidden)]
    pub fn pointers(&self) -> impl Iterator<Item = &str> {
        let next = match &self.next {
            Some(NextFrom::Body(pointer) | NextFrom::Element(Element { array: pointer, .. })) => {
                Some(pointer)
            }
            _ => None,
        };
        let step = match self.offset.as_ref().map(|offset| &offset.step) {
            Some(Step::Body(pointer)) => Some(pointer),
            _ => None,
        };
        let base = match &self.send_rules.url {
            LinkBase::At(pointer) => Some(pointer),
            LinkBase::Request | LinkBase::Base => None,
        };
        let more = self.more.as_ref().map(More::place);
        let partial = self.partial.as_ref().map(|partial| &partial.at);
        let PageKeys { number, size, pages, total, previous, first } = &self.page;
        let page = [number, size, pages, total, previous, first].map(Option::as_ref);
        let delta = self.delta.as_ref().map(|delta| &delta.at);
        let carried = self.carry.iter().map(|carry| &carry.from);
        let others = [more, base, partial, delta];
        let places = [next, step].into_iter().chain(page).chain(others).flatten();
        let places = places.chain(carried);
        places.map(S::as_ref).filter(|place| place.is_empty() || place.starts_with('/'))
    }
}

/// Whether a parameter is a pointer into the request's body.
#[doc(hidden)]
#[must_use]
pub fn is_in_body(param: &str) -> bool {
    param.starts_with('/')
}
