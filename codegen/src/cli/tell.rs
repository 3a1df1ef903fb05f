//! What the commands tell, on standard error, coloured where that is a
//! terminal. Nothing else writes there: a format for machines goes here.

use pagesmith_codegen::diag::{Diagnostics, Look, Source};
use std::fmt::Display;
use std::io::Write as _;
use std::path::Path;

/// The problems of a spec, each with its lines.
pub(super) fn problems(problems: &Diagnostics, spec: &Path, bytes: &[u8]) {
    let (name, text) = (spec.display().to_string(), String::from_utf8_lossy(bytes));
    write(&problems.render(&Source { name: &name, text: &text }, Look::Coloured));
}

/// What kept a command from its work, beside the problems of a spec.
pub(super) fn failure(message: impl Display) {
    write(&format!("error: {message}\n"));
}

/// What was done to a file.
pub(super) fn done(what: &str, file: &Path) {
    write(&format!("{what} {}\n", file.display()));
}

fn write(text: &str) {
    // Nobody is left to tell that standard error is closed.
    let _closed = anstream::stderr().write_all(text.as_bytes());
}
