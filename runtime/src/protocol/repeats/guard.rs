//! Whether a walk comes to where it was: the positions it has asked for, the
//! page before, and the empty pages in a row.

use crate::position::cursor::Cursor;
use crate::protocol::plan::Plan;
use crate::protocol::repeats::row_keys::RowKeys;
use crate::protocol::repeats::visited::Visited;
use url::Url;

/// Guards a walk against going in a circle.
#[derive(Clone, Debug, Default)]
pub(in crate::protocol) struct Repeats {
    visited: Visited,
    /// The page before, where the walk goes by number or offset.
    before: Option<RowKeys>,
    empty_in_a_row: u64,
}

impl Repeats {
    /// Notes what the first request of the walk asks for.
    pub(in crate::protocol) fn begin(&mut self, at: &Cursor, url: &Url, page: u64) {
        if self.visited.is_empty() {
            self.visited.note(&at.key(url), page);
        }
    }

    /// Notes that this position leads to this page; the earlier page that it led
    /// to, if it is not new. Numbers and offsets only grow.
    pub(in crate::protocol) fn visit(&mut self, to: &Cursor, url: &Url, page: u64) -> Option<u64> {
        match to {
            Cursor::Number(_) | Cursor::Offset(_) => None,
            position => self.visited.note(&position.key(url), page),
        }
    }

    /// Notes a page, kept where the walk goes by number or offset; whether it is
    /// the same as the one before.
    pub(in crate::protocol) fn note_page(&mut self, page: Option<RowKeys>) -> bool {
        let is_same = match (&page, &self.before) {
            (Some(page), Some(before)) => page.is_same(before),
            _ => false,
        };
        self.before = page;
        is_same
    }

    /// How many items of this page the one before has too.
    pub(in crate::protocol) fn count(&self, page: &RowKeys, plan: &Plan) -> usize {
        self.before.as_ref().map_or(0, |before| page.count_repeats(before, plan))
    }

    /// Forgets the page before, as the next one can't repeat it.
    pub(in crate::protocol) fn forget_page(&mut self) {
        self.before = None;
    }

    /// Lets the text of the page before go; what it says of the next one stays.
    pub(in crate::protocol) fn release_text(&mut self) {
        if let Some(before) = &mut self.before {
            before.release_text();
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
    use bytes::Bytes;
    use std::sync::Arc;

    fn plan() -> Arc<Plan> {
        let list = List::get("/list", "/data").key("/id");
        Arc::new(Plan::new(list, "https://api.test/list".parse().unwrap()).unwrap())
    }

    fn kept(text: &'static str, count: u64) -> RowKeys {
        RowKeys::new(&plan(), Bytes::from_static(text.as_bytes()), count)
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

    #[test]
    fn a_page_is_held_against_the_one_before_until_that_is_forgotten() {
        let mut repeats = Repeats::default();
        assert!(!repeats.note_page(Some(kept("[1]", 1))));
        repeats.release_text();
        assert!(repeats.note_page(Some(kept("[1]", 1))));
        assert!(!repeats.note_page(Some(kept("[2]", 1))));
        repeats.forget_page();
        assert!(!repeats.note_page(Some(kept("[2]", 1))));
        assert!(!repeats.note_page(None) && !repeats.note_page(Some(kept("[2]", 1))));
    }

    #[test]
    fn items_of_the_page_before_are_counted() {
        let mut repeats = Repeats::default();
        let page = kept(r#"[{"id":2},{"id":3}]"#, 2);
        assert_eq!(repeats.count(&page, &plan()), 0);
        repeats.note_page(Some(kept(r#"[{"id":1},{"id":2}]"#, 2)));
        assert_eq!(repeats.count(&page, &plan()), 1);
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
