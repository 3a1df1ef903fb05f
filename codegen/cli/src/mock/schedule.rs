//! Which faults hit a request: by its number, by how many requests for the same
//! list came before it, and by which of them a fault hit.

use super::fault::{FaultKind, Faults};
use super::rows::Rows;
use super::token::Cursor;
use std::collections::BTreeMap;

/// What the mock remembers of each list that was asked for, by its path and
/// filters: of so many lists at most.
#[derive(Debug, Default)]
pub(super) struct Lists(BTreeMap<String, ListState>);

/// How many lists are remembered. The one that was asked for longest ago goes for a
/// new one, and begins anew should it be asked for again.
const KEPT_LISTS: usize = 1000;

impl Lists {
    /// That of the list of this path and filters, which the request of this number
    /// asks for.
    pub(super) fn of(
        &mut self,
        bound: &str,
        number: usize,
        new: impl FnOnce() -> ListState,
    ) -> &mut ListState {
        if !self.0.contains_key(bound)
            && self.0.len() >= KEPT_LISTS
            && let Some(oldest) =
                self.0.iter().min_by_key(|(_, list)| list.asked).map(|it| it.0.clone())
        {
            self.0.remove(&oldest);
        }
        let list = self.0.entry(bound.to_owned()).or_insert_with(new);
        list.asked = number;
        list
    }
}

/// What it remembers of a list.
#[derive(Clone, Debug)]
pub(super) struct ListState {
    /// Requests so far, and the number of the last one among all of the mock.
    requests: u64,
    asked: usize,
    /// Pages at the first request: where its middle is, however rows move.
    pages: u64,
    pub rows: Rows,
    /// The page that each fault hit first.
    hit_at: BTreeMap<FaultKind, Cursor>,
}

impl ListState {
    /// Of a list with so many records, in pages of this size.
    pub(super) fn new(records: u64, size: u64) -> Self {
        let pages = records.div_ceil(size.max(1));
        Self { requests: 0, asked: 0, pages, rows: Rows::new(records), hit_at: BTreeMap::new() }
    }
}

/// The faults that hit a request.
pub(super) struct Schedule<'a> {
    faults: &'a Faults,
    list: &'a mut ListState,
    /// The number of the request.
    number: usize,
    /// Those that were used.
    pub used: Vec<FaultKind>,
}

impl<'a> Schedule<'a> {
    /// Of the next request for a list. Rows that move before it move here.
    pub(super) fn next(faults: &'a Faults, list: &'a mut ListState, number: usize) -> Self {
        list.requests += 1;
        let mut schedule = Self { faults, list, number, used: Vec::new() };
        for kind in [
            FaultKind::RowRemoved,
            FaultKind::RowAdded,
            FaultKind::RowReplaced,
            FaultKind::Reordered,
        ] {
            if schedule.begins(kind) == Some(schedule.nth()) {
                schedule.list.rows.apply(kind);
                schedule.used.push(kind);
            }
        }
        schedule
    }

    /// The faults that were used, for the log.
    pub(super) fn notes(&self) -> Vec<String> {
        self.used.iter().map(|kind| format!("{kind} (a fault)")).collect()
    }

    pub(super) fn rows(&self) -> &Rows {
        &self.list.rows
    }

    /// How many requests there were for this list, with this one.
    pub(super) fn nth(&self) -> u64 {
        self.list.requests
    }

    /// Whether this request is hit; the same request may get through later.
    pub(super) fn hits(&self, kind: FaultKind) -> bool {
        self.faults.hit(kind, self.number, Some(self.nth()))
    }

    /// Whether this page is hit: it is again whenever it is asked for.
    pub(super) fn hits_page(&mut self, kind: FaultKind, page: Cursor) -> bool {
        let begins = self.begins(kind) == Some(self.nth());
        let at = self.list.hit_at.get(&kind).copied();
        let hit = at.map_or(begins, |at| at == page);
        if hit {
            self.list.hit_at.insert(kind, page);
            self.used.push(kind);
        }
        hit
    }

    /// The page from which on all pages are hit, where this is one of them.
    pub(super) fn hits_from(&mut self, kind: FaultKind, page: Cursor) -> Option<Cursor> {
        let begins = self.begins(kind) == Some(self.nth());
        let at = self.list.hit_at.get(&kind).copied();
        let at = at.or(begins.then_some(page)).filter(|at| *at <= page)?;
        self.list.hit_at.insert(kind, at);
        self.used.push(kind);
        Some(at)
    }

    /// How many requests there were since a fault began, with this one; 0
    /// before.
    pub(super) fn requests_since(&mut self, kind: FaultKind) -> u64 {
        let Some(begins) = self.begins(kind) else { return 0 };
        let since = (self.nth() + 1).saturating_sub(begins);
        if since > 0 {
            self.used.push(kind);
        }
        since
    }

    fn begins(&self, kind: FaultKind) -> Option<u64> {
        self.faults.request(kind, self.list.pages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_without_end_do_not_stay_for_ever() {
        let mut lists = Lists::default();
        let new = || ListState::new(10, 5);
        for number in 0..KEPT_LISTS + 5 {
            lists.of(&format!("/list {number}"), number, new);
            // Who asks again and again is remembered.
            lists.of("/list 0", number, new).requests += 1;
        }
        assert_eq!(lists.0.len(), KEPT_LISTS);
        assert_eq!(lists.of("/list 0", 0, new).requests, KEPT_LISTS as u64 + 5);
        assert!(!lists.0.contains_key("/list 1"));
    }
}
