//! How many items a walk may still yield, how many pages it may still request, and
//! their size.

use crate::list::rows::Rows;
use crate::paging::SendSize;
use crate::position::cursor::Cursor;
use crate::protocol::plan::Plan;

/// How many items a walk may still yield, how many pages it may still request, and
/// their size.
#[derive(Clone, Debug)]
pub(in crate::protocol) struct Limits {
    /// How many items the limit leaves.
    items_left: Option<u64>,
    /// How many pages `max_pages` leaves.
    pages_left: Option<u64>,
    /// The number of the last page to read.
    last_number: Option<u64>,
    /// The page size, fixed for the walk.
    size: Option<u64>,
    /// The limit, if it is smaller than a page. It caps the page size that is sent;
    /// positions do not store it.
    cap: Option<u64>,
}

impl Limits {
    /// The limits of a walk that begins here.
    pub(in crate::protocol) fn new(plan: &Plan, from: &Cursor) -> Self {
        let paging = &plan.list.paging;
        let by_size = from.depends_on_size(paging);
        // If the size decides where pages begin, it is always sent, and a limit does
        // not change it.
        let default = plan.default_size();
        let always = paging.size.as_ref().is_some_and(|size| size.send == SendSize::Always);
        let size = if by_size || always { plan.page_size.or(default) } else { plan.page_size };
        let caps = |limit: &u64| !by_size && size.or(default).is_some_and(|size| *limit < size);
        let cap = plan.limit.filter(caps);
        let (pages_left, last_number) = (plan.max_pages, plan.last_number);
        Self { items_left: plan.limit, pages_left, last_number, size, cap }
    }

    /// Sets the page size.
    pub(in crate::protocol) fn sized(self, size: Option<u64>) -> Self {
        Self { size, ..self }
    }

    /// How many items the limit leaves; `None` without a limit.
    pub(in crate::protocol) fn items_left(&self) -> Option<u64> {
        self.items_left
    }

    /// Whether the limit is reached.
    pub(in crate::protocol) fn is_reached(&self) -> bool {
        self.items_left == Some(0)
    }

    /// Whether `max_pages` allows the page `by` pages after the next one.
    pub(in crate::protocol) fn allow_page(&self, by: u64) -> bool {
        self.pages_left.is_none_or(|left| by < left)
    }

    /// Whether this page number is past the last page to read.
    pub(in crate::protocol) fn ends_before(&self, at: &Cursor) -> bool {
        self.last_before(at).is_some()
    }

    /// The number of the last page to read, if this page comes after it.
    pub(in crate::protocol) fn last_before(&self, at: &Cursor) -> Option<u64> {
        let Cursor::Number(page) = at else { return None };
        self.last_number.filter(|last| page > last)
    }

    /// Whether the limit leaves items for the page `by` pages after the next one. False
    /// if the page size is unknown.
    pub(in crate::protocol) fn reach_page(&self, by: u64) -> bool {
        let Some(left) = self.items_left else { return true };
        self.items_of(by).is_some_and(|items| items < left)
    }

    /// How many items this many full pages have.
    pub(in crate::protocol) fn items_of(&self, pages: u64) -> Option<u64> {
        Some(pages.saturating_mul(self.size?))
    }

    /// Takes a page of these items, and cuts it at the limit. Returns whether items were cut off.
    pub(in crate::protocol) fn take(&mut self, items: &mut Rows) -> bool {
        self.pages_left = self.pages_left.map(|left| left.saturating_sub(1));
        let Some(left) = &mut self.items_left else { return false };
        let is_cut = items.cut(*left);
        *left -= items.len() as u64;
        is_cut
    }

    /// The page size of the walk, which positions store.
    pub(in crate::protocol) fn size(&self) -> Option<u64> {
        self.size
    }

    /// The page size that is sent. A page that overlaps the one before must have room for
    /// a new row.
    pub(in crate::protocol) fn wire_size(&self, overlap: u64) -> Option<u64> {
        match self.cap {
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

    /// Lowers the page size from here on. A limit may lower it further.
    pub(in crate::protocol) fn lower_size(&mut self, size: u64) {
        self.size = Some(size);
    }

    /// Fixes the page size from here on, whatever the limit is.
    pub(in crate::protocol) fn fix_size(&mut self, size: Option<u64>) {
        (self.size, self.cap) = (size, None);
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
    fn max_pages_counts_down_to_zero() {
        let mut limits = limits(&Cursor::Start, |plan| plan.max_pages = Some(2));
        assert!(limits.allow_page(1) && !limits.allow_page(2));
        limits.take(&mut rows(1));
        assert!(limits.allow_page(0) && !limits.allow_page(1));
        limits.take(&mut rows(1));
        assert!(!limits.allow_page(0));
    }

    #[test]
    fn a_limit_below_a_page_caps_the_size_that_is_sent_but_not_the_stored_one() {
        for (limit, page_size, sent, stored) in [
            (None, None, None, None),
            (None, Some(20), Some(20), Some(20)),
            (Some(10), None, Some(10), None),
            (Some(10), Some(20), Some(10), Some(20)),
            (Some(30), Some(20), Some(20), Some(20)),
            (Some(50), None, None, None),
        ] {
            let set = |plan: &mut Plan| (plan.limit, plan.page_size) = (limit, page_size);
            let of_links = limits(&Cursor::Start, set);
            assert_eq!((of_links.wire_size(0), of_links.size()), (sent, stored), "{limit:?}");
            // By number, the size decides where pages begin.
            let by_number = limits(&Cursor::Number(1), set);
            let size = page_size.or(Some(50));
            assert_eq!((by_number.wire_size(0), by_number.size()), (size, size), "{limit:?}");
            assert!(!by_number.is_capped());
        }
    }

    #[test]
    fn pages_after_the_limit_are_not_prefetched() {
        let set = |plan: &mut Plan| (plan.limit, plan.page_size) = (Some(40), Some(20));
        let of_two = limits(&Cursor::Number(1), set);
        assert!(of_two.reach_page(1) && !of_two.reach_page(2));
        let unsized_ = limits(&Cursor::Start, |plan| plan.limit = Some(40));
        assert!(!unsized_.reach_page(0));
        assert!(limits(&Cursor::Start, |_| ()).reach_page(9));
    }
}
