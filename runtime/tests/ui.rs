//! Misuse of `#[derive(Paged)]` and of `client!`: what a user is told.
//!
//! `TRYBUILD=overwrite` before the command that runs this test writes what is
//! told now to the `.stderr` files.

#![cfg(all(feature = "spec", feature = "reqwest"))]

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

#[test]
fn mistakes_are_told() {
    copy_specs();
    // A run of its own each: failing cases alone are compiled in one go.
    trybuild::TestCases::new().compile_fail("tests/ui/fail/*.rs");
    trybuild::TestCases::new().pass("tests/ui/pass/*.rs");
}

/// The path of a spec is relative to the folder of `Cargo.toml`. That of the
/// cases is in a project that trybuild makes: the specs are copied into it.
fn copy_specs() {
    let copies = cases_project().join("specs");
    fs::create_dir_all(&copies).unwrap();
    for spec in fs::read_dir("tests/ui/specs").unwrap() {
        let spec = spec.unwrap();
        fs::copy(spec.path(), copies.join(spec.file_name())).unwrap();
    }
}

/// Where trybuild makes its project: in the target folder that Cargo names to
/// it too, whatever that was set to.
fn cases_project() -> PathBuf {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut metadata = Command::new(cargo);
    metadata.args(["metadata", "--no-deps", "--format-version=1"]);
    let metadata: serde_json::Value =
        serde_json::from_slice(&metadata.output().unwrap().stdout).unwrap();
    let target = metadata["target_directory"].as_str().unwrap();
    [target, "tests", "trybuild", env!("CARGO_PKG_NAME")].iter().collect()
}
