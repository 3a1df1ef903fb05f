//! Generating is a function from text to text: the stages read no file, no
//! clock, no environment, and know no network.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

/// The entry points, and what they read and write through: all else is a stage.
const ENTRY_POINTS: [&str; 4] = ["build_script.rs", "input.rs", "output.rs", "proc_macro.rs"];

/// What would make the output depend on more than its input.
const WORLD: [&str; 11] = [
    "std::fs",
    "TcpStream",
    "UdpSocket",
    "ToSocketAddrs",
    "std::env",
    "std::time",
    "std::process",
    "std::thread",
    "include_str!",
    "SystemTime",
    "RandomState",
];

/// The input of `import` is a description with the files beside it, and this reads them.
const FILES_BESIDE: &str = "drafting/import/files.rs";

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_stage_reaches_out_of_its_input() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    // Specs are drafted from what a command has read.
    sources(&root.join("../cli/src/drafting"), &mut files);
    let is_entry_point = |file: &PathBuf| {
        let first = file.strip_prefix(&root).unwrap().iter().next().unwrap();
        ENTRY_POINTS.iter().any(|entry_point| first == *entry_point)
    };
    let reads_files = |file: &PathBuf| file.ends_with(FILES_BESIDE);
    assert_eq!(files.iter().filter(|file| reads_files(file)).count(), 1);
    let is_stage = |file: &&PathBuf| !is_entry_point(file) && !reads_files(file);
    let stages: Vec<&PathBuf> = files.iter().filter(is_stage).collect();
    assert!(stages.len() > 30 && stages.len() < files.len());
    for file in stages {
        let text = fs::read_to_string(file).unwrap();
        // A panic while dropping is looked at, and nothing is done by threads.
        let text = text.replace("std::thread::panicking", "");
        let code = text.split("#[cfg(test)]").next().unwrap();
        for word in WORLD {
            assert!(!code.contains(word), "{} names `{word}`", file.display());
        }
    }
}
