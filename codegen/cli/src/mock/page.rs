//! The rows of a page, and what its reply states about the list: first the
//! correct values, then what faults change.

use super::fault::FaultKind;
use super::page_request::PageRequest;
use super::position_kind::PositionKind;
use super::schedule::Schedule;
use super::style::Style;
use super::token::Cursor;
use pagesmith_codegen::model::NextFrom;
use std::ops::Range;

/// A page.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The positions of its rows.
    pub rows: Range<u64>,
    /// Whether it states that more rows follow.
    pub more: bool,
    pub next: Next,
    /// The total number of rows that it states.
    pub total: u64,
}

/// What a page states about the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The next page begins here.
    At(Cursor),
    /// No page follows.
    End,
    /// Nothing: even the key is missing.
    Missing,
}

impl Page {
    /// The requested page, with the faults that hit it.
    pub(super) fn new(style: &Style<'_>, asked: PageRequest, schedule: &mut Schedule<'_>) -> Self {
        let mut page = Self::honest(style, asked);
        page.misplace_rows(style, asked, schedule);
        page.misstate_next(style, asked, schedule);
        page.misstate_total(style, asked, schedule);
        page
    }

    fn honest(style: &Style<'_>, asked: PageRequest) -> Self {
        let all = style.rows.len();
        let begin = asked.offset.min(all);
        let end = begin.saturating_add(asked.size).min(all);
        let more = end < all;
        let next = Cursor { offset: end, empty: 0 };
        let next = if more { Next::At(next) } else { Next::End };
        Self { rows: begin..end, more, next, total: all }
    }

    /// Faults of the rows.
    fn misplace_rows(
        &mut self,
        style: &Style<'_>,
        asked: PageRequest,
        schedule: &mut Schedule<'_>,
    ) {
        let all = style.rows.len();
        let at = asked.cursor();
        let rows_at = |begin: u64| begin.min(all)..begin.saturating_add(asked.size).min(all);
        // Only if the list pages by tokens can an empty page come before more rows.
        let tokens = states_next(style, asked) && style.kind() == PositionKind::Token;
        let may_be_empty = tokens && asked.offset < all && asked.empty < u16::MAX;
        if may_be_empty && schedule.hits(FaultKind::Empty) {
            schedule.used.push(FaultKind::Empty);
            self.rows = rows_at(all);
            self.set_next(Cursor { offset: asked.offset, empty: asked.empty + 1 });
        }
        if asked.offset > 0 && schedule.hits_page(FaultKind::OtherRows, at) {
            self.rows = rows_at(asked.offset.saturating_sub(asked.size));
        }
        if advances_without_rows(style, asked)
            && let Some(from) = schedule.first_page_hit(FaultKind::EndlessRows, at)
        {
            self.rows = rows_at(from.offset);
            let next = asked.offset.saturating_add(asked.size);
            self.set_next(Cursor { offset: next, empty: 0 });
        }
    }

    /// Faults of the next position, and of the flag for more pages.
    fn misstate_next(
        &mut self,
        style: &Style<'_>,
        asked: PageRequest,
        schedule: &mut Schedule<'_>,
    ) {
        let at = asked.cursor();
        let stated = states_next(style, asked);
        if stated && schedule.hits_page(FaultKind::StaleNext, at) {
            let before = asked.offset.saturating_sub(asked.size);
            self.set_next(Cursor { offset: before, empty: 0 });
        }
        if stated && schedule.hits_page(FaultKind::SameNext, at) {
            self.set_next(at);
        }
        let skipped = self.rows.end.saturating_add(asked.size);
        let can_skip = stated && skipped < style.rows.len();
        if can_skip && schedule.hits_page(FaultKind::SkippingNext, at) {
            self.set_next(Cursor { offset: skipped, empty: 0 });
        }
        if stated && self.more && schedule.hits_page(FaultKind::MissingNext, at) {
            self.next = Next::Missing;
        }
        if self.more && schedule.hits_page(FaultKind::EarlyEnd, at) {
            self.next = Next::End;
            self.more = false;
            if !stated && style.paging.more.is_none() {
                // Only an empty page can end this list.
                self.rows = self.rows.start..self.rows.start;
            }
        }
    }

    fn misstate_total(
        &mut self,
        style: &Style<'_>,
        asked: PageRequest,
        schedule: &mut Schedule<'_>,
    ) {
        if style.paging.page.total.is_none() && style.paging.page.pages.is_none() {
            return;
        }
        let size = asked.size.min(style.rows.len());
        if schedule.requests_since(FaultKind::SmallTotal) > 0 {
            self.total = self.total.saturating_sub(size);
        }
        if schedule.requests_since(FaultKind::LargeTotal) > 0 {
            self.total = self.total.saturating_add(size);
        }
        let fallen = schedule.requests_since(FaultKind::FallingTotal);
        let risen = schedule.requests_since(FaultKind::RisingTotal);
        self.total = self.total.saturating_add(risen).saturating_sub(fallen);
    }

    fn set_next(&mut self, cursor: Cursor) {
        self.next = Next::At(cursor);
        self.more = true;
    }
}

/// Whether the reply states the next position.
fn states_next(style: &Style<'_>, asked: PageRequest) -> bool {
    let stated = style.paging.next.as_ref().is_some_and(|it| !matches!(it, NextFrom::Last(_)));
    stated && !asked.by_number
}

/// Whether the next position changes even if the rows repeat. It does not for a list that
/// pages by its last row.
fn advances_without_rows(style: &Style<'_>, asked: PageRequest) -> bool {
    let by_offset = style.paging.offset.is_some() || style.paging.number.is_some();
    let by_last = style.kind() == PositionKind::Last && !asked.by_number;
    (by_offset && !by_last) || states_next(style, asked)
}
