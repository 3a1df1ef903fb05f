//! How a reply is accepted, in this order: status, body, decoding, the API's
//! own word, items, and only then the way on.

use crate::error::Error;
use crate::list::rows::Rows;
use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::overlap::Begins;
use crate::protocol::repeats::guard::Again;
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::request::PageRequest;
use crate::protocol::response::Response;
use crate::protocol::response::contents::{Contents, NoRows, build};
use crate::protocol::response::envelope::Envelope;
use crate::protocol::response::redact::Redactor;
use crate::protocol::signs;
use crate::protocol::walk::{Page, PagePlace, Walk};
use bytes::Bytes;
use http::StatusCode;

/// A page that was accepted, without what its response says of itself.
struct Accepted {
    items: Rows,
    envelope: Envelope,
    place: PagePlace,
    drifted: bool,
}

impl Walk {
    /// Reads the response to its request and moves on; `contents` is what
    /// [`Plan::decode`](crate::protocol::Plan::decode) found in it. The items
    /// are those of the page behind the position that the walk goes on from, cut
    /// at the limit. An error means that the page is void, and leaves the walk
    /// where it was; what only keeps it from going on comes with the next
    /// [`next_request`](Self::next_request).
    pub(crate) fn read(
        &mut self,
        ask: &PageRequest,
        response: Response,
        contents: Option<Contents>,
    ) -> Result<Option<Page>, Error> {
        self.credentials.clone_from(&response.credentials);
        match self.accept(ask, &response, contents) {
            Ok(None) => Ok(None),
            Ok(Some(Accepted { items, envelope, place, drifted })) => {
                let Response { url, status, headers, .. } = response;
                Ok(Some(Page { items, envelope, status, headers, url, place, drifted }))
            }
            Err(error) => Err(response.blame(error, ask).standing(self.position())),
        }
    }

    fn accept(
        &mut self,
        ask: &PageRequest,
        response: &Response,
        contents: Option<Contents>,
    ) -> Result<Option<Accepted>, Error> {
        let redactor = Redactor::new(response, ask);
        let Some(Contents { envelope, rows, text, decode }) = contents else {
            if self.refuses_overlap(response.status) {
                return Ok(None);
            }
            if self.is_past_the_end(response.status) {
                return Ok(Some(self.past_the_end()));
            }
            return Err(self.refused(response, &redactor));
        };
        let mut items = self.rows(response, &envelope, rows, &redactor)?;
        let numbered = match self.at {
            Cursor::Start => self.plan.list.paging.number.is_some(),
            Cursor::Number(_) | Cursor::Offset(_) => true,
            _ => false,
        };

        let all = items.len() as u64;
        let keys = RowKeys::new(&self.plan, text.clone(), all);
        // What a page overlaps was counted with the one before it.
        let (skipped, overlap) = match self.anchored(&keys, &envelope)? {
            Begins::Again => {
                self.proof.note_total(&envelope);
                return Ok(None);
            }
            Begins::With(0) => (self.skip(&keys, all)?, 0),
            Begins::With(rows) => (rows, rows),
        };
        let wanted = self.wanted(skipped);
        if items.lack(wanted) {
            // Rows came in front of those that were given before.
            let rows = build(&text, decode.at_most(wanted));
            items = self.rows(response, &envelope, rows, &redactor)?;
        }
        let place = PagePlace {
            at: self.asked_for(),
            pages: self.progress.pages,
            items: self.progress.items.saturating_sub(overlap),
            skipped,
            overlap,
            cut: false,
            keys,
        };
        self.take(response, envelope, items, place, numbered).map(Some)
    }

    /// Takes the rows of a page, and goes on from it. An error voids the page.
    fn take(
        &mut self,
        response: &Response,
        envelope: Envelope,
        mut items: Rows,
        mut place: PagePlace,
        numbered: bool,
    ) -> Result<Accepted, Error> {
        let all = items.len() as u64;
        let before = self.progress.whole.then_some(place.items);
        let moved = self.counts.note(&envelope, before, all).filter(|_| numbered);
        let again = self.repeats.note_page(
            place.keys.clone(),
            self.progress.pages + 1,
            place.skipped,
            numbered,
            &self.plan,
        );
        let drifted = self.note_drift(again, moved, numbered, place.overlap > 0);
        let is_first = place.at == Cursor::first(&self.plan.list);
        let is_anchored = is_first || self.goes_on(place.skipped, all);
        self.proof.note(&place.at, &envelope, all, self.wire_size(), is_anchored);
        if !self.advance(&response.url, &envelope, &place, all, again)? {
            items = Rows::default();
        }
        items.skip(place.skipped);
        place.cut = self.limits.take(&mut items);
        if self.limits.is_reached() && self.goes_on_in_small_pages(&place.at) {
            place.cut = true;
            let default = self.plan.list.paging.size.as_ref().and_then(|size| size.default);
            self.limits.fill_size(default);
        }
        self.note_overlap(&place.keys, place.skipped);
        self.progress.items = place.items + place.skipped + items.len() as u64;
        self.progress.pages += 1;
        self.resumes = None;
        let is_asked_again = matches!(self.at, Cursor::Number(_) | Cursor::Offset(_));
        self.last = is_asked_again.then(|| (place.clone(), items.len() as u64));
        self.note_excess()?;
        if self.at == Cursor::Done && !self.limits.is_reached() {
            self.finish(all, numbered);
            self.look_for_more(response, all, &envelope);
        }
        if let Some(fault) = self.fault.take() {
            let behind = self.position_in(&place, items.len() as u64);
            let fault = fault.standing(behind).masked(response.credentials.as_deref());
            self.fault = Some(fault.masked(Some(&self.plan.path.mask())));
        }
        Ok(Accepted { items, envelope, place, drifted })
    }

    /// What the request that was just answered asked for.
    fn asked_for(&self) -> Cursor {
        match self.at {
            Cursor::Offset(at) => Cursor::Offset(at - self.overlap(&self.at)),
            _ => self.at.clone(),
        }
    }

    /// Whether rows came or went since the page before, or come again, as far as
    /// can be seen. A page that overlaps the one before goes on from it all the
    /// same, whatever the total is now.
    fn note_drift(
        &mut self,
        again: Again,
        total: Option<(u64, u64)>,
        numbered: bool,
        overlaps: bool,
    ) -> bool {
        let page = self.progress.pages + 1;
        let rows = match again {
            Again::Rows(rows) => rows,
            Again::Nothing | Again::Page(_) => 0,
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

    /// The rows of a page. A failure that the API states goes before what is
    /// wrong with them.
    fn rows(
        &self,
        response: &Response,
        envelope: &Envelope,
        rows: Result<Rows, NoRows>,
        redactor: &Redactor<'_>,
    ) -> Result<Rows, Error> {
        let failed = |api| self.failed(response, &api, redactor);
        if let Some(api) = envelope.failure()? {
            return Err(failed(api));
        }
        let rows = match rows {
            Ok(rows) if rows.len() == 0 => self.no_rows(None, response, envelope),
            Ok(rows) => Ok(rows),
            Err(NoRows::Missing(found)) if self.plan.list.missing_is_empty => {
                self.no_rows(Some(found), response, envelope)
            }
            Err(NoRows::Missing(found) | NoRows::NoArray(found)) => {
                Err(self.not_rows(found, response, envelope))
            }
            Err(NoRows::Unusable(error)) => return Err(error.status_code(response.status)),
        };
        match (rows, envelope.implied_failure()) {
            (Ok(rows), Some(api)) if rows.len() == 0 => Err(failed(api)),
            (Err(_), Some(api)) => Err(failed(api)),
            (Ok(rows), _) => Ok(rows),
            (Err(what), None) => Err(self.no_page(response, envelope, &what, redactor)),
        }
    }

    /// Warns where the walk ended with its first page, and the reply says
    /// elsewhere that more follows.
    fn look_for_more(&mut self, response: &Response, items: u64, envelope: &Envelope) {
        let is_all = self.progress.pages == 1 && self.progress.whole;
        if !is_all || !self.plan.list.paging.ends.hints {
            return;
        }
        let Response { url, headers, .. } = response;
        let said = (headers, url, response.text().unwrap_or_default());
        if let Some(sign) = signs::more(said, &self.plan.list.items, items, &envelope.pointers()) {
            let sign =
                response.credentials.as_ref().map_or(sign.clone(), |mask| mask.hide(&sign).into());
            self.warn(Warning::MoreFollows { sign });
        }
    }

    /// What a reply without rows comes to: an empty page where it does not say
    /// that it failed. `found` is what is at the items pointer in place of an
    /// array. An error says what is wrong.
    fn no_rows(
        &self,
        found: Option<&str>,
        response: &Response,
        envelope: &Envelope,
    ) -> Result<Rows, String> {
        if envelope.says_success() {
            return Ok(Rows::default());
        }
        let (text, items) = (response.text().unwrap_or_default(), &self.plan.list.items);
        let sign = signs::failure(text, items, found.is_none(), envelope.says_paging());
        let found = found.unwrap_or("an empty array");
        sign.map_or(Ok(Rows::default()), |sign| {
            Err(format!("expected items at `{items}`, found {found}, and {sign}"))
        })
    }

    /// What is wrong where the items should be.
    fn not_rows(&self, found: &str, response: &Response, envelope: &Envelope) -> String {
        let items = &self.plan.list.items;
        if self.states_failure(response, envelope) {
            return format!(
                "expected an array of items at `{items}`, found {found}, and the response says that the request failed"
            );
        }
        // Behind rows, a reply that lacks them is no list without any.
        let or = if self.progress.items == 0 {
            ", or let the list say that missing items are an empty page"
        } else {
            ""
        };
        format!(
            "expected an array of items at `{items}`, found {found}; correct the items pointer{or}"
        )
    }

    /// Whether a server refuses a page since it lies behind the end that the
    /// newest counts state.
    fn is_past_the_end(&self, status: StatusCode) -> bool {
        // A page that is asked for again, to go on from its rows, was there.
        let is_new = self.resumes.as_ref().is_none_or(|from| from.index == 0);
        is_new && matches!(status.as_u16(), 400 | 404 | 416) && self.is_behind_the_counts()
    }

    /// Whether the page that the walk asks for, by number or offset, lies behind
    /// the end that the newest counts state: rows went since the largest was
    /// stated.
    pub(in crate::protocol) fn is_behind_the_counts(&self) -> bool {
        let paging = &self.plan.list.paging;
        let before = |at: u64, start: Option<u64>| Some(at.saturating_sub(start?));
        let (pages, items) = match self.at {
            Cursor::Number(page) => {
                (before(page, paging.first_number()), Some(self.progress.items))
            }
            Cursor::Offset(at) => (None, before(at, paging.first_offset())),
            _ => return false,
        };
        self.counts.end_before(pages, items)
    }

    /// The page behind the end: it has no rows, and the walk ends.
    fn past_the_end(&mut self) -> Accepted {
        let place = PagePlace {
            at: std::mem::replace(&mut self.at, Cursor::Done),
            pages: self.progress.pages,
            items: self.progress.items,
            skipped: 0,
            overlap: 0,
            cut: false,
            keys: RowKeys::new(&self.plan, Bytes::new(), 0),
        };
        self.progress.pages += 1;
        self.resumes = None;
        self.proof.note_way(&place.at);
        self.finish(0, true);
        let envelope = Envelope::new(self.plan.tree.pointers.clone());
        Accepted { items: Rows::default(), envelope, place, drifted: false }
    }
}
