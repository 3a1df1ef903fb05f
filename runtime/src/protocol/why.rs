//! Why a record does not decode, without what it holds.

use super::envelope::Slot;
use super::probe::Probe;
use super::read::{Items, Reading, read};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// Why an item does not decode: the path to what is wrong, and its type. What
/// it holds may be a secret, and is not told.
pub(super) fn why<T: DeserializeOwned>(text: &str, probe: &Probe, index: usize) -> String {
    let Ok(Reading { items: Items::Rows(rows), .. }) = read::<&RawValue>(text, probe, false) else {
        return String::new();
    };
    let Some(row) = rows.get(index) else { return String::new() };
    let mut json = serde_json::Deserializer::from_str(row.get());
    let Err(error) = serde_path_to_error::deserialize::<_, T>(&mut json) else {
        return String::new();
    };
    let mut stood = Some(*row);
    for segment in error.path() {
        stood = stood.and_then(|value| step(value, segment));
    }
    let stood = stood.and_then(|value| Slot::read(value).ok()).map_or("", |slot| slot.describe());
    let at = match shown_path(error.path()).as_str() {
        "" => String::new(),
        path => format!(" at `{path}`"),
    };
    // Serde's sentence quotes the value before it says what was expected.
    let said = error.inner().to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let is_serdes = ["invalid type: ", "invalid value: ", "unknown variant "];
    let expected = said.rsplit_once(", expected ").map(|(_, expected)| expected);
    let names = |head| said.strip_prefix(head).filter(|field| is_quoted_name(field));
    match (names("missing field "), names("duplicate field "), expected) {
        (Some(field), ..) => format!("{at}: it has no {field}"),
        (_, Some(field), _) => format!("{at}: {field} stands twice"),
        // The words of the parser, which quote nothing.
        _ if error.inner().is_syntax() => format!("{at}: {said}"),
        (.., Some(expected)) if is_serdes.iter().any(|head| said.starts_with(head)) => {
            format!("{at}: expected {expected}, found {stood}")
        }
        _ => format!("{at}: {stood} that is not taken"),
    }
}

/// The path to a value; a key that is no name is data, and not shown.
fn shown_path(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut shown = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                shown.push('[');
                shown.push_str(&index.to_string());
                shown.push(']');
            }
            Segment::Map { key } => {
                if !shown.is_empty() {
                    shown.push('.');
                }
                shown.push_str(if is_name(key) { key } else { "*" });
            }
            _ => {}
        }
    }
    shown
}

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

fn is_quoted_name(text: &str) -> bool {
    text.strip_prefix('`').and_then(|text| text.strip_suffix('`')).is_some_and(is_name)
}

/// What is at a step of the path below a value.
fn step<'v>(value: &'v RawValue, segment: &serde_path_to_error::Segment) -> Option<&'v RawValue> {
    use serde_path_to_error::Segment;
    use std::collections::HashMap;
    match segment {
        Segment::Map { key } => {
            let object: HashMap<String, &RawValue> = serde_json::from_str(value.get()).ok()?;
            object.get(key).copied()
        }
        Segment::Seq { index } => {
            let array: Vec<&RawValue> = serde_json::from_str(value.get()).ok()?;
            array.get(*index).copied()
        }
        _ => Some(value),
    }
}
