//! A result that can't be written to standard output is a failure.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod listing;

use listing::{SPEC, given, in_shell, listing, pagesmith, run, scratch, small_pages, values};
use pagesmith_cli::mock::Mock;
use std::fs;
use std::process::Stdio;

/// Lists with standard output redirected by the shell; returns the exit code, standard
/// error, and the number of requests.
fn list_to(redirected: &str, mock: &Mock) -> (i32, String, usize) {
    let (url, before) = (mock.base_url(), mock.requests().len());
    let line = format!("exec \"$0\" \"$@\" {redirected}");
    let (code, stderr) = run(in_shell(&line, &listing(&url, &[])));
    (code, stderr, mock.requests().len() - before)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_needs_someone_to_write_to() {
    let mock = small_pages().await;
    for closed in [">&-", "1</dev/null", "1<>/dev/null"] {
        let (code, stderr, requests) = list_to(closed, &mock);
        assert_eq!((code, requests), (2, 0), "{closed}: {stderr}");
        assert!(stderr.contains("standard output is closed"), "{stderr}");
        assert!(stderr.contains("`--out`"), "{stderr}");
    }
    for open in ["> /dev/null", "> /dev/null 2>&-", ">> /dev/null", "| cat"] {
        let (code, stderr, requests) = list_to(open, &mock);
        assert_eq!((code, requests), (0, 7), "{open}: {stderr}");
    }
    // Records go to a file while standard output is closed.
    let folder = scratch("closed");
    let out = folder.join("messages.jsonl");
    let url = mock.base_url();
    let args = listing(&url, &["--out", out.to_str().unwrap()]);
    let (code, stderr) = run(in_shell("exec \"$0\" \"$@\" <&- >&- 2>&-", &args));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(values(&fs::read(out).unwrap()), mock.records("messages", &given()));
    fs::remove_dir_all(folder).unwrap();
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_list_needs_room() {
    let mock = small_pages().await;
    let (code, stderr, requests) = list_to("> /dev/full", &mock);
    // A second request may have been sent already.
    assert_eq!((code, requests <= 2), (1, true), "{stderr}");
    assert!(stderr.contains("can't write to standard output"), "{stderr}");
}

/// Commands that print their result to standard output.
const PRINTING: [&[&str]; 5] = [
    &["schema"],
    &["completions", "bash"],
    &["explain", SPEC],
    &["import", "tests/import/library.yaml", "--out", "-"],
    &["infer", "tests/infer/laml.json", "--out", "-"],
];

#[test]
fn a_text_that_does_not_arrive_is_a_failure() {
    for args in PRINTING {
        for (redirected, expected) in [(">&-", 1), ("1</dev/null", 1), ("> /dev/null", 0)] {
            let line = format!("exec \"$0\" \"$@\" {redirected}");
            let (code, stderr) = run(in_shell(&line, args));
            assert_eq!(code, expected, "{args:?} {redirected}: {stderr}");
        }
        let mut reading = pagesmith(args);
        let mut reading = reading.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        drop(reading.stdout.take());
        assert_eq!(reading.wait().unwrap().code(), Some(0), "{args:?}: the reader has read enough");
    }
}

/// Commands that write files and report them on standard output.
#[test]
fn a_result_that_nobody_can_read_is_a_failure() {
    let folder = scratch("unread");
    let out = folder.join("client.rs");
    let files = |command| [command, SPEC, "--out", out.to_str().unwrap(), "--format", "json"];
    let (generate, check) = (files("generate"), files("check"));
    let results: [&[&str]; 6] = [
        &["diff", SPEC, SPEC],
        &["diff", SPEC, SPEC, "--format", "json"],
        &generate,
        &check,
        &["--help"],
        &["--version"],
    ];
    for args in results {
        for (redirected, expected) in [("> /dev/null", 0), (">&-", 1)] {
            let line = format!("exec \"$0\" \"$@\" {redirected}");
            let (code, stderr) = run(in_shell(&line, args));
            assert_eq!(code, expected, "{args:?} {redirected}: {stderr}");
            assert_eq!(stderr.contains("standard output is closed"), expected == 1, "{stderr}");
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_does_not_fit_on_the_disk_is_a_failure() {
    let more: [&[&str]; 4] =
        [&["--help"], &["list", "--help"], &["diff", SPEC, SPEC], &["mock", SPEC]];
    let checked: &[&str] = &["check", "--format", "json", SPEC, "--out", "tests/golden/none.rs"];
    for args in PRINTING.into_iter().chain(more).chain([checked]) {
        let (code, stderr) = run(in_shell("exec \"$0\" \"$@\" > /dev/full", args));
        assert_eq!(code, 1, "{args:?}: {stderr}");
        assert!(stderr.contains("can't write to standard output"), "{args:?}: {stderr}");
    }
}
