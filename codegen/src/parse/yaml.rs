//! Reads a spec: the gate and its index first, then serde, again and again
//! until all that is wrong has been told.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::{index, retell};
use crate::ast::Spec;
use crate::diag::{Diagnostics, Problem, Reporter};
use crate::place::{Path, Places, Step};

/// Largest spec in bytes.
const MAX_BYTES: usize = 4 << 20;
/// Most mistakes of shape that are told of one spec.
const MAX_ROUNDS: usize = 50;

/// Reads a spec from the bytes of a file.
///
/// # Errors
///
/// As [`parse`], and when the bytes are no UTF-8.
pub fn parse_bytes(bytes: &[u8]) -> Result<(Spec, Places), Diagnostics> {
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
/// When the text is no YAML, when the gate refuses it, and when keys are
/// unknown, missing or of the wrong type: as many problems at once as can be
/// told.
pub fn parse(text: &str) -> Result<(Spec, Places), Diagnostics> {
    let places = gate(text)?;
    let cx = Reporter::new(&places);
    let spec = shape(&cx, text, &places);
    let (spec, _) = cx.finish(spec)?;
    Ok((spec, places))
}

fn gate(text: &str) -> Result<Places, Diagnostics> {
    if text.len() > MAX_BYTES {
        let message = format!("the spec has {} bytes, and {MAX_BYTES} are the most", text.len());
        let problem = Problem::error(&Path::default(), message).help("split it into several specs");
        return Err(Diagnostics::of(problem));
    }
    let (places, problems) = index::read(text);
    let cx = Reporter::new(&places);
    cx.extend(problems);
    cx.finish(())?;
    Ok(places)
}

/// Serde stops at its first error: each is told, what it is about is taken
/// out, and the rest is read again.
fn shape(cx: &Reporter<'_>, text: &str, places: &Places) -> Spec {
    let mut value = match serde_yaml::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => value,
        Err(error) => {
            cx.push(retell::unreadable(&error));
            return Spec::default();
        }
    };
    if value == Value::Null {
        let problem = Problem::error(&Path::default(), "the spec is empty");
        cx.push(problem.help("begin with `pagesmith: 1`, the version of the format"));
        return Spec::default();
    }
    let mut told = BTreeSet::new();
    take_empty(cx, &Path::default(), &mut value, &mut told);
    for _ in 0..MAX_ROUNDS {
        match serde_path_to_error::deserialize::<_, Spec>(&value) {
            Ok(spec) => return spec,
            Err(error) => {
                let fault = retell::Fault::of(&error);
                told.extend(fault.meant());
                if told.insert(fault.path.clone()) {
                    cx.push(fault.retell(places, text));
                }
                if !mend(&mut value, &fault, &mut told) {
                    return Spec::default();
                }
            }
        }
    }
    Spec::default()
}

/// A key without a value is told, and taken out: nothing in a spec is null.
fn take_empty(cx: &Reporter<'_>, at: &Path, value: &mut Value, told: &mut BTreeSet<Path>) {
    let Value::Mapping(entries) = value else { return };
    // Paths are for the few that something is told of, or that have some inside.
    entries.retain(|key, value| {
        if !value.is_null() && !value.is_mapping() {
            return true;
        }
        let path = at.key(key.as_str().unwrap_or_default());
        if value.is_null() {
            cx.push(retell::empty(&path));
            told.insert(path);
            return false;
        }
        take_empty(cx, &path, value, told);
        true
    });
}

/// Takes out what a fault is about, or puts in what is missing; false where
/// nothing can be done.
fn mend(value: &mut Value, fault: &retell::Fault, told: &mut BTreeSet<Path>) -> bool {
    let mut steps = fault.path.0.as_slice();
    // A list is taken out as a whole: without one of its elements, the places
    // of the others would be wrong.
    while let [rest @ .., Step::Index(_)] = steps {
        steps = rest;
    }
    let [around @ .., Step::Key(key)] = steps else { return false };
    told.insert(Path(steps.to_vec()));
    let around = around.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key.as_str()),
        Step::Index(index) => value.get_mut(*index),
    });
    let Some(Value::Mapping(entries)) = around else { return false };
    if fault.missing {
        entries.insert(key.as_str().into(), stand_in(key));
        return true;
    }
    entries.remove(key.as_str()).is_some()
}

/// What reads as any value of a key that must be there.
fn stand_in(key: &str) -> Value {
    match key {
        "pagesmith" => 1.into(),
        "resources" | "fields" => Value::Mapping(serde_yaml::Mapping::new()),
        _ => "".into(),
    }
}
