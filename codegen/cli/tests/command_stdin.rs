//! `import -` and `infer -` read standard input.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[expect(dead_code, reason = "each test here writes to standard input")]
mod command;

use command::{code, stderr};
use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn with_input(args: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
    let command = command.args(args).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // It may stop reading before the end.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

#[test]
fn a_description_comes_by_standard_input() {
    let file = "tests/import/library.yaml";
    let by_name = command::pagesmith(&["import", file, "--out", "-"]);
    let piped = with_input(&["import", "-", "--out", "-"], &fs::read(file).unwrap());
    assert_eq!(code(&piped), 0, "{}", stderr(&piped));
    assert_eq!((piped.stdout, piped.stderr), (by_name.stdout, by_name.stderr));
}

#[test]
fn a_sample_comes_by_standard_input_beside_files() {
    let samples = ["tests/infer/orders_1.json", "tests/infer/orders_2.json"];
    let by_name = command::pagesmith(&["infer", samples[0], samples[1], "--out", "-"]);
    let second = fs::read(samples[1]).unwrap();
    let piped = with_input(&["infer", samples[0], "-", "--out", "-"], &second);
    assert_eq!(code(&piped), 0, "{}", stderr(&piped));
    let named = String::from_utf8(by_name.stdout).unwrap();
    let spec = String::from_utf8(piped.stdout).unwrap();
    assert_eq!(spec.replace("standard input", samples[1]), named);
    let twice = with_input(&["infer", "-", "-", "--out", "-"], &second);
    assert_eq!(code(&twice), 2, "{}", stderr(&twice));
    assert!(stderr(&twice).contains("`-`"), "{}", stderr(&twice));
}

#[test]
fn what_standard_input_holds_is_told_as_such() {
    for (args, input, says) in [
        (["import", "-"], &b"{"[..], "standard input is not JSON"),
        (["infer", "-"], b"<html>", "standard input is not JSON"),
        (["import", "-"], b"openapi: 3.0.0\n\xff", "standard input is not UTF-8 in line 2"),
    ] {
        let output = with_input(&[&args[..], &["--out", "-"]].concat(), input);
        assert_eq!(code(&output), 1, "{}", stderr(&output));
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
    }
}

#[test]
fn no_more_than_a_document_may_have_is_read() {
    let large = vec![b' '; (33 << 20) + 1];
    for command in ["import", "infer"] {
        let output = with_input(&[command, "-", "--out", "-"], &large);
        assert_eq!(code(&output), 1, "{}", stderr(&output));
        let told = stderr(&output);
        assert!(
            told.contains("standard input can't be read: it has more than 33554432 bytes"),
            "{told}"
        );
    }
}
