//! Synchronisations through the streams that a program uses.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::ready;
use common::wire::Wire;
use pagesmith::paging::{Delta, DeltaTo, NextFrom, SendIn};
use pagesmith::{Children, Client, Json, List, Paged, Pager, Paging, Position};

const BY_TOKEN: Paging = Paging::NONE
    .next(NextFrom::Body("/next"))
    .send(SendIn::Query("token"))
    .delta(Delta::at("/sync").sent_in(DeltaTo::Query("sync")));

fn kept(position: Option<Position>) -> Position {
    let text = serde_json::to_string(&position.unwrap()).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn list(client: &Client) -> Pager<pagesmith::Dynamic<Json>> {
    client.list("/rows", [""; 0], BY_TOKEN).items_at("/data")
}

#[test]
fn a_program_that_always_resumes_its_position_gets_the_list_and_then_what_changed() {
    let wire = Wire::of([
        "'data': [{'id': 1}, {'id': 2}], 'next': null, 'sync': 's1'",
        "'data': [{'id': 2}, {'id': 3}], 'next': 't'",
        "'data': [{'id': 2}, {'id': 3}], 'next': 't'",
        "'data': [], 'next': null, 'sync': 's2'",
        "'data': [], 'next': null, 'sync': 's2'",
    ]);
    let client = wire.client();
    let mut items = list(&client).read_ahead(false).items();
    while let Some(item) = ready(&mut items) {
        item.unwrap();
        assert!(!kept(items.position()).has_delta() || items.position().unwrap().is_done());
    }
    let position = kept(items.position());
    assert!(position.is_done() && position.has_delta() && !position.lists_changes());
    let mut items = list(&client).resume(&position).read_ahead(false).items();
    // Before its first request, the position is the one that it resumes.
    assert_eq!(items.position().as_ref(), Some(&position));
    ready(&mut items).unwrap().unwrap();
    // A stop within a page of the synchronisation goes on behind the item.
    let within = kept(items.position());
    assert!(within.lists_changes() && !within.is_done());
    assert_eq!((within.items(), within.pages()), (1, 0));
    let mut items = list(&client).resume(&within).read_ahead(false).items();
    assert_eq!(ready(&mut items).unwrap().unwrap(), serde_json::json!({"id": 3}));
    assert!(ready(&mut items).is_none());
    let position = kept(items.position());
    assert_eq!(position.delta().as_deref(), Some("s2"));
    let mut items = list(&client).resume(&position).items();
    assert!(ready(&mut items).is_none());
    assert_eq!(
        wire.sent(),
        ["/rows", "/rows?sync=s1", "/rows?sync=s1", "/rows?token=t&sync=s1", "/rows?sync=s2"]
    );
    // Without its delta, the position resumes to nothing.
    let mut items = list(&client).resume(&position.without_delta()).items();
    assert!(ready(&mut items).is_none() && wire.sent().len() == 5);
}

#[test]
fn a_refused_delta_differs_from_other_refusals() {
    let wire = Wire::of(["'data': [], 'next': null, 'sync': 's1'"]);
    let mut items = list(&wire.client()).items();
    assert!(ready(&mut items).is_none());
    let position = kept(items.position());
    wire.then(410, r#"{"error": {"message": "gone"}}"#);
    let mut items = list(&wire.client()).resume(&position).items();
    let error = ready(&mut items).unwrap().unwrap_err();
    assert!(error.is_delta_refused() && !error.is_resumable() && !error.is_transient(), "{error}");
    assert!(!format!("{error} {error:?}").contains("s1"), "{error}");
    assert_eq!(error.position(), Some(&position));
}

#[derive(Debug, serde::Deserialize)]
struct Room {
    id: u64,
}

impl Paged for Room {
    type Item = Self;
    const LIST: List = List::get("/rooms", "/data").key("/id").paging(BY_TOKEN);
}

#[derive(Debug, serde::Deserialize)]
struct Guest {}

impl Paged for Guest {
    type Item = Self;
    const LIST: List = List::get("/rooms/{room}/guests", "/data").paging(BY_TOKEN);
}

#[test]
fn a_list_of_children_that_has_ended_resumes_to_nothing() {
    let wire = Wire::of([
        "'data': [{'id': 1}], 'next': null, 'sync': 's1'",
        "'data': [{}], 'next': null, 'sync': 's2'",
    ]);
    let client = wire.client();
    let guests = |rooms: pagesmith::Items<Room>| {
        let client = client.clone();
        Children::new(["room"], rooms, move |room: &Room| {
            Pager::<Guest>::new(&client, [("room", &room.id)])
        })
    };
    let mut children = guests(Pager::<Room>::new(&client, []).items());
    ready(&mut children).unwrap().unwrap();
    let after_last = children.position().unwrap();
    assert!(ready(&mut children).is_none());
    let position = children.position().unwrap();
    assert!(position.is_done() && !position.parents().has_delta());
    for position in [position, after_last] {
        let before = wire.sent().len();
        wire.then(200, r#"{"data": [{"id": 1}], "next": null, "sync": "s1"}"#);
        let parents = Pager::<Room>::new(&client, []).resume(position.parents()).items();
        let mut rest = guests(parents).resume(&position);
        let next = ready(&mut rest);
        assert!(next.is_none(), "{next:?}");
        let sent = wire.sent();
        assert!(sent[before..].iter().all(|request| !request.contains("sync=")), "{sent:?}");
    }
}
