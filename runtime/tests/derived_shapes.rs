//! Rows of another shape than one array, in a derive: above the struct of a row, and on
//! the field of a page.

#![cfg(all(feature = "derive", feature = "testing"))]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::replay::builder;
use pagesmith::paging::{ItemRules, Shape};
use pagesmith::testing::Replay;
use pagesmith::{Client, List, Paged, Paging};

/// A row that its map calls by its id.
#[derive(Debug, PartialEq, serde::Deserialize, Paged)]
#[paged(get = "/rows", items(at = "/rows", shape = map, name = "id"), style = aip_158)]
struct Row {
    id: String,
    n: u64,
}

/// A row of one of two arrays.
#[derive(Debug, PartialEq, serde::Deserialize, Paged)]
#[paged(
    get = "/changes",
    items(at = ["/added", "/removed"], name = "kind"),
    missing_is_empty,
    style = aip_158
)]
struct Change {
    kind: String,
    n: u64,
}

/// An array, or one row in place of it.
#[derive(Debug, PartialEq, serde::Deserialize, Paged)]
#[paged(get = "/tracks/{user}", items(at = "/tracks/{user}", shape = one_or_many), style = none)]
struct Track {
    n: u64,
}

/// The page of a map.
#[derive(Debug, serde::Deserialize, Paged)]
#[paged(get = "/rows", style = aip_158)]
struct Page {
    #[paged(items(shape = groups, name = "id"))]
    rows: Vec<Row>,
    total: u64,
}

fn client(pages: &[&str]) -> Client {
    let json = "application/json";
    let replay = Replay::new();
    let replay = pages.iter().fold(replay, |all, page| all.raw(200, json, (*page).to_owned()));
    builder(&replay).build().unwrap()
}

#[test]
fn the_long_form_is_that_of_a_list_in_code() {
    let written = List::get("/rows", "/rows")
        .item_rules(ItemRules::DEFAULT.shape(Shape::Map).name("id"))
        .paging(Paging::AIP_158);
    assert_eq!(Row::LIST, written);
    let written = List::get("/changes", "/added")
        .item_rules(ItemRules::DEFAULT.also(&["/removed"]).name("kind"))
        .missing_is_empty()
        .paging(Paging::AIP_158);
    assert_eq!(Change::LIST, written);
    assert_eq!(Track::LIST.item_rules, ItemRules::DEFAULT.shape(Shape::OneOrMany));
    assert_eq!(Page::LIST.item_rules, ItemRules::DEFAULT.shape(Shape::Groups).name("id"));
    assert_eq!(Page::LIST.items, "/rows");
}

#[tokio::test]
async fn a_map_names_its_rows() {
    let client = client(&[
        r#"{"rows": {"b": {"n": 1}, "a": {"n": 2}}, "nextPageToken": "t"}"#,
        r#"{"rows": {"c": {"n": 3}}}"#,
    ]);
    let rows = Row::list(&client).collect().await.unwrap();
    let row = |id: &str, n| Row { id: id.to_owned(), n };
    assert_eq!(rows, [row("b", 1), row("a", 2), row("c", 3)]);
}

#[tokio::test]
async fn rows_of_several_arrays_come_in_the_order_of_the_pointers() {
    let client = client(&[r#"{"removed": [{"n": 3}], "added": [{"n": 1}, {"n": 2}]}"#]);
    let changes = Change::list(&client).collect().await.unwrap();
    let change = |kind: &str, n| Change { kind: kind.to_owned(), n };
    assert_eq!(changes, [change("added", 1), change("added", 2), change("removed", 3)]);
}

#[tokio::test]
async fn a_pointer_has_the_parameters_of_the_path() {
    let client = client(&[r#"{"tracks": {"ann": {"n": 7}}}"#]);
    assert_eq!(Track::list(&client, "ann").collect().await.unwrap(), [Track { n: 7 }]);
}

#[tokio::test]
async fn the_field_of_a_page_has_a_shape_too() {
    let body = r#"{"total": 3, "rows": {"x": [{"n": 1}, {"n": 2}], "y": [{"n": 3}]}}"#;
    let mut pages = Page::pages(&client(&[body]));
    let page = pages.try_next().await.unwrap().unwrap();
    let ids: Vec<(&str, u64)> = page.rows.iter().map(|row| (&*row.id, row.n)).collect();
    assert_eq!((ids, page.total), (vec![("x", 1), ("x", 2), ("y", 3)], 3));
}
