//! Walks by offset whose rows have a key: each page is asked for from one row
//! before, and that row has to be the last one of the page before. So it is seen
//! that rows came or went in front, and where the walk goes on.

use crate::error::{Error, ErrorKind};
use crate::paging::{OnDrift, Step};
use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::overlap::{AskFrom, Begins};
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::walk::Walk;
use http::StatusCode;

impl Walk {
    /// Whether pages of this list overlap.
    pub(in crate::protocol) fn overlaps(&self) -> bool {
        self.plan.key.is_some() && self.on_drift() != OnDrift::Off
    }

    /// What it does that rows went; off where the step is not by items.
    fn on_drift(&self) -> OnDrift {
        let offset = self.plan.list.paging.offset.as_ref();
        offset.filter(|offset| offset.step == Step::Items).map_or(OnDrift::Off, |it| it.overlap)
    }

    /// How many rows in front of the position are asked for once more.
    pub(in crate::protocol) fn overlap(&self, at: &Cursor) -> u64 {
        match (at, &self.plan.list.paging.offset) {
            (Cursor::Offset(offset), Some(paging)) if *at == self.at => {
                self.overlap.rows(*offset, paging.start)
            }
            _ => 0,
        }
    }

    /// Whether the server refuses a page since it overlaps: some take multiples of
    /// the page size alone. It is asked for plainly then, as are all behind it.
    pub(in crate::protocol) fn refuses_overlap(&mut self, status: StatusCode) -> bool {
        let refuses = self.overlap(&self.at) > 0
            // One that it took before showed that the row is gone.
            && self.overlap.from != AskFrom::PageBefore
            && matches!(status.as_u16(), 400 | 422);
        self.overlap.is_off |= refuses;
        refuses
    }

    /// What a page that was asked for so begins with. An error says that the row
    /// which was handed out last is gone.
    pub(in crate::protocol) fn anchored(
        &mut self,
        page: &RowKeys,
        envelope: &Envelope,
    ) -> Result<Begins, Error> {
        let total = envelope.shown(ReplyKey::Total);
        let rows = self.overlap(&self.at);
        let Some(anchor) = self.overlap.anchor().filter(|_| rows > 0) else {
            return Ok(Begins::With(0));
        };
        if page.first(&self.plan) == Some(anchor) {
            // A short page means nothing, also where it has no other row.
            if page.count() > 1 || self.states_end(envelope)? {
                return Ok(Begins::With(1));
            }
            self.overlap.from = AskFrom::Behind;
            return Ok(Begins::Again);
        }
        // A server that rounds offsets gives the page before once more. So does one
        // where rows came in front, which its total may show.
        if self.overlap.from != AskFrom::PageBefore
            && total == self.counts.newest_total()
            && self.repeats.is_page_before(page, self.progress.pages, &self.plan)
        {
            self.overlap.is_off = true;
            return Ok(Begins::Again);
        }
        let keys = page.keys(&self.plan);
        let place = keys.iter().position(|key| *key == Some(anchor));
        if let Some(behind) = place.map(|place| place as u64 + 1) {
            // Twice running nothing behind the row: the offsets lead elsewhere.
            let is_idle = behind == page.count();
            if !(is_idle && self.overlap.is_idle) {
                return Ok(Begins::With(behind));
            }
        }
        if self.overlap.from != AskFrom::PageBefore {
            self.overlap.from = AskFrom::PageBefore;
            if self.overlap(&self.at) > rows {
                return Ok(Begins::Again);
            }
        }
        if self.on_drift() == OnDrift::Warn {
            self.overlap.is_off = true;
            self.warn(Warning::AnchorLost { page: self.progress.pages + 1 });
            return Ok(Begins::Again);
        }
        Err(Error::new(
            ErrorKind::Drifted,
            "the list changed while it was walked by offset: the last record that was handed out is no longer there, so it can't be told where to go on; walk the list from its beginning, or let the list say `offset: {overlap: warn}`",
        ))
    }

    /// Whether a reply says that no row follows the one that it begins with.
    fn states_end(&self, envelope: &Envelope) -> Result<bool, Error> {
        let more = envelope.more(self.plan.list.paging.more.as_ref())?;
        Ok(more.map_or(self.is_behind_the_counts(), |more| !more))
    }

    /// Whether a page by offset goes on from the one before: it overlaps it, or has
    /// nothing behind a page that had the overlapping row alone.
    pub(in crate::protocol) fn goes_on(&self, skipped: u64, rows: u64) -> bool {
        skipped > 0 || (rows == 0 && self.overlap.from == AskFrom::Behind)
    }

    /// Notes the page that the next one has to overlap.
    pub(in crate::protocol) fn note_overlap(&mut self, page: &RowKeys, skipped: u64) {
        if self.overlaps() && matches!(self.at, Cursor::Offset(_)) {
            let (last, rows) = (page.last(&self.plan), page.count());
            self.overlap = self.overlap.moved(last, rows, skipped == rows);
        }
    }
}
