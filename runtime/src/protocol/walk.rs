//! The state of a walk, and its requests.

use crate::error::{Error, ErrorKind};
use crate::list::rows::{Decode, Rows};
use crate::paging::{Evidence, LinkBase, SendIn, Step, is_in_body};
use crate::position::Position;
use crate::position::beside::Beside;
use crate::position::cursor::Cursor;
use crate::position::delta::Synchronisation;
use crate::protocol::Warning;
use crate::protocol::counts::Counts;
use crate::protocol::limits::Limits;
use crate::protocol::link;
use crate::protocol::overlap::Overlap;
use crate::protocol::plan::Plan;
use crate::protocol::proof::Proof;
use crate::protocol::repeats::guard::Repeats;
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::request::PageRequest;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::stored_link;
use crate::protocol::warnings::Warnings;
use crate::secret::Mask;
use http::{HeaderMap, StatusCode};
use std::any::Any;
use std::borrow::Cow;
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
    /// Its place in the walk.
    pub(crate) place: PagePlace,
    /// Whether rows were added or removed during a walk by number or offset.
    pub(crate) drifted: bool,
    /// The rest of the page, if the caller asked for it and its reply has a body.
    pub(crate) rest: Option<Box<dyn Any + Send>>,
}

/// The place of a page in its walk, from which the positions of its items are computed.
#[derive(Clone, Debug)]
pub(crate) struct PagePlace {
    /// The position that it was requested with.
    pub(crate) at: Cursor,
    /// What that request sent beside the position.
    pub(in crate::protocol) beside: Beside,
    /// Pages before it.
    pub(in crate::protocol) pages: u64,
    /// Items before it.
    pub(in crate::protocol) items: u64,
    /// How many of its first items were yielded before.
    pub(in crate::protocol) skipped: u64,
    /// How many of those overlap the page before.
    pub(in crate::protocol) overlap: u64,
    /// Whether the limit cut off items at its end.
    pub(in crate::protocol) cut: bool,
    /// The page size with which it is requested again.
    pub(in crate::protocol) size: Option<u64>,
    pub(in crate::protocol) keys: RowKeys,
}

/// How far a walk has come.
#[derive(Clone, Debug, Default)]
pub(in crate::protocol) struct Progress {
    /// How many pages were read, including those of earlier runs.
    pub(in crate::protocol) pages: u64,
    /// How many items were read, including those of earlier runs.
    pub(in crate::protocol) items: u64,
    /// Whether it began at the beginning of the list, so that its items can be compared
    /// with the total.
    pub(in crate::protocol) from_start: bool,
    /// Whether a page by number was read.
    pub(in crate::protocol) numbered: bool,
}

/// A run of requests over a list: its position, and what it has seen.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pub(crate) plan: Arc<Plan>,
    pub(in crate::protocol) at: Cursor,
    /// What the next request sends beside the position.
    pub(in crate::protocol) beside: Beside,
    /// Where it is among the synchronisations of its list.
    pub(in crate::protocol) sync: Synchronisation,
    /// Why it can't continue; the next request returns it.
    pub(in crate::protocol) stop_error: Option<Error>,
    /// The position that it resumes from, until the page there was read.
    pub(in crate::protocol) resumes: Option<Position>,
    pub(in crate::protocol) progress: Progress,
    pub(in crate::protocol) limits: Limits,
    pub(in crate::protocol) counts: Counts,
    pub(in crate::protocol) repeats: Repeats,
    pub(in crate::protocol) overlap: Overlap,
    pub(in crate::protocol) proof: Proof,
    /// The last page that was requested by number or offset, and its number of items. A
    /// walk that is resumed requests that page again.
    pub(in crate::protocol) last: Option<(PagePlace, u64)>,
    pub(crate) warnings: Warnings,
    /// Hides the credentials of the newest request.
    pub(in crate::protocol) credentials: Option<Arc<Mask>>,
    /// The evidence that it must have at its end; reset after the error was returned.
    pub(in crate::protocol) required: Evidence,
}

impl Walk {
    pub(crate) fn new(plan: Arc<Plan>, from: Cursor) -> Self {
        let paging = &plan.list.paging;
        let from_start = match from {
            Cursor::Number(page) => paging.first_number() == Some(page),
            Cursor::Offset(at) => paging.first_offset() == Some(at),
            _ => from == Cursor::Start,
        };
        Self {
            limits: Limits::new(&plan, &from),
            plan,
            at: from,
            beside: Beside::default(),
            sync: Synchronisation::default(),
            stop_error: None,
            resumes: None,
            progress: Progress { from_start, ..Progress::default() },
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

    /// A walk of the same list from another position, with the same page size. The first
    /// request sends nothing beside its position.
    pub(crate) fn moved(&self, to: Cursor) -> Self {
        let is_first = to == Cursor::first(&self.plan.list);
        let walk = Self::new(self.plan.clone(), to);
        let beside = match self.delta_beside() {
            _ if !is_first => self.beside.clone(),
            Some(delta) => {
                Beside::default().with(self.plan.list.paging.carry.iter().count(), delta)
            }
            None => Beside::default(),
        };
        let sync = Synchronisation { delta: None, ..self.sync };
        Self { limits: walk.limits.sized(self.limits.size()), beside, sync, ..walk }
    }

    /// The next request; `None` at the end. After an error the caller must
    /// [stop](Self::stop) the walk.
    pub(crate) fn next_request(&mut self) -> Option<Result<PageRequest, Error>> {
        if self.is_done() {
            return None;
        }
        if let Some(error) = &self.stop_error {
            return Some(Err(error.clone()));
        }
        if self.is_at_end() {
            return Some(Err(self.unproven()));
        }
        if !self.limits.allow_page(0) {
            let most = self.plan.max_pages.unwrap_or_default();
            let what =
                format!("the list has more than {most} pages, the maximum that `max_pages` allows");
            let error = self.error(ErrorKind::TooManyPages, what);
            return Some(Err(error.at_position(self.position())));
        }
        let page = self.progress.pages + 1;
        let request = match self.request(&self.at, page) {
            Ok(request) => request,
            Err(error) => {
                let error = error
                    .at(page, &self.at, &self.plan.url, &self.plan.path)
                    .at_position(self.position());
                return Some(Err(error));
            }
        };
        let first = self.start_token();
        let first = (first.as_ref().unwrap_or(&self.at), &self.beside);
        self.repeats.begin(first, &request.url, request.page);
        Some(Ok(request))
    }

    /// The request of the page `by` numbers after the next one, if the server's counts
    /// and the limits of the walk allow it. Only after a first page was read, since it
    /// has the counts. If each reply has values that the next request sends, no page after
    /// the next one can be requested.
    pub(crate) fn request_ahead(&self, by: u64) -> Option<PageRequest> {
        let (Cursor::Number(next), Some(start), None) =
            (&self.at, self.plan.list.paging.first_number(), &self.stop_error)
        else {
            return None;
        };
        if by > 0 && self.plan.list.paging.carry.iter().next().is_some() {
            return None;
        }
        let page = next.checked_add(by)?;
        let before = page.checked_sub(start)?;
        let read = next.saturating_sub(start).saturating_sub(1);
        let Progress { items, from_start, numbered, .. } = self.progress;
        let is_there = match (self.counts.last_page(read, 1), self.counts.last_item(items)) {
            _ if !numbered => false,
            (Some(pages), _) => before < pages,
            (None, Some(total)) if from_start => self.limits.items_of(before)? < total,
            (None, _) => true,
        };
        let at = Cursor::Number(page);
        let is_wanted = self.limits.reach_page(by)
            && self.limits.allow_page(by)
            && !self.limits.ends_before(&at);
        let request = || self.request(&at, self.progress.pages + 1 + by).ok();
        (is_there && is_wanted).then(request).flatten()
    }

    /// Whether the walk has ended, and no error is left to return.
    pub(crate) fn is_done(&self) -> bool {
        self.is_at_end() && !self.lacks_evidence()
    }

    /// Whether no more pages are requested.
    pub(crate) fn is_at_end(&self) -> bool {
        let ends = self.at == Cursor::Done || self.limits.ends_before(&self.at);
        self.limits.is_reached() || (self.stop_error.is_none() && ends)
    }

    /// Ends the walk.
    pub(crate) fn stop(&mut self) {
        self.at = Cursor::Done;
        self.stop_error = None;
        self.required = Evidence::Unproven;
    }

    /// How many items the limit leaves; `None` without a limit.
    pub(crate) fn remaining(&self) -> Option<u64> {
        self.limits.items_left()
    }

    /// How the rows of the next page are read. As far as is known in advance, no more
    /// of them are built than will be yielded.
    pub(crate) fn decoding(&self, decode: Decode) -> Decode {
        let yielded = self.resumes.as_ref().map_or(0, |from| from.index);
        decode.at_most(self.wanted(yielded.saturating_add(self.overlap(&self.at))))
    }

    /// How many rows of a page are needed, if this many at its beginning were yielded before.
    pub(in crate::protocol) fn wanted(&self, yielded: u64) -> u64 {
        self.remaining().map_or(u64::MAX, |left| left.saturating_add(yielded))
    }

    /// The list's URL with its filters and this page size, whose parameters links keep.
    pub(in crate::protocol) fn url_of_all(&self, size: Option<u64>) -> Url {
        let mut url = self.plan.url.clone();
        let in_query = self.plan.list.paging.size.as_ref().filter(|size| !is_in_body(&size.query));
        if let (Some(param), Some(size)) = (in_query, size) {
            link::append(&mut url, &link::pair(&param.query, &size.to_string()));
        }
        url
    }

    /// The page size that is sent.
    pub(in crate::protocol) fn wire_size(&self) -> Option<u64> {
        let new = || self.wire_size_of_new_pages();
        self.requested_again().map_or_else(new, |from| self.size_again(from))
    }

    /// The page size that is sent for pages of which no item was yielded.
    fn wire_size_of_new_pages(&self) -> Option<u64> {
        self.limits.wire_size(self.overlap(&self.at))
    }

    /// Adds a warning.
    pub(in crate::protocol) fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    /// An error about the next page.
    pub(in crate::protocol) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, message).at(
            self.progress.pages + 1,
            &self.at,
            &self.plan.url,
            &self.plan.path,
        )
    }

    /// The position of the page before this one: the reply's link, or the previous number.
    pub(crate) fn previous(
        &self,
        at: &Cursor,
        request: &Url,
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
                    .number_or_none(ReplyKey::Size)
                    .filter(|size| *size > 0)
                    .or(self.limits.size())?;
                let before = at.saturating_sub(size).max(offset.start);
                (at > offset.start).then_some(Ok(Cursor::Offset(before)))
            }
            _ if paging.send == SendIn::Url => {
                Some(self.link(envelope.text(ReplyKey::Previous)?, request, envelope))
            }
            _ => None,
        }
    }

    /// The position that a reply's link leads to.
    pub(in crate::protocol) fn link(
        &self,
        raw: &str,
        request: &Url,
        envelope: &Envelope,
    ) -> Result<Cursor, Error> {
        let raw = self.based(raw, envelope)?;
        if stored_link::is_cut(&raw, self.credentials.as_deref()) {
            return Err(stored_link::credentials_remain("link"));
        }
        let mut url = self.followed(&raw, request)?;
        let of_all = self.url_of_all(self.wire_size_of_new_pages());
        link::keep(&mut url, &of_all, &self.plan.keep);
        self.plan.take_out(&mut url, self.credentials.as_deref())?;
        Ok(Cursor::Link(url))
    }

    /// A link below what the list's links are relative to.
    fn based<'l>(&self, link: &'l str, envelope: &Envelope) -> Result<Cow<'l, str>, Error> {
        Ok(match &self.plan.list.paging.send_rules.url {
            LinkBase::Request => Cow::Borrowed(link),
            LinkBase::Base => link::below(self.plan.base.as_str(), link),
            LinkBase::At(_) => match envelope.text(ReplyKey::Base) {
                Some(base) => link::below(base, link),
                None => return Err(envelope.wrong(ReplyKey::Base, "the base of links")),
            },
        })
    }

    /// The URL that a link leads to, without credentials in the query.
    pub(in crate::protocol) fn followed(&self, raw: &str, request: &Url) -> Result<Url, Error> {
        let origin = &self.plan.list.paging.safety.origin;
        let mut url = link::resolve(raw, request, &self.plan.url, origin)?;
        if let Some(param) = &self.plan.auth_param {
            link::remove(&mut url, param);
        }
        Ok(url)
    }
}
