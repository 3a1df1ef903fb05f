//! The versions and cores of the measurement, without anything that names the
//! machine.

use std::process::Command;
use std::thread;

/// The lines of the workspace's lock file that say which crate has which
/// version.
const LOCK: &str = include_str!("../../../Cargo.lock");

/// The versions and cores, in one sentence.
pub fn describe() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let rustc = output_of("rustc", &["--version"])
        .and_then(|said| said.split(' ').nth(1).map(str::to_owned))
        .unwrap_or_else(|| "unknown".to_owned());
    let versions: Vec<_> = ["pagesmith", "reqwest", "hyper", "serde_json", "tokio"]
        .iter()
        .filter_map(|name| Some(format!("{name} {}", version(name)?)))
        .collect();
    let valgrind =
        output_of("valgrind", &["--version"]).unwrap_or_else(|| "no valgrind".to_owned());
    format!(
        "{cores} cores ({}, {}), rustc {rustc}, {}, {}",
        std::env::consts::ARCH,
        std::env::consts::OS,
        versions.join(", "),
        valgrind.replace('-', " "),
    )
}

fn output_of(program: &str, args: &[&str]) -> Option<String> {
    let out = Command::new(program).args(args).output().ok()?;
    Some(String::from_utf8_lossy(&out.stdout).trim().to_owned())
}

/// The version of a crate that the workspace is built with.
pub fn version(name: &str) -> Option<&'static str> {
    let (_, rest) = LOCK.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    Some(rest.split_once('"')?.0)
}
