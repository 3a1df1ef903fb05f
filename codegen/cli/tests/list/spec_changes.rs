//! A file that was written with another spec: no run continues it where a column, or the key,
//! would mean something else.

use crate::listing::{Files, Script, pagesmith, run};
use crate::shop::shop_spec;
use serde_json::{Value, json};
use std::fs;

const SPEC: &str = shop_spec!(
    "resources: {orders: {get: /orders, record: Order}}
records:
  Order: {key: id, fields: {
    id: integer, at: {type: datetime?, zone: UTC}, customer: string, n: integer
  }}
"
);

/// The formats, with a name of their files.
const FORMATS: &[&str] = &[
    "jsonl",
    "csv",
    #[cfg(feature = "sqlite")]
    "sqlite",
    #[cfg(feature = "parquet")]
    "parquet",
];

fn shop(ending: &str) -> Files {
    let mut files = Files::new(&format!("spec-changes-{ending}"));
    files.out = files.path(&format!("orders.{ending}"));
    files
}

/// A page of two orders.
fn page(first: u64, next: Option<&str>) -> (u16, Value) {
    let order = |id| json!({"id": id, "at": "2025-07-01T10:00:00", "customer": "a", "n": 1});
    (200, json!({"orders": [order(first), order(first + 1)], "next": next}))
}

fn list(files: &Files, spec: &str, script: &Script, more: &[&str]) -> (i32, String) {
    let path = files.folder.with_extension("yaml");
    fs::write(&path, spec).unwrap();
    let args = ["list", path.to_str().unwrap(), "orders", "--base-url", &script.url, "--out"];
    run(pagesmith(&[&args[..], &[&files.out], more].concat()))
}

#[tokio::test(flavor = "multi_thread")]
async fn another_meaning_of_a_column_or_another_key_is_refused_and_nothing_is_changed() {
    for ending in FORMATS {
        let files = shop(ending);
        let replies = vec![page(1, Some("/orders?2")), page(1, Some("/orders?2")), page(3, None)];
        let script = Script::serve(replies).await;
        let (code, stderr) = list(&files, SPEC, &script, &["--limit", "1"]);
        assert_eq!(code, 0, "{stderr}");
        let is_lines = *ending == "jsonl";
        for (from, to, why) in [
            (
                "zone: UTC",
                "zone: '+09:00'",
                "`at` was datetime in the zone Z, and is datetime in the zone +09:00 now",
            ),
            ("key: id", "key: customer", "the key was `id`, and is `customer` now"),
            ("key: id, ", "", "the key was `id`, and the spec has none now"),
        ] {
            if is_lines && from == "zone: UTC" {
                continue;
            }
            let before = (files.content(), script.request_count());
            let (code, stderr) = list(&files, &SPEC.replace(from, to), &script, &["--resume"]);
            assert_eq!(code, 2, "{ending}: {stderr}");
            // A primary key is in the columns of a table.
            let is_table_key = *ending == "sqlite" && from.contains("key");
            assert!(stderr.contains(why) || is_table_key, "{ending}: {stderr}");
            assert!(before == (files.content(), script.request_count()), "{ending}: {stderr}");
            let parts = format!("{}.parts", files.out);
            assert!(!fs::exists(&parts).unwrap(), "{parts} was made");
        }
        // What does not change the meaning; and the spec of before.
        let (code, stderr) = list(
            &files,
            &SPEC.replace("n: integer", "n: integer?"),
            &script,
            &["--resume", "--limit", "2"],
        );
        let is_parquet = *ending == "parquet";
        assert_eq!(code, if is_parquet { 2 } else { 0 }, "{ending}: {stderr}");
        let (code, stderr) = list(&files, SPEC, &script, &["--resume"]);
        assert_eq!(code, 0, "{ending}: {stderr}");
        drop(fs::remove_file(files.folder.with_extension("yaml")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_became_a_text_is_refused_in_csv() {
    let files = shop("csv");
    let script = Script::serve(vec![page(1, Some("/orders?2")), page(3, None)]).await;
    assert_eq!(list(&files, SPEC, &script, &["--limit", "2"]).0, 0);
    let text = SPEC.replace("{type: datetime?, zone: UTC}", "string?");
    let (code, stderr) = list(&files, &text, &script, &["--resume"]);
    assert_eq!(code, 2, "{stderr}");
    let why =
        "`at` was datetime in the zone Z, and is string now. Use the spec that it was written";
    assert!(stderr.contains(why), "{stderr}");
    drop(fs::remove_file(files.folder.with_extension("yaml")));
}
