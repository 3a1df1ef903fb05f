//! All output of the commands, for people or for machines: results go to standard
//! output, problems and failures to standard error. With `--format json`, both are JSON
//! objects, one a line.
//!
//! Texts of specs, servers, descriptions and file names could hold control characters
//! that a terminal obeys. This module escapes all invisible characters except our own
//! colours.

pub mod json;
pub(crate) mod listing;
pub(crate) mod log;

use crate::drafting::import::Report;
use crate::drafting::update::Conflict;
use crate::{files, stdout};
use anstream::{AutoStream, ColorChoice};
use clap::{Args, ValueEnum};
use pagesmith_codegen::diag::{Diagnostics, Look, Source, escape_json, escape_lines};
use serde_json::{Value, json};
use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::OnceLock;

/// How the output looks; the same for every command.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputOptions {
    /// Print text for people, or JSON for programs.
    #[arg(long, value_enum, default_value_t, global = true, value_name = "FORMAT")]
    format: Format,
    /// Use colors; `auto` uses them on a terminal, unless `NO_COLOR` is set.
    #[arg(long, value_enum, default_value_t, global = true, value_name = "WHEN")]
    color: Color,
}

/// Who reads the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Text,
    // One object a line.
    Json,
}

/// When to use colors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// Chosen once, before the command runs.
static FORMAT: OnceLock<Format> = OnceLock::new();

impl OutputOptions {
    /// Applies these options to the rest of the process.
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

/// Who reads the output.
pub(crate) fn format() -> Format {
    FORMAT.get().copied().unwrap_or_default()
}

/// Prints the problems of a spec, each with the lines that it is about.
pub(crate) fn problems(problems: &Diagnostics, spec: &Path, bytes: &[u8]) {
    let (name, text) = (files::input_name(spec), String::from_utf8_lossy(bytes));
    let source = Source { name: &name, text: &text };
    match format() {
        // `render` escapes the texts.
        Format::Text => styled_to_stderr(&problems.render(&source, Look::Coloured)),
        Format::Json => {
            for problem in json::problems(problems, &source) {
                to_stderr(&line(&problem));
            }
        }
    }
}

/// Prints why a command failed, other than for problems of a spec.
pub(crate) fn failure(message: impl Display) {
    let message = message.to_string();
    to_stderr(&match format() {
        Format::Text => format!("error: {message}\n"),
        Format::Json => line(&json!({"reason": "failure", "level": "error", "message": message})),
    });
}

/// Prints a warning, which does not stop the command.
pub(crate) fn warning(message: impl Display) {
    let message = message.to_string();
    to_stderr(&match format() {
        Format::Text => format!("warning: {message}\n"),
        Format::Json => line(&json!({"reason": "warning", "level": "warning", "message": message})),
    });
}

/// Prints a note for people; programs read the results.
pub(crate) fn note(message: impl Display) {
    if format() == Format::Text {
        to_stderr(&format!("{message}\n"));
    }
}

/// Prints a note for programs to standard error, because only results go to standard
/// output.
pub(crate) fn machine_note(note: &Value) {
    to_stderr(&line(note));
}

/// Overwrites the last line of a terminal; an empty text clears it. Without colours too: this is
/// no colour.
pub(crate) fn progress(text: &str) {
    let mut terminal = AutoStream::always(io::stderr());
    let _closed = terminal.write_all(format!("\r\u{1b}[K{text}").as_bytes());
}

/// Prints a long wait: its sentence for people; its name and length for programs.
pub(crate) fn waiting(text: &str, name: &str, seconds: f64) {
    match format() {
        Format::Text => note(text),
        Format::Json => machine_note(&json!({
            "reason": "waiting", "message": text, "for": name, "seconds": seconds,
        })),
    }
}

/// Prints the report of an import; all of it with `verbose`.
pub(crate) fn imported(report: &Report, verbose: bool) {
    to_stderr(&match format() {
        Format::Text => report.text(verbose),
        Format::Json => line(&report.json()),
    });
}

/// Prints what an update changed in a spec, and where it conflicts with what a person changed.
pub(crate) fn updated(spec: &Path, state: &str, changed: &[String], conflicts: &[Conflict]) {
    let file = spec.display();
    match format() {
        Format::Text => {
            for path in changed {
                to_stderr(&format!("  changed: {path}\n"));
            }
            for Conflict { line, path, why } in conflicts {
                to_stderr(&format!(
                    "{file}:{line}: conflict at `{path}`: {why}; the spec keeps yours\n"
                ));
            }
        }
        Format::Json => {
            for Conflict { line, path, why } in conflicts {
                result(&json!({
                    "reason": "conflict", "file": spec, "line": line, "path": path, "message": why,
                }));
            }
        }
    }
    done(state, spec);
}

/// Prints what happened to a file, such as `wrote`.
pub(crate) fn done(state: &str, file: &Path) {
    match format() {
        Format::Text => to_stderr(&format!("{state} {}\n", file.display())),
        Format::Json => result(&json!({"reason": "file", "file": file, "state": state})),
    }
}

/// Prints that a file equals what its spec generates.
pub(crate) fn current(file: &Path) {
    if format() == Format::Json {
        result(&json!({"reason": "file", "file": file, "state": "current"}));
    }
}

/// Prints that a file differs from what its spec generates, and how.
pub(crate) fn stale(file: &Path, difference: &str) {
    match format() {
        Format::Text => {
            let path = file.display();
            styled_to_stdout(&colored(&escape_lines(difference)));
            failure(format!(
                "{path} differs from what its spec generates; run `pagesmith generate` with the same arguments"
            ));
        }
        Format::Json => result(&json!({
            "reason": "file", "file": file, "state": "stale", "difference": difference,
        })),
    }
}

/// Prints a result for programs.
pub(crate) fn result(result: &Value) {
    stdout::print(&line(result));
}

/// Prints a result for people.
pub(crate) fn to_stdout(text: &str) {
    stdout::print(&escape_lines(text));
}

/// Prints a result whose texts were escaped before colors were added.
pub(crate) fn styled_to_stdout(text: &str) {
    stdout::print(text);
}

/// Prints the text that a command was asked for, escaped for people.
pub(crate) fn text(text: &str) {
    stdout::print(&escape_lines(text));
}

/// Prints the text that a command was asked for, byte for byte, since it may go to a
/// file.
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

/// Colors removed lines red and added lines green.
fn colored(difference: &str) -> String {
    let line = |line: &str| match line.as_bytes().first() {
        Some(b'-') => format!("\u{1b}[31m{line}\u{1b}[0m\n"),
        Some(b'+') => format!("\u{1b}[32m{line}\u{1b}[0m\n"),
        _ => format!("{line}\n"),
    };
    difference.lines().map(line).collect()
}
