//! Bodies in pieces are what they are as a whole: their pages, and their errors.

#![allow(clippy::large_types_passed_by_value, reason = "short cases are worth a copy")]

use super::sizes::{BODIES, Bodies};
use crate::list::List;
use crate::list::rows::Decode;
use crate::paging::{ItemRules, NextFrom, Paging, SendIn, Shape};
use crate::position::cursor::Cursor;
use crate::protocol::{Plan, Response, Walk};
use http::{HeaderMap, StatusCode};
use proptest::prelude::*;
use serde::Deserialize;
use std::sync::{Arc, OnceLock};

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "compared by its `Debug`")]
enum Row {
    Number(u32),
    Object { id: serde_json::Value, of: Option<Vec<u8>> },
}

const NUMBERS: Paging = Paging::NONE.number("page", 1).page_size("size", Some(2), None);
const LAST: Paging = Paging::NONE.next(NextFrom::Last("/id")).send(SendIn::Query("t"));
const NEXT: Paging = Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Query("t"));

const LISTS: [List; 6] = [
    List::get("/list", "/data").paging(Paging::SENDSAGE).key("/id").success("/success"),
    List::get("/list", "/data").paging(NUMBERS).key("/id"),
    List::get("/list", "/data").paging(LAST).error_code("/code"),
    List::get("/list", "/data").paging(NEXT),
    List::get("/list", "/a/data").paging(NEXT).key("/id"),
    List::get("/list", "").paging(Paging::LINK_HEADER).key("/id").error_message("/message"),
];

/// How the rows are read.
fn decode(most: usize, memory: usize) -> Decode {
    Decode::of::<Row>().of_page(most, memory)
}

/// All that is to be seen of a page, whose body comes in pieces or as a whole.
fn outcome(list: List, body: &[&[u8]], decode: &Decode) -> String {
    let plan = Plan::new(list, "https://api.test/list".parse().unwrap()).unwrap();
    let mut walk = Walk::new(Arc::new(plan), Cursor::first(&list));
    let ask = walk.next_request().unwrap().unwrap();
    let mut response = Response {
        url: ask.url.clone(),
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: body.concat().into(),
        cut: None,
        credentials: None,
    };
    let mut arrived = None;
    if body.len() > 1 {
        BODIES.set(Some(Bodies::Pieces));
        let decode = OnceLock::from(decode.clone());
        let rows = walk.plan.arriving(&ask.at, response.status, &decode).unwrap();
        let (left, cut, rows) = rows.read_pieces(body, true);
        (response.body, response.cut, arrived) = (left.into(), cut, rows);
    }
    let length = response.length();
    let contents = walk.plan.decode(&ask, &response, decode.clone(), arrived);
    let page = contents.and_then(|contents| walk.read(&ask, response, contents));
    let page = match page {
        Err(error) => format!("{error:?}: {error}, {:?}", error.body()),
        Ok(page) => {
            let page = page.unwrap();
            let (keys, plan) = (&page.place.keys, &walk.plan);
            let keys = (
                keys.keys(plan).to_vec(),
                keys.text_hash(),
                keys.first(plan),
                keys.last(plan),
                keys.summary(plan, 1),
            );
            let rows: Vec<Row> = page.items.take().collect();
            format!("{rows:?} {:?} {keys:?} {:?}", page.envelope, page.drifted)
        }
    };
    let next = walk.next_request().map(|ask| ask.map(|ask| ask.url.to_string()));
    let position = walk.position().encode();
    format!("{length}: {page} {:?} {next:?} {position}", walk.warnings)
}

const BODIES_OF_LISTS: &[&str] = &[
    "{'data':[{'id':1},{'id':2},{'id':3},{'id':44}],'next':'b'}",
    "{'next':'b','success':true,'data' : [ {'id':'é1'} ,\n{'id':2,'of':[1,2]}, 7 ,12] }",
    "{'data':[1,2,3,4],'data':[5]}",
    "{'data':[1,2,3,4],'success':false,'code':9}",
    "{'data':[1,2,'x',4],'next':'b'}",
    "{'data':[1,2,{'id':[]},{'id':3,'of':7},5],'next':'b'}",
    "{'data':[1,2,3,4] 'next':'b'}",
    "{'data':[1,2,3 4],'next':'b'}",
    "{'data':[1,2,3,],'next':'b'}",
    "{'data':[1,2,3,tru],'next':'b'}",
    "{'data':[1,2,3,4],'next':'b'} x",
    "{'data':[1,2,3,4,5",
    "{'data':[1,2,3,{'id':'4",
    "{'data':[1,2,3,4],'NEXT':'b','rows':[{}]}",
    "{'data':[{'ID':1},{'ID':2},{'ID':3}]}",
    "{'data':[{'id':1},{'id':2},{'Id':3}],'total':9}",
    "{'data':[{'id':1},{'id':1},{'id':{'id':2}},{'i\\u0064':'\\u0061'}],'next':'b'}",
    "{'data':[1,2,3,4],'next':7,'next':8}",
    "{'data':{'data':[1,2,3]},'next':'b'}",
    "{'data':null,'next':'b'}",
    "{'data':[],'next':'b'}",
    "\u{feff}{'data':[1,2,3,4],'next':'b'}",
    "{'a':{'data':[{'id':1},{'id':2},{'id':3},{'id':4}],'b':[{}]},'next':'b'}",
    "{'a':{'x':1},'a':{'data':[1,2,3,4]},'next':''}",
    "[{'id':1},{'id':2},{'id':3},{'id':4}]",
    "[1,2,3,4] ",
    "[1,22,333,'4'",
    "<html>",
];

fn text(body: &str) -> String {
    body.replace('\'', "\"")
}

/// Compares a body in pieces, cut at these bytes, with the whole one.
fn compare(list: List, body: &[u8], cuts: &[usize], decode: &Decode, whole: &str) {
    let (mut pieces, mut from) = (Vec::new(), 0);
    for cut in cuts.iter().copied().chain([body.len()]) {
        pieces.push(&body[from..cut]);
        from = cut;
    }
    let body = String::from_utf8_lossy(body);
    assert_eq!(outcome(list, &pieces, decode), whole, "{body} cut at {cuts:?}");
}

#[test]
fn a_body_in_two_or_three_pieces_is_what_it_is_as_a_whole() {
    for list in LISTS {
        for body in BODIES_OF_LISTS {
            let (body, decode) = (text(body), decode(100, usize::MAX));
            let whole = outcome(list, &[body.as_bytes()], &decode);
            for one in 0..=body.len() {
                compare(list, body.as_bytes(), &[one], &decode, &whole);
                // Some pairs of places, others for each list.
                for other in
                    (one..=body.len()).filter(|other| (one + other) % 23 == list.items.len())
                {
                    compare(list, body.as_bytes(), &[one, other], &decode, &whole);
                }
            }
        }
    }
}

#[test]
fn bytes_that_are_no_utf_8_are_found_in_any_piece() {
    let body = text("{'data':[1,2,3,{'id':'é'},5],'next':'b'}");
    for at in 0..body.len() {
        let mut body = body.clone().into_bytes();
        body[at] = 0xff;
        let whole = outcome(LISTS[3], &[&body], &decode(100, usize::MAX));
        for cut in 0..=body.len() {
            compare(LISTS[3], &body, &[cut, body.len()], &decode(100, usize::MAX), &whole);
        }
    }
}

#[test]
fn ceilings_hold_in_pieces() {
    let body = text("{'data':[1,{'id':1,'of':[1,2,3]},{'id':1,'of':[1]},4,5],'next':'b'}");
    let broken = body.replace(",5]", ",]");
    for (most, memory) in [(3, usize::MAX), (5, usize::MAX), (9, 200), (9, 100), (9, 10), (0, 0)] {
        let decode = decode(most, memory);
        for body in [&body, &broken] {
            let whole = outcome(LISTS[3], &[body.as_bytes()], &decode);
            for cut in 0..=body.len() {
                compare(LISTS[3], body.as_bytes(), &[cut, body.len()], &decode, &whole);
            }
        }
    }
    let whole = outcome(LISTS[3], &[body.as_bytes()], &decode(9, 100));
    assert!(whole.contains("take more than 100 bytes of memory"), "{whole}");
    let whole = outcome(LISTS[3], &[body.as_bytes()], &decode(3, usize::MAX));
    assert!(whole.contains("the page has 5 items, more than 3"), "{whole}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn bodies_in_any_pieces_are_what_they_are_as_a_whole(
        rows in prop::collection::vec(("[a-cé\\\\\"{}\\[\\],:]{0,6}", 0..300_u16), 0..12),
        (list, noise, at) in (0..LISTS.len(), prop::option::of(any::<u8>()), any::<prop::sample::Index>()),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let rows = rows.into_iter().map(|(id, of)| match of {
            0..100 => format!("{{\"id\":{},\"of\":[{of}]}}", serde_json::json!(id)),
            _ => of.to_string(),
        });
        let rows = rows.collect::<Vec<_>>().join(" ,");
        let mut body = match LISTS[list].items {
            "" => format!("[{rows}]"),
            "/data" => format!("{{\"next\":\"b\",\"data\":[{rows} ],\"code\":null}}"),
            _ => format!("{{\"a\":{{\"data\":[{rows}]}},\"next\":\"b\"}}"),
        }
        .into_bytes();
        if let Some(noise) = noise {
            let at = at.index(body.len());
            body[at] = noise;
        }
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(body.len() + 1)).collect();
        cuts.push(body.len());
        cuts.sort_unstable();
        let decode = decode(100, usize::MAX);
        let whole = outcome(LISTS[list], &[&body], &decode);
        compare(LISTS[list], &body, &cuts, &decode, &whole);
    }
}

/// How many bytes are cut out of a body that comes byte by byte.
fn cut_out(list: List, body: &str) -> Option<usize> {
    let plan = Plan::new(list, "https://api.test/list".parse().unwrap()).unwrap();
    let pieces: Vec<&[u8]> = body.as_bytes().chunks(1).collect();
    BODIES.set(Some(Bodies::Pieces));
    let decode = OnceLock::from(decode(100, usize::MAX));
    let rows = plan.arriving(&Cursor::Start, StatusCode::OK, &decode)?;
    let (left, cut, _) = rows.read_pieces(&pieces, true);
    assert_eq!(left.len() + cut.map_or(0, |cut| cut.bytes), body.len());
    Some(body.len() - left.len())
}

#[test]
fn rows_between_the_first_and_the_last_are_cut_out() {
    for (list, body, cut) in [
        (LISTS[3], "{'data':[1,20,30,4],'next':'b'}", 6),
        (LISTS[3], "{'data':[1, 20 ,30,4 ],'next':'b'}", 7),
        (LISTS[3], "{'data':[1,4],'next':'b'}", 0),
        (LISTS[3], "{'next':'b','data':[1,20,30", 0),
        (LISTS[3], "{'next':'b','data':[1,20,30,", 3),
        (LISTS[4], "{'data':[1,20,30],'a':{'data':[1,2,3]}}", 2),
        (LISTS[5], "[1,20,30,4]", 6),
    ] {
        assert_eq!(cut_out(list, &text(body)), Some(cut), "{body}");
    }
}

#[test]
fn rows_are_read_with_their_page_where_a_walk_needs_their_text() {
    let read = |list: List| cut_out(list, "[]").is_some();
    let list = List::get("/list", "/data").paging(NEXT);
    assert!(read(list) && read(list.key("/id")) && read(list.error_message("/error/0")));
    // Of another shape, or in several places.
    assert!(!read(list.item_rules(ItemRules::DEFAULT.shape(Shape::Map))));
    assert!(!read(list.item_rules(ItemRules::DEFAULT.also(&["/more"]))));
    // What is at the place of the items, above or within it.
    assert!(!read(list.error_message("/data")) && !read(list.error_message("/data/0/message")));
    assert!(read(list.error_message("/data/message")));
    assert!(
        !read(list.failed("")) && !read(list.paging(NEXT.next(NextFrom::Body("/DATA/0/next"))))
    );
    // Links are searched for one to the next page.
    assert!(!read(List::get("/list", "/_Links").paging(NEXT)));

    let plan = Plan::new(list, "https://api.test/list".parse().unwrap()).unwrap();
    let is_read = |status, decode: OnceLock<Decode>| {
        let body = text("{'data':[1,20,30,4]}");
        let pieces: Vec<&[u8]> = body.as_bytes().chunks(1).collect();
        let rows = plan.arriving(&Cursor::Start, status, &decode);
        rows.is_some_and(|rows| rows.read_pieces(&pieces, true).1.is_some())
    };
    let rows = || decode(100, usize::MAX);
    assert!(is_read(StatusCode::OK, rows().into()));
    assert!(!is_read(StatusCode::OK, rows().at_most(99).into()), "a limit");
    assert!(!is_read(StatusCode::OK, OnceLock::new()), "a page that nobody waits for");
    assert!(!is_read(StatusCode::NOT_FOUND, rows().into()));
    BODIES.set(Some(Bodies::Whole));
    assert!(!is_read(StatusCode::OK, rows().into()));
}

#[test]
fn rows_that_went_with_what_arrived_are_not_left_out() {
    let plan = Plan::new(LISTS[3], "https://api.test/list".parse().unwrap()).unwrap();
    let mut walk = Walk::new(Arc::new(plan), Cursor::Start);
    let ask = walk.next_request().unwrap().unwrap();
    BODIES.set(Some(Bodies::Pieces));
    let decode = decode(100, usize::MAX);
    let response = Response {
        url: ask.url.clone(),
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: text("{'data':[1,2,3,4],'next':'b'}").into(),
        cut: None,
        credentials: None,
    };
    let (response, _) = response.arrive(&walk.plan, &ask.at, &decode);
    assert!(response.cut.is_some());
    let contents = walk.plan.decode(&ask, &response, decode, None).unwrap();
    let error = walk.read(&ask, response, contents).unwrap_err();
    assert!(error.to_string().contains("the rows were read before"), "{error}");
}
