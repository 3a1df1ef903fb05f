//! The JSON Schema of specs is that of the parser: what one takes and refuses,
//! the other takes and refuses.

#![cfg(feature = "schema")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "schema/validator.rs"]
mod validator;

use pagesmith_codegen::{lower, parse, schema};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn path(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap().replace("\r\n", "\n")
}

fn specs_in(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(path(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut specs: Vec<PathBuf> =
        entries.filter(|file| file.extension().is_some_and(|it| it == "yaml")).collect();
    specs.sort();
    specs
}

fn made() -> Value {
    serde_json::from_str(&schema::text()).unwrap()
}

/// What is wrong with a spec in the eyes of the schema.
fn refusals(schema: &Value, text: &str) -> Vec<String> {
    let spec = serde_yaml::from_str::<Value>(text.trim_start_matches('\u{feff}')).unwrap();
    validator::check(schema, &spec)
}

#[test]
fn the_schema_in_the_repository_is_what_the_command_prints() {
    let file = path("../specs/pagesmith.schema.json");
    if std::env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(&file, schema::text()).unwrap();
    }
    assert!(
        read(&file) == schema::text(),
        "run `cargo pagesmith schema > specs/pagesmith.schema.json`"
    );
}

#[test]
fn every_example_names_the_schema_in_its_first_line() {
    let specs = ["../specs", "../examples/apis"].map(specs_in);
    assert!(specs.iter().all(|folder| folder.len() >= 2));
    for spec in specs.iter().flatten() {
        let text = read(spec);
        let first = text.lines().next().unwrap();
        let named = first.strip_prefix("# yaml-language-server: $schema=");
        let schema =
            spec.parent().unwrap().join(named.unwrap_or_else(|| panic!("{}", spec.display())));
        assert_eq!(schema.file_name().unwrap(), "pagesmith.schema.json");
        assert!(schema.exists(), "{}", schema.display());
    }
}

#[test]
fn every_good_spec_is_one_by_the_schema() {
    let schema = made();
    let mut good = 0;
    let folders =
        ["../specs", "../examples/apis", "tests/golden", "tests/entry_points", "tests/diagnostics"];
    for spec in folders.iter().flat_map(|folder| specs_in(folder)) {
        let text = read(&spec);
        let read = parse::spec_file::parse(&text);
        if read.is_ok_and(|(ast, source_map)| lower::api(&ast, &source_map).is_ok()) {
            assert_eq!(refusals(&schema, &text), [""; 0], "{}", spec.display());
            good += 1;
        }
    }
    assert!(good >= 6, "{good}");
    assert_eq!(validator::check(&schema, &schema["examples"][0]), [""; 0]);
}

/// What the parser says of shape: keys and the types of their values.
fn is_of_shape(message: &str) -> bool {
    ["unknown key `", " lacks the key `", " must be ", " has no value"]
        .iter()
        .any(|words| message.contains(words))
}

#[test]
fn every_mistake_of_shape_is_one_by_the_schema() {
    let schema = made();
    let mut bad = 0;
    for case in specs_in("tests/diagnostics") {
        let text = read(&case);
        let Err(problems) = parse::spec_file::parse(&text) else { continue };
        if problems.problems.iter().all(|problem| is_of_shape(&problem.message)) {
            assert_ne!(refusals(&schema, &text), [""; 0], "{}", case.display());
            bad += 1;
        }
    }
    assert!(bad >= 11, "{bad}");
}

/// A spec with this in it, taken or refused by both.
fn assert_agree(schema: &Value, at: &str, value: &Value, taken: bool) {
    let mut spec = json!({
        "pagesmith": 1, "name": "Example", "paging": "laml",
        "resources": {"a": {"get": "/a/{b}", "params": {"b": "string"}, "items": {"at": "/a"},
            "paging": {"preset": "laml", "page": {"total": "/total"}}, "record": "A", "filters": {"f": {"type": ["string"]}}}},
        "records": {"A": {"fields": {"b": "string"}}},
    });
    let (parent, key) = at.rsplit_once('/').unwrap();
    let mut around = &mut spec;
    for key in parent.split('/').skip(1) {
        around = &mut around[key];
    }
    around[key] = value.clone();
    let text = serde_yaml::to_string(&spec).unwrap();
    let read =
        parse::spec_file::parse(&text).and_then(|(ast, source_map)| lower::api(&ast, &source_map));
    assert_eq!(read.is_ok(), taken, "the generator, {at}: {value}\n{:?}", read.err());
    let refused = refusals(schema, &text);
    assert_eq!(refused.is_empty(), taken, "the schema, {at}: {value}\n{refused:?}");
}

#[test]
fn words_are_the_same_for_both() {
    let schema = made();
    let knobs = "/resources/a/paging";
    let words: [(String, &[&str]); 9] = [
        ("/auth".into(), &["none", "basic", "bearer"]),
        ("/generate/dates".into(), &["jiff", "chrono", "time", "string"]),
        (format!("{knobs}/counts"), &["error", "warn", "ignore"]),
        (format!("{knobs}/ends/absent"), &["end", "error", "single_page"]),
        (format!("{knobs}/safety/repeat"), &["error", "stop", "allow"]),
        (format!("{knobs}/safety/origin"), &["same", "rebase"]),
        (format!("{knobs}/send"), &["url"]),
        ("/resources/a/items/missing".into(), &["error", "empty"]),
        ("/resources/a/filters/f/list".into(), &["repeat", "comma", "brackets"]),
    ];
    for (at, words) in words {
        for word in words {
            assert_agree(&schema, &at, &json!(word), true);
        }
        assert_agree(&schema, &at, &json!("unheard"), false);
        assert_agree(&schema, &at, &json!(7), false);
    }
    for word in ["PartialEq", "Serialize"] {
        assert_agree(&schema, "/generate/derive", &json!([word]), true);
    }
    assert_agree(&schema, "/generate/derive", &json!(["Hash"]), false);
}

#[test]
fn shapes_are_the_same_for_both() {
    let schema = made();
    let field = "/records/A/fields/c";
    for ty in [
        json!("string?"),
        json!(["string"]),
        json!({"d": "string"}),
        json!({"type": "string", "wire": "x"}),
    ] {
        assert_agree(&schema, field, &ty, true);
    }
    for ty in [
        json!(1),
        json!(true),
        json!([]),
        json!(["string", "string"]),
        json!({}),
        json!({"type": "string", "wier": "x"}),
    ] {
        assert_agree(&schema, field, &ty, false);
    }
    assert_agree(&schema, "/auth", &json!({"header": "X-Key"}), true);
    assert_agree(&schema, "/pagesmith", &json!(2), false);
    assert_agree(&schema, "/pagesmith", &json!("1"), false);
    assert_agree(&schema, "/headers", &json!({"X-Version": 2}), false);
    assert_agree(&schema, "/headers", &json!({"X-Version": "2"}), true);
    assert_agree(&schema, "/resources/a/size", &json!({"max": -1}), false);
    assert_agree(&schema, "/resources/a/size", &json!({"max": 10, "default": 10}), true);
}

#[test]
fn every_key_says_what_it_is() {
    let schema = made();
    let definitions = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for definition in definitions {
        assert!(definition["description"].is_string(), "{definition}");
        for (key, value) in definition["properties"].as_object().into_iter().flatten() {
            assert!(value["description"].is_string(), "{key}: {value}");
        }
    }
}
