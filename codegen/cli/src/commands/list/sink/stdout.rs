//! Standard output, which no run can continue.

use super::super::state::State;
use super::{Sink, TextFormat, WriteError};
use crate::outcome::Failure;
use crate::stdout;
use crate::terminal::listing;
use pagesmith::{Error, Outcome};
use pagesmith_codegen::diag::escape_json;
use pagesmith_interpret::Record;
use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal as _, Stdout, Write as _};

/// Standard output.
pub(super) struct StdoutSink {
    stdout: Stdout,
    format: Box<dyn TextFormat>,
    state: State,
    records: u64,
    /// Whether the header was written, or the format has none.
    is_begun: bool,
}

impl StdoutSink {
    /// Standard output in this format.
    ///
    /// Fails if it is closed, before a request is sent in vain.
    pub(super) fn new(format: Box<dyn TextFormat>) -> Result<Self, Failure> {
        if stdout::is_closed() {
            return Err(Failure::Misuse(format!(
                "{}, so all records would be lost; name a file with `--out`",
                stdout::CLOSED
            )));
        }
        let is_begun = format.header().is_none();
        Ok(Self { stdout: io::stdout(), format, state: State::default(), records: 0, is_begun })
    }

    /// Prints a text, after the header if that is still to come.
    fn print(&mut self, text: &str) -> Result<(), WriteError> {
        let header = self.format.header().filter(|_| !self.is_begun).unwrap_or_default();
        // Files and programs get the bytes unchanged; a terminal would obey control
        // characters.
        let is_terminal = self.stdout.is_terminal();
        let shown = |text| if is_terminal { escape_json(text) } else { Cow::Borrowed(text) };
        let (header, text) = (shown(header), shown(text));
        let mut stdout = &self.stdout;
        let written = stdout
            .write_all(header.as_bytes())
            .and_then(|()| stdout.write_all(text.as_bytes()))
            .and_then(|()| stdout.flush());
        self.is_begun = true;
        written.map_err(|error| match error.kind() {
            ErrorKind::BrokenPipe => WriteError::Closed,
            _ => WriteError::Failed(Failure::Failed(format!(
                "can't write to standard output: {error}"
            ))),
        })
    }
}

impl Sink for StdoutSink {
    fn records(&self) -> u64 {
        0
    }

    fn state(&self) -> &State {
        &self.state
    }

    fn begin(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn write(&mut self, records: &[Record], _state: &State) -> Result<(), WriteError> {
        let text = self.format.encode(records, self.records + 1);
        self.records += records.len() as u64;
        self.print(&text.map_err(WriteError::Unwritable)?)
    }

    fn interrupt(&mut self) -> String {
        String::new()
    }

    fn fail(&mut self, _error: &Error) -> String {
        String::new()
    }

    fn report(&self) {
        self.format.report();
    }

    fn finish(
        mut self: Box<Self>,
        state: &State,
        outcome: Option<&Outcome>,
    ) -> Result<(), Failure> {
        if !self.is_begun
            && let Err(WriteError::Failed(failure)) = self.print("")
        {
            return Err(failure);
        }
        if let Some(outcome) = outcome {
            listing::printed(outcome, state.is_done());
        }
        Ok(())
    }
}
