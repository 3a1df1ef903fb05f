//! The README and the pages of `docs` show code of the examples, which are
//! built and run: each of their Rust blocks is in one of them, to the letter.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
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

/// `docs/spec.md` also has parts of specs, which `spec_reference` completes.
#[test]
fn the_specs_in_the_pages_give_clients() {
    let mut count = 0;
    let options = pagesmith_codegen::emit::Options::default();
    for page in pages() {
        let specs = blocks(&read(&page), "yaml").into_iter();
        for spec in specs.filter(|block| block.lines().any(|line| line == "pagesmith: 1")) {
            let made = pagesmith_codegen::generate(spec.as_bytes(), &options).unwrap();
            assert!(made.warnings.problems.is_empty(), "{}: {spec}", page.display());
            count += 1;
        }
    }
    assert!(count > 6, "the pages show specs: {count}");
}

/// The manifest of the README names packages and folders that exist.
#[test]
fn the_dependencies_in_the_readme_exist() {
    let readme = blocks(&read("README.md"), "toml");
    let paths = readme[0].lines().filter_map(|line| line.split_once(" = { path = \"../pagesmith/"));
    let paths: Vec<_> = paths.map(|(name, rest)| (name, rest.split('"').next().unwrap())).collect();
    assert_eq!(paths.len(), 2);
    for (name, folder) in paths {
        let manifest = read(Path::new(folder).join("Cargo.toml"));
        assert!(manifest.contains(&format!("\nname = \"{name}\"\n")), "{folder} is not {name}");
    }
}

/// Which test reads the blocks of a page that are neither Rust nor specs (both tested here) nor
/// commands of `pagesmith` (`codegen/cli/src/args/tests.rs`): how many blocks, and the test.
const TESTED: [(&str, &str, usize, &str); 17] = [
    ("README.md", "sh", 1, ".ci/run"),
    ("README.md", "text", 3, "examples/github/tests/readme.rs"),
    ("README.md", "toml", 1, "codegen/tests/readme.rs"),
    ("docs/changing-a-spec.md", "text", 1, "codegen/cli/tests/diff_command.rs"),
    ("docs/command_line.md", "text", 1, "codegen/tests/schema.rs"),
    ("docs/command_line.md", "toml", 1, "codegen/cli/tests/config.rs"),
    ("docs/command_line.md", "yaml", 2, "codegen/cli/tests/ci_docs.rs"),
    ("docs/import.md", "json", 1, "codegen/cli/tests/import/docs.rs"),
    ("docs/import.md", "text", 2, "codegen/cli/tests/import/docs.rs"),
    ("docs/import.md", "yaml", 1, "codegen/cli/tests/import/docs.rs"),
    ("docs/listing.md", "text", 2, "codegen/cli/tests/list/causes.rs"),
    ("docs/performance.md", "sh", 1, "examples/benchmarks/src/report.rs"),
    ("docs/spec.md", "yaml", 6, "codegen/tests/spec_reference.rs"),
    ("docs/sql.md", "sh", 2, "runtime/datafusion/tests/suite/program.rs"),
    ("docs/versions.md", "sh", 3, "codegen/tests/packages.rs"),
    ("docs/versions.md", "text", 1, "codegen/tests/packages.rs"),
    ("docs/walks.md", "text", 1, "codegen/cli/tests/list/docs.rs"),
];

/// Each block has a language, and a test: one more block needs a row above.
#[test]
fn each_block_of_the_pages_has_a_test() {
    let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
    let pages = pages()
        .into_iter()
        .filter(|page| page.ends_with("README.md") || page.parent().unwrap().ends_with("docs"));
    for page in pages {
        let name = page.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let text = read(&page);
        let mut fences = text.lines().map(str::trim).filter_map(|line| line.strip_prefix("```"));
        while let Some(language) = fences.next() {
            assert_eq!(fences.next(), Some(""), "{name}: a block of {language}");
            let is_known = ["console", "json", "mermaid", "rust", "sh", "text", "toml", "yaml"];
            assert!(is_known.contains(&language), "{name}: `{language}`");
        }
        for language in ["json", "sh", "text", "toml", "yaml"] {
            let blocks = blocks(&text.replace("\n   ", "\n"), language).into_iter();
            let calls = |line: &str| {
                let after = ["cargo", "exec", "|"].map(|before| format!("{before} pagesmith "));
                line.trim_start().starts_with("pagesmith ")
                    || after.iter().any(|call| line.contains(call))
            };
            let is_ours = |block: &String| {
                let is_command = language == "sh" && block.lines().any(calls);
                block.contains("pagesmith: 1\n") || is_command
            };
            let count = blocks.filter(|block| !is_ours(block)).count();
            if count > 0 {
                found.insert((name.clone(), language.to_owned()), count);
            }
        }
    }
    let tested = TESTED.map(|(page, language, count, test)| {
        assert!(root().join(test).exists(), "{test}");
        ((page.to_owned(), language.to_owned()), count)
    });
    assert_eq!(found, BTreeMap::from(tested));
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
