//! What a walk has seen for and against its being whole.

use crate::paging::Evidence;
use crate::position::carried::{Carried, StatedTotal};
use crate::position::cursor::Cursor;
use crate::protocol::response::envelope::{Envelope, ReplyKey, Stated};

/// What a walk has seen for and against its being whole.
#[derive(Clone, Debug, Default)]
pub(in crate::protocol) struct Proof {
    pub(in crate::protocol) total: StatedTotal,
    /// Whether something was found that leaves the walk unproven, and no warning
    /// of this walk says so.
    pub(in crate::protocol) is_doubtful: bool,
    /// Whether a page by offset did not overlap the one before.
    pub(in crate::protocol) has_gap: bool,
    /// What the last page was asked for by.
    pub(in crate::protocol) by: By,
    /// Whether the last page states that it is the last, or is shorter than what
    /// was asked for.
    pub(in crate::protocol) states_end: bool,
    /// What the walk before it showed, where that had ended.
    pub(in crate::protocol) ended: Option<Evidence>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(in crate::protocol) enum By {
    #[default]
    Position,
    Number,
    Offset,
}

impl Proof {
    /// That of a walk which goes on from a position.
    pub(in crate::protocol) fn resumed(carried: &Carried, has_ended: bool) -> Self {
        let Carried { total, is_doubtful, has_gap, evidence, .. } = *carried;
        let ended = has_ended.then_some(evidence);
        Self { total, is_doubtful, has_gap, ended, ..Self::default() }
    }

    /// Something was found that leaves the walk unproven.
    pub(in crate::protocol) fn doubt(&mut self) {
        self.is_doubtful = true;
    }

    /// Whether the last page was asked for by number or offset.
    pub(in crate::protocol) fn is_by_number(&self) -> bool {
        !matches!(self.by, By::Position)
    }

    /// Whether the last page was asked for by number.
    pub(in crate::protocol) fn is_by_page_number(&self) -> bool {
        matches!(self.by, By::Number)
    }

    /// Takes what a page was asked for by.
    pub(in crate::protocol) fn note_way(&mut self, at: &Cursor) {
        self.by = match at {
            Cursor::Number(_) => By::Number,
            Cursor::Offset(_) => By::Offset,
            _ => By::Position,
        };
    }

    /// Takes the total that a reply states, also that of a page which is asked for
    /// again; returns it.
    pub(in crate::protocol) fn note_total(&mut self, envelope: &Envelope) -> Option<u64> {
        let total = envelope.shown(ReplyKey::Total);
        self.total = match (self.total, total) {
            (StatedTotal::Nothing, Some(total)) => StatedTotal::Same(total),
            (StatedTotal::Same(known), Some(total)) if known == total => self.total,
            _ => StatedTotal::Mixed,
        };
        total
    }

    /// Takes a page of this many items, asked for at this position in pages of
    /// this size. `is_anchored` is whether it overlapped the one before.
    pub(in crate::protocol) fn note(
        &mut self,
        at: &Cursor,
        envelope: &Envelope,
        items: u64,
        size: Option<u64>,
        is_anchored: bool,
    ) {
        self.note_way(at);
        self.has_gap |= !is_anchored;
        let total = self.note_total(envelope);
        let is_null = match envelope.stated(ReplyKey::Next) {
            Stated::Null => true,
            Stated::Text(text) => text.is_empty(),
            _ => false,
        };
        self.states_end = is_null
            || *envelope.stated(ReplyKey::More) != Stated::Absent
            || total == Some(items)
            || envelope.shown(ReplyKey::Pages) == Some(1)
            || size.is_some_and(|size| items < size);
    }
}
