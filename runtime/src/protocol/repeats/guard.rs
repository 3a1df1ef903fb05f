//! Notices if a walk repeats itself: by the positions that it requested, by the rows of
//! the page before and of a milestone, and by the empty pages in a row.

use crate::position::beside::Beside;
use crate::position::carried::{Milestone, RowsOfPage};
use crate::position::cursor::Cursor;
use crate::protocol::plan::Plan;
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::repeats::visited::Visited;
use url::Url;

/// After this many pages in a row with the same text, the walk is in a cycle.
const MAX_SAME_TEXT: u64 = 100;

/// Guards a walk against yielding records again.
#[derive(Clone, Debug, Default)]
pub(in crate::protocol) struct Repeats {
    visited: Visited,
    /// The page before.
    before: Option<RowKeys>,
    /// The latest page whose number is a power of two.
    milestone: Option<RowsOfPage>,
    /// How many pages in a row repeated the one before in a way that may be a
    /// coincidence: pages of one row by its key, others by their text.
    in_a_row: u64,
    empty_in_a_row: u64,
}

/// How much a page repeats of earlier pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::protocol) enum Repeated {
    /// Nothing.
    Nothing,
    /// This many of its rows.
    Rows(u64),
    /// All of its rows: it is the same page as the one of this number.
    Page(u64),
}

impl Repeats {
    /// For a walk that is resumed from a position which carried these.
    pub(in crate::protocol) fn resumed(
        visited: Option<Milestone>,
        rows: Option<RowsOfPage>,
    ) -> Self {
        Self { visited: Visited::resumed(visited), milestone: rows, ..Self::default() }
    }

    /// The state that a position carries.
    pub(in crate::protocol) fn carried(&self) -> (Option<Milestone>, Option<RowsOfPage>) {
        (self.visited.milestone(), self.milestone)
    }

    /// Notes the position of the walk's first request.
    pub(in crate::protocol) fn begin(&mut self, at: (&Cursor, &Beside), url: &Url, page: u64) {
        if self.visited.is_empty() {
            self.visited.note(at, url, page);
        }
    }

    /// Notes that this position leads to this page. Returns the earlier page that it
    /// led to, if it is not new. Numbers and offsets only grow.
    pub(in crate::protocol) fn visit(
        &mut self,
        to: (&Cursor, &Beside),
        url: &Url,
        page: u64,
    ) -> Option<u64> {
        match to.0 {
            Cursor::Number(_) | Cursor::Offset(_) => None,
            _ => self.visited.note(to, url, page),
        }
    }

    /// Notes a page, of which the first `skipped` rows were yielded before. Returns how
    /// much its other rows repeat of earlier pages. `is_numbered` is whether it was
    /// requested by number or offset; the server may then not know the parameter.
    pub(in crate::protocol) fn note_page(
        &mut self,
        page: RowKeys,
        number: u64,
        skipped: u64,
        is_numbered: bool,
        plan: &Plan,
    ) -> Repeated {
        let fresh = page.count().saturating_sub(skipped);
        if fresh == 0 {
            // A walk that is resumed after the last row of a page requests that page
            // again, and the next page may be the same.
            if page.count() > 0 && self.before.is_none() {
                self.before = Some(page);
            }
            return Repeated::Nothing;
        }
        let repeated = match &self.before {
            Some(before) => self.compare(&page, before, number, fresh, is_numbered, plan),
            None => Repeated::Nothing,
        };
        let milestone = self.milestone.filter(|known| known.page < number);
        let repeated = match (repeated, milestone) {
            (Repeated::Page(_), _) => repeated,
            (_, Some(known)) if page.has_rows(&known, plan) => match fresh {
                // A single row may repeat by coincidence.
                1 if self.in_a_row == 0 => Repeated::Rows(1),
                _ => Repeated::Page(known.page),
            },
            _ => repeated,
        };
        self.in_a_row = match repeated {
            Repeated::Rows(rows) if rows == fresh => self.in_a_row + 1,
            _ => 0,
        };
        if number.is_power_of_two() && plan.key.is_some() {
            self.milestone = page.summary(plan, number);
        }
        self.before = Some(page);
        repeated
    }

    fn compare(
        &self,
        page: &RowKeys,
        before: &RowKeys,
        number: u64,
        fresh: u64,
        is_numbered: bool,
        plan: &Plan,
    ) -> Repeated {
        let whole = Repeated::Page(number.saturating_sub(1));
        if page.has_same_text(before) && is_numbered {
            return whole;
        }
        if plan.key.is_none() {
            return match page.has_same_text(before) {
                true if self.in_a_row + 1 >= MAX_SAME_TEXT => whole,
                true => Repeated::Rows(fresh),
                false => Repeated::Nothing,
            };
        }
        let skipped = page.count() - fresh;
        match page.count_repeats(before, skipped, plan) {
            0 => Repeated::Nothing,
            rows if rows == fresh && (fresh > 1 || self.in_a_row > 0) => whole,
            rows => Repeated::Rows(rows),
        }
    }

    /// Whether a page has the rows of the one before, which has this number. After a
    /// resume, that is only known if the page before is the milestone.
    pub(in crate::protocol) fn is_page_before(
        &self,
        page: &RowKeys,
        number: u64,
        plan: &Plan,
    ) -> bool {
        match (&self.before, &self.milestone) {
            (Some(before), _) => page.has_rows_of(before, plan),
            (None, Some(known)) => known.page == number && page.has_rows(known, plan),
            (None, None) => false,
        }
    }

    /// Releases the text of the page before, but keeps what the comparison with the
    /// next page needs. `is_numbered` is whether the next page is requested by number
    /// or offset: by link or token, the positions are guard enough.
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

    const NOTHING: Beside = Beside::NONE;

    fn plan() -> Arc<Plan> {
        let list = List::get("/list", "/data").key("/id");
        Arc::new(Plan::new(list, "https://api.test/list".parse().unwrap()).unwrap())
    }

    #[test]
    fn a_repeated_token_or_link_is_noticed_but_not_a_number() {
        let (url, mut repeats) = (plan().url.clone(), Repeats::default());
        let token = |token: &str| Cursor::Token(token.into());
        repeats.begin((&Cursor::Start, &NOTHING), &url, 1);
        assert_eq!(repeats.visit((&token("a"), &NOTHING), &url, 2), None);
        assert_eq!(repeats.visit((&token("b"), &NOTHING), &url, 3), None);
        assert_eq!(repeats.visit((&token("a"), &NOTHING), &url, 4), Some(2));
        assert_eq!(
            repeats.visit((&Cursor::Link(url.clone()), &NOTHING), &url, 5),
            Some(1),
            "the first request"
        );
        assert_eq!(repeats.visit((&Cursor::Number(7), &NOTHING), &url, 6), None);
        assert_eq!(repeats.visit((&Cursor::Number(7), &NOTHING), &url, 7), None);
    }

    #[test]
    fn only_the_first_request_begins_a_walk() {
        let (url, mut repeats) = (plan().url.clone(), Repeats::default());
        repeats.begin((&Cursor::Start, &NOTHING), &url, 1);
        repeats.begin((&Cursor::Token("a".into()), &NOTHING), &url, 2);
        assert_eq!(repeats.visit((&Cursor::Token("a".into()), &NOTHING), &url, 3), None);
    }

    /// Notes pages of these rows in turn. Returns how much each repeats.
    fn note(key: Option<&'static str>, is_numbered: bool, pages: &[&[u64]]) -> Vec<Repeated> {
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

    use Repeated::{Nothing, Page, Rows};

    #[test]
    fn a_page_with_the_keys_of_the_one_before_is_noticed() {
        let by_key = |pages| note(Some("/id"), false, pages);
        assert_eq!(by_key(&[&[1, 2], &[2, 1]]), [Nothing, Page(1)]);
        assert_eq!(by_key(&[&[1, 2], &[2, 3], &[4]]), [Nothing, Rows(1), Nothing]);
        assert_eq!(by_key(&[&[1, 2, 3], &[4, 5], &[], &[5, 4]])[3], Page(3));
        // One row may repeat by coincidence, but not twice in a row.
        assert_eq!(by_key(&[&[9, 8], &[8], &[8]])[1..], [Rows(1), Page(2)]);
    }

    #[test]
    fn a_repeated_milestone_is_noticed_by_the_sum_of_its_keys() {
        let pages: &[&[u64]] = &[&[1, 2], &[3, 4], &[5, 6], &[7, 8], &[3, 4], &[9, 1], &[8, 7]];
        let repeated = note(Some("/id"), false, pages);
        assert_eq!(repeated[4..], [Nothing, Nothing, Page(4)], "page 4 is the milestone");
    }

    #[test]
    fn without_a_key_a_text_may_repeat_but_not_forever() {
        let pages: Vec<&[u64]> = vec![&[1, 2]; 102];
        let repeated = note(None, false, &pages);
        assert_eq!(repeated[..3], [Nothing, Rows(2), Rows(2)]);
        let first = repeated.iter().position(|repeated| matches!(repeated, Page(_)));
        assert_eq!(first, Some(100));
        assert_eq!(note(None, true, &pages)[1], Page(1), "another number leads to another page");
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
