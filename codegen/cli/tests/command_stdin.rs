//! `-` is standard input, for every command that reads a file.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod command;

use command::{code, stderr_of};
use std::fs;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn with_input(args: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
    let command = command.args(args).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    // The child may stop reading early.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

#[test]
fn a_description_is_read_from_standard_input() {
    let file = "tests/import/library.yaml";
    let by_name = command::pagesmith(&["import", file, "--out", "-"]);
    let piped = with_input(&["import", "-", "--out", "-"], &fs::read(file).unwrap());
    assert_eq!(code(&piped), 0, "{}", stderr_of(&piped));
    // Beside standard input, there are no other files to look for.
    let piped_report = stderr_of(&piped).replace(
        "leads out of the description; bundle the files into one",
        "can't be followed: there is no file `other.yaml`",
    );
    assert!(piped_report == stderr_of(&by_name), "{piped_report}");
    assert!(piped.stdout == by_name.stdout);
}

#[test]
fn one_sample_is_read_from_standard_input_and_others_from_files() {
    let samples = ["tests/infer/orders_1.json", "tests/infer/orders_2.json"];
    let by_name = command::pagesmith(&["infer", samples[0], samples[1], "--out", "-"]);
    let second = fs::read(samples[1]).unwrap();
    let piped = with_input(&["infer", samples[0], "-", "--out", "-"], &second);
    assert_eq!(code(&piped), 0, "{}", stderr_of(&piped));
    let named = String::from_utf8(by_name.stdout).unwrap();
    let spec = String::from_utf8(piped.stdout).unwrap();
    assert_eq!(spec.replace("standard input", samples[1]), named);
    let twice = with_input(&["infer", "-", "-", "--out", "-"], &second);
    assert_eq!(code(&twice), 2, "{}", stderr_of(&twice));
    assert!(stderr_of(&twice).contains("`-`"), "{}", stderr_of(&twice));
}

#[test]
fn standard_input_is_named_in_messages() {
    for (args, input, says) in [
        (["import", "-"], &b"{"[..], "standard input is not JSON"),
        (["infer", "-"], b"<html>", "standard input is not JSON"),
        (["import", "-"], b"openapi: 3.0.0\n\xff", "standard input is not UTF-8 in line 2"),
    ] {
        let output = with_input(&[&args[..], &["--out", "-"]].concat(), input);
        assert_eq!(code(&output), 1, "{}", stderr_of(&output));
        assert!(stderr_of(&output).contains(says), "{}", stderr_of(&output));
    }
}

#[test]
fn reading_stops_at_the_limit_of_a_document() {
    let large = vec![b' '; (33 << 20) + 1];
    for (command, most) in [("import", 33_554_432), ("infer", 4_194_304)] {
        let output = with_input(&[command, "-", "--out", "-"], &large);
        assert_eq!(code(&output), 1, "{}", stderr_of(&output));
        let stderr = stderr_of(&output);
        assert!(
            stderr
                .contains(&format!("standard input can't be read: it has more than {most} bytes")),
            "{stderr}"
        );
    }
}

const SPEC: &str = "../tests/entry_points/messages.yaml";

#[test]
fn a_spec_is_read_from_standard_input() {
    let folder = command::scratch("stdin");
    let out = folder.join("client.rs");
    let out = out.to_str().unwrap();
    let spec = fs::read(SPEC).unwrap();
    for args in [&["explain"][..], &["generate", "--out", out], &["check", "--out", out]] {
        let with = |spec| [&args[..1], &[spec], &args[1..]].concat();
        let by_name = command::pagesmith(&with(SPEC));
        let piped = with_input(&with("-"), &spec);
        assert_eq!(code(&piped), 0, "{args:?}: {}", stderr_of(&piped));
        assert_eq!(piped.stdout, by_name.stdout, "{args:?}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_mistake_in_standard_input_is_reported_as_standard_input() {
    let folder = command::scratch("stdin-mistake");
    let out = folder.join("client.rs");
    let all: [&[&str]; 6] = [
        &["explain", "-"],
        &["generate", "-", "--out", out.to_str().unwrap()],
        &["check", "-", "--out", out.to_str().unwrap()],
        &["mock", "-"],
        &["list", "-", "calls"],
        &["diff", "-", SPEC],
    ];
    for args in all {
        let output = with_input(args, b"pagesmith: 1\nnmae: A\nresources: {}\n");
        let stderr = stderr_of(&output);
        assert!(stderr.contains("standard input:2:1"), "{args:?}: {stderr}");
        assert!(!stderr.contains("- can't"), "{args:?}: {stderr}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_folder_of_clients_refuses_standard_input() {
    let folder = command::scratch("stdin-folder");
    let spec = fs::read(SPEC).unwrap();
    let output = with_input(&["generate", "-", "--out", folder.to_str().unwrap()], &spec);
    assert_eq!(code(&output), 1);
    let stderr = stderr_of(&output);
    assert!(stderr.contains("standard input has no module name"), "{stderr}");
    fs::remove_dir_all(folder).unwrap();
}
