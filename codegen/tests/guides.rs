//! The guides in the documentation of `pagesmith` are the pages of `docs`. Its package has only what
//! lies in its own folder, so `runtime/src/guides` holds them a second time: without their title, and
//! with links that lead to each other or to the repository.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_codegen::parse::attr::PageKey;
use pagesmith_paging::PRESETS;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The pages that are guides, each with its module.
const GUIDES: [&str; 8] =
    ["from-your-loop", "glossary", "guarantees", "pages", "production", "recipes", "spec", "walks"];

const REPOSITORY: &str = "https://github.com/pagesmith/pagesmith/blob/main/";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A page as the text of a module.
fn guide(page: &str) -> String {
    let page = page.replace("\r\n", "\n");
    let (title, text) = page.split_once("\n\n").unwrap();
    assert!(title.starts_with("# "), "a page begins with its title: {title}");
    let mut parts = text.split("](");
    let mut guide = parts.next().unwrap().to_owned();
    for part in parts {
        let (link, rest) = part.split_once(')').unwrap();
        guide += &["](", &target(link), ")", rest].concat();
    }
    guide
}

/// Where a link of a page leads from a module.
fn target(link: &str) -> String {
    let (file, heading) = link.split_once('#').map_or((link, None), |(file, it)| (file, Some(it)));
    if file.is_empty() || file.contains("://") || file.contains(char::is_whitespace) {
        return link.to_owned();
    }
    let heading = heading.map(|heading| format!("#{heading}")).unwrap_or_default();
    let name = file.strip_suffix(".md").filter(|name| GUIDES.contains(name));
    if let Some(name) = name {
        return format!("crate::guides::{}{heading}", name.replace('-', "_"));
    }
    match file.strip_prefix("../") {
        Some(file) => format!("{REPOSITORY}{file}{heading}"),
        None => format!("{REPOSITORY}docs/{file}{heading}"),
    }
}

#[test]
fn the_guides_of_the_library_are_the_pages() {
    for name in GUIDES {
        let made = guide(&fs::read_to_string(root().join(format!("docs/{name}.md"))).unwrap());
        let kept = root().join(format!("runtime/src/guides/{}.md", name.replace('-', "_")));
        if env::var_os("PAGESMITH_BLESS").is_some() {
            fs::write(&kept, &made).unwrap();
        }
        let is_current =
            fs::read_to_string(&kept).unwrap_or_default().replace("\r\n", "\n") == made;
        assert!(
            is_current,
            "docs/{name}.md has changed: run `PAGESMITH_BLESS=1 cargo test -p pagesmith-codegen --test guides`"
        );
    }
}

#[test]
fn links_lead_to_guides_or_to_the_repository() {
    assert_eq!(target("walks.md#evidence"), "crate::guides::walks#evidence");
    assert_eq!(target("from-your-loop.md"), "crate::guides::from_your_loop");
    assert_eq!(target("#below"), "#below");
    assert_eq!(target("https://example.com/a.md"), "https://example.com/a.md");
    let repository = "https://github.com/pagesmith/pagesmith/blob/main";
    assert_eq!(target("listing.md#files"), format!("{repository}/docs/listing.md#files"));
    assert_eq!(target("../README.md"), format!("{repository}/README.md"));
}

/// The page of the derive describes each key, each field of a page, and each style.
#[test]
fn the_page_of_the_derive_is_complete() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let (docs, attribute) = (read("macros/src/lib.rs"), read("codegen/src/parse/attr/values.rs"));
    let keys = attribute.split("const KEYS: ").nth(1).unwrap().split(';').nth(1).unwrap();
    let keys: Vec<_> = keys.split('"').skip(1).step_by(2).map(str::to_owned).collect();
    assert!(keys.len() > 12 && keys.contains(&"missing_is_empty".to_owned()), "{keys:?}");
    let styles = PRESETS.iter().map(|preset| preset.name.replace('-', "_"));
    let fields = PageKey::ALL.iter().map(|key| key.name().to_owned());
    for name in styles.chain(fields).chain(keys) {
        let rows = docs.lines().filter_map(|line| line.strip_prefix("/// | "));
        let mut cells = rows.filter_map(|row| row.split(" | ").next());
        let is_in = |cell: &str| {
            cell.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
        };
        assert!(cells.any(is_in), "macros/src/lib.rs has no row for `{name}`");
    }
}
