//! Pages as structs of the user's own: the same records and requests as through a derive on
//! the record, and the same guarantees.

#![cfg(all(feature = "derive", feature = "testing"))]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith::paging::{Delta, DeltaTo, NextFrom, SendIn};
use pagesmith::testing::Replay;
use pagesmith::{Client, ErrorKind, Evidence, Paged, Pages, Paging, Position, Warning};
use serde::Deserialize;
use serde_json::{Value, json};

/// A message of SignalWire's documentation, as its own list.
#[derive(Debug, Deserialize, PartialEq, Paged)]
#[paged(get = "/api/laml/2010-04-01/Accounts/{account_sid}/Messages", items = "/messages", style = laml, key = "sid")]
struct Message {
    sid: String,
    body: Option<String>,
    price: f64,
}

/// The same list, by its pages.
#[derive(Debug, Deserialize, Paged)]
#[paged(get = "/api/laml/2010-04-01/Accounts/{account_sid}/Messages", style = laml, key = "sid")]
struct MessagePage {
    #[paged(items)]
    messages: Vec<Message>,
    uri: String,
    #[paged(next)]
    next_page_uri: Option<String>,
    #[paged(previous)]
    previous_page_uri: Option<String>,
    page_size: u64,
}

/// A subscriber of SendSage's documentation, whose examples have no fields.
#[derive(Debug, Deserialize, PartialEq, Paged)]
#[paged(get = "/subscribers", items = "/data", style = sendsage)]
struct Subscriber {}

/// The same list by its pages: here each paging key is a field.
#[derive(Debug, Deserialize, Paged)]
#[paged(get = "/subscribers", style = sendsage)]
#[serde(rename_all = "camelCase")]
struct SubscriberPage {
    #[paged(items)]
    data: Vec<Subscriber>,
    #[paged(next)]
    #[serde(rename = "next_page_token", default)]
    next: Option<String>,
    #[paged(total)]
    #[serde(rename = "num_records")]
    total: u64,
    #[paged(pages)]
    #[serde(rename = "num_pages")]
    pages: u64,
    #[paged(size)]
    #[serde(rename = "per_page")]
    size: u64,
}

const SEED: &str = include_str!("../../examples/checked-in/tests/replies/signalwire_messages.json");

fn client(replay: &Replay) -> Client {
    let builder = Client::builder("https://example.signalwire.com").basic("project", "token");
    builder.transport(replay.clone()).build().unwrap()
}

/// The example page, and a last one that has another message.
fn messages() -> Replay {
    Replay::new().raw(200, "application/json", SEED).page(last_messages())
}

fn last_messages() -> Value {
    let mut last: Value = serde_json::from_str(SEED).unwrap();
    last["messages"][0]["sid"] = json!("second");
    last["next_page_uri"] = Value::Null;
    last["previous_page_uri"] = json!("/first");
    last
}

#[tokio::test]
async fn a_page_and_a_record_give_the_same_records_and_requests() {
    let (by_record, by_page) = (messages(), messages());
    let records = Message::list(&client(&by_record), "AC1").page_size(1).collect().await.unwrap();
    let mut pages = MessagePage::list(&client(&by_page), "AC1").page_size(1).pages();
    let mut of_pages = Vec::new();
    let first = pages.try_next().await.unwrap().unwrap();
    assert!(first.uri.ends_with("Messages?Page=0&PageSize=1"), "{}", first.uri);
    assert_eq!((first.page_size, first.previous_page_uri), (1, None));
    assert!(first.next_page_uri.unwrap().contains("PageToken=PA95f7fba1"));
    of_pages.extend(first.messages);
    let last = pages.try_next().await.unwrap().unwrap();
    assert_eq!((last.next_page_uri, last.previous_page_uri.as_deref()), (None, Some("/first")));
    of_pages.extend(last.messages);
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(pages.outcome().unwrap().evidence, Evidence::Continued);
    assert_eq!((of_pages.len(), &of_pages), (2, &records));
    assert_eq!(records[0].sid, "8a8e5ec4-071a-408e-948c-2429da869cc9");
    assert_eq!(by_page.targets(), by_record.targets());
    assert_eq!(by_page.targets().len(), 2);
}

#[tokio::test]
async fn a_token_page_and_its_record_give_the_same_records_and_requests() {
    let token = "YjMmVjZzImY5QWfiQWaiojI5J2XyVGZy9mIsUTM6ICZpJye";
    let replies = || {
        let rows = [json!({}), json!({}), json!({}), json!({})];
        let first = json!({"data": rows, "next_page_token": token, "page_token": null, "per_page": 4, "num_records": 8, "num_pages": 2});
        let last = json!({"data": rows, "next_page_token": null, "page_token": token, "per_page": 4, "num_records": 8, "num_pages": 2});
        Replay::new().page(first).page(last)
    };
    let (by_record, by_page) = (replies(), replies());
    let records = Subscriber::list(&client(&by_record)).collect().await.unwrap();
    let mut pages = SubscriberPage::pages(&client(&by_page));
    let (mut rows, mut tokens) = (0, Vec::new());
    while let Some(page) = pages.try_next().await.unwrap() {
        assert_eq!((page.total, page.pages, page.size), (8, 2, 4));
        rows += page.data.len();
        tokens.push(page.next);
    }
    assert_eq!((rows, records.len()), (8, 8));
    assert_eq!(tokens, [Some(token.to_owned()), None]);
    assert_eq!(by_page.targets(), by_record.targets());
    assert_eq!(by_page.targets()[1], format!("/subscribers?page_token={token}"));
}

#[tokio::test]
async fn its_rows_are_a_stream_too() {
    let replay = messages();
    let mut items = MessagePage::pages(&client(&replay), "AC1").items();
    assert_eq!(items.try_next().await.unwrap().unwrap().body.as_deref(), Some("Hello World!"));
    let position = Position::decode(&items.position().unwrap().encode()).unwrap();
    let replay = Replay::new().page(last_messages());
    let resumed = MessagePage::list(&client(&replay), "AC1").resume(&position);
    let mut sids = resumed.items();
    assert_eq!(sids.try_next().await.unwrap().unwrap().sid, "second");
}

#[tokio::test]
async fn a_limit_and_a_resumed_walk_leave_rows_out_of_the_page() {
    let page = json!({"data": [{}, {}, {}], "next_page_token": null, "num_records": 3, "num_pages": 1, "per_page": 3});
    let replay = Replay::new().page(&page).page(&page);
    let mut pages = SubscriberPage::list(&client(&replay)).limit(2).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().data.len(), 2);
    let position = pages.position().unwrap();
    let mut pages = SubscriberPage::list(&client(&replay)).resume(&position).pages();
    assert_eq!(pages.try_next().await.unwrap().unwrap().data.len(), 1);
    assert!(pages.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_page_that_does_not_decode_is_an_error_in_its_place() {
    let first = json!({"data": [{}], "next_page_token": "t", "num_records": 2, "num_pages": 2, "per_page": 1});
    let odd = json!({"data": [{}], "next_page_token": null, "num_records": 2, "num_pages": {"a": "secret"}, "per_page": 1});
    let replay = Replay::new().page(&first).page(&odd).page(&odd);
    let mut pages = SubscriberPage::pages(&client(&replay));
    assert!(pages.try_next().await.is_ok());
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Record);
    let said = error.to_string();
    assert!(
        said.contains("without the items at `/data`, does not decode at `num_pages`: expected u64, found an object"),
        "{said}"
    );
    assert!(!said.contains("secret"), "{said}");
    assert!(pages.try_next().await.unwrap().is_none());
    // The page does not count, so a walk that is resumed requests it again.
    let mut items =
        SubscriberPage::list(&client(&replay)).resume(error.position().unwrap()).items();
    assert!(items.try_next().await.unwrap().is_some());
    assert_eq!(replay.targets()[2], "/subscribers?page_token=t");
}

#[tokio::test]
async fn a_failure_that_a_reply_states_comes_before_its_decoding() {
    #[derive(Debug, Deserialize, Paged)]
    #[paged(get = "/list", style = none, errors(success = "/status", success_is = ["OK", 1]))]
    #[allow(dead_code, reason = "only its decoding is tested")]
    struct Page {
        #[paged(items)]
        rows: Vec<u8>,
        facets: Vec<String>,
    }
    let replay = Replay::new().page(json!({"status": "DENIED"}));
    let error = Page::list(&client(&replay)).first_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api, "{error}");
    let replay = Replay::new().page(json!({"status": 1, "rows": [1], "facets": []}));
    assert_eq!(Page::list(&client(&replay)).first_page().await.unwrap().rows, [1]);
}

#[tokio::test]
async fn rows_may_be_missing_if_the_field_has_a_default() {
    #[derive(Debug, Deserialize, Paged)]
    #[paged(get = "/list", style = none)]
    struct Page {
        #[paged(items)]
        #[serde(default)]
        rows: Vec<u8>,
        #[paged(total)]
        count: u64,
    }
    let missing =
        || Replay::new().page(json!({"count": 0})).page(json!({"count": 0, "rows": null}));
    let replay = missing();
    for _ in 0..2 {
        let page = Page::list(&client(&replay)).first_page().await.unwrap();
        assert_eq!((page.rows.len(), page.count), (0, 0));
    }
    let error = Subscriber::list(&client(&missing())).first_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Items);
}

/// A style whose pointers lead nowhere: what fields say comes first.
const OURS: Paging = Paging::SENDSAGE.page_size("limit", Some(2), Some(50));

#[derive(Debug, Deserialize, Paged)]
#[paged(get = "/v1/rows", style = OURS, by_number, query("api-version" = "2024 05"))]
#[serde(rename_all = "camelCase")]
struct Rows {
    #[paged(items)]
    all_rows: Vec<u64>,
    #[paged(next = "/cursor", total = "/total", number = "/index")]
    page_info: Info,
}

#[derive(Debug, Deserialize)]
struct Info {
    index: u64,
}

#[tokio::test]
async fn fields_say_where_keys_are_over_a_style_of_our_own() {
    let info =
        |index: u64, cursor: Option<&str>| json!({"cursor": cursor, "total": 3, "index": index});
    let replay = Replay::new()
        .page(json!({"allRows": [1, 2], "pageInfo": info(0, Some("c"))}))
        .page(json!({"allRows": [3], "pageInfo": info(1, None)}))
        .page(json!({"allRows": [3], "pageInfo": info(1, None)}));
    let mut pages: Pages<u64, Rows> = Rows::pages(&client(&replay));
    let mut rows = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        assert_eq!(page.page_info.index, rows.len() as u64 / 2);
        rows.extend(page.all_rows);
    }
    assert_eq!((rows, pages.warnings()), (vec![1, 2, 3], &[] as &[Warning]));
    assert_eq!(Rows::list(&client(&replay)).get_page(1).await.unwrap().page_info.index, 1);
    assert_eq!(
        replay.targets(),
        [
            "/v1/rows?api-version=2024%2005",
            "/v1/rows?api-version=2024%2005&page_token=c",
            "/v1/rows?api-version=2024%2005&limit=2&page=1",
        ]
    );
}

/// A list of Microsoft Graph, whose last page has a link for later.
#[derive(Debug, Deserialize, Paged)]
#[paged(get = "/users/delta", style = odata)]
struct Changes {
    #[paged(items)]
    value: Vec<u64>,
    #[paged(delta)]
    #[serde(rename = "@odata.deltaLink")]
    later: Option<String>,
}

#[tokio::test]
async fn a_field_says_where_the_link_of_the_next_synchronisation_is() {
    let later = "https://example.signalwire.com/users/delta?token=d1";
    let replay = Replay::new()
        .page(json!({"value": [1, 2], "@odata.deltaLink": later}))
        .page(json!({"value": [2], "@odata.deltaLink": later}));
    let mut pages = Changes::pages(&client(&replay));
    assert_eq!(pages.try_next().await.unwrap().unwrap().later.as_deref(), Some(later));
    assert!(pages.try_next().await.unwrap().is_none());
    let position = pages.position().unwrap();
    assert!(position.has_delta());
    let mut changed = Changes::list(&client(&replay)).resume(&position).pages();
    assert_eq!(changed.try_next().await.unwrap().unwrap().value, [2]);
    assert_eq!(replay.targets(), ["/users/delta", "/users/delta?token=d1"]);
}

/// Styles whose delta is elsewhere: the field says where, and the style where it is sent.
const BY_TOKEN: Paging = Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Query("token"));
const BY_SYNC: Paging = BY_TOKEN.delta(Delta::at("/old").sent_in(DeltaTo::Query("sync")));

#[derive(Debug, Deserialize, Paged)]
#[paged(get = "/rows", style = BY_TOKEN)]
struct AsToken {
    #[paged(items)]
    data: Vec<u64>,
    #[paged(delta = "/later")]
    #[allow(dead_code, reason = "only its place is tested")]
    meta: Value,
}

#[derive(Debug, Deserialize, Paged)]
#[paged(get = "/rows", style = BY_SYNC)]
struct InSync {
    #[paged(items)]
    data: Vec<u64>,
    #[paged(delta = "/later")]
    #[allow(dead_code, reason = "only its place is tested")]
    meta: Value,
}

#[tokio::test]
async fn a_delta_is_sent_where_the_style_says_and_else_as_a_next_position_is() {
    let last = json!({"data": [1], "next": null, "meta": {"later": "d1"}});
    let replay = || Replay::new().page(&last).page(&last);
    let (token, sync) = (replay(), replay());
    let mut pages = AsToken::pages(&client(&token));
    while let Some(page) = pages.try_next().await.unwrap() {
        assert_eq!(page.data, [1]);
    }
    let position = pages.position().unwrap();
    AsToken::list(&client(&token)).resume(&position).first_page().await.unwrap();
    assert_eq!(token.targets(), ["/rows", "/rows?token=d1"]);
    let mut pages = InSync::pages(&client(&sync));
    while let Some(page) = pages.try_next().await.unwrap() {
        assert_eq!(page.data, [1]);
    }
    let position = pages.position().unwrap();
    InSync::list(&client(&sync)).resume(&position).first_page().await.unwrap();
    assert_eq!(sync.targets(), ["/rows", "/rows?sync=d1"]);
}

#[tokio::test]
async fn a_status_that_ends_the_list_makes_no_page() {
    const ENDS: Paging =
        Paging::PAGE_NUMBER.ends(pagesmith::paging::EndRules::DEFAULT.status(&[204]));
    #[derive(Debug, Deserialize, Paged)]
    #[paged(get = "/list", style = ENDS, by_number)]
    struct Page {
        #[paged(items)]
        rows: Vec<u8>,
    }
    let replies = || Replay::new().page(json!({"rows": [1]})).raw(204, "text/plain", "");
    let replay = replies();
    let mut pages = Page::pages(&client(&replay));
    assert_eq!(pages.try_next().await.unwrap().unwrap().rows, [1]);
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!((pages.outcome().is_some(), replay.targets().len()), (true, 2));
    let replay = Replay::new().raw(204, "text/plain", "");
    let error = Page::list(&client(&replay)).first_page().await.unwrap_err();
    assert!(error.to_string().contains("no page in its body"), "{error}");
}

#[cfg(feature = "blocking")]
#[test]
fn a_blocking_call_gives_the_same_pages() {
    let replay = messages();
    let builder = Client::builder("https://example.signalwire.com").transport(replay.clone());
    let client = builder.build_blocking().unwrap();
    let mut pages = MessagePage::list(&client, "AC1").blocking().pages();
    assert_eq!(pages.next().unwrap().unwrap().page_size, 1);
    let mut items = pages.items();
    assert_eq!(items.next().unwrap().unwrap().sid, "second");
    assert!(items.next().is_none());
    let replay = messages();
    let builder = Client::builder("https://example.signalwire.com").transport(replay.clone());
    let list = Message::list(&builder.build_blocking().unwrap(), "AC1").with_rest().blocking();
    let mut pages = list.pages();
    let first = pages.next().unwrap().unwrap();
    assert_eq!(first.rest::<Value>().unwrap()["page_size"], 1);
    let next = first.next().unwrap().unwrap();
    assert_eq!((next.into_items()[0].sid.as_str(), replay.targets().len()), ("second", 2));
}
