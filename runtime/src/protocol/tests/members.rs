//! Positions that are an object, each member of which is sent.

use super::*;
use crate::paging::SendRules;
use crate::position::Position;
use crate::secret::{Mask, Secret};

const SPREAD: Paging = LINKS
    .next(NextFrom::Body("/continue"))
    .send(SendIn::Members)
    .ends(EndRules::DEFAULT.absent(OnMissingNext::End));

#[test]
fn each_member_is_sent_and_those_of_the_last_reply_alone() {
    case(SPREAD)
        .filtered("a=b")
        .page_size(2)
        .over([
            "'data':[1],'continue':{'cl&':'x|2','continue':'-||'}",
            "'data':[2],'continue':{'gap':7,'on':true,'none':null}",
            "'data':[3]",
        ])
        .requested([
            "/list?a=b&size=2",
            "/list?a=b&size=2&cl%26=x%7C2&continue=-%7C%7C",
            "/list?a=b&size=2&gap=7&on=true",
        ])
        .yielded([1, 2, 3])
        .ended();
}

#[test]
fn a_member_replaces_a_parameter_of_its_name() {
    case(SPREAD)
        .filtered("a=b&c=d&a=e")
        .over(["'data':[1],'continue':{'a':'x'}", "'data':[2]"])
        .requested(["/list?a=b&c=d&a=e", "/list?c=d&a=x"])
        .ended();
}

#[test]
fn a_member_does_not_replace_the_credentials() {
    let mut case = case(SPREAD);
    case.plan.auth_param = Some("key".to_owned());
    case.over(["'data':[1],'continue':{'key':'other','c':'1'}", "'data':[2]"])
        .requested(["/list", "/list?c=1"])
        .ended();
}

#[test]
fn an_object_without_members_is_the_end() {
    for nothing in ["{}", "[]", "null", "''"] {
        let page = format!("'data':[1],'continue':{nothing}");
        case(SPREAD).over([&*page]).yielded([1]).ended();
    }
}

#[test]
fn what_is_not_an_object_of_plain_values_is_an_error() {
    for (value, says) in [
        ("'x'", "expected an object at `/continue`, found a string"),
        ("['x']", "found an array"),
        ("{'a':['x']}", "the member `a` of the position is an array or an object"),
        ("{'a':{'b':1}}", "the member `a`"),
        ("{'a':1,'b':2,'a':1}", "the member `a` of the position appears twice"),
    ] {
        let page = format!("'data':[1],'continue':{value}");
        case(SPREAD).over([&*page]).yielded([1]).failed(ErrorKind::PagingKey, [says]);
    }
}

#[test]
fn the_same_members_in_another_order_are_the_same_position() {
    let pages = [
        "'data':[1],'continue':{'a':'1','b':'2'}",
        "'data':[2],'continue':{'b' : '2', 'a':'\\u0031'}",
    ];
    case(SPREAD).over(pages).yielded([1, 2]).failed(ErrorKind::Cycle, ["period 1"]);
    let same = EndRules::DEFAULT.same(true);
    case(SPREAD.ends(same)).over(pages).yielded([1, 2]).ended();
}

#[test]
fn members_go_without_filters_if_they_are_sent_alone() {
    case(SPREAD.send_rules(SendRules::DEFAULT.alone(true)))
        .at_positions("/list")
        .filtered("a=b")
        .over(["'data':[1],'continue':{'c':'x'}", "'data':[2]"])
        .requested(["/list?a=b", "/list?c=x"])
        .ended();
}

/// The walk after its first page, whose reply states this position.
fn after_one(members: &str, credentials: Option<Arc<Mask>>) -> (Arc<Plan>, Walk) {
    let plan = Arc::new(case(SPREAD).plan);
    let mut walk = Walk::new(plan.clone(), Cursor::Start);
    let ask = walk.next_request().unwrap().unwrap();
    let text = format!(r#"{{"data":[1],"continue":{members}}}"#);
    let response = Response { credentials, ..reply(&ask, 200, text) };
    read(&mut walk, &ask, response, Decode::of::<Row>()).unwrap();
    (plan, walk)
}

#[test]
fn a_position_has_all_members() {
    let (plan, walk) = after_one(r#"{"c":"x","b":"-||"}"#, None);
    let position = Position::decode(&walk.position().encode()).unwrap();
    let mut walk = Walk::resumed(plan, position.clone()).unwrap();
    let ask = walk.next_request().unwrap().unwrap();
    assert_eq!(ask.url.query(), Some("b=-%7C%7C&c=x"));
    // A list that sends one token can't send the members, nor the other way round.
    let tokens = SPREAD.send(SendIn::Query("t"));
    let refused = Walk::resumed(Arc::new(case(tokens).plan), position).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Position, "{refused}");
    let plan = Arc::new(case(tokens).plan);
    let mut walk = Walk::new(plan, Cursor::Token("x".into()));
    walk.next_request().unwrap().unwrap();
    let refused = Walk::resumed(Arc::new(case(SPREAD).plan), walk.position()).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Position, "{refused}");
}

#[test]
fn a_credential_in_a_member_is_not_stored_but_sent() {
    // A short one is a credential if it is the whole value.
    for (secret, value) in
        [("tr0ub4dor&3", "x-tr0ub4dor&3"), ("s3cr", "s3cr"), ("tr0ub4dor\"3", "tr0ub4dor\"3")]
    {
        let mask = Arc::new(Mask::of([Secret::from(secret.to_owned())]));
        let json = serde_json::Value::from(value).to_string();
        let members = format!(r#"{{"a":"1","b":{json}}}"#);
        let (plan, walk) = after_one(&members, Some(mask.clone()));
        let kept = walk.position();
        let Cursor::MaskedToken { token, is_json: true } = &kept.at else {
            panic!("{:?}", kept.at)
        };
        assert!(!token.contains("s3cr") && !token.contains("tr0ub4dor"), "{token}");
        let mut walk = Walk::resumed(plan, Position::decode(&kept.encode()).unwrap()).unwrap();
        let ask = walk.next_request().unwrap().unwrap();
        let sent = ask.with_credentials(Some(&mask)).unwrap();
        let pairs: Vec<_> = sent.url.query_pairs().collect();
        assert_eq!(pairs, [("a".into(), "1".into()), ("b".into(), value.into())]);
        assert!(ask.with_credentials(None).is_err(), "without its credentials");
    }
}

#[test]
fn a_credential_in_a_name_or_beside_a_placeholder_is_refused() {
    let mask = Arc::new(Mask::of([Secret::from("tr0ub4dor&3".to_owned())]));
    for members in
        [r#"{"tr0ub4dor&3":"x"}"#, r#"{"a":"tr0ub4dor&3","b":"~pagesmith.credential.0.0.0~"}"#]
    {
        let (_, mut walk) = after_one(members, Some(mask.clone()));
        let error = walk.next_request().unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PagingKey, "{error}");
        assert!(error.to_string().contains("can't be removed"), "{error}");
    }
}

#[test]
fn members_that_make_the_url_too_long_are_an_error() {
    let long = format!("'data':[1],'continue':{{'a':'{}'}}", "x".repeat(40_000));
    case(SPREAD)
        .over([&*long])
        .yielded([1])
        .failed(ErrorKind::PagingKey, ["makes a URL of", "the limit is 32768"]);
}
