//! How `pagesmith list` reports the evidence of a walk, and what it does if that is less
//! than `--require` asks for.

use crate::listing::command::{code, scratch, stderr_of};
use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::{lower, parse};
use serde_json::Value;
use std::fs;
use std::process::{Command, Output, Stdio};

const SPEC: &str = "tests/mock/evidence.yaml";

/// Twelve rows on four pages.
async fn serve(fault: &[&str]) -> Mock {
    let (ast, places) = parse::spec_file::parse(include_str!("../mock/evidence.yaml")).unwrap();
    let api = lower::api(&ast, &places).unwrap().0;
    let options = Options {
        records: 12,
        page_size: Some(3),
        faults: fault.iter().map(|fault| fault.parse().unwrap()).collect(),
        ..Options::default()
    };
    mock::serve(&api, &options).await.unwrap()
}

fn list(mock: &Mock, resource: &str, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
    command.args(["list", SPEC, resource, "--base-url", &mock.base_url()]).args(more);
    command.output().unwrap()
}

fn lines(text: &[u8]) -> usize {
    std::str::from_utf8(text).unwrap().lines().count()
}

fn last_line(output: &Output) -> String {
    stderr_of(output).lines().last().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_line_says_the_evidence() {
    let mock = serve(&[]).await;
    for (resource, claim) in [
        ("continued", "followed the list until the server ended it"),
        ("counted", "every reply stated the same total, and the walk yielded that many records"),
        ("anchored", "each page began with the last record of the page before"),
        ("unproven", "it pages by number, but replies state no total; set `page"),
    ] {
        let output = list(&mock, resource, &[]);
        assert_eq!((code(&output), lines(&output.stdout)), (0, 12), "{}", stderr_of(&output));
        let line = last_line(&output);
        assert!(line.starts_with(&format!("evidence `{resource}`: ")), "{line}");
        assert!(line.contains(claim), "{line}");
    }
    let line = last_line(&list(&mock, "continued", &["--limit", "4"]));
    assert!(line.starts_with("evidence `unproven`: "), "{line}");
    assert!(
        line.ends_with("the walk ended at its limit of items; list again without a limit"),
        "{line}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_with_the_required_evidence_succeeds() {
    let mock = serve(&[]).await;
    for resource in ["unproven", "counted", "continued", "anchored"] {
        let output = list(&mock, resource, &["--require", resource]);
        assert_eq!((code(&output), lines(&output.stdout)), (0, 12), "{}", stderr_of(&output));
        assert!(last_line(&output).starts_with(&format!("evidence `{resource}`")));
    }
    let output = list(&mock, "counted", &["--require", "sure"]);
    assert_eq!(code(&output), 2);
    let stderr = stderr_of(&output);
    assert!(stderr.contains("unproven, counted, continued, anchored"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_that_a_list_cannot_show_is_refused_before_a_request() {
    let (mock, folder) = (serve(&[]).await, scratch("evidence-never"));
    let out = folder.join("rows.jsonl");
    let args = ["--require", "counted", "--out", out.to_str().unwrap()];
    let output = list(&mock, "unproven", &args);
    let line = last_line(&output);
    assert_eq!((code(&output), mock.requests().len()), (4, 0), "{line}");
    for part in
        ["the call requires `counted`", "`unproven` at most", "no total", "or drop the requirement"]
    {
        assert!(line.contains(part), "{line}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "a file was made");
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_that_warns_keeps_its_records_and_fails() {
    let (mock, folder) = (serve(&["row-removed@3"]).await, scratch("evidence-less"));
    let out = folder.join("rows.jsonl");
    let args = ["--require", "counted", "--out", out.to_str().unwrap(), "--resume"];
    let output = list(&mock, "counted", &args);
    let stderr = stderr_of(&output);
    assert_eq!(code(&output), 4, "{stderr}");
    for part in
        ["warning: ", "ended as `unproven`, but the call requires `counted`", "it has the warning"]
    {
        assert!(stderr.contains(part), "{stderr}");
    }
    let records = fs::read(&out).unwrap();
    assert_eq!(lines(&records), 11, "{stderr}");
    // The walk has ended; another run shows no more evidence.
    let requests = mock.requests().len();
    let output = list(&mock, "counted", &args);
    let stderr = stderr_of(&output);
    assert_eq!((code(&output), mock.requests().len()), (4, requests), "{stderr}");
    assert!(stderr.contains("showed no more; walk the list from its beginning"), "{stderr}");
    let output = list(&mock, "counted", &args[2..]);
    assert_eq!((code(&output), mock.requests().len()), (0, requests), "{}", stderr_of(&output));
    assert!(last_line(&output).starts_with("evidence `unproven`: "), "{}", stderr_of(&output));
    assert_eq!(fs::read(&out).unwrap(), records);
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resumed_walk_keeps_its_evidence() {
    let (mock, folder) = (serve(&[]).await, scratch("evidence-resumed"));
    for resource in ["counted", "continued", "anchored"] {
        let out = folder.join(format!("{resource}.jsonl"));
        let out = ["--out", out.to_str().unwrap(), "--resume"];
        let output = list(&mock, resource, &[&out[..], &["--limit", "5"]].concat());
        assert_eq!(code(&output), 0, "{}", stderr_of(&output));
        assert!(last_line(&output).starts_with("evidence `unproven`"), "{}", stderr_of(&output));
        // The second run sends no request.
        for _ in 0..2 {
            let output = list(&mock, resource, &[&out[..], &["--require", resource]].concat());
            assert_eq!(code(&output), 0, "{resource}: {}", stderr_of(&output));
            let line = last_line(&output);
            assert!(line.starts_with(&format!("evidence `{resource}`: ")), "{line}");
        }
        assert_eq!(lines(&fs::read(out[1]).unwrap()), 12);
    }
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_fails_the_required_evidence_and_may_be_lifted() {
    let (mock, folder) = (serve(&[]).await, scratch("evidence-limit"));
    let out = folder.join("rows.jsonl");
    let args = ["--require", "anchored", "--out", out.to_str().unwrap(), "--resume"];
    let output = list(&mock, "anchored", &[&args[..], &["--limit", "5"]].concat());
    assert_eq!(code(&output), 4, "{}", stderr_of(&output));
    assert!(last_line(&output).contains("its limit of items"), "{}", stderr_of(&output));
    let output = list(&mock, "anchored", &args);
    assert_eq!(code(&output), 0, "{}", stderr_of(&output));
    assert_eq!(lines(&fs::read(&out).unwrap()), 12);
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_stops_early_fails_the_required_evidence() {
    let mock = serve(&[]).await;
    for (required, expected) in [(&["--require", "continued"][..], 4), (&[], 0)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
        let url = mock.base_url();
        command.args(["list", SPEC, "continued", "--base-url", &url]).args(required);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), expected, "{}", stderr_of(&output));
        let says = stderr_of(&output).contains("the reader stopped before the end");
        assert_eq!(says, expected == 4, "{}", stderr_of(&output));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn json_has_the_evidence_and_the_counts_of_the_walk() {
    let (mock, folder) = (serve(&[]).await, scratch("evidence-json"));
    let output = list(&mock, "unproven", &["--format", "json"]);
    let object: Value = serde_json::from_str(&last_line(&output)).unwrap();
    assert_eq!((&object["reason"], &object["evidence"]), (&"list".into(), &"unproven".into()));
    assert!(object["evidence_gap"].as_str().unwrap().contains("state no total"), "{object}");
    assert_eq!(lines(&output.stdout), 12);

    let out = folder.join("rows.jsonl");
    let out = out.to_str().unwrap();
    let output = list(&mock, "anchored", &["--format", "json", "--out", out]);
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["evidence"], "anchored");
    assert_eq!(object["evidence_gap"], Value::Null);
    assert_eq!((&object["records"], &object["walk"]["items"]), (&12.into(), &12.into()));
    assert_eq!(object["walk"]["warnings"], 0);
    let asked = mock.requests().into_iter().filter(|it| it.resource.as_deref() == Some("anchored"));
    assert_eq!(object["walk"]["requests"], asked.count());
    fs::remove_dir_all(folder).unwrap();
}
