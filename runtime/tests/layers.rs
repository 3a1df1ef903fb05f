//! A folder of the sources uses only those that `lib.rs` declares above it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

/// The exceptions: uses of modules that are declared below, with their reasons.
const EXCEPTIONS: [(&str, &str); 1] = [
    // Decoding a position can fail, and an error holds the position to resume from.
    ("position", "error"),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The modules of `lib.rs`, in its order.
fn modules(lib: &str) -> Vec<&str> {
    let declared = lib.lines().filter_map(|line| {
        line.strip_prefix("pub mod ").or_else(|| line.strip_prefix("mod "))?.strip_suffix(';')
    });
    declared.filter(|name| *name != "__fuzz").collect()
}

#[test]
fn a_folder_uses_only_those_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(root.join("lib.rs")).unwrap();
    let order = modules(&lib);
    assert!(order.len() > 10 && order.contains(&"protocol"), "{order:?}");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let (mut seen, mut wrong) = (0, Vec::new());
    for file in files {
        let place = file.strip_prefix(&root).unwrap();
        let own = place.components().next().unwrap().as_os_str().to_str().unwrap();
        let own = own.trim_end_matches(".rs");
        let Some(at) = order.iter().position(|name| *name == own) else { continue };
        let text = fs::read_to_string(&file).unwrap();
        let uses = text.lines().filter_map(|line| {
            let path = line.trim_start().strip_prefix("use crate::")?;
            path.split(|c: char| !c.is_alphanumeric() && c != '_').next()
        });
        for used in uses.filter(|used| *used != own) {
            let Some(below) = order.iter().position(|name| *name == used) else { continue };
            seen += 1;
            if below > at && !EXCEPTIONS.contains(&(own, used)) {
                wrong.push(format!("{} uses `{used}`", place.display()));
            }
        }
    }
    assert!(seen > 100, "{seen} uses were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
