//! The generated code of one spec with every kind of thing in it: reviewed as
//! a text, compiled here, and run.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[rustfmt::skip]
#[path = "golden/attributes.rs"]
mod attributes;
#[rustfmt::skip]
#[path = "golden/children.rs"]
mod children;
#[rustfmt::skip]
#[path = "golden/every_kind.rs"]
mod every_kind;
#[rustfmt::skip]
#[path = "golden/presets.rs"]
mod presets;
#[rustfmt::skip]
#[path = "golden/rules.rs"]
mod rules;

use every_kind::{
    Client, ListCursored, ListGuarded, ListHeaders, ListSearched, ListWindows, State, Thing,
};
use pagesmith::__private::http;
use pagesmith::paging::{
    LinkOrigin, NextFrom, Offset, OnMissingNext, OnShortfall, Repeat, SendIn, Step,
};
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{AnyPaging, List, Method, Paged, Paging};
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::{lower, parse};
use std::fs;
use std::future::Future as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

/// A record of the user's own.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Foreign {
    id: u64,
}

#[test]
fn the_text_is_the_golden_one() {
    for name in ["attributes", "children", "every_kind", "presets", "rules"] {
        is_golden(name);
    }
}

fn is_golden(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let spec = fs::read(folder.join(name).with_extension("yaml")).unwrap();
    let made = pagesmith_codegen::generate(&spec, &Options::default()).unwrap().code;
    let golden = folder.join(name).with_extension("rs");
    if std::env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(&golden, &made).unwrap();
    }
    let golden = fs::read_to_string(golden).unwrap().replace("\r\n", "\n");
    assert!(made == golden, "the output changed: bless it with PAGESMITH_BLESS=1 and review it");
    let again = pagesmith_codegen::generate(&spec, &Options::default()).unwrap().code;
    assert!(made == again, "the same spec gives the same bytes");
}

/// serde's own derive reads them; the client reads the record as its spec says.
#[test]
fn attributes_of_the_users_own_reach_their_derive() {
    let written = r#"{"sid": "SM1", "body": null, "note": "later"}"#;
    let message: attributes::Message = serde_json::from_str(written).unwrap();
    assert_eq!(message.note.as_deref(), Some("later"));
    assert_eq!(serde_json::to_string(&message).unwrap(), r#"{"SID":"SM1"}"#);
}

/// Each of these styles starts from a preset and changes nothing.
#[test]
fn a_style_states_each_knob_of_its_preset() {
    assert_eq!(presets::ListAip158::LIST.paging, Paging::AIP_158);
    assert_eq!(presets::ListHal::LIST.paging, Paging::HAL);
    assert_eq!(presets::ListJsonApi::LIST.paging, Paging::JSON_API);
    assert_eq!(presets::ListLinkHeader::LIST.paging, Paging::LINK_HEADER);
    assert_eq!(presets::ListOdata::LIST.paging, Paging::ODATA);
    assert_eq!(presets::ListOffset::LIST.paging, Paging::OFFSET);
    assert_eq!(presets::ListPageNumber::LIST.paging, Paging::PAGE_NUMBER);
    assert_eq!(presets::ListSlack::LIST.paging, Paging::SLACK);
    assert_eq!(presets::ListStripe::LIST.paging, Paging::STRIPE);
    assert_eq!(presets::ListTwilioV1::LIST.paging, Paging::TWILIO_V1);
}

/// Each knob reaches the runtime as the checked spec has it.
#[test]
fn generated_styles_are_those_of_the_spec() {
    let text =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/rules.yaml"))
            .unwrap();
    let (spec, places) = parse::spec_file::parse(&text).unwrap();
    let (api, _) = lower::api(&spec, &places).unwrap();
    let generated: Vec<List> = vec![
        rules::ListStart::LIST,
        rules::ListHalve::LIST,
        rules::ListAdd::LIST,
        rules::ListDrop::LIST,
        rules::ListNumber::LIST,
        rules::ListAlone::LIST,
        rules::ListBase::LIST,
        rules::ListElement::LIST,
        rules::ListMembers::LIST,
        rules::ListCarry::LIST,
        rules::ListScroll::LIST,
        rules::ListByGet::LIST,
        rules::ListBelow::LIST,
        rules::ListSegment::LIST,
        rules::ListDeltaLink::LIST,
        rules::ListDeltaToken::LIST,
        rules::ListDeltaHeader::LIST,
        rules::ListShaped::LIST,
        rules::ListMapped::LIST,
    ];
    assert_eq!(generated.len(), api.lists.len());
    for (list, generated) in api.lists.iter().zip(&generated) {
        let of_spec = AnyPaging::from(lower::paging_of(list, &api));
        assert_eq!(AnyPaging::from(generated.paging), of_spec, "{}", list.method.wire);
        assert_eq!(generated.items, list.items);
        let rules = generated
            .item_rules
            .map(str::to_owned, |also| also.iter().map(|at| (*at).to_owned()).collect());
        assert_eq!(rules, list.item_rules, "{}", list.method.wire);
        assert_eq!(generated.errors.success_is, ["OK", "0"]);
        assert_eq!(generated.errors.failed, Some("/errors"));
    }
    assert_eq!((generated[4].method, generated[9].method), (Method::Query, Method::Post));
    assert_eq!(generated[0].query, Some("api-version=2024-05-01&a%20b=%26"));
    assert_eq!(generated[5].query, Some("a%20b=%26&api-version=v2"));
}

#[test]
fn a_post_reaches_the_runtime() {
    let list = ListSearched::LIST;
    assert_eq!(list.method, Method::Post);
    assert_eq!(
        list.body,
        Some(r#"{"query":"query($after: String) { rows }","variables":{"all":true,"first":1.5}}"#)
    );
    let paging = list.paging;
    assert_eq!(paging.next, Some(NextFrom::Last("/id")));
    assert_eq!(paging.send, SendIn::Body("/variables/after"));
    assert_eq!(paging.size.unwrap().query, "/page_size");
    assert_eq!(paging.page.total, Some("header:X-Total"));
    assert_eq!(ListWindows::LIST.paging.offset, Some(Offset::new("from", 1, Step::Size)));
    assert_eq!(ListHeaders::LIST.paging.next, Some(NextFrom::Header("X-Next")));
    assert_eq!(ListHeaders::LIST.paging.send, SendIn::Header("X-From"));
}

#[test]
fn knobs_reach_the_runtime() {
    let list = ListCursored::LIST;
    assert!(list.missing_is_empty);
    let paging = list.paging;
    let size = paging.size.unwrap();
    assert_eq!((size.query, size.default, size.max), ("limit", Some(20), Some(50)));
    assert_eq!(paging.counts, OnShortfall::Error);
    assert_eq!((paging.ends.absent, paging.ends.empty_page), (OnMissingNext::End, true));
    assert_eq!((paging.safety.repeat, paging.safety.max_pages), (Repeat::Stop, Some(50)));
    let guards = ListGuarded::LIST.paging.safety;
    assert_eq!(guards.origin, LinkOrigin::Hosts(&["cdn.example.com"][..]));
    assert_eq!(guards.keep, ["expand"]);
}

/// Keeps the body of each request, and answers with an empty list.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<String>>>);

impl Transport for Kept {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        self.0.lock().unwrap().push(format!("{} {body}", request.method()));
        Box::pin(async { Ok(http::Response::new(Body::from(r#"{"searched": [], "done": true}"#))) })
    }
}

#[test]
fn filters_of_a_post_go_into_its_body() {
    let kept = Kept::default();
    let builder = Client::builder().space("acme").account("A1").key("s3cret").api_key("k");
    let client = builder.transport(kept.clone()).build().unwrap();
    let list = client.list_searched().state(State::New).sizes([1, 2]).page_size(9);
    let mut items = list.items();
    let mut next = std::pin::pin!(items.next());
    let polled = next.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    assert!(matches!(polled, Poll::Ready(None)));
    let body = r#"{"query":"query($after: String) { rows }","variables":{"all":true,"first":1.5},"filter":{"state":"new","sizes":[1,2]},"page_size":9}"#;
    assert_eq!(*kept.0.lock().unwrap(), [format!("POST {body}")]);
}

#[test]
fn a_record_takes_what_servers_send() {
    let thing: Thing = serde_json::from_str(
        r#"{
            "id": "7", "type": 5, "self": "", "state": "lost", "size": "1.5", "price": "-0.0075",
            "made_at": "Tue, 14 Aug 2018 19:37:39 +0000", "made_on": "", "seen": 1706724000,
            "live": "true", "token": "s3cret", "extra": {"a": [1]}, "tags": ["x", 2],
            "links": {"media": "/m", "none": null}, "colour": "", "place": {"city": null},
            "sent_at": "2024-05-01 10:00:00", "bytes": 18446744073709551615,
            "moved_at": {"a": ["2024-05-01T10:00:00"]}, "above": {"id": 8, "place": {}, "above": {"id": 9, "place": {}}},
            "parts": [{"name": "p", "parts": [{"name": "q"}], "first": {
                "part": {"name": "r"}, "hash": "9223372036854775808", "read_at": "2024-05-01T10:00"
            }}],
            "own": {"id": 3},
            "an odd/key": "odd", "unknown": [{}]
        }"#,
    )
    .unwrap();
    assert_eq!(
        (thing.id, thing.r#type.as_deref(), thing.self_.as_deref()),
        (7, Some("5"), Some(""))
    );
    assert_eq!(thing.state, Some(State::Unlisted("lost".to_owned())));
    assert_eq!(thing.price.as_ref().map(ToString::to_string).as_deref(), Some("-0.0075"));
    assert_eq!(
        (thing.made_on.is_none(), thing.colour.is_none(), thing.live),
        (true, true, Some(true))
    );
    assert_eq!(thing.tags.as_deref(), Some(&["x".to_owned(), "2".to_owned()][..]));
    assert_eq!(thing.own, Some(Foreign { id: 3 }));
    assert_eq!(thing.odd_key.as_deref(), Some("odd"));
    assert_eq!(thing.sent_at, Some("2024-05-01T10:00:00Z".parse().unwrap()));
    let moved = &thing.moved_at.as_ref().unwrap()["a"];
    assert_eq!(moved[..], ["2024-05-01T10:00:00+02:00".parse().unwrap()]);
    assert_eq!(thing.bytes, Some(u64::MAX));
    let above = thing.above.as_ref().unwrap();
    assert_eq!((above.id, above.above.as_ref().map(|above| above.id)), (8, Some(9)));
    let side = thing.parts.as_ref().unwrap()[0].first.as_ref().unwrap();
    assert_eq!((side.part.name.as_str(), side.hash), ("r", 1 << 63));
    assert_eq!(side.read_at, "2024-05-01T10:00:00Z".parse().unwrap());
    assert!(!format!("{thing:?}").contains("s3cret"));
    let written = serde_json::to_value(&thing).unwrap();
    assert_eq!((&written["token"], &written["type"]), (&"[redacted]".into(), &"5".into()));
    assert_eq!(written["an odd/key"], "odd");
}

#[test]
fn a_required_field_has_to_be_there() {
    let error = serde_json::from_str::<Thing>(r#"{"place": {}}"#).unwrap_err();
    assert!(error.to_string().contains("missing field `id`"), "{error}");
}

#[test]
fn a_client_is_built_of_named_values() {
    let client =
        Client::builder().space("acme").account("A1").key("s3cret").api_key("k").build().unwrap();
    assert!(format!("{client:?}").contains("https://acme.example.com/v1"), "{client:?}");
    let missing = |builder: every_kind::ClientBuilder| builder.build().unwrap_err().to_string();
    let without = Client::builder().space("acme").key("s3cret").api_key("k");
    assert!(missing(without).contains("`account`"));
    assert!(!format!("{client:?}").contains("s3cret"), "{client:?}");
    assert!(
        missing(Client::builder().account("A1").key("s3cret").api_key("k")).contains("`space`")
    );
    let twice = missing(
        Client::builder().space("acme").account("A1").key("s3cret").space("other").api_key("k"),
    );
    assert!(twice.contains("`space` is set twice"), "{twice}");
    assert!(
        missing(Client::builder().space("acme").account("A1").key("s3cret")).contains("`.api_key(")
    );
}

/// The target of the request that a list sends first, and its answer to `Debug`.
macro_rules! first_request {
    ($list:expr, $sent:expr) => {{
        let list = $list;
        let shown = format!("{list:?}");
        let mut items = list.items();
        let mut next = std::pin::pin!(items.next());
        let polled = next.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.is_ready());
        (std::mem::take(&mut *$sent.0.lock().unwrap()), shown)
    }};
}

#[derive(Clone, Default)]
struct Targets(Arc<Mutex<Vec<String>>>);

impl Transport for Targets {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let target = request.uri().path_and_query().unwrap().as_str().to_owned();
        self.0.lock().unwrap().push(target);
        Box::pin(async { Ok(http::Response::new(Body::from("{}"))) })
    }
}

#[test]
fn times_of_filters_are_sent_without_an_offset_where_the_server_has_none() {
    let sent = Targets::default();
    let builder = Client::builder().space("acme").account("A1").key("s3cret").api_key("k");
    let client = builder.transport(sent.clone()).build().unwrap();
    let list = client.list_things(u64::MAX).since("2024-05-01T10:00:00-05:30");
    let list = list.at(["2024-05-01T10:00:00Z", "2024-05-02T10:00:00Z"]).above(1_u64 << 63);
    let (targets, _) = first_request!(list, sent);
    let query = "Made%3E=2024-05-01T10%3A00%3A00&at=2024-05-01T10%3A00%3A00%2C2024-05-02T10%3A00%3A00&above=9223372036854775808";
    let path = "/v1/accounts/A1/boxes/18446744073709551615/things";
    assert_eq!(targets, [format!("{path}?{query}")]);
}

#[test]
fn a_secret_of_a_path_is_sent_and_not_shown() {
    let sent = Targets::default();
    let builder = Client::builder().space("acme").account("A1").key("s3cret").api_key("k");
    assert!(!format!("{builder:?}").contains("s3cret"), "{builder:?}");
    let client = builder.transport(sent.clone()).build().unwrap();
    assert!(!format!("{client:?}").contains("s3cret"), "{client:?}");
    let (targets, shown) =
        first_request!(client.list_guarded(pagesmith::Secret::from("t0ken/1")), sent);
    assert_eq!(targets, ["/v1/keys/s3cret/t0ken%2F1"]);
    assert!(!shown.contains("t0ken") && !shown.contains("s3cret"), "{shown}");
}

/// Keeps each path, and answers with one record at each list.
#[derive(Clone, Default)]
struct Paths(Arc<Mutex<Vec<String>>>);

impl Transport for Paths {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        self.0.lock().unwrap().push(request.uri().path().to_owned());
        let floor = r#"{"level": 7, "about": {"kind": "upper"}}"#;
        let room = r#"{"id": "R1", "made_at": "2024-05-01T10:00:00Z"}"#;
        let body = format!(r#"{{"floors": [{floor}], "rooms": [{room}], "next": null}}"#);
        Box::pin(async { Ok(http::Response::new(Body::from(body))) })
    }
}

#[test]
fn a_parent_gives_values_to_the_path_of_its_children() {
    let paths = Paths::default();
    let builder = children::Client::builder().space("acme").hotel("H1");
    let client = builder.transport(paths.clone()).build().unwrap();
    let floors = client.list_floors("east").items();
    let rooms = client.list_rooms_of("west", "s3cret", floors);
    let mut rooms = rooms.each_list(|list| list.since("2024-01-01T00:00:00Z"));
    let mut next = std::pin::pin!(rooms.next());
    let polled = next.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(Some(Ok((floor, room)))) = polled else { panic!("one room is there") };
    assert_eq!((floor.level, room.id.as_str()), (7, "R1"));
    let sent = paths.0.lock().unwrap().clone();
    assert_eq!(sent, ["/H1/east/floors", "/H1/west/floors/7/rooms/upper/s3cret"]);
}
