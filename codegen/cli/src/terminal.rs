//! What the commands print, for people or for machines. Nothing else writes
//! problems and failures: results go to standard output, what went wrong to
//! standard error, and with `--format json` both are JSON, a line each.
//!
//! Texts come from specs, servers, descriptions and file names, and could hold what
//! a terminal obeys: here everything that can't be seen is written out, but for the
//! colours of our own.

pub mod json;
pub(crate) mod listing;
pub(crate) mod log;

use crate::drafting::import::Report;
use crate::{files, stdout};
use anstream::ColorChoice;
use clap::{Args, ValueEnum};
use pagesmith_codegen::diag::{Diagnostics, Look, Source, escape_json, escape_lines};
use serde_json::{Value, json};
use std::fmt::Display;
use std::io::Write as _;
use std::path::Path;
use std::sync::OnceLock;

/// How the answer looks; the same for every command.
#[derive(Args, Debug)]
pub(crate) struct OutputOptions {
    /// For people, or for machines: a JSON object a line.
    #[arg(long, value_enum, default_value_t, global = true, value_name = "FORMAT")]
    format: Format,
    /// When to colour; `NO_COLOR` is honoured.
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    color: Color,
}

/// Who reads the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text for people.
    #[default]
    Text,
    /// JSON for machines.
    Json,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal.
    #[default]
    Auto,
    /// Wherever it goes.
    Always,
    /// Nowhere.
    Never,
}

/// Chosen once, before the command runs.
static FORMAT: OnceLock<Format> = OnceLock::new();

impl OutputOptions {
    /// Chooses it for the rest of the process.
    pub(crate) fn apply(&self) {
        let _chosen_before = FORMAT.set(self.format);
        match self.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
        .write_global();
    }
}

/// Who reads the answer.
pub(crate) fn format() -> Format {
    FORMAT.get().copied().unwrap_or_default()
}

/// The problems of a spec, each with its lines.
pub(crate) fn problems(problems: &Diagnostics, spec: &Path, bytes: &[u8]) {
    let (name, text) = (files::input_name(spec), String::from_utf8_lossy(bytes));
    let source = Source { name: &name, text: &text };
    match format() {
        // Its texts are escaped where they are drawn.
        Format::Text => styled_to_stderr(&problems.render(&source, Look::Coloured)),
        Format::Json => {
            for problem in json::problems(problems, &source) {
                to_stderr(&line(&problem));
            }
        }
    }
}

/// Why a command failed, other than problems of a spec.
pub(crate) fn failure(message: impl Display) {
    let message = message.to_string();
    to_stderr(&match format() {
        Format::Text => format!("error: {message}\n"),
        Format::Json => line(&json!({"reason": "failure", "level": "error", "message": message})),
    });
}

/// A warning, which does not stop the command.
pub(crate) fn warning(message: impl Display) {
    let message = message.to_string();
    to_stderr(&match format() {
        Format::Text => format!("warning: {message}\n"),
        Format::Json => line(&json!({"reason": "warning", "level": "warning", "message": message})),
    });
}

/// A note for people; machines read the results.
pub(crate) fn note(message: impl Display) {
    if format() == Format::Text {
        to_stderr(&format!("{message}\n"));
    }
}

/// A note for machines, on standard error: results alone go to standard output.
pub(crate) fn machine_note(note: &Value) {
    to_stderr(&line(note));
}

/// Writes over the last line of a terminal; an empty text takes it away.
pub(crate) fn progress(text: &str) {
    let _closed = anstream::stderr().write_all(format!("\r\u{1b}[K{text}").as_bytes());
}

/// A long wait: what for, in words or by this name, and how long.
pub(crate) fn waiting(text: &str, name: &str, seconds: f64) {
    match format() {
        Format::Text => note(text),
        Format::Json => machine_note(&json!({
            "reason": "waiting", "message": text, "for": name, "seconds": seconds,
        })),
    }
}

/// The report of an import, in addition to its spec.
pub(crate) fn imported(report: &Report) {
    to_stderr(&match format() {
        Format::Text => report.to_string(),
        Format::Json => line(&report.json()),
    });
}

/// What was done to a file.
pub(crate) fn done(what: &str, file: &Path) {
    match format() {
        Format::Text => to_stderr(&format!("{what} {}\n", file.display())),
        Format::Json => result(&json!({"reason": "file", "file": file, "state": what})),
    }
}

/// A file that is what its spec gives.
pub(crate) fn current(file: &Path) {
    if format() == Format::Json {
        result(&json!({"reason": "file", "file": file, "state": "current"}));
    }
}

/// A file that is not what its spec gives, and the difference.
pub(crate) fn stale(file: &Path, difference: &str) {
    match format() {
        Format::Text => {
            let path = file.display();
            styled_to_stdout(&coloured(&escape_lines(difference)));
            failure(format!(
                "{path} is not what its spec gives; run `pagesmith generate` with the same arguments"
            ));
        }
        Format::Json => result(&json!({
            "reason": "file", "file": file, "state": "stale", "difference": difference,
        })),
    }
}

/// A result for a machine.
pub(crate) fn result(result: &Value) {
    stdout::print(&line(result));
}

/// A result for people.
pub(crate) fn to_stdout(text: &str) {
    stdout::print(&escape_lines(text));
}

/// A result whose texts were escaped before they were coloured.
pub(crate) fn styled_to_stdout(text: &str) {
    stdout::print(text);
}

/// The text that a command is for, for people.
pub(crate) fn text(text: &str) {
    stdout::print(&escape_lines(text));
}

/// The text that a command is for, byte for byte: it may go to a file.
pub(crate) fn document(text: &str) {
    stdout::print(text);
}

pub(crate) fn to_stderr(text: &str) {
    styled_to_stderr(&escape_lines(text));
}

fn styled_to_stderr(text: &str) {
    let _closed = anstream::stderr().write_all(text.as_bytes());
}

fn line(value: &Value) -> String {
    format!("{}\n", escape_json(&value.to_string()))
}

/// Lines taken out in red, lines put in in green.
fn coloured(difference: &str) -> String {
    let line = |line: &str| match line.as_bytes().first() {
        Some(b'-') => format!("\u{1b}[31m{line}\u{1b}[0m\n"),
        Some(b'+') => format!("\u{1b}[32m{line}\u{1b}[0m\n"),
        _ => format!("{line}\n"),
    };
    difference.lines().map(line).collect()
}
