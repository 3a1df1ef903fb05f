//! JSON objects that keep the order in which their keys were added.

use serde_json::Value;

use crate::builder::{EndMark, KeyOrder};
use crate::data::Row;

/// Keys with their values, already written as JSON.
pub(crate) type Members = Vec<(&'static str, String)>;

/// Writes a value.
pub(crate) fn value(value: impl Into<Value>) -> String {
    value.into().to_string()
}

/// Writes an object.
pub(crate) fn object(members: &Members) -> String {
    let mut text = String::from("{");
    for (at, (key, value)) in members.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        text.extend([comma, "\"", key, "\":", value]);
    }
    text.push('}');
    text
}

/// Writes rows as an array.
pub(crate) fn array(rows: &[&Row]) -> String {
    let mut text =
        String::with_capacity(2 + rows.iter().map(|row| row.text.len() + 1).sum::<usize>());
    text.push('[');
    for (at, row) in rows.iter().enumerate() {
        text.extend([if at == 0 { "" } else { "," }, &row.text]);
    }
    text.push(']');
    text
}

/// Adds the key that leads to the next page, or marks the last one.
pub(crate) fn push_next(
    members: &mut Members,
    key: &'static str,
    next: Option<String>,
    end: EndMark,
) {
    match (next, end) {
        (Some(next), _) => members.push((key, value(next))),
        (None, EndMark::Null) => members.push((key, value(Value::Null))),
        (None, EndMark::EmptyString) => members.push((key, value(""))),
        (None, EndMark::Absent) => {}
    }
}

/// Writes a page size, as a number or as a string.
pub(crate) fn page_size(size: usize, as_string: bool) -> String {
    if as_string { value(size.to_string()) } else { value(size) }
}

/// Writes an envelope, the paging keys before or after the rest.
pub(crate) fn envelope(mut paging: Members, mut rest: Members, order: KeyOrder) -> String {
    match order {
        KeyOrder::PagingFirst => {
            paging.append(&mut rest);
            object(&paging)
        }
        KeyOrder::RowsFirst => {
            rest.append(&mut paging);
            object(&rest)
        }
    }
}
