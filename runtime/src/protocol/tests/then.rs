//! Pages at a next position that are requested otherwise than the first.

use super::*;
use crate::paging::{CarryTo, SendRules, Then};
use crate::position::Position;

/// A scroll: later pages at another path, by POST, with a body of their own.
const SCROLL: Paging = Paging::NONE
    .next(NextFrom::Body("/id"))
    .send(SendIn::Body("/scroll_id"))
    .send_rules(SendRules::DEFAULT.alone(true))
    .ends(EndRules::DEFAULT.empty_page(true))
    .then(Then::post("/scroll").body(r#"{"scroll":"1m"}"#));

fn search() -> Case {
    list(List::post("/search", "/data").body(r#"{"query":{}}"#).paging(SCROLL))
        .at_positions("/scroll")
}

#[test]
fn later_pages_have_a_path_and_a_body_of_their_own() {
    search()
        .filtered("a=b")
        .over(["'data':[1],'id':'x'", "'data':[2],'id':'y'", "'data':[],'id':'y'"])
        .requested(["/search?a=b", "/scroll", "/scroll"])
        .carried([
            "{'query':{}}",
            "{'scroll':'1m','scroll_id':'x'}",
            "{'scroll':'1m','scroll_id':'y'}",
        ])
        .yielded([1, 2])
        .ended();
}

#[test]
fn a_list_by_get_may_continue_by_post() {
    let paging = TOKENS.send(SendIn::Body("/after")).then(Then::post("/more"));
    let case = case(paging).at_positions("/more?a=b").filtered("a=b").page_size(2);
    let mut walked = Vec::new();
    let mut replies = bodies(["'data':[1],'next':'x'", "'data':[2],'next':null"]).into_iter();
    case.served(|ask| {
        walked.push((ask.method().to_string(), ask.content().len()));
        (200, Vec::new(), replies.next().unwrap())
    })
    .requested(["/list?a=b&size=2", "/more?a=b&size=2"])
    .yielded([1, 2])
    .ended();
    assert_eq!(walked, [("GET".to_owned(), 0), ("POST".to_owned(), r#"{"after":"x"}"#.len())]);
}

#[test]
fn a_list_by_post_may_continue_by_the_get_of_a_link() {
    let paging = Paging::NONE
        .next(NextFrom::Body("/next"))
        .page_size("/size", None, None)
        .then(Then::get_link());
    list(List::post("/statement", "/data").paging(paging))
        .at_positions("/statement")
        .page_size(2)
        .over(["'data':[1],'next':'/queued/1'", "'data':[2],'next':null"])
        .requested(["/statement", "/queued/1"])
        .carried(["{'size':2}"])
        .yielded([1, 2])
        .ended();
}

#[test]
fn a_size_in_the_body_is_not_sent_with_later_pages_by_get() {
    let paging = Paging::NONE
        .next(NextFrom::Body("/next"))
        .send(SendIn::Query("t"))
        .page_size("/size", None, None)
        .then(Then::get("/more"));
    list(List::post("/list", "/data").paging(paging))
        .at_positions("/more")
        .page_size(2)
        .over(["'data':[1],'next':'x'", "'data':[2],'next':null"])
        .requested(["/list", "/more?t=x"])
        .carried(["{'size':2}"])
        .ended();
}

#[test]
fn the_items_of_later_pages_may_be_elsewhere() {
    let elsewhere = TOKENS.then(Then::get("/more").items("/rows"));
    case(elsewhere)
        .at_positions("/more")
        .over(["'data':[1],'rows':[9],'next':'x'", "'data':[9],'rows':[2],'next':null"])
        .requested(["/list", "/more?t=x"])
        .yielded([1, 2])
        .ended();
    case(elsewhere)
        .at_positions("/more")
        .over(["'data':[1],'next':'x'", "'data':[2],'next':null"])
        .yielded([1])
        .failed(ErrorKind::Items, ["items at `/rows`"]);
}

#[test]
fn a_paging_key_among_the_later_items_is_refused() {
    let paging = TOKENS.then(Then::get("/more").items("/next"));
    let url = Url::parse(ORIGIN).unwrap();
    let error = case(paging).plan.with_requests_at_positions(url).unwrap_err();
    assert!(error.to_string().contains("points into the items at `/next`"), "{error}");
}

#[test]
fn a_resumed_walk_requests_a_later_page_as_one() {
    let plan = Arc::new(search().plan);
    let mut walk = Walk::new(plan.clone(), Cursor::Start);
    let mut page = |short: &str| {
        let ask = walk.next_request().unwrap().unwrap();
        let text = body(short);
        let page = read(&mut walk, &ask, reply(&ask, 200, text), Decode::of::<Row>());
        let page = page.unwrap().unwrap();
        [1, 2].map(|yielded| walk.position_after(&page.place, yielded, 2))
    };
    let [_, after_first] = page("'data':[1,2],'id':'x'");
    let [within_second, _] = page("'data':[3,4],'id':'y'");
    for position in [after_first, within_second] {
        let position = Position::decode(&position.encode()).unwrap();
        let mut walk = Walk::resumed(plan.clone(), position).unwrap();
        let ask = walk.next_request().unwrap().unwrap();
        assert_eq!((ask.url.path(), ask.method()), ("/scroll", &http::Method::POST));
        assert_eq!(ask.content(), r#"{"scroll":"1m","scroll_id":"x"}"#);
    }
}

#[test]
fn a_get_has_no_body_for_a_position_or_a_value() {
    let at = |paging: Paging| {
        let plan = list(List::post("/list", "/data").paging(paging)).plan;
        plan.with_requests_at_positions(Url::parse(ORIGIN).unwrap()).unwrap_err().to_string()
    };
    let get = Then::get("/more");
    assert!(at(TOKENS.send(SendIn::Body("/after")).then(get)).contains("`/after`"));
    assert!(at(TOKENS.carry("/a", CarryTo::Body("/b")).then(get)).contains("`/b`"));
    assert!(at(TOKENS.then(get.body("{}"))).contains("by GET, which has no body"));
    assert!(at(TOKENS.then(Then::post("/more").body("{"))).contains("not JSON"));
}

#[test]
fn filters_go_along_with_later_pages_unless_they_are_sent_alone() {
    for (alone, later) in [(false, "{'after':'x','kind':'k'}"), (true, "{'after':'x'}")] {
        let paging = TOKENS
            .send(SendIn::Body("/after"))
            .send_rules(SendRules::DEFAULT.alone(alone))
            .then(Then::post("/more"));
        let mut case = list(List::post("/list", "/data").paging(paging)).at_positions("/more");
        let kind = ("/kind".to_owned(), crate::protocol::Body::parse(r#""k""#).unwrap());
        case.plan = case.plan.with_body(&[kind]).unwrap();
        let sorted = |text: &str| {
            let value: serde_json::Value = serde_json::from_str(&text.replace('\'', "\"")).unwrap();
            value
        };
        let mut sent = Vec::new();
        let mut replies = bodies(["'data':[1],'next':'x'", "'data':[2],'next':null"]).into_iter();
        case.served(|ask| {
            sent.push(String::from_utf8(ask.content().to_vec()).unwrap());
            (200, Vec::new(), replies.next().unwrap())
        })
        .ended();
        assert_eq!(sorted(&sent[0]), sorted("{'kind':'k'}"));
        assert_eq!(sorted(&sent[1]), sorted(later));
    }
}
