//! How positions are used and sent, and what in place of one is the end.

use super::*;
use crate::paging::{FirstRow, LinkBase, NextRules, SendAs, SendRules, SendSize};

const STARTED: Paging = TOKENS.next_rules(NextRules::DEFAULT.start("*"));
const LAST: Paging = TOKENS.next(NextFrom::Last("/id"));
const POSTED: Paging = Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Body("/after"));

fn posted(rules: SendRules) -> Case {
    list(List::post("/list", "/data").body(r#"{"q":"x"}"#).paging(POSTED.send_rules(rules)))
}

fn keyed(paging: Paging) -> Case {
    list(List::get("/list", "/data").key("/id").paging(paging))
}

#[test]
fn the_first_request_sends_the_start() {
    case(STARTED)
        .filtered("a=b")
        .over(["'data':[1],'next':'x'", "'data':[2],'next':null"])
        .requested(["/list?a=b&t=%2A", "/list?a=b&t=x"])
        .yielded([1, 2])
        .ended();
    let start = NextRules::DEFAULT.start("0");
    list(
        List::post("/list", "/data").paging(
            POSTED.next_rules(start).send_rules(SendRules::DEFAULT.json_type(SendAs::Number)),
        ),
    )
    .over(["'data':[1],'next':null"])
    .carried(["{'after':0}"])
    .ended();
}

#[test]
fn a_list_without_next_positions_sends_no_start() {
    case(STARTED.without_next()).over(["'data':[1]"]).requested(["/list"]).ended();
}

#[test]
fn a_start_that_comes_back_was_sent() {
    let pages = ["'data':[1],'next':'*'"];
    case(STARTED).over(pages).yielded([1]).failed(ErrorKind::Cycle, ["page 1", "period 1"]);
    case(STARTED.ends(EndRules::DEFAULT.same(true))).over(pages).yielded([1]).ended();
}

#[test]
fn by_number_the_start_is_not_sent() {
    let both = BOTH.next_rules(NextRules::DEFAULT.start("*"));
    let mut case = case(both);
    case.from = Cursor::Number(0);
    case.over(["'data':[],'pages':0"]).requested(["/list?size=2&page=0"]).ended();
}

#[test]
fn a_number_is_added_to_the_last_value() {
    case(LAST.next_rules(NextRules::DEFAULT.add(1)))
        .over(["'data':[{'id':1},{'id':2}]", "'data':[{'id':18446744073709551615}]", "'data':[]"])
        .requested(["/list", "/list?t=3", "/list?t=18446744073709551616"])
        .ended();
    case(TOKENS.next_rules(NextRules::DEFAULT.add(-1)))
        .over(["'data':[1],'next':'7'", "'data':[2],'next':null"])
        .requested(["/list", "/list?t=6"])
        .ended();
    case(TOKENS.next_rules(NextRules::DEFAULT.add(1)))
        .over(["'data':[1],'next':'abc'"])
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["a whole number at `/next`", "a string"]);
}

const INCLUSIVE: Paging = LAST.next_rules(NextRules::DEFAULT.overlap(FirstRow::Drop));

#[test]
fn a_first_row_that_the_page_before_ended_with_is_dropped() {
    keyed(INCLUSIVE)
        .over([
            "'data':[{'id':1},{'id':2}]",
            "'data':[{'id':2},{'id':3}]",
            // The last row was removed.
            "'data':[{'id':4},{'id':5}]",
            "'data':[{'id':5}]",
        ])
        .requested(["/list", "/list?t=2", "/list?t=3", "/list?t=5"])
        .yielded([1, 2, 3, 4, 5])
        .ended();
}

#[test]
fn a_page_with_room_for_the_dropped_row_alone_does_not_end_a_walk() {
    keyed(INCLUSIVE)
        .page_size(1)
        .over(["'data':[{'id':1}]", "'data':[{'id':1}]"])
        .yielded([1])
        .failed(ErrorKind::Cycle, ["room for one row", "2 or more"]);
    // The size that a limit makes smaller leaves room for a row that is dropped.
    keyed(INCLUSIVE)
        .limit(3)
        .over(["'data':[{'id':1},{'id':2}]", "'data':[{'id':2},{'id':3},{'id':4}]"])
        .requested(["/list?size=3", "/list?size=4&t=2"])
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_server_whose_pages_may_have_one_row_shows_no_end() {
    let pages = ["'data':[{'id':1}]", "'data':[{'id':1}]"];
    keyed(INCLUSIVE)
        .require(Evidence::Continued)
        .over(pages)
        .yielded([1])
        .failed(ErrorKind::Unproven, ["`continued`"]);
    keyed(INCLUSIVE).page_size(2).require(Evidence::Continued).over(pages).yielded([1]).ended();
}

#[test]
fn a_walk_that_drops_rows_is_resumed_between_pages() {
    let plan = Arc::new(keyed(INCLUSIVE).plan);
    let mut walk = Walk::new(plan.clone(), Cursor::Start);
    let page = |walk: &mut Walk, short: &str| {
        let ask = walk.next_request().unwrap().unwrap();
        let reply = reply(&ask, 200, body(short));
        let page = read(walk, &ask, reply, Decode::of::<Row>()).unwrap().unwrap();
        page.items.take::<Row>().map(|row| row.0).collect::<Vec<_>>()
    };
    assert_eq!(page(&mut walk, "'data':[{'id':1},{'id':2}]"), [1, 2]);
    let kept = walk.position();
    let mut walk = Walk::resumed(plan, kept).unwrap();
    assert_eq!(page(&mut walk, "'data':[{'id':2},{'id':3}]"), [3]);
}

#[test]
fn a_position_is_sent_in_a_text() {
    posted(SendRules::DEFAULT.template("0-{next}"))
        .over(["'data':[1],'next':7", "'data':[2],'next':null"])
        .carried(["{'q':'x'}", "{'q':'x','after':'0-7'}"])
        .ended();
    case(TOKENS.send_rules(SendRules::DEFAULT.template("after:{next}")))
        .over(["'data':[1],'next':'a'", "'data':[2],'next':null"])
        .requested(["/list", "/list?t=after%3Aa"])
        .ended();
}

#[test]
fn a_position_is_sent_as_a_number() {
    let as_number = || posted(SendRules::DEFAULT.json_type(SendAs::Number));
    as_number()
        .over(["'data':[1],'next':'7'", "'data':[2],'next':null"])
        .carried(["{'q':'x'}", "{'q':'x','after':7}"])
        .ended();
    as_number()
        .over(["'data':[1],'next':'7x'"])
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["not a number", "`as: number`"]);
}

#[test]
fn a_position_is_sent_alone() {
    let alone = SendRules::DEFAULT.alone(true);
    case(TOKENS.send_rules(alone))
        .at_positions("/list?v=1")
        .filtered("a=b")
        .page_size(5)
        .over(["'data':[1],'next':'x'", "'data':[2],'next':null"])
        .requested(["/list?a=b&size=5", "/list?v=1&t=x"])
        .ended();
}

#[test]
fn links_are_relative_to_a_base() {
    let of = |base| SendRules::DEFAULT.url(base);
    let mut below = case(LINKS.send_rules(of(LinkBase::Base)));
    below.plan.base = Url::parse("https://api.test/rest/v1").unwrap();
    below
        .over(["'data':[1],'next':'/list?x=1'", "'data':[2],'next':null"])
        .requested(["/list", "/rest/v1/list?x=1"])
        .ended();
    case(LINKS.send_rules(of(LinkBase::At("/base"))))
        .over([
            "'data':[1],'next':'/list?x=1','base':'https://api.test/wiki'",
            "'data':[2],'next':null",
        ])
        .requested(["/list", "/wiki/list?x=1"])
        .ended();
    case(LINKS.send_rules(of(LinkBase::At("/base"))))
        .over(["'data':[1],'next':'/list?x=1','base':'https://evil.test/wiki'"])
        .yielded([1])
        .failed(ErrorKind::ForeignOrigin, ["https://evil.test"]);
    case(LINKS.send_rules(of(LinkBase::At("/base"))))
        .over(["'data':[1],'next':'/list?x=1'"])
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["`/base`", "nothing"]);
}

#[test]
fn other_values_end_a_list_too() {
    const MARKED: Paging = TOKENS.ends(EndRules::DEFAULT.values(&["0", "false", "-1"]));
    for mark in ["0", "'0'", "false", "'false'", "-1", "null", "''"] {
        let last = format!("'data':[2],'next':{mark}");
        case(MARKED).over(["'data':[1],'next':'x'", &last]).yielded([1, 2]).ended();
    }
    case(MARKED)
        .over(["'data':[1],'next':'00'", "'data':[2],'next':null"])
        .requested(["/list", "/list?t=00"])
        .ended();
    // A single page that says so is the whole list.
    case(MARKED).require(Evidence::Continued).over(["'data':[1],'next':0"]).yielded([1]).ended();
    case(LAST.ends(EndRules::DEFAULT.values(&["0"])))
        .over(["'data':[{'id':1}]", "'data':[{'id':0}]"])
        .yielded([1, 0])
        .ended();
}

#[test]
fn a_page_size_is_always_sent() {
    let always = LINKS.send(SendIn::Query("t")).send_size(SendSize::Always);
    case(always)
        .over(["'data':[1],'next':'x'", "'data':[2],'next':null"])
        .requested(["/list?size=50", "/list?size=50&t=x"])
        .ended();
    case(always).page_size(7).over(["'data':[1],'next':null"]).requested(["/list?size=7"]).ended();
    case(always).limit(3).over(["'data':[1],'next':null"]).requested(["/list?size=3"]).ended();
}

#[test]
fn constant_parameters_are_given_to_links_that_lack_them() {
    const LISTED: List = List::get("/list", "/data").query("v=1&a%20b=%26").paging(LINKS);
    let listed = || list(LISTED).filtered("v=1&a%20b=%26&f=g");
    listed()
        .over(["'data':[1],'next':'/list?x=1&v=2'", "'data':[2],'next':null"])
        .requested(["/list?v=1&a%20b=%26&f=g", "/list?x=1&v=2&a%20b=%26"])
        .ended();
}
