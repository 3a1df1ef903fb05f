//! The problems of a text as JSON, one object each. The keys are documented in
//! `docs/command_line.md` and stay stable.

use std::ops::Range;

use serde_json::{Value, json};

use pagesmith_codegen::diag::{Diagnostics, Level, Look, Problem, Source, Suggestion, position};
use pagesmith_codegen::source_map::Span;

/// Each problem as an object, in the order of the document.
#[must_use]
pub fn problems(problems: &Diagnostics, source: &Source<'_>) -> Vec<Value> {
    problems.problems.iter().map(|problem| object(problem, source)).collect()
}

fn object(problem: &Problem, source: &Source<'_>) -> Value {
    let level = match problem.level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let also = problem.related.iter().map(|also| {
        json!({"path": also.path.to_string(), "place": place(source, also.span.as_ref()), "label": also.label})
    });
    let alone = Diagnostics { problems: vec![problem.clone()] };
    json!({
        "reason": "problem",
        "level": level,
        "message": problem.message,
        "file": source.name,
        "path": problem.path.to_string(),
        "place": place(source, problem.span.as_ref()),
        "label": text(&problem.label),
        "also": also.collect::<Vec<_>>(),
        "help": problem.helps,
        "suggestion": suggestion(problem, source),
        "rendered": alone.render(source, Look::Plain),
    })
}

/// What to write instead, if the bytes that it replaces are known.
fn suggestion(problem: &Problem, source: &Source<'_>) -> Option<Value> {
    let Suggestion { written, known } = problem.suggestion.as_ref()?;
    let Some(Span::Bytes(bytes)) = &problem.span else { return None };
    let mut found = source.text.get(bytes.clone())?.match_indices(written.as_str());
    let (Some((at, _)), None) = (found.next(), found.next()) else { return None };
    let start = bytes.start + at;
    let replaced = Span::Bytes(start..start + written.len());
    Some(json!({"place": place(source, Some(&replaced)), "replacement": known}))
}

fn text(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// Bytes count from 0, lines and columns from 1, columns in characters; the end is
/// exclusive.
fn place(source: &Source<'_>, span: Option<&Span>) -> Option<Value> {
    let Some(Span::Bytes(Range { start, end })) = span else { return None };
    let (line, column) = position(source.text, *start);
    let (end_line, end_column) = position(source.text, *end);
    Some(json!({
        "line": line, "column": column, "end_line": end_line, "end_column": end_column,
        "start": start, "end": end,
    }))
}
