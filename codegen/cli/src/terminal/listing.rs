//! What `list` prints about a finished walk: how many records it wrote, and the
//! evidence that they are the whole list.

use super::{Format, format, line, result, to_stderr, warning};
use pagesmith::{Evidence, Outcome};
use serde_json::{Value, json};
use std::path::Path;

/// How many records were written to a file, and how many rows it has of them.
#[derive(Clone, Copy)]
pub(crate) struct Written {
    pub(crate) records: u64,
    pub(crate) rows: u64,
}

impl Written {
    /// Each record is a row.
    pub(crate) fn each(records: u64) -> Self {
        Self { records, rows: records }
    }
}

/// Prints how many records a walk wrote to a file, up to its end or a limit.
pub(crate) fn written(file: &Path, written: Written, outcome: Option<&Outcome>, is_done: bool) {
    let records = written.records;
    match format() {
        Format::Text => to_stderr(&format!("{} has {records} records\n", file.display())),
        Format::Json => result(&object(Some((file, written)), state(is_done), outcome)),
    }
}

/// Prints that an earlier run completed the file, and what to do to list again.
pub(crate) fn unchanged(file: &Path, written: Written, outcome: Option<&Outcome>, restart: &str) {
    let records = written.records;
    match format() {
        Format::Text => to_stderr(&format!(
            "{} has {records} records: an earlier run reached the end of the list, so no request was \
             sent; {restart}\n",
            file.display()
        )),
        Format::Json => result(&object(Some((file, written)), "unchanged", outcome)),
    }
}

/// Prints the outcome of a walk whose records went to standard output; nothing else may
/// go there.
pub(crate) fn printed(outcome: &Outcome, is_done: bool) {
    if format() == Format::Json {
        let mut object = object(None, state(is_done), Some(outcome));
        object["records"] = outcome.items.into();
        to_stderr(&line(&object));
    }
}

/// Prints that records differ from the spec: the text for people, with more keys for
/// programs.
pub(crate) fn mismatches(text: &str, keys: &Value) {
    match format() {
        Format::Text => warning(text),
        Format::Json => {
            let mut object = json!({"reason": "mismatches", "level": "warning", "message": text});
            if let (Value::Object(object), Value::Object(keys)) = (&mut object, keys) {
                object.extend(keys.clone());
            }
            to_stderr(&line(&object));
        }
    }
}

/// Prints the evidence as a line for people.
pub(crate) fn evidence(outcome: &Outcome) {
    if format() == Format::Text {
        to_stderr(&format!("evidence `{}`: {}\n", outcome.evidence, in_words(outcome)));
    }
}

fn in_words(outcome: &Outcome) -> String {
    let claim = match outcome.evidence {
        Evidence::Counted => {
            "every reply stated the same total, and the walk yielded that many records"
        }
        Evidence::Continued => "the walk followed the list until the server ended it",
        Evidence::Anchored => "each page began with the last record of the page before",
        _ if is_limited(outcome) => "the list may have more",
        _ => "nothing shows that this is the whole list",
    };
    match &outcome.evidence_gap {
        None => claim.to_owned(),
        Some(why) => format!("{claim}; {why}"),
    }
}

/// Whether a walk ended at a limit that was set, which is no failing of the list.
fn is_limited(outcome: &Outcome) -> bool {
    let why = outcome.evidence_gap.as_deref().unwrap_or_default();
    why.starts_with("the walk ended at its limit")
}

fn state(is_done: bool) -> &'static str {
    if is_done { "complete" } else { "limited" }
}

fn object(file: Option<(&Path, Written)>, state: &str, outcome: Option<&Outcome>) -> Value {
    let mut object = json!({"reason": "list", "file": file.map(|(file, _)| file), "state": state});
    if let Some((_, Written { records, rows })) = file {
        object["records"] = records.into();
        object["rows"] = rows.into();
    }
    if let Some(outcome) = outcome {
        object["evidence"] = outcome.evidence.name().into();
        object["evidence_gap"] = outcome.evidence_gap.clone().into();
        object["walk"] = json!({
            "items": outcome.items,
            "pages": outcome.pages,
            "requests": outcome.requests,
            "retries": outcome.retries,
            "waited_ms": u64::try_from(outcome.waited.as_millis()).unwrap_or(u64::MAX),
            "warnings": outcome.warnings.len() as u64 + outcome.more_warnings,
        });
    }
    object
}
