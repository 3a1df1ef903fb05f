//! Totals and numbers of pages that replies state, and what they say about the end.
//!
//! Some servers state them once, on the first page; some count what remains; some are
//! wrong. So the largest count ends a walk, the newest one decides whether anything is
//! missing, and a total below the number of rows seen is ignored.

use crate::protocol::response::envelope::{Envelope, ReplyKey};

/// Totals and numbers of pages that the replies of a walk stated.
#[derive(Clone, Debug, Default)]
pub(in crate::protocol) struct Counts {
    /// The newest total, and the largest.
    total: Option<u64>,
    largest_total: Option<u64>,
    /// The newest number of pages, and the largest.
    pages: Option<u64>,
    largest_pages: Option<u64>,
    /// The first total that the rows do not contradict, and the newest such total.
    first: Option<u64>,
    last: Option<u64>,
    /// Each total plus the rows before its page, if the sum is the same for all pages
    /// so far: the totals may count what remains.
    remaining: Option<u64>,
    /// The same sum plus the rows of its page: the totals may count what remains after it.
    remaining_after: Option<u64>,
    short: Short,
}

/// Pages with fewer rows than the step of the offset, in a walk with steps of the page size.
#[derive(Clone, Copy, Debug, Default)]
struct Short {
    /// How many rows the first of them had, and how many the last.
    first: Option<u64>,
    last: u64,
    /// Whether a page followed, and whether the pages had different numbers of rows.
    followed: bool,
    mixed: bool,
    /// The step after the last one.
    step: u64,
}

/// How many numbers a position carries of the counts.
const CARRIED: usize = 8;

/// A total that changed: from, to.
pub(in crate::protocol) type Moved = (u64, u64);

impl Counts {
    /// The counts that a position carries.
    pub(in crate::protocol) fn carried(&self) -> [Option<u64>; CARRIED] {
        let Self { total, largest_total, pages, largest_pages, .. } = *self;
        let Self { first, last, remaining, remaining_after, .. } = *self;
        [total, largest_total, pages, largest_pages, first, last, remaining, remaining_after]
    }

    /// The counts that a position carried.
    pub(in crate::protocol) fn resumed(carried: [Option<u64>; CARRIED]) -> Self {
        let [total, largest_total, pages, largest_pages, first, last, remaining, remaining_after] =
            carried;
        let short = Short::default();
        Self {
            total,
            largest_total,
            pages,
            largest_pages,
            first,
            last,
            remaining,
            remaining_after,
            short,
        }
    }

    /// The largest total that a reply stated.
    pub(in crate::protocol) fn largest_total(&self) -> Option<u64> {
        self.largest_total
    }

    /// Takes the counts of a page of this many items; `before` is how many items came
    /// before it, if that is known. Returns the total if it changed, but not while all
    /// totals may count what remains.
    pub(in crate::protocol) fn note(
        &mut self,
        envelope: &Envelope,
        before: Option<u64>,
        items: u64,
    ) -> Option<Moved> {
        if let Some(pages) = envelope.number_or_none(ReplyKey::Pages) {
            self.pages = Some(pages);
            self.largest_pages = self.largest_pages.max(Some(pages));
        }
        let total = envelope.number_or_none(ReplyKey::Total)?;
        self.total = Some(total);
        self.largest_total = self.largest_total.max(Some(total));
        let all = before.and_then(|before| total.checked_add(before));
        let remaining_after = all.and_then(|all| all.checked_add(items));
        let fits = |known: Option<u64>, now| known.filter(|known| Some(*known) == now);
        let (remaining, follows) =
            (fits(self.remaining, all), fits(self.remaining_after, remaining_after));
        if remaining.or(follows).is_some() {
            (self.remaining, self.remaining_after, self.last) = (remaining, follows, Some(total));
            return None;
        }
        if total < before.unwrap_or_default().saturating_add(items) {
            return None;
        }
        let (Some(first), Some(last)) = (self.first, self.last.replace(total)) else {
            (self.first, self.remaining, self.remaining_after) =
                (Some(total), all, remaining_after);
            return None;
        };
        // The earlier totals fell as if they counted what remains, but this one does not.
        let fell = self.remaining.take().or(self.remaining_after.take()).is_some() && last != first;
        let from = if fell { first } else { last };
        (from != total || fell).then_some((from, total))
    }

    /// The change of the total, unless the totals count what remains. Only the last
    /// page, of `items` items, shows which it is.
    pub(in crate::protocol) fn moved_at_end(&self, items: u64) -> Option<Moved> {
        let (first, last) = self.first.zip(self.last)?;
        let counts_down = (self.remaining.is_some() && last == items)
            || (self.remaining_after.is_some() && last == 0)
            || (self.remaining.is_none() && self.remaining_after.is_none());
        (first != last && !counts_down).then_some((first, last))
    }

    /// Takes the number of items of a page, and the step of the offset after it. If a
    /// server caps the page size, all pages have the same smaller size, and the steps
    /// skip rows.
    pub(in crate::protocol) fn note_step(&mut self, items: u64, step: u64) {
        let short = &mut self.short;
        short.step = step;
        if let Some(first) = short.first {
            short.mixed |= short.last != first || items > first;
            short.followed = true;
        } else {
            short.first = Some(items);
        }
        short.last = items;
    }

    /// How many rows each page but the last had, and the step, if the step is larger.
    pub(in crate::protocol) fn short_pages(&self) -> Option<(u64, u64)> {
        let Short { first, followed, mixed, step, .. } = self.short;
        first.filter(|rows| followed && !mixed && *rows < step).map(|rows| (rows, step))
    }

    /// How many pages the list has: the largest number that was stated, unless rows
    /// after them were seen.
    pub(in crate::protocol) fn last_page(&self, before: u64, items: u64) -> Option<u64> {
        self.largest_pages.filter(|pages| items == 0 || before < *pages)
    }

    /// How many items the list has: the largest number that was stated, unless more were seen.
    pub(in crate::protocol) fn last_item(&self, seen: u64) -> Option<u64> {
        self.largest_total.filter(|total| seen <= *total)
    }

    /// The newest total that a reply stated.
    pub(in crate::protocol) fn newest_total(&self) -> Option<u64> {
        self.total
    }

    /// Whether the list has ended after this many pages, and this many items if that is
    /// known, according to the newest counts.
    pub(in crate::protocol) fn stated_end_is_at_or_before(
        &self,
        pages: Option<u64>,
        items: Option<u64>,
    ) -> bool {
        let ends = |count: Option<u64>, before: Option<u64>| {
            count.zip(before).is_some_and(|(count, before)| before >= count)
        };
        ends(self.pages, pages) || (self.pages.is_none() && ends(self.total, items))
    }

    /// The total that this many items do not reach; `None` if they match the newest total.
    pub(in crate::protocol) fn shortage(&self, seen: u64) -> Option<u64> {
        if self.total == Some(seen) {
            return None;
        }
        self.largest_total.filter(|total| seen < *total)
    }
}
