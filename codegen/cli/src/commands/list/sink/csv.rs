//! CSV (RFC 4180): a header with the names of the fields, then a row for each record.
//!
//! Lines end with a line feed. A cell without a value is empty, and a text without
//! characters is `""`. What begins with `=`, `+`, `-` or `@` stays as it is, though a
//! spreadsheet takes it for a formula: quotes would not change that, and other readers need
//! the data unchanged.

mod reader;
#[cfg(test)]
mod tests;

use super::text::Fields;
use super::{Format, Pointers, TableNotes, TextFormat};
use pagesmith_interpret::{Cell, Columns, Record, one_line};
use reader::{Ending, read_record};

/// Records as rows of CSV.
pub(super) struct Csv {
    columns: Columns,
    header: String,
    notes: TableNotes,
}

impl Csv {
    pub(super) fn new(columns: Columns) -> Self {
        let names = columns.all().iter().map(|column| Cell::Text(column.name.clone()));
        let header = row(&names.collect::<Vec<_>>());
        Self { columns, header, notes: TableNotes::default() }
    }
}

impl TextFormat for Csv {
    fn format(&self) -> Format {
        Format::Csv
    }

    fn header(&self) -> Option<&str> {
        Some(&self.header)
    }

    fn check_header(&self, start: &[u8]) -> Result<(), String> {
        if start.starts_with(self.header.as_bytes()) {
            return Ok(());
        }
        let Some((found, Ending::Complete(_))) = read_record(start) else {
            return Err("does not begin with the names of columns".to_owned());
        };
        let own = self.columns.all().iter().map(|column| column.name.as_str());
        Err(format!(
            "has other columns than the spec now has: {}; use the spec that it was written with",
            differences(&found, &own.collect::<Vec<_>>())
        ))
    }

    fn encode(&mut self, records: &[Record], first: u64) -> Result<String, String> {
        let mut text = String::new();
        for (number, record) in (first..).zip(records) {
            let cells = self.notes.cells(&self.columns, record, number)?;
            text.push_str(&row(&cells));
        }
        Ok(text)
    }

    fn first_fields<'t>(
        &self,
        text: &'t [u8],
        (key, field): Pointers<'_>,
    ) -> Option<(Fields, &'t [u8])> {
        let (cells, Ending::Complete(behind)) = read_record(text)? else { return None };
        let at = |pointer| self.columns.text_at(&cells, pointer);
        Some(((at(key), at(field)), behind))
    }

    fn is_cut_off(&self, text: &[u8]) -> bool {
        let (mut rest, count) = (text, self.columns.all().len());
        while !rest.is_empty() {
            match read_record(rest) {
                Some((fields, Ending::Complete(behind))) if fields.len() == count => rest = behind,
                Some((fields, Ending::CutOff)) => return fields.len() <= count,
                _ => return false,
            }
        }
        true
    }

    fn report(&self) {
        self.notes.report(&self.columns);
    }
}

/// A row with the line feed at its end.
fn row(cells: &[Cell<'_>]) -> String {
    let mut text = String::new();
    for (at, cell) in cells.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { "," });
        push_cell(&mut text, cell);
    }
    // Readers pass over a line without a character.
    if text.is_empty() {
        text.push_str("\"\"");
    }
    text.push('\n');
    text
}

fn push_cell(text: &mut String, cell: &Cell<'_>) {
    match cell {
        Cell::Null => {}
        Cell::Integer(value) => text.push_str(&value.to_string()),
        Cell::Unsigned(value) => text.push_str(&value.to_string()),
        Cell::Boolean(value) => text.push_str(if *value { "true" } else { "false" }),
        Cell::Number(value) => text.push_str(&serde_json::Value::from(*value).to_string()),
        Cell::Text(value) => push_text(text, value),
        Cell::Json(value) => push_text(text, value),
        Cell::Differs(value) => match serde_json::from_str::<String>(value.get()) {
            Ok(came) => push_text(text, &came),
            Err(_) => push_text(text, &one_line(value.get())),
        },
    }
}

/// Appends a text, in quotes where a reader would take it for something else without them.
fn push_text(text: &mut String, value: &str) {
    let is_special = |c: char| matches!(c, ',' | '"') || c.is_control();
    // Readers may take spaces away at an end, and a byte order mark at the start of a file.
    let is_taken_away = |c: char| c.is_whitespace() || c == '\u{feff}';
    let has_margin = value.starts_with(is_taken_away) || value.ends_with(is_taken_away);
    if value.is_empty() || has_margin || value.contains(is_special) {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}

/// Which columns a file has, and which the spec.
fn differences(found: &[String], own: &[&str]) -> String {
    let names = |names: Vec<&str>| {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let only_own: Vec<_> =
        own.iter().copied().filter(|name| !found.iter().any(|other| other == name)).collect();
    let only_found: Vec<_> =
        found.iter().map(String::as_str).filter(|name| !own.contains(name)).collect();
    let mut parts = Vec::new();
    if !only_own.is_empty() {
        parts.push(format!("it lacks {}", names(only_own)));
    }
    if !only_found.is_empty() {
        parts.push(format!("it has {}, which the spec lacks", names(only_found)));
    }
    if parts.is_empty() {
        parts.push("their order is another".to_owned());
    }
    parts.join("; ")
}
