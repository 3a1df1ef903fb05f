//! Walks that continue where an earlier one stopped: every item exactly once.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::wire::Wire;
use common::{Numbers, ready};
use pagesmith::{Client, ErrorKind, List, Numbered, Paged, Pager, Paging, Position};

/// Rows with a key, by token or by number.
#[derive(Debug, serde::Deserialize)]
struct Row {
    id: u64,
}

impl Paged for Row {
    type Item = Self;
    const LIST: List = List::get("/rows", "/data").paging(Paging::SENDSAGE).key("/id");
}

impl Numbered for Row {}

impl Row {
    fn list(client: &Client) -> Pager<Self> {
        Pager::new(client, [])
    }
}

/// A page of these rows, with this token behind it.
fn page(ids: &[u64], next: &str) -> String {
    let rows: Vec<String> = ids.iter().map(|id| format!("{{\"id\":{id}}}")).collect();
    format!("{{\"data\":[{}],\"next_page_token\":{next}}}", rows.join(","))
}

/// Answers with these bodies.
fn wire(bodies: &[String]) -> Wire {
    let wire = Wire::default();
    for body in bodies {
        wire.then(200, body);
    }
    wire
}

/// Encodes and decodes a position, as a program that stores it does.
fn round_trip(position: &Position) -> Position {
    Position::decode(&position.encode()).unwrap()
}

fn rows(client: &Client, from: &Position) -> Result<Vec<u64>, ErrorKind> {
    let mut items = Row::list(client).resume(from).items();
    let mut ids = Vec::new();
    while let Some(row) = ready(&mut items) {
        ids.push(row.map_err(|error| error.kind())?.id);
    }
    Ok(ids)
}

#[test]
fn a_walk_that_stopped_after_any_item_continues_with_the_next() {
    let pages =
        [page(&[1, 2, 3], "\"a\""), page(&[4], "\"b\""), page(&[], "\"c\""), page(&[5, 6], "null")];
    for stop in 0..=6 {
        let wire = wire(&pages);
        let mut items = Row::list(&wire.client()).items();
        let mut ids: Vec<u64> = (0..stop).map(|_| ready(&mut items).unwrap().unwrap().id).collect();
        let position = round_trip(&items.position().unwrap());
        assert_eq!(position.items(), stop);

        let asked = wire.sent().len();
        let again = match asked {
            _ if position.is_done() => 4,
            0 => 0,
            // Behind the last item of a page, the next one is asked for.
            _ => [0, 0, 0, 1, 2, 3, 3][usize::try_from(stop).unwrap()],
        };
        let rest = self::wire(&pages[again..]);
        ids.extend(rows(&rest.client(), &position).unwrap());
        assert_eq!(ids, [1, 2, 3, 4, 5, 6], "stopped behind {stop}");
    }
}

#[test]
fn an_error_carries_the_position_to_resume_from() {
    let wire = wire(&[page(&[1, 2], "\"a\"")]);
    wire.then(400, "{}");
    let mut items = Row::list(&wire.client()).items();
    assert_eq!(ready(&mut items).unwrap().unwrap().id, 1);
    assert_eq!(ready(&mut items).unwrap().unwrap().id, 2);
    let error = ready(&mut items).unwrap().unwrap_err();
    assert!(error.is_position_refused(), "a token that the server gave is refused");
    let position = round_trip(error.position().unwrap());
    assert_eq!(Some(&position), items.position().as_ref());
    assert_eq!((position.items(), position.pages()), (2, 1));

    let rest = self::wire(&[page(&[3], "null")]);
    assert_eq!(rows(&rest.client(), &position), Ok(vec![3]));
    assert_eq!(rest.sent(), ["/rows?page_token=a"]);
}

#[test]
fn a_finished_walk_stays_finished() {
    let wire = wire(&[page(&[1], "null")]);
    let client = wire.client();
    let mut items = Row::list(&client).items();
    assert!(ready(&mut items).unwrap().is_ok() && ready(&mut items).is_none());
    let position = round_trip(&items.position().unwrap());
    assert!(position.is_done());
    assert_eq!(rows(&client, &position), Ok(vec![]));
    assert_eq!(wire.sent().len(), 1);
}

#[test]
fn rows_added_or_removed_before_the_key_change_nothing() {
    let wire = wire(&[page(&[1, 2, 3, 4], "null")]);
    let mut items = Row::list(&wire.client()).items();
    assert!(ready(&mut items).unwrap().is_ok() && ready(&mut items).unwrap().is_ok());
    let position = round_trip(&items.position().unwrap());
    for changed in [&[0, 1, 2, 3, 4][..], &[2, 3, 4], &[9, 8, 7, 2, 3, 4]] {
        let rest = self::wire(&[page(changed, "null")]);
        assert_eq!(rows(&rest.client(), &position), Ok(vec![3, 4]), "{changed:?}");
    }
}

#[test]
fn a_key_that_was_removed_is_an_error() {
    let wire = wire(&[page(&[1, 2, 3], "null")]);
    let mut items = Row::list(&wire.client()).items();
    assert!(ready(&mut items).unwrap().is_ok() && ready(&mut items).unwrap().is_ok());
    let position = items.position().unwrap();
    let rest = self::wire(&[page(&[1, 3], "null")]);
    assert_eq!(rows(&rest.client(), &position), Err(ErrorKind::Drifted));
}

#[test]
fn without_a_key_items_are_counted() {
    let wire = Wire::of(["'data':[1,2,3],'next_page_token':null"]);
    let mut items = Numbers::list(&wire.client()).items();
    assert!(ready(&mut items).unwrap().is_ok());
    let position = items.position().unwrap();
    let rest = Wire::of(["'data':[1,2,3],'next_page_token':null"]);
    let mut items = Numbers::list(&rest.client()).resume(&position).items();
    assert_eq!(ready(&mut items).unwrap().unwrap(), 2);
    let short = Wire::of(["'data':[],'next_page_token':null"]);
    let mut items = Numbers::list(&short.client()).resume(&position).items();
    assert_eq!(ready(&mut items).unwrap().unwrap_err().kind(), ErrorKind::Drifted);
}

#[test]
fn the_earlier_page_size_is_requested_and_a_limit_counts_from_the_position() {
    let wire = wire(&[page(&[1, 2], "\"a\"")]);
    let mut items = Row::list(&wire.client()).page_size(2).items();
    assert!(ready(&mut items).unwrap().is_ok() && ready(&mut items).unwrap().is_ok());
    let position = items.position().unwrap();
    let rest = self::wire(&[page(&[3, 4], "\"b\""), page(&[3, 4], "\"b\"")]);
    let mut items = Row::list(&rest.client()).resume(&position).limit(2).items();
    assert_eq!(ready(&mut items).unwrap().unwrap().id, 3);
    assert_eq!(ready(&mut items).unwrap().unwrap().id, 4);
    assert!(ready(&mut items).is_none());
    assert_eq!(items.position().unwrap().items(), 4);
    let mut items = Row::list(&rest.client()).page_size(50).resume(&position).items();
    assert_eq!(ready(&mut items).unwrap().unwrap().id, 3);
    assert_eq!(rest.sent(), ["/rows?per_page=2&page_token=a", "/rows?per_page=50&page_token=a"]);
}

#[test]
fn another_list_or_other_filters_refuse_the_position() {
    let wire = wire(&[page(&[1, 2], "\"a\"")]);
    let client = wire.client();
    let mut items = Row::list(&client).query([("from", "1"), ("to", "2")]).items();
    assert!(ready(&mut items).unwrap().is_ok());
    let position = items.position().unwrap();
    let kind = |pager: Pager<Row>| {
        ready(&mut pager.resume(&position).items()).unwrap().unwrap_err().kind()
    };
    assert_eq!(kind(Row::list(&client)), ErrorKind::Position);
    for (from, to) in [("2", "2"), ("2", "1"), ("0", "1"), ("0", "3"), ("1", "1")] {
        let other = Row::list(&client).query([("from", from), ("to", to)]);
        assert_eq!(kind(other), ErrorKind::Position, "from {from} to {to}");
    }
    let mut other = Numbers::list(&client).resume(&position).items();
    assert_eq!(ready(&mut other).unwrap().unwrap_err().kind(), ErrorKind::Position);
    assert_eq!(wire.sent().len(), 1, "nothing was sent");

    wire.then(200, &page(&[1, 2], "null"));
    let same = Row::list(&client).query([("to", "2"), ("from", "1")]).resume(&position);
    assert_eq!(ready(&mut same.items()).unwrap().unwrap().id, 2, "filters in another order");
}

#[test]
fn a_walk_in_a_circle_fails_the_same_way_when_it_is_resumed() {
    let wire = wire(&[page(&[1], "\"a\""), page(&[2, 3], "\"a\"")]);
    let mut items = Row::list(&wire.client()).items();
    for id in [1, 2, 3] {
        assert_eq!(ready(&mut items).unwrap().unwrap().id, id);
    }
    let error = ready(&mut items).unwrap().unwrap_err();
    assert!(error.is_cycle() && !error.is_resumable());
    let position = round_trip(error.position().unwrap());
    assert_eq!((position.items(), position.is_resumable()), (3, false));
    let rest = self::wire(&[page(&[2, 3], "\"b\"")]);
    assert_eq!(rows(&rest.client(), &position), Err(ErrorKind::Cycle));
    assert!(rest.sent().is_empty());
}

#[test]
fn pages_and_a_page_have_a_position_too() {
    let wire = wire(&[page(&[1, 2], "\"a\""), page(&[3], "null")]);
    let client = wire.client();
    let mut pages = Row::list(&client).pages();
    let page = ready(&mut pages).unwrap().unwrap();
    assert_eq!(page.position(), pages.position().unwrap());
    assert_eq!(rows(&client, &page.position()), Ok(vec![3]));
}

#[test]
fn a_duplicate_key_skips_no_row() {
    let wire = wire(&[page(&[1, 2, 1, 3], "null")]);
    let mut items = Row::list(&wire.client()).items();
    assert!(ready(&mut items).unwrap().is_ok());
    let position = items.position().unwrap();
    let same = self::wire(&[page(&[1, 2, 1, 3], "null")]);
    assert_eq!(rows(&same.client(), &position), Ok(vec![2, 1, 3]));
    let moved = self::wire(&[page(&[0, 1, 2, 1, 3], "null")]);
    assert_eq!(rows(&moved.client(), &position), Err(ErrorKind::Drifted), "which of the two?");
}

#[test]
fn a_position_that_the_list_no_longer_knows_is_refused() {
    let wire = wire(&[page(&[1], "\"a\""), page(&[2], "null")]);
    let client = wire.client();
    let list = |paging| client.list::<Row>("/rows", [""; 0], paging).items_at("/data");
    let mut items = list(Paging::SENDSAGE).items();
    assert!(ready(&mut items).unwrap().is_ok());
    let by_token = items.position().unwrap();
    for paging in [Paging::LAML, Paging::SENDSAGE_PAGES, Paging::NONE] {
        let mut items = list(paging).resume(&by_token).items();
        assert_eq!(ready(&mut items).unwrap().unwrap_err().kind(), ErrorKind::Position);
    }
    assert_eq!(wire.sent().len(), 1);
}

/// Rows with a key, by link.
#[derive(Debug, serde::Deserialize)]
struct Linked {
    id: u64,
}

impl Paged for Linked {
    type Item = Self;
    const LIST: List = List::get("/rows", "/data").paging(Paging::LAML).key("/id");
}

/// A page of these rows, with this link behind it.
fn linked(ids: &[u64], next: &str) -> String {
    page(ids, "null").replace("next_page_token\":null", &format!("next_page_uri\":{next}"))
}

/// The ids of a list, and the position of its walk after them.
fn walked<L: Paged, M>(pager: Pager<L, M>, id: impl Fn(&L::Item) -> u64) -> (Vec<u64>, Position) {
    let mut items = pager.items();
    let mut ids = Vec::new();
    while let Some(row) = ready(&mut items) {
        ids.push(id(&row.unwrap()));
    }
    (ids, round_trip(&items.position().unwrap()))
}

#[test]
fn a_page_size_that_only_the_limit_set_is_not_resumed_with() {
    let wire = wire(&[page(&[1, 2, 3], "\"a\""), page(&[4], "\"b\""), page(&[5], "null")]);
    let client = wire.client();
    let (ids, position) = walked(Row::list(&client).limit(3), |row| row.id);
    assert_eq!(ids, [1, 2, 3]);
    let (ids, position) = walked(Row::list(&client).resume(&position).limit(1), |row| row.id);
    assert_eq!(ids, [4]);
    let (ids, _) = walked(Row::list(&client).resume(&position), |row| row.id);
    assert_eq!(ids, [5]);
    let sent = ["/rows?per_page=3", "/rows?per_page=1&page_token=a", "/rows?page_token=b"];
    assert_eq!(wire.sent(), sent);
}

#[test]
fn a_link_with_the_page_size_of_a_limit_is_not_resumed_with() {
    let small = linked(&[1], "\"/rows?PageSize=1&Page=1\"");
    let large = linked(&[1, 2, 3], "null");
    let wire = wire(&[small, large.clone(), large]);
    let client = wire.client();
    let list = || Pager::<Linked>::new(&client, []);
    let (ids, again) = walked(list().limit(1), |row| row.id);
    assert_eq!(ids, [1]);
    let (ids, position) = walked(list().resume(&again).page_size(1000), |row| row.id);
    assert_eq!((ids, position.is_done()), (vec![2, 3], true));
    assert_eq!(wire.sent(), ["/rows?PageSize=1", "/rows?PageSize=1000"]);

    let (ids, _) = walked(list().resume(&again).limit(2), |row| row.id);
    assert_eq!((ids, &*wire.sent()[2]), (vec![2, 3], "/rows?PageSize=50"));

    // The last page is the end all the same.
    let wire = self::wire(&[linked(&[1], "null")]);
    let (_, position) = walked(Pager::<Linked>::new(&wire.client(), []).limit(1), |row| row.id);
    assert!(position.is_done());
}

#[test]
fn another_page_size_is_accepted_unless_it_shifts_the_pages() {
    let wire = wire(&[page(&[1, 2], "\"a\""), page(&[3, 4, 5], "\"b\""), page(&[6], "null")]);
    let client = wire.client();
    let mut items = Row::list(&client).page_size(2).items();
    (0..2).for_each(|_| assert!(ready(&mut items).unwrap().is_ok()));
    let position = round_trip(&items.position().unwrap());
    let (ids, _) =
        walked(Row::list(&client).resume(&position).page_size(50).limit(1), |row| row.id);
    assert_eq!(ids.len(), 1);
    assert_eq!(wire.sent().last().unwrap(), "/rows?per_page=1&page_token=a");

    let wire = self::wire(&[page(&[1, 2], "null").replace("\"next", "\"num_pages\":2,\"next")]);
    let client = wire.client();
    let mut items = Row::list(&client).by_number().page_size(2).read_ahead(false).items();
    (0..2).for_each(|_| assert!(ready(&mut items).unwrap().is_ok()));
    let position = round_trip(&items.position().unwrap());
    let mut items = Row::list(&client).resume(&position).page_size(3).items();
    let error = ready(&mut items).unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains("resume it with that page size"), "{error}");
    assert_eq!(wire.sent(), ["/rows?per_page=2&page=0"]);
}

#[test]
fn a_page_that_is_requested_again_has_its_earlier_size() {
    let wire = wire(&[page(&[1, 2, 3, 4], "\"a\""), page(&[1, 2, 3, 4], "\"a\"")]);
    wire.then(200, &page(&[5], "null"));
    let client = wire.client();
    let mut items = Row::list(&client).page_size(4).read_ahead(false).items();
    (0..3).for_each(|_| assert!(ready(&mut items).unwrap().is_ok()));
    let position = round_trip(&items.position().unwrap());
    let (ids, _) = walked(Row::list(&client).resume(&position).page_size(2).limit(2), |row| row.id);
    assert_eq!(ids, [4, 5]);
    let sent = ["/rows?per_page=4", "/rows?per_page=4", "/rows?per_page=2&page_token=a"];
    assert_eq!(wire.sent(), sent);
}

#[test]
fn a_smaller_page_size_does_not_lose_the_row_to_resume_after() {
    let second = || page(&[4, 5, 6], "\"b\"");
    let wire = wire(&[page(&[1, 2, 3], "\"a\""), second(), second(), second()]);
    wire.then(200, &page(&[7], "null"));
    let client = wire.client();
    let list = || Row::list(&client).read_ahead(false);
    let mut items = list().items();
    (0..4).for_each(|_| assert!(ready(&mut items).unwrap().is_ok()));
    let position = round_trip(&items.position().unwrap());
    let (ids, position) = walked(list().resume(&position).page_size(2).limit(1), |row| row.id);
    assert_eq!(ids, [5]);
    let (ids, _) = walked(list().resume(&position).page_size(3), |row| row.id);
    assert_eq!(ids, [6, 7]);
    let again = "/rows?page_token=a";
    assert_eq!(wire.sent(), ["/rows", again, again, again, "/rows?per_page=3&page_token=b"]);
}

#[test]
fn a_link_without_a_page_size_is_requested_again_without_one() {
    let second = || linked(&[3, 4], "\"/rows?Page=2\"");
    let first = linked(&[1, 2], "\"/rows?Page=1\"");
    let wire = wire(&[first, second(), second(), linked(&[5], "null")]);
    let client = wire.client();
    let paging = Paging::LAML.safety(Paging::LAML.safety.keep(&["PageSize"]));
    let list = || client.list::<Linked>("/rows", [""; 0], paging).items_at("/data");
    let mut items = list().items();
    (0..3).for_each(|_| assert!(ready(&mut items).unwrap().is_ok()));
    let position = round_trip(&items.position().unwrap());
    let (ids, _) = walked(list().resume(&position).page_size(1), |row| row.id);
    assert_eq!(ids, [4, 5]);
    let sent = ["/rows", "/rows?Page=1", "/rows?Page=1", "/rows?Page=2&PageSize=1"];
    assert_eq!(wire.sent(), sent);
}

#[test]
fn a_position_of_another_tenant_is_refused() {
    let bodies = [page(&[1, 2], "\"a\""), page(&[3], "null"), page(&[3], "null")];
    let wire = wire(&bodies);
    let client = |version: &str| wire.builder().header("X-Version", version).build().unwrap();
    let mut pages = Row::list(&client("2")).header("X-Tenant", "a").pages();
    ready(&mut pages).unwrap().unwrap();
    let position = round_trip(&pages.position().unwrap());
    let resumed = |client: &Client, tenant: &str, run: &str| {
        let list = Row::list(client).header("X-Tenant", tenant).header("User-Agent", run);
        let list = list.header("traceparent", run).header("Idempotency-Key", run);
        ready(&mut list.header("Accept-Language", run).resume(&position).pages()).unwrap().err()
    };
    for (version, tenant) in [("2", "b"), ("3", "a")] {
        let error = resumed(&client(version), tenant, "1").unwrap();
        assert_eq!(error.kind(), ErrorKind::Position);
        assert!(error.to_string().contains("filters or headers"), "{error}");
    }
    assert_eq!(wire.sent().len(), 1);
    for run in ["1", "2"] {
        assert!(resumed(&client("2"), "a", run).is_none(), "{run}");
    }
}
