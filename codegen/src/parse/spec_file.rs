//! Reads a spec: first the checks and the source map of `gate`, then serde,
//! repeatedly until all problems are reported.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_yaml::Value;

use super::{gate, serde_errors};
use crate::ast::Spec;
use crate::diag::{Diagnostics, Problem, Reporter};
use crate::source_map::{Path, PathStep, SourceMap, Span};

/// Most problems of serde that are reported for one spec.
const MAX_ROUNDS: usize = 50;

/// A spec that the next stage can check.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub spec: Spec,
    pub source_map: SourceMap,
    /// Problems that don't stop the check: unknown keys.
    pub problems: Vec<Problem>,
}

/// Reads a spec from the bytes of a file.
///
/// # Errors
///
/// As [`parse`], and when the bytes are not UTF-8.
pub fn parse_bytes(bytes: &[u8]) -> Result<(Spec, SourceMap), Diagnostics> {
    parse(text(bytes)?)
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
    let Parsed { spec, source_map, problems } = parse_text(text)?;
    let cx = Reporter::new(&source_map);
    cx.extend(problems);
    let (spec, _) = cx.finish(spec)?;
    Ok((spec, source_map))
}

/// As [`parse_bytes`]; a spec in which only unknown keys are wrong is returned
/// without them, or with those that were probably meant.
pub(crate) fn parse_further(bytes: &[u8]) -> Result<Parsed, Diagnostics> {
    parse_text(text(bytes)?)
}

fn text(bytes: &[u8]) -> Result<&str, Diagnostics> {
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
        let message = format!("line {line} of the spec is not UTF-8");
        let problem = Problem::error(&Path::default(), message);
        Diagnostics::of(problem.help("save the file as UTF-8"))
    })
}

fn parse_text(text: &str) -> Result<Parsed, Diagnostics> {
    let gate::Passed { mut source_map, refused } = gate::check(text)?;
    let cx = Reporter::new(&source_map);
    let mut reading = Reading { cx: &cx, source_map: &source_map, text, renamed: Vec::new() };
    let Some(spec) = reading.deserialize(refused) else {
        cx.finish(())?;
        // Unreachable: what can't be read was reported.
        return Err(Diagnostics::default());
    };
    let (renamed, problems) = (reading.renamed, cx.into_problems());
    for Renamed { holder, written, meant } in renamed {
        source_map.rename(&holder.key(&written), meant);
    }
    Ok(Parsed { spec, source_map, problems })
}

/// A text that is being read.
struct Reading<'r> {
    cx: &'r Reporter<'r>,
    source_map: &'r SourceMap,
    text: &'r str,
    renamed: Vec<Renamed>,
}

/// An unknown key that is read as the known one that was probably meant: what
/// is below it is checked too.
struct Renamed {
    /// The map that it is in, by the keys that are read.
    holder: Path,
    written: String,
    meant: String,
}

impl Reading<'_> {
    /// Serde stops at its first error: reports it, removes the entry that it is
    /// about, and reads the rest again. `None` if too little of the spec is left to
    /// be checked.
    fn deserialize(&mut self, refused: Vec<Problem>) -> Option<Spec> {
        let text = with_quotes(self.text, &refused);
        let refused_at: Vec<Path> = refused.iter().map(|problem| problem.path.clone()).collect();
        self.cx.extend(refused);
        let mut value = match serde_yaml::from_str(text.trim_start_matches('\u{feff}')) {
            Ok(value) => value,
            Err(error) => {
                self.cx.push(serde_errors::not_yaml(&error));
                return None;
            }
        };
        if value == Value::Null {
            let problem = Problem::error(&Path::default(), "the spec is empty");
            self.cx.push(problem.help("begin with `pagesmith: 1`, the version of the format"));
            return None;
        }
        let mut reported = BTreeSet::new();
        remove_empty(self.cx, &Path::default(), &mut value, &mut reported);
        // Without a removed value, other entries may seem wrong.
        let mut is_whole = reported.is_empty();
        reported.extend(refused_at);
        for _ in 0..MAX_ROUNDS {
            let error = match serde_path_to_error::deserialize::<_, Spec>(&value) {
                Ok(spec) => return is_whole.then_some(spec),
                Err(error) => serde_errors::SerdeError::of(&error),
            };
            is_whole &= error.is_unknown_key();
            if reported.insert(error.path.clone()) {
                let written = error.at(self.written(&error.path));
                self.cx.push(written.to_problem(self.source_map, self.text));
            }
            if self.rename(&mut value, &error) {
                continue;
            }
            reported.extend(error.intended());
            if !repair(&mut value, &error, &mut reported) {
                return None;
            }
        }
        None
    }

    /// Gives an unknown key the name that was probably meant, unless that key is
    /// given too.
    fn rename(&mut self, value: &mut Value, error: &serde_errors::SerdeError) -> bool {
        let (Some(intended), true) = (error.intended(), error.is_unknown_key()) else {
            return false;
        };
        let ([holder @ .., PathStep::Key(written)], Some(PathStep::Key(meant))) =
            (error.path.0.as_slice(), intended.0.last())
        else {
            return false;
        };
        let Some(Value::Mapping(entries)) = inside(value, holder) else { return false };
        if entries.contains_key(meant.as_str()) {
            return false;
        }
        let Some(entry) = entries.remove(written.as_str()) else { return false };
        entries.insert(meant.as_str().into(), entry);
        let (written, meant) = (written.clone(), meant.clone());
        self.renamed.push(Renamed { holder: Path(holder.to_vec()), written, meant });
        true
    }

    /// The path as written in the text.
    fn written(&self, path: &Path) -> Path {
        let mut written = path.clone();
        for Renamed { holder, written: key, meant } in &self.renamed {
            let step = holder.0.len();
            if path.0.starts_with(&holder.0)
                && path.0.get(step) == Some(&PathStep::Key(meant.clone()))
            {
                written.0[step] = PathStep::Key(key.clone());
            }
        }
        written
    }
}

/// The text with the refused keys and values in quotes, which makes them strings.
fn with_quotes<'t>(text: &'t str, refused: &[Problem]) -> Cow<'t, str> {
    if refused.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut quoted = String::with_capacity(text.len() + 2 * refused.len());
    let mut end = 0;
    for problem in refused {
        let Some(Span::Bytes(span)) = &problem.span else { continue };
        quoted.extend([&text[end..span.start], "\"", &text[span.clone()], "\""]);
        end = span.end;
    }
    quoted.push_str(&text[end..]);
    Cow::Owned(quoted)
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
    let Some(Value::Mapping(entries)) = inside(value, around) else { return false };
    if error_found.missing {
        entries.insert(key.as_str().into(), placeholder(key));
        return true;
    }
    entries.remove(key.as_str()).is_some()
}

/// The value at this path.
fn inside<'v>(value: &'v mut Value, path: &[PathStep]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        PathStep::Key(key) => value.get_mut(key.as_str()),
        PathStep::Index(index) => value.get_mut(*index),
    })
}

/// A valid value for a required key.
fn placeholder(key: &str) -> Value {
    match key {
        "pagesmith" => 1.into(),
        "resources" | "fields" => Value::Mapping(serde_yaml::Mapping::new()),
        _ => "".into(),
    }
}
