//! A walk: what it asks for, what it reads from a reply, and where it stands.

use crate::error::{Error, ErrorKind};
use crate::list::rows::{Decode, Rows};
use crate::paging::{Evidence, SendIn, Step, is_in_body};
use crate::position::Position;
use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::counts::Counts;
use crate::protocol::kept_link;
use crate::protocol::limits::Limits;
use crate::protocol::link;
use crate::protocol::overlap::Overlap;
use crate::protocol::plan::Plan;
use crate::protocol::proof::Proof;
use crate::protocol::repeats::guard::Repeats;
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::request::PageRequest;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::warnings::Warnings;
use crate::secret::Mask;
use http::{HeaderMap, StatusCode};
use std::sync::Arc;
use url::Url;

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
    pub(crate) at: Cursor,
    /// Pages before it.
    pub(in crate::protocol) pages: u64,
    /// Items before it.
    pub(in crate::protocol) items: u64,
    /// Items at its beginning that an earlier walk has handed out.
    pub(in crate::protocol) skipped: u64,
    /// Of these, those that overlap the page before.
    pub(in crate::protocol) overlap: u64,
    /// Whether the limit cut items off its end.
    pub(in crate::protocol) cut: bool,
    pub(in crate::protocol) keys: RowKeys,
}

/// How far a walk is.
#[derive(Clone, Debug, Default)]
pub(in crate::protocol) struct Progress {
    /// Pages read, those of the walks before it included.
    pub(in crate::protocol) pages: u64,
    /// Items read, those of the walks before it included.
    pub(in crate::protocol) items: u64,
    /// Whether it began at the start, so that its items can be counted
    /// against the total.
    pub(in crate::protocol) whole: bool,
    /// Whether a page by number was read.
    pub(in crate::protocol) numbered: bool,
}

/// A run of requests: where it stands and what it has seen.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pub(crate) plan: Arc<Plan>,
    pub(in crate::protocol) at: Cursor,
    /// Why it can't go on; told when it is asked to.
    pub(in crate::protocol) fault: Option<Error>,
    /// The position that it goes on from, until the page there was read.
    pub(in crate::protocol) resumes: Option<Position>,
    pub(in crate::protocol) progress: Progress,
    pub(in crate::protocol) limits: Limits,
    pub(in crate::protocol) counts: Counts,
    pub(in crate::protocol) repeats: Repeats,
    pub(in crate::protocol) overlap: Overlap,
    pub(in crate::protocol) proof: Proof,
    /// The last page that was asked for by number or offset, and its items: where
    /// the walk goes on, that page is asked for again.
    pub(in crate::protocol) last: Option<(PagePlace, u64)>,
    pub(crate) warnings: Warnings,
    /// Hides the credentials of the newest request.
    pub(in crate::protocol) credentials: Option<Arc<Mask>>,
    /// What its end has to show; nothing once that it does not was told.
    pub(in crate::protocol) required: Evidence,
}

impl Walk {
    pub(crate) fn new(plan: Arc<Plan>, from: Cursor) -> Self {
        let paging = &plan.list.paging;
        let whole = match from {
            Cursor::Number(page) => paging.first_number() == Some(page),
            Cursor::Offset(at) => paging.first_offset() == Some(at),
            _ => from == Cursor::Start,
        };
        Self {
            limits: Limits::new(&plan, &from),
            plan,
            at: from,
            fault: None,
            resumes: None,
            progress: Progress { whole, ..Progress::default() },
            counts: Counts::default(),
            repeats: Repeats::default(),
            overlap: Overlap::default(),
            proof: Proof::default(),
            last: None,
            warnings: Warnings::default(),
            credentials: None,
            required: Evidence::Unproven,
        }
    }

    /// A walk of the same list from elsewhere, with pages of the same size.
    pub(crate) fn moved(&self, to: Cursor) -> Self {
        let walk = Self::new(self.plan.clone(), to);
        Self { limits: walk.limits.sized(self.limits.size()), ..walk }
    }

    /// The next request; none at the end. After an error the walk is to be
    /// [stopped](Self::stop).
    pub(crate) fn next_request(&mut self) -> Option<Result<PageRequest, Error>> {
        if self.is_done() {
            return None;
        }
        if let Some(fault) = &self.fault {
            return Some(Err(fault.clone()));
        }
        if self.is_at_end() {
            return Some(Err(self.unproven()));
        }
        if !self.limits.allow_page(0) {
            let most = self.plan.max_pages.unwrap_or_default();
            let what =
                format!("the list goes on after {most} pages, the most that `max_pages` allows");
            let error = self.error(ErrorKind::TooManyPages, what);
            return Some(Err(error.standing(self.position())));
        }
        let page = self.progress.pages + 1;
        let ask = match self.request(&self.at, page) {
            Ok(ask) => ask,
            Err(error) => {
                let error = error
                    .at(page, &self.at, &self.plan.url, &self.plan.path)
                    .standing(self.position());
                return Some(Err(error));
            }
        };
        self.repeats.begin(&self.at, &ask.url, ask.page);
        Some(Ok(ask))
    }

    /// The request of the page this many numbers behind the next one, as far as
    /// the counts of the server and the limits of the walk let it be there. Only
    /// once a page was read, since counts come with it.
    pub(crate) fn request_ahead(&self, by: u64) -> Option<PageRequest> {
        let (Cursor::Number(next), Some(start), None) =
            (&self.at, self.plan.list.paging.first_number(), &self.fault)
        else {
            return None;
        };
        let page = next.checked_add(by)?;
        let before = page.checked_sub(start)?;
        let read = next.saturating_sub(start).saturating_sub(1);
        let Progress { items, whole, numbered, .. } = self.progress;
        let is_there = match (self.counts.last_page(read, 1), self.counts.last_item(items)) {
            _ if !numbered => false,
            (Some(pages), _) => before < pages,
            (None, Some(total)) if whole => self.limits.items_of(before)? < total,
            (None, _) => true,
        };
        let at = Cursor::Number(page);
        let is_wanted = self.limits.reach_page(by)
            && self.limits.allow_page(by)
            && !self.limits.ends_before(&at);
        let request = || self.request(&at, self.progress.pages + 1 + by).ok();
        (is_there && is_wanted).then(request).flatten()
    }

    /// Whether there is nothing more to ask for, and nothing to complain of.
    pub(crate) fn is_done(&self) -> bool {
        self.is_at_end() && !self.lacks_evidence()
    }

    /// Whether there is nothing more to ask for.
    pub(crate) fn is_at_end(&self) -> bool {
        let ends = self.at == Cursor::Done || self.limits.ends_before(&self.at);
        self.limits.is_reached() || (self.fault.is_none() && ends)
    }

    /// Goes no further.
    pub(crate) fn stop(&mut self) {
        self.at = Cursor::Done;
        self.fault = None;
        self.required = Evidence::Unproven;
    }

    /// How many items the limit leaves; none without one.
    pub(crate) fn remaining(&self) -> Option<u64> {
        self.limits.items_left()
    }

    /// How the rows of the next page are read: no more of them are built than are
    /// handed out, as far as it can be told before it was read.
    pub(crate) fn decoding(&self, decode: Decode) -> Decode {
        let given = self.resumes.as_ref().map_or(0, |from| from.index);
        decode.at_most(self.wanted(given.saturating_add(self.overlap(&self.at))))
    }

    /// How many rows of a page are wanted, where so many at its beginning were given
    /// before.
    pub(in crate::protocol) fn wanted(&self, given: u64) -> u64 {
        self.remaining().map_or(u64::MAX, |left| left.saturating_add(given))
    }

    /// What links keep: the list with filters and page size.
    pub(in crate::protocol) fn url_of_all(&self) -> Url {
        let mut url = self.plan.url.clone();
        let in_query = self.plan.list.paging.size.as_ref().filter(|size| !is_in_body(&size.query));
        if let (Some(size), Some(value)) = (in_query, self.wire_size()) {
            link::append(&mut url, &link::pair(&size.query, &value.to_string()));
        }
        url
    }

    /// The page size that is sent. A page that is asked for again has to hold the
    /// items that were handed out of it.
    pub(in crate::protocol) fn wire_size(&self) -> Option<u64> {
        let given = self.resumes.as_ref().map_or(0, |from| from.index);
        self.limits.wire_size(given, self.overlap(&self.at))
    }

    /// Has something to say.
    pub(in crate::protocol) fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    /// An error on the page that the walk stands before.
    pub(in crate::protocol) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, message).at(
            self.progress.pages + 1,
            &self.at,
            &self.plan.url,
            &self.plan.path,
        )
    }

    /// The position before that of a page: the link that the reply gave, or
    /// the number before its own.
    pub(crate) fn previous(
        &self,
        at: &Cursor,
        ask: &Url,
        envelope: &Envelope,
    ) -> Option<Result<Cursor, Error>> {
        let paging = &self.plan.list.paging;
        match *at {
            Cursor::Number(page) => {
                let first = paging.first_number().unwrap_or(0);
                (page > first).then(|| Ok(Cursor::Number(page - 1)))
            }
            Cursor::Offset(at) => {
                let offset = paging.offset.as_ref().filter(|offset| offset.step == Step::Size)?;
                let size = envelope
                    .shown(ReplyKey::Size)
                    .filter(|size| *size > 0)
                    .or(self.limits.size())?;
                let before = at.saturating_sub(size).max(offset.start);
                (at > offset.start).then_some(Ok(Cursor::Offset(before)))
            }
            _ if paging.send == SendIn::Url => {
                Some(self.link(envelope.text(ReplyKey::Previous)?, ask))
            }
            _ => None,
        }
    }

    /// The position of a link of a reply.
    pub(in crate::protocol) fn link(&self, raw: &str, ask: &Url) -> Result<Cursor, Error> {
        if kept_link::is_cut(raw, self.credentials.as_deref()) {
            return Err(kept_link::in_the_open("link"));
        }
        let mut url = self.followed(raw, ask)?;
        link::keep(&mut url, &self.url_of_all(), &self.plan.list.paging.safety.keep);
        self.plan.take_out(&mut url, self.credentials.as_deref())?;
        Ok(Cursor::Link(url))
    }

    /// Where a link leads, without the credentials that go in the query.
    pub(in crate::protocol) fn followed(&self, raw: &str, ask: &Url) -> Result<Url, Error> {
        let origin = &self.plan.list.paging.safety.origin;
        let mut url = link::resolve(raw, ask, &self.plan.url, origin)?;
        if let Some(param) = &self.plan.auth_param {
            link::remove(&mut url, param);
        }
        Ok(url)
    }
}
