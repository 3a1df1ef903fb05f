//! Where records go: standard output, or a file that a later run can continue.
//!
//! A [`Sink`] commits the records of each page together with the state of the walk. After a
//! kill, what a later run finds is the last commit, and nothing of the page after it.

mod file;
mod format;
mod lines;
mod stdout;
mod text;

pub(super) use format::Format;
pub(super) use text::TextFormat;

use super::state::State;
use crate::outcome::Failure;
use file::FileSink;
use lines::Lines;
use pagesmith::{Error, Outcome};
use pagesmith_interpret::Record;
use std::path::Path;
use stdout::StdoutSink;

/// Where records go, and how a later run continues.
///
/// The calls come in the order of the methods. Opening a sink changes nothing that exists.
pub(super) trait Sink {
    /// How many records earlier runs wrote.
    fn records(&self) -> u64;

    /// How far the earlier runs came.
    fn state(&self) -> &State;

    /// Prepares the output, right before the first request.
    fn begin(&mut self) -> Result<(), Failure>;

    /// Writes the records of a page, and the state after it: both, or neither.
    fn write(&mut self, records: &[Record], state: &State) -> Result<(), WriteError>;

    /// Records that the run ended before the list did; returns how to continue.
    fn interrupt(&mut self) -> String;

    /// Records that no run can continue; returns what to do instead.
    fn fail(&mut self, error: &Error) -> String;

    /// Reports what the output could not hold.
    fn report(&self) {}

    /// Records that the walk has ended, and prints it.
    fn finish(self: Box<Self>, state: &State, outcome: Option<&Outcome>) -> Result<(), Failure>;
}

/// Why a write failed.
pub(super) enum WriteError {
    /// The reader closed the pipe.
    Closed,
    /// A record can't be written in this format.
    Unwritable(String),
    Failed(Failure),
}

/// Where the records of a run go.
pub(super) struct Target<'a> {
    /// The file; `None` for standard output.
    pub(super) out: Option<&'a Path>,
    /// The file of the position, unless it is the default one.
    pub(super) position: Option<&'a Path>,
    pub(super) resume: bool,
    pub(super) format: Format,
}

impl Target<'_> {
    /// Opens the output, and checks that the run can continue it.
    pub(super) fn open(&self) -> Result<Box<dyn Sink>, Failure> {
        let text: Box<dyn TextFormat> = match self.format {
            Format::JsonLines => Box::new(Lines),
        };
        Ok(match self.out {
            None => Box::new(StdoutSink::new(text)?),
            Some(out) => Box::new(FileSink::open(out, self.position, self.resume, text)?),
        })
    }
}
