//! How a reply is accepted, in this order: status, body, decoding, what the reply states
//! of itself (that the request came too early, that it failed, that it is incomplete),
//! items, and only then the next position.

use crate::error::{Error, ErrorKind};
use crate::list::rest::{PageText, RestReader};
use crate::list::rows::Rows;
use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::overlap::PageStart;
use crate::protocol::repeats::guard::Repeated;
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::request::PageRequest;
use crate::protocol::response::Response;
use crate::protocol::response::contents::{Contents, NoRows, build};
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::redact::Redactor;
use crate::protocol::signs;
use crate::protocol::walk::{Page, PagePlace, Walk};
use bytes::Bytes;
use http::StatusCode;
use std::any::Any;

/// A page that was accepted, without its status and headers.
struct Accepted {
    items: Rows,
    envelope: Envelope,
    place: PagePlace,
    drifted: bool,
    rest: Option<Box<dyn Any + Send>>,
}

impl Walk {
    /// Reads the response to a request and moves to the next position; `contents` is
    /// what [`Plan::decode`](crate::protocol::Plan::decode) found in it. The page's
    /// items begin after the position that the walk resumes from, and end at the limit.
    /// On an error the page does not count, and the walk stays where it was. If the
    /// page is fine but does not lead to the next one, the next
    /// [`next_request`](Self::next_request) returns that error.
    pub(crate) fn read(
        &mut self,
        ask: &PageRequest,
        response: Response,
        contents: Option<Contents>,
    ) -> Result<Option<Page>, Error> {
        self.credentials.clone_from(&response.credentials);
        match self.accept(ask, &response, contents) {
            Ok(None) => Ok(None),
            Ok(Some(Accepted { items, envelope, place, drifted, rest })) => {
                let Response { url, status, headers, .. } = response;
                Ok(Some(Page { items, envelope, status, headers, url, place, drifted, rest }))
            }
            Err(error) => Err(response.blame(error, ask).at_position(self.position())),
        }
    }

    fn accept(
        &mut self,
        ask: &PageRequest,
        response: &Response,
        contents: Option<Contents>,
    ) -> Result<Option<Accepted>, Error> {
        let redactor = Redactor::new(response, ask);
        let Some(Contents { envelope, rows, text, facts, at, decode }) = contents else {
            if self.refuses_overlap(response.status) {
                return Ok(None);
            }
            if self.is_past_the_end(response.status) {
                return Ok(Some(self.past_the_end()));
            }
            return Err(self.refused(response, &redactor));
        };
        if envelope.is_end() {
            // A delta that has expired is not an empty list.
            if response.status.is_client_error() && self.begins_synchronisation() {
                return Err(self.refused(response, &redactor));
            }
            // The status that ends the list may also refuse an overlap.
            if self.refuses_overlap(response.status) {
                return Ok(None);
            }
            self.note_end_status(response);
        }
        self.check_statements(response, &envelope, &redactor)?;
        let mut items = self.rows(response, &envelope, rows, &redactor)?;
        let numbered = match self.at {
            Cursor::Start => self.plan.list.paging.number.is_some(),
            Cursor::Number(_) | Cursor::Offset(_) => true,
            _ => false,
        };

        let all = items.len() as u64;
        let keys = match facts {
            Some(facts) => RowKeys::of_facts(&self.plan, facts, all),
            None => RowKeys::new(&self.plan, text.clone(), all),
        };
        // The rows of an overlap were counted with the page before.
        let (skipped, overlap) = match self.page_start(&keys, &envelope)? {
            PageStart::RequestAgain => {
                self.proof.note_total(&envelope);
                return Ok(None);
            }
            PageStart::Overlap(0) => (self.skip(&keys, all)?, 0),
            PageStart::Overlap(rows) => (rows, rows),
        };
        let rest = match decode.rest() {
            Some(reader) if !envelope.is_end() => {
                let body = response.text().unwrap_or_default();
                let page = PageText { body, items: at.clone() };
                Some(self.rest(reader, &page, decode.memory())?)
            }
            _ => None,
        };
        let wanted = self.wanted(skipped);
        if items.lack(wanted) {
            // Rows were added before those that were yielded already.
            let rows = build(&text, &decode.at_most(wanted));
            items = self.rows(response, &envelope, rows, &redactor)?;
        }
        let place = PagePlace {
            at: self.requested(),
            beside: self.beside.clone(),
            pages: self.progress.pages,
            items: self.progress.items.saturating_sub(overlap),
            skipped,
            overlap,
            cut: false,
            size: None,
            keys,
        };
        let accepted = self.take(response, envelope, (items, &text[..]), place, numbered)?;
        if self.progress.pages == 1 && self.progress.from_start {
            self.warn_of_other_arrays(response, &accepted.envelope, at.as_ref());
        }
        Ok(Some(Accepted { rest, ..accepted }))
    }

    /// The rest of a page.
    fn rest(
        &self,
        reader: RestReader,
        page: &PageText<'_>,
        memory: usize,
    ) -> Result<Box<dyn Any + Send>, Error> {
        reader.read(page, memory).map_err(|why| {
            let items = &self.plan.list.items;
            let what = format!(
                "the rest of the page, without the items at `{items}`, does not decode{why}"
            );
            Error::new(ErrorKind::Record, what)
        })
    }

    /// Takes the rows of a page, whose array is in this text, and moves to the next
    /// position. On an error the page does not count.
    fn take(
        &mut self,
        response: &Response,
        envelope: Envelope,
        (mut items, text): (Rows, &[u8]),
        mut place: PagePlace,
        numbered: bool,
    ) -> Result<Accepted, Error> {
        self.note_partial(&envelope);
        let all = items.len() as u64;
        let before = self.progress.from_start.then_some(place.items);
        let moved = self.counts.note(&envelope, before, all).filter(|_| numbered);
        let repeated = self.repeats.note_page(
            place.keys.clone(),
            self.progress.pages + 1,
            place.skipped,
            numbered,
            &self.plan,
        );
        // A record may change more than once, and is then listed more than once.
        let repeated = match repeated {
            Repeated::Rows(_) if self.sync.is_next && !numbered => Repeated::Nothing,
            repeated => repeated,
        };
        let drifted = self.note_drift(repeated, moved, numbered, place.overlap > 0);
        let is_first = place.at == Cursor::first(&self.plan.list);
        let is_anchored = is_first || self.continues(place.skipped, all);
        let is_marked = self.is_end_mark(envelope.stated(ReplyKey::Next));
        self.proof.note(&place.at, &envelope, all, self.wire_size(), (is_anchored, is_marked));
        if !self.advance(&response.url, &envelope, &place, all, repeated)? {
            items = Rows::default();
        }
        items.skip(place.skipped);
        place.size =
            self.requested_again().map_or(self.limits.size(), |from| self.size_again(from));
        place.cut = self.limits.take(&mut items);
        if self.limits.is_reached() && self.continues_in_small_pages(&place.at) {
            place.cut = true;
            place.size = place.size.or(self.plan.default_size());
        }
        self.note_overlap(&place.keys, place.skipped);
        place.keys.release_large_text(&self.plan);
        self.progress.items = place.items + place.skipped + items.len() as u64;
        self.progress.pages += 1;
        self.resumes = None;
        let is_asked_again = matches!(self.at, Cursor::Number(_) | Cursor::Offset(_));
        self.last = is_asked_again.then(|| (place.clone(), items.len() as u64));
        self.note_excess()?;
        if self.at == Cursor::Done && !place.cut {
            self.note_delta();
        }
        if self.at == Cursor::Done && !self.limits.is_reached() {
            self.finish(all, numbered);
            self.warn_of_more(response, all, &envelope);
        }
        if let Some(error) = self.stop_error.take() {
            let after = self.position_in(&place, items.len() as u64);
            let text = std::str::from_utf8(text).unwrap_or_default();
            let error = self.with_other_case(error, response, &envelope, text);
            let error = error.at_position(after).masked(response.credentials.as_deref());
            self.stop_error = Some(error.masked(Some(&self.plan.path.mask())));
        }
        Ok(Accepted { items, envelope, place, drifted, rest: None })
    }

    /// The position of the request that was just answered.
    fn requested(&self) -> Cursor {
        match self.at {
            Cursor::Offset(at) => Cursor::Offset(at - self.overlap(&self.at)),
            _ => self.at.clone(),
        }
    }

    /// Whether rows were added, removed or repeated since the page before, as far as
    /// the page shows. If it overlaps the page before, it continues that page, whatever
    /// the total is now.
    fn note_drift(
        &mut self,
        repeated: Repeated,
        total: Option<(u64, u64)>,
        numbered: bool,
        overlaps: bool,
    ) -> bool {
        let page = self.progress.pages + 1;
        let rows = match repeated {
            Repeated::Rows(rows) => rows,
            Repeated::Nothing | Repeated::Page(_) => 0,
        };
        if !numbered {
            if rows > 0 {
                self.warn(Warning::Repeated { page, rows });
            }
            return false;
        }
        let drifted = total.is_some() || rows > 0;
        if rows > 0 || (drifted && !overlaps) {
            self.warn(Warning::Drifted { page, repeated: rows, total });
        }
        drifted
    }

    /// Checks what a reply states of itself: that the request came too early, that it
    /// failed, or that it is incomplete. That takes precedence over its rows.
    fn check_statements(
        &self,
        response: &Response,
        envelope: &Envelope,
        redactor: &Redactor<'_>,
    ) -> Result<(), Error> {
        if self.plan.is_later(envelope) {
            return Err(self.failed(response, &envelope.api_error(), redactor));
        }
        if let Some(api) = envelope.failure(&self.plan.list.errors)? {
            return Err(self.failed(response, &api, redactor));
        }
        self.check_whole(response, envelope, redactor)
    }

    /// The rows of a page. A failure that its code implies takes precedence over missing
    /// or unusable rows.
    fn rows(
        &self,
        response: &Response,
        envelope: &Envelope,
        rows: Result<Rows, NoRows>,
        redactor: &Redactor<'_>,
    ) -> Result<Rows, Error> {
        let failed = |api| self.failed(response, &api, redactor);
        if envelope.is_end() {
            return Ok(Rows::default());
        }
        let rows = match rows {
            Ok(rows) if rows.len() == 0 => {
                self.accept_empty(None, response, envelope).map_err(|what| (what, ""))
            }
            Ok(rows) => Ok(rows),
            Err(NoRows::Missing(found))
                if self.plan.list.missing_is_empty && !self.has_items_in_other_case(response) =>
            {
                self.accept_empty(Some(found), response, envelope).map_err(|what| (what, ""))
            }
            Err(NoRows::Missing(found) | NoRows::NoArray(found)) => {
                Err(self.missing_items(found, response, envelope))
            }
            Err(NoRows::Unusable(error)) => {
                let error = self.with_other_case(error, response, envelope, "");
                return Err(error.status_code(response.status));
            }
        };
        match (rows, envelope.implied_failure()) {
            (Ok(rows), Some(api)) if rows.len() == 0 => Err(failed(api)),
            (Err(_), Some(api)) => Err(failed(api)),
            (Ok(rows), _) => Ok(rows),
            (Err((what, advice)), None) => {
                let error = self.not_a_list_page(response, envelope, &what, redactor);
                Err(error.with_message(|message| format!("{message}{advice}")))
            }
        }
    }

    /// Decides about a reply without rows: an empty page, unless the reply says that it
    /// failed. `found` is what is at the items pointer in place of an array. The error
    /// says what is wrong.
    fn accept_empty(
        &self,
        found: Option<&str>,
        response: &Response,
        envelope: &Envelope,
    ) -> Result<Rows, String> {
        if envelope.says_success(&self.plan.list.errors) {
            return Ok(Rows::default());
        }
        let (text, items) = (response.text().unwrap_or_default(), self.plan.items_at(&self.at));
        let sign = signs::failure(text, items, found.is_none(), envelope.says_paging());
        let found = found.unwrap_or("an empty array");
        sign.map_or(Ok(Rows::default()), |sign| {
            Err(format!("expected items at `{items}`, found {found}, and {sign}"))
        })
    }

    /// Whether the server refuses a page because it is past the end, according to the
    /// newest counts.
    fn is_past_the_end(&self, status: StatusCode) -> bool {
        // A page that is requested again, to resume within it, existed before.
        let is_new = self.resumes.as_ref().is_none_or(|from| from.index == 0);
        is_new && matches!(status.as_u16(), 400 | 404 | 416) && self.is_past_stated_end()
    }

    /// Whether the page that the walk requests, by number or offset, is past the end
    /// according to the newest counts. That happens if rows were removed since a larger
    /// count was stated.
    pub(in crate::protocol) fn is_past_stated_end(&self) -> bool {
        let paging = &self.plan.list.paging;
        let before = |at: u64, start: Option<u64>| Some(at.saturating_sub(start?));
        let (pages, items) = match self.at {
            Cursor::Number(page) => {
                (before(page, paging.first_number()), Some(self.progress.items))
            }
            Cursor::Offset(at) => (None, before(at, paging.first_offset())),
            _ => return false,
        };
        self.counts.stated_end_is_at_or_before(pages, items)
    }

    /// A page past the end: it has no rows, and the walk ends.
    fn past_the_end(&mut self) -> Accepted {
        let place = PagePlace {
            at: std::mem::replace(&mut self.at, Cursor::Done),
            beside: self.beside.clone(),
            pages: self.progress.pages,
            items: self.progress.items,
            skipped: 0,
            overlap: 0,
            cut: false,
            size: None,
            keys: RowKeys::new(&self.plan, Bytes::new(), 0),
        };
        self.progress.pages += 1;
        self.resumes = None;
        self.proof.note_cursor(&place.at);
        self.note_delta();
        self.finish(0, true);
        let envelope = Envelope::new(self.plan.tree.pointers.clone());
        Accepted { items: Rows::default(), envelope, place, drifted: false, rest: None }
    }
}
