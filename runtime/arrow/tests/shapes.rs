//! Rows of another shape than one array become the columns that typed records hold: of a
//! map, of groups in several places, and of one row in place of an array.
#![cfg(feature = "spec")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "drift/cells.rs"]
mod cells;
#[rustfmt::skip]
#[path = "../../../codegen/tests/golden/rules.rs"]
mod rules;

use cells::row_of;
use pagesmith::Client;
use pagesmith::testing::Replay;
use pagesmith_arrow::arrow_array::RecordBatch;
use pagesmith_arrow::{Batches, Columns, batches};
use pagesmith_codegen::model::Api;
use pagesmith_interpret::{Call, pages};
use serde_json::{Value, json};
use tokio::runtime::Builder;

const RULES: &str = include_str!("../../../codegen/tests/golden/rules.yaml");

/// Lists of each shape, whose records keep what a row was called.
const SHAPES: &str = r"
pagesmith: 1
name: Shapes
server: https://api.test
auth: none
paging: {next: {body: /next}, send: {query: token}, ends: {absent: end}}
resources:
  mapped: {get: /rows, items: {at: /rows, shape: map, name: id}, record: Row}
  grouped: {get: /rows, items: {at: /rows, shape: groups, name: kind}, record: Row}
  one_or_many: {get: /rows, items: {at: /rows, shape: one_or_many}, record: Row}
  several: {get: /rows, items: {at: [/added, /removed], name: kind, missing: empty}, record: Row}
records:
  Row: {key: id, fields: {id: string, n: integer, kind: string?, at: {place: string}}}
";

fn api(text: &str) -> Api {
    pagesmith_codegen::check(text.as_bytes()).unwrap().api
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

fn replay(bodies: &[&str]) -> Replay {
    let json = "application/json";
    bodies.iter().fold(Replay::new(), |replay, body| replay.raw(200, json, (*body).to_owned()))
}

/// All rows of these batches.
fn rows(mut batches: Batches) -> Vec<Value> {
    let mut rows = Vec::new();
    block_on(async {
        while let Some(batch) = batches.try_next().await.unwrap() {
            let batch: RecordBatch = batch;
            rows.extend((0..batch.num_rows()).map(|at| row_of(&batch, at)));
        }
    });
    rows
}

/// The rows of a list of `SHAPES` as columns.
fn columns(resource: &str, bodies: &[&str], limit: Option<u64>) -> Vec<Value> {
    let api = api(SHAPES);
    let client = Client::builder("https://api.test").transport(replay(bodies)).build().unwrap();
    let call = Call { resource: resource.to_owned(), limit, ..Call::default() };
    rows(Columns::of_spec(&api, resource).unwrap().batches(pages(&api, &call, &client).unwrap()))
}

fn row(id: &str, n: u64, kind: Option<&str>) -> Value {
    json!({"id": id, "n": n, "kind": kind, "at": {"place": "x"}})
}

const AT: &str = r#""at": {"place": "x"}"#;

#[test]
fn the_values_of_a_map_become_rows_with_their_keys() {
    let first =
        format!(r#"{{"rows": {{"b": {{"n": 1, {AT}}}, "a": {{"n": 2, {AT}}}}}, "next": "t"}}"#);
    let second = format!(r#"{{"rows": {{"\u0063": {{"n": "3", {AT}}}}}}}"#);
    let all = [row("b", 1, None), row("a", 2, None), row("c", 3, None)];
    assert_eq!(columns("mapped", &[&first, &second], None), all);
    assert_eq!(columns("mapped", &[&first], Some(1)), all[..1]);
}

#[test]
fn the_rows_of_groups_have_the_key_of_their_group() {
    let one = |id: &str, n: u64| format!(r#"{{"id": "{id}", "n": {n}, {AT}}}"#);
    let body = format!(
        r#"{{"rows": {{"x": [{}, {}], "y": [], "z": [{}]}}}}"#,
        one("a", 1),
        one("b", 2),
        one("c", 3)
    );
    let all = [row("a", 1, Some("x")), row("b", 2, Some("x")), row("c", 3, Some("z"))];
    assert_eq!(columns("grouped", &[&body], None), all);
}

#[test]
fn one_row_is_a_row_as_an_array_of_one_is() {
    let one = format!(r#"{{"id": "a", "n": 1, {AT}}}"#);
    for rows in [one.clone(), format!("[{one}]")] {
        let body = format!(r#"{{"rows": {rows}}}"#);
        assert_eq!(columns("one_or_many", &[&body], None), [row("a", 1, None)]);
    }
}

#[test]
fn rows_of_several_places_have_the_name_of_theirs() {
    let one = |id: &str| format!(r#"[{{"id": "{id}", "n": 1, {AT}}}]"#);
    let both = format!(r#"{{"removed": {}, "added": {}, "next": "t"}}"#, one("b"), one("a"));
    let last = format!(r#"{{"removed": {}}}"#, one("c"));
    let all =
        [row("a", 1, Some("added")), row("b", 1, Some("removed")), row("c", 1, Some("removed"))];
    assert_eq!(columns("several", &[&both, &last], None), all);
}

/// The rows of a generated list as records and as columns, from the same bodies.
macro_rules! compare {
    ($list:expr, $bodies:expr, $row:expr) => {{
        let client = || {
            let builder = rules::Client::builder().base_url("https://api.test");
            builder.transport(replay($bodies)).build().unwrap()
        };
        let records = block_on(async { $list(client()).collect().await }).unwrap();
        let records: Vec<Value> = records.iter().map($row).collect();
        assert_eq!(rows(batches($list(client()).pages()).unwrap()), records);
        records
    }};
}

#[test]
fn columns_of_a_generated_list_are_its_records() {
    let bodies = [
        r#"{"added": {"x": [{"id": 9}, {"id": 8}]}, "removed": {"x": [], "y": [{"id": 7}]}, "pending": 1}"#,
        r#"{"added": {}, "removed": {"z": [{"id": "5"}]}, "pending": 0}"#,
    ];
    let shaped = |client: rules::Client| client.list_shaped();
    let records =
        compare!(shaped, &bodies, |it: &rules::Kinded| json!({"id": it.id, "kind": it.kind}));
    let kinded = |id: i64, kind: &str| json!({"id": id, "kind": kind});
    assert_eq!(records, [kinded(9, "x"), kinded(8, "x"), kinded(7, "y"), kinded(5, "z")]);

    let bodies = [r#"{"of": {"k": {"a": {"id": 4}, "b": {"id": 3}}}, "pending": 0}"#];
    let mapped = |client: rules::Client| client.list_mapped("k");
    let records = compare!(mapped, &bodies, |it: &rules::Row| json!({"id": it.id}));
    assert_eq!(records, [json!({"id": 4}), json!({"id": 3})]);
}

#[test]
fn a_walk_over_a_map_is_resumed_within_a_page_as_columns() {
    let api = api(RULES);
    let body = r#"{"of": {"k": {"a": {"id": 4}, "b": {"id": 3}, "c": {"id": 2}}}, "pending": 0}"#;
    let replay = || replay(&[body]);
    let client = || Client::builder("https://api.test").transport(replay()).build().unwrap();
    let call = Call {
        resource: "mapped".to_owned(),
        params: vec![("kind".to_owned(), "k".to_owned())],
        ..Call::default()
    };
    let mut items = pages(&api, &call, &client()).unwrap().items();
    block_on(items.try_next()).unwrap();
    let resume = items.position();
    let columns = Columns::of_spec(&api, "mapped").unwrap();
    let rest = pages(&api, &Call { resume, ..call }, &client()).unwrap();
    assert_eq!(rows(columns.batches(rest)), [json!({"id": 3}), json!({"id": 2})]);
}
