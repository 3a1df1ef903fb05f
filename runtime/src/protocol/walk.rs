//! A walk: what it asks for, what it reads from a reply, and where it stands.

use super::ask::Ask;
use super::at::At;
use super::body::Body;
use super::counts::Counts;
use super::envelope::{Envelope, Key, Pointers};
use super::fingerprint::Fingerprint;
use super::kept::Kept;
use super::link;
use super::probe::Probe;
use super::rows::Rows;
use super::seen::Seen;
use crate::error::{Error, ErrorKind};
use crate::list::List;
use crate::page::Warning;
use crate::paging::{Next, Send, Step, is_in_body};
use crate::position::Position;
use crate::secret::Secret;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// What stays the same over a walk.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The list's URL with its filters, without paging and without auth.
    pub(crate) url: Url,
    pub(crate) list: List,
    pub(crate) probe: Probe,
    /// Where an item holds what identifies it.
    pub(crate) key: Option<Probe>,
    /// Where the last item of a page holds the next position.
    pub(crate) last: Option<Probe>,
    /// What each request's body holds; none where they are GETs.
    pub(crate) body: Option<Body>,
    /// Which list it is: origin, path, filters and items.
    pub(crate) fingerprint: Fingerprint,
    /// Headers of this walk alone.
    pub(crate) headers: HeaderMap,
    /// The page size that was asked for, in items.
    pub(crate) page_size: Option<u64>,
    pub(crate) limit: Option<u64>,
    pub(crate) max_pages: Option<u64>,
    /// The query parameter of the client's auth; links are rid of it.
    pub(crate) auth_param: Option<String>,
}

impl Plan {
    /// A plan of a list at this URL, filters included.
    #[expect(clippy::large_types_passed_by_value, reason = "a plan keeps its list")]
    pub(crate) fn new(list: List, url: Url) -> Result<Self, Error> {
        let no_pointer = |at: &str| {
            Error::input(format!("`{at}` is no JSON Pointer: one is empty or begins with `/`"))
        };
        let in_item = |pointer: Option<&'static str>| {
            let probe = pointer.map(|pointer| Probe::of(&Pointers::of_item(pointer)));
            probe.transpose().map_err(no_pointer)
        };
        let mut plan = Self {
            probe: Self::probe(&list)?,
            key: in_item(list.key)?,
            last: in_item(match list.paging.next {
                Some(Next::Last(pointer)) => Some(pointer),
                _ => None,
            })?,
            body: None,
            fingerprint: fingerprint(&url, list.items),
            headers: HeaderMap::new(),
            page_size: None,
            limit: None,
            max_pages: list.paging.safety.max_pages,
            auth_param: None,
            list,
            url,
        };
        plan.body = plan.first_body()?;
        Ok(plan)
    }

    pub(crate) fn probe(list: &List) -> Result<Probe, Error> {
        Probe::new(list.items, &Pointers::of(&list.paging, &list.errors)).map_err(|pointer| {
            Error::input(if pointer.is_empty() {
                format!(
                    "a paging key lies within the items at `{}`; it has to lie beside them",
                    list.items
                )
            } else {
                format!("`{pointer}` is no JSON Pointer: one is empty or begins with `/`")
            })
        })
    }
}

/// Which list it is: filters count in any order.
fn fingerprint(url: &Url, items: &str) -> Fingerprint {
    let filters = url.query().unwrap_or_default().split('&');
    let mut filters: Vec<u64> = filters.map(|filter| Fingerprint::of(&[filter]).0).collect();
    filters.sort_unstable();
    let origin = url.origin().ascii_serialization();
    let list = Fingerprint::of(&[&origin, url.path(), items]);
    filters.iter().fold(list, |list, filter| list.and(&filter.to_string()))
}

/// A reply, whole.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) ask: Ask,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// What it took to get it.
    pub(crate) tries: Tries,
    /// The credentials that were sent: never shown, should the reply hold them.
    pub(crate) secrets: Vec<Secret>,
}

/// What it took to get a reply.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tries {
    /// How often the page was asked for.
    pub(crate) made: u32,
    /// When the time for the page is up, by the client's timer.
    pub(crate) ends: Option<Duration>,
    /// How long the server asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// Why it is not asked for again.
    pub(crate) gave_up: Option<&'static str>,
    /// The span of the page.
    pub(crate) span: Option<tracing::Span>,
}

/// A page that was read.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) items: Rows,
    pub(crate) envelope: Envelope,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) url: Url,
    /// Where it lies in the walk.
    pub(crate) place: PagePlace,
    /// Whether rows came or went while the walk went by number.
    pub(crate) drifted: bool,
}

/// Where a page lies in its walk, and what it takes to say where one of its
/// items lies.
#[derive(Clone, Debug)]
pub(crate) struct PagePlace {
    /// What it was asked for with.
    pub(crate) at: At,
    /// Pages before it.
    pub(super) pages: u64,
    /// Items before it.
    pub(super) items: u64,
    /// Items at its beginning that an earlier walk has handed out.
    pub(super) skipped: u64,
    /// Whether the limit cut items off its end.
    pub(super) cut: bool,
    pub(super) kept: Kept,
}

/// A run of requests: where it stands and what it has seen.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pub(crate) plan: Arc<Plan>,
    pub(super) at: At,
    /// Why it can't go on; told when it is asked to.
    pub(super) fault: Option<Error>,
    /// The position that it goes on from, until the page there was read.
    pub(super) resumes: Option<Position>,
    /// Pages read, those of the walks before it included.
    pub(crate) pages: u64,
    /// Items read, those of the walks before it included.
    pub(crate) items: u64,
    /// Items that the limit leaves.
    pub(super) items_left: Option<u64>,
    /// Pages that `max_pages` leaves.
    pub(super) pages_left: Option<u64>,
    /// Whether it began at the start, so that its items can be counted
    /// against the total.
    pub(super) whole: bool,
    /// The page size, fixed for the walk.
    pub(super) size: Option<u64>,
    /// The limit, where it is smaller than a page: no more is asked for, and
    /// positions do not keep it.
    pub(super) size_cap: Option<u64>,
    pub(super) counts: Counts,
    /// Whether a page by number was read.
    pub(super) numbered: bool,
    pub(super) empty_in_a_row: u64,
    pub(super) seen: Seen,
    /// The page before, where the walk goes by number or offset.
    pub(super) before: Option<Kept>,
    pub(crate) warnings: Vec<Warning>,
}

impl Walk {
    pub(crate) fn new(plan: Arc<Plan>, from: At) -> Self {
        let paging = &plan.list.paging;
        let by_size = from.depends_on_size(paging);
        // Where the size decides where pages begin, it is always sent, and a
        // limit does not change it.
        let default = paging.size.and_then(|size| size.default);
        let size = if by_size { plan.page_size.or(default) } else { plan.page_size };
        let caps = |limit: &u64| !by_size && size.or(default).is_some_and(|size| *limit < size);
        let size_cap = plan.limit.filter(caps);
        let whole = match from {
            At::Number(page) => paging.number.is_some_and(|number| number.start == page),
            At::Offset(at) => paging.offset.is_some_and(|offset| offset.start == at),
            _ => from == At::Start,
        };
        Self {
            at: from,
            fault: None,
            resumes: None,
            pages: 0,
            items: 0,
            items_left: plan.limit,
            pages_left: plan.max_pages,
            plan,
            whole,
            size,
            size_cap,
            counts: Counts::default(),
            numbered: false,
            empty_in_a_row: 0,
            seen: Seen::default(),
            before: None,
            warnings: Vec::new(),
        }
    }

    /// A walk of the same list from elsewhere, with pages of the same size.
    pub(crate) fn moved(&self, to: At) -> Self {
        Self { size: self.size, ..Self::new(self.plan.clone(), to) }
    }

    /// The next request; none at the end. After an error the walk is to be
    /// [stopped](Self::stop).
    pub(crate) fn ask(&mut self) -> Option<Result<Ask, Error>> {
        if self.is_done() {
            return None;
        }
        if let Some(fault) = &self.fault {
            return Some(Err(fault.clone()));
        }
        if self.pages_left == Some(0) {
            let most = self.plan.max_pages.unwrap_or_default();
            let what =
                format!("the list goes on after {most} pages, the most that `max_pages` allows");
            let error = self.error(ErrorKind::TooManyPages, what);
            return Some(Err(error.standing(self.position())));
        }
        let page = self.pages + 1;
        let ask = match self.request(&self.at, page) {
            Ok(ask) => ask,
            Err(error) => {
                let error = error.at(page, &self.plan.url).standing(self.position());
                return Some(Err(error));
            }
        };
        if self.seen.is_empty() {
            self.seen.note(&self.at.key(&ask.url), ask.page);
        }
        Some(Ok(ask))
    }

    /// The request of the page this many numbers behind the next one, as far as
    /// the counts of the server and the limits of the walk let it be there. Only
    /// once a page was read, since counts come with it.
    pub(crate) fn ask_ahead(&self, by: u64) -> Option<Ask> {
        let (At::Number(next), Some(number), None) =
            (&self.at, self.plan.list.paging.number, &self.fault)
        else {
            return None;
        };
        let page = next.checked_add(by)?;
        let before = page.checked_sub(number.start)?;
        let items = |pages: u64| Some(pages.saturating_mul(self.size?));
        let read = next.saturating_sub(number.start).saturating_sub(1);
        let is_there = match (self.counts.last_page(read, 1), self.counts.last_item(self.items)) {
            _ if !self.numbered => false,
            (Some(pages), _) => before < pages,
            (None, Some(total)) if self.whole => items(before)? < total,
            (None, _) => true,
        };
        let is_wanted = match self.items_left {
            Some(left) => items(by)? < left,
            None => true,
        };
        let is_allowed = self.pages_left.is_none_or(|left| by < left);
        let request = || self.request(&At::Number(page), self.pages + 1 + by).ok();
        (is_there && is_wanted && is_allowed).then(request).flatten()
    }

    /// Whether there is nothing more to ask for, and nothing to complain of.
    pub(crate) fn is_done(&self) -> bool {
        self.remaining() == Some(0) || (self.fault.is_none() && self.at == At::Done)
    }

    /// Goes no further.
    pub(crate) fn stop(&mut self) {
        self.at = At::Done;
        self.fault = None;
    }

    /// How many items the limit leaves; none without one.
    pub(crate) fn remaining(&self) -> Option<u64> {
        self.items_left
    }

    /// What links keep: the list with filters and page size.
    fn url_of_all(&self) -> Url {
        let mut url = self.plan.url.clone();
        let in_query = self.plan.list.paging.size.filter(|size| !is_in_body(size.query));
        if let (Some(size), Some(value)) = (in_query, self.wire_size()) {
            link::append(&mut url, &link::pair(size.query, &value.to_string()));
        }
        url
    }

    /// The page size that is sent. A page that is asked for again has to hold the
    /// items that were handed out of it.
    pub(super) fn wire_size(&self) -> Option<u64> {
        match (&self.resumes, self.size_cap) {
            (Some(from), _) if from.index > 0 => self.size.map(|size| size.max(from.index)),
            (_, None) => self.size,
            (_, Some(cap)) => Some(self.size.map_or(cap, |size| size.min(cap))),
        }
    }

    /// Has something to say.
    pub(super) fn warn(&mut self, warning: Warning) {
        tracing::warn!("{warning}");
        self.warnings.push(warning);
    }

    /// An error on the page that the walk stands before.
    pub(super) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, message).at(self.pages + 1, &self.plan.url)
    }

    /// The position before that of a page: the link that the reply gave, or
    /// the number before its own.
    pub(crate) fn previous(
        &self,
        at: &At,
        ask: &Url,
        envelope: &Envelope,
    ) -> Option<Result<At, Error>> {
        let paging = &self.plan.list.paging;
        match *at {
            At::Number(page) => {
                let first = paging.number.map_or(0, |number| number.start);
                (page > first).then(|| Ok(At::Number(page - 1)))
            }
            At::Offset(at) => {
                let offset = paging.offset.filter(|offset| offset.step == Step::Size)?;
                let size = envelope.shown(Key::Size).filter(|size| *size > 0).or(self.size)?;
                let before = at.saturating_sub(size).max(offset.start);
                (at > offset.start).then_some(Ok(At::Offset(before)))
            }
            _ if paging.send == Send::Url => Some(self.link(envelope.text(Key::Previous)?, ask)),
            _ => None,
        }
    }

    /// The position of a link of a reply.
    pub(super) fn link(&self, raw: &str, ask: &Url) -> Result<At, Error> {
        let safety = self.plan.list.paging.safety;
        let mut url = link::resolve(raw, ask, &self.plan.url, safety.origin)?;
        link::keep(&mut url, &self.url_of_all(), safety.keep);
        if let Some(param) = &self.plan.auth_param {
            link::remove(&mut url, param);
        }
        Ok(At::Link(url))
    }
}
