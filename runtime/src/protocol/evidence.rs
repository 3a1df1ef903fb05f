//! The evidence of a walk at its end, and how much of it a position carries.

use crate::paging::{Evidence, OnShortfall};
use crate::position::carried::{Carried, StatedTotal};
use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::proof::PagedBy;
use crate::protocol::walk::Walk;

impl Walk {
    /// How well the walk can show that it yielded the whole list: not at all before it has ended.
    pub(crate) fn evidence(&self) -> Evidence {
        if let Some(ended) = self.proof.ended {
            return ended;
        }
        let has_ended = self.at == Cursor::Done && self.stop_error.is_none();
        let is_cut = self.limits.is_reached();
        let is_single = self.progress.pages == 1 && !self.proof.states_end;
        if !has_ended || is_cut || is_single || !self.progress.from_start || self.is_doubtful() {
            return Evidence::Unproven;
        }
        // An estimate proves nothing.
        let is_exact = self.plan.list.paging.counts != OnShortfall::Ignore;
        let is_counted = is_exact && self.proof.total == StatedTotal::Same(self.progress.items);
        match self.proof.by {
            PagedBy::Position => Evidence::Continued,
            PagedBy::Offset if self.is_anchored() => Evidence::Anchored,
            PagedBy::Number | PagedBy::Offset if is_counted => Evidence::Counted,
            PagedBy::Number | PagedBy::Offset => Evidence::Unproven,
        }
    }

    /// Whether each page by offset overlapped the one before.
    pub(in crate::protocol) fn is_anchored(&self) -> bool {
        self.overlaps() && !self.proof.has_gap && matches!(self.proof.by, PagedBy::Offset)
    }

    fn is_doubtful(&self) -> bool {
        self.proof.is_doubtful || self.warnings.iter().any(Warning::raises_doubt)
    }

    /// The state that a position carries.
    pub(in crate::protocol) fn carried(&self, text: Option<u128>) -> Carried {
        let (visited, rows) = self.repeats.carried();
        Carried {
            visited,
            rows,
            counts: self.counts.carried(),
            total: self.proof.total,
            is_doubtful: self.is_doubtful(),
            has_gap: self.proof.has_gap,
            is_plain: self.overlap.is_off(),
            evidence: self.evidence(),
            text,
        }
    }
}
