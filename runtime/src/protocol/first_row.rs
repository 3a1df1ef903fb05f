//! Lists whose pages begin with the row at the position: the first row of a page is then
//! the last one of the page before, and is dropped.

use crate::error::{Error, ErrorKind};
use crate::paging::FirstRow;
use crate::position::cursor::Cursor;
use crate::protocol::overlap::{Overlap, PageStart};
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::walk::{PagePlace, Walk};

impl Walk {
    /// Whether a first row that the page before ended with is dropped.
    pub(in crate::protocol) fn drops_first_row(&self) -> bool {
        let rules = &self.plan.list.paging.next_rules;
        self.plan.key.is_some() && rules.overlap == FirstRow::Drop
    }

    /// How many rows of the next page may be dropped, if it is requested at this position.
    pub(in crate::protocol) fn droppable(&self, at: &Cursor) -> u64 {
        let is_position = !matches!(at, Cursor::Number(_) | Cursor::Offset(_));
        let may_drop = is_position && self.drops_first_row();
        u64::from(may_drop && self.overlap.anchor().is_some())
    }

    /// How many rows at the beginning of a page the page before ended with.
    pub(in crate::protocol) fn dropped(&self, page: &RowKeys, anchor: u64) -> PageStart {
        PageStart::Overlap(u64::from(page.first(&self.plan) == Some(anchor)))
    }

    /// Notes the row that the next page may begin with. If a page may have room for one
    /// row alone, one that repeats it does not show that the list has ended.
    pub(in crate::protocol) fn note_last_row(&mut self, page: &RowKeys, skipped: u64) {
        if page.count() > 0 {
            self.overlap = Overlap::with_row(page.last(&self.plan));
        }
        if page.count() == 1 && skipped == 0 && self.wire_size().is_none_or(|size| size <= 1) {
            self.proof.mark_doubtful();
        }
    }

    /// Whether a page has no rows but the dropped one. The error says that it has no
    /// room for another row.
    pub(in crate::protocol) fn is_only_overlap(
        &self,
        page: &PagePlace,
        items: u64,
    ) -> Result<bool, Error> {
        let is_only = page.overlap > 0 && items == page.overlap;
        if is_only && self.wire_size().is_some_and(|size| size <= items) {
            return Err(Error::new(
                ErrorKind::Cycle,
                "the page has room for one row, which is the last one of the page before, so the walk would never end; set a page size of 2 or more",
            ));
        }
        Ok(is_only)
    }
}
