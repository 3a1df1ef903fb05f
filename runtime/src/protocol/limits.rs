//! How much a walk may still hand out and ask for, and in pages of which size.

use crate::list::rows::Rows;
use crate::position::cursor::Cursor;
use crate::protocol::plan::Plan;

/// How much a walk may still hand out and ask for, and in pages of which size.
#[derive(Clone, Debug)]
pub(in crate::protocol) struct Limits {
    /// Items that the limit leaves.
    items_left: Option<u64>,
    /// Pages that `max_pages` leaves.
    pages_left: Option<u64>,
    /// The number of the last page that is wanted.
    last_number: Option<u64>,
    /// The page size, fixed for the walk.
    size: Option<u64>,
    /// The limit, where it is smaller than a page: no more is asked for, and
    /// positions do not keep it.
    cap: Option<u64>,
}

impl Limits {
    /// Those of a walk from here.
    pub(in crate::protocol) fn new(plan: &Plan, from: &Cursor) -> Self {
        let paging = &plan.list.paging;
        let by_size = from.depends_on_size(paging);
        // Where the size decides where pages begin, it is always sent, and a
        // limit does not change it.
        let default = paging.size.as_ref().and_then(|size| size.default);
        let size = if by_size { plan.page_size.or(default) } else { plan.page_size };
        let caps = |limit: &u64| !by_size && size.or(default).is_some_and(|size| *limit < size);
        let cap = plan.limit.filter(caps);
        let (pages_left, last_number) = (plan.max_pages, plan.last_number);
        Self { items_left: plan.limit, pages_left, last_number, size, cap }
    }

    /// The same with pages of this size.
    pub(in crate::protocol) fn sized(self, size: Option<u64>) -> Self {
        Self { size, ..self }
    }

    /// How many items the limit leaves; none without one.
    pub(in crate::protocol) fn items_left(&self) -> Option<u64> {
        self.items_left
    }

    /// Whether the limit leaves no items.
    pub(in crate::protocol) fn is_reached(&self) -> bool {
        self.items_left == Some(0)
    }

    /// Whether `max_pages` leaves the page this many behind the next one.
    pub(in crate::protocol) fn allow_page(&self, by: u64) -> bool {
        self.pages_left.is_none_or(|left| by < left)
    }

    /// Whether this is a page by number behind the last one that is wanted.
    pub(in crate::protocol) fn ends_before(&self, at: &Cursor) -> bool {
        matches!((at, self.last_number), (Cursor::Number(page), Some(last)) if *page > last)
    }

    /// Whether the limit leaves items for the page this many behind the next
    /// one, which without a size is not known.
    pub(in crate::protocol) fn reach_page(&self, by: u64) -> bool {
        let Some(left) = self.items_left else { return true };
        self.items_of(by).is_some_and(|items| items < left)
    }

    /// How many items so many pages have, all of them full.
    pub(in crate::protocol) fn items_of(&self, pages: u64) -> Option<u64> {
        Some(pages.saturating_mul(self.size?))
    }

    /// Takes a page of these items, cut where the limit ends; whether it was.
    pub(in crate::protocol) fn take(&mut self, items: &mut Rows) -> bool {
        self.pages_left = self.pages_left.map(|left| left.saturating_sub(1));
        let Some(left) = &mut self.items_left else { return false };
        let is_cut = items.cut(*left);
        *left -= items.len() as u64;
        is_cut
    }

    /// The page size of the walk, which positions keep.
    pub(in crate::protocol) fn size(&self) -> Option<u64> {
        self.size
    }

    /// The page size that is sent. A page that is asked for again has to hold the
    /// items that were handed out of it, and one that begins with rows of the one
    /// before another row too.
    pub(in crate::protocol) fn wire_size(&self, given: u64, overlap: u64) -> Option<u64> {
        match self.cap {
            _ if given > 0 => self.size.map(|size| size.max(given)),
            None => self.size,
            Some(cap) => {
                let cap = cap.saturating_add(overlap);
                Some(self.size.map_or(cap, |size| size.min(cap)))
            }
        }
    }

    /// Whether the limit is smaller than a page.
    pub(in crate::protocol) fn is_capped(&self) -> bool {
        self.cap.is_some()
    }

    /// Pages have this size from here on, whatever the limit is.
    pub(in crate::protocol) fn fix_size(&mut self, size: Option<u64>) {
        (self.size, self.cap) = (size, None);
    }

    /// Positions say this size where the walk has none of its own.
    pub(in crate::protocol) fn fill_size(&mut self, default: Option<u64>) {
        self.size = self.size.or(default);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::list::List;
    use crate::list::rows::Decode;
    use crate::paging::Paging;

    const BY_LINK: Paging = Paging::NONE.page_size("size", Some(50), Some(100));

    fn limits(from: &Cursor, change: impl FnOnce(&mut Plan)) -> Limits {
        let list = List::get("/list", "/data").paging(BY_LINK);
        let mut plan = Plan::new(list, "https://api.test/list".parse().unwrap()).unwrap();
        change(&mut plan);
        Limits::new(&plan, from)
    }

    fn rows(count: usize) -> Rows {
        let array = format!("[{}]", vec!["1"; count].join(","));
        Decode::of::<u8>().array(&array).unwrap().unwrap().0
    }

    #[test]
    fn a_limit_cuts_the_page_that_reaches_it() {
        let mut limits = limits(&Cursor::Start, |plan| plan.limit = Some(5));
        let mut page = rows(3);
        assert!(!limits.take(&mut page) && page.len() == 3 && !limits.is_reached());
        let mut page = rows(3);
        assert!(limits.take(&mut page) && page.len() == 2 && limits.is_reached());
        assert_eq!(limits.items_left(), Some(0));
    }

    #[test]
    fn pages_are_counted_down_to_none() {
        let mut limits = limits(&Cursor::Start, |plan| plan.max_pages = Some(2));
        assert!(limits.allow_page(1) && !limits.allow_page(2));
        limits.take(&mut rows(1));
        assert!(limits.allow_page(0) && !limits.allow_page(1));
        limits.take(&mut rows(1));
        assert!(!limits.allow_page(0));
    }

    #[test]
    fn a_limit_below_a_page_caps_the_size_that_is_sent_and_not_that_which_is_kept() {
        for (limit, page_size, sent, kept) in [
            (None, None, None, None),
            (None, Some(20), Some(20), Some(20)),
            (Some(10), None, Some(10), None),
            (Some(10), Some(20), Some(10), Some(20)),
            (Some(30), Some(20), Some(20), Some(20)),
            (Some(50), None, None, None),
        ] {
            let set = |plan: &mut Plan| (plan.limit, plan.page_size) = (limit, page_size);
            let of_links = limits(&Cursor::Start, set);
            assert_eq!((of_links.wire_size(0, 0), of_links.size()), (sent, kept), "{limit:?}");
            // By number, the size says where pages begin.
            let by_number = limits(&Cursor::Number(1), set);
            let size = page_size.or(Some(50));
            assert_eq!((by_number.wire_size(0, 0), by_number.size()), (size, size), "{limit:?}");
            assert!(!by_number.is_capped());
        }
    }

    #[test]
    fn a_page_that_is_asked_for_again_holds_what_was_given_of_it() {
        let set = |plan: &mut Plan| (plan.limit, plan.page_size) = (Some(2), Some(20));
        let limits = limits(&Cursor::Start, set);
        assert_eq!((limits.wire_size(0, 0), limits.wire_size(30, 0)), (Some(2), Some(30)));
        assert_eq!(limits.wire_size(3, 0), Some(20));
    }

    #[test]
    fn pages_behind_the_limit_are_not_asked_for_ahead() {
        let set = |plan: &mut Plan| (plan.limit, plan.page_size) = (Some(40), Some(20));
        let of_two = limits(&Cursor::Number(1), set);
        assert!(of_two.reach_page(1) && !of_two.reach_page(2));
        let unsized_ = limits(&Cursor::Start, |plan| plan.limit = Some(40));
        assert!(!unsized_.reach_page(0));
        assert!(limits(&Cursor::Start, |_| ()).reach_page(9));
    }
}
