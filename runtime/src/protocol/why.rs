//! Why a record does not decode, without what it holds.

use super::envelope::Slot;
use crate::scan::{Key, Scan, byte_of, said};

/// The most steps of a path that are shown.
const SHOWN: usize = 8;

/// Why a row does not decode: the path to what is wrong, and its type. What it
/// holds may be a secret, and is not told.
pub(super) fn why(row: &str, cause: &serde_json::Error) -> String {
    let said = said(cause);
    let (path, stood) = path_to(row, fault_in(row, cause, &said));
    let at = if path.is_empty() { String::new() } else { format!(" at `{path}`") };
    let is_serdes = ["invalid type: ", "invalid value: ", "unknown variant "];
    // Serde's sentence quotes the value before it says what was expected.
    let expected = said.rsplit_once(", expected ").map(|(_, expected)| expected);
    let names = |head| said.strip_prefix(head).filter(|field| is_quoted_name(field));
    match (names("missing field "), names("duplicate field "), expected) {
        (Some(field), ..) => format!("{at}: it has no {field}"),
        (_, Some(field), _) => format!("{at}: {field} stands twice"),
        // The words of the parser, which quote nothing.
        _ if cause.is_syntax() => format!("{at}: {said}"),
        (.., Some(expected)) if is_serdes.iter().any(|head| said.starts_with(head)) => {
            format!("{at}: expected {expected}, found {stood}")
        }
        _ => format!("{at}: {stood} that is not taken"),
    }
}

/// The byte of a row that belongs to what is wrong. `serde_json` stops behind
/// it; where it refuses an array or an object before it reads it, in front.
fn fault_in(row: &str, cause: &serde_json::Error, said: &str) -> usize {
    let at = byte_of(row, cause);
    let last = at.saturating_sub(1);
    let before = row.as_bytes().get(last);
    match row.as_bytes().get(at) {
        Some(b'{') if said.starts_with("invalid type: map") => at,
        Some(b'[') if said.starts_with("invalid type: sequence") && before != Some(&b'[') => at,
        _ => last,
    }
}

/// The path to the innermost value at this byte, and what it is.
fn path_to(row: &str, byte: usize) -> (String, &'static str) {
    let (mut path, mut steps) = (String::new(), 0);
    let mut scan = Scan::new(row);
    while let Some((began, key)) = entry_at(&mut scan, byte) {
        steps += 1;
        match key {
            _ if steps > SHOWN => {}
            Key::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
            Key::Name(name) => {
                if !path.is_empty() {
                    path.push('.');
                }
                // A key that is no name is data, and not shown.
                path.push_str(if is_name(&name) { &name } else { "*" });
            }
        }
        scan.go(began);
    }
    if steps > SHOWN {
        path.push('…');
    }
    let stood = scan.raw().ok().and_then(|raw| Slot::read(raw).ok());
    (path, stood.map_or("a string", |slot| slot.describe()))
}

/// The entry of the value here that holds this byte, and where it begins; the
/// value is not passed.
fn entry_at<'t>(scan: &mut Scan<'t>, byte: usize) -> Option<(usize, Key<'t>)> {
    let mut found = None;
    let mut inside = *scan;
    // The row is whole, or its array would not have been.
    let _whole = inside.entries(|scan, key| {
        scan.peek();
        let began = scan.at();
        scan.raw()?;
        if (began..scan.at()).contains(&byte) {
            found = Some((began, key));
        }
        Ok(())
    });
    found
}

fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

fn is_quoted_name(text: &str) -> bool {
    text.strip_prefix('`').and_then(|text| text.strip_suffix('`')).is_some_and(is_name)
}
