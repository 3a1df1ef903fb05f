//! `pagesmith sql` runs another program.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[expect(dead_code, reason = "no test here needs all of it")]
mod command;

use command::{code, scratch, stderr_of};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};

/// Runs the command with programs of this folder alone.
fn sql(path: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
    command.arg("sql").args(arguments).env("PATH", path).output().unwrap()
}

#[test]
fn arguments_and_the_exit_code_are_passed_on() {
    let folder = scratch("sql-command");
    let program = folder.join("pagesmith-sql");
    fs::write(&program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 3\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let arguments = ["--format", "csv", "a.yaml", "select 1", "--help"];
    let output = sql(folder.to_str().unwrap(), &arguments);
    assert_eq!(code(&output), 3, "{}", stderr_of(&output));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), arguments.join("\n") + "\n");
}

#[test]
fn without_the_program_it_says_how_to_install_it() {
    let output = sql("/nowhere", &["a.yaml", "select 1"]);
    assert_eq!(code(&output), 2);
    assert!(stderr_of(&output).contains("`cargo install pagesmith-datafusion`"));
}
