//! The generated code of one spec with every kind of thing in it: reviewed as
//! a text, compiled here, and run.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[rustfmt::skip]
#[path = "golden/every_kind.rs"]
mod every_kind;
#[rustfmt::skip]
#[path = "golden/presets.rs"]
mod presets;

use every_kind::{Client, ListCursored, ListHeaders, ListSearched, ListWindows, State, Thing};
use pagesmith::__private::http;
use pagesmith::paging::{
    LinkOrigin, NextFrom, Offset, OnMissingNext, OnShortfall, Repeat, SendIn, Step,
};
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Method, Paged, Paging};
use pagesmith_codegen::emit::Options;
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
    for name in ["every_kind", "presets"] {
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
    assert_eq!(paging.safety.origin, LinkOrigin::Hosts(&["cdn.example.com"][..]));
    assert_eq!(paging.safety.keep, ["expand"]);
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
    let builder = Client::builder().space("acme").account("A1").api_key("k");
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
            "parts": [{"name": "p", "parts": [{"name": "q"}]}], "own": {"id": 3},
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
    let client = Client::builder().space("acme").account("A1").api_key("k").build().unwrap();
    assert!(format!("{client:?}").contains("https://acme.example.com/v1"), "{client:?}");
    let missing = |builder: every_kind::ClientBuilder| builder.build().unwrap_err().to_string();
    assert!(missing(Client::builder().space("acme").api_key("k")).contains("`account`"));
    assert!(missing(Client::builder().account("A1").api_key("k")).contains("`space`"));
    let twice = missing(Client::builder().space("acme").account("A1").space("other").api_key("k"));
    assert!(twice.contains("`space` was given twice"), "{twice}");
    assert!(missing(Client::builder().space("acme").account("A1")).contains("`.api_key("));
}
