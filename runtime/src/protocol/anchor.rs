//! Walks by offset over rows with a key. Each request begins one row early, and its
//! first row must be the last row of the page before. This shows whether rows were
//! added or removed before that point, and where the walk continues.

use crate::error::{Error, ErrorKind};
use crate::paging::{OnDrift, Step};
use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::overlap::{PageStart, RequestFrom};
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::walk::Walk;
use http::StatusCode;

impl Walk {
    /// Whether pages of this list overlap.
    pub(in crate::protocol) fn overlaps(&self) -> bool {
        self.plan.key.is_some() && self.on_drift() != OnDrift::Off
    }

    /// What to do if rows were removed; off if the step is not by items.
    fn on_drift(&self) -> OnDrift {
        let offset = self.plan.list.paging.offset.as_ref();
        offset.filter(|offset| offset.step == Step::Items).map_or(OnDrift::Off, |it| it.overlap)
    }

    /// How many rows before the position are requested once more.
    pub(in crate::protocol) fn overlap(&self, at: &Cursor) -> u64 {
        match (at, &self.plan.list.paging.offset) {
            (Cursor::Offset(offset), Some(paging)) if *at == self.at => {
                self.overlap.rows(*offset, paging.start)
            }
            _ => self.droppable(at),
        }
    }

    /// Whether the server refuses a page because it overlaps: some accept only
    /// multiples of the page size. This page and those after it are then requested
    /// without overlap.
    pub(in crate::protocol) fn refuses_overlap(&mut self, status: StatusCode) -> bool {
        let refuses = matches!(self.at, Cursor::Offset(_))
            && self.overlap(&self.at) > 0
            // It accepted an overlap before, which showed that the row was removed.
            && self.overlap.from != RequestFrom::PageBefore
            && matches!(status.as_u16(), 400 | 422);
        self.overlap.is_off |= refuses;
        refuses
    }

    /// How a page that was requested with an overlap begins. The error says that the
    /// last row that was yielded is gone.
    pub(in crate::protocol) fn page_start(
        &mut self,
        page: &RowKeys,
        envelope: &Envelope,
    ) -> Result<PageStart, Error> {
        let total = envelope.number_or_none(ReplyKey::Total);
        let rows = self.overlap(&self.at);
        let Some(anchor) = self.overlap.anchor().filter(|_| rows > 0) else {
            return Ok(PageStart::Overlap(0));
        };
        if !matches!(self.at, Cursor::Offset(_)) {
            return Ok(self.dropped(page, anchor));
        }
        if page.first(&self.plan) == Some(anchor) {
            // A page without another row does not mean the end either.
            if page.count() > 1 || self.states_end(envelope)? {
                return Ok(PageStart::Overlap(1));
            }
            self.overlap.from = RequestFrom::AfterRow;
            return Ok(PageStart::RequestAgain);
        }
        // A server that rounds offsets returns the page before once more. So does a
        // server to which rows were added, but its total may show that.
        if self.overlap.from != RequestFrom::PageBefore
            && total == self.counts.newest_total()
            && self.repeats.is_page_before(page, self.progress.pages, &self.plan)
        {
            self.overlap.is_off = true;
            return Ok(PageStart::RequestAgain);
        }
        let keys = page.keys(&self.plan);
        let place = keys.iter().position(|key| *key == Some(anchor));
        if let Some(after) = place.map(|place| place as u64 + 1) {
            // Nothing after the row, twice in a row: the offsets lead elsewhere.
            let is_idle = after == page.count();
            if !(is_idle && self.overlap.is_idle) {
                return Ok(PageStart::Overlap(after));
            }
        }
        if self.overlap.from != RequestFrom::PageBefore {
            self.overlap.from = RequestFrom::PageBefore;
            if self.overlap(&self.at) > rows {
                return Ok(PageStart::RequestAgain);
            }
        }
        if self.on_drift() == OnDrift::Warn {
            self.overlap.is_off = true;
            self.warn(Warning::AnchorLost { page: self.progress.pages + 1 });
            return Ok(PageStart::RequestAgain);
        }
        Err(Error::new(
            ErrorKind::Drifted,
            "the list changed while it was paged by offset: the last record yielded is no longer there, so the walk can't tell where to continue; walk the list from its beginning, or set `offset: {overlap: warn}` for the list",
        ))
    }

    /// Whether a reply says that no row follows its first one.
    fn states_end(&self, envelope: &Envelope) -> Result<bool, Error> {
        let more = envelope.more(self.plan.list.paging.more.as_ref())?;
        Ok(more.map_or(self.is_past_stated_end(), |more| !more))
    }

    /// Whether a page by offset continues the one before: it overlaps that page, or it
    /// is empty after a page with no row besides the overlap.
    pub(in crate::protocol) fn continues(&self, skipped: u64, rows: u64) -> bool {
        skipped > 0 || (rows == 0 && self.overlap.from == RequestFrom::AfterRow)
    }

    /// Notes the page that the next one has to overlap.
    pub(in crate::protocol) fn note_overlap(&mut self, page: &RowKeys, skipped: u64) {
        if self.drops_first_row() && !matches!(self.at, Cursor::Offset(_)) {
            self.note_last_row(page, skipped);
        } else if self.overlaps() && matches!(self.at, Cursor::Offset(_)) {
            let (last, rows) = (page.last(&self.plan), page.count());
            self.overlap = self.overlap.moved(last, rows, skipped == rows);
        }
    }
}
