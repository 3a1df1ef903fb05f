//! Misuse of `#[derive(Paged)]` and of `client!`: the errors that a user sees.
//!
//! `TRYBUILD=overwrite` before the command that runs this test writes the current
//! errors to the `.stderr` files.

#![cfg(feature = "spec")]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

#[test]
fn mistakes_are_reported() {
    copy_specs();
    // Without cases that pass, which `tests/accepted.rs` has: so all are checked by one call of
    // Cargo, which builds no code.
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}

/// The path of a spec is relative to the folder of `Cargo.toml`. That of the
/// cases is in a project that trybuild makes: the specs are copied into it.
fn copy_specs() {
    let copies = cases_project().join("specs");
    fs::create_dir_all(&copies).unwrap();
    for spec in fs::read_dir("tests/specs").unwrap() {
        let spec = spec.unwrap();
        // Not `fs::copy`: a copy of what is read-only could not be written again.
        fs::write(copies.join(spec.file_name()), fs::read(spec.path()).unwrap()).unwrap();
    }
}

/// Where trybuild makes its project: below the target folder that Cargo names,
/// which trybuild asks in the same way.
fn cases_project() -> PathBuf {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(["metadata", "--no-deps", "--format-version=1"]).output();
    let metadata: serde_json::Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
    let target = metadata["target_directory"].as_str().unwrap();
    [target, "tests", "trybuild", env!("CARGO_PKG_NAME")].iter().collect()
}
