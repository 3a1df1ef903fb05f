//! What a walk has seen for and against having yielded the whole list.

use crate::paging::Evidence;
use crate::position::carried::{Carried, StatedTotal};
use crate::position::cursor::Cursor;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::stated::Stated;

/// What a walk has seen for and against having yielded the whole list.
#[derive(Clone, Debug, Default)]
pub(in crate::protocol) struct Proof {
    pub(in crate::protocol) total: StatedTotal,
    /// Whether the walk is unproven for a reason that is not among its warnings.
    pub(in crate::protocol) is_doubtful: bool,
    /// Whether a page by offset did not overlap the one before.
    pub(in crate::protocol) has_gap: bool,
    /// How the last page was requested.
    pub(in crate::protocol) by: PagedBy,
    /// Whether the last page states that it is the last, or is shorter than requested.
    pub(in crate::protocol) states_end: bool,
    /// The evidence of the earlier walk, if that had ended.
    pub(in crate::protocol) ended: Option<Evidence>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(in crate::protocol) enum PagedBy {
    #[default]
    Position,
    Number,
    Offset,
}

impl Proof {
    /// For a walk that is resumed from a position.
    pub(in crate::protocol) fn resumed(carried: &Carried, has_ended: bool) -> Self {
        let Carried { total, is_doubtful, has_gap, evidence, .. } = *carried;
        let ended = has_ended.then_some(evidence);
        Self { total, is_doubtful, has_gap, ended, ..Self::default() }
    }

    /// Marks the walk as unproven.
    pub(in crate::protocol) fn mark_doubtful(&mut self) {
        self.is_doubtful = true;
    }

    /// Whether the last page was requested by number or offset.
    pub(in crate::protocol) fn is_by_number(&self) -> bool {
        !matches!(self.by, PagedBy::Position)
    }

    /// Whether the last page was requested by number.
    pub(in crate::protocol) fn is_by_page_number(&self) -> bool {
        matches!(self.by, PagedBy::Number)
    }

    /// Notes how a page was requested.
    pub(in crate::protocol) fn note_cursor(&mut self, at: &Cursor) {
        self.by = match at {
            Cursor::Number(_) => PagedBy::Number,
            Cursor::Offset(_) => PagedBy::Offset,
            _ => PagedBy::Position,
        };
    }

    /// Takes and returns the total that a reply states, even if its page is requested again.
    pub(in crate::protocol) fn note_total(&mut self, envelope: &Envelope) -> Option<u64> {
        let total = envelope.number_or_none(ReplyKey::Total);
        self.total = match (self.total, total) {
            (StatedTotal::Nothing, Some(total)) => StatedTotal::Same(total),
            (StatedTotal::Same(known), Some(total)) if known == total => self.total,
            _ => StatedTotal::Mixed,
        };
        total
    }

    /// Takes a page of this many items that was requested at this position with this
    /// page size. `is_anchored` is whether it overlapped the one before, and `is_marked`
    /// whether it says, in place of the next position, that none follows.
    pub(in crate::protocol) fn note(
        &mut self,
        at: &Cursor,
        envelope: &Envelope,
        items: u64,
        size: Option<u64>,
        (is_anchored, is_marked): (bool, bool),
    ) {
        self.note_cursor(at);
        self.has_gap |= !is_anchored;
        if envelope.is_end() {
            self.states_end = true;
            return;
        }
        let total = self.note_total(envelope);
        self.states_end = is_marked
            || *envelope.stated(ReplyKey::More) != Stated::Absent
            || *envelope.stated(ReplyKey::Delta) != Stated::Absent
            || total == Some(items)
            || envelope.number_or_none(ReplyKey::Pages) == Some(1)
            || size.is_some_and(|size| items < size);
    }
}
