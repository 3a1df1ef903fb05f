//! A text of records in a file.

use super::super::checkpoint::Checkpoint;
use super::super::state::State;
use super::{Each, Pointers, Sink, TextFormat, WriteError};
use crate::outcome::Failure;
use pagesmith::{Error, Outcome};
use pagesmith_interpret::Record;
use std::iter;
use std::path::Path;

/// A file of records, and its position file.
pub(super) struct FileSink {
    file: Checkpoint,
    format: Box<dyn TextFormat>,
}

impl FileSink {
    /// Opens both files, if they belong together.
    pub(super) fn open(
        out: &Path,
        position: Option<&Path>,
        resume: bool,
        format: Box<dyn TextFormat>,
    ) -> Result<Self, Failure> {
        let file = Checkpoint::open(out, position, resume, format.as_ref())?;
        Ok(Self { file, format })
    }

    /// The header, if the file does not have it yet.
    fn missing_header(&self) -> Option<&str> {
        self.format.header().filter(|_| self.file.is_empty())
    }
}

/// How many bytes are read at a time.
const CHUNK: u64 = 4 << 20;

impl Sink for FileSink {
    fn records(&self) -> u64 {
        self.file.records()
    }

    fn state(&self) -> &State {
        self.file.state()
    }

    fn read(&self, pointers: Pointers<'_>, each: Each<'_>) -> Result<(), Failure> {
        let (header, end) =
            (self.format.header().unwrap_or_default().len() as u64, self.file.bytes());
        let (mut from, mut unread) = (header.min(end), Vec::new());
        while from < end {
            let to = end.min(from + CHUNK);
            unread.extend(self.file.read(from, to)?);
            from = to;
            let mut rest = unread.as_slice();
            while let Some(((key, value), behind)) = self.format.first_fields(rest, pointers) {
                each(key, value);
                rest = behind;
            }
            unread = rest.to_vec();
        }
        if unread.is_empty() { Ok(()) } else { Err(self.file.unreadable()) }
    }

    fn begin_again(&mut self) {
        self.file.begin_again();
    }

    fn begin(&mut self, state: &State) -> Result<(), Failure> {
        self.file.begin(self.format.format(), state)
    }

    fn write(&mut self, records: &[Record], state: &State) -> Result<(), WriteError> {
        // Its state is that of the first page, so that neither counts without the other.
        let header = self.missing_header().map(str::to_owned);
        let pieces = self.format.pieces(records, self.file.records() + 1);
        let pieces = header.into_iter().chain(pieces.map_err(WriteError::Unwritable)?);
        self.file.write(pieces, records.len() as u64, state).map_err(WriteError::Failed)
    }

    fn interrupt(&mut self) -> String {
        self.file.interrupt()
    }

    fn fail(&mut self, error: &Error) -> String {
        self.file.fail(error)
    }

    fn report(&self) {
        self.format.report();
    }

    fn finish(
        mut self: Box<Self>,
        state: &State,
        outcome: Option<&Outcome>,
    ) -> Result<(), Failure> {
        if let Some(header) = self.missing_header().map(str::to_owned) {
            self.file.write(iter::once(header), 0, state)?;
        }
        self.file.finish(state, outcome)
    }
}
