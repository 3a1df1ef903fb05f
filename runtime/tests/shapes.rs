//! Rows of another shape than one array: typed, leniently read, and after a resume.

#![cfg(feature = "testing")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::replay::builder;
use pagesmith::paging::{ItemRules, NextFrom, SendIn, Shape};
use pagesmith::testing::Replay;
use pagesmith::{Client, ErrorKind, Json, Lenient, List, Paged, Paging, Position};
use serde_json::json;
use serde_json::value::RawValue;

const TOKENS: Paging = Paging::NONE.next(NextFrom::Body("/next")).send(SendIn::Query("t"));

/// A row that its map calls by its id.
#[derive(Debug, PartialEq, serde::Deserialize)]
struct Row {
    id: String,
    n: u64,
}

impl Paged for Row {
    type Item = Self;
    const LIST: List = List::get("/rows", "/rows")
        .item_rules(ItemRules::DEFAULT.shape(Shape::Map).name("id"))
        .key("/id")
        .paging(TOKENS);
}

fn client(replay: &Replay) -> Client {
    builder(replay).build().unwrap()
}

/// Two pages of a map, whose keys are not in the order of the alphabet.
const PAGES: [&str; 2] = [
    r#"{"rows": {"b": {"n": 1}, "a": {"n": 2}, "c": {"n": 3}}, "next": "t2"}"#,
    r#"{"next": null, "rows": {"e": {"n": 4}, "d": {}}}"#,
];

fn replay(pages: &[&str]) -> Replay {
    let json = "application/json";
    pages.iter().fold(Replay::new(), |replay, page| replay.raw(200, json, (*page).to_owned()))
}

#[tokio::test]
async fn a_map_is_read_in_the_order_of_its_text() {
    let replay = replay(&[PAGES[0], r#"{"rows": {}, "next": null}"#]);
    let rows = pagesmith::Pager::<Row>::new(&client(&replay), []).collect().await.unwrap();
    let row = |id: &str, n| Row { id: id.to_owned(), n };
    assert_eq!(rows, [row("b", 1), row("a", 2), row("c", 3)]);
}

#[tokio::test]
async fn a_map_is_resumed_within_a_page_by_the_names_of_its_rows() {
    for taken in 0..=3 {
        let first = replay(&PAGES[..1]);
        let mut items = pagesmith::Pager::<Row>::new(&client(&first), []).items();
        for _ in 0..taken {
            items.try_next().await.unwrap().unwrap();
        }
        let position = items.position().unwrap().encode();
        let position = Position::decode(&position).unwrap();
        // A row came in front of those that were yielded.
        let again = PAGES[0].replace("{\"b\"", "{\"z\": {\"n\": 0}, \"b\"");
        let moved = [again.as_str(), r#"{"rows": {"e": {"n": 4}}, "next": null}"#];
        let pages = if taken == 3 { &moved[1..] } else { &moved[..] };
        let second = replay(pages);
        let resumed = pagesmith::Pager::<Row>::new(&client(&second), []).resume(&position);
        let rest: Vec<String> =
            resumed.collect().await.unwrap().into_iter().map(|row| row.id).collect();
        let all = ["z", "b", "a", "c", "e"];
        let expected = if taken == 0 { &all[..] } else { &all[taken + 1..] };
        assert_eq!(rest, expected, "after {taken}");
    }
}

#[tokio::test]
async fn a_row_of_a_map_that_does_not_decode_is_named() {
    let replay = replay(&PAGES);
    let mut items = pagesmith::Pager::<Row>::new(&client(&replay), []).items();
    for _ in 0..3 {
        items.try_next().await.unwrap().unwrap();
    }
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Record);
    assert!(error.to_string().contains("item 1 does not decode"), "{error}");
}

#[tokio::test]
async fn rows_of_a_map_are_read_leniently() {
    let replay = replay(&PAGES);
    let mut items = pagesmith::Pager::<Row>::new(&client(&replay), []).lenient().items();
    let mut good = Vec::new();
    let mut broken = Vec::new();
    while let Some(item) = items.try_next().await.unwrap() {
        match item {
            Lenient::Decoded(row) => good.push(row.id),
            Lenient::Undecoded(row) => broken.push(row.json().to_owned()),
        }
    }
    assert_eq!(good, ["b", "a", "c", "e"]);
    assert_eq!(broken, [r#"{"id":"d"}"#]);
}

async fn listed(rules: ItemRules, page: &str) -> Result<Vec<String>, String> {
    let replay = replay(&[page]);
    let rows = client(&replay)
        .list::<Box<RawValue>>("/rows", [] as [&str; 0], Paging::NONE)
        .items_at("/rows")
        .item_rules(rules)
        .collect()
        .await;
    rows.map(|rows| rows.iter().map(|row| row.get().to_owned()).collect())
        .map_err(|error| error.to_string())
}

#[tokio::test]
async fn each_shape_has_its_rows() {
    let named = |shape| ItemRules::DEFAULT.shape(shape).name("of");
    let plain = |shape| ItemRules::DEFAULT.shape(shape);
    for (rules, page, expected) in [
        (plain(Shape::Map), r#"{"rows": [1, null, 2]}"#, vec!["1", "2"]),
        (plain(Shape::Map), r#"{"rows": {"1": 1, "0": null}}"#, vec!["1", "null"]),
        (plain(Shape::Map), "[]", vec![]),
        (named(Shape::Map), r#"{"rows": [{}]}"#, vec![r#"{"of":"0"}"#]),
        (named(Shape::Map), r#"{"rows": {"a\"": { }}}"#, vec![r#"{"of":"a\"" }"#]),
        (named(Shape::Map), r#"{"rows": {"7": {"of": 7}}}"#, vec![r#"{"of": 7}"#]),
        (plain(Shape::OneOrMany), r#"{"rows": {"a": 1}}"#, vec![r#"{"a": 1}"#]),
        (plain(Shape::OneOrMany), r#"{"rows": [{"a": 1}, 2]}"#, vec![r#"{"a": 1}"#, "2"]),
        (plain(Shape::OneOrMany), r#"{"rows": " \n"}"#, vec![]),
        (
            plain(Shape::Groups),
            r#"{"rows": {"b": [2, 1], "a": null, "0": [0]}}"#,
            vec!["2", "1", "0"],
        ),
        (
            named(Shape::Groups),
            r#"{"rows": {"b": [{"n":1}], "a": []}}"#,
            vec![r#"{"of":"b","n":1}"#],
        ),
        (
            ItemRules::DEFAULT.also(&["/a~1b"]).name("of"),
            r#"{"a/b": [{}], "rows": [{"x":1}]}"#,
            vec![r#"{"of":"rows","x":1}"#, r#"{"of":"a/b"}"#],
        ),
    ] {
        let rows = listed(rules, page).await.unwrap();
        assert_eq!(rows, expected, "{page}");
    }
}

#[tokio::test]
async fn what_has_no_rows_of_the_shape_is_an_error() {
    let named = |shape| ItemRules::DEFAULT.shape(shape).name("of");
    for (rules, page, expected) in [
        (named(Shape::Map), r#"{"rows": 7}"#, "an object of items at `/rows`, found a number"),
        (named(Shape::Map), r#"{"rows": {"a": 7}}"#, "the item is a number, and not an object"),
        (named(Shape::Map), r#"{"rows": {"a": {"of": "b"}}}"#, "has another value there"),
        (named(Shape::OneOrMany), r#"{"rows": "x"}"#, "an item or an array of items"),
        (
            named(Shape::Groups),
            r#"{"rows": {"a": {}}}"#,
            "in each group at `/rows`, found an object",
        ),
        (named(Shape::Groups), r#"{"rows": [1]}"#, "an object of arrays of items at `/rows`"),
        (named(Shape::Groups), r#"{"other": []}"#, "found nothing"),
        (ItemRules::DEFAULT.also(&["/b"]), r#"{"rows": [1]}"#, "items at `/b` too, found nothing"),
        (ItemRules::DEFAULT.also(&["/b"]), r#"{"rows": [1], "b": {}}"#, "found an object"),
        (ItemRules::DEFAULT.also(&["/rows"]), "{}", "it must point outside them"),
        (ItemRules::DEFAULT.also(&["/rows/x"]), "{}", "it must point outside them"),
    ] {
        let error = listed(rules, page).await.unwrap_err();
        assert!(error.contains(expected), "{page}: {error}");
    }
}

#[tokio::test]
async fn a_short_page_does_not_become_a_large_one_by_its_names() {
    let name = "n".repeat(1 << 20);
    let page = json!({"rows": {name: vec![json!({}); 1_000]}}).to_string();
    let replay = replay(&[&page]);
    let small = builder(&replay).max_page_memory(64 << 20).build().unwrap();
    let rules = ItemRules::DEFAULT.shape(Shape::Groups).name("of");
    let rows = small.list::<Json>("/rows", [] as [&str; 0], Paging::NONE).items_at("/rows");
    let error = rows.item_rules(rules).collect().await.unwrap_err();
    assert!(error.to_string().contains("take more than 67108864 bytes"), "{error}");
}

#[tokio::test]
async fn a_pointer_has_the_parameters_of_its_call() {
    let page = r#"{"result": {"a/b": [1], "last": "x"}}"#;
    for (path, values) in [("/of/{pair}", vec!["a/b"]), ("/of", vec![])] {
        let replay = replay(&[page]);
        let list = client(&replay)
            .list::<u64>(path.replace("{pair}", "{}"), values.clone(), Paging::NONE)
            .items_at("/result/{pair}");
        let list = if values.is_empty() { list.query([("pair", "a/b")]) } else { list };
        let rows = list.collect().await;
        if values.is_empty() {
            assert_eq!(rows.unwrap(), [1]);
        } else {
            // Values in order have no names.
            assert!(rows.unwrap_err().to_string().contains("the call sets no `pair`"));
        }
    }
}
