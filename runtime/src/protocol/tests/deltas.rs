//! Deltas: what the last page gives for the next synchronisation, and how that goes on.

use super::*;
use crate::paging::{CarryTo, Delta, DeltaTo, NextRules};
use crate::position::Position;
use crate::protocol::PagePlace;

/// As Microsoft Graph pages.
pub(super) const LINKED: Paging = LINKS.delta(Delta::at("/delta"));
/// As Google pages.
pub(super) const SYNC_TOKEN: Paging =
    TOKENS.delta(Delta::at("/sync").sent_in(DeltaTo::Query("sync")));
/// As Dropbox and Plaid page: each reply has a cursor.
const ONE_CURSOR: Paging = Paging::NONE
    .next(NextFrom::Body("/cursor"))
    .send(SendIn::Body("/cursor"))
    .more(More::While("/more"))
    .delta(Delta::at("/cursor"));

pub(super) fn plan(paging: Paging) -> Arc<Plan> {
    let get = List::get("/list", "/data").key("/id");
    let posted = List::post("/list", "/data").key("/id");
    let in_body = matches!(paging.send, SendIn::Body(_));
    Arc::new(list(if in_body { posted } else { get }.paging(paging)).plan)
}

pub(super) fn kept(position: &Position) -> Position {
    Position::decode(&position.encode()).unwrap()
}

/// What a run requested and yielded, and where it stopped.
pub(super) struct Run {
    pub(super) requests: Vec<String>,
    pub(super) items: Vec<u64>,
    pub(super) position: Position,
    pub(super) error: Option<Error>,
    pub(super) warnings: Vec<Warning>,
    pub(super) evidence: Evidence,
}

/// Walks from here, at most to the end.
pub(super) fn run(
    plan: &Arc<Plan>,
    from: Option<&Position>,
    mut server: impl FnMut(&PageRequest) -> (u16, String),
) -> Run {
    let first = || Walk::new(plan.clone(), Cursor::first(&plan.list));
    let mut walk = from.map_or_else(first, |from| {
        Walk::resumed(plan.clone(), kept(from)).expect("a position of this list")
    });
    let (mut requests, mut items, mut error) = (Vec::new(), Vec::new(), None);
    let mut last = None;
    while let Some(ask) = walk.next_request() {
        let page = ask.and_then(|ask| {
            let body = ask.body.as_ref().map(|body| String::from_utf8(body.to_vec()).unwrap());
            let url = ask.url.as_str().strip_prefix(ORIGIN).unwrap();
            let headers = ask
                .headers
                .iter()
                .map(|(name, value)| format!(" {name}: {}", value.to_str().unwrap()));
            let headers: String = headers.collect();
            requests.push(format!("{url}{headers}{}", body.unwrap_or_default()).replace('"', "'"));
            let (status, body) = server(&ask);
            read(&mut walk, &ask, reply(&ask, status, body), Decode::of::<Row>())
        });
        match page {
            Ok(page) => {
                let page = page.unwrap();
                let rows = page.items.take::<Row>();
                last = Some((page.place, rows.len() as u64));
                items.extend(rows.into_iter().map(|row| row.0));
            }
            Err(why) => {
                let position = why.position().unwrap().clone();
                walk.stop();
                error = Some(why);
                return Run {
                    requests,
                    items,
                    position,
                    error,
                    warnings: walk.warnings.to_vec(),
                    evidence: walk.evidence(),
                };
            }
        }
        assert!(requests.len() < 100, "the walk does not end");
    }
    let after = |(page, rows): &(PagePlace, u64)| walk.position_after(page, *rows, *rows);
    let position = last.as_ref().map_or_else(|| walk.position(), after);
    let warnings = walk.warnings.to_vec();
    Run { requests, items, position, error, warnings, evidence: walk.evidence() }
}

/// Walks over these replies, each with status 200.
pub(super) fn over<const N: usize>(
    plan: &Arc<Plan>,
    from: Option<&Position>,
    script: [&str; N],
) -> Run {
    let mut script = bodies(script).into_iter();
    let run = run(plan, from, |ask| {
        (200, script.next().unwrap_or_else(|| panic!("no reply is left for {}", ask.url)))
    });
    assert_eq!(script.next(), None, "a reply that nothing asked for");
    run
}

#[test]
fn a_finished_position_goes_on_with_the_delta() {
    let plan = plan(LINKED);
    let first = over(
        &plan,
        None,
        ["'data':[{'id':1}],'next':'/list?p=2'", "'data':[{'id':2}],'delta':'/list?d=a'"],
    );
    assert_eq!(first.requests, ["/list", "/list?p=2"]);
    assert!(first.position.is_done() && first.position.has_delta());
    assert_eq!(first.position.delta().unwrap(), "https://api.test/list?d=a");
    let second = over(
        &plan,
        Some(&first.position),
        [
            "'data':[{'id':2}],'next':'/list?d=a&p=2'",
            "'data':[{'id':3},{'id':2}],'delta':'/list?d=b'",
        ],
    );
    assert_eq!(second.requests, ["/list?d=a", "/list?d=a&p=2"]);
    assert_eq!(second.items, [2, 3, 2]);
    assert_eq!((second.warnings, second.evidence), (vec![], Evidence::Continued));
    assert_eq!((second.position.items(), second.position.pages()), (3, 2));
    // Nothing changed: the same link once more is no cycle.
    let third = over(&plan, Some(&second.position), ["'data':[],'delta':'/list?d=b'"]);
    let fourth = over(&plan, Some(&third.position), ["'data':[],'delta':'/list?d=b'"]);
    assert_eq!(
        (third.requests, fourth.requests),
        (vec!["/list?d=b".to_owned()], vec!["/list?d=b".to_owned()])
    );
    assert_eq!(fourth.evidence, Evidence::Continued);
}

#[test]
fn a_delta_with_a_parameter_of_its_own_goes_with_each_request() {
    let plan = plan(SYNC_TOKEN);
    let first = over(&plan, None, ["'data':[{'id':1}],'next':null,'sync':'a b'"]);
    let second = over(
        &plan,
        Some(&first.position),
        ["'data':[{'id':2}],'next':'t'", "'data':[{'id':3}],'sync':7"],
    );
    assert_eq!(second.requests, ["/list?sync=a%20b", "/list?t=t&sync=a%20b"]);
    let third = over(&plan, Some(&second.position), ["'data':[],'sync':'c'"]);
    assert_eq!(third.requests, ["/list?sync=7"]);
    assert_eq!(first.position.delta().unwrap(), "a b");

    let header = TOKENS.delta(Delta::at("/sync").sent_in(DeltaTo::Header("X-Sync")));
    let plan = self::plan(header);
    let first = over(&plan, None, ["'data':[{'id':1}],'sync':'a'"]);
    let second = over(&plan, Some(&first.position), ["'data':[],'sync':'b'"]);
    assert_eq!(second.requests, ["/list x-sync: a"]);
}

#[test]
fn by_number_and_by_offset_the_delta_has_its_own_parameter_too() {
    const ENDED: Paging = Paging::NONE.ends(EndRules::DEFAULT.absent(OnMissingNext::Error));
    let to = Delta::at("/sync").sent_in(DeltaTo::Query("sync"));
    let plan = self::plan(ENDED.number("page", 1).delta(to));
    let first = over(&plan, None, ["'data':[{'id':1}]", "'data':[],'sync':'a'"]);
    let second = over(&plan, Some(&first.position), ["'data':[{'id':1}]", "'data':[],'sync':'b'"]);
    assert_eq!(second.requests, ["/list?page=1&sync=a", "/list?page=2&sync=a"]);
    let plan = self::plan(ENDED.offset("at", 0, Step::Items).delta(to));
    let first = over(&plan, None, ["'data':[{'id':1}]", "'data':[],'sync':'a'"]);
    let second = over(&plan, Some(&first.position), ["'data':[],'sync':'b'"]);
    assert_eq!(second.requests, ["/list?at=0&sync=a"]);
}

#[test]
fn a_delta_beside_a_next_position_is_not_the_end() {
    let plan = plan(LINKED);
    let first = over(
        &plan,
        None,
        [
            "'data':[{'id':1}],'next':'/list?p=2','delta':'/list?early'",
            "'data':[{'id':2}],'delta':'/list?late'",
        ],
    );
    assert_eq!(first.items, [1, 2]);
    let second = over(&plan, Some(&first.position), ["'data':[],'delta':'/list?x'"]);
    assert_eq!(second.requests, ["/list?late"]);
}

#[test]
fn a_cursor_that_each_reply_has_is_the_delta_of_the_last_one() {
    let plan = plan(ONE_CURSOR);
    let first = over(
        &plan,
        None,
        [
            "'data':[{'id':1}],'cursor':'a','more':true",
            "'data':[{'id':2}],'cursor':'b','more':false",
        ],
    );
    assert_eq!(first.requests, ["/list{}", "/list{'cursor':'a'}"]);
    let second = over(&plan, Some(&first.position), ["'data':[],'cursor':'b','more':false"]);
    assert_eq!(
        (second.requests, second.evidence),
        (vec!["/list{'cursor':'b'}".to_owned()], Evidence::Continued)
    );
}

#[test]
fn a_delta_ends_a_list_whose_missing_next_position_is_an_error() {
    let strict = LINKED.ends(EndRules::DEFAULT.absent(OnMissingNext::Error));
    let plan = self::plan(strict);
    let first = over(&plan, None, ["'data':[{'id':1}],'delta':'/list?d'"]);
    assert!(first.error.is_none() && first.position.has_delta());
    let second = over(&plan, Some(&first.position), ["'data':[{'id':1}]"]);
    assert_eq!(second.error.unwrap().kind(), ErrorKind::Truncated);
    // Nor does a first page with a delta go on by number.
    let both = BOTH.delta(Delta::at("/sync").sent_in(DeltaTo::Query("sync")));
    let first =
        over(&self::plan(both), None, ["'data':[{'id':1}],'next':null,'total':5,'sync':'a'"]);
    assert_eq!(first.requests, ["/list"]);
}

#[test]
fn a_walk_that_ends_without_a_delta_says_so() {
    let ended = LINKED.ends(EndRules::DEFAULT.absent(OnMissingNext::End));
    let plan = self::plan(ended);
    for last in
        ["'data':[{'id':1}]", "'data':[{'id':1}],'delta':null", "'data':[{'id':1}],'delta':''"]
    {
        let first = over(&plan, None, [last]);
        assert!(first.position.is_done() && !first.position.has_delta(), "{last}");
        assert_eq!(first.warnings, [Warning::NoDelta { place: "/delta".to_owned() }]);
        assert!(!first.warnings[0].raises_doubt());
        let second = over(&plan, Some(&first.position), []);
        assert!(second.items.is_empty() && second.position.is_done());
    }
    // The delta of another walk is not kept by one that got none.
    let first = over(&plan, None, ["'data':[],'delta':'/list?d'"]);
    let second = over(&plan, Some(&first.position), ["'data':[{'id':1}]"]);
    assert!(!second.position.has_delta());
}

#[test]
fn values_beside_a_position_keep_their_places_beside_a_delta() {
    let carries = SYNC_TOKEN.carry("/session", CarryTo::Query("session"));
    let plan = plan(carries);
    let first = over(&plan, None, ["'data':[],'next':null,'session':'s1','sync':'d'"]);
    let second = over(
        &plan,
        Some(&first.position),
        [
            "'data':[{'id':1}],'next':'a'",
            "'data':[{'id':2}],'next':'b','session':'s2'",
            "'data':[],'next':null,'sync':'e'",
        ],
    );
    assert_eq!(
        second.requests,
        ["/list?sync=d", "/list?t=a&sync=d", "/list?t=b&session=s2&sync=d"]
    );
    let linked = LINKED.carry("/session", CarryTo::Header("X-Session"));
    let plan = self::plan(linked);
    let first = over(&plan, None, ["'data':[],'session':'s1','delta':'/list?d'"]);
    let second = over(&plan, Some(&first.position), ["'data':[],'delta':'/list?d'"]);
    assert_eq!(second.requests, ["/list?d x-session: s1"]);
}

#[test]
fn a_limit_that_cuts_the_last_page_keeps_its_delta_for_later() {
    let case = list(List::get("/list", "/data").key("/id").paging(LINKED)).limit(1);
    let plan = Arc::new(case.plan);
    let cut = over(&plan, None, ["'data':[{'id':1},{'id':2}],'delta':'/list?d'"]);
    assert_eq!((cut.items.as_slice(), cut.position.has_delta()), (&[1][..], false));
    let whole = Arc::new(list(List::get("/list", "/data").key("/id").paging(LINKED)).plan);
    let rest = over(&whole, Some(&cut.position), ["'data':[{'id':1},{'id':2}],'delta':'/list?d'"]);
    assert_eq!((rest.items.as_slice(), rest.position.has_delta()), (&[2][..], true));
    // A page that a limit ends exactly is whole.
    let exact = over(&plan, None, ["'data':[{'id':1}],'delta':'/list?d'"]);
    assert!(exact.position.has_delta() && exact.warnings.is_empty());
}

#[test]
fn a_start_value_goes_with_the_first_request_of_each_synchronisation() {
    let starts = SYNC_TOKEN.next_rules(NextRules::DEFAULT.start("*"));
    let plan = plan(starts);
    let first = over(&plan, None, ["'data':[],'next':null,'sync':'d'"]);
    let second = over(&plan, Some(&first.position), ["'data':[],'next':null,'sync':'d'"]);
    assert_eq!(
        (first.requests[0].as_str(), second.requests[0].as_str()),
        ("/list?t=%2A", "/list?t=%2A&sync=d")
    );
}

#[test]
fn a_page_that_changed_before_the_walk_was_resumed_in_it_is_a_warning() {
    let plan = plan(LINKED);
    let mut walk = Walk::new(plan.clone(), Cursor::Start);
    let ask = walk.next_request().unwrap().unwrap();
    let text = body("'data':[{'id':1,'v':1},{'id':2}],'delta':'/list?d=1'");
    let page = read(&mut walk, &ask, reply(&ask, 200, text), Decode::of::<Row>());
    let mut place = page.unwrap().unwrap().place;
    let within = walk.position_after(&place, 1, 2);
    assert!(!within.has_delta());
    place.keys.keep_only_keys(&plan, true);
    assert_eq!(within, walk.position_after(&place, 1, 2), "also without the text");
    let same = over(&plan, Some(&within), ["'data':[{'id':1,'v':1},{'id':2}],'delta':'/list?d=1'"]);
    assert_eq!((same.items, same.warnings), (vec![2], vec![]));
    let changed =
        over(&plan, Some(&within), ["'data':[{'id':1,'v':2},{'id':2}],'delta':'/list?d=2'"]);
    assert_eq!((changed.items, changed.warnings), (vec![2], vec![Warning::Changed { page: 1 }]));
    assert_eq!(changed.evidence, Evidence::Unproven);
}
