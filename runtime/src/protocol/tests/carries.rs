//! Values of a reply that the next request sends beside its position.

use super::*;
use crate::paging::{CarryTo, SendRules};
use crate::position::Position;
use crate::secret::{Mask, Secret};

const SESSION: Paging = Paging::NONE
    .number("page", 0)
    .page_size("size", Some(2), Some(10))
    .carry("/session", CarryTo::Query("session"));
const ROW_KEY: Paging = Paging::NONE
    .next(NextFrom::Header("x-partition"))
    .send(SendIn::Query("partition"))
    .carry("header:X-Row", CarryTo::Query("row"));

#[test]
fn a_value_of_the_reply_goes_along_with_a_number() {
    case(SESSION)
        .over(["'data':[1],'session':'s/1'", "'data':[2],'session':'s/2'", "'data':[]"])
        .requested([
            "/list?size=2&page=0",
            "/list?size=2&page=1&session=s%2F1",
            "/list?size=2&page=2&session=s%2F2",
        ])
        .yielded([1, 2])
        .ended();
}

#[test]
fn a_reply_without_the_value_sends_none() {
    case(ROW_KEY)
        .headed([
            (&["x-partition: a", "x-row: 7"], "'data':[1]"),
            (&["x-partition: b"], "'data':[2]"),
            (&["x-partition: b", "x-row: "], "'data':[3]"),
            (&["x-row: 9"], "'data':[4]"),
        ])
        .requested([
            "/list",
            "/list?partition=a&row=7",
            "/list?partition=b",
            "/list?partition=b&row=",
        ])
        .yielded([1, 2, 3, 4])
        .ended();
}

#[test]
fn the_same_position_with_another_value_is_no_cycle() {
    case(ROW_KEY)
        .headed([
            (&["x-partition: a", "x-row: 1"], "'data':[1]"),
            (&["x-partition: a", "x-row: 2"], "'data':[2]"),
            (&["x-partition: a", "x-row: 1"], "'data':[3]"),
        ])
        .yielded([1, 2, 3])
        .failed(ErrorKind::Cycle, ["page 2", "period 2"]);
}

#[test]
fn the_same_position_with_another_value_is_no_end() {
    let same = ROW_KEY.ends(EndRules::DEFAULT.same(true));
    case(same)
        .headed([
            (&["x-partition: a", "x-row: 1"], "'data':[1]"),
            (&["x-partition: a", "x-row: 2"], "'data':[2]"),
            (&["x-partition: a", "x-row: 2"], "'data':[3]"),
        ])
        .yielded([1, 2, 3])
        .ended();
}

const POSTED: Paging = Paging::NONE
    .next(NextFrom::Body("/next"))
    .send(SendIn::Body("/after"))
    .carry("/pit", CarryTo::Body("/pit/id"))
    .carry("/token", CarryTo::Header("X-Token"));

#[test]
fn values_go_into_the_body_as_they_came_and_into_headers() {
    list(List::post("/list", "/data").body(r#"{"pit":{"id":"first"}}"#).paging(POSTED))
        .over([
            "'data':[1],'next':'a','pit':{'x':1.50},'token':7",
            "'data':[2],'next':'b','pit':'two'",
            "'data':[3],'next':null,'pit':['x']",
        ])
        .carried([
            "{'pit':{'id':'first'}}",
            "{'pit':{'id':{'x':1.50}},'after':'a'}",
            "x-token: 7",
            "{'pit':{'id':'two'},'after':'b'}",
        ])
        .ended();
}

#[test]
fn a_list_by_get_has_no_body_for_a_value() {
    let get = List::get("/list", "/data").paging(SESSION.carry("/pit", CarryTo::Body("/pit")));
    let error = Plan::new(get, Url::parse(ORIGIN).unwrap()).unwrap_err();
    assert!(error.to_string().contains("`/pit` in the request body"), "{error}");
}

#[test]
fn a_value_that_a_query_can_t_hold_is_an_error_after_the_items() {
    case(SESSION)
        .over(["'data':[1],'session':{'id':7}"])
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["a value for the next request at `/session`", "an object"]);
}

#[test]
fn values_replace_parameters_and_go_along_with_tokens_that_are_sent_alone() {
    case(ROW_KEY)
        .filtered("row=0&a=b")
        .headed([(&["x-partition: p", "x-row: 1"], "'data':[1]"), (&[], "'data':[2]")])
        .requested(["/list?row=0&a=b", "/list?a=b&partition=p&row=1"])
        .ended();
    let alone = ROW_KEY.send_rules(SendRules::DEFAULT.alone(true));
    case(alone)
        .at_positions("/list")
        .filtered("row=0&a=b")
        .headed([(&["x-partition: p", "x-row: 1"], "'data':[1]"), (&[], "'data':[2]")])
        .requested(["/list?row=0&a=b", "/list?partition=p&row=1"])
        .ended();
}

/// The walk after its first page, whose reply states this value beside its token.
fn after_one(value: &str, credentials: Option<Arc<Mask>>) -> (Arc<Plan>, Walk) {
    let case = list(
        List::get("/list", "/data").paging(TOKENS.carry("/session", CarryTo::Query("session"))),
    );
    let plan = Arc::new(case.plan);
    let mut walk = Walk::new(plan.clone(), Cursor::Start);
    let ask = walk.next_request().unwrap().unwrap();
    let text = body(&format!("'data':[1,2],'next':'t1','session':{value}"));
    let response = Response { credentials, ..reply(&ask, 200, text) };
    read(&mut walk, &ask, response, Decode::of::<Row>()).unwrap();
    (plan, walk)
}

#[test]
fn a_position_has_the_value_of_its_own_page() {
    let (plan, mut walk) = after_one("'s1'", None);
    let between = Position::decode(&walk.position().encode()).unwrap();
    let ask = walk.next_request().unwrap().unwrap();
    assert!(ask.url.as_str().ends_with("?t=t1&session=s1"), "{}", ask.url);
    let text = body("'data':[3,4],'next':'t2','session':'s2'");
    let page = read(&mut walk, &ask, reply(&ask, 200, text), Decode::of::<Row>());
    let within = walk.position_after(&page.unwrap().unwrap().place, 1, 2);
    let within = Position::decode(&within.encode()).unwrap();
    for (position, query) in [(between, "t=t1&session=s1"), (within, "t=t1&session=s1")] {
        let mut walk = Walk::resumed(plan.clone(), position).unwrap();
        let ask = walk.next_request().unwrap().unwrap();
        assert_eq!(ask.url.query(), Some(query));
    }
    let mut walk = Walk::resumed(plan, walk.position()).unwrap();
    let ask = walk.next_request().unwrap().unwrap();
    assert_eq!(ask.url.query(), Some("t=t2&session=s2"));
}

#[test]
fn a_credential_in_a_value_is_not_stored_but_sent() {
    let mask = Arc::new(Mask::of([Secret::from("tr0ub4dor&3".to_owned())]));
    for value in ["'tr0ub4dor&3'", "'a-tr0ub4dor&3-b'"] {
        let (plan, walk) = after_one(value, Some(mask.clone()));
        let kept = walk.position();
        assert!(!format!("{:?}", kept.beside).contains("tr0ub4dor"));
        let mut walk = Walk::resumed(plan, Position::decode(&kept.encode()).unwrap()).unwrap();
        let ask = walk.next_request().unwrap().unwrap();
        assert!(!ask.url.as_str().contains("tr0ub4dor"), "{}", ask.url);
        let sent = ask.with_credentials(Some(&mask)).unwrap();
        let query = sent.url.query().unwrap();
        assert!(query.starts_with("t=t1&session=") && query.contains("tr0ub4dor%263"), "{query}");
        assert_eq!(query.matches("session=").count(), 1);
        assert!(ask.with_credentials(None).is_err(), "without its credentials");
    }
}

#[test]
fn a_position_of_a_list_that_carries_other_values_is_refused() {
    let (_, walk) = after_one("'s1'", None);
    let other = TOKENS
        .carry("/session", CarryTo::Query("session"))
        .carry("/other", CarryTo::Query("other"));
    for paging in [TOKENS, other] {
        let plan = Arc::new(list(List::get("/list", "/data").paging(paging)).plan);
        let refused = Walk::resumed(plan, walk.position()).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Position, "{refused}");
    }
}

#[test]
fn a_walk_that_moves_to_the_first_page_sends_no_value() {
    let plan = Arc::new(case(SESSION).plan);
    let mut walk = Walk::new(plan, Cursor::Number(0));
    let ask = walk.next_request().unwrap().unwrap();
    let text = body("'data':[1],'session':'s1'");
    read(&mut walk, &ask, reply(&ask, 200, text), Decode::of::<Row>()).unwrap();
    let query = |to| {
        let ask = walk.moved(Cursor::Number(to)).next_request().unwrap().unwrap();
        ask.url.query().unwrap().to_owned()
    };
    assert_eq!(query(0), "size=2&page=0");
    assert_eq!(query(1), "size=2&page=1&session=s1");
}

#[test]
fn a_credential_that_is_a_number_is_not_stored_but_sent() {
    let mask = Arc::new(Mask::of([Secret::from("12345678".to_owned())]));
    let (plan, walk) = after_one("12345678", Some(mask.clone()));
    let kept = walk.position();
    assert!(!format!("{:?}", kept.beside).contains("12345678"));
    let mut walk = Walk::resumed(plan, Position::decode(&kept.encode()).unwrap()).unwrap();
    let ask = walk.next_request().unwrap().unwrap();
    let sent = ask.with_credentials(Some(&mask)).unwrap();
    assert_eq!(sent.url.query(), Some("t=t1&session=12345678"));
}

#[test]
fn a_value_that_makes_the_url_too_long_is_an_error() {
    let long = format!("'data':[1],'session':'{}'", "x".repeat(40_000));
    case(SESSION)
        .over([&*long])
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["makes a URL of", "the limit is 32768"]);
}

#[test]
fn no_page_is_requested_before_the_values_that_it_needs_are_known() {
    let first = "{\"data\":[1,2],\"session\":\"s1\"}";
    let numbered = Paging::NONE.number("page", 0).page_size("size", Some(2), Some(10));
    for (paging, ahead) in [(SESSION, false), (numbered, true)] {
        let list = List::get("/list", "/data").paging(paging);
        let plan = Plan::new(list, Url::parse("https://api.test/list").unwrap()).unwrap();
        let mut walk = Walk::new(Arc::new(plan), Cursor::Number(0));
        let ask = walk.next_request().unwrap().unwrap();
        let page = reply(&ask, 200, first.to_owned());
        read(&mut walk, &ask, page, Decode::of::<Row>()).unwrap();
        assert!(walk.request_ahead(0).is_some());
        assert_eq!(walk.request_ahead(1).is_some(), ahead);
    }
}
