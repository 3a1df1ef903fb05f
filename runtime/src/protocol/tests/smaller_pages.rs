//! Pages that are requested in half their size.

use super::*;
use crate::paging::{FirstRow, NextRules, OnDrift, SendRules, Then};

/// Whether this request, as a URL or a body, asks for more items than this.
fn asks_for_more(sent: &str, most: u64) -> bool {
    let size = sent
        .split(['?', '&', '{', ','])
        .find_map(|pair| pair.strip_prefix("size=").or_else(|| pair.strip_prefix("\"size\":")));
    let size = size.map(|size| size.trim_end_matches('}').parse().unwrap());
    size.unwrap_or(50) > most
}

/// A server that fails at pages of more items than this, and then gives these bodies.
fn overloaded<const N: usize>(
    most: u64,
    script: [&str; N],
) -> impl FnMut(&PageRequest) -> (u16, Vec<&'static str>, String) + use<'_, N> {
    let mut script = script.into_iter();
    move |ask| {
        let sent = String::from_utf8(ask.content().to_vec()).unwrap();
        let sent = if sent.is_empty() { ask.url.to_string() } else { sent };
        if asks_for_more(&sent, most) {
            (504, Vec::new(), String::new())
        } else {
            (200, Vec::new(), body(script.next().expect("no reply is left")))
        }
    }
}

fn smaller(page: u64, from: u64, to: u64) -> Warning {
    Warning::SmallerPages { page, from, to }
}

const HALVED: Paging = TOKENS.halve_size(1);

#[test]
fn a_page_by_token_is_halved_until_it_comes_and_the_size_stays() {
    let walked = case(HALVED)
        .page_size(100)
        .served(overloaded(25, ["'data':[1],'next':'a'", "'data':[2],'next':null"]));
    walked
        .requested(["/list?size=100", "/list?size=50", "/list?size=25", "/list?size=25&t=a"])
        .yielded([1, 2])
        .ended_with(&[smaller(1, 100, 50), smaller(1, 50, 25)]);
}

#[test]
fn without_a_size_half_of_the_default_is_sent() {
    case(HALVED)
        .served(overloaded(25, ["'data':[1],'next':null"]))
        .requested(["/list", "/list?size=25"])
        .yielded([1])
        .ended_with(&[smaller(1, 50, 25)]);
}

#[test]
fn a_size_is_not_below_the_minimum_or_one() {
    for (least, expected) in [(10, 10), (1, 1), (0, 1)] {
        let walked = case(TOKENS.halve_size(least)).page_size(20).served(overloaded(0, []));
        let last = walked.urls.last().unwrap();
        assert!(last.ends_with(&format!("size={expected}")), "{last}");
        walked.failed(ErrorKind::Status, ["504"]);
    }
}

#[test]
fn without_the_knob_a_page_keeps_its_size() {
    case(TOKENS).served(overloaded(25, [])).requests(1).failed(ErrorKind::Status, ["504"]);
}

#[test]
fn the_size_in_a_link_is_replaced_byte_for_byte() {
    let links = LINKS.halve_size(1);
    let first = "'data':[1],'next':'/list?a=%2b&size=80&t=x=='";
    let mut fails = false;
    let mut server = overloaded(40, [first, "'data':[2],'next':null"]);
    case(links)
        .page_size(40)
        .served(|ask| {
            fails |= ask.url.as_str().contains("size=80");
            server(ask)
        })
        .requested(["/list?size=40", "/list?a=%2b&size=80&t=x==", "/list?a=%2b&size=40&t=x=="])
        .yielded([1, 2])
        .ended_with(&[smaller(2, 80, 40)]);
    assert!(fails);
}

#[test]
fn a_link_without_a_size_or_with_a_page_number_is_not_changed() {
    for link in [
        "/list?t=x",
        "/list?t=x&size=many",
        "/list?t=x&size=80&size=90",
        "/list?size=80&page=2",
        "/list?size=80&Page=2&token=x",
        "/list?size=80&page_number=2",
        "/list?size=80&page%5Bnumber%5D=2",
    ] {
        let mut script = [(200, format!("{{\"data\":[1],\"next\":\"{link}\"}}"))].into_iter();
        let walked = case(LINKS.halve_size(1))
            .page_size(40)
            .replied(|_| script.next().unwrap_or((504, String::new())));
        walked.requested(["/list?size=40", link]).failed(ErrorKind::Status, ["504"]);
    }
}

#[test]
fn a_token_that_is_a_page_number_keeps_its_size() {
    let first = "'data':[1],'next':2";
    for (param, halves) in [("page", false), ("currentPage", false), ("cursor", true)] {
        let paging = LINKS.send(SendIn::Query(param)).halve_size(1);
        let mut script = [(200, body(first))].into_iter();
        let walked =
            case(paging).page_size(2).replied(|_| script.next().unwrap_or((504, String::new())));
        walked.requests(if halves { 3 } else { 2 }).failed(ErrorKind::Status, ["504"]);
    }
}

#[test]
fn a_size_that_the_position_states_is_kept() {
    let paging = LINKS.send(SendIn::Members).halve_size(1);
    for (next, requests) in [("{'size':50,'after':1}", 2), ("{'after':1}", 8)] {
        let mut script = [(200, body(&format!("'data':[1],'next':{next}")))].into_iter();
        let walked = case(paging).replied(|_| script.next().unwrap_or((504, String::new())));
        let last = walked.urls.last().unwrap().clone();
        assert!(last.contains(if requests == 2 { "size=50" } else { "size=1" }), "{last}");
        walked.failed(ErrorKind::Status, ["504"]);
    }
}

#[test]
fn a_walk_by_number_keeps_its_size() {
    case(NUMBERS.halve_size(1))
        .page_size(10)
        .replied(|_| (504, String::new()))
        .requests(1)
        .failed(ErrorKind::Status, ["504"]);
    // The first request of a list with tokens and numbers has neither.
    let mut server = overloaded(25, ["'data':[1],'next':null,'total':2", "'data':[2],'total':2"]);
    case(BOTH.halve_size(1))
        .page_size(8)
        .served(|ask| {
            let is_first = ask.url.as_str().ends_with("size=8");
            if is_first { (504, Vec::new(), String::new()) } else { server(ask) }
        })
        .requested(["/list?size=8", "/list?size=4", "/list?size=4&page=1"])
        .yielded([1, 2])
        .ended_with(&[smaller(1, 8, 4), Warning::ByNumber]);
}

#[test]
fn an_offset_is_the_same_in_any_size_unless_it_steps_by_the_size() {
    let offsets = Paging::NONE.page_size("size", Some(4), None).offset("from", 0, Step::Items);
    case(offsets.halve_size(1))
        .served(overloaded(2, ["'data':[1,2]", "'data':[3]", "'data':[]"]))
        .requested([
            "/list?from=0",
            "/list?size=2&from=0",
            "/list?size=2&from=2",
            "/list?size=2&from=3",
        ])
        .yielded([1, 2, 3])
        .ended_with(&[smaller(1, 4, 2)]);
    let by_size = Paging::NONE.page_size("size", Some(4), None).offset("from", 0, Step::Size);
    case(by_size.halve_size(1)).served(overloaded(2, [])).requests(1).failed(ErrorKind::Status, []);
}

#[test]
fn a_page_that_overlaps_has_room_for_a_new_row() {
    let drops = TOKENS.next_rules(NextRules::DEFAULT.overlap(FirstRow::Drop)).halve_size(1);
    let offsets = Paging::NONE.page_size("size", Some(50), None).offset("from", 0, Step::Items);
    let plain = offsets.overlap(OnDrift::Off);
    for (paging, least) in [(drops, 2), (offsets.halve_size(1), 2), (plain.halve_size(1), 1)] {
        let keyed = list(List::get("/list", "/data").key("/id").paging(paging));
        let walked = keyed.page_size(8).served(overloaded(0, []));
        let last = walked.urls.last().unwrap();
        assert!(last.contains(&format!("size={least}")), "{last}");
    }
}

#[test]
fn rows_that_went_are_found_from_a_smaller_page_before() {
    // Four rows a page, then two: the last row of the first page has moved up by one.
    let offsets = Paging::NONE.page_size("size", Some(4), None).offset("from", 0, Step::Items);
    let keyed = list(List::get("/list", "/data").key("/id").paging(offsets.halve_size(1)));
    let row = |id: u64| format!("{{\"id\":{id}}}");
    let mut ids = vec![1, 2, 3, 4, 5, 6];
    keyed
        .served(|ask| {
            let param = |name: &str| link::number(&ask.url, name);
            let (from, size) = (param("from").unwrap(), param("size").unwrap_or(4));
            if from > 0 && size > 2 {
                ids.retain(|id| *id != 2);
                return (504, Vec::new(), String::new());
            }
            let rows = ids.iter().skip(usize::try_from(from).unwrap());
            let rows: Vec<String> =
                rows.take(usize::try_from(size).unwrap()).map(|id| row(*id)).collect();
            (200, Vec::new(), format!("{{\"data\":[{}]}}", rows.join(",")))
        })
        .yielded([1, 2, 3, 4, 5, 6])
        .ended_with(&[smaller(2, 4, 2)]);
}

#[test]
fn a_size_in_a_body_is_halved_where_it_is_sent() {
    let posted = Paging::NONE
        .next(NextFrom::Body("/next"))
        .send(SendIn::Body("/t"))
        .page_size("/size", Some(50), None)
        .halve_size(1);
    list(List::post("/list", "/data").paging(posted))
        .served(overloaded(25, ["'data':[1],'next':'a'", "'data':[2],'next':null"]))
        .carried(["{}", "{'size':25}", "{'size':25,'t':'a'}"])
        .yielded([1, 2])
        .ended_with(&[smaller(1, 50, 25)]);
    // Later pages by GET, or by a token alone, send no size.
    let alone = posted.send_rules(SendRules::DEFAULT.alone(true));
    let by_get = LINKS.page_size("/size", Some(50), None).then(Then::get_link());
    for (paging, path) in [(alone, "/list"), (by_get.halve_size(1), "/list")] {
        let mut script = [(200, body("'data':[1],'next':'/next'"))].into_iter();
        list(List::post("/list", "/data").paging(paging))
            .at_positions(path)
            .replied(|_| script.next().unwrap_or((504, String::new())))
            .requests(2)
            .failed(ErrorKind::Status, ["504"]);
    }
}

#[test]
fn a_limit_below_a_page_is_halved_as_it_is_sent() {
    case(HALVED)
        .limit(8)
        .served(overloaded(4, ["'data':[1,2,3,4],'next':'a'", "'data':[5,6,7,8],'next':'b'"]))
        .requested(["/list?size=8", "/list?size=4", "/list?size=4&t=a"])
        .yielded(1..=8)
        .ended_with(&[smaller(1, 8, 4)]);
}

/// A walk of a keyed list by tokens, and its plan, after this many rows of a first page of
/// eight.
fn killed_after(rows: u64, key: bool) -> (Walk, Walk) {
    let list = List::get("/list", "/data").paging(TOKENS.halve_size(1));
    let list = if key { list.key("/id") } else { list };
    let mut plan = Plan::new(list, Url::parse("https://api.test/list").unwrap()).unwrap();
    plan.page_size = Some(8);
    let plan = Arc::new(plan);
    let mut walk = Walk::new(plan.clone(), Cursor::Start);
    let ask = walk.next_request().unwrap().unwrap();
    let page = rows_of(1..=8);
    let page = read(&mut walk, &ask, reply(&ask, 200, page), Decode::of::<Row>()).unwrap().unwrap();
    let position = walk.position_after(&page.place, rows, 8);
    let position = crate::Position::decode(&position.encode()).unwrap();
    let resumed = Walk::resumed(plan, position).unwrap();
    (walk, resumed)
}

fn rows_of(ids: impl Iterator<Item = u64>) -> String {
    let rows: Vec<String> = ids.map(|id| format!("{{\"id\":{id}}}")).collect();
    format!("{{\"data\":[{}],\"next\":\"a\"}}", rows.join(","))
}

#[test]
fn a_page_that_is_resumed_keeps_room_for_the_rows_that_were_yielded() {
    let (_, resumed) = killed_after(5, true);
    assert!(!resumed.can_halve());
    let (_, mut resumed) = killed_after(4, true);
    assert!(resumed.halve() && !resumed.can_halve());
    // A position from before the page came leads to the same rows.
    let position = resumed.position();
    let again = Walk::resumed(resumed.plan.clone(), position).unwrap();
    // The call sets a page size of eight, which counts again.
    for (mut walk, size, new) in [(resumed, 4, 0), (again, 8, 4)] {
        let ask = walk.next_request().unwrap().unwrap();
        assert_eq!(ask.url.query(), Some(&*format!("size={size}")));
        let page = reply(&ask, 200, rows_of(1..=size));
        let page = read(&mut walk, &ask, page, Decode::of::<Row>()).unwrap().unwrap();
        assert_eq!(page.items.len(), new);
        let next = walk.next_request().unwrap().unwrap();
        assert_eq!(next.url.query(), Some(&*format!("size={size}&t=a")));
    }
}

#[test]
fn without_a_key_a_smaller_page_that_is_resumed_shows_less() {
    for (halves, evidence) in [(false, Evidence::Continued), (true, Evidence::Unproven)] {
        let (_, mut walk) = killed_after(2, false);
        assert!(!halves || walk.halve());
        let size = if halves { 4 } else { 8 };
        for (ids, next) in [(1..=size, "\"a\""), (size + 1..=9, "null")] {
            let ask = walk.next_request().unwrap().unwrap();
            let page = rows_of(ids).replace("\"a\"", next);
            read(&mut walk, &ask, reply(&ask, 200, page), Decode::of::<Row>()).unwrap();
        }
        assert!(walk.is_done());
        let warned: Vec<&Warning> = walk.warnings.iter().collect();
        let expected = if halves { vec![smaller(1, 8, 4)] } else { Vec::new() };
        assert_eq!(warned, expected.iter().collect::<Vec<_>>());
        assert_eq!(walk.evidence(), evidence);
    }
}
