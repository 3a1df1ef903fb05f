//! Walks of lists that are requested by POST.

use super::*;
use crate::paging::Then;
use crate::protocol::Body;

const IN_BODY: Paging = Paging::NONE
    .next(NextFrom::Body("/next"))
    .send(SendIn::Body("/cursor"))
    .page_size("/page_size", Some(50), Some(100));

fn post(paging: Paging, body: &'static str) -> Case {
    list(List::post("/list", "/data").body(body).paging(paging))
}

#[test]
fn a_token_is_sent_in_the_body() {
    post(IN_BODY, r#"{"query":"q"}"#)
        .page_size(2)
        .over(["'data':[1,2],'next':'a'", "'data':[3],'next':null"])
        .requested(["/list", "/list"])
        .carried(["{'query':'q','page_size':2}", "{'query':'q','page_size':2,'cursor':'a'}"])
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_list_by_query_has_a_body_and_that_method_on_each_page() {
    let of = |paging: Paging, at_positions: &str| {
        let mut methods = Vec::new();
        let mut replies = bodies(["'data':[1],'next':'a'", "'data':[2],'next':null"]).into_iter();
        let searched = List::post("/list", "/data").by_query().body(r#"{"q":1}"#).paging(paging);
        list(searched)
            .at_positions(at_positions)
            .served(|ask| {
                assert!(ask.is_repeatable());
                assert_eq!(ask.follows_redirects(), ask.method() == http::Method::GET);
                methods.push(ask.method().to_string());
                (200, Vec::new(), replies.next().unwrap())
            })
            .yielded([1, 2])
            .ended();
        methods
    };
    assert_eq!(of(IN_BODY, "/list"), ["QUERY", "QUERY"]);
    // Later pages may be asked for by a method of their own.
    assert_eq!(of(IN_BODY.then(Then::post("/more")), "/more"), ["QUERY", "POST"]);
    let by_get = Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Query("after"));
    let by_get = by_get.then(Then::get("/more"));
    assert_eq!(of(by_get, "/more"), ["QUERY", "GET"]);
}

#[test]
fn a_list_without_a_body_sends_an_empty_object() {
    list(List::post("/list", "/data").paging(IN_BODY))
        .over(["'data':[1],'next':null"])
        .carried(["{}"])
        .ended();
}

#[test]
fn a_token_of_any_json_is_sent_back_unchanged() {
    let search_after = IN_BODY.next(NextFrom::Last("/sort")).send(SendIn::Body("/search_after"));
    post(search_after, "{}")
        .over(["'data':[{'id':1,'sort':[1.50, 'x']}]", "'data':[]"])
        .carried(["{}", "{'search_after':[1.50, 'x']}"])
        .yielded([1])
        .ended();
    post(IN_BODY, "{}")
        .over([
            "'data':[1],'next':{'k':{'S':'a'}}",
            "'data':[2],'next':12345678901234567890123",
            "'data':[]",
        ])
        .carried(["{}", "{'cursor':{'k':{'S':'a'}}}", "{'cursor':12345678901234567890123}"])
        .failed(ErrorKind::Truncated, ["`/next`"]);
}

#[test]
fn a_cycle_of_json_tokens_is_detected() {
    post(IN_BODY, "{}")
        .over(["'data':[1],'next':[1]", "'data':[2],'next':[1]"])
        .yielded([1, 2])
        .failed(ErrorKind::Cycle, ["page 2 again", "period 1"]);
}

#[test]
fn a_token_is_set_deep_within_variables() {
    let relay = Paging::NONE
        .next(NextFrom::Body("/data/things/pageInfo/endCursor"))
        .send(SendIn::Body("/variables/after"))
        .page_size("/variables/first", Some(10), None)
        .more(More::While("/data/things/pageInfo/hasNextPage"));
    let paging = list(
        List::post("/graphql", "/data/things/nodes")
            .body(r#"{"query":"query($after: String) { }","variables":{"kind":"a"}}"#)
            .paging(relay),
    );
    let page = |data: &str, more: bool| {
        format!(
            "'data':{{'things':{{'nodes':[{data}],'pageInfo':{{'hasNextPage':{more},'endCursor':'c'}}}}}}"
        )
    };
    paging
        .over([&page("1", true), &page("2", false)])
        .carried([
            "{'query':'query($after: String) { }','variables':{'kind':'a'}}",
            "{'query':'query($after: String) { }','variables':{'kind':'a','after':'c'}}",
        ])
        .yielded([1, 2])
        .ended();
}

#[test]
fn numbers_and_offsets_are_sent_in_the_body_too() {
    post(NUMBERS.number("/page/number", 1).page_size("/page/size", Some(2), None), "{}")
        .over(["'data':[1],'pages':2", "'data':[2],'pages':2"])
        .carried(["{'page':{'size':2,'number':1}}", "{'page':{'size':2,'number':2}}"])
        .ended();
    post(Paging::NONE.offset("/from", 0, Step::Items), "{}")
        .over(["'data':[1]", "'data':[]"])
        .carried(["{'from':0}", "{'from':1}"])
        .ended();
}

/// Values that are set in a body, by pointer.
type Values = [(&'static str, &'static str)];

fn planned(list: List, values: &Values) -> Result<Plan, Error> {
    let values: Vec<_> = values
        .iter()
        .map(|(pointer, json)| ((*pointer).to_owned(), Body::parse(json).unwrap()))
        .collect();
    Plan::new(list, Url::parse(ORIGIN).unwrap())?.with_body(&values)
}

#[test]
fn values_that_can_not_be_sent_in_a_body_are_refused_before_any_request() {
    let get = List::get("/list", "/data");
    let post = List::post("/list", "/data").paging(IN_BODY);
    let cases: [(List, &Values, &str); 12] = [
        (get.paging(IN_BODY), &[], "`/cursor` in the request body, but a GET has no body"),
        (get.body("{}"), &[], "it is requested by GET"),
        (get, &[("/a", "1")], "`/a` is set"),
        (post.body("{"), &[], "is not JSON"),
        (
            post.body("[]"),
            &[],
            "`/cursor` can't be set in the request body: it is an array with no elements, to which only element 0 can be added; set `/0` too",
        ),
        (
            post.body(r#""text""#),
            &[],
            "`/cursor` can't be set in the request body: the pointer passes through a value that is neither an object nor an array",
        ),
        (post, &[("/cursor", "1")], "`/cursor` belongs to the paging"),
        (post, &[("a", "1")], "`a` is not a JSON Pointer"),
        (post.body(r#"{"a":1}"#), &[("/a/b", "1")], "`/a/b`"),
        (
            post,
            &[("/params/0", "1")],
            "there is nothing at `/params`, which may be an array or an object",
        ),
        (
            post.body(r#"{"params":["a"]}"#),
            &[("/params/2", "1")],
            "`/params` of it is an array with one element, to which only element 1 can be added; set `/params/1` too",
        ),
        (rpc(), &[], "set `/params/0` too"),
    ];
    for (list, values, expected) in cases {
        let error = planned(list, values).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Input);
        assert!(error.to_string().contains(expected), "{expected:?} is not in: {error}");
    }
}

/// JSON-RPC: an argument of the call, and then an object with the position.
fn rpc() -> List {
    let paging = Paging::NONE
        .next(NextFrom::Body("/next"))
        .send(SendIn::Body("/params/1/before"))
        .page_size("/params/1/limit", None, None);
    List::post("/list", "/data").body(r#"{"method":"m","params":[]}"#).paging(paging)
}

#[test]
fn arguments_come_before_the_position_in_whatever_order_they_are_set() {
    let values = [("/params/0", "\"x\""), ("/params/2/flag", "true"), ("/params/1/limit", "9")];
    let plan = planned(rpc(), &values[..1]).unwrap();
    let walked = Case { plan, from: Cursor::Start, required: Evidence::Unproven };
    walked
        .page_size(2)
        .over(["'data':[1],'next':'a'", "'data':[],'next':null"])
        .carried([
            "{'method':'m','params':['x',{'limit':2}]}",
            "{'method':'m','params':['x',{'limit':2,'before':'a'}]}",
        ])
        .ended();
    let list = List::post("/list", "/data").body(r#"{"params":[]}"#);
    let sent = |values: &Values| planned(list, values).unwrap().body.unwrap().to_json();
    let expected = r#"{"params":["x",{"limit":9},{"flag":true}]}"#;
    let [a, b, c] = values;
    for order in [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
        assert_eq!(sent(&order), expected, "{order:?}");
    }
}

#[test]
fn another_body_is_another_list() {
    let list = List::post("/list", "/data").paging(IN_BODY);
    let of = |values: &Values| planned(list, values).unwrap().fingerprint;
    assert_eq!(of(&[("/a", "1")]), of(&[("/a", "1")]));
    assert_ne!(of(&[("/a", "1")]), of(&[("/a", "2")]));
}
