//! What each published package needs beside its sources, and that a checkout
//! needs no symbolic links.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

/// The packages that are published; the last one is a workspace of its own.
const PUBLISHED: [&str; 8] = [
    "codegen",
    "codegen/cli",
    "codegen/interpret",
    "macros",
    "runtime",
    "runtime/arrow",
    "runtime/paging",
    "runtime/datafusion",
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

/// The documentation of each package shows all that its features bring.
#[test]
fn the_documentation_of_each_package_has_all_features() {
    for package in PUBLISHED {
        let manifest = fs::read_to_string(root().join(package).join("Cargo.toml")).unwrap();
        let metadata = "\n[package.metadata.docs.rs]\nall-features = true\n";
        assert!(manifest.replace("\r\n", "\n").contains(metadata), "{package} lacks {metadata}");
    }
}

/// The order of releases in `docs/versions.md` names each package after those that it uses, as `.ci/run`
/// packs them.
#[test]
fn releases_name_each_package() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let (ci, docs) = (read(".ci/run"), read("docs/versions.md"));
    let order = ci.lines().find_map(|line| line.strip_prefix("published=\"")).unwrap();
    let order: Vec<_> = order.trim_end_matches('"').split(' ').collect();
    assert_eq!(order.len() + 1, PUBLISHED.len());
    assert!(docs.contains(&order.join(", ")), "docs/versions.md: {}", order.join(", "));
    let folders = PUBLISHED.map(|folder| (folder, read(&format!("{folder}/Cargo.toml"))));
    for (at, package) in order.iter().enumerate() {
        let begin = format!("[package]\nname = \"{package}\"\n");
        let (_, manifest) = folders.iter().find(|(_, text)| text.starts_with(&begin)).unwrap();
        let used = manifest.split("[dev-dependencies]").next().unwrap();
        for later in &order[at + 1..] {
            let is_used = used.lines().any(|line| {
                line.split(['.', ' ', '=']).next() == Some(*later) && !line.starts_with('[')
            });
            assert!(!is_used, "{package} uses {later}, which is released after it");
        }
    }
}

/// The package outside of the workspace, which inherits nothing, has what the others inherit: its
/// versions of ours are exact, so that a release uses those of the same release.
#[test]
fn the_package_outside_of_the_workspace_fits_the_others() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap().replace("\r\n", "\n");
    let (manifest, workspace) = (read("runtime/datafusion/Cargo.toml"), read("Cargo.toml"));
    let (_, shared) = workspace.split_once("[workspace.package]\n").unwrap();
    for key in ["version", "edition", "license", "repository"] {
        let line = shared.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
        assert!(manifest.contains(&format!("\n{line}\n")), "runtime/datafusion: {line}");
    }
    let version = shared.lines().find_map(|line| line.strip_prefix("version = \"")).unwrap();
    let exact = format!("version = \"={version}");
    let ours = manifest.split("[dev-dependencies]").next().unwrap().lines();
    let ours: Vec<_> = ours.filter(|line| line.starts_with("pagesmith")).collect();
    assert_eq!(ours.len(), 4);
    for line in ours {
        assert!(line.contains(&exact), "{line}: {exact}");
    }
    for key in ["categories", "description", "keywords", "readme"] {
        assert!(manifest.contains(&format!("\n{key} = ")), "runtime/datafusion lacks `{key}`");
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
