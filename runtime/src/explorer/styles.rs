//! The paging styles that are explored, each as a list and as a server.

use crate::list::List;
use crate::paging::{
    EndRules, Evidence, FirstRow, Guards, More, NextFrom, NextRules, OnDrift, OnMissingNext,
    OnShortfall, PageKeys, Paging, Repeat, SendIn, Step,
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
const fn style(name: &'static str, serve: Serve, paging: Paging, best: Evidence) -> Style {
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

    /// A page of one row would be the last row of the page before, for ever.
    const fn inclusive(mut self) -> Self {
        self.least = 2;
        self.habits = &[Habit::Inclusive];
        self
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

const FLAG: More = More::While("/more");
const POSTED: Paging = Paging::NONE
    .page_size("/size", Some(2), Some(10))
    .next(NextFrom::Body("/next"))
    .send(SendIn::Body("/after"));
const IN_HEADERS: Paging = SIZED.next(NextFrom::Header("x-next")).send(SendIn::Header("after"));
const IN_PATH: Paging = TOKENS.send(SendIn::Path("after"));
const SAME: Paging = TOKENS.ends(EndRules::DEFAULT.same(true));
const STATED: Paging = SIZED.offset("from", 0, Step::Body("/step"));
const FROM_0: Paging = SIZED.number("page", 0);
const FROM_1: Paging = SIZED.offset("from", 1, Step::Items);

const STARTED: Paging = TOKENS.next_rules(NextRules::DEFAULT.start("t0"));
const MARKED: Paging = TOKENS.ends(EndRules::DEFAULT.values(&["t0"]));
const GONE: EndRules = EndRules::DEFAULT.status(&[404]);
const DROPS: Paging = LASTS.next_rules(NextRules::DEFAULT.overlap(FirstRow::Drop));
const ADDS: Paging = LASTS.next_rules(NextRules::DEFAULT.add(1));
const WORDS: More = More::WhileIn("/more", &["true", "yes"]);
const LEFT: More = More::Remaining("/left");

use Evidence::{Anchored, Continued, Counted, Unproven};
use Serve::{Last, Link, Number, Offset, Token};

/// All paging styles, in the order of the documentation.
pub(super) const STYLES: &[Style] = &[
    style("link", Link, LINKS, Continued),
    style("link, with key", Link, LINKS, Continued).keyed(),
    style("token", Token, TOKENS, Continued),
    style("token, with key", Token, TOKENS, Continued).keyed(),
    style("token, the last one may lead to an empty page, with key", Token, TOKENS, Continued)
        .keyed()
        .late(),
    style("token and total", Token, TOKENS, Continued).total(),
    style("token and total, with key", Token, TOKENS, Continued).total().keyed(),
    style("token, `counts: error`, with key", Token, TOKENS.counts(OnShortfall::Error), Continued)
        .total()
        .keyed(),
    style("token, `repeat: stop`, with key", Token, TOKENS.safety(STOPS), Continued).keyed(),
    style("token, `repeat: allow`, with key", Token, TOKENS.safety(ALLOWS), Continued).keyed(),
    style("token, its field absent in the last reply, with key", Token, TOKENS, Continued)
        .keyed()
        .absent(),
    style("token, a limit of 3, with key", Token, TOKENS, Unproven).keyed().limit(3),
    style("token and page numbers, with key", Token, EITHER, Continued).keyed().total(),
    style("last item", Last, LASTS, Continued),
    style("last item, with key", Last, LASTS, Continued).keyed(),
    style("number", Number, NUMBERS, Unproven),
    style("number, with key", Number, NUMBERS, Unproven).keyed(),
    style("number and page count", Number, NUMBERS, Unproven).pages(),
    style("number and total", Number, NUMBERS, Counted).total(),
    style("number and total, with key", Number, NUMBERS, Counted).total().keyed(),
    style("number and total, 3 pages at a time, with key", Number, NUMBERS, Counted)
        .total()
        .keyed()
        .at_a_time(3),
    style("number and total, a limit of 3, with key", Number, NUMBERS, Unproven)
        .total()
        .keyed()
        .limit(3),
    style("number, `repeat: stop`, with key", Number, NUMBERS.safety(STOPS), Unproven).keyed(),
    style("offset", Offset, OFFSETS, Unproven),
    style("offset, with key", Offset, OFFSETS, Anchored).keyed(),
    style("offset and total", Offset, OFFSETS, Counted).total(),
    style("offset and total, with key", Offset, OFFSETS, Anchored).total().keyed(),
    style("offset and total, `overlap: warn`, with key", Offset, WARNS, Anchored).total().keyed(),
    style("offset and total, `overlap: off`, with key", Offset, PLAIN, Counted).total().keyed(),
    style("offset, a limit of 3, with key", Offset, OFFSETS, Unproven).keyed().limit(3),
    style(
        "offset in steps of the page size, and total",
        Offset,
        SIZED.offset("from", 0, Step::Size),
        Counted,
    )
    .total(),
    style(
        "offset in steps of the page size, and total, with key",
        Offset,
        SIZED.offset("from", 0, Step::Size),
        Counted,
    )
    .total()
    .keyed(),
    style("token in a body, with key", Token, POSTED, Continued).keyed(),
    style("token in the path, with key", Token, IN_PATH, Continued).keyed(),
    style("token in headers", Token, IN_HEADERS, Continued).habits(&[Habit::Header]),
    style("`Link` header", Link, SIZED.next(NextFrom::Link("next")), Continued)
        .habits(&[Habit::LinkHeader]),
    style("token and a flag, with key", Token, TOKENS.more(FLAG), Continued)
        .keyed()
        .habits(&[Habit::Flag]),
    style(
        "token, the last reply repeats the token that was sent, with key",
        Token,
        SAME,
        Continued,
    )
    .keyed()
    .habits(&[Habit::Same]),
    style("token, uneven pages", Token, TOKENS, Continued).habits(&[Habit::Uneven]),
    style("token, some rows with a key", Token, TOKENS, Continued)
        .keyed()
        .habits(&[Habit::Keyless]),
    style("token, a limit of 2", Token, TOKENS, Unproven).limit(2),
    style("token, a limit of 1, with key", Token, TOKENS, Unproven).keyed().limit(1),
    style("number from 0 and total, with key", Number, FROM_0, Counted).total().keyed(),
    style("number and a flag", Number, NUMBERS.more(FLAG), Unproven).habits(&[Habit::Flag]),
    style("number and total in a header", Number, NUMBERS, Counted)
        .counting(Counts::TotalBeside, "header:X-Total"),
    style("number and total, stated on the first page only", Number, NUMBERS, Unproven)
        .counting(Counts::TotalOnce, "/total"),
    style("number, with a total that counts the remaining rows", Number, NUMBERS, Unproven)
        .counting(Counts::Remaining, "/total"),
    style("number, `counts: ignore`", Number, NUMBERS.counts(OnShortfall::Ignore), Unproven)
        .total(),
    style(
        "offset, with a total that counts the remaining rows, with key",
        Offset,
        OFFSETS,
        Anchored,
    )
    .counting(Counts::Remaining, "/total")
    .keyed(),
    style("offset from 1, with key", Offset, FROM_1, Anchored).keyed(),
    style("offset and a flag", Offset, OFFSETS.more(FLAG), Unproven).habits(&[Habit::Flag]),
    style("offset and a flag, with key", Offset, OFFSETS.more(FLAG), Anchored)
        .keyed()
        .habits(&[Habit::Flag]),
    style("offset in steps that the reply states, and total", Offset, STATED, Counted)
        .total()
        .habits(&[Habit::Steps]),
    style("offset, uneven pages, with key", Offset, OFFSETS, Unproven)
        .keyed()
        .habits(&[Habit::Uneven]),
    style("offset and total, uneven pages, with key", Offset, OFFSETS, Counted)
        .total()
        .keyed()
        .habits(&[Habit::Uneven]),
    style("offset and a flag, uneven pages, with key", Offset, OFFSETS.more(FLAG), Unproven)
        .keyed()
        .habits(&[Habit::Flag, Habit::Uneven]),
    style("offset and total, offsets rounded by the server, with key", Offset, OFFSETS, Counted)
        .total()
        .keyed()
        .habits(&[Habit::Rounds]),
    style(
        "offset and total, only multiples of the page size accepted, with key",
        Offset,
        OFFSETS,
        Counted,
    )
    .total()
    .keyed()
    .habits(&[Habit::Multiples]),
    style("offset, page size capped by the server, with key", Offset, OFFSETS, Anchored)
        .keyed()
        .habits(&[Habit::Caps]),
    style("offset, some rows with a key", Offset, OFFSETS, Unproven)
        .keyed()
        .habits(&[Habit::Keyless]),
    style("offset and total, some rows with a key", Offset, OFFSETS, Counted)
        .total()
        .keyed()
        .habits(&[Habit::Keyless]),
    style("offset, a limit of 1, with key", Offset, OFFSETS, Unproven).keyed().limit(1),
    style("offset, a limit of 2", Offset, OFFSETS, Unproven).limit(2),
    style("token, the first request sends one, with key", Token, STARTED, Continued)
        .keyed()
        .habits(&[Habit::Starts]),
    style("token, a value in its place is the end, with key", Token, MARKED, Continued)
        .keyed()
        .habits(&[Habit::Marks]),
    style("token and a value that says whether pages follow", Token, TOKENS.more(WORDS), Continued)
        .habits(&[Habit::Flag]),
    style("token and a count of what follows, with key", Token, TOKENS.more(LEFT), Continued)
        .keyed()
        .habits(&[Habit::Remains]),
    style("number and a count of what follows", Number, NUMBERS.more(LEFT), Unproven)
        .habits(&[Habit::Remains]),
    style("number, 404 past the last page", Number, NUMBERS.ends(GONE), Unproven)
        .habits(&[Habit::Gone]),
    style("offset, 404 past the last row, with key", Offset, OFFSETS.ends(GONE), Anchored)
        .keyed()
        .habits(&[Habit::Gone]),
    style("last item, with which each page begins, with key", Last, DROPS, Continued)
        .keyed()
        .inclusive(),
    style("last item, to which a number is added, with key", Last, ADDS, Continued)
        .keyed()
        .habits(&[Habit::Inclusive]),
];

#[test]
fn the_best_evidence_of_each_style_is_that_of_its_paging() {
    for style in STYLES.iter().filter(|style| style.limit.is_none()) {
        // A habit of the server can only weaken the evidence.
        let most = style.list().paging.best_evidence(style.key);
        if !style.habits.is_empty() || matches!(style.counts, Counts::TotalOnce | Counts::Remaining)
        {
            assert!(style.best <= most, "{}", style.name);
            continue;
        }
        assert_eq!(style.best, style.list().paging.best_evidence(style.key), "{}", style.name);
    }
}
