//! A canary in each place where a client has a credential, echoed by a server in
//! each spelling and everywhere in its replies: no text that a program prints or
//! stores has any part of it.

#![cfg(feature = "testing")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "canary/listener.rs"]
mod listener;
#[path = "canary/refused.rs"]
mod refused;
#[path = "canary/replies.rs"]
mod replies;
#[path = "canary/row.rs"]
mod row;
#[path = "canary/spellings.rs"]
mod spellings;
mod common;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use common::ready;
use common::wire::Wire;
use listener::Listener;
use pagesmith::paging::{NextFrom, SendIn};
use pagesmith::testing::Recorder;
use pagesmith::{
    Client, ClientBuilder, Credentials, Dynamic, Error, Json, Paged, Pager, Paging, Position,
};
use replies::PLACES;
use row::{Posted, Row};
use spellings::{CANARY, ODD, SPELLINGS, leak};
use std::error::Error as _;
use std::fmt::Write as _;

/// A place of a credential: its name, the client, and the value of the path.
type Slot = (&'static str, fn(ClientBuilder) -> ClientBuilder, &'static str);

const IN_BODY: &str = "the body";

const SLOTS: [Slot; 9] = [
    ("the user that is the key", |builder| builder.basic(CANARY, ""), "public"),
    ("the user beside a filling", |builder| builder.basic(CANARY, "x"), "public"),
    ("the password", |builder| builder.basic("user", CANARY), "public"),
    ("a bearer token", |builder| builder.bearer(CANARY), "public"),
    ("a header", |builder| builder.api_key_header("X-Key", CANARY), "public"),
    ("the query", |builder| builder.api_key_query("api_key", CANARY), "public"),
    (IN_BODY, |builder| builder.api_key_body([("/keys/secret", CANARY)]), "public"),
    ("a provider", |builder| builder.auth(|| async { Ok(Credentials::bearer(CANARY)?) }), "public"),
    ("the path", |builder| builder, CANARY),
];

/// All that a program could print of an error.
fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {:?}", error.api_error());
    let mut cause = error.source();
    while let Some(source) = cause {
        write!(text, "{source} {source:?}").unwrap();
        cause = source.source();
    }
    write!(text, "{:?} {:?}", error.request_id(), error.position()).unwrap();
    text
}

/// All that a program could store of a position, with the decoded text.
fn stored_text(position: &Position) -> String {
    let text = position.encode();
    let values = text.split('.').nth(1).unwrap();
    let values = BASE64_URL_SAFE_NO_PAD.decode(values).unwrap();
    format!("{text} {} {position:?}", String::from_utf8(values).unwrap())
}

/// What a walk shows, stores and records.
struct Walked {
    shown: String,
    positions: String,
    recorded: String,
}

fn walk<L: Paged<Item = Row>>(wire: &Wire, (_, build, token): Slot) -> Walked {
    let (listener, recorder) = (Listener::default(), Recorder::new());
    let (mut shown, mut positions) = (String::new(), String::new());
    tracing::subscriber::with_default(listener.clone(), || {
        let client = build(wire.builder()).record(&recorder).build().unwrap();
        let list: Pager<L> = Pager::new(&client, [("token", &token)]);
        write!(shown, "{client:?} {list:?}").unwrap();
        let mut pages = list.pages();
        while let Some(page) = ready(&mut pages) {
            match page {
                Ok(page) => {
                    write!(shown, "{page:?} {:?}", page.warnings()).unwrap();
                    positions += &stored_text(&page.position());
                }
                Err(error) => {
                    shown += &self::shown(&error);
                    positions.extend(error.position().map(stored_text));
                }
            }
        }
        write!(shown, "{pages:?} {:?}", pages.warnings()).unwrap();
        positions.extend(pages.position().as_ref().map(stored_text));
        shown.extend(pages.outcome().map(|outcome| format!("{outcome} {outcome:?}")));
    });
    shown += &listener.text();
    Walked { shown, positions, recorded: recorded(&recorder) }
}

fn recorded(recorder: &Recorder) -> String {
    let thread = std::thread::current();
    let name = format!("canary-{}-{:?}.json", std::process::id(), thread.id());
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    recorder.save(&file).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(file).unwrap();
    text
}

#[test]
fn a_credential_that_a_server_echoes_is_neither_shown_nor_stored() {
    let mut leaks = Vec::new();
    for slot in SLOTS {
        for (spelling, spell) in SPELLINGS.into_iter().chain(ODD) {
            let is_odd = ODD.iter().any(|(odd, _)| *odd == spelling);
            for (place, echo) in PLACES {
                let wire = Wire::default();
                echo(&wire, &spell(CANARY));
                let walk = if slot.0 == IN_BODY { walk::<Posted> } else { walk::<Row> };
                let walked = walk(&wire, slot);
                assert!(!wire.sent().is_empty(), "{place}");
                // A value of the path may not be a secret: it stays in a link that
                // spells it differently from the request, and in the recording.
                let is_path = slot.2 == CANARY;
                let outputs = [
                    (true, "shown", &walked.shown),
                    (!is_path, "in a position", &walked.positions),
                    (!is_path && !is_odd, "recorded", &walked.recorded),
                ];
                for (_, how, text) in outputs.into_iter().filter(|(is_hidden, ..)| *is_hidden) {
                    if let Some(part) = leak(text) {
                        leaks.push(format!(
                            "{}, as {spelling}, in {place}: `{part}` is {how}",
                            slot.0
                        ));
                    }
                }
            }
        }
    }
    leaks.dedup();
    let some = leaks.iter().take(40).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(leaks.is_empty(), "{} leaks:\n{some}", leaks.len());
}

#[test]
fn a_position_has_no_credential_of_a_path_and_can_be_resumed() {
    let wire = Wire::of([
        "'rows': [{'id': 1}], 'next': '/bot123:ABC-secret/rows?after=1'",
        "'rows': [{'id': 2}], 'next': '/bot123%3AABC-secret/rows?after=2'",
        "'rows': [{'id': 3}], 'next': null",
    ]);
    let list = || Pager::<Row>::new(&wire.client(), [("token", &"123:ABC-secret")]);
    let mut pages = list().pages();
    let mut position = None;
    for _ in 0..2 {
        ready(&mut pages).unwrap().unwrap();
        let stored = stored_text(&pages.position().unwrap());
        assert!(!stored.contains("ABC-secret"), "{stored}");
        position = pages.position();
    }
    let resumed = Position::decode(&position.unwrap().encode()).unwrap();
    let mut rest = list().resume(&resumed).pages();
    ready(&mut rest).unwrap().unwrap();
    assert!(ready(&mut rest).is_none());
    let first = "/bot123%3AABC-secret/rows";
    assert_eq!(
        wire.sent(),
        [first, "/bot123:ABC-secret/rows?after=1", "/bot123%3AABC-secret/rows?after=2"]
    );
}

#[test]
fn a_link_with_the_clients_credential_is_stored_without_it_and_sent_with_the_newest() {
    let wire = Wire::of([
        "'rows': [{'id': 1}], 'next': '/rows?access_token=opensesame%2F1&limit=2'",
        "'rows': [{'id': 2}], 'next': '/rows?access_token=opensesame%2F1&limit=2&after=4'",
        "'rows': [{'id': 3}], 'next': null",
    ]);
    let client = |token: &str| wire.builder().bearer(token).build().unwrap();
    let list = |client: &Client| Pager::<Row>::new(client, [("token", &"1")]);
    let mut pages = list(&client("opensesame/1")).pages();
    for _ in 0..2 {
        ready(&mut pages).unwrap().unwrap();
        let stored = stored_text(&pages.position().unwrap());
        assert!(!stored.contains("opensesame"), "{stored}");
    }
    let resumed = Position::decode(&pages.position().unwrap().encode()).unwrap();
    let mut rest = list(&client("another/2")).resume(&resumed).pages();
    ready(&mut rest).unwrap().unwrap();
    assert_eq!(
        wire.sent()[1..],
        [
            "/rows?access_token=opensesame%2F1&limit=2",
            "/rows?access_token=another%2F2&limit=2&after=4"
        ]
    );
    // Without credentials nothing can be put back.
    let mut none = list(&wire.client()).resume(&resumed).pages();
    let error = ready(&mut none).unwrap().unwrap_err();
    assert!(error.to_string().contains("same kind of credentials"), "{error}");
    assert_eq!(wire.sent().len(), 3);
}

#[test]
fn a_filter_equal_to_a_password_stays() {
    let wire = Wire::of([
        "'rows': [{'id': 1}], 'next': '/bot1/rows?env=test&after=1'",
        "'rows': [{'id': 2}]",
    ]);
    let client = wire.builder().basic("test", "test").build().unwrap();
    let list = Pager::<Row>::new(&client, [("token", &"1")]).query([("env", "test")]);
    let mut pages = list.pages();
    ready(&mut pages).unwrap().unwrap();
    ready(&mut pages).unwrap().unwrap();
    assert_eq!(wire.sent(), ["/bot1/rows?env=test", "/bot1/rows?env=test&after=1"]);
}

#[test]
fn a_base_url_with_a_user_is_refused_and_not_shown() {
    let failed = Client::builder(format!("https://user:{}@api.test", "opensesame")).build();
    let shown = shown(&failed.unwrap_err());
    assert!(shown.contains("credentials") && !shown.contains("opensesame"), "{shown}");
}

#[test]
fn a_cause_of_the_transport_shows_no_credential() {
    use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
    struct Echo;
    impl Transport for Echo {
        fn send(
            &self,
            request: http::Request<bytes::Bytes>,
        ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
            Box::pin(async move { Err(format!("no route to {}", request.uri()).into()) })
        }
    }
    let builder = Client::builder("https://api.test").transport(Echo);
    let client =
        builder.retry(pagesmith::Retry::none()).api_key_query("k", CANARY).build().unwrap();
    let mut pages = Pager::<Row>::new(&client, [("token", &"1")]).pages();
    let shown = shown(&ready(&mut pages).unwrap().unwrap_err());
    assert!(shown.contains("no route to") && leak(&shown).is_none(), "{shown}");
}

/// Where a token can be sent: in the query, in a header, in the body.
const SENDS: [SendIn; 3] =
    [SendIn::Query("cursor"), SendIn::Header("X-Cursor"), SendIn::Body("/cursor")];

/// The list of numbers at `/rows`, by token.
fn by_token(client: &Client, send: SendIn) -> Pager<Dynamic<u64>> {
    let is_post = matches!(send, SendIn::Body(_));
    let paging = Paging::NONE.next(NextFrom::Body("/next")).send(send);
    let list = client.list("/rows", [""; 0], paging).items_at("/rows");
    if is_post { list.post() } else { list }
}

/// The token of a request, wherever it is.
fn token_sent(request: &http::Request<bytes::Bytes>) -> String {
    let query = request.uri().query().unwrap_or_default().as_bytes();
    let query = url::form_urlencoded::parse(query).next().map(|(_, value)| value.into_owned());
    let header = request.headers().get("X-Cursor");
    let header = header.map(|value| String::from_utf8(value.as_bytes().to_vec()).unwrap());
    let body = serde_json::from_slice::<serde_json::Value>(request.body()).unwrap_or_default();
    let body = body.get("cursor").map(|token| token.as_str().unwrap().to_owned());
    query.or(header).or(body).unwrap_or_default()
}

#[test]
fn a_token_with_a_credential_is_sent_unchanged_and_stored_without_it_or_refused() {
    let mut leaks = Vec::new();
    let mut sent_spellings = Vec::new();
    for send in SENDS {
        for (spelling, spell) in SPELLINGS.into_iter().chain(ODD) {
            let token = format!("c1.{}.z", spell(CANARY));
            let wire = Wire::default();
            wire.then(200, &serde_json::json!({"rows": [1], "next": token}).to_string());
            wire.then(200, r#"{"rows": [2], "next": null}"#);
            let client = wire.builder().bearer(CANARY).build().unwrap();
            let mut pages = by_token(&client, send).pages();
            ready(&mut pages).unwrap().unwrap();
            let stored = stored_text(&pages.position().unwrap());
            leaks.extend(leak(&stored).map(|part| format!("{spelling}: {part}")));
            match ready(&mut pages).unwrap() {
                Ok(_) => {
                    assert_eq!(token_sent(&wire.requests()[1]), token, "{spelling}");
                    sent_spellings.push(spelling);
                }
                Err(error) => {
                    let is_refused = error.to_string().contains("can't be removed")
                        || error.to_string().contains("control character");
                    assert!(is_refused && wire.sent().len() == 1, "{spelling}: {error}");
                }
            }
        }
    }
    assert_eq!(leaks, Vec::<String>::new());
    // Those of base64 among them, with more around the credential.
    for spelling in ["plain", "a URL", "a form", "base64", "basic"] {
        let count = sent_spellings.iter().filter(|sent| **sent == spelling).count();
        assert_eq!(count, SENDS.len(), "{spelling}");
    }
}

#[test]
fn a_stored_token_is_sent_with_the_newest_credential() {
    let base64 = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    let held = |secret: &str| format!(r#"{{"key": "{secret}", "after": 4}}"#);
    for send in SENDS {
        for token in [
            |secret: &str, _: &dyn Fn(&str) -> String| secret.to_owned(),
            |secret, _| format!("{secret}:2 b"),
            |secret, base64| format!("e30.{}.x_1", base64(secret)),
            |secret, base64| format!("{secret}/{}=={secret}", base64(secret)),
        ] as [fn(&str, &dyn Fn(&str) -> String) -> String; 4]
        {
            let nest = |text: &str| base64(&held(text));
            let (first, newest) = ("opensesame/1", "another/2");
            let (before, after) = (token(first, &nest), token(newest, &nest));
            let wire = Wire::default();
            wire.then(200, &serde_json::json!({"rows": [1], "next": before}).to_string());
            wire.then(200, r#"{"rows": [2], "next": null}"#);
            let client = |secret: &str| wire.builder().bearer(secret).build().unwrap();
            let mut pages = by_token(&client(first), send).pages();
            ready(&mut pages).unwrap().unwrap();
            let position = pages.position().unwrap().encode();
            let resumed = Position::decode(&position).unwrap();
            let mut none = by_token(&wire.client(), send).resume(&resumed).pages();
            let error = ready(&mut none).unwrap().unwrap_err();
            assert!(error.to_string().contains("same kind of credentials"), "{error}");
            let mut rest = by_token(&client(newest), send).resume(&resumed).pages();
            ready(&mut rest).unwrap().unwrap();
            assert_eq!(token_sent(&wire.requests()[1]), after);
        }
    }
}

#[test]
fn a_token_with_a_credential_beside_a_placeholder_is_refused() {
    let next = "~pagesmith.credential.0.0.0~ opensesame";
    let wire = Wire::of([&*format!("'rows': [1], 'next': '{next}'")]);
    let client = wire.builder().bearer("opensesame").build().unwrap();
    let mut pages = by_token(&client, SENDS[0]).pages();
    ready(&mut pages).unwrap().unwrap();
    assert!(!stored_text(&pages.position().unwrap()).contains("opensesame"));
    let error = ready(&mut pages).unwrap().unwrap_err();
    assert!(error.to_string().contains("can't be removed"), "{error}");
}

/// A placeholder in a reply is text of the server.
#[test]
fn a_placeholder_that_a_server_sends_is_plain_text() {
    const MARK: &str = "~pagesmith.credential.0.0.0~";
    for next in [MARK.to_owned(), format!("{MARK}-1"), "~pagesmith.credential.9.9.9~".to_owned()] {
        let wire = Wire::of([
            &*format!("'data': [{{'id': 1}}], 'next_page_token': '{next}'"),
            "'data': [{'id': 2}], 'next_page_token': null",
        ]);
        let client = wire.builder().bearer("s3cret-token-of-mine").build().unwrap();
        let paging = Paging::SENDSAGE;
        let list = client.list::<Json>("/list", [""; 0], paging).items_at("/data");
        let mut pages = list.pages();
        while let Some(page) = ready(&mut pages) {
            page.unwrap();
        }
        let sent = wire.sent();
        assert_eq!(sent.len(), 2, "{sent:?}");
        assert!(!sent.join(" ").contains("s3cret") && sent[1].contains("pagesmith"), "{sent:?}");
    }
}

#[test]
fn a_credential_as_the_host_of_a_link_is_not_shown() {
    let wire = Wire::of(["'rows': [{'id': 1}], 'next': 'http://Zq7kWx9LmVb2.evil.test/rows'"]);
    let client = wire.builder().bearer("Zq7kWx9LmVb2").build().unwrap();
    let mut pages = Pager::<Row>::new(&client, [("token", &"t")]).pages();
    ready(&mut pages).unwrap().unwrap();
    let error = shown(&ready(&mut pages).unwrap().unwrap_err());
    assert!(!error.to_lowercase().contains("zq7kwx9lmvb2"), "{error}");
}
