//! Checks all specs of this folder: each generates a client without a warning, and has a row in
//! the table of `docs/apis.md`.

use crate::specs;
use pagesmith_codegen::diag::{Look, Source};
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::explain;
use pagesmith_codegen::model::{Api, List};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The knobs of a style, in the order of the reference.
const KNOBS: [&str; 16] = [
    "preset", "next", "send", "carry", "then", "number", "offset", "size", "more", "done", "page",
    "counts", "ends", "partial", "delta", "safety",
];

/// Where a position comes from, and where it goes.
const PLACES: [&str; 6] = ["body", "header", "last", "link", "query", "url"];

#[test]
fn each_spec_generates_a_client_without_warnings() {
    assert!(specs::names().len() >= 90);
    for name in specs::names() {
        let text = specs::text(&name);
        // The generator parses its output again before it returns it.
        let problems = match pagesmith_codegen::generate(text.as_bytes(), &Options::default()) {
            Ok(made) => made.warnings,
            Err(problems) => problems,
        };
        let source = Source { name: &name, text: &text };
        assert!(problems.problems.is_empty(), "{}", problems.render(&source, Look::Plain));
    }
}

#[test]
fn each_names_the_schema_and_its_vendors_page() {
    for name in specs::names() {
        let text = specs::text(&name);
        let mut lines = text.lines();
        let schema = lines.next().unwrap().strip_prefix("# yaml-language-server: $schema=");
        let schema = specs::file(&name).parent().unwrap().join(schema.unwrap());
        assert!(schema.exists(), "{name}: {}", schema.display());
        let source = lines.next().unwrap();
        assert!(source.starts_with("# Paging as in "), "{name}: {source}");
    }
}

#[test]
fn the_page_has_each_list_with_its_knobs_and_its_end() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/apis.md");
    let page = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
    let (before, rest) = page.split_once("| API |").unwrap();
    let after = rest.split_once("\n\n").map_or("", |(_, after)| after);
    let made = format!("{before}{}\n{after}", table());
    if std::env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(&file, &made).unwrap();
    } else {
        assert!(page == made, "run `PAGESMITH_BLESS=1 cargo test -p apis`, and look at the page");
    }
}

fn table() -> String {
    let mut rows = vec![
        "| API | list | paging | it ends where | note |".to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    for name in specs::names() {
        let (api, text) = (specs::api(&name), specs::text(&name));
        let written: Value = serde_yaml::from_str(&text).unwrap();
        rows.extend(api.lists.iter().map(|list| {
            let resource = &list.method.wire;
            let paging = match &written["resources"][resource]["paging"] {
                Value::Null => &written["paging"],
                own => own,
            };
            let columns = [
                api.name.clone(),
                format!("[{name}](../examples/apis/{name}.yaml) `{resource}`"),
                knobs(&written, paging),
                end(&api, list),
                note(&text),
            ];
            format!("| {} |", columns.map(|text| text.replace('|', "\\|")).join(" | "))
        }));
    }
    rows.join("\n") + "\n"
}

/// The knobs of a paging; if it names a style of the spec, the knobs of that style.
fn knobs(spec: &Value, paging: &Value) -> String {
    let style = match paging {
        Value::String(name) => match &spec["styles"][name] {
            Value::Null => return format!("preset `{name}`"),
            style => style,
        },
        own => own,
    };
    let explained = KNOBS.iter().filter_map(|knob| match &style[*knob] {
        Value::Null => None,
        Value::String(preset) if *knob == "preset" => Some(format!("preset `{preset}`")),
        Value::String(word) if ["send", "counts"].contains(knob) => {
            Some(format!("`{knob}` {word}"))
        }
        Value::Object(place) if ["next", "send"].contains(knob) => {
            // The place first, then what is done with the position.
            let is_place = |key: &&str| PLACES.contains(key);
            let keys = || place.keys().map(String::as_str);
            let keys = keys().filter(is_place).chain(keys().filter(|key| !is_place(key)));
            Some(format!("`{knob}` {}", keys.collect::<Vec<_>>().join(" ")))
        }
        _ => Some(format!("`{knob}`")),
    });
    explained.collect::<Vec<_>>().join(", ")
}

/// The end of a walk, in the words of `explain`.
fn end(api: &Api, list: &List) -> String {
    let explained = explain::lists(api, [list]);
    let section = explained.split_once("The list ends if\n").unwrap().1;
    let sentences = section.lines().map_while(|line| line.trim().strip_prefix("* "));
    // Warnings end nothing.
    let warns = |sentence: &str| {
        ["the walk warns", "is a warning, not an error", "only a warning"]
            .iter()
            .any(|words| sentence.contains(words))
    };
    let ends = sentences.filter(|sentence| !warns(sentence));
    let clauses = ends.map(|sentence| {
        let (first, rest) = sentence.trim_end_matches('.').split_at(1);
        first.to_lowercase() + rest
    });
    clauses.collect::<Vec<_>>().join("; ")
}

/// The note in a spec's comments for its users.
fn note(text: &str) -> String {
    let comments = text.lines().map_while(|line| line.strip_prefix('#'));
    let lines: Vec<&str> = comments.map(str::trim).collect();
    let note = lines.join(" ");
    note.split_once("Note: ").map_or(String::new(), |(_, note)| note.to_owned())
}
