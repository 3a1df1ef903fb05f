//! Standard output, which no run can continue.

use super::super::state::State;
use super::{Each, Pointers, Sink, TextFormat, WriteError};
use crate::outcome::Failure;
use crate::stdout;
use crate::terminal::listing;
use pagesmith::{Error, Outcome};
use pagesmith_codegen::diag::escape_json;
use pagesmith_interpret::Record;
use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal as _, Stdout, Write as _};
use std::mem;

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

    /// Prints the header, if that is still to come.
    fn print_header(&mut self) -> Result<(), WriteError> {
        match self.format.header() {
            Some(header) if !mem::replace(&mut self.is_begun, true) => print(&self.stdout, header),
            _ => Ok(()),
        }
    }
}

/// Prints a text. Files and programs get the bytes unchanged; a terminal would obey control
/// characters.
fn print(mut stdout: &Stdout, text: &str) -> Result<(), WriteError> {
    let shown = if stdout.is_terminal() { escape_json(text) } else { Cow::Borrowed(text) };
    let written = stdout.write_all(shown.as_bytes()).and_then(|()| stdout.flush());
    written.map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => WriteError::Closed,
        _ => {
            WriteError::Failed(Failure::Failed(format!("can't write to standard output: {error}")))
        }
    })
}

impl Sink for StdoutSink {
    fn records(&self) -> u64 {
        0
    }

    fn state(&self) -> &State {
        &self.state
    }

    fn read(&self, _pointers: Pointers<'_>, _each: Each<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn begin_again(&mut self) {}

    fn begin(&mut self, _state: &State) -> Result<(), Failure> {
        Ok(())
    }

    fn write(&mut self, records: &[Record], _state: &State) -> Result<(), WriteError> {
        let is_begun = mem::replace(&mut self.is_begun, true);
        let header = self.format.header().filter(|_| !is_begun).map(str::to_owned);
        let pieces = self.format.pieces(records, self.records + 1);
        self.records += records.len() as u64;
        let pieces = pieces.map_err(WriteError::Unwritable)?;
        header.into_iter().chain(pieces).try_for_each(|text| print(&self.stdout, &text))
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
            && let Err(WriteError::Failed(failure)) = self.print_header()
        {
            return Err(failure);
        }
        if let Some(outcome) = outcome {
            listing::printed(outcome, state.is_done());
        }
        Ok(())
    }
}
