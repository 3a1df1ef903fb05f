//! Reads the specs of this folder.

use pagesmith_codegen::model::Api;
use pagesmith_codegen::{lower, parse};
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
