//! The recipes, run against the fake API.

#![expect(clippy::unwrap_used, reason = "a test that can't continue fails")]

use axum::Router;
use axum::routing::get;
use fake_api::{ACCOUNT_SID, API_KEY, API_TOKEN, FakeApi, List, MAILING_LIST_ID, ORGANIZATION_ID};
use futures_util::TryStreamExt;
use pagesmith::testing::Replay;
use pagesmith::{Client, ErrorKind, Position};
use recipes::records::Message;
use recipes::resumable_copy::{Folder, Store};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

fn signalwire(server: &FakeApi) -> Client {
    Client::builder(server.url()).basic(ACCOUNT_SID, API_TOKEN).build().unwrap()
}

fn sendsage(server: &FakeApi) -> Client {
    Client::builder(server.url()).basic(ORGANIZATION_ID, API_KEY).build().unwrap()
}

/// An empty folder for this test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A page of messages, as a reply.
fn page(sids: &[&str], next: Option<&str>) -> serde_json::Value {
    let messages: Vec<_> = sids.iter().map(|sid| json!({"sid": sid})).collect();
    json!({"messages": messages, "next_page_uri": next})
}

fn replayed(replay: &Replay) -> Client {
    Client::builder("https://example.signalwire.com").transport(replay.clone()).build().unwrap()
}

/// Serves the recipe, and returns what a reader gets.
async fn body_of(client: Client) -> Result<String, reqwest::Error> {
    let body = move || async move { recipes::axum_body::messages(&client, ACCOUNT_SID) };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move {
        axum::serve(listener, Router::new().route("/", get(body))).await.unwrap();
    });
    let body = async {
        let reply = reqwest::get(url).await?;
        assert_eq!(reply.headers()["content-type"], "application/x-ndjson");
        reply.text().await
    };
    let body = body.await;
    serving.abort();
    body
}

#[tokio::test]
async fn an_axum_body_has_all_messages() {
    let server = FakeApi::builder().messages(1200).start().await;
    let body = body_of(signalwire(&server)).await.unwrap();
    let messages = body.lines().map(|line| serde_json::from_str::<Message>(line).unwrap());
    assert_eq!(messages.count(), 1200);
    assert_eq!(server.log().len(), 2);
}

#[tokio::test]
async fn an_axum_body_breaks_off_where_the_walk_does() {
    let replay = Replay::new().page(page(&["SM1"], Some("/p"))).reply(403, json!({}));
    assert!(body_of(replayed(&replay)).await.is_err(), "a short body must not look complete");
}

/// A store that fails once, after a number of pages.
struct Failing(Folder, usize);

impl Store for Failing {
    fn position(&self) -> io::Result<Option<Position>> {
        self.0.position()
    }

    fn begin(&mut self) -> io::Result<()> {
        self.0.begin()
    }

    fn commit(&mut self, rows: Vec<Message>, position: Position) -> io::Result<()> {
        if self.1 == 0 {
            return Err(io::Error::other("the disk is full"));
        }
        self.1 -= 1;
        self.0.commit(rows, position)
    }
}

#[tokio::test]
async fn a_copy_resumes_from_its_stored_position() {
    let server = FakeApi::builder().messages(2500).start().await;
    let client = signalwire(&server);
    let place = folder("kept");
    let mut failing = Failing(Folder(place.clone()), 1);
    let failed =
        recipes::resumable_copy::copy(&client, ACCOUNT_SID, &mut failing).await.unwrap_err();
    assert_eq!(failed.to_string(), "the disk is full");

    let (mut store, asked) = (Folder(place), server.log().len());
    assert!(store.rows().unwrap().is_empty(), "no copy is whole");
    recipes::resumable_copy::copy(&client, ACCOUNT_SID, &mut store).await.unwrap();
    assert_eq!(server.log().len(), asked + 2, "it continued after the page that it had");
    let all = Message::list(&client, ACCOUNT_SID).collect().await.unwrap();
    assert_eq!(store.rows().unwrap(), all);
}

#[tokio::test]
async fn each_night_has_its_own_copy() {
    let server = FakeApi::builder().messages(1200).start().await;
    let client = signalwire(&server);
    let mut store = Folder(folder("nights"));
    recipes::resumable_copy::copy(&client, ACCOUNT_SID, &mut store).await.unwrap();
    assert_eq!(store.rows().unwrap().len(), 1200);

    for _ in 0..5 {
        server.insert_message_front();
    }
    // The second night breaks off, and the first night's copy stays complete.
    let mut failing = Failing(store, 1);
    recipes::resumable_copy::copy(&client, ACCOUNT_SID, &mut failing).await.unwrap_err();
    let mut store = failing.0;
    assert_eq!(store.rows().unwrap().len(), 1200);
    let asked = server.log().len();
    recipes::resumable_copy::copy(&client, ACCOUNT_SID, &mut store).await.unwrap();
    assert_eq!(server.log().len(), asked + 1, "it continued after the page that it had");
    let all = Message::list(&client, ACCOUNT_SID).collect().await.unwrap();
    assert_eq!((all.len(), store.rows().unwrap() == all), (1205, true));
}

#[tokio::test]
async fn a_copy_that_can_not_be_resumed_starts_over() {
    let replay = Replay::new()
        .page(page(&["SM1"], Some("/p")))
        .reply(422, json!({}))
        .page(page(&["SM2"], Some("/q")))
        .page(page(&["SM1"], None));
    let (client, mut store) = (replayed(&replay), Folder(folder("anew")));
    recipes::resumable_copy::copy(&client, ACCOUNT_SID, &mut store).await.unwrap_err();
    recipes::resumable_copy::copy(&client, ACCOUNT_SID, &mut store).await.unwrap();
    let sids: Vec<_> = store.rows().unwrap().into_iter().map(|message| message.sid).collect();
    assert_eq!(sids, ["SM2", "SM1"]);
}

#[tokio::test]
async fn a_sync_copies_new_messages() {
    let server = FakeApi::builder().messages(60).start().await;
    let (client, mut known) = (signalwire(&server), BTreeMap::new());
    let day = "2018-08-14";
    // A fifth of the messages has not been sent yet, and has no date.
    let new = recipes::incremental::sync(&client, ACCOUNT_SID, day, &mut known).await;
    assert_eq!(new.unwrap(), 48);
    for _ in 0..5 {
        server.insert_message_front();
    }
    let new = recipes::incremental::sync(&client, ACCOUNT_SID, day, &mut known).await;
    assert_eq!((new.unwrap(), known.len()), (4, 52));
    assert!(server.log()[0].value("DateSent>").is_some_and(|sent| sent == day));
    let later = recipes::incremental::sync(&client, ACCOUNT_SID, "2030-01-01", &mut known).await;
    assert_eq!(later.unwrap(), 0, "the filter holds");
}

#[tokio::test]
async fn each_conference_comes_with_its_participants() {
    let lists = FakeApi::builder().rows(List::Conferences, 9).rows(List::Participants, 60);
    let server = lists.start().await;
    let client = signalwire(&server);
    let stream = recipes::children::conferences(&client, ACCOUNT_SID);
    let all: Vec<_> = stream.into_stream().try_collect().await.unwrap();
    assert_eq!(all.len(), 9);
    assert!(all.iter().all(|(_, participants)| participants.len() == 60));
    // A page of conferences, and two of participants for each.
    assert_eq!(server.log().len(), 19);
}

#[tokio::test]
async fn pages_by_number_come_in_order() {
    let server = FakeApi::builder().subscribers(950).start().await;
    let all = recipes::by_number::subscribers(&sendsage(&server), MAILING_LIST_ID).await.unwrap();
    assert!(all.iter().map(|subscriber| subscriber.id).eq(1001..1951));
    assert!(all[0].email.contains('@') && server.log().len() == 10);
}

#[tokio::test]
async fn an_export_appears_complete_or_not_at_all() {
    let path = folder("nightly").join("subscribers.jsonl");
    let other = path.with_extension("draft");
    fs::write(&other, "the draft of an export that is still running").unwrap();
    let server = FakeApi::builder().subscribers(700).start().await;
    for night in 0..3 {
        let count = recipes::nightly::export(&sendsage(&server), MAILING_LIST_ID, &path).await;
        assert_eq!(count.unwrap(), 700 + night);
        server.insert_subscriber();
    }
    let before = fs::read_to_string(&path).unwrap();
    assert_eq!(before.lines().count(), 702);

    let row = json!({"id": 1, "email": "a@example.com"});
    let short = Replay::new()
        .page(json!({"data": [row], "next_page_token": "a", "num_records": 2}))
        .page(json!({"data": [], "next_page_token": null, "num_records": 2}));
    let failed = recipes::nightly::export(&replayed(&short), 1, &path).await.unwrap_err();
    assert_eq!(failed.to_string(), "listed 1 subscribers, but 1 are missing");
    assert_eq!(fs::read_to_string(&path).unwrap(), before, "that of the night before");
    assert_eq!(fs::read_to_string(other).unwrap(), "the draft of an export that is still running");
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 2, "no draft is left");
}

#[test]
fn a_tool_prints_the_newest_messages() {
    let server = FakeApi::builder().messages(137).start_on_thread().unwrap();
    let mut out = Vec::new();
    let credentials = (ACCOUNT_SID, API_TOKEN);
    recipes::command::newest(server.url(), credentials, 60, &mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap().lines().count(), 60);
    assert_eq!(server.log().len(), 1, "the limit is the page size");
}

#[tokio::test]
async fn a_message_is_sent_once() {
    let replay = Replay::new().reply(201, json!({"sid": "SM1", "status": "queued"}));
    let sent = recipes::by_request::send(&replayed(&replay), "AC1", "+15557654321", "Hello")
        .await
        .unwrap();
    assert_eq!((sent.sid.as_str(), sent.status.as_deref()), ("SM1", Some("queued")));
    let request = &replay.requests()[0];
    assert_eq!(request.to_string(), "POST /api/laml/2010-04-01/Accounts/AC1/Messages");
    assert!(String::from_utf8_lossy(request.body()).contains("+15557654321"));

    let replay = Replay::new().reply(503, json!({})).reply(201, json!({"sid": "SM2"}));
    let failed =
        recipes::by_request::send(&replayed(&replay), "AC1", "+15557654321", "Hello").await;
    assert_eq!(failed.unwrap_err().kind(), ErrorKind::Status);
    assert_eq!(replay.left(), 1, "and not again");
}
