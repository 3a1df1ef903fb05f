//! The README and the pages of `docs` show code of the examples, which are
//! built and run: each of their Rust blocks is in one of them, to the letter.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(root().join(path)).unwrap().replace("\r\n", "\n")
}

/// What is in this folder of the workspace, in order.
fn files(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let files = fs::read_dir(root().join(folder)).into_iter().flatten();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// The code of the examples: each one's build script and sources.
fn examples() -> Vec<String> {
    let examples = files("examples").into_iter();
    let sources = examples.flat_map(|example| {
        let mut sources = files(example.join("src"));
        sources.push(example.join("build.rs"));
        sources
    });
    // Those of the other workspace are programs of a file each.
    let sources = sources.chain(files("runtime/datafusion/examples"));
    sources.filter(|file| file.is_file()).map(read).collect()
}

/// The pages for people.
fn pages() -> Vec<PathBuf> {
    let tops = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    let mut pages = files("docs");
    pages.retain(|page| page.extension().is_some_and(|kind| kind == "md"));
    pages.extend(tops.map(|page| root().join(page)));
    pages
}

/// The blocks of this language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let open = format!("```{language}\n");
    let blocks = text.split(&open).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn rust_in_the_pages_is_code_of_the_examples() {
    let sources = examples();
    let mut count = 0;
    for page in pages() {
        for block in blocks(&read(&page), "rust") {
            // An example lies two folders below the specs.
            let code = block.replace("\"specs/", "\"../../specs/");
            assert!(
                sources.iter().any(|source| source.contains(&code)),
                "{} has code that is in no example:\n{block}",
                page.display()
            );
            count += 1;
        }
    }
    assert!(count > 20, "the pages show code: {count}");
}

/// The rows of the guarantees that a page names exist, and so do the tests for
/// them.
#[test]
fn rows_that_the_page_on_loops_names_exist() {
    let (guarantees, tests) =
        (read("docs/guarantees.md"), read("examples/from-your-loop/tests/faults.rs"));
    let page = read("docs/from-your-loop.md");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let rows: Vec<_> = rows.map(|(row, _)| row).collect();
    assert!(rows.len() > 10, "{rows:?}");
    for row in rows {
        assert!(guarantees.contains(&format!("| `{row}` |")), "no guarantee `{row}`");
        assert!(tests.contains(&format!("async fn {row}()")), "no test `{row}`");
    }
}

/// What a link to a heading calls it, as GitHub does.
fn anchor(heading: &str) -> String {
    let heading = heading.trim().to_lowercase();
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    heading.chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Links within the repository lead to files, and to their headings.
#[test]
fn links_of_the_pages_lead_to_files_and_headings() {
    let mut counts = (0, 0);
    for page in pages() {
        for link in read(&page).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            if file.contains("://") || file.contains(char::is_whitespace) {
                continue;
            }
            let there =
                if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(there.exists(), "{} links to {file}", page.display());
            counts.0 += 1;
            if !heading.is_empty() {
                let text = read(&there);
                let headings = text.lines().filter(|line| line.starts_with('#'));
                let mut headings = headings.map(|line| anchor(line.trim_start_matches('#')));
                assert!(headings.any(|it| it == heading), "{} links to {link}", page.display());
                counts.1 += 1;
            }
        }
    }
    assert!(counts.0 > 30 && counts.1 > 10, "the pages have links: {counts:?}");
}

#[test]
fn the_specs_in_the_readme_give_clients() {
    let blocks = blocks(&read("README.md"), "yaml");
    assert_eq!(blocks.len(), 2);
    let options = pagesmith_codegen::emit::Options::default();
    for block in blocks {
        let made = pagesmith_codegen::generate(block.as_bytes(), &options).unwrap();
        assert!(made.warnings.problems.is_empty(), "{block}");
    }
}

/// The marks of the README's comparison are those of the page that proves each.
#[test]
fn the_comparison_of_the_readme_is_that_of_its_page() {
    let (readme, page) = (read("README.md"), read("docs/comparison.md"));
    let table =
        readme.split("## Beside other ways\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<_> = table.lines().filter(|line| line.starts_with('|')).collect();
    let cells = |row: &str| -> Vec<String> {
        row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let tools = &cells(rows[0])[1..];
    assert!(rows.len() > 8 && tools.len() == 7, "{rows:?}");
    for row in &rows[2..] {
        let row = cells(row);
        let name = row[0].trim_start_matches('[').split(']').next().unwrap();
        let section = page
            .split(&format!("\n## {name}\n"))
            .nth(1)
            .unwrap_or_else(|| panic!("no section {name}"));
        let section = section.split("\n## ").next().unwrap();
        for (tool, mark) in tools.iter().zip(&row[1..]) {
            let begin = format!("| {tool} | {mark} |");
            let line = section.lines().find(|line| line.starts_with(&begin));
            let line = line.unwrap_or_else(|| panic!("{name}: no row `{begin}`"));
            assert!(mark == "–" || line.contains("]("), "{name}, {tool}: no proof");
        }
    }
}
