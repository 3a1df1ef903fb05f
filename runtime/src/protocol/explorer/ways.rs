//! The ways of paging that are explored, each as a list and as a server.

use crate::list::List;
use crate::paging::Evidence;
use crate::paging::{Guards, NextFrom, OnShortfall, PageKeys, Paging, Repeat, SendIn, Step};

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
    Pages,
}

/// A list and its server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub(super) name: &'static str,
    pub(super) serve: Serve,
    pub(super) counts: Counts,
    /// Whether rows have a key.
    pub(super) key: bool,
    pub(super) paging: Paging,
    /// Rows a page.
    pub(super) size: usize,
    /// Pages at a time.
    pub(super) at_a_time: usize,
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
const STOPS: Guards = Guards::DEFAULT.repeat(Repeat::Stop);
const ALLOWS: Guards = Guards::DEFAULT.repeat(Repeat::Allow).max_pages(12);

const fn way(name: &'static str, serve: Serve, paging: Paging, best: Evidence) -> Way {
    Way {
        name,
        serve,
        counts: Counts::None,
        key: false,
        paging,
        size: 2,
        at_a_time: 1,
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

    const fn late(mut self) -> Self {
        self.ends_late = true;
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
        let list = List::get("/list", "/data").paging(self.paging);
        if self.key { list.key("/id") } else { list }
    }
}

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
    way("number, `repeat: stop`, with key", Number, NUMBERS.safety(STOPS), Unproven).keyed(),
    way("offset", Offset, OFFSETS, Unproven),
    way("offset, with key", Offset, OFFSETS, Anchored).keyed(),
    way("offset and total", Offset, OFFSETS, Counted).total(),
    way("offset and total, with key", Offset, OFFSETS, Anchored).total().keyed(),
    way("offset by size and total", Offset, SIZED.offset("from", 0, Step::Size), Counted).total(),
    way("offset by size and total, with key", Offset, SIZED.offset("from", 0, Step::Size), Counted)
        .total()
        .keyed(),
];

#[test]
fn each_way_is_expected_to_show_what_its_style_says() {
    for way in WAYS {
        assert_eq!(way.best, way.list().paging.best_evidence(way.key), "{}", way.name);
    }
}
