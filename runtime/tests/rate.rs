//! A client's rate of requests, on a transport of scripted replies and a paused clock.

mod common;

use common::Numbers;
use common::wire::Wire;
use pagesmith::{ErrorKind, Retry};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

const EMPTY: &str = "{\"data\":[],\"next_page_token\":null}";

#[tokio::test(start_paused = true)]
async fn the_walks_of_all_clones_keep_to_one_pace() {
    let wire = Wire::default();
    let sent = Arc::new(Mutex::new(Vec::new()));
    let begin = Instant::now();
    let note = sent.clone();
    let client = wire
        .builder()
        .rate(4)
        .on_request(move |_| note.lock().unwrap().push(begin.elapsed().as_millis()))
        .build()
        .unwrap();
    let walks: Vec<_> = (0..8)
        .map(|_| {
            wire.then(200, EMPTY);
            let client = client.clone();
            tokio::spawn(async move { Numbers::list(&client).first_page().await })
        })
        .collect();
    for walk in walks {
        walk.await.unwrap().unwrap();
    }
    assert_eq!(*sent.lock().unwrap(), [0, 250, 500, 750, 1000, 1250, 1500, 1750]);
    tokio::time::sleep(Duration::from_secs(9)).await;
    sent.lock().unwrap().clear();
    for _ in 0..2 {
        wire.then(200, EMPTY);
        Numbers::list(&client).first_page().await.unwrap();
    }
    let sent = sent.lock().unwrap();
    assert_eq!(sent[1] - sent[0], 250, "unused time does not allow a burst");
}

#[test]
fn a_rate_without_a_clock_is_an_error() {
    let client = Wire::default().builder().rate(1).build().unwrap();
    let error = common::ready(&mut Numbers::list(&client).pages()).unwrap().err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains(".timer("), "{error}");
}

/// Waits for a turn are the client's own time, and not the server's.
#[tokio::test(start_paused = true)]
async fn waits_for_a_turn_count_into_the_time_of_the_walk_alone() {
    let retry = Retry::none().page_timeout(Duration::from_secs(2));
    for read_ahead in [false, true] {
        let wire = Wire::of([
            "'data': [1], 'next_page_token': 'a'",
            "'data': [2], 'next_page_token': 'b'",
            "'data': [3], 'next_page_token': null",
        ]);
        let client = wire.builder().rate(0.1).retry(retry).build().unwrap();
        let list = || Numbers::list(&client).read_ahead(read_ahead);
        let begin = Instant::now();
        assert_eq!(list().collect().await.unwrap(), [1, 2, 3]);
        assert_eq!(begin.elapsed().as_secs(), 20);

        wire.then(200, EMPTY);
        let error = list().deadline(Duration::from_secs(5)).first_page().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.to_string().contains("the walk took longer than the allowed 5 s"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_has_its_whole_time_behind_a_wait_for_a_turn_and_no_more() {
    let wire = Wire::of(["'data': [1], 'next_page_token': 'a'"]);
    wire.then(200, EMPTY);
    let retry = Retry::none().page_timeout(Duration::from_secs(2));
    let client = wire.builder().rate(0.1).retry(retry).build().unwrap();
    let mut pages = Numbers::list(&client).pages();
    pages.next().await.unwrap().unwrap();
    wire.hold(true);
    let begin = Instant::now();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), begin.elapsed().as_secs()), (ErrorKind::Timeout, 12));
}

#[test]
fn a_rate_is_above_zero() {
    for rate in [0.0, -1.0, f64::NAN, 1e-300] {
        let error = Wire::default().builder().rate(rate).build().err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Input, "{rate}: {error}");
    }
    for rate in [0.1, 1e9, f64::INFINITY] {
        assert!(Wire::default().builder().rate(rate).build().is_ok(), "{rate}");
    }
}
