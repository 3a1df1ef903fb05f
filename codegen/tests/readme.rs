//! The README shows code of the examples, which are built and run: each of its
//! Rust blocks stands in one of them, to the letter.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;
use std::path::Path;

/// Where the README's code comes from.
const SOURCES: [&str; 6] = [
    "examples/blocking/src/main.rs",
    "examples/derive/src/main.rs",
    "examples/quickstart/src/main.rs",
    "examples/quickstart/build.rs",
    "examples/client-macro/src/main.rs",
    "examples/checked-in/src/main.rs",
];

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).unwrap().replace("\r\n", "\n")
}

/// The blocks of this language, as they stand.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let open = format!("```{language}\n");
    let blocks = text.split(&open).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn rust_in_the_readme_is_code_of_the_examples() {
    let sources = SOURCES.map(read);
    let blocks = blocks(&read("README.md"), "rust");
    assert!(blocks.len() > 5, "the README shows code");
    for block in blocks {
        // An example lies two folders below the specs.
        let block = block.replace("\"specs/", "\"../../specs/");
        assert!(
            sources.iter().any(|source| source.contains(&block)),
            "this stands in no example:\n{block}"
        );
    }
}

#[test]
fn the_spec_in_the_readme_gives_a_client() {
    let blocks = blocks(&read("README.md"), "yaml");
    assert_eq!(blocks.len(), 1);
    let options = pagesmith_codegen::emit::Options::default();
    let made = pagesmith_codegen::generate(blocks[0].as_bytes(), &options).unwrap();
    assert!(made.warnings.problems.is_empty());
}
