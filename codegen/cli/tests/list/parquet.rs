//! `pagesmith list` writes Parquet files.

#![cfg(feature = "parquet")]
use crate::listing::{
    Files, Script, all_sids, messages, pagesmith, parquet_batches, run, sids, stopping_at,
};
use crate::shop::shop_spec;
use arrow_array::Array as _;
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int64Type, TimestampMicrosecondType};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const SPEC: &str = shop_spec!(
    "resources: {orders: {get: /orders, record: Order}, own: {get: /own, record: rust(crate::Own)}}
records:
  Order: {key: id, fields: {
    id: integer, note: string?, price: decimal?, sent: datetime?, tags: '[string]?', token: secret?
  }}
"
);

/// The files of a test: a Parquet file, and the spec.
fn shop(name: &str) -> Files {
    let mut files = Files::new(name);
    files.out = files.path("orders.parquet");
    files.position = files.path("orders.parquet.position");
    fs::write(files.path("spec.yaml"), SPEC).unwrap();
    files
}

fn page(rows: &[Value], next: Option<&str>) -> (u16, Value) {
    (200, json!({"orders": rows, "next": next}))
}

fn list(files: &Files, script: &Script, more: &[&str]) -> (i32, String) {
    let (spec, out) = (files.path("spec.yaml"), ["--out", files.out.as_str()]);
    let args = ["list", &spec, "orders", "--base-url", &script.url];
    run(pagesmith(&[&args[..], &out[..], more].concat()))
}

/// The keys of the rows of the file.
fn ids(files: &Files) -> Vec<i64> {
    let batches = parquet_batches(&files.out);
    batches
        .iter()
        .flat_map(|it| it.column(0).as_primitive::<Int64Type>().values().to_vec())
        .collect()
}

fn parts(files: &Files) -> String {
    format!("{}.parts", files.out)
}

#[tokio::test(flavor = "multi_thread")]
async fn values_have_the_types_of_their_columns() {
    let files = shop("parquet-types");
    let first = json!({"id": "7", "note": "", "price": "0.005", "tags": ["a", 1], "token": "s3cret", "new": 1});
    let second = json!({"id": 8, "sent": "Tue, 01 Jul 2025 10:00:00 +0200"});
    let script =
        Script::serve(vec![page(&[first], Some("/orders?2")), page(&[second], None)]).await;
    let (code, stderr) = list(&files, &script, &[]);
    assert_eq!(code, 0, "{stderr}");
    for part in ["has 2 records", "secrets have no column: `token`", "1 of 2 records have fields"] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    let rows = parquet_batches(&files.out).remove(0);
    let names: Vec<_> = rows.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["id", "note", "price", "sent", "tags"]);
    assert_eq!(rows.column(0).as_primitive::<Int64Type>().values(), &[7, 8]);
    assert_eq!((rows.column(1).is_null(0), rows.column(1).is_null(1)), (false, true));
    let sent = rows.column(3).as_primitive::<TimestampMicrosecondType>();
    assert_eq!(sent.value(1), 1_751_356_800_000_000);
    let tags = rows.column(4).as_list::<i32>().value(0);
    assert_eq!(tags.as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["a", "1"]);
    assert!(!Path::new(&parts(&files)).exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_and_a_failure_are_continued_into_one_file() {
    let files = shop("parquet-resumed");
    let order = |id: u64| json!({"id": id});
    let script = Script::serve(vec![
        page(&[order(1), order(2)], Some("/orders?2")),
        page(&[order(3)], Some("/orders?3")),
        (501, json!({})),
        page(&[order(4)], None),
    ]);
    let script = script.await;
    assert_eq!(list(&files, &script, &["--limit", "2"]).0, 0);
    assert_eq!(ids(&files), [1, 2]);
    let (code, stderr) = list(&files, &script, &["--resume"]);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("has 3 records so far, and `--resume` continues"), "{stderr}");
    // The file has the rows of the first run until the walk has ended.
    assert_eq!(ids(&files), [1, 2]);
    let (code, stderr) = list(&files, &script, &["--resume"]);
    assert_eq!((code, ids(&files)), (0, vec![1, 2, 3, 4]), "{stderr}");
    let before = files.content();
    let (code, stderr) = list(&files, &script, &["--resume"]);
    assert_eq!((code, script.request_count()), (0, 4), "{stderr}");
    assert!(stderr.contains("an earlier run reached the end of the list"), "{stderr}");
    assert!(before == files.content());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_a_column_can_not_hold_ends_the_run_before_its_page() {
    for (row, why) in [
        (json!({"id": 3, "price": "many"}), "record 3, `price`: expected a decimal number"),
        (
            json!({"id": 3, "price": "0.00000000001"}),
            "record 3, `price`: expected a decimal number of at most 28 digits",
        ),
    ] {
        let files = shop("parquet-values");
        // The columns refuse both; what to do is said of values that the spec does not allow.
        let is_text = row["price"] == "many";
        let first = page(&[json!({"id": 1})], Some("/orders?2"));
        let second = |row| page(&[json!({"id": 2}), row], None);
        let script = Script::serve(vec![first, second(row), second(json!({"id": 3}))]).await;
        let (code, stderr) = list(&files, &script, &[]);
        assert_eq!(code, 1, "{stderr}");
        for part in [why, "no record of its page was written", "has 1 records so far"] {
            assert!(stderr.contains(part), "{part}: {stderr}");
        }
        assert_eq!(stderr.contains("Correct the spec, or write JSON lines"), is_text, "{stderr}");
        assert_eq!(list(&files, &script, &["--resume"]).0, 0);
        assert_eq!(ids(&files), [1, 2, 3]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_run_can_continue_is_refused_before_anything_is_written() {
    let files = shop("parquet-refused");
    let replies = vec![page(&[json!({"id": 1})], Some("/orders?2")), (501, json!({}))];
    let script = Script::serve(replies).await;
    assert_eq!(list(&files, &script, &[]).0, 1);
    let refused = |more: &[&str], why: &str| {
        let before = (files.content(), script.request_count());
        let (code, stderr) = list(&files, &script, more);
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.contains(why), "{why}: {stderr}");
        assert!(before == (files.content(), script.request_count()), "{why}");
    };
    refused(&[], "exists already: continue it with `--resume`");
    let spec = files.path("spec.yaml");
    fs::write(&spec, SPEC.replace("note: string?", "note: integer?")).unwrap();
    refused(&["--resume"], "then `note: text?`, now `note: integer?`");
    fs::write(&spec, SPEC).unwrap();
    fs::remove_file(Path::new(&parts(&files)).join("part-000000.parquet")).unwrap();
    refused(&["--resume"], "part-000000.parquet was removed");

    let args = ["list", &spec, "own", "--base-url", &script.url];
    let (code, stderr) =
        run(pagesmith(&[&args[..], &["--out", &files.path("own.parquet")]].concat()));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("are a Rust type"), "{stderr}");
    let (code, stderr) = run(pagesmith(&[&args[..], &["--to", "parquet"]].concat()));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("`--to parquet` needs a file"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_for_good_is_recorded() {
    let files = shop("parquet-failed");
    let replies = vec![page(&[json!({"id": 1})], Some("/orders?2")), (422, json!({}))];
    let script = Script::serve(replies).await;
    let (code, stderr) = list(&files, &script, &[]);
    assert_eq!(code, 3, "{stderr}");
    let (code, stderr) = list(&files, &script, &["--resume"]);
    assert_eq!((code, script.request_count()), (3, 2), "{stderr}");
    assert!(stderr.contains("422") && stderr.contains("name another file"), "{stderr}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_an_interrupted_run_wrote_is_not_requested_again() {
    let mut files = Files::new("parquet-interrupted");
    files.out = files.path("messages.parquet");
    let (mock, has_come, go) = stopping_at(4).await;
    let url = mock.base_url();
    let mut first = messages(&url, &["--out", &files.out]);
    let first = first.stderr(Stdio::null()).spawn().unwrap();
    has_come.recv().unwrap();
    let interrupt = Command::new("kill").args(["-INT", &first.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    assert_eq!(first.wait_with_output().unwrap().status.code(), Some(1));
    let part = Path::new(&parts(&files)).join("part-000000.parquet");
    assert_eq!(sids(part.to_str().unwrap()), all_sids(&mock)[..60]);

    drop(go);
    let (code, stderr) = run(messages(&url, &["--out", &files.out, "--resume"]));
    assert_eq!(code, 0, "{stderr}");
    assert!(sids(&files.out) == all_sids(&mock));
}

/// A column may be null, and a key may not.
#[tokio::test(flavor = "multi_thread")]
async fn a_record_without_its_key_ends_the_run_before_its_page() {
    let files = shop("parquet-key");
    let spec = SPEC.replace("id: integer", "id: integer?");
    fs::write(files.path("spec.yaml"), spec).unwrap();
    let rows = [json!({"id": 1}), json!({"note": "no key"})];
    let script = Script::serve(vec![page(&rows, None)]).await;
    let (code, stderr) = list(&files, &script, &[]);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("record 2: expected a string or a number in its key `id`"), "{stderr}");
}
