//! Totals and numbers of pages that replies state, and what they say of the end.
//!
//! Some servers state them once, on the first page; some count what remains;
//! some are wrong. So the largest that was stated ends a walk, the newest one
//! tells whether anything is missing, and a total below the rows that were seen
//! says nothing.

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
    /// The first total that rows do not contradict, and the newest.
    first: Option<u64>,
    last: Option<u64>,
    /// What each total so far comes to with the rows before it, where that is the
    /// same for all: they may count what remains.
    remaining: Option<u64>,
    /// The same with the rows of its page, where they count what remains behind it.
    behind: Option<u64>,
    short: Short,
}

/// Pages of a walk by size that had fewer rows than they stepped over.
#[derive(Clone, Copy, Debug, Default)]
struct Short {
    /// How many rows the first one had, and how many the last.
    first: Option<u64>,
    last: u64,
    /// Whether rows came behind one, and whether all of those before had as many.
    followed: bool,
    mixed: bool,
    /// How many the last one stepped over.
    step: u64,
}

/// How many numbers the counts of a position are.
const CARRIED: usize = 8;

/// A total that changed: from, to.
pub(in crate::protocol) type Moved = (u64, u64);

impl Counts {
    /// What a position carries of them.
    pub(in crate::protocol) fn carried(&self) -> [Option<u64>; CARRIED] {
        let Self { total, largest_total, pages, largest_pages, .. } = *self;
        let Self { first, last, remaining, behind, .. } = *self;
        [total, largest_total, pages, largest_pages, first, last, remaining, behind]
    }

    /// Those that a position carried.
    pub(in crate::protocol) fn resumed(carried: [Option<u64>; CARRIED]) -> Self {
        let [total, largest_total, pages, largest_pages, first, last, remaining, behind] = carried;
        let short = Short::default();
        Self { total, largest_total, pages, largest_pages, first, last, remaining, behind, short }
    }

    /// The largest total that a reply stated.
    pub(in crate::protocol) fn largest_total(&self) -> Option<u64> {
        self.largest_total
    }

    /// Takes what a page of this many items states; `before` are the items
    /// before it, where they are known. Returns the total if it changed, but not
    /// while all totals may count what remains.
    pub(in crate::protocol) fn note(
        &mut self,
        envelope: &Envelope,
        before: Option<u64>,
        items: u64,
    ) -> Option<Moved> {
        if let Some(pages) = envelope.shown(ReplyKey::Pages) {
            self.pages = Some(pages);
            self.largest_pages = self.largest_pages.max(Some(pages));
        }
        let total = envelope.shown(ReplyKey::Total)?;
        self.total = Some(total);
        self.largest_total = self.largest_total.max(Some(total));
        let all = before.and_then(|before| total.checked_add(before));
        let behind = all.and_then(|all| all.checked_add(items));
        let fits = |known: Option<u64>, now| known.filter(|known| Some(*known) == now);
        let (remaining, follows) = (fits(self.remaining, all), fits(self.behind, behind));
        if remaining.or(follows).is_some() {
            (self.remaining, self.behind, self.last) = (remaining, follows, Some(total));
            return None;
        }
        if total < before.unwrap_or_default().saturating_add(items) {
            return None;
        }
        let (Some(first), Some(last)) = (self.first, self.last.replace(total)) else {
            (self.first, self.remaining, self.behind) = (Some(total), all, behind);
            return None;
        };
        // Those before fell as if they counted what remains, and this one does not.
        let fell = self.remaining.take().or(self.behind.take()).is_some() && last != first;
        let from = if fell { first } else { last };
        (from != total || fell).then_some((from, total))
    }

    /// The total that changed for another reason than that it counts what
    /// remains: only the last page, of `items` items, shows which it was.
    pub(in crate::protocol) fn moved_at_end(&self, items: u64) -> Option<Moved> {
        let (first, last) = self.first.zip(self.last)?;
        let counts_down = (self.remaining.is_some() && last == items)
            || (self.behind.is_some() && last == 0)
            || (self.remaining.is_none() && self.behind.is_none());
        (first != last && !counts_down).then_some((first, last))
    }

    /// Takes a page of this many items that the walk steps over by so many. A
    /// server that caps the page size gives pages of the same shorter size, and
    /// rows are stepped over.
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

    /// How many rows each page but the last had, and how many it stepped over,
    /// where these are more.
    pub(in crate::protocol) fn short_pages(&self) -> Option<(u64, u64)> {
        let Short { first, followed, mixed, step, .. } = self.short;
        first.filter(|rows| followed && !mixed && *rows < step).map(|rows| (rows, step))
    }

    /// How many pages there are: the most that was stated, unless rows behind
    /// them were seen.
    pub(in crate::protocol) fn last_page(&self, before: u64, items: u64) -> Option<u64> {
        self.largest_pages.filter(|pages| items == 0 || before < *pages)
    }

    /// How many items there are: the most that was stated, unless more were
    /// seen.
    pub(in crate::protocol) fn last_item(&self, seen: u64) -> Option<u64> {
        self.largest_total.filter(|total| seen <= *total)
    }

    /// The newest total that a reply stated.
    pub(in crate::protocol) fn newest_total(&self) -> Option<u64> {
        self.total
    }

    /// Whether the newest counts end before the page behind so many pages, and
    /// items where they are known.
    pub(in crate::protocol) fn end_before(&self, pages: Option<u64>, items: Option<u64>) -> bool {
        let ends = |count: Option<u64>, before: Option<u64>| {
            count.zip(before).is_some_and(|(count, before)| before >= count)
        };
        ends(self.pages, pages) || (self.pages.is_none() && ends(self.total, items))
    }

    /// The total that was not reached by so many items: none where the newest one
    /// was.
    pub(in crate::protocol) fn shortage(&self, seen: u64) -> Option<u64> {
        if self.total == Some(seen) {
            return None;
        }
        self.largest_total.filter(|total| seen < *total)
    }
}
