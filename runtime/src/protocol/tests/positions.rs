//! The state that positions carry, and positions with values that no walk stores: they are
//! refused, or a walk continues from them.

use super::*;
use crate::position::Position;
use crate::position::beside::Beside;
use crate::position::carried::{Carried, Milestone, RowsOfPage, StatedTotal};
use crate::position::delta::Synchronisation;

const OFFSETS: Paging =
    Paging::NONE.offset("from", 0, Step::Items).page_size("size", Some(2), Some(10));

/// The largest number that a position accepts for its own counters.
const MOST: u64 = u64::MAX >> 8;

fn position(plan: &Plan, at: &Cursor, count: u64, large: u64) -> Position {
    Position {
        at: at.clone(),
        beside: Beside::default(),
        pages: count,
        index: if large == 1 { count } else { 0 },
        items: count,
        from_start: true,
        size: Some(large),
        key: Some(large),
        carried: Carried {
            visited: Some(Milestone { hash: 1, page: large }),
            rows: Some(RowsOfPage { sum: 1, count: large, first: 1, page: large }),
            counts: [Some(large); 8],
            total: StatedTotal::Same(large),
            text: Some(1),
            ..Carried::default()
        },
        list: plan.fingerprint,
        circular: false,
        sync: Synchronisation::default(),
    }
}

/// Walks a few pages from a position.
fn walk_on(plan: &Arc<Plan>, position: &Position, reply_body: &str) {
    let Ok(position) = Position::decode(&position.encode()) else { return };
    let Ok(mut walk) = Walk::resumed(plan.clone(), position) else { return };
    for _ in 0..4 {
        let Some(Ok(ask)) = walk.next_request() else { return };
        for ahead in [1, MOST, u64::MAX] {
            walk.request_ahead(ahead);
        }
        let reply = reply(&ask, 200, body(reply_body));
        let Ok(page) = read(&mut walk, &ask, reply, Decode::of::<Row>()) else { return };
        let after = page.map(|page| walk.position_after(&page.place, 1, 2));
        for position in after.into_iter().chain([walk.position()]) {
            Position::decode(&position.encode()).expect("a position that was left can be read");
        }
        assert!(walk.evidence() <= Evidence::Anchored);
    }
}

#[test]
fn numbers_in_a_position_overflow_nothing() {
    let ats = [Cursor::Number(1), Cursor::Number(u64::MAX - 1), Cursor::Offset(9)];
    let others = [Cursor::Offset(u64::MAX - 1), Cursor::Token("t".into()), Cursor::Start];
    for paging in [OFFSETS, OFFSETS.offset("from", 0, Step::Size), NUMBERS, BOTH, TOKENS] {
        for list in [List::get("/list", "/data"), List::get("/list", "/data").key("")] {
            let url = Url::parse("https://api.test/list").unwrap();
            let plan = Arc::new(Plan::new(list.paging(paging), url).unwrap());
            for at in ats.iter().chain(&others) {
                for (count, large) in [(0, 0), (1, 1), (MOST / 2, u64::MAX), (3, u64::MAX - 1)] {
                    let position = position(&plan, at, count, large);
                    for reply in [
                        "'data':[],'total':18446744073709551615,'pages':18446744073709551615",
                        "'data':[5,6],'next':'n','total':18446744073709551615,'size':18446744073709551615",
                        "'data':[5,6,7],'next':null,'total':0,'pages':0",
                    ] {
                        walk_on(&plan, &position, reply);
                    }
                }
            }
        }
    }
}

/// The evidence of a walk over these replies that begins here, and is resumed from
/// an encoded position after this many of them.
fn shown(list: List, from: Cursor, replies: &[&str], killed_after: usize) -> Evidence {
    let plan = Arc::new(Plan::new(list, Url::parse("https://api.test/list").unwrap()).unwrap());
    let mut walk = Walk::new(plan.clone(), from);
    for (page, short) in replies.iter().enumerate() {
        if page == killed_after {
            let position = Position::decode(&walk.position().encode()).unwrap();
            walk = Walk::resumed(plan.clone(), position).unwrap();
        }
        let ask = walk.next_request().unwrap().unwrap();
        read(&mut walk, &ask, reply(&ask, 200, body(short)), Decode::of::<Row>()).unwrap();
    }
    walk.evidence()
}

#[test]
fn a_walk_that_is_resumed_after_a_warning_is_unproven() {
    let list = List::get("/list", "/data").key("").paging(TOKENS);
    let honest = ["'data':[1,2],'next':'a'", "'data':[3,4],'next':'b'", "'data':[5],'next':null"];
    let repeated = ["'data':[1,2],'next':'a'", "'data':[2,3],'next':'b'", "'data':[4],'next':null"];
    for killed_after in 0..=3 {
        assert_eq!(shown(list, Cursor::Start, &honest, killed_after), Evidence::Continued);
    }
    for killed_after in [2, 3] {
        assert_eq!(shown(list, Cursor::Start, &repeated, killed_after), Evidence::Unproven);
    }
}

#[test]
fn a_walk_that_begins_after_the_first_page_is_unproven() {
    let list = List::get("/list", "/data").paging(NUMBERS);
    // As many rows as the server counts, since it counts the remaining ones.
    let left =
        ["'data':[3,4],'page':1,'total':3", "'data':[5],'page':2,'total':3", "'data':[],'total':3"];
    assert_eq!(shown(list, Cursor::Number(1), &left, 0), Evidence::Unproven);
    assert_eq!(shown(list, Cursor::Number(0), &left[..2], 0), Evidence::Counted);
}
