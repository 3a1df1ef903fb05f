//! Decides which faults hit a request: by its number, by the number of earlier requests for
//! the same list, and by the page that a fault hit first.

use super::fault::{FaultKind, Faults};
use super::rows::Rows;
use super::token::Cursor;
use std::collections::BTreeMap;

/// The state of each requested list, by its path and filters; of at most [`KEPT_LISTS`]
/// lists.
#[derive(Debug, Default)]
pub(super) struct Lists(BTreeMap<String, ListState>);

/// How many lists have a state. A new list replaces the one whose last request is the
/// oldest, which starts over if it is requested again.
const KEPT_LISTS: usize = 1000;

impl Lists {
    /// The state of the list with this path and filters, for the request with this number.
    pub(super) fn of(
        &mut self,
        bound: &str,
        number: usize,
        new: impl FnOnce() -> ListState,
    ) -> &mut ListState {
        if !self.0.contains_key(bound)
            && self.0.len() >= KEPT_LISTS
            && let Some(oldest) =
                self.0.iter().min_by_key(|(_, list)| list.last_request).map(|it| it.0.clone())
        {
            self.0.remove(&oldest);
        }
        let list = self.0.entry(bound.to_owned()).or_insert_with(new);
        list.last_request = number;
        list
    }
}

/// The state of a list.
#[derive(Clone, Debug)]
pub(super) struct ListState {
    /// How many requests it got.
    requests: u64,
    /// The number of its last request, among all requests of the mock.
    last_request: usize,
    /// How many pages it had at the first request; fixes its middle, however rows move.
    pages: u64,
    pub rows: Rows,
    /// The page that each fault hit first.
    hit_at: BTreeMap<FaultKind, Cursor>,
}

impl ListState {
    /// A new list of these rows, in pages of this size.
    pub(super) fn new(rows: Rows, size: u64) -> Self {
        let pages = rows.len().div_ceil(size.max(1));
        Self { requests: 0, last_request: 0, pages, rows, hit_at: BTreeMap::new() }
    }
}

/// The faults that hit a request.
pub(super) struct Schedule<'a> {
    faults: &'a Faults,
    list: &'a mut ListState,
    /// The number of the request.
    number: usize,
    /// The faults that took effect.
    pub used: Vec<FaultKind>,
}

impl<'a> Schedule<'a> {
    /// Begins the next request for a list; moves the rows that move before it.
    pub(super) fn next(faults: &'a Faults, list: &'a mut ListState, number: usize) -> Self {
        list.requests += 1;
        let mut schedule = Self { faults, list, number, used: Vec::new() };
        for kind in FaultKind::MOVE_ROWS {
            if schedule.begins(kind) == Some(schedule.nth()) {
                schedule.list.rows.apply(kind);
                schedule.used.push(kind);
            }
        }
        schedule
    }

    /// The faults that took effect, for the log.
    pub(super) fn notes(&self) -> Vec<String> {
        self.used.iter().map(|kind| format!("{kind} (a fault)")).collect()
    }

    pub(super) fn rows(&self) -> &Rows {
        &self.list.rows
    }

    /// How many requests there were for this list, including this one.
    pub(super) fn nth(&self) -> u64 {
        self.list.requests
    }

    /// Whether a fault hits this request; a repeated request may succeed.
    pub(super) fn hits(&self, kind: FaultKind) -> bool {
        self.faults.hit(kind, self.number, Some(self.nth()))
    }

    /// Whether a fault hits this page; it does so at each request for the page.
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

    /// The first page of a fault that hits all pages from there on, if this is one of them.
    pub(super) fn first_page_hit(&mut self, kind: FaultKind, page: Cursor) -> Option<Cursor> {
        let begins = self.begins(kind) == Some(self.nth());
        let at = self.list.hit_at.get(&kind).copied();
        let at = at.or(begins.then_some(page)).filter(|at| *at <= page)?;
        self.list.hit_at.insert(kind, at);
        self.used.push(kind);
        Some(at)
    }

    /// How many requests there were since a fault began, including this one; 0 before.
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
    fn the_number_of_remembered_lists_is_bounded() {
        let mut lists = Lists::default();
        let new = || ListState::new(Rows::new(10), 5);
        for number in 0..KEPT_LISTS + 5 {
            lists.of(&format!("/list {number}"), number, new);
            // A list with frequent requests keeps its state.
            lists.of("/list 0", number, new).requests += 1;
        }
        assert_eq!(lists.0.len(), KEPT_LISTS);
        assert_eq!(lists.of("/list 0", 0, new).requests, KEPT_LISTS as u64 + 5);
        assert!(!lists.0.contains_key("/list 1"));
    }
}
