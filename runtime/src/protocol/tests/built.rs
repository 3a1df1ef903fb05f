//! Rows of a page: only the rows to yield are built; the others are read as JSON and
//! counted.

use super::*;
use crate::position::Position;

/// What does not decode.
const BROKEN: &str = "{'no':0}";

/// A page of these ids, with this JSON after them.
fn page(ids: &[u64], after: &str) -> String {
    let rows: Vec<_> = ids.iter().map(|id| format!("{{'id':{id}}}")).collect();
    body(&format!("'data':[{}{after}],'next':null", rows.join(",")))
}

#[test]
fn rows_after_the_limit_are_not_built() {
    case(TOKENS).limit(2).over(["'data':[1,2,{}],'next':'a'"]).yielded([1, 2]).ended();
    case(TOKENS)
        .limit(3)
        .over(["'data':[1,2],'next':'a'", "'data':[3,{}],'next':'b'"])
        .requests(2)
        .yielded([1, 2, 3])
        .ended();
    case(TOKENS)
        .limit(3)
        .over(["'data':[1,2,{}],'next':'a'"])
        .failed(ErrorKind::Record, ["item 2 does not decode"]);
}

#[test]
fn rows_after_the_limit_must_be_json() {
    let broken = "'data':[1,2,x],'next':'a'";
    case(TOKENS).limit(2).over([broken]).yielded([]).failed(ErrorKind::Body, ["at byte 14"]);
}

#[test]
fn rows_after_the_limit_are_counted() {
    let paging = TOKENS.page(PageKeys::NONE.total("/total"));
    // Without those that were not built, fewer would have come than the server counts.
    case(paging)
        .limit(3)
        .over(["'data':[1,2,3,{},{}],'total':5,'next':null"])
        .yielded(1..=3)
        .ended();
}

/// The rows of a page if a walk is resumed with this limit after the row with the id 1,
/// which was the first of its page.
fn resumed(limit: u64, page: String) -> Result<Vec<u64>, Error> {
    let list = List::get("/list", "/data").paging(TOKENS).key("/id");
    let url: Url = "https://api.test/list".parse().unwrap();
    let plan = |limit| Plan { limit, ..Plan::new(list, url.clone()).unwrap() };
    let mut walk = Walk::new(Arc::new(plan(None)), Cursor::Start);
    let ask = walk.next_request().unwrap()?;
    let first = reply(&ask, 200, self::page(&[1, 2], ""));
    let first = read(&mut walk, &ask, first, Decode::of::<Row>())?;
    let position: Position = walk.position_after(&first.unwrap().place, 1, 2);
    let mut walk = Walk::resumed(Arc::new(plan(Some(limit))), position)?;
    let ask = walk.next_request().unwrap()?;
    let page = read(&mut walk, &ask, reply(&ask, 200, page), Decode::of::<Row>())?;
    Ok(page.unwrap().items.take::<Row>().map(|row| row.0).collect())
}

#[test]
fn a_resumed_walk_builds_the_rows_yielded_before_and_those_within_its_limit() {
    let broken = format!(",{BROKEN}");
    assert_eq!(resumed(2, page(&[1, 2, 3], &broken)).unwrap(), [2, 3]);
    // Rows came in front of the one that was given last: more are built.
    assert_eq!(resumed(2, page(&[8, 9, 1, 2, 3], &broken)).unwrap(), [2, 3]);
    let error = resumed(3, page(&[8, 9, 1, 2, 3], &broken)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Record);
    assert!(error.to_string().contains("item 5 does not decode"), "{error}");
}

#[test]
fn a_page_that_overlaps_the_one_before_is_built_up_to_the_limit() {
    let paging = Paging::NONE.offset("from", 0, Step::Items).page_size("size", Some(2), Some(10));
    let list_of = List::get("/list", "/data").paging(paging).key("/id");
    for second in [page(&[2, 3], &format!(",{BROKEN}")), page(&[9, 1, 2, 3], &format!(",{BROKEN}"))]
    {
        let mut pages = vec![second, page(&[1, 2], "")];
        let walked = list(list_of).limit(3).against(|_| pages.pop().unwrap());
        assert_eq!(walked.items, [1, 2, 3], "{:?}", walked.error);
    }
}

#[test]
fn more_rows_than_a_page_may_have_are_an_error_with_their_number() {
    let page = |rows: &str, decode: Decode| {
        let mut walk = Walk::new(Arc::new(case(TOKENS).limit(1).plan), Cursor::Start);
        let ask = walk.next_request().unwrap()?;
        let reply = reply(&ask, 200, body(&format!("'data':[{rows}],'next':null")));
        read(&mut walk, &ask, reply, decode)
    };
    let of_three = || Decode::of::<Row>().of_page(3, usize::MAX);
    assert_eq!(page("1,2,3", of_three()).unwrap().unwrap().items.len(), 1);
    let error = page("1,2,3,4,5", of_three()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    let says =
        "the page has 5 items, more than 3; ask for smaller pages, or raise `max_page_items`";
    assert!(error.to_string().contains(says), "{error}");
}
