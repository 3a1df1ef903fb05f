//! Where records go: standard output, or a file that a later run can continue.

use super::checkpoint::Checkpoint;
use crate::outcome::Failure;
use crate::stdout;
use crate::terminal::listing;
use pagesmith::{Error, Outcome, Position};
use pagesmith_codegen::diag::escape_json;
use pagesmith_interpret::Record;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, ErrorKind, IsTerminal as _, Stdout, Write as _};

/// Where records go.
pub(super) enum Sink {
    Stdout(Stdout),
    File(Box<Checkpoint>),
}

/// Why a write failed.
pub(super) enum WriteError {
    /// The reader closed the pipe.
    Closed,
    Failed(Failure),
}

impl Sink {
    /// Standard output.
    ///
    /// Fails if it is closed, before a request is sent in vain.
    pub(super) fn stdout() -> Result<Self, Failure> {
        if stdout::is_closed() {
            return Err(Failure::Misuse(format!(
                "{}, so all records would be lost; name a file with `--out`",
                stdout::CLOSED
            )));
        }
        Ok(Self::Stdout(io::stdout()))
    }

    /// How many records earlier runs wrote.
    pub(super) fn records(&self) -> u64 {
        match self {
            Self::Stdout(_) => 0,
            Self::File(file) => file.records(),
        }
    }

    /// Prepares the file, right before the first request.
    pub(super) fn begin(&mut self) -> Result<(), Failure> {
        match self {
            Self::Stdout(_) => Ok(()),
            Self::File(file) => file.begin(),
        }
    }

    /// Writes the records of a page, and the walk's position after it.
    pub(super) fn write(
        &mut self,
        records: &[Record],
        position: Option<&Position>,
    ) -> Result<(), WriteError> {
        let lines = lines(records);
        match self {
            Self::File(file) => {
                file.write(&lines, records.len() as u64, position).map_err(WriteError::Failed)
            }
            Self::Stdout(stdout) => {
                // Files and programs get the bytes unchanged; a terminal would obey control
                // characters.
                let shown = if stdout.is_terminal() {
                    escape_json(&lines)
                } else {
                    Cow::Borrowed(lines.as_str())
                };
                let written = stdout.write_all(shown.as_bytes()).and_then(|()| stdout.flush());
                written.map_err(|error| match error.kind() {
                    ErrorKind::BrokenPipe => WriteError::Closed,
                    _ => WriteError::Failed(Failure::Failed(format!(
                        "can't write to standard output: {error}"
                    ))),
                })
            }
        }
    }

    /// Records that the run ended before the list did; returns how to continue.
    pub(super) fn interrupt(&mut self) -> String {
        match self {
            Self::Stdout(_) => String::new(),
            Self::File(file) => file.interrupt(),
        }
    }

    /// Records that no run can continue; returns what to do instead.
    pub(super) fn fail(&mut self, error: &Error) -> String {
        match self {
            Self::Stdout(_) => String::new(),
            Self::File(file) => file.fail(error),
        }
    }

    /// Records that the walk has ended, and prints it.
    pub(super) fn finish(
        self,
        position: Option<&Position>,
        outcome: Option<&Outcome>,
    ) -> Result<(), Failure> {
        match self {
            Self::Stdout(_) => {
                if let Some(outcome) = outcome {
                    listing::printed(outcome, position);
                }
                Ok(())
            }
            Self::File(file) => file.finish(position, outcome),
        }
    }
}

/// Records as lines. A line break within a record is between its values,
/// because line breaks in strings are escaped.
fn lines(records: &[Record]) -> String {
    records.iter().fold(String::new(), |mut lines, record| {
        // Writing to a string can't fail.
        let _ = record.get().split(['\r', '\n']).try_for_each(|part| lines.write_str(part));
        lines.push('\n');
        lines
    })
}
