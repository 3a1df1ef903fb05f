//! Reads a spec: first the checks and the source map of `gate`, then serde,
//! repeatedly until all problems are reported.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::{gate, serde_errors};
use crate::ast::Spec;
use crate::diag::{Diagnostics, Problem, Reporter};
use crate::source_map::{Path, PathStep, SourceMap};

/// Most problems of serde that are reported for one spec.
const MAX_ROUNDS: usize = 50;

/// Reads a spec from the bytes of a file.
///
/// # Errors
///
/// As [`parse`], and when the bytes are not UTF-8.
pub fn parse_bytes(bytes: &[u8]) -> Result<(Spec, SourceMap), Diagnostics> {
    let problem = match std::str::from_utf8(bytes) {
        Ok(text) => return parse(text),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
            Problem::error(&Path::default(), format!("line {line} of the spec is not UTF-8"))
                .help("save the file as UTF-8")
        }
    };
    Err(Diagnostics::of(problem))
}

/// Reads a spec from a text; places count its bytes, a byte order mark
/// included.
///
/// # Errors
///
/// When the text is not YAML, when the checks before serde refuse it, and when
/// keys are unknown, missing or of the wrong type: as many problems at once as
/// possible.
pub fn parse(text: &str) -> Result<(Spec, SourceMap), Diagnostics> {
    let source_map = gate::check(text)?;
    let cx = Reporter::new(&source_map);
    let spec = deserialize(&cx, text, &source_map);
    let (spec, _) = cx.finish(spec)?;
    Ok((spec, source_map))
}

/// Serde stops at its first error: reports it, removes the entry that it is
/// about, and reads the rest again.
fn deserialize(cx: &Reporter<'_>, text: &str, source_map: &SourceMap) -> Spec {
    let mut value = match serde_yaml::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => value,
        Err(error) => {
            cx.push(serde_errors::not_yaml(&error));
            return Spec::default();
        }
    };
    if value == Value::Null {
        let problem = Problem::error(&Path::default(), "the spec is empty");
        cx.push(problem.help("begin with `pagesmith: 1`, the version of the format"));
        return Spec::default();
    }
    let mut reported = BTreeSet::new();
    remove_empty(cx, &Path::default(), &mut value, &mut reported);
    for _ in 0..MAX_ROUNDS {
        match serde_path_to_error::deserialize::<_, Spec>(&value) {
            Ok(spec) => return spec,
            Err(error) => {
                let error_found = serde_errors::SerdeError::of(&error);
                reported.extend(error_found.intended());
                if reported.insert(error_found.path.clone()) {
                    cx.push(error_found.to_problem(source_map, text));
                }
                if !repair(&mut value, &error_found, &mut reported) {
                    return Spec::default();
                }
            }
        }
    }
    Spec::default()
}

/// Reports and removes keys without a value: nothing in a spec is null.
fn remove_empty(cx: &Reporter<'_>, at: &Path, value: &mut Value, reported: &mut BTreeSet<Path>) {
    let Value::Mapping(entries) = value else { return };
    // Paths are built only for the few entries that are reported or have
    // entries inside.
    entries.retain(|key, value| {
        if !value.is_null() && !value.is_mapping() {
            return true;
        }
        let path = at.key(key.as_str().unwrap_or_default());
        if value.is_null() {
            cx.push(serde_errors::no_value(&path));
            reported.insert(path);
            return false;
        }
        remove_empty(cx, &path, value, reported);
        true
    });
}

/// Removes the entry that an error is about, or inserts a missing one; false if
/// neither is possible.
fn repair(
    value: &mut Value,
    error_found: &serde_errors::SerdeError,
    reported: &mut BTreeSet<Path>,
) -> bool {
    let mut steps = error_found.path.0.as_slice();
    // A list is removed as a whole: without one of its elements, the spans of
    // the others would be wrong.
    while let [rest @ .., PathStep::Index(_)] = steps {
        steps = rest;
    }
    let [around @ .., PathStep::Key(key)] = steps else { return false };
    reported.insert(Path(steps.to_vec()));
    let around = around.iter().try_fold(value, |value, step| match step {
        PathStep::Key(key) => value.get_mut(key.as_str()),
        PathStep::Index(index) => value.get_mut(*index),
    });
    let Some(Value::Mapping(entries)) = around else { return false };
    if error_found.missing {
        entries.insert(key.as_str().into(), placeholder(key));
        return true;
    }
    entries.remove(key.as_str()).is_some()
}

/// A valid value for a required key.
fn placeholder(key: &str) -> Value {
    match key {
        "pagesmith" => 1.into(),
        "resources" | "fields" => Value::Mapping(serde_yaml::Mapping::new()),
        _ => "".into(),
    }
}
