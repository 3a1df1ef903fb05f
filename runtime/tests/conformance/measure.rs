//! Rows that run in a separate process, with their own environment and memory.

use std::process::Command;
use std::{env, fs};

/// The environment variable that is set in a process that runs a single row.
const ALONE: &str = "PAGESMITH_ROW_ALONE";

pub(crate) fn is_alone() -> bool {
    env::var_os(ALONE).is_some()
}

/// Runs the row with this path in a separate process.
pub(crate) fn run_alone(path: &str, env: &[(&str, &str)]) {
    let (_, name) = path.split_once("::").unwrap();
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([name, "--exact", "--nocapture"]).env(ALONE, "1").envs(env.iter().copied());
    let output = command.output().unwrap();
    let printed = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && printed.contains("1 passed"), "{printed}");
}

/// The memory of this process that is resident now, in bytes; its most so far
/// is forgotten.
pub(crate) fn resident() -> u64 {
    // Where the system knows no such switch, the most so far is larger, and
    // less is seen; Linux knows it.
    let _forgotten = fs::write("/proc/self/clear_refs", "5");
    status("VmRSS:")
}

/// The most memory of this process that was resident, in bytes.
pub(crate) fn most_resident() -> u64 {
    status("VmHWM:")
}

/// A line of what Linux says of this process; elsewhere nothing is measured.
fn status(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}
