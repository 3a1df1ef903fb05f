//! The children of each parent, as a stream.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{poll, ready};
use futures_core::{FusedStream as _, Stream};
use pagesmith::paging::{NextFrom, SendIn};
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{
    ChildPosition, Children, Client, ErrorKind, Evidence, Items, List, Paged, Pager, Paging, Retry,
};
use serde_json::json;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

const BY_TOKEN: Paging = Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Query("token"));

#[derive(Debug, serde::Deserialize)]
struct Room {
    id: u64,
}

#[derive(Debug, serde::Deserialize)]
struct Guest {
    id: u64,
}

impl Paged for Room {
    type Item = Self;
    const LIST: List = List::get("/rooms", "/data").key("/id").paging(BY_TOKEN);
}

impl Paged for Guest {
    type Item = Self;
    const LIST: List = List::get("/rooms/{room}/guests", "/data").key("/id").paging(BY_TOKEN);
}

type Guests = Children<Room, Guest, Pager<Guest>>;

/// A hotel: rooms with their guests, in pages of two, by token.
#[derive(Clone, Default)]
struct Hotel(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// The IDs of each list, by its path.
    lists: BTreeMap<String, Vec<u64>>,
    requests: Vec<String>,
    /// How often a reply is not there yet.
    pending: usize,
}

const ROOMS: &[(u64, &[u64])] =
    &[(1, &[11, 12, 13, 14, 15]), (2, &[]), (3, &[31]), (4, &[41, 42]), (5, &[51, 52, 53])];

impl Hotel {
    fn of(rooms: &[(u64, &[u64])]) -> Self {
        let hotel = Self::default();
        hotel.set("/rooms", rooms.iter().map(|(room, _)| *room).collect());
        for (room, guests) in rooms {
            hotel.set(&format!("/rooms/{room}/guests"), guests.to_vec());
        }
        hotel
    }

    fn set(&self, path: &str, ids: Vec<u64>) {
        self.0.lock().unwrap().lists.insert(path.to_owned(), ids);
    }

    fn remove(&self, path: &str) {
        self.0.lock().unwrap().lists.remove(path);
    }

    fn with_pending(self, pending: usize) -> Self {
        self.0.lock().unwrap().pending = pending;
        self
    }

    fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap().requests)
    }

    fn client(&self) -> Client {
        let builder = Client::builder("https://api.test").transport(self.clone());
        builder.retry(Retry::none()).build().unwrap()
    }

    fn rooms(&self) -> Pager<Room> {
        Pager::new(&self.client(), [])
    }

    fn guests_of(&self, rooms: Items<Room>) -> Guests {
        let client = self.client();
        Children::new(["room"], rooms, move |room: &Room| Pager::new(&client, [("room", &room.id)]))
    }

    fn guests(&self) -> Guests {
        self.guests_of(self.rooms().items())
    }

    fn resumed(&self, position: &ChildPosition) -> Guests {
        let position = ChildPosition::decode(&position.encode()).unwrap();
        self.guests_of(self.rooms().resume(position.parents()).items()).resume(&position)
    }

    fn answer(&self, path: &str, token: Option<usize>) -> (u16, serde_json::Value) {
        let state = self.0.lock().unwrap();
        let Some(ids) = state.lists.get(path) else {
            return (404, json!({"message": "no such room"}));
        };
        let from = token.unwrap_or(0);
        let page: Vec<_> = ids.iter().skip(from).take(2).map(|id| json!({"id": id})).collect();
        let next = (from + 2 < ids.len()).then(|| (from + 2).to_string());
        (200, json!({"data": page, "next": next}))
    }
}

impl Transport for Hotel {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let mut state = self.0.lock().unwrap();
        state.requests.push(request.uri().path_and_query().unwrap().to_string());
        let mut pending = state.pending;
        let hotel = self.clone();
        Box::pin(async move {
            poll_fn(|cx| match pending.checked_sub(1) {
                None => Poll::Ready(()),
                Some(less) => {
                    pending = less;
                    cx.waker().wake_by_ref();
                    Poll::Pending
                }
            })
            .await;
            let uri = request.uri();
            let token = uri.query().and_then(|query| query.strip_prefix("token="));
            let (status, body) =
                hotel.answer(uri.path(), token.map(|token| token.parse().unwrap()));
            let body = Body::from(body.to_string());
            Ok(http::Response::builder().status(status).body(body).unwrap())
        })
    }
}

fn next(guests: &mut Guests) -> Option<Result<(u64, u64), pagesmith::Error>> {
    loop {
        if let Poll::Ready(next) = poll(guests) {
            return next.map(|next| next.map(|(room, guest)| (room.id, guest.id)));
        }
    }
}

fn all(guests: &mut Guests) -> Vec<(u64, u64)> {
    std::iter::from_fn(|| next(guests)).map(Result::unwrap).collect()
}

fn expected() -> Vec<(u64, u64)> {
    let of = |(room, guests): &(u64, &'static [u64])| {
        let room = *room;
        guests.iter().map(move |guest| (room, *guest))
    };
    ROOMS.iter().flat_map(of).collect()
}

#[test]
fn children_come_in_the_order_of_their_parents() {
    for (pending, parents) in [(0, 1), (0, 4), (1, 2), (3, 9)] {
        let hotel = Hotel::of(ROOMS).with_pending(pending);
        let mut guests = hotel.guests().concurrency(parents);
        assert_eq!(all(&mut guests), expected(), "{pending} {parents}");
        assert!(guests.is_terminated() && next(&mut guests).is_none());
        let outcome = guests.outcome().unwrap();
        assert_eq!((outcome.items, outcome.evidence), (11, Evidence::Continued));
        assert_eq!(outcome.requests, hotel.requests().len() as u64);
        assert_eq!(guests.parents_done(), 5);
        assert!(guests.position().unwrap().is_done());
    }
    let mut none = Hotel::of(&[]).guests();
    assert_eq!(all(&mut none), []);
    assert_eq!(none.outcome().unwrap().items, 0);
}

#[test]
fn nothing_is_sent_before_the_first_poll() {
    fn owned<T: Send + Unpin + 'static>() {}
    owned::<Guests>();
    let hotel = Hotel::of(ROOMS);
    let guests = hotel.guests();
    drop(guests.position().unwrap());
    drop(guests);
    assert_eq!(hotel.requests(), [""; 0]);
}

/// Of the parents ahead, the first page of children alone is requested.
#[test]
fn several_parents_are_read_at_a_time() {
    let hotel = Hotel::of(&[(1, &[11, 12, 13]), (2, &[21, 22, 23]), (3, &[31]), (4, &[41])]);
    let mut guests = hotel.guests().concurrency(3);
    assert_eq!(next(&mut guests).unwrap().unwrap(), (1, 11));
    let mut sent = hotel.requests();
    sent.sort();
    let first = ["/rooms", "/rooms/1/guests", "/rooms/2/guests", "/rooms/3/guests"];
    assert_eq!(sent.iter().filter(|sent| sent.contains("guests")).count(), 3, "{sent:?}");
    assert!(first.iter().all(|first| sent.iter().any(|sent| sent == first)), "{sent:?}");
    let mut guests = hotel.guests().concurrency(1);
    assert_eq!(next(&mut guests).unwrap().unwrap(), (1, 11));
    let sent = hotel.requests();
    assert_eq!(sent.iter().filter(|sent| sent.contains("guests")).count(), 1, "{sent:?}");
}

#[test]
fn a_stream_can_be_resumed_anywhere() {
    for (pending, parents) in [(0, 1), (0, 3), (2, 3)] {
        for stop in 0..=expected().len() {
            let hotel = Hotel::of(ROOMS).with_pending(pending);
            let mut guests = hotel.guests().concurrency(parents);
            let mut seen: Vec<_> = (0..stop).map(|_| next(&mut guests).unwrap().unwrap()).collect();
            let position = guests.position().unwrap();
            assert_eq!(position.items(), stop as u64);
            drop(guests);
            let mut rest = hotel.resumed(&position).concurrency(parents);
            assert_eq!(rest.position().unwrap(), position);
            seen.extend(all(&mut rest));
            assert_eq!(seen, expected(), "stopped after {stop}, {parents} at a time");
            // The evidence covers both runs.
            assert_eq!(rest.outcome().unwrap().evidence, Evidence::Continued);
            let done = rest.position().unwrap();
            assert!(done.is_done() && done.items() == 11 && rest.parents_done() == 5);
            hotel.requests();
            assert_eq!(all(&mut hotel.resumed(&done)), []);
            assert_eq!(hotel.requests(), [""; 0]);
        }
    }
}

#[test]
fn a_parent_that_is_gone_is_an_error_that_names_it() {
    let hotel = Hotel::of(ROOMS);
    hotel.remove("/rooms/4/guests");
    let mut guests = hotel.guests();
    let seen: Vec<_> = (0..6).map(|_| next(&mut guests).unwrap().unwrap()).collect();
    assert_eq!(seen, expected()[..6]);
    let error = next(&mut guests).unwrap().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404);
    assert_eq!(error.parent().unwrap().to_string(), "room=4");
    assert!(error.to_string().starts_with("children of room=4: page 1 of "), "{error}");
    assert!(error.is_resumable() && guests.outcome().is_none());
    assert!(next(&mut guests).is_none() && guests.is_terminated());

    hotel.set("/rooms/4/guests", vec![41, 42]);
    let rest = all(&mut hotel.resumed(&guests.position().unwrap()));
    assert_eq!(rest, expected()[6..]);
}

#[test]
fn an_error_of_the_parents_comes_after_the_children_before_it() {
    let hotel = Hotel::of(ROOMS);
    let mut guests = hotel.guests().concurrency(1);
    let first = next(&mut guests).unwrap().unwrap();
    hotel.remove("/rooms");
    let mut seen = vec![first];
    let error = loop {
        match next(&mut guests).unwrap() {
            Ok(guest) => seen.push(guest),
            Err(error) => break error,
        }
    };
    assert!(seen.len() >= 5 && seen == expected()[..seen.len()], "{seen:?}");
    assert!(error.parent().is_none() && error.to_string().contains("/rooms"), "{error}");
    hotel.set("/rooms", vec![1, 2, 3, 4, 5]);
    seen.extend(all(&mut hotel.resumed(&guests.position().unwrap())));
    assert_eq!(seen, expected());
}

#[test]
fn a_position_belongs_to_its_parents() {
    let hotel = Hotel::of(ROOMS);
    let mut guests = hotel.guests();
    (0..8).for_each(|_| assert!(next(&mut guests).unwrap().is_ok()));
    let position = guests.position().unwrap();
    assert_eq!(position.parent().unwrap().values().collect::<Vec<_>>(), [("room", "4")]);
    hotel.requests();

    let mut from_start = hotel.guests().resume(&position);
    let error = next(&mut from_start).unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Position);
    assert!(error.to_string().contains("position.parents()"), "{error}");
    assert_eq!(hotel.requests(), [""; 0]);

    hotel.set("/rooms", vec![1, 2, 3, 5]);
    let error = next(&mut hotel.resumed(&position)).unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Drifted);
    assert!(error.to_string().contains("continues with room=5"), "{error}");
    hotel.set("/rooms", vec![1, 2, 3]);
    let error = next(&mut hotel.resumed(&position)).unwrap().unwrap_err();
    assert!(error.to_string().contains("has ended"), "{error}");

    for text in ["", "ps3.a.b", "pc1.a", &position.encode()[..40], "pc1.e30.0000000000000000"] {
        assert_eq!(ChildPosition::decode(text).unwrap_err().kind(), ErrorKind::Position);
    }
}

#[test]
fn the_weakest_evidence_counts_for_all() {
    // The list of the parents ends at its limit.
    let hotel = Hotel::of(ROOMS);
    let mut guests = hotel.guests_of(hotel.rooms().limit(3).items()).require(Evidence::Continued);
    let error = (0..7).find_map(|_| next(&mut guests).unwrap().err()).unwrap();
    assert_eq!((error.kind(), error.is_resumable()), (ErrorKind::Unproven, false));
    assert_eq!(guests.outcome().unwrap().evidence, Evidence::Unproven);
    assert!(next(&mut guests).is_none());

    // So does each list of children.
    let mut guests = hotel.guests().each_list(|list| list.limit(1));
    assert_eq!(all(&mut guests), [(1, 11), (3, 31), (4, 41), (5, 51)]);
    let outcome = guests.outcome().unwrap();
    assert_eq!(outcome.evidence, Evidence::Unproven);
    assert!(outcome.evidence_gap.unwrap().starts_with("children of room=1: "));

    // A run that is resumed is as weak as the runs before.
    let mut guests = hotel.guests().each_list(|list| list.limit(1)).limit(2);
    assert_eq!(all(&mut guests).len(), 2);
    let mut rest = hotel.resumed(&guests.position().unwrap()).require(Evidence::Counted);
    let error = std::iter::from_fn(|| next(&mut rest)).find_map(Result::err).unwrap();
    assert_eq!(error.kind(), ErrorKind::Unproven);
}

#[test]
fn a_limit_counts_all_children() {
    let hotel = Hotel::of(ROOMS);
    let mut guests = hotel.guests().limit(7).concurrency(1);
    assert_eq!(all(&mut guests), expected()[..7]);
    assert_eq!(guests.outcome().unwrap().evidence, Evidence::Unproven);
    assert!(!hotel.requests().iter().any(|sent| sent.contains("/rooms/5")));
    assert_eq!(all(&mut hotel.resumed(&guests.position().unwrap())), expected()[7..]);
    hotel.requests();
    let mut none = hotel.guests().limit(0);
    assert!(ready(&mut none).is_none());
    assert_eq!(hotel.requests().len(), 0);
}

/// The stream is one for every adapter of `futures`.
#[test]
fn it_is_a_stream() {
    let mut guests = Hotel::of(ROOMS).guests();
    let waker = std::task::Waker::noop();
    let mut cx = std::task::Context::from_waker(waker);
    let Poll::Ready(Some(Ok((room, guest)))) = Pin::new(&mut guests).poll_next(&mut cx) else {
        panic!("the first guest is there")
    };
    assert_eq!((room.id, guest.id), (1, 11));
}
