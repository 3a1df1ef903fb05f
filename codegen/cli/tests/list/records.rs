//! How `pagesmith list` treats records that differ from the spec.

use crate::listing::{Files, Reply, Script, code, messages, run, stderr_of};
use serde_json::{Value, json};
use std::fs;

/// Two pages; the second and the third record differ from `Message`.
const FIRST: [&str; 2] = [
    r#"{"sid" : "SM1", "price": "-0.0075", "num_segments": "1"}"#,
    r#"{"sid":"SM2","num_segments":"many","body":7,"uri":[]}"#,
];
const SECOND: [&str; 2] =
    [r#"{"num_media":1.5, "sid": "SM3\u0041"}"#, r#"{"sid":"SM4","date_sent":""}"#];

fn reply(records: &[&str], next: &str) -> Reply {
    let records = records.join(",\n ");
    (200, &[], format!("{{\"messages\": [{records}], \"next_page_uri\": {next}}}"))
}

async fn pages() -> Script {
    Script::serve_texts(vec![reply(&FIRST, "\"/a\""), reply(&SECOND, "null")], |_| {}).await
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_differ_from_the_spec_are_written_unchanged_and_counted() {
    let script = pages().await;
    let output = messages(&script.url, &[]).output().unwrap();
    let stderr = stderr_of(&output);
    assert_eq!(code(&output), 0, "{stderr}");
    let lines = [&FIRST[..], &SECOND].concat().join("\n") + "\n";
    assert_eq!(String::from_utf8(output.stdout).unwrap(), lines);
    let warning = stderr.lines().find(|line| line.starts_with("warning: ")).unwrap();
    for part in [
        "2 of 4 records differ from the spec of `Message`, in 3 places",
        "record 2, `num_segments`: expected a whole number, found a string",
        "record 2, `uri`: expected a string, found an array",
        "record 3, `num_media`: expected a whole number, found a number",
        "They were written unchanged",
        "`--strict`",
    ] {
        assert!(warning.contains(part), "{part}: {stderr}");
    }
    assert!(!stderr.contains("record 1") && !stderr.contains("record 4"), "{stderr}");
    assert!(!stderr.contains("many"), "an error shows a value: {stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_first_places_are_named() {
    let records: Vec<_> =
        (0..2000).map(|sid| format!(r#"{{"sid":"SM{sid}","num_media":[]}}"#)).collect();
    let records: Vec<_> = records.iter().map(String::as_str).collect();
    let script = Script::serve_texts(vec![reply(&records, "null")], |_| {}).await;
    let (code, stderr) = run(messages(&script.url, &["--format", "json"]));
    assert_eq!(code, 0, "{stderr}");
    let notes: Vec<Value> =
        stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(notes[0]["reason"], "mismatches");
    assert_eq!((&notes[0]["records"], &notes[0]["differing"]), (&json!(2000), &json!(2000)));
    let place = json!({
        "record": 5, "field": "num_media", "what": "expected a whole number, found an array",
    });
    assert_eq!((&notes[0]["first"][4], &notes[0]["first"][5]), (&place, &Value::Null));
    let warning = notes[0]["message"].as_str().unwrap();
    assert!(warning.contains("2000 of 2000 records"), "{warning}");
    let all = "in 2000 places: records 1, 2, 3, 4, 5, `num_media`: expected a whole number";
    assert!(warning.contains(all), "{warning}");
    assert!(warning.contains("and 1995 more"), "{warning}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strict_run_stops_in_front_of_the_page_and_is_resumed_later() {
    let files = Files::new("strict");
    let replies =
        vec![reply(&FIRST[..1], "\"/a\""), reply(&SECOND, "null"), reply(&SECOND, "null")];
    let script = Script::serve_texts(replies, |_| {}).await;
    let (code, stderr) = run(messages(&script.url, &["--out", &files.out, "--strict"]));
    assert_eq!(code, 1, "{stderr}");
    for part in [
        "record 2, `num_media`: expected a whole number, found a number",
        "`--strict`",
        "has 1 records so far, and `--resume` continues after them",
    ] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    assert_eq!(fs::read_to_string(&files.out).unwrap(), format!("{}\n", FIRST[0]));
    let (code, stderr) = run(messages(&script.url, &["--out", &files.out, "--resume"]));
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("record 2, `num_media`"), "counted on from the file: {stderr}");
    let lines = [&FIRST[..1], &SECOND].concat().join("\n") + "\n";
    assert_eq!(fs::read_to_string(&files.out).unwrap(), lines);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_is_not_an_object_or_lacks_its_key_is_an_error() {
    for (row, why) in [
        ("[\"SM2\"]", "record 3: expected an object, found an array"),
        ("null", "record 3: expected an object, found null"),
        ("{\"body\":\"a\"}", "in its key `sid`, which identifies a record, found nothing"),
        ("{\"sid\":null}", "in its key `sid`, which identifies a record, found null"),
    ] {
        let files = Files::new("no-record");
        let first = reply(&FIRST[..1], "\"/a\"");
        let broken = reply(&[r#"{"sid":"SM2"}"#, row], "null");
        let mended = reply(&[r#"{"sid":"SM2"}"#, r#"{"sid":"SM3"}"#], "null");
        let script = Script::serve_texts(vec![first, broken, mended], |_| {}).await;
        let (code, stderr) = run(messages(&script.url, &["--out", &files.out]));
        assert_eq!(code, 1, "{stderr}");
        for part in [why, "no record of its page was written", "`--resume` continues"] {
            assert!(stderr.contains(part), "{part}: {stderr}");
        }
        assert_eq!(fs::read_to_string(&files.out).unwrap(), format!("{}\n", FIRST[0]));
        let (code, stderr) = run(messages(&script.url, &["--out", &files.out, "--resume"]));
        assert_eq!(code, 0, "{stderr}");
        assert_eq!(fs::read_to_string(&files.out).unwrap().lines().count(), 3);
    }
}
