//! What `list` says of a walk that has ended: how many records there are, and
//! the evidence that they are the whole list.

use super::{Format, format, line, result, to_stderr, warning};
use pagesmith::{Evidence, Outcome, Position};
use serde_json::{Value, json};
use std::path::Path;

/// Records that were written to a file, which a walk filled to its end or to a
/// limit.
pub(crate) fn written(
    file: &Path,
    records: u64,
    outcome: Option<&Outcome>,
    position: Option<&Position>,
) {
    match format() {
        Format::Text => to_stderr(&format!("{} has {records} records\n", file.display())),
        Format::Json => result(&object(Some(file), records, state(position), outcome)),
    }
}

/// A file that an earlier run completed, and what to do for more.
pub(crate) fn unchanged(file: &Path, records: u64, outcome: Option<&Outcome>, anew: &str) {
    match format() {
        Format::Text => to_stderr(&format!(
            "{} has {records} records: an earlier run came to the end of the list, so nothing was \
             asked; {anew}\n",
            file.display()
        )),
        Format::Json => result(&object(Some(file), records, "unchanged", outcome)),
    }
}

/// Records that went to standard output, where nothing else may go.
pub(crate) fn printed(outcome: &Outcome, position: Option<&Position>) {
    if format() == Format::Json {
        let object = object(None, outcome.items, state(position), Some(outcome));
        to_stderr(&line(&object));
    }
}

/// Records that were kept though they are not what the spec says: in words, and
/// as further keys for machines.
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

/// The evidence, in a line for people.
pub(crate) fn evidence(outcome: &Outcome) {
    if format() == Format::Text {
        to_stderr(&format!("evidence `{}`: {}\n", outcome.evidence, in_words(outcome)));
    }
}

fn in_words(outcome: &Outcome) -> String {
    let claim = match outcome.evidence {
        Evidence::Counted => "every reply stated the same total, and as many records came",
        Evidence::Continued => "the list was followed to the server's own end",
        Evidence::Anchored => "each page began with the last record of the page before",
        _ => "nothing shows that this is the whole list",
    };
    match &outcome.why_no_more {
        None => claim.to_owned(),
        Some(why) => format!("{claim}; {why}"),
    }
}

fn state(position: Option<&Position>) -> &'static str {
    if position.is_some_and(Position::is_done) { "complete" } else { "limited" }
}

fn object(file: Option<&Path>, records: u64, state: &str, outcome: Option<&Outcome>) -> Value {
    let mut object = json!({"reason": "list", "file": file, "records": records, "state": state});
    if let Some(outcome) = outcome {
        object["evidence"] = outcome.evidence.name().into();
        object["why_no_more"] = outcome.why_no_more.clone().into();
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
