//! Walks by number from one page to another.

#![cfg(feature = "testing")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::Numbers;
use common::replay::builder;
use pagesmith::testing::Replay;
use pagesmith::{Client, ErrorKind, Json, Paging, Position};
use serde_json::json;

/// Replies with these pages, in this order, of a list with ten pages of two
/// items.
fn pages(numbers: impl IntoIterator<Item = u64>) -> Replay {
    numbers.into_iter().fold(Replay::new(), |replay, number| {
        let rows = [2 * number, 2 * number + 1];
        replay.page(json!({"data": rows, "page": number, "num_pages": 10, "num_records": 20}))
    })
}

fn client(replay: &Replay) -> Client {
    builder(replay).build().unwrap()
}

fn asked(replay: &Replay) -> Vec<u64> {
    let page = |target: String| target.rsplit_once("page=").unwrap().1.parse().unwrap();
    let mut asked: Vec<u64> = replay.targets().into_iter().map(page).collect();
    asked.sort_unstable();
    asked
}

#[tokio::test]
async fn a_walk_ends_after_its_last_page_and_misses_nothing() {
    for concurrency in [1, 2, 8] {
        let replay = pages(3..=7);
        let some = Numbers::list(&client(&replay)).page_size(2).from_page(3).to_page(7);
        let mut items = some.concurrency(concurrency).items();
        let mut got = Vec::new();
        while let Some(item) = items.try_next().await.unwrap() {
            got.push(item);
        }
        assert_eq!(got, (6..=15).collect::<Vec<u64>>(), "{concurrency} at a time");
        assert_eq!(asked(&replay), [3, 4, 5, 6, 7], "{concurrency} at a time");
        assert!(items.warnings().is_empty(), "{:?}", items.warnings());
    }
}

#[tokio::test]
async fn the_totals_of_the_list_are_not_those_of_its_first_pages() {
    let replay = pages(0..=1);
    let mut first = Numbers::list(&client(&replay)).by_number().to_page(1).pages();
    assert!(first.try_next().await.unwrap().unwrap().has_next());
    assert!(!first.try_next().await.unwrap().unwrap().has_next());
    assert!(first.try_next().await.unwrap().is_none() && first.warnings().is_empty());
    assert_eq!(asked(&replay), [0, 1]);
}

#[tokio::test]
async fn a_list_that_ends_first_ends_the_walk() {
    let replay = pages(8..=9);
    let rest = Numbers::list(&client(&replay)).from_page(8).to_page(99).collect().await;
    assert_eq!(rest.unwrap(), [16, 17, 18, 19]);
}

#[tokio::test]
async fn a_resumed_walk_ends_at_the_same_page() {
    let replay = pages([3, 4, 4, 5]);
    let client = client(&replay);
    let some = || Numbers::list(&client).page_size(2).from_page(3).to_page(5);
    let mut items = some().read_ahead(false).items();
    for expected in 6..=8 {
        assert_eq!(items.try_next().await.unwrap(), Some(expected));
    }
    let position = Position::decode(&items.position().unwrap().encode()).unwrap();
    let mut rest = some().resume(&position).items();
    for expected in [Some(9), Some(10), Some(11), None] {
        assert_eq!(rest.try_next().await.unwrap(), expected);
    }
    assert_eq!(asked(&replay), [3, 4, 4, 5]);
    // The range is complete, so nothing is left to resume.
    let done = rest.position().unwrap();
    assert_eq!(some().resume(&done).collect().await.unwrap(), [0; 0]);
    assert_eq!(asked(&replay).len(), 4);
}

#[tokio::test]
async fn a_range_without_pages_and_a_position_without_a_number_are_refused() {
    let replay = Replay::new().page(json!({"data": [1], "next_page_token": "x"}));
    let client = client(&replay);
    let error = Numbers::list(&client).from_page(3).to_page(2).first_page().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Input);
    assert!(error.to_string().contains("the last page (2) comes before the first (3)"), "{error}");
    assert!(replay.targets().is_empty());

    let mut by_token = Numbers::list(&client).pages();
    assert!(by_token.try_next().await.unwrap().unwrap().has_next());
    let position = by_token.position().unwrap();
    let error = Numbers::list(&client).by_number().to_page(2).resume(&position);
    let error = error.first_page().await.unwrap_err();
    assert!(error.to_string().contains("is not of a walk by page number"), "{error}");
}

#[tokio::test]
async fn a_dynamic_list_has_to_page_too() {
    let replay = pages(1..=2);
    let list = client(&replay).list::<u64>("/list", [""; 0], Paging::SENDSAGE).items_at("/data");
    let some = list.from_page(1).unwrap().to_page(2);
    assert_eq!(some.collect().await.unwrap(), [2, 3, 4, 5]);
    let without = client(&replay).list::<Json>("/list", [""; 0], Paging::LAML);
    assert!(without.from_page(1).is_err());
}

#[cfg(feature = "blocking")]
#[test]
fn to_page_works_without_async() {
    let replay = pages(3..=4);
    let client = builder(&replay).build_blocking().unwrap();
    let some = Numbers::list(&client).from_page(3).to_page(4).blocking();
    assert_eq!(some.collect().unwrap(), [6, 7, 8, 9]);
    assert_eq!(asked(&replay), [3, 4]);
}
