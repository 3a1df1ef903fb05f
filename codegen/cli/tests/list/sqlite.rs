//! `pagesmith list` writes tables of an SQLite database.

#![cfg(feature = "sqlite")]
use crate::listing::{
    Files, Script, all_sids, in_shell, listing, messages, pagesmith, run, sids, small_pages,
    sqlite_column, stopping_at,
};
use crate::shop::shop_spec;
use serde_json::{Value, json};
use std::fs;
use std::process::Stdio;

const SPEC: &str = shop_spec!(
    "resources: {orders: {get: /orders, record: Order}, parts: {get: /parts, record: Part}}
records:
  Order: {key: id, fields: {
    id: integer, note: string?, price: decimal?, weight: number?, paid: boolean?, sent: datetime?,
    tags: '[string]?', size: unsigned?, token: secret?
  }}
  Part: {fields: {name: string}}
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

fn page(of: &str, rows: &[Value], next: Option<&str>) -> (u16, Value) {
    (200, json!({of: rows, "next": next}))
}

/// Lists a resource of the shop; returns the exit code and the messages.
fn list(files: &Files, script: &Script, of: &str, more: &[&str]) -> (i32, String) {
    let args = ["list", files.position.as_str(), of, "--base-url", &script.url];
    let out = ["--out", files.out.as_str()];
    let out = if more.contains(&"--out") { &[] } else { &out[..] };
    run(pagesmith(&[&args[..], out, more].concat()))
}

fn query(files: &Files, query: &str) -> Vec<String> {
    sqlite_column(&files.out, query)
}

#[tokio::test(flavor = "multi_thread")]
async fn values_have_the_types_of_their_columns() {
    let files = shop("sqlite");
    let rows = [
        json!({"id": "7", "note": "", "price": "0.00500", "weight": 2, "paid": "true",
            "sent": "Tue, 01 Jul 2025 10:00:00 +0200", "tags": ["a", "b"], "token": "s3cret", "new": 1}),
        json!({"id": 8, "note": "x'); DROP TABLE orders; --", "sent": ""}),
    ];
    let script = Script::serve(vec![page("orders", &rows, None)]).await;
    let (code, stderr) = list(&files, &script, "orders", &[]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("secrets have no column: `token`"), "{stderr}");
    assert!(stderr.contains("1 of 2 records have fields that the spec does not name"), "{stderr}");
    let shown = "SELECT id || ' ' || typeof(id) || ' ' || quote(note) || ' ' || quote(price) || ' ' || \
                 quote(weight) || ' ' || quote(paid) || ' ' || quote(sent) || ' ' || quote(tags) FROM orders";
    assert_eq!(
        query(&files, shown),
        [
            "7 integer '' '0.00500' 2.0 1 '2025-07-01T08:00:00Z' '[\"a\",\"b\"]'",
            "8 integer 'x''); DROP TABLE orders; --' NULL NULL NULL NULL NULL",
        ]
    );
    let everything = fs::read(&files.out).unwrap();
    assert!(!everything.windows(6).any(|bytes| bytes == b"s3cret"), "a secret is in the file");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_with_a_known_key_replaces_its_row() {
    let files = shop("sqlite-keys");
    let order = |id: u64, note: &str| json!({"id": id, "note": note});
    let script = Script::serve(vec![
        page("orders", &[order(1, "a"), order(2, "b")], Some("/orders?2")),
        page("orders", &[order(3, "c"), order(1, "d")], None),
    ]);
    let (code, stderr) = list(&files, &script.await, "orders", &[]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(query(&files, "SELECT id || note FROM orders ORDER BY id"), ["1d", "2b", "3c"]);
    assert!(stderr.contains("has 4 records"), "{stderr}");
    assert!(stderr.contains("`orders` has 3 rows for 4 records: 1 of them replaced"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_resources_have_a_table_each_in_one_database() {
    let files = shop("sqlite-tables");
    let part = || json!({"name": "a"});
    let parts = || page("parts", &[part(), part()], None);
    let orders = page("orders", &[json!({"id": 1})], None);
    let script = Script::serve(vec![orders, parts(), parts()]).await;
    for of in ["orders", "parts"] {
        let (code, stderr) = list(&files, &script, of, &[]);
        assert_eq!(code, 0, "{stderr}");
    }
    assert_eq!(query(&files, "SELECT id FROM orders"), ["1"]);
    assert_eq!(query(&files, "SELECT name FROM parts"), ["a", "a"], "without a key");
    assert_eq!(query(&files, "SELECT \"table\" FROM _pagesmith ORDER BY 1"), ["orders", "parts"]);

    // A complete table is left alone; a dropped one is listed again.
    let (code, stderr) = list(&files, &script, "parts", &["--resume"]);
    assert_eq!((code, script.request_count()), (0, 2), "{stderr}");
    assert!(stderr.contains("drop the table `parts` and leave out `--resume`"), "{stderr}");
    rusqlite::Connection::open(&files.out).unwrap().execute_batch("DROP TABLE parts").unwrap();
    let (code, stderr) = list(&files, &script, "parts", &["--resume"]);
    assert_eq!((code, script.request_count()), (2, 2), "{stderr}");
    assert!(stderr.contains("which is gone"), "{stderr}");
    let (code, stderr) = list(&files, &script, "parts", &[]);
    assert_eq!((code, script.request_count()), (0, 3), "{stderr}");
    assert_eq!(query(&files, "SELECT name FROM parts"), ["a", "a"]);
}

/// Asserts that a run is refused with this message, without a request or a change.
#[track_caller]
fn refused(files: &Files, script: &Script, more: &[&str], why: &str) {
    let before = (files.content(), script.request_count());
    let (code, stderr) = list(files, script, "orders", more);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains(why), "{why}: {stderr}");
    let after = (files.content(), script.request_count());
    assert!(before == after, "{why}: it changed a file, or sent a request: {stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_run_can_continue_is_refused_before_anything_is_written() {
    let files = shop("sqlite-refused");
    let first = vec![page("orders", &[json!({"id": 1})], Some("/orders?2")), (501, json!({}))];
    let script = Script::serve(first).await;
    let (code, stderr) = list(&files, &script, "orders", &[]);
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("has 1 records so far, and `--resume` continues"), "{stderr}");
    let refused = |more: &[&str], why| refused(&files, &script, more, why);
    refused(&[], "has a table `orders` already: continue it with `--resume`");
    refused(&["--resume", "--position", "x"], "holds the position itself");
    refused(&["--resume", "--to", "jsonl"], "is missing or has no position");

    let renamed = SPEC.replace("note: string?", "subject: string?");
    fs::write(&files.position, renamed.replace("price: decimal?", "price: number?")).unwrap();
    for why in [
        "it lacks `subject` (TEXT)",
        "`price` is TEXT there, and REAL by the spec",
        "it has `note`, which the spec lacks",
        "`ALTER TABLE`",
    ] {
        refused(&["--resume"], why);
    }
    fs::write(&files.position, SPEC).unwrap();

    // A table of somebody else, a file of another kind, a folder.
    let database = rusqlite::Connection::open(&files.out).unwrap();
    database.execute_batch("DELETE FROM _pagesmith; UPDATE orders SET note = 'mine'").unwrap();
    drop(database);
    refused(&["--resume"], "a table or a view `orders` that no run of `pagesmith list` wrote");
    fs::write(&files.out, "{\"id\": 1}\n".repeat(200)).unwrap();
    refused(&["--resume"], "is not an SQLite database");
    fs::remove_file(&files.out).unwrap();
    fs::create_dir(&files.out).unwrap();
    refused(&[], "is not a regular file");
    fs::remove_dir(&files.out).unwrap();
    let nowhere = files.path("nowhere/shop.sqlite");
    refused(&["--out", &nowhere], "can't be created");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_its_column_cannot_hold_ends_the_run_before_its_page() {
    for (row, why) in [
        (
            json!({"id": 3, "weight": "many"}),
            "record 3, `weight`: expected a number, found a string",
        ),
        (
            json!({"id": 3, "size": u64::MAX}),
            "record 3, `size`: the number is above 9223372036854775807",
        ),
        (json!({"note": "a"}), "record 3: expected a string or a number in its key `id`"),
    ] {
        let files = shop("sqlite-values");
        let second = json!({"id": 2});
        let script = Script::serve(vec![
            page("orders", &[json!({"id": 1})], Some("/orders?2")),
            page("orders", &[second.clone(), row], None),
            page("orders", &[second, json!({"id": 3})], None),
        ]);
        let script = script.await;
        let (code, stderr) = list(&files, &script, "orders", &[]);
        assert_eq!(code, 1, "{stderr}");
        for part in [why, "no record of its page was written", "`--resume` continues"] {
            assert!(stderr.contains(part), "{part}: {stderr}");
        }
        assert_eq!(query(&files, "SELECT id FROM orders"), ["1"]);
        let (code, stderr) = list(&files, &script, "orders", &["--resume"]);
        assert_eq!(code, 0, "{stderr}");
        assert_eq!(query(&files, "SELECT id FROM orders"), ["1", "2", "3"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_for_good_is_recorded() {
    let files = shop("sqlite-failed");
    let replies = vec![page("orders", &[json!({"id": 1})], Some("/orders?2")), (422, json!({}))];
    let script = Script::serve(replies).await;
    let (code, stderr) = list(&files, &script, "orders", &[]);
    assert_eq!(code, 3, "{stderr}");
    let (code, stderr) = list(&files, &script, "orders", &["--resume"]);
    assert_eq!((code, script.request_count()), (3, 2), "{stderr}");
    assert!(stderr.contains("422") && stderr.contains("drop the table `orders`"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_second_run_is_refused_and_a_program_that_locks_the_database_is_named() {
    let mut files = Files::new("sqlite-two");
    files.out = files.path("messages.sqlite");
    let (mock, has_come, go) = stopping_at(3).await;
    let url = mock.base_url();
    let mut first = messages(&url, &["--out", &files.out]).stderr(Stdio::null()).spawn().unwrap();
    has_come.recv().unwrap();
    let roundabout = files.path("./messages.sqlite");
    for out in [&files.out, &roundabout] {
        files.refused(&url, &["--out", out, "--resume"], "another run is writing");
    }
    #[cfg(unix)]
    {
        let link = files.path("link.sqlite");
        std::os::unix::fs::symlink(&files.out, &link).unwrap();
        files.refused(&url, &["--out", &link, "--resume"], "another run is writing");
    }
    // Others read what is committed.
    assert_eq!(sids(&files.out), all_sids(&mock)[..40]);
    go.send(()).unwrap();
    assert!(first.wait().unwrap().success());
    assert_eq!(sids(&files.out), all_sids(&mock));

    let other = rusqlite::Connection::open(&files.out).unwrap();
    other.execute_batch("DROP TABLE messages; BEGIN IMMEDIATE").unwrap();
    let (code, stderr) = run(messages(&url, &["--out", &files.out]));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("another program has locked it"), "{stderr}");
}

/// Simulates a full disk: limits the blocks of a file.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_fills_the_disk_is_resumed_later_and_the_database_is_for_its_owner() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut files = Files::new("sqlite-room");
    files.out = files.path("messages.sqlite");
    let mock = small_pages().await;
    let url = mock.base_url();
    let args = listing(&url, &["--out", &files.out]);
    let (code, stderr) = run(in_shell("trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"", &args));
    assert!(code == 1 && stderr.contains("can't be written"), "{code}: {stderr}");
    assert_eq!((files.content(), mock.requests().len()), (Vec::new(), 0));
    let (code, stderr) = run(in_shell("trap '' XFSZ; ulimit -f 100; exec \"$0\" \"$@\"", &args));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("can't be written"), "{stderr}");
    assert!(stderr.contains("records so far, and `--resume` continues after them"), "{stderr}");
    fs::set_permissions(&files.out, fs::Permissions::from_mode(0o644)).unwrap();
    let (code, stderr) = run(messages(&url, &["--out", &files.out, "--resume"]));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(sids(&files.out), all_sids(&mock));
    assert_eq!(fs::metadata(&files.out).unwrap().permissions().mode() & 0o777, 0o600);
    let left: Vec<_> = files.content().into_iter().map(|(path, _)| path).collect();
    assert_eq!(left.len(), 1, "no journal and no lock is left: {left:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_that_something_else_changes_is_left_to_it() {
    for replace in [true, false] {
        let mut files = Files::new("sqlite-changed");
        files.out = files.path("messages.sqlite");
        let (mock, has_come, go) = stopping_at(3).await;
        let first = messages(&mock.base_url(), &["--out", &files.out]);
        let first = { first }.stderr(Stdio::piped()).spawn().unwrap();
        has_come.recv().unwrap();
        if replace {
            fs::copy(&files.out, files.path("copy")).unwrap();
            fs::rename(files.path("copy"), &files.out).unwrap();
        } else {
            let other = rusqlite::Connection::open(&files.out).unwrap();
            other.execute_batch("UPDATE _pagesmith SET run = 'another'").unwrap();
        }
        go.send(()).unwrap();
        let output = first.wait_with_output().unwrap();
        let stderr = crate::listing::stderr_of(&output);
        assert_eq!(output.status.code(), Some(3), "{stderr}");
        let why = if replace { "was replaced or removed" } else { "another program is writing" };
        assert!(stderr.contains(why), "{stderr}");
        assert_eq!(sids(&files.out), all_sids(&mock)[..40]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn standard_output_holds_no_database() {
    let mock = small_pages().await;
    let (code, stderr) = run(messages(&mock.base_url(), &["--to", "sqlite"]));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("`--to sqlite` needs a file; name one with `--out`"), "{stderr}");
    assert_eq!(mock.requests().len(), 0);
}
