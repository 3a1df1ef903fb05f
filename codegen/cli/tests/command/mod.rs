//! Helpers that run the command line.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, process};

pub(crate) fn pagesmith(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pagesmith")).args(args).output().unwrap()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn stderr_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A new folder for a test, in the target directory.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}
