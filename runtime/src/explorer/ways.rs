//! The ways of paging that are explored, each as a list and as a server.

use crate::list::List;
use crate::paging::{
    EndRules, Evidence, Guards, More, NextFrom, OnDrift, OnMissingNext, OnShortfall, PageKeys,
    Paging, Repeat, SendIn, Step,
};

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

/// What a reply counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    None,
    Total,
    /// In a header.
    TotalBeside,
    /// On the first page alone.
    TotalOnce,
    /// The rows from this page on.
    Remaining,
    Pages,
}

/// What a server does that others do not, and that is no lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Habit {
    /// A flag says whether pages follow.
    Flag,
    /// The next position is in a header.
    Header,
    /// The next position is in a `Link` header.
    LinkHeader,
    /// The last reply states the position that was asked for.
    Same,
    /// Pages have fewer rows than were asked for, in the middle too.
    Uneven,
    /// Offsets are rounded down to a multiple of the page size.
    Rounds,
    /// Offsets that are no multiple of the page size are refused.
    Multiples,
    /// No page has more than two rows, and no reply says so.
    Caps,
    /// Each reply says how far it is to the next offset.
    Steps,
    /// Every other row has no key.
    Keyless,
}

/// A list and its server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) name: &'static str,
    pub(super) serve: Serve,
    pub(super) counts: Counts,
    /// Whether rows have a key.
    pub(super) key: bool,
    pub(super) habits: &'static [Habit],
    pub(super) paging: Paging,
    /// Rows a page.
    pub(super) size: usize,
    /// Pages at a time.
    pub(super) at_a_time: usize,
    /// Whether the last page leaves out the key of the next position.
    pub(super) leaves_out: bool,
    /// Whether a full last page says that more follows, and an empty one comes.
    pub(super) ends_late: bool,
    pub(super) limit: Option<u64>,
    /// The most that an honest list of this kind can show for being whole.
    best: Evidence,
}

const TOTAL: PageKeys = PageKeys::NONE.total("/total");
const SIZED: Paging = Paging::NONE.page_size("size", Some(2), Some(10));
const LINKS: Paging = SIZED.next(NextFrom::Body("/next"));
const TOKENS: Paging = LINKS.send(SendIn::Query("after"));
const LASTS: Paging = TOKENS.next(NextFrom::Last("/rank"));
const NUMBERS: Paging = SIZED.number("page", 1);
const OFFSETS: Paging = SIZED.offset("from", 0, Step::Items);
const WARNS: Paging = OFFSETS.overlap(OnDrift::Warn);
const PLAIN: Paging = OFFSETS.overlap(OnDrift::Off);
const EITHER: Paging = TOKENS.number("page", 1).counts(OnShortfall::Warn);
const STOPS: Guards = Guards::DEFAULT.repeat(Repeat::Stop);
const ALLOWS: Guards = Guards::DEFAULT.repeat(Repeat::Allow).max_pages(12);

#[expect(clippy::large_types_passed_by_value, reason = "rows of a table are worth a copy")]
const fn way(name: &'static str, serve: Serve, paging: Paging, best: Evidence) -> Way {
    Way {
        name,
        serve,
        counts: Counts::None,
        key: false,
        habits: &[],
        paging,
        size: 2,
        at_a_time: 1,
        leaves_out: false,
        ends_late: false,
        limit: None,
        best,
    }
}

impl Way {
    const fn keyed(mut self) -> Self {
        self.key = true;
        self
    }

    const fn total(mut self) -> Self {
        self.counts = Counts::Total;
        self.paging = self.paging.page(TOTAL);
        self
    }

    const fn pages(mut self) -> Self {
        self.counts = Counts::Pages;
        self.paging = self.paging.page(PageKeys::NONE.pages("/pages"));
        self
    }

    const fn counting(mut self, counts: Counts, at: &'static str) -> Self {
        self.counts = counts;
        self.paging = self.paging.page(PageKeys::NONE.total(at));
        self
    }

    const fn habits(mut self, habits: &'static [Habit]) -> Self {
        self.habits = habits;
        self
    }

    /// Whether the server has this habit.
    pub(super) fn has(&self, habit: Habit) -> bool {
        self.habits.contains(&habit)
    }

    const fn late(mut self) -> Self {
        self.ends_late = true;
        self
    }

    const fn absent(mut self) -> Self {
        self.leaves_out = true;
        self.paging = self.paging.ends(EndRules::DEFAULT.absent(OnMissingNext::End));
        self
    }

    const fn limit(mut self, items: u64) -> Self {
        self.limit = Some(items);
        self
    }

    const fn at_a_time(mut self, pages: usize) -> Self {
        self.at_a_time = pages;
        self
    }

    /// The same with so many rows a page.
    pub(super) const fn sized(mut self, size: usize) -> Self {
        self.size = size;
        self
    }

    /// The most that an honest list can show for being whole. A page of one row
    /// has no row that the next one could overlap.
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
        let list = list("/list", "/data").paging(self.paging);
        if self.key { list.key("/key/id") } else { list }
    }
}

const FLAG: More = More::While("/more");
const POSTED: Paging = Paging::NONE
    .page_size("/size", Some(2), Some(10))
    .next(NextFrom::Body("/next"))
    .send(SendIn::Body("/after"));
const IN_HEADERS: Paging = SIZED.next(NextFrom::Header("x-next")).send(SendIn::Header("after"));
const SAME: Paging = TOKENS.ends(EndRules::DEFAULT.same(true));
const STATED: Paging = SIZED.offset("from", 0, Step::Body("/step"));
const FROM_0: Paging = SIZED.number("page", 0);
const FROM_1: Paging = SIZED.offset("from", 1, Step::Items);

use Evidence::{Anchored, Continued, Counted, Unproven};
use Serve::{Last, Link, Number, Offset, Token};

/// All of them, in the order of the documentation.
pub(super) const WAYS: &[Way] = &[
    way("link", Link, LINKS, Continued),
    way("link, with key", Link, LINKS, Continued).keyed(),
    way("token", Token, TOKENS, Continued),
    way("token, with key", Token, TOKENS, Continued).keyed(),
    way("token to an empty page, with key", Token, TOKENS, Continued).keyed().late(),
    way("token and total", Token, TOKENS, Continued).total(),
    way("token and total, with key", Token, TOKENS, Continued).total().keyed(),
    way("token, `counts: error`, with key", Token, TOKENS.counts(OnShortfall::Error), Continued)
        .total()
        .keyed(),
    way("token, `repeat: stop`, with key", Token, TOKENS.safety(STOPS), Continued).keyed(),
    way("token, `repeat: allow`, with key", Token, TOKENS.safety(ALLOWS), Continued).keyed(),
    way("token, absent at the end, with key", Token, TOKENS, Continued).keyed().absent(),
    way("token, a limit of 3, with key", Token, TOKENS, Unproven).keyed().limit(3),
    way("token and page numbers, with key", Token, EITHER, Continued).keyed().total(),
    way("last item", Last, LASTS, Continued),
    way("last item, with key", Last, LASTS, Continued).keyed(),
    way("number", Number, NUMBERS, Unproven),
    way("number, with key", Number, NUMBERS, Unproven).keyed(),
    way("number and pages", Number, NUMBERS, Unproven).pages(),
    way("number and total", Number, NUMBERS, Counted).total(),
    way("number and total, with key", Number, NUMBERS, Counted).total().keyed(),
    way("number and total, 3 pages at a time, with key", Number, NUMBERS, Counted)
        .total()
        .keyed()
        .at_a_time(3),
    way("number and total, a limit of 3, with key", Number, NUMBERS, Unproven)
        .total()
        .keyed()
        .limit(3),
    way("number, `repeat: stop`, with key", Number, NUMBERS.safety(STOPS), Unproven).keyed(),
    way("offset", Offset, OFFSETS, Unproven),
    way("offset, with key", Offset, OFFSETS, Anchored).keyed(),
    way("offset and total", Offset, OFFSETS, Counted).total(),
    way("offset and total, with key", Offset, OFFSETS, Anchored).total().keyed(),
    way("offset and total, `overlap: warn`, with key", Offset, WARNS, Anchored).total().keyed(),
    way("offset and total, `overlap: off`, with key", Offset, PLAIN, Counted).total().keyed(),
    way("offset, a limit of 3, with key", Offset, OFFSETS, Unproven).keyed().limit(3),
    way("offset by size and total", Offset, SIZED.offset("from", 0, Step::Size), Counted).total(),
    way("offset by size and total, with key", Offset, SIZED.offset("from", 0, Step::Size), Counted)
        .total()
        .keyed(),
    way("token in a body, with key", Token, POSTED, Continued).keyed(),
    way("token in headers", Token, IN_HEADERS, Continued).habits(&[Habit::Header]),
    way("`Link` header", Link, SIZED.next(NextFrom::Link("next")), Continued)
        .habits(&[Habit::LinkHeader]),
    way("token and a flag, with key", Token, TOKENS.more(FLAG), Continued)
        .keyed()
        .habits(&[Habit::Flag]),
    way("token that comes back at the end, with key", Token, SAME, Continued)
        .keyed()
        .habits(&[Habit::Same]),
    way("token, uneven pages", Token, TOKENS, Continued).habits(&[Habit::Uneven]),
    way("token, some rows with a key", Token, TOKENS, Continued).keyed().habits(&[Habit::Keyless]),
    way("token, a limit of 2", Token, TOKENS, Unproven).limit(2),
    way("token, a limit of 1, with key", Token, TOKENS, Unproven).keyed().limit(1),
    way("number from 0 and total, with key", Number, FROM_0, Counted).total().keyed(),
    way("number and a flag", Number, NUMBERS.more(FLAG), Unproven).habits(&[Habit::Flag]),
    way("number and total in a header", Number, NUMBERS, Counted)
        .counting(Counts::TotalBeside, "header:X-Total"),
    way("number and total, once", Number, NUMBERS, Unproven).counting(Counts::TotalOnce, "/total"),
    way("number and what remains", Number, NUMBERS, Unproven).counting(Counts::Remaining, "/total"),
    way("number, `counts: ignore`", Number, NUMBERS.counts(OnShortfall::Ignore), Unproven).total(),
    way("offset and what remains, with key", Offset, OFFSETS, Anchored)
        .counting(Counts::Remaining, "/total")
        .keyed(),
    way("offset from 1, with key", Offset, FROM_1, Anchored).keyed(),
    way("offset and a flag", Offset, OFFSETS.more(FLAG), Unproven).habits(&[Habit::Flag]),
    way("offset and a flag, with key", Offset, OFFSETS.more(FLAG), Anchored)
        .keyed()
        .habits(&[Habit::Flag]),
    way("offset by the reply's step and total", Offset, STATED, Counted)
        .total()
        .habits(&[Habit::Steps]),
    way("offset, uneven pages, with key", Offset, OFFSETS, Unproven)
        .keyed()
        .habits(&[Habit::Uneven]),
    way("offset and total, uneven pages, with key", Offset, OFFSETS, Counted)
        .total()
        .keyed()
        .habits(&[Habit::Uneven]),
    way("offset and a flag, uneven pages, with key", Offset, OFFSETS.more(FLAG), Unproven)
        .keyed()
        .habits(&[Habit::Flag, Habit::Uneven]),
    way("offset and total, rounded, with key", Offset, OFFSETS, Counted)
        .total()
        .keyed()
        .habits(&[Habit::Rounds]),
    way("offset and total, multiples alone, with key", Offset, OFFSETS, Counted)
        .total()
        .keyed()
        .habits(&[Habit::Multiples]),
    way("offset, capped, with key", Offset, OFFSETS, Anchored).keyed().habits(&[Habit::Caps]),
    way("offset, some rows with a key", Offset, OFFSETS, Unproven)
        .keyed()
        .habits(&[Habit::Keyless]),
    way("offset and total, some rows with a key", Offset, OFFSETS, Counted)
        .total()
        .keyed()
        .habits(&[Habit::Keyless]),
    way("offset, a limit of 1, with key", Offset, OFFSETS, Unproven).keyed().limit(1),
    way("offset, a limit of 2", Offset, OFFSETS, Unproven).limit(2),
];

#[test]
fn each_way_is_expected_to_show_what_its_style_says() {
    for way in WAYS.iter().filter(|way| way.limit.is_none()) {
        // What a server does can only leave less to be shown.
        let most = way.list().paging.best_evidence(way.key);
        if !way.habits.is_empty() || matches!(way.counts, Counts::TotalOnce | Counts::Remaining) {
            assert!(way.best <= most, "{}", way.name);
            continue;
        }
        assert_eq!(way.best, way.list().paging.best_evidence(way.key), "{}", way.name);
    }
}
