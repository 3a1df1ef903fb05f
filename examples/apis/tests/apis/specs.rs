//! Reads the specs of this folder.

use pagesmith_codegen::model::{Api, Record, Type, TypeDef};
use pagesmith_codegen::{lower, parse};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// The file of this API.
pub fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{name}.yaml"))
}

/// The text of its spec.
pub fn text(name: &str) -> String {
    fs::read_to_string(file(name)).unwrap().replace("\r\n", "\n")
}

/// The names of all APIs.
pub fn names() -> Vec<String> {
    let entries = fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    let specs = files.filter(|file| file.extension().is_some_and(|it| it == "yaml"));
    let mut names: Vec<String> =
        specs.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// The checked API of a spec.
pub fn api(name: &str) -> Api {
    let (ast, places) = parse::spec_file::parse(&text(name)).unwrap();
    lower::api(&ast, &places).unwrap().0
}

/// Every list of every spec, as `spec/resource`.
pub fn lists() -> Vec<String> {
    let of = |name: String| {
        let api = api(&name);
        api.lists.into_iter().map(move |list| format!("{name}/{}", list.method.wire))
    };
    names().into_iter().flat_map(of).collect()
}

/// Checks that rows have no field that the list's record lacks, and every field
/// that it requires. A record that is a user's own struct is not checked.
pub fn assert_rows_fit(list: &str, rows: &[Value]) {
    let (spec, resource) = list.split_once('/').unwrap();
    let api = api(spec);
    let list = api.lists.iter().find(|list| list.method.wire == resource).unwrap();
    let Record::Own(name) = &list.record else { return };
    let fields = api.types.iter().find_map(|ty| match ty {
        TypeDef::Struct(record) if record.name.rust == *name => Some(&record.fields),
        _ => None,
    });
    let fields = fields.unwrap();
    for row in rows {
        for key in row.as_object().unwrap().keys() {
            assert!(fields.iter().any(|field| field.name.wire == *key), "{name} has no `{key}`");
        }
        let required = fields.iter().filter(|field| !matches!(field.ty, Type::Optional(_)));
        for field in required {
            assert!(!row[&field.name.wire].is_null(), "{name} has no `{}`", field.name.wire);
        }
    }
}
