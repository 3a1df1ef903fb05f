//! Databases that other programs use too, and names that are special to SQLite.

#![cfg(feature = "sqlite")]
use crate::listing::{Files, Script, pagesmith, run, sids, sqlite_column, stopping_at};
use crate::shop::shop_spec;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs;
use std::process::Stdio;

const SPEC: &str = shop_spec!(
    "resources: {orders: {get: /orders, record: Order}}
records: {Order: {key: id, fields: {id: integer, note: string?, weight: number?}}}
"
);

/// The files of a test: a database, and the spec in place of a position.
fn shop(name: &str) -> Files {
    let mut files = Files::new(name);
    files.position = files.path("spec.yaml");
    files.out = files.path("shop.sqlite");
    fs::write(&files.position, SPEC).unwrap();
    files
}

fn page(ids: &[u64], next: Option<&str>) -> (u16, Value) {
    let rows: Vec<_> = ids.iter().map(|id| json!({"id": id})).collect();
    (200, json!({"orders": rows, "next": next}))
}

/// Lists the orders; returns the exit code and the messages.
fn list(files: &Files, script: &Script, more: &[&str]) -> (i32, String) {
    let args = ["list", &files.position, "orders", "--base-url", &script.url];
    let out = ["--out", files.out.as_str()];
    let mut command = pagesmith(&[&args[..], &out, more].concat());
    command.current_dir(&files.folder);
    run(command)
}

fn sql(files: &Files, sql: &str) {
    Connection::open(&files.out).unwrap().execute_batch(sql).unwrap();
}

/// Asserts that a run is refused with this message, without a request or a change.
#[track_caller]
fn refused(files: &Files, script: &Script, more: &[&str], why: &str) {
    let before = (files.content(), script.request_count());
    let (code, stderr) = list(files, script, more);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains(why), "{why}: {stderr}");
    let after = (files.content(), script.request_count());
    assert!(before == after, "{why}: it changed a file, or sent a request: {stderr}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_is_special_to_sqlite_is_a_file() {
    for name in [":memory:", "file:zz?mode=memory", "file::memory:", "file:foo.sqlite", "a?b#c"] {
        let mut files = shop("sqlite-special");
        files.out = name.to_owned();
        let script = Script::serve(vec![page(&[1, 2], None)]).await;
        let (code, stderr) = list(&files, &script, &["--to", "sqlite"]);
        assert_eq!(code, 0, "{name}: {stderr}");
        // The path is absolute here, so this library takes it for a file.
        let out = files.path(name);
        assert_eq!(sqlite_column(&out, "SELECT id FROM orders"), ["1", "2"], "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_another_program_removed_or_added_end_what_a_run_continues() {
    for (change, why) in [
        (
            "DELETE FROM orders WHERE id = 2",
            "has 1 rows, and this command left 2 there: another program removed 1",
        ),
        (
            "INSERT INTO orders (id) VALUES (7)",
            "has 3 rows, and this command left 2 there: another program added 1",
        ),
        ("DELETE FROM orders", "has 0 rows"),
    ] {
        for next in [Some("/orders?2"), None] {
            let files = shop("sqlite-rows");
            let script = Script::serve(vec![page(&[1, 2], next), page(&[3], None)]).await;
            let (code, stderr) = list(&files, &script, &["--limit", "2"]);
            assert_eq!(code, 0, "{stderr}");
            sql(&files, change);
            refused(&files, &script, &["--resume"], why);
            refused(&files, &script, &["--resume"], "restore the database, or, to list again");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rows_that_another_program_removes_during_a_run_end_it() {
    let mut files = Files::new("sqlite-meanwhile");
    files.out = files.path("messages.sqlite");
    let (mock, has_come, go) = stopping_at(3).await;
    let mut first = crate::listing::messages(&mock.base_url(), &["--out", &files.out]);
    let first = first.stderr(Stdio::piped()).spawn().unwrap();
    has_come.recv().unwrap();
    // Changes of another table do not matter.
    sql(&files, "CREATE TABLE mine (a); DELETE FROM messages WHERE rowid = 5");
    go.send(()).unwrap();
    let output = first.wait_with_output().unwrap();
    let stderr = crate::listing::stderr_of(&output);
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert!(stderr.contains("has 39 rows, and this command left 40 there"), "{stderr}");
    assert_eq!(sids(&files.out).len(), 39);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_trigger_keeps_out_is_a_warning() {
    let files = shop("sqlite-trigger");
    let script = Script::serve(vec![page(&[1, 2], Some("/orders?2")), page(&[3], None)]).await;
    assert_eq!(list(&files, &script, &["--limit", "2"]).0, 0);
    sql(
        &files,
        "CREATE TRIGGER t AFTER INSERT ON orders BEGIN DELETE FROM orders WHERE id = 1; END",
    );
    let (code, stderr) = list(&files, &script, &["--resume"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("has 2 rows, and this command wrote 3: a trigger"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_comes_twice_is_a_warning() {
    let files = shop("sqlite-twice");
    let script = Script::serve(vec![page(&[1, 1, 2], None)]).await;
    let (code, stderr) = list(&files, &script, &[]);
    assert_eq!(code, 0, "{stderr}");
    let why = "warning: `orders` has 2 rows for 3 records: 1 of them replaced the row with its key";
    assert!(stderr.contains(why), "{stderr}");
    assert!(stderr.contains("evidence `unproven`"), "{stderr}");
    // The next run sends no request, and its claim is the same.
    let args = ["list", &files.position, "orders", "--base-url", &script.url, "--out"];
    let more = [files.out.as_str(), "--resume", "--format", "json"];
    let output = pagesmith(&[&args[..], &more].concat()).output().unwrap();
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    let shown = ["records", "rows", "evidence"].map(|key| result[key].clone());
    assert_eq!(shown, [json!(3), json!(2), json!("unproven")]);
    let (code, stderr) = list(&files, &script, &["--resume", "--require", "counted"]);
    assert_eq!(code, 4, "{stderr}");
    assert!(stderr.contains("but the call requires `counted`: `orders` has 2 rows"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_states_of_other_programs_are_refused_in_words() {
    let files = shop("sqlite-foreign");
    let script = Script::serve(vec![page(&[1], Some("/orders?2"))]).await;
    sql(&files, "CREATE TABLE _pagesmith (a)");
    refused(&files, &script, &[], "has a table `_pagesmith` that no run of `pagesmith list` wrote");
    sql(&files, "DROP TABLE _pagesmith; CREATE TABLE mine (a); CREATE INDEX orders ON mine (a)");
    refused(&files, &script, &[], "has an index `orders`, so it can't have a table of this name");
    sql(&files, "DROP INDEX orders");
    assert_eq!(list(&files, &script, &["--limit", "1"]).0, 0);
    for state in ["NULL", "'{}'", "x'00'", "'no JSON'"] {
        sql(&files, &format!("UPDATE _pagesmith SET state = {state}"));
        let why = "the table `_pagesmith` of ";
        refused(&files, &script, &["--resume"], why);
        let why = "has a row for `orders` that another program changed";
        refused(&files, &script, &["--resume"], why);
    }
    // As the message says.
    sql(&files, "DROP TABLE orders");
    let script = Script::serve(vec![page(&[1], None)]).await;
    let (code, stderr) = list(&files, &script, &[]);
    assert_eq!(code, 0, "{stderr}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn links_folders_and_permissions_are_in_words() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut files = shop("sqlite-links");
    let script = Script::serve(vec![page(&[1], None)]).await;
    let own = files.out.clone();
    files.out = files.path("link.sqlite");
    std::os::unix::fs::symlink("missing", &files.out).unwrap();
    refused(&files, &script, &[], "link.sqlite is a link to a missing file");
    fs::remove_file(&files.out).unwrap();
    files.out = files.path("nowhere/shop.sqlite");
    refused(&files, &script, &[], "shop.sqlite can't be created: the folder ");
    refused(&files, &script, &[], "nowhere does not exist");

    files.out = own;
    sql(&files, "CREATE TABLE mine (a)");
    fs::set_permissions(&files.out, fs::Permissions::from_mode(0o664)).unwrap();
    fs::hard_link(&files.out, files.path("other.sqlite")).unwrap();
    refused(&files, &script, &[], "shop.sqlite has another name, a hard link");
    fs::remove_file(files.path("other.sqlite")).unwrap();
    let (code, stderr) = list(&files, &script, &[]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("only its owner can read"), "{stderr}");
    assert_eq!(fs::metadata(&files.out).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_without_rows_gets_the_columns_of_the_corrected_spec() {
    let files = shop("sqlite-corrected");
    let row = || (200, json!({"orders": [{"id": 1, "weight": "many"}], "next": null}));
    let script = Script::serve(vec![row(), row()]).await;
    let (code, stderr) = list(&files, &script, &[]);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("a column that changes its type needs another file"), "{stderr}");
    fs::write(&files.position, SPEC.replace("weight: number?", "weight: string?")).unwrap();
    let (code, stderr) = list(&files, &script, &["--resume"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(sqlite_column(&files.out, "SELECT weight FROM orders"), ["many"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_beside_the_database_that_no_run_wrote_are_left_alone() {
    let files = shop("sqlite-beside");
    let script = Script::serve(vec![page(&[1], None)]).await;
    for (ending, why) in [
        (".lock", "shop.sqlite.lock is a file of another program"),
        ("-journal", "shop.sqlite does not exist, but its journal "),
        ("-wal", "shop.sqlite-wal does, and SQLite would remove it"),
    ] {
        let beside = format!("{}{ending}", files.out);
        fs::write(&beside, "mine").unwrap();
        refused(&files, &script, &[], why);
        fs::remove_file(beside).unwrap();
    }
    assert_eq!(list(&files, &script, &[]).0, 0);
}
