//! A paging style that is explored, as a list and as a server.

use crate::list::List;
use crate::paging::{EndRules, Evidence, OnMissingNext, PageKeys, Paging, SendIn};

/// How the server pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Serve {
    Link,
    Token,
    /// By the rank of the last row.
    Last,
    Number,
    Offset,
}

/// The counts in a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    None,
    Total,
    /// In a header.
    TotalBeside,
    /// On the first page only.
    TotalOnce,
    /// The rows from this page on.
    Remaining,
    Pages,
}

/// A server's unusual but honest behaviour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Habit {
    /// A flag says whether pages follow.
    Flag,
    /// The next position is in a header.
    Header,
    /// The next position is in a `Link` header.
    LinkHeader,
    /// The next position is in one element of an array, which has another place on every
    /// other page.
    Element,
    /// The next position is an object, and a request needs all its members.
    Members,
    /// A request needs, beside its position, a value of the reply that stated it.
    Carries,
    /// Pages at a position have another path, and their rows another place.
    Then,
    /// The last reply states the position that was requested.
    Same,
    /// Pages have fewer rows than requested, in the middle too.
    Uneven,
    /// Offsets are rounded down to a multiple of the page size.
    Rounds,
    /// Offsets that are not a multiple of the page size are refused.
    Multiples,
    /// Pages have at most two rows, but no reply says so.
    Caps,
    /// Each reply states the step to the next offset.
    Steps,
    /// Every other row has no key.
    Keyless,
    /// The first request must have a position.
    Starts,
    /// A request past the last row is refused with 404.
    Gone,
    /// The last reply states `t0` as the next position.
    Marks,
    /// A page begins with the row at the position.
    Inclusive,
    /// Each reply states how many rows follow.
    Remains,
    /// A page with every other row fails, unless it is as small as pages may be.
    Heavy,
}

/// A list and its server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) name: &'static str,
    pub(super) serve: Serve,
    pub(super) counts: Counts,
    /// Whether rows have a key.
    pub(super) key: bool,
    pub(super) habits: &'static [Habit],
    pub(super) paging: Paging,
    /// Rows a page.
    pub(super) size: usize,
    /// The smallest number of rows a page with which a list can be walked.
    pub(super) least: usize,
    /// Pages at a time.
    pub(super) at_a_time: usize,
    /// Whether the last page leaves out the key of the next position.
    pub(super) leaves_out: bool,
    /// Whether a full last page says that more follows, and an empty page follows it.
    pub(super) ends_late: bool,
    pub(super) limit: Option<u64>,
    /// The best evidence for an honest list of this kind.
    pub(super) best: Evidence,
}

const TOTAL: PageKeys = PageKeys::NONE.total("/total");

#[expect(clippy::large_types_passed_by_value, reason = "rows of a table are worth a copy")]
pub(super) const fn style(
    name: &'static str,
    serve: Serve,
    paging: Paging,
    best: Evidence,
) -> Style {
    Style {
        name,
        serve,
        counts: Counts::None,
        key: false,
        habits: &[],
        paging,
        size: 2,
        least: 1,
        at_a_time: 1,
        leaves_out: false,
        ends_late: false,
        limit: None,
        best,
    }
}

impl Style {
    pub(super) const fn keyed(mut self) -> Self {
        self.key = true;
        self
    }

    pub(super) const fn total(mut self) -> Self {
        self.counts = Counts::Total;
        self.paging = self.paging.page(TOTAL);
        self
    }

    pub(super) const fn pages(mut self) -> Self {
        self.counts = Counts::Pages;
        self.paging = self.paging.page(PageKeys::NONE.pages("/pages"));
        self
    }

    pub(super) const fn counting(mut self, counts: Counts, at: &'static str) -> Self {
        self.counts = counts;
        self.paging = self.paging.page(PageKeys::NONE.total(at));
        self
    }

    pub(super) const fn habits(mut self, habits: &'static [Habit]) -> Self {
        self.habits = habits;
        self
    }

    /// Whether the server has this habit.
    pub(super) fn has(&self, habit: Habit) -> bool {
        self.habits.contains(&habit)
    }

    /// A page of one row would be the last row of the page before, for ever.
    pub(super) const fn inclusive(mut self) -> Self {
        self.least = 2;
        self.habits = &[Habit::Inclusive];
        self
    }

    pub(super) const fn late(mut self) -> Self {
        self.ends_late = true;
        self
    }

    pub(super) const fn absent(mut self) -> Self {
        self.leaves_out = true;
        self.paging = self.paging.ends(EndRules::DEFAULT.absent(OnMissingNext::End));
        self
    }

    pub(super) const fn limit(mut self, items: u64) -> Self {
        self.limit = Some(items);
        self
    }

    pub(super) const fn at_a_time(mut self, pages: usize) -> Self {
        self.at_a_time = pages;
        self
    }

    /// With this page size.
    pub(super) const fn sized(mut self, size: usize) -> Self {
        self.size = size;
        self
    }

    /// The best evidence for an honest list. Pages of one row can't overlap.
    pub(super) fn best(&self) -> Evidence {
        match (self.best, self.size, self.counts) {
            (Evidence::Anchored, 1, Counts::Total) => Evidence::Counted,
            (Evidence::Anchored, 1, _) => Evidence::Unproven,
            (best, ..) => best,
        }
    }

    pub(super) fn list(&self) -> List {
        let in_body = matches!(self.paging.send, SendIn::Body(_));
        let list = if in_body { List::post } else { List::get };
        let in_path = matches!(self.paging.send, SendIn::Path(_));
        let path = if in_path { "/list/{after}" } else { "/list" };
        let list = list(path, "/data").paging(self.paging);
        if self.key { list.key("/key/id") } else { list }
    }
}
