//! Problems of a text, told to a machine: a JSON object each, whose keys are
//! documented in `docs/command_line.md` and stay.

use std::ops::Range;

use serde_json::{Value, json};

use super::render::position;
use super::{Diagnostics, Level, Look, Meant, Problem, Source};
use crate::place::Span;

impl Diagnostics {
    /// Each problem as an object, in the order of the document.
    #[must_use]
    pub fn to_json(&self, source: &Source<'_>) -> Vec<Value> {
        self.problems.iter().map(|problem| problem.to_json(source)).collect()
    }
}

impl Problem {
    fn to_json(&self, source: &Source<'_>) -> Value {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let also = self.also.iter().map(|also| {
            json!({"path": also.path.to_string(), "place": place(source, also.span.as_ref()), "label": also.label})
        });
        let alone = Diagnostics { problems: vec![self.clone()] };
        json!({
            "reason": "problem",
            "level": level,
            "message": self.message,
            "file": source.name,
            "path": self.path.to_string(),
            "place": place(source, self.span.as_ref()),
            "label": text(&self.label),
            "also": also.collect::<Vec<_>>(),
            "help": self.helps,
            "suggestion": self.suggestion(source),
            "rendered": alone.render(source, Look::Plain),
        })
    }

    /// What to write instead, where it is known which bytes it replaces.
    fn suggestion(&self, source: &Source<'_>) -> Option<Value> {
        let Meant { written, known } = self.meant.as_ref()?;
        let Some(Span::Bytes(bytes)) = &self.span else { return None };
        let mut found = source.text.get(bytes.clone())?.match_indices(written.as_str());
        let (Some((at, _)), None) = (found.next(), found.next()) else { return None };
        let start = bytes.start + at;
        let replaced = Span::Bytes(start..start + written.len());
        Some(json!({"place": place(source, Some(&replaced)), "replacement": known}))
    }
}

fn text(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Bytes from 0; lines and columns from 1, columns in characters; the end is
/// the first character behind.
fn place(source: &Source<'_>, span: Option<&Span>) -> Option<Value> {
    let Some(Span::Bytes(Range { start, end })) = span else { return None };
    let (line, column) = position(source.text, *start);
    let (end_line, end_column) = position(source.text, *end);
    Some(json!({
        "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        "start": start, "end": end,
    }))
}
