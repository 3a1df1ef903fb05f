//! Whether a walk comes to where it was: the positions that it has asked for,
//! the rows of the page before and of one that is remembered, and the empty
//! pages in a row.

use crate::position::carried::{Milestone, RowsOfPage};
use crate::position::cursor::Cursor;
use crate::protocol::plan::Plan;
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::repeats::visited::Visited;
use url::Url;

/// So many pages of the same text running are a walk that goes nowhere.
const SAME_TEXT: u64 = 100;

/// Guards a walk against handing out records again.
#[derive(Clone, Debug, Default)]
pub(in crate::protocol) struct Repeats {
    visited: Visited,
    /// The page before.
    before: Option<RowKeys>,
    /// The last page whose number is a power of two.
    milestone: Option<RowsOfPage>,
    /// How many pages running repeat the one before them in a way that may be by
    /// chance: pages of one row by its key, others by their text.
    running: u64,
    empty_in_a_row: u64,
}

/// What a page has of pages before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::protocol) enum Again {
    /// Nothing.
    Nothing,
    /// So many of its rows.
    Rows(u64),
    /// All of its rows: those of this page.
    Page(u64),
}

impl Repeats {
    /// Those of a walk that goes on from a position which carried these.
    pub(in crate::protocol) fn resumed(
        visited: Option<Milestone>,
        rows: Option<RowsOfPage>,
    ) -> Self {
        Self { visited: Visited::resumed(visited), milestone: rows, ..Self::default() }
    }

    /// What a position carries.
    pub(in crate::protocol) fn carried(&self) -> (Option<Milestone>, Option<RowsOfPage>) {
        (self.visited.milestone(), self.milestone)
    }

    /// Notes what the first request of the walk asks for.
    pub(in crate::protocol) fn begin(&mut self, at: &Cursor, url: &Url, page: u64) {
        if self.visited.is_empty() {
            self.visited.note(at, url, page);
        }
    }

    /// Notes that this position leads to this page; the earlier page that it led
    /// to, if it is not new. Numbers and offsets only grow.
    pub(in crate::protocol) fn visit(&mut self, to: &Cursor, url: &Url, page: u64) -> Option<u64> {
        match to {
            Cursor::Number(_) | Cursor::Offset(_) => None,
            position => self.visited.note(position, url, page),
        }
    }

    /// Notes a page, whose first rows were handed out before; what its others
    /// have of the pages before it. `is_numbered` is whether it was asked for by
    /// number or offset, where the server may not know the parameter.
    pub(in crate::protocol) fn note_page(
        &mut self,
        page: RowKeys,
        number: u64,
        skipped: u64,
        is_numbered: bool,
        plan: &Plan,
    ) -> Again {
        let fresh = page.count().saturating_sub(skipped);
        if fresh == 0 {
            // Resumed behind its last row, the page is asked for again, and the next
            // one may be the same.
            if page.count() > 0 && self.before.is_none() {
                self.before = Some(page);
            }
            return Again::Nothing;
        }
        let again = match &self.before {
            Some(before) => self.held_against(&page, before, number, fresh, is_numbered, plan),
            None => Again::Nothing,
        };
        let milestone = self.milestone.filter(|known| known.page < number);
        let again = match (again, milestone) {
            (Again::Page(_), _) => again,
            (_, Some(known)) if page.are(&known, plan) => match fresh {
                // As one row of the page before may come again by chance.
                1 if self.running == 0 => Again::Rows(1),
                _ => Again::Page(known.page),
            },
            _ => again,
        };
        self.running = match again {
            Again::Rows(rows) if rows == fresh => self.running + 1,
            _ => 0,
        };
        if number.is_power_of_two() && plan.key.is_some() {
            self.milestone = page.remembered(plan, number);
        }
        self.before = Some(page);
        again
    }

    fn held_against(
        &self,
        page: &RowKeys,
        before: &RowKeys,
        number: u64,
        fresh: u64,
        is_numbered: bool,
        plan: &Plan,
    ) -> Again {
        let whole = Again::Page(number.saturating_sub(1));
        if page.is_same(before) && is_numbered {
            return whole;
        }
        if plan.key.is_none() {
            return match page.is_same(before) {
                true if self.running + 1 >= SAME_TEXT => whole,
                true => Again::Rows(fresh),
                false => Again::Nothing,
            };
        }
        let skipped = page.count() - fresh;
        match page.count_repeats(before, skipped, plan) {
            0 => Again::Nothing,
            rows if rows == fresh && (fresh > 1 || self.running > 0) => whole,
            rows => Again::Rows(rows),
        }
    }

    /// Whether a page has the rows of the one before, that of this number: after
    /// resuming, as far as that one is remembered.
    pub(in crate::protocol) fn is_page_before(
        &self,
        page: &RowKeys,
        number: u64,
        plan: &Plan,
    ) -> bool {
        match (&self.before, &self.milestone) {
            (Some(before), _) => page.has_rows_of(before, plan),
            (None, Some(known)) => known.page == number && page.are(known, plan),
            (None, None) => false,
        }
    }

    /// Lets the text of the page before go; what it says of the next one stays.
    /// `is_numbered` is whether the next one is asked for by number or offset: by
    /// link or token, the positions guard alone.
    pub(in crate::protocol) fn release_text(&mut self, is_numbered: bool) {
        if let Some(before) = &mut self.before {
            before.release_text();
        }
        if !is_numbered {
            self.before = None;
        }
    }

    /// Notes how many items a page has.
    pub(in crate::protocol) fn note_items(&mut self, items: u64) {
        self.empty_in_a_row = if items == 0 { self.empty_in_a_row + 1 } else { 0 };
    }

    /// How many pages in a row were empty.
    pub(in crate::protocol) fn empty_in_a_row(&self) -> u64 {
        self.empty_in_a_row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::List;
    use std::sync::Arc;

    fn plan() -> Arc<Plan> {
        let list = List::get("/list", "/data").key("/id");
        Arc::new(Plan::new(list, "https://api.test/list".parse().unwrap()).unwrap())
    }

    #[test]
    fn a_token_or_link_that_comes_again_is_known_and_a_number_is_not() {
        let (url, mut repeats) = (plan().url.clone(), Repeats::default());
        let token = |token: &str| Cursor::Token(token.into());
        repeats.begin(&Cursor::Start, &url, 1);
        assert_eq!(repeats.visit(&token("a"), &url, 2), None);
        assert_eq!(repeats.visit(&token("b"), &url, 3), None);
        assert_eq!(repeats.visit(&token("a"), &url, 4), Some(2));
        assert_eq!(
            repeats.visit(&Cursor::Link(url.clone()), &url, 5),
            Some(1),
            "the first request"
        );
        assert_eq!(repeats.visit(&Cursor::Number(7), &url, 6), None);
        assert_eq!(repeats.visit(&Cursor::Number(7), &url, 7), None);
    }

    #[test]
    fn only_the_first_request_begins_a_walk() {
        let (url, mut repeats) = (plan().url.clone(), Repeats::default());
        repeats.begin(&Cursor::Start, &url, 1);
        repeats.begin(&Cursor::Token("a".into()), &url, 2);
        assert_eq!(repeats.visit(&Cursor::Token("a".into()), &url, 3), None);
    }

    /// Notes pages of these rows in turn; what each has of those before it.
    fn note(key: Option<&'static str>, is_numbered: bool, pages: &[&[u64]]) -> Vec<Again> {
        let list = List::get("/list", "/data");
        let list = key.map_or(list, |key| list.key(key));
        let plan = Plan::new(list, "https://api.test/list".parse().unwrap()).unwrap();
        let (plan, mut repeats) = (Arc::new(plan), Repeats::default());
        let pages = pages.iter().zip(1..).map(|(ids, number)| {
            let rows: Vec<_> =
                ids.iter().map(|id| format!(r#"{{"id":{id},"at":{number}}}"#)).collect();
            let text = match key {
                Some(_) => format!("[{}]", rows.join(",")),
                None => format!("{ids:?}"),
            };
            let page = RowKeys::new(&plan, text.into(), ids.len() as u64);
            repeats.note_page(page, number, 0, is_numbered, &plan)
        });
        pages.collect()
    }

    use Again::{Nothing, Page, Rows};

    #[test]
    fn a_page_that_repeats_the_one_before_by_its_keys_is_known() {
        let by_key = |pages| note(Some("/id"), false, pages);
        assert_eq!(by_key(&[&[1, 2], &[2, 1]]), [Nothing, Page(1)]);
        assert_eq!(by_key(&[&[1, 2], &[2, 3], &[4]]), [Nothing, Rows(1), Nothing]);
        assert_eq!(by_key(&[&[1, 2, 3], &[4, 5], &[], &[5, 4]])[3], Page(3));
        // One row may come again by chance, and not twice running.
        assert_eq!(by_key(&[&[9, 8], &[8], &[8]])[1..], [Rows(1), Page(2)]);
    }

    #[test]
    fn a_page_of_long_ago_is_known_by_the_sum_of_its_keys() {
        let pages: &[&[u64]] = &[&[1, 2], &[3, 4], &[5, 6], &[7, 8], &[3, 4], &[9, 1], &[8, 7]];
        let again = note(Some("/id"), false, pages);
        assert_eq!(again[4..], [Nothing, Nothing, Page(4)], "page 4 is the last power of two");
    }

    #[test]
    fn without_a_key_a_text_may_come_again_by_chance_but_not_for_ever() {
        let pages: Vec<&[u64]> = vec![&[1, 2]; 102];
        let again = note(None, false, &pages);
        assert_eq!(again[..3], [Nothing, Rows(2), Rows(2)]);
        let first = again.iter().position(|again| matches!(again, Page(_)));
        assert_eq!(first, Some(100));
        assert_eq!(note(None, true, &pages)[1], Page(1), "a number leads elsewhere");
        assert_eq!(note(None, true, &[&[1], &[2], &[1]]), [Nothing; 3]);
    }

    #[test]
    fn empty_pages_count_in_a_row() {
        let mut repeats = Repeats::default();
        let after = |items| {
            repeats.note_items(items);
            repeats.empty_in_a_row()
        };
        assert_eq!([0, 0, 3, 0].map(after), [1, 2, 0, 1]);
    }
}
