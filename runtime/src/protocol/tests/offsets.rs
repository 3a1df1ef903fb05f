//! Walks by offset: how far the offset advances, and where walks end.

use super::*;

/// Steps by items, with a total.
const OFFSETS: Paging = Paging::NONE
    .offset("from", 0, Step::Items)
    .page_size("size", Some(2), Some(10))
    .page(PageKeys::NONE.total("/total"));
const WINDOWS: Paging = OFFSETS.offset("from", 0, Step::Size);

#[test]
fn the_offset_steps_by_items_up_to_an_empty_page() {
    case(OFFSETS)
        .over(["'data':[1,2]", "'data':[3]", "'data':[4,5]", "'data':[]"])
        .requested(["/list?from=0", "/list?from=2", "/list?from=3", "/list?from=5"])
        .yielded(1..=5)
        .ended();
}

#[test]
fn a_walk_by_offset_ends_at_the_newest_total() {
    case(OFFSETS)
        .over(["'data':[1,2],'total':3", "'data':[3,4],'total':5", "'data':[5],'total':5"])
        .requests(3)
        .yielded(1..=5)
        .ended_with(&[Warning::Drifted { page: 2, repeated: 0, total: Some((3, 5)) }]);
}

#[test]
fn a_total_that_rows_contradict_does_not_end_a_walk() {
    case(OFFSETS)
        .over(["'data':[1,2]", "'data':[3,4],'total':2", "'data':[5],'total':5"])
        .requests(3)
        .yielded(1..=5)
        .ended();
}

#[test]
fn offsets_begin_at_the_start_of_the_style() {
    case(OFFSETS.offset("startAt", 1, Step::Items))
        .over(["'data':[1,2],'total':3", "'data':[3],'total':3"])
        .requested(["/list?startAt=1", "/list?startAt=3"])
        .ended();
}

#[test]
fn an_estimated_total_is_not_the_end() {
    case(OFFSETS.counts(OnShortfall::Ignore))
        .over(["'data':[1,2],'total':2", "'data':[3],'total':2", "'data':[],'total':2"])
        .requests(3)
        .yielded([1, 2, 3])
        .ended();
    case(NUMBERS.counts(OnShortfall::Ignore))
        .over(["'data':[1,2],'total':2", "'data':[3],'total':2", "'data':[],'total':2"])
        .requests(3)
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_flag_ends_or_continues_the_walk() {
    let more = OFFSETS.more(More::While("/more"));
    case(more)
        .over(["'data':[1,2],'more':true,'total':2", "'data':[3],'more':false"])
        .requests(2)
        .yielded([1, 2, 3])
        .ended();
    case(more)
        .over(["'data':[1],'more':true", "'data':[],'more':true"])
        .yielded([1])
        .failed(ErrorKind::Cycle, ["period 1"]);
}

#[test]
fn the_offset_steps_by_the_size_that_is_sent() {
    case(WINDOWS)
        .over(["'data':[1]", "'data':[2,3]", "'data':[]"])
        .requested(["/list?size=2&from=0", "/list?size=2&from=2", "/list?size=2&from=4"])
        .yielded([1, 2, 3])
        .ended();
    case(WINDOWS)
        .page_size(5)
        .limit(1)
        .over(["'data':[1,2],'total':9"])
        .requested(["/list?size=5&from=0"])
        .yielded([1])
        .ended();
}

#[test]
fn a_page_may_be_empty_while_more_follows() {
    case(WINDOWS.more(More::Until("/done")))
        .over(["'data':[],'done':false", "'data':[1],'done':true"])
        .requested(["/list?size=2&from=0", "/list?size=2&from=2"])
        .yielded([1])
        .ended();
}

#[test]
fn without_a_size_the_offset_steps_by_the_size_in_the_reply() {
    let page = PageKeys::NONE.size("/limit");
    let paging = Paging::NONE.offset("from", 0, Step::Size).page(page);
    case(paging)
        .over(["'data':[1],'limit':20", "'data':[],'limit':20"])
        .requested(["/list?from=0", "/list?from=20"])
        .ended();
    case(paging).over(["'data':[1]"]).yielded([1]).failed(ErrorKind::PagingKey, ["the page size"]);
}

#[test]
fn the_offset_steps_by_a_number_in_the_reply() {
    let paging = OFFSETS.offset("from", 0, Step::Body("/count"));
    case(paging)
        .over(["'data':[1],'count':'3'", "'data':[2],'count':1", "'data':[],'count':0"])
        .requested(["/list?from=0", "/list?from=3", "/list?from=4"])
        .yielded([1, 2])
        .ended();
    case(paging)
        .over(["'data':[1],'count':0"])
        .yielded([1])
        .failed(ErrorKind::Cycle, ["would never end"]);
    case(paging)
        .over(["'data':[1]"])
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["`/count`", "the step", "nothing"]);
}

#[test]
fn a_repeated_page_is_a_cycle_and_yields_nothing() {
    case(OFFSETS)
        .over(["'data':[1,2]", "'data':[1,2]"])
        .requests(2)
        .yielded([1, 2])
        .failed(ErrorKind::Cycle, ["page 2 of", "page number or offset"]);
    guarded(OFFSETS, |safety| safety.repeat = Repeat::Stop)
        .over(["'data':[1,2]", "'data':[1,2]"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn an_end_before_the_total_is_reported() {
    case(OFFSETS)
        .over(["'data':[1,2],'total':4", "'data':[],'total':4"])
        .ended_with(&[Warning::Shortfall { seen: 2, total: 4 }]);
}

#[test]
fn the_largest_offset_does_not_overflow() {
    case(OFFSETS.offset("from", u64::MAX, Step::Items))
        .over(["'data':[1]"])
        .requested(["/list?from=18446744073709551615"])
        .yielded([1])
        .ended();
}

#[test]
fn a_limit_caps_the_page_size_if_the_offset_steps_by_items() {
    case(OFFSETS)
        .limit(1)
        .over(["'data':[1]"])
        .requested(["/list?size=1&from=0"])
        .yielded([1])
        .ended();
}

/// Steps by items, with a key.
fn keyed(paging: Paging) -> Case {
    list(List::get("/list", "/data").paging(paging).key(""))
}

#[test]
fn a_page_with_only_the_overlapping_row_is_not_the_end() {
    keyed(OFFSETS)
        .over(["'data':[1,2]", "'data':[2]", "'data':[3,4]", "'data':[4]", "'data':[]"])
        .requested(["/list?from=0", "/list?from=1", "/list?from=2", "/list?from=3", "/list?from=4"])
        .yielded(1..=4)
        .ended();
    let more = OFFSETS.more(More::While("/more"));
    keyed(more)
        .over(["'data':[1,2],'more':true", "'data':[2],'more':false"])
        .yielded([1, 2])
        .ended();
    // The reply said that more follows, but nothing does.
    keyed(more)
        .over(["'data':[1,2],'more':true", "'data':[2],'more':true", "'data':[],'more':true"])
        .yielded([1, 2])
        .failed(ErrorKind::Cycle, ["period 1"]);
}

#[test]
fn offsets_that_lead_nowhere_do_not_loop() {
    // Row 1 was replaced, and the server rounds offsets.
    keyed(OFFSETS)
        .over(["'data':[1,2]", "'data':[9,2]", "'data':[3,4]", "'data':[9,2]"])
        .requested(["/list?from=0", "/list?from=1", "/list?from=2", "/list?from=0"])
        .yielded([1, 2])
        .failed(ErrorKind::Drifted, []);
}

#[test]
fn a_page_before_that_is_refused_does_not_hide_that_the_row_is_gone() {
    let mut replies =
        vec![(400, body("'a':1")), (200, body("'data':[6,7]")), (200, body("'data':[1,2,3]"))];
    keyed(OFFSETS)
        .replied(|_| replies.pop().expect("no plain offset is requested"))
        .yielded(1..=3)
        .failed(ErrorKind::Status, ["400"]);
}

#[test]
fn a_status_that_ends_the_list_and_refuses_overlaps_is_not_the_end() {
    // A server that takes only multiples of the page size, and refuses what is past the end.
    let ends = OFFSETS.page(PageKeys::NONE).ends(EndRules::DEFAULT.status(&[400]));
    let server = |url: &str| {
        let from = link::number(&Url::parse(url).unwrap(), "from").unwrap();
        if !from.is_multiple_of(2) || from >= 5 {
            return (400, String::new());
        }
        let ids = (from + 1..=5).take(2).map(|id| id.to_string());
        (200, format!("{{\"data\":[{}]}}", ids.collect::<Vec<_>>().join(",")))
    };
    keyed(ends)
        .replied(server)
        .requested(["/list?from=0", "/list?from=1", "/list?from=2", "/list?from=4", "/list?from=5"])
        .yielded(1..=5)
        .ended();
}
