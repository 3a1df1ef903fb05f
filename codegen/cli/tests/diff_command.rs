//! `pagesmith diff`: the page "Changing a spec", line by line, and the exit
//! codes.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{fs, process};

fn read(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(file).unwrap().replace("\r\n", "\n")
}

/// The old spec and the new one of a pair.
fn pair(name: &str) -> (String, String) {
    let text = read(&format!("../tests/diff/pairs/{name}.yaml"));
    let (old, new) = text.split_once("---\n").unwrap();
    (old.to_owned(), new.to_owned())
}

/// A folder that holds the new spec of a pair as `specs/acme.yaml`, and the
/// old one beside it.
fn folder(test: &str, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{test}-{}", process::id()));
    fs::create_dir_all(folder.join("specs")).unwrap();
    fs::create_dir_all(folder.join("src")).unwrap();
    let (old, new) = pair(name);
    fs::write(folder.join("specs/acme.yaml"), new).unwrap();
    fs::write(folder.join("old.yaml"), old).unwrap();
    folder
}

/// Runs a command of the page, the old spec being what `git show` would give.
fn run(folder: &Path, arguments: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_pagesmith"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let old = fs::read(folder.join("old.yaml")).unwrap();
    // A command that reads nothing closes its end.
    let _closed = child.stdin.take().unwrap().write_all(&old);
    child.wait_with_output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn each_command_of_the_page_runs() {
    let page = read("../../docs/changing-a-spec.md");
    let folder = folder("page", "example");
    let blocks = page.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
    let lines = blocks.flat_map(str::lines).map(|line| line.split('#').next().unwrap());
    let mut seen = Vec::new();
    for line in lines {
        let (_, arguments) = line.split_once("pagesmith ").unwrap();
        let output = run(&folder, arguments);
        seen.push((arguments.split_whitespace().next().unwrap(), code(&output)));
    }
    // Nothing is written at first, and the example breaks callers.
    let found =
        [("check", 1), ("generate", 0), ("diff", 1), ("check", 0), ("diff", 1), ("diff", 0)];
    assert_eq!(seen, found);

    let diff = run(&folder, "diff - specs/acme.yaml");
    let block = page.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    assert_eq!(stdout(&diff), block, "no color without a terminal");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_exit_code_is_that_of_fail_on() {
    // What is found, and the code by default, for minor and for never.
    let cases = [
        ("field-removed", [1, 1, 0]),
        ("filters-exchanged", [1, 1, 0]),
        ("field-added", [0, 1, 0]),
        ("path-changed", [0, 1, 0]),
        ("field-docs", [0, 0, 0]),
        ("nothing", [0, 0, 0]),
    ];
    for (name, codes) in cases {
        let folder = folder(&format!("codes-{name}"), name);
        let with =
            |more: &str| code(&run(&folder, &format!("diff old.yaml specs/acme.yaml {more}")));
        let seen = [with(""), with("--fail-on minor"), with("--fail-on never --format json")];
        assert_eq!(seen, codes, "{name}");
        assert_eq!(with("--fail-on major"), codes[0], "{name}");
        fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn a_machine_reads_one_object() {
    let folder = folder("json", "field-made-optional");
    let output = run(&folder, "diff old.yaml specs/acme.yaml --format json");
    let golden = read("../tests/diff/pairs/field-made-optional.json");
    assert_eq!(stdout(&output), golden.replace("new.yaml", "specs/acme.yaml"));
    assert_eq!(code(&output), 1);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn wrong_arguments_and_specs_are_reported() {
    let folder = folder("wrong", "field-removed");
    let fail = |arguments: &str| {
        let output = run(&folder, arguments);
        (code(&output), String::from_utf8(output.stderr).unwrap())
    };
    fs::write(folder.join("bad.yaml"), "pagesmith: 1\nnaem: Acme\n").unwrap();
    let (code, text) = fail("diff missing.yaml bad.yaml");
    assert_eq!(code, 1);
    assert!(text.contains("missing.yaml can't be read") && text.contains("bad.yaml:2:1"), "{text}");
    let (code, text) = fail("diff - -");
    assert_eq!(code, 2);
    assert!(text.contains("standard input"), "{text}");
    assert_eq!(fail("diff old.yaml").0, 2);
    assert_eq!(fail("diff old.yaml specs/acme.yaml --fail-on patch").0, 2);
    let help = run(&folder, "diff --help");
    assert_eq!(self::code(&help), 0);
    for word in ["Examples:", "Exit codes:", "git show main:specs/acme.yaml | pagesmith diff -"] {
        assert!(stdout(&help).contains(word), "{word}");
    }
    fs::remove_dir_all(folder).unwrap();
}
