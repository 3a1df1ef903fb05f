//! The paging styles that are explored, each as a list and as a server.

use super::style::{Counts, Habit, Serve, Style, style};
use crate::paging::{
    CarryTo, Element, EndRules, Evidence, FirstRow, Guards, More, NextFrom, NextRules, OnDrift,
    OnShortfall, Paging, Repeat, SendIn, Step, Then,
};

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
const ELEMENTS: Paging =
    SIZED.next(NextFrom::Element(Element::new("/links", "rel", "next", "/href")));
const MEMBERS: Paging = LINKS.send(SendIn::Members);
const CARRIES: Paging = TOKENS.carry("header:X-Mate", CarryTo::Query("mate"));
const CARRIES_BESIDE_NUMBERS: Paging = NUMBERS.carry("header:X-Mate", CarryTo::Header("mate"));
const ELSEWHERE: Paging = TOKENS.then(Then::get("/more").items("/rows"));
const WORDS: More = More::WhileIn("/more", &["true", "yes"]);
const HEAVY_TOKENS: Paging = TOKENS.halve_size(1);
const HEAVY_LINKS: Paging = LINKS.halve_size(1);
const HEAVY_LASTS: Paging = LASTS.halve_size(1);
const HEAVY_OFFSETS: Paging = OFFSETS.halve_size(1);
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
    style("link in an array, chosen by a field", Link, ELEMENTS, Continued)
        .habits(&[Habit::Element]),
    style("link in an array, chosen by a field, with key", Link, ELEMENTS, Continued)
        .keyed()
        .habits(&[Habit::Element]),
    style("token of several members, with key", Token, MEMBERS, Continued)
        .keyed()
        .habits(&[Habit::Members]),
    style("token and a value beside it, with key", Token, CARRIES, Continued)
        .keyed()
        .habits(&[Habit::Carries]),
    style("number and a value beside it, with key", Number, CARRIES_BESIDE_NUMBERS, Unproven)
        .keyed()
        .habits(&[Habit::Carries]),
    style("token, later pages at another path, with key", Token, ELSEWHERE, Continued)
        .keyed()
        .habits(&[Habit::Then]),
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
    style("token, large pages fail and are halved", Token, HEAVY_TOKENS, Continued)
        .habits(&[Habit::Heavy]),
    style("token, large pages fail and are halved, with key", Token, HEAVY_TOKENS, Continued)
        .keyed()
        .habits(&[Habit::Heavy]),
    style(
        "link with the page size, large pages fail and are halved, with key",
        Link,
        HEAVY_LINKS,
        Continued,
    )
    .keyed()
    .habits(&[Habit::Heavy]),
    style("last item, large pages fail and are halved, with key", Last, HEAVY_LASTS, Continued)
        .keyed()
        .habits(&[Habit::Heavy]),
    style("offset, large pages fail and are halved, with key", Offset, HEAVY_OFFSETS, Anchored)
        .keyed()
        .habits(&[Habit::Heavy]),
    style("offset and total, large pages fail and are halved", Offset, HEAVY_OFFSETS, Counted)
        .total()
        .habits(&[Habit::Heavy]),
    style(
        "offset and total, large pages fail and are halved, a limit of 3, with key",
        Offset,
        HEAVY_OFFSETS,
        Unproven,
    )
    .total()
    .keyed()
    .limit(3)
    .habits(&[Habit::Heavy]),
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
