//! What each published package needs beside its sources, and that a checkout
//! needs no symbolic links.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

/// The packages that are published.
const PUBLISHED: [&str; 7] = [
    "codegen",
    "codegen/cli",
    "codegen/interpret",
    "macros",
    "runtime",
    "runtime/arrow",
    "runtime/paging",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Each package is published with its licences, and Cargo takes no file from
/// above a package.
#[test]
fn licences_are_the_same_in_every_package() {
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let text = fs::read_to_string(root().join(licence)).unwrap();
        for package in PUBLISHED {
            let copy = fs::read_to_string(root().join(package).join(licence)).unwrap();
            assert!(copy == text, "{package}/{licence} differs from {licence}: copy it there");
        }
    }
}

/// Symbolic links below this folder; build output and Git's own files are left
/// out.
fn links(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_symlink() {
            found.push(entry.path());
        } else if kind.is_dir() && entry.file_name() != "target" && entry.file_name() != ".git" {
            links(&entry.path(), found);
        }
    }
}

#[test]
fn nothing_is_a_symbolic_link() {
    let mut found = Vec::new();
    links(&root(), &mut found);
    assert!(found.is_empty(), "symbolic links, which some checkouts lack: {found:?}");
}
