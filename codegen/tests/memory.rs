//! The most memory that a large spec takes: each row runs in a separate process, whose
//! resident memory Linux reports. Twice the spec takes at most twice the memory.
//!
//! `cargo test -p pagesmith-codegen --test memory -- --nocapture` prints the numbers.

#![cfg(all(target_os = "linux", feature = "yaml"))]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "scale/spec.rs"]
mod spec;

use pagesmith_codegen::diag::{Look, Source};
use pagesmith_codegen::diff::{Report, compare};
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::{Checked, check, generate};
use spec::spec;
use std::process::Command;
use std::{env, fs};

/// The environment variables that name the row that a process runs, and its resources.
const ROW: &str = "PAGESMITH_MEMORY_ROW";
const RESOURCES: &str = "PAGESMITH_MEMORY_RESOURCES";

/// A row: its name, how many resources its smaller spec has, what it does with a spec, and
/// the most memory of the larger one, in MiB.
type Row = (&'static str, usize, fn(usize), u64);

const ROWS: [Row; 4] = [
    ("check", 1500, |resources| drop(checked(&spec(resources))), 64),
    ("generate", 400, generated, 36),
    ("diff", 1500, compared, 94),
    ("problems", 1500, problems, 64),
];

fn checked(text: &str) -> Checked {
    check(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn generated(resources: usize) {
    let code = generate(spec(resources).as_bytes(), &Options::default()).unwrap().code;
    assert!(code.lines().count() > 20 * resources);
}

/// Compares two specs, each list of which has changed, and renders the report.
fn compared(resources: usize) {
    let old = spec(resources);
    let new = old.replace("enum(a, b)?", "string?").replace("param: Name", "param: Named");
    let (was, is) = (checked(&old), checked(&new));
    let changes = compare(&was.api, &is.api);
    assert!(changes.len() >= 2 * resources, "{}", changes.len());
    let old = (Source { name: "old.yaml", text: &old }, &was.source_map);
    let new = (Source { name: "new.yaml", text: &new }, &is.source_map);
    let lines: usize =
        Report::new(changes, old, new).parts(Look::Plain).map(|part| part.len()).sum();
    assert!(lines > 100 * resources);
}

/// A spec in which the record of each list is unknown, and like one that is known.
fn problems(resources: usize) {
    let text = spec(resources).replace("record: Thing", "record: Thinh");
    let problems = check(text.as_bytes()).unwrap_err();
    let shown = problems.render(&Source { name: "spec.yaml", text: &text }, Look::Plain);
    assert!(shown.contains("did you mean `Thing0`?"), "{shown:.500}");
}

#[test]
fn twice_the_spec_takes_at_most_twice_the_memory() {
    if let Ok(name) = env::var(ROW) {
        let (_, _, run, _) = ROWS.iter().find(|(row, ..)| *row == name).unwrap();
        let before = resident("VmRSS:");
        run(env::var(RESOURCES).unwrap().parse().unwrap());
        eprintln!("taken: {}", resident("VmHWM:") - before);
        return;
    }
    let mut wrong = Vec::new();
    for (name, resources, _, most) in ROWS {
        let [once, twice] = [resources, 2 * resources].map(|resources| taken(name, resources));
        eprintln!("{name}: {once} KiB for {resources} resources, {twice} KiB for twice as many");
        if twice > once * 11 / 5 || twice > most << 10 {
            wrong.push(format!("{name}: {once} KiB, then {twice} KiB of {most} MiB"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The memory that a row takes at its peak, in KiB.
fn taken(name: &str, resources: usize) -> u64 {
    let test = "twice_the_spec_takes_at_most_twice_the_memory";
    let mut child = Command::new(env::current_exe().unwrap());
    let child = child.args([test, "--exact", "--nocapture"]).env(ROW, name);
    let output = child.env(RESOURCES, resources.to_string()).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let taken = stderr.lines().find_map(|line| line.strip_prefix("taken: "));
    taken.unwrap_or_else(|| panic!("{name}: {stderr}")).parse().unwrap()
}

/// An amount of memory of this process, in KiB.
fn resident(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let amount = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    amount.trim().trim_end_matches(" kB").parse().unwrap()
}
