//! A walk: what it asks for, what it reads from a reply, and where it stands.

use super::envelope::{Envelope, Key, Pointers};
use super::link;
use super::probe::Probe;
use super::read::{self, Items, Unreadable};
use super::seen::Seen;
use crate::error::{ApiError, Error, ErrorKind};
use crate::list::List;
use crate::page::Warning;
use crate::paging::Send;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::sync::Arc;
use url::Url;

/// What stays the same over a walk.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The list's URL with its filters, without paging and without auth.
    pub(crate) url: Url,
    pub(crate) list: List,
    pub(crate) probe: Probe,
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
    pub(crate) fn probe(list: &List) -> Result<Probe, Error> {
        Probe::new(list.items, Pointers::of(&list.paging, &list.errors)).map_err(|pointer| {
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

/// Where a walk stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// Before the first request.
    Start,
    /// Before this URL.
    Link(Url),
    /// Before the page of this token.
    Token(Box<str>),
    /// Before the page of this number.
    Number(u64),
    /// At the end.
    Done,
}

impl Position {
    /// The first one of a list.
    pub(crate) fn first(list: &List) -> Self {
        match (list.paging.next, list.paging.number) {
            (None, Some(number)) => Self::Number(number.start),
            _ => Self::Start,
        }
    }

    /// What stands for it in the table of those seen; `url` is that of the
    /// request where it has none of its own.
    pub(super) fn key<'a>(&'a self, url: &'a Url) -> (bool, &'a str) {
        match self {
            Self::Token(token) => (true, token),
            Self::Link(url) => (false, url.as_str()),
            _ => (false, url.as_str()),
        }
    }
}

/// A request that a walk makes.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) url: Url,
    /// Which page of the walk it is for, from 1.
    pub(crate) page: u64,
}

/// A reply, whole.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) ask: Ask,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: bytes::Bytes,
}

/// A page that was read.
#[derive(Debug)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) envelope: Envelope,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) url: Url,
    /// The position that it was asked for with.
    pub(crate) at: Position,
}

/// A run of requests: where it stands and what it has seen.
#[derive(Clone, Debug)]
pub(crate) struct Walk {
    pub(crate) plan: Arc<Plan>,
    pub(super) at: Position,
    /// Why it can't go on; told when it is asked to.
    pub(super) fault: Option<Error>,
    /// Pages read.
    pub(crate) pages: u64,
    /// Items read.
    pub(crate) items: u64,
    /// Whether it began at the start, so that its items can be counted
    /// against the total.
    pub(super) whole: bool,
    /// The page size on the wire, fixed with the first page.
    pub(super) size: Option<u64>,
    pub(super) total: Option<u64>,
    pub(super) empty_in_a_row: u64,
    pub(super) seen: Seen,
    /// The hash of the items of the page before.
    pub(super) content: Option<u128>,
    pub(crate) warnings: Vec<Warning>,
}

impl Walk {
    pub(crate) fn new(plan: Arc<Plan>, from: Position) -> Self {
        let paging = &plan.list.paging;
        let by_number = matches!(from, Position::Number(_));
        // By number the size decides where pages begin: it is always sent,
        // and a limit does not change it.
        let default = paging.size.and_then(|size| size.default);
        let size = match (plan.page_size, plan.limit) {
            (set, _) if by_number => set.or(default),
            (Some(set), Some(limit)) => Some(set.min(limit)),
            (None, Some(limit)) if default.is_some_and(|default| limit < default) => Some(limit),
            (set, _) => set,
        };
        let whole = match from {
            Position::Number(page) => paging.number.is_some_and(|number| number.start == page),
            _ => from == Position::Start,
        };
        let at = if plan.limit == Some(0) { Position::Done } else { from };
        Self {
            plan,
            at,
            fault: None,
            pages: 0,
            items: 0,
            whole,
            size,
            total: None,
            empty_in_a_row: 0,
            seen: Seen::default(),
            content: None,
            warnings: Vec::new(),
        }
    }

    /// A walk of the same list from elsewhere, with pages of the same size.
    pub(crate) fn moved(&self, to: Position) -> Self {
        Self { size: self.size, ..Self::new(self.plan.clone(), to) }
    }

    /// The next request; none at the end.
    pub(crate) fn ask(&mut self) -> Option<Result<Ask, Error>> {
        if self.remaining() == Some(0) {
            return None;
        }
        if let Some(fault) = self.fault.take() {
            self.at = Position::Done;
            return Some(Err(fault));
        }
        if self.at == Position::Done {
            return None;
        }
        if let Some(max) = self.plan.max_pages.filter(|max| self.pages >= *max) {
            self.at = Position::Done;
            return Some(Err(self.error(
                ErrorKind::TooManyPages,
                format!("the list goes on after {max} pages, the most that `max_pages` allows"),
            )));
        }
        let ask = Ask { url: self.url(), page: self.pages + 1 };
        if self.pages == 0 {
            self.seen.note(&self.at.key(&ask.url), 1);
        }
        Some(Ok(ask))
    }

    /// Whether there is nothing more to ask for, and nothing to complain of.
    pub(crate) fn is_done(&self) -> bool {
        self.remaining() == Some(0) || (self.fault.is_none() && self.at == Position::Done)
    }

    /// Goes no further.
    pub(crate) fn stop(&mut self) {
        self.at = Position::Done;
        self.fault = None;
    }

    /// How many items the limit leaves; none without one.
    pub(crate) fn remaining(&self) -> Option<u64> {
        self.plan.limit.map(|limit| limit.saturating_sub(self.items))
    }

    /// The URL of the position the walk stands at.
    fn url(&self) -> Url {
        let paging = &self.plan.list.paging;
        let mut url = self.url_of_all();
        match (&self.at, paging.send, paging.number) {
            (Position::Link(link), ..) => url.clone_from(link),
            (Position::Token(token), Send::Query(param), _) => {
                link::append(&mut url, &link::pair(param, token));
            }
            (Position::Number(page), _, Some(number)) => {
                link::append(&mut url, &link::pair(number.query, &page.to_string()));
            }
            _ => {}
        }
        url
    }

    /// The URL of all positions but links: the list with filters and page size.
    fn url_of_all(&self) -> Url {
        let mut url = self.plan.url.clone();
        if let (Some(size), Some(value)) = (self.plan.list.paging.size, self.size) {
            link::append(&mut url, &link::pair(size.query, &value.to_string()));
        }
        url
    }

    /// Reads a reply and moves on. The items are those of the page, cut at the
    /// limit. An error means that the page is void; what only keeps the walk
    /// from going on comes with the next [`ask`](Self::ask).
    pub(crate) fn read<T: for<'de> Deserialize<'de>>(
        &mut self,
        reply: Reply,
    ) -> Result<Page<T>, Error> {
        let place = (reply.ask.page, reply.ask.url.clone());
        let page = self.accept(reply).map_err(|error| error.at(place.0, &place.1));
        if page.is_err() {
            self.stop();
        }
        page
    }

    fn accept<T: for<'de> Deserialize<'de>>(&mut self, reply: Reply) -> Result<Page<T>, Error> {
        let Reply { ask, status, headers, body } = reply;
        let text = std::str::from_utf8(&body);
        if !status.is_success() {
            return Err(self.refused(status, text.unwrap_or_default()));
        }
        let text = text
            .map_err(|cause| Error::new(ErrorKind::Body, "the body is not UTF-8").because(cause));
        let list = &self.plan.list;
        let hash = list.paging.number.is_some()
            && matches!(self.at, Position::Start | Position::Number(_));
        let reading = read::read::<T>(text?, &self.plan.probe, hash)
            .map_err(|failed| self.unreadable(&failed, status, &headers, &body))?;

        let envelope = reading.envelope;
        if let Some(api) = envelope.failure()? {
            return Err(failed(status, api));
        }
        let stood = match reading.items {
            Items::Rows(rows) => Ok(rows),
            Items::Missing | Items::Not("null") if list.missing_is_empty => Ok(Vec::new()),
            Items::Missing => Err("nothing"),
            Items::Not(stood) => Err(stood),
        };
        let mut items = stood.map_err(|stood| {
            Error::new(ErrorKind::Items, format!("there should be an array of items at `{}`, and there is {stood}; correct the items pointer, or say that a missing list is an empty one", list.items))
                .status_code(status)
        })?;

        let at = self.at.clone();
        let new = self.turn(&ask, &envelope, items.len() as u64, reading.hash)?;

        let limit = if new { self.remaining().unwrap_or(u64::MAX) } else { 0 };
        items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        self.items += items.len() as u64;
        self.pages += 1;
        if self.at == Position::Done && self.remaining() != Some(0) {
            self.finish();
        }
        Ok(Page { items, envelope, status, headers, url: ask.url, at })
    }

    /// The error of a status other than 2xx, with what the body says of it.
    fn refused(&self, status: StatusCode, text: &str) -> Error {
        let api = read::read::<IgnoredAny>(text, &self.plan.probe, false)
            .map(|reading| reading.envelope.api_error())
            .unwrap_or_default();
        let said = api.message.as_ref().map(|said| format!(": {said}")).unwrap_or_default();
        Error::new(ErrorKind::Status, format!("the server answered {status}{said}"))
            .status_code(status)
            .api(api)
    }

    /// The error of a body that could not be read: the API's own word, if the
    /// body holds one.
    fn unreadable(
        &self,
        broken: &Unreadable,
        status: StatusCode,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Error {
        let text = std::str::from_utf8(body).unwrap_or_default();
        if broken.item.is_some()
            && let Ok(reading) = read::read::<IgnoredAny>(text, &self.plan.probe, false)
            && let Ok(Some(api)) = reading.envelope.failure()
        {
            return failed(status, api);
        }
        let cause = &broken.cause;
        if let Some(index) = broken.item {
            let what = format!("item {index} does not decode: {cause}");
            return Error::new(ErrorKind::Record, what).status_code(status);
        }
        let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or("no content type");
        let what = format!("the body ({kind}, {} bytes) is no page: {cause}", body.len());
        Error::new(ErrorKind::Body, what).status_code(status)
    }

    /// An error on the page that the walk stands before.
    pub(super) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, message).at(self.pages + 1, &self.plan.url)
    }

    /// The position before that of a page: the link that the reply gave, or
    /// the number before its own.
    pub(crate) fn previous(
        &self,
        at: &Position,
        ask: &Url,
        envelope: &Envelope,
    ) -> Option<Result<Position, Error>> {
        let paging = &self.plan.list.paging;
        match *at {
            Position::Number(page) => {
                let first = paging.number.map_or(0, |number| number.start);
                (page > first).then(|| Ok(Position::Number(page - 1)))
            }
            _ if paging.send == Send::Url => Some(self.link(envelope.text(Key::Previous)?, ask)),
            _ => None,
        }
    }

    /// The position of a link of a reply.
    pub(super) fn link(&self, raw: &str, ask: &Url) -> Result<Position, Error> {
        let safety = self.plan.list.paging.safety;
        let mut url = link::resolve(raw, ask, &self.plan.url, safety.origin)?;
        link::keep(&mut url, &self.url_of_all(), safety.keep);
        if let Some(param) = &self.plan.auth_param {
            link::remove(&mut url, param);
        }
        Ok(Position::Link(url))
    }
}

/// The error of a reply that says of itself that it failed.
fn failed(status: StatusCode, api: ApiError) -> Error {
    let code = api.code.as_deref().unwrap_or("no code");
    let said = api.message.as_deref().unwrap_or("no message");
    Error::new(ErrorKind::Api, format!("the API answered that it failed ({code}): {said}"))
        .status_code(status)
        .api(api)
}
