//! `pagesmith list` writes CSV.

use crate::listing::{
    Files, Reply, Script, all_sids, code, in_shell, listing, messages, pagesmith, run, sids,
    small_pages, stderr_of,
};
use crate::shop::shop_spec;
use serde_json::json;
use std::fs;

const SPEC: &str = shop_spec!(
    "resources: {orders: {get: /orders, record: Order}}
records:
  Order: {key: id, fields: {
    id: integer, note: string?, price: decimal?, sent: datetime?, tags: '[string]?', token: secret?
  }}
"
);

/// Two pages of orders, as the server writes them.
fn orders() -> Vec<Reply> {
    let first = r#"{"orders":[{"id":"1","note":"a, \"b\"","price":0.00500,"token":"s3cret"},
        {"note":"","id":2,"sent":"Tue, 01 Jul 2025 10:00:00 +0200","new":1,"a b":2}],"next":"/orders?2"}"#;
    let second = "{\"orders\":[{\"id\":\"many\",\"note\":\"=1+1\\n\",\"tags\":[\"a\",\n \"b\"]}],\"next\":null}";
    [first, second].map(|body| (200, &[][..], body.to_owned())).into()
}

const ROWS: &str = "\
id,note,price,sent,tags
1,\"a, \"\"b\"\"\",0.00500,,
2,\"\",,2025-07-01T08:00:00Z,
many,\"=1+1
\",,,\"[\"\"a\"\", \"\"b\"\"]\"
";

async fn serve() -> Script {
    Script::serve_texts(orders(), |_| {}).await
}

fn args<'a>(files: &'a Files, url: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let spec: &str = files.position.as_str();
    fs::write(spec, SPEC).unwrap();
    [&["list", spec, "orders", "--base-url", url][..], more].concat()
}

/// The files of a test, with the spec in place of a position.
fn shop(name: &str) -> Files {
    let mut files = Files::new(name);
    files.position = files.path("spec.yaml");
    files.out = files.path("orders.csv");
    files
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_rows_in_a_file_and_on_standard_output() {
    let (files, script) = (shop("csv"), serve().await);
    let output = pagesmith(&args(&files, &script.url, &["--out", &files.out])).output().unwrap();
    let stderr = stderr_of(&output);
    assert_eq!(code(&output), 0, "{stderr}");
    assert_eq!(fs::read_to_string(&files.out).unwrap(), ROWS);
    for part in [
        "warning: secrets have no column: `token`",
        "1 of 3 records have fields that the spec does not name, which have no column: `new` and 1 whose names may be data",
        "1 of 3 records differ from the spec of `Order`",
        "record 3, `id`: expected a whole number, found a string",
    ] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    assert!(!stderr.contains("s3cret") && !stderr.contains("a b"), "{stderr}");

    let script = serve().await;
    let output = pagesmith(&args(&files, &script.url, &["--to", "csv"])).output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr_of(&output));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), ROWS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strict_run_stops_before_a_row_that_differs_and_a_list_without_rows_has_a_header() {
    let (files, script) = (shop("csv-strict"), serve().await);
    let (code, stderr) =
        run(pagesmith(&args(&files, &script.url, &["--out", &files.out, "--strict"])));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("record 3, `id`") && stderr.contains("`--strict`"), "{stderr}");
    assert_eq!(fs::read_to_string(&files.out).unwrap(), ROWS.split("many").next().unwrap());

    let empty = Script::serve(vec![(200, json!({"orders": [], "next": null}))]).await;
    fs::remove_file(&files.out).unwrap();
    fs::remove_file(files.path("orders.csv.position")).unwrap();
    let args = args(&files, &empty.url, &["--out", &files.out]);
    let (code, stderr) = run(pagesmith(&args));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(fs::read_to_string(&files.out).unwrap(), "id,note,price,sent,tags\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_header_or_format_is_refused_before_a_request() {
    let (files, script) = (shop("csv-schema"), serve().await);
    let first = ["--out", files.out.as_str(), "--limit", "1"];
    assert_eq!(run(pagesmith(&args(&files, &script.url, &first))).0, 0);
    let before = (files.content(), script.request_count());

    let resume = ["--out", files.out.as_str(), "--resume"];
    let changed = files.path("changed.yaml");
    fs::write(&changed, SPEC.replace("note: string?", "subject: string?")).unwrap();
    let mut with_other_spec = args(&files, &script.url, &resume);
    with_other_spec[1] = &changed;
    let (code, stderr) = run(pagesmith(&with_other_spec));
    assert_eq!(code, 2, "{stderr}");
    for part in ["it lacks `subject`", "it has `note`", "use the spec that it was written with"] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    let as_lines = args(&files, &script.url, &[&resume[..], &["--to", "jsonl"]].concat());
    let (code, stderr) = run(pagesmith(&as_lines));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("add `--to csv`"), "{stderr}");
    fs::remove_file(&changed).unwrap();
    assert!(before == (files.content(), script.request_count()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_row_of_a_field_that_comes_twice_has_its_last_value_and_a_warning_says_so() {
    let files = shop("csv-twice");
    let body = r#"{"orders":[{"id":1,"note":"a","note":"b"}],"next":null}"#.to_owned();
    let script =
        Script::serve_texts(vec![(200, &[], body.clone()), (200, &[], body)], |_| {}).await;
    for (to, written) in [
        ("csv", "of a field that appears twice only the last value"),
        ("jsonl", "They were written unchanged"),
    ] {
        let output = pagesmith(&args(&files, &script.url, &["--to", to])).output().unwrap();
        let stderr = stderr_of(&output);
        assert_eq!(code(&output), 0, "{stderr}");
        assert!(stderr.contains("record 1, `note`: it appears twice"), "{stderr}");
        assert!(stderr.contains(written), "{stderr}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_kill_left_of_a_page_is_cut_off() {
    let mut files = Files::new("csv-left");
    files.out = files.path("messages.csv");
    let mock = small_pages().await;
    let url = mock.base_url();
    assert_eq!(run(messages(&url, &["--out", &files.out])).0, 0);
    let whole = fs::read(&files.out).unwrap();
    fs::remove_file(&files.out).unwrap();
    fs::remove_file(files.path("messages.csv.position")).unwrap();
    // Limits of blocks stand for a full disk: within the header, and behind some pages.
    for blocks in [0, 20] {
        let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let args = listing(&url, &["--out", &files.out, "--resume"]);
        let (code, stderr) = run(in_shell(&line, &args));
        assert!(code != 0 && stderr.contains("can't be"), "{stderr}");
    }
    assert!(!sids_so_far(&files.out).is_empty());
    let (code, stderr) = run(messages(&url, &["--out", &files.out, "--resume"]));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(sids(&files.out), all_sids(&mock));
    assert!(fs::read(&files.out).unwrap() == whole);
}

/// The text of a file that may end within a row.
fn sids_so_far(out: &str) -> String {
    String::from_utf8_lossy(&fs::read(out).unwrap()).into_owned()
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
#[tokio::test(flavor = "multi_thread")]
async fn a_limit_of_a_files_size_is_a_message() {
    let mut files = Files::new("csv-size");
    files.out = files.path("messages.csv");
    let mock = small_pages().await;
    let url = mock.base_url();
    let args = listing(&url, &["--out", &files.out]);
    let (code, stderr) = run(in_shell("ulimit -f 20; exec \"$0\" \"$@\"", &args));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("can't be written: File too large"), "{stderr}");
    let (code, stderr) = run(messages(&url, &["--out", &files.out, "--resume"]));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(sids(&files.out), all_sids(&mock));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_says_what_to_change_in_the_spec_and_not_in_rust() {
    let files = shop("csv-zone");
    let body = json!({"orders": [{"id": 1, "sent": "2025-07-01T10:00:00"}], "next": null});
    let script = Script::serve(vec![(200, body)]).await;
    let (code, stderr) = run(pagesmith(&args(&files, &script.url, &["--to", "csv"])));
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("write `{type: datetime, zone: UTC}` in the spec. Their"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_written_is_not_in_the_report() {
    let files = shop("csv-unwritten");
    let nested = SPEC.replace("token: secret?", "n: N?") + "  N: {fields: {tok: secret?}}\n";
    let body = json!({"orders": [{"id": "many", "n": [{"tok": "a"}]}], "next": null});
    let script = Script::serve(vec![(200, body)]).await;
    let args = args(&files, &script.url, &["--to", "csv"]);
    fs::write(&files.position, nested).unwrap();
    let (code, stderr) = run(pagesmith(&args));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("no record of its page was written"), "{stderr}");
    assert!(!stderr.contains("differ from the spec"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_the_spec_does_not_describe_have_no_columns() {
    let files = shop("csv-foreign");
    let foreign = SPEC.replace("record: Order", "record: 'rust(crate::Order)', key: id");
    let foreign = foreign.split("records:").next().unwrap();
    let script = serve().await;
    for to in ["csv", "sqlite"] {
        let out = files.path("foreign.out");
        let args = args(&files, &script.url, &["--out", &out, "--to", to]);
        fs::write(&files.position, foreign).unwrap();
        let before = files.content();
        let (code, stderr) = run(pagesmith(&args));
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.contains("leaves the records of `orders` to a Rust struct"), "{stderr}");
        assert!(before == files.content());
    }
    assert_eq!(script.request_count(), 0);
}
