//! `docs/spec.md` describes the format: its examples give clients, and
//! its tables have every key, preset and type.

#![cfg(feature = "yaml")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_codegen::diag::{Look, Source};
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::lower::PRESETS;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(file).unwrap().replace("\r\n", "\n")
}

fn reference() -> String {
    read("../docs/spec.md")
}

/// Adds to an example what it leaves out because another one shows it.
fn whole(block: &str) -> String {
    let has = |key: &str| block.lines().any(|line| line.starts_with(key));
    let head = if has("pagesmith:") { "" } else { "pagesmith: 1\nname: Example\n" };
    let paging = if has("paging:") { "" } else { "paging: laml\n" };
    format!("{head}{paging}{block}")
}

#[test]
fn every_example_gives_a_client_without_problems() {
    let text = reference();
    let blocks: Vec<&str> = text.split("```yaml\n").skip(1).collect();
    assert!(blocks.len() >= 5);
    for block in blocks {
        let spec = whole(block.split("```").next().unwrap());
        let problems = match pagesmith_codegen::generate(spec.as_bytes(), &Options::default()) {
            Ok(made) => made.warnings,
            Err(problems) => problems,
        };
        let source = Source { name: "docs/spec.md", text: &spec };
        assert!(problems.problems.is_empty(), "{}", problems.render(&source, Look::Plain));
    }
}

/// Each word appears as code, alone or as a key within a value.
fn assert_has(text: &str, words: &[&str]) {
    for word in words {
        let forms = [format!("`{word}`"), format!("{{{word}: "), format!(", {word}: ")];
        assert!(forms.iter().any(|form| text.contains(form)), "docs/spec.md lacks `{word}`");
    }
}

#[test]
fn every_key_is_in_the_reference() {
    let ast = read("src/ast.rs");
    let spec = ast.split("pub struct Spec").nth(1).unwrap();
    let paging = read("src/ast/paging.rs");
    let fields =
        spec.lines().chain(paging.lines()).filter_map(|line| line.trim().strip_prefix("pub "));
    let fields = fields.map(|field| field.trim_start_matches("r#"));
    let keys = fields.filter_map(|field| field.split_once(':')).map(|(key, _)| key);
    let keys: Vec<&str> =
        keys.filter(|key| !key.contains(' ') && *key != "ty" && *key != "json_type").collect();
    assert!(keys.contains(&"max_empty_pages") && keys.contains(&"rate_limit"), "{keys:?}");
    assert_has(&reference(), &keys);
}

#[test]
fn every_preset_and_type_is_in_the_reference() {
    let text = reference();
    assert_has(&text, &PRESETS.map(|preset| preset.name));
    let spec =
        whole("resources: {a: {get: /a, record: A}}\nrecords: {A: {fields: {a: unheard}}}\n");
    let problems = pagesmith_codegen::generate(spec.as_bytes(), &Options::default()).unwrap_err();
    let help = problems.problems[0].helps.last().unwrap();
    let types: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
    assert!(types.len() > 10, "{help}");
    assert_has(&text, &types);
}
