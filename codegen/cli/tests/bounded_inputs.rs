//! A spec, a description or a sample may be an endless device, a pipe without a writer, or
//! a file of any size: reading stops at a limit.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod command;

use command::{code, pagesmith, scratch, stderr_of};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};

/// Runs the command line with limited memory, so that reading everything would fail, and
/// with a timeout: if it waits, the exit code is 124.
fn run(args: &[&str]) -> Output {
    run_within(600_000, args)
}

fn run_within(kilobytes: u32, args: &[&str]) -> Output {
    let limited = format!("ulimit -v {kilobytes}; exec timeout 60 \"$0\" \"$@\"");
    let program = env!("CARGO_BIN_EXE_pagesmith");
    Command::new("sh").args(["-c", &limited, program]).args(args).output().unwrap()
}

/// Asserts that each command that reads this file fails with one of these messages.
fn refused(file: &Path, out: &Path, says: &[&str]) {
    let (file, out) = (file.to_str().unwrap(), out.to_str().unwrap());
    let spec = "../../specs/signalwire.yaml";
    let commands: [&[&str]; 9] = [
        &["generate", file, "--out", out],
        &["check", file, "--out", out],
        &["explain", file],
        &["diff", file, spec],
        &["diff", spec, file],
        &["list", file, "messages"],
        &["mock", file],
        &["import", file, "--out", "-"],
        &["infer", file, "--out", "-"],
    ];
    for args in commands {
        let output = run(args);
        let stderr = stderr_of(&output);
        // `list` treats an unusable spec as a wrong argument.
        let expected = if args[0] == "list" { 2 } else { 1 };
        assert_eq!(code(&output), expected, "{args:?} {stderr}");
        assert!(says.iter().any(|text| stderr.contains(text)), "{args:?} {stderr}");
        assert!(stderr.contains(file) && stderr.len() < 1000, "{args:?} {stderr}");
    }
}

#[test]
fn a_device_without_an_end_is_read_up_to_the_limit() {
    let folder = scratch("device");
    let limits = ["it has more than 4194304 bytes", "it has more than 33554432 bytes"];
    refused(Path::new("/dev/zero"), &folder.join("out.rs"), &limits);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_huge_file_is_read_up_to_the_limit() {
    let folder = scratch("huge");
    let file = folder.join("huge.yaml");
    File::create(&file).unwrap().set_len(1 << 40).unwrap();
    let limits = ["it has more than 4194304 bytes", "it has more than 33554432 bytes"];
    refused(&file, &folder.join("out.rs"), &limits);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_sample_takes_less_than_500_mib_whatever_it_holds() {
    let folder = scratch("large-sample");
    let file = folder.join("sample.json");
    let path = file.to_str().unwrap();
    let fields = |many, value| {
        let fields: Vec<_> = (0..many).map(|n| format!("\"{n:x}\":{value},")).collect();
        fields.concat()
    };
    for (begins, many, ends) in [
        ("[", "[0],".repeat(1 << 20), "0]"),
        ("[{\"id\":1},", "{\"\":0},".repeat((4 << 20) / 7 - 10), "0]"),
        ("[{", fields(400_000, "0"), "\"id\":1}]"),
        ("[{", fields(230_000, "[{\"a\":0}]"), "\"id\":1}]"),
    ] {
        let sample = format!("{begins}{many}{ends}");
        let sample = &sample.as_bytes()[..sample.len().min(4 << 20)];
        fs::write(&file, sample).unwrap();
        let output = run_within(500 << 10, &["infer", path, "--out", "-"]);
        let stderr = stderr_of(&output);
        let is_read = code(&output) == 0 || code(&output) == 1 && stderr.contains(path);
        assert!(is_read, "{begins} {:?} {}", output.status, stderr);
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_named_pipe_is_refused_and_not_waited_for() {
    let folder = scratch("pipe");
    let pipe = folder.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    refused(&pipe, &folder.join("out.rs"), &["it is a named pipe"]);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_pipe_of_the_shell_and_standard_input_are_read() {
    let program = env!("CARGO_BIN_EXE_pagesmith");
    let spec = "../../specs/signalwire.yaml";
    let shell = |line: &str| {
        let output = Command::new("bash").args(["-c", line, program, spec]).output().unwrap();
        (code(&output), stderr_of(&output))
    };
    assert_eq!(shell("\"$0\" diff <(cat \"$1\") \"$1\"").0, 0);
    assert_eq!(shell("cat \"$1\" | \"$0\" diff - \"$1\"").0, 0);
    assert_eq!(shell("cat \"$1\" | \"$0\" explain /dev/stdin").0, 0);
    let (failed, stderr) = shell("ulimit -v 600000; \"$0\" diff - \"$1\" < /dev/zero");
    assert!(failed == 1 && stderr.contains("it has more than 4194304 bytes"), "{stderr}");
}

#[test]
fn a_huge_position_file_is_refused() {
    let folder = scratch("huge-position");
    let (out, position) = (folder.join("rows.jsonl"), folder.join("rows.position"));
    fs::write(&out, "").unwrap();
    fs::write(&position, "{\"pagesmith_list\":1,").unwrap();
    File::options().write(true).open(&position).unwrap().set_len(1 << 40).unwrap();
    let spec = folder.join("api.yaml");
    let lists =
        "resources: {rows: {get: /rows, record: Row}}\nrecords: {Row: {fields: {id: string}}}";
    fs::write(&spec, format!("pagesmith: 1\nname: A\npaging: none\n{lists}\n")).unwrap();
    let spec = spec.to_str().unwrap();
    let (out, position) = (out.to_str().unwrap(), position.to_str().unwrap());
    let args = [
        "list",
        spec,
        "rows",
        "--out",
        out,
        "--position",
        position,
        "--base-url",
        "http://127.0.0.1:1",
    ];
    let output = run(&args);
    let stderr = stderr_of(&output);
    assert_eq!(code(&output), 2, "{stderr}");
    assert!(stderr.contains("has more than 16777216 bytes"), "{stderr}");
    // A file of normal size is read.
    fs::write(position, "").unwrap();
    let stderr = stderr_of(&pagesmith(&args));
    assert!(!stderr.contains("has more than"), "{stderr}");
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_file_to_overwrite_is_not_read_whole() {
    let folder = scratch("huge-out");
    let out = folder.join("out.rs");
    File::create(&out).unwrap().set_len(1 << 40).unwrap();
    let spec = "../../specs/signalwire.yaml";
    let stderr_of_run = |args: &[&str]| stderr_of(&run(args));
    let path = out.to_str().unwrap();
    let generated = stderr_of_run(&["generate", spec, "--out", path]);
    assert!(generated.contains("was not generated"), "{generated}");
    let checked = stderr_of_run(&["check", spec, "--out", path]);
    assert!(checked.contains("it has more than"), "{checked}");
    let inferred = stderr_of_run(&["infer", "tests/infer/laml.json", "--out", path]);
    assert!(
        inferred.contains("exists and differs") || inferred.contains("can't be read"),
        "{inferred}"
    );
    fs::remove_dir_all(folder).unwrap();
}
