//! How `pagesmith list` handles each fault of the mock, in a reviewed table that
//! `PAGESMITH_BLESS=1` rewrites.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "command/mod.rs"]
#[expect(dead_code, reason = "no test here writes a file")]
mod command;
mod faults;

use faults::{SPEC, serve};
use pagesmith_cli::mock::FAULTS;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::{Child, Command, Output, Stdio};
use std::{env, fs};

const TABLE: &str = "tests/mock/outcomes.md";

const LISTS: [&str; 6] = ["token", "link", "header", "last", "number", "offset"];

/// Faults that a walk retries; other tests cover them.
const RETRIED: [&str; 5] = ["unavailable", "busy", "reset", "truncated", "overload"];

/// More records than any list has: a longer walk counts as endless.
const LIMIT: &str = "60";

fn list(url: &str, resource: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
    command.args(["list", SPEC, resource, "--base-url", url, "--limit", LIMIT]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The numbers of the listed rows, from before any row moved; a new row has the next
/// number.
fn rows(output: &Output) -> Vec<u64> {
    let row = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    // Names end with the number of their row.
    let number = |row: Value| row["name"].as_str().unwrap().rsplit(' ').next().unwrap().parse();
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| number(row(line)).unwrap()).collect()
}

/// Whether each row that stayed in the list came once, and no other row came twice.
fn is_exact(fault: &str, rows: &[u64]) -> bool {
    let gone = matches!(fault, "row-removed" | "row-replaced");
    let stayed = u64::from(gone)..12;
    let came: BTreeSet<u64> = rows.iter().copied().collect();
    came.len() == rows.len() && stayed.clone().all(|row| came.contains(&row))
}

/// The outcome of a run, in a word or two.
fn outcome(fault: &str, output: &Output) -> &'static str {
    let rows = rows(output);
    let warned = command::stderr_of(output).contains("warning");
    match (command::code(output), is_exact(fault, &rows), warned) {
        (0, ..) if rows.len().to_string() == LIMIT => "endless",
        (0, true, false) => "exact",
        (0, true, true) => "exact, warning",
        (0, false, true) => "wrong, warning",
        (0, false, false) => "wrong",
        _ => "error",
    }
}

/// Each list with a key, and then without.
fn lists() -> Vec<String> {
    let lists = |suffix| LISTS.map(|name| format!("{name}{suffix}"));
    [lists(""), lists("_no_key")].concat()
}

/// The outcome of a fault in each list; empty if the list can't show it.
async fn outcomes(fault: &str) -> Vec<&'static str> {
    let mock = serve(&[if fault == "empty" { "empty@3" } else { fault }]).await;
    let runs: Vec<Child> = lists().iter().map(|name| list(&mock.base_url(), name)).collect();
    let outputs: Vec<Output> =
        runs.into_iter().map(|run| run.wait_with_output().unwrap()).collect();
    let (note, log) = (format!("{fault} (a fault)"), mock.requests());
    let came = |list: &str| {
        let mut entries = log.iter().filter(|entry| entry.resource.as_deref() == Some(list));
        entries.any(|entry| entry.note.as_ref().is_some_and(|it| it.contains(&note)))
    };
    let outcome = |(list, output): (&String, &Output)| {
        if came(list) { outcome(fault, output) } else { "" }
    };
    lists().iter().zip(&outputs).map(outcome).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fault_has_a_reviewed_outcome() {
    let head = format!("| fault | {} |\n|---|{}\n", LISTS.join(" | "), "---|".repeat(LISTS.len()));
    let (mut with_key, mut without_key) = (head.clone(), head);
    let faults = FAULTS.iter().map(|fault| fault.name).filter(|name| !RETRIED.contains(name));
    for fault in faults {
        let outcomes = outcomes(fault).await;
        let (keyed, keyless) = outcomes.split_at(LISTS.len());
        writeln!(with_key, "| `{fault}` | {} |", keyed.join(" | ")).unwrap();
        writeln!(without_key, "| `{fault}` | {} |", keyless.join(" | ")).unwrap();
    }
    let text = format!(
        "What `pagesmith list` makes of each fault of the mock, where it comes in its usual place, in a\n\
         list of twelve rows on six pages. *Exact*: each row that was there all the time came once.\n\
         *Wrong*: it did not. *Endless*: the walk had to be stopped. Empty: such a list can't show the fault.\n\n\
         With a `key`:\n\n{with_key}\nWithout one:\n\n{without_key}"
    );
    if env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(TABLE, text).unwrap();
        return;
    }
    let reviewed = fs::read_to_string(TABLE).unwrap().replace("\r\n", "\n");
    assert_eq!(text, reviewed, "review it, and bless it with PAGESMITH_BLESS=1");
}
