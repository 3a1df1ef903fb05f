//! Where records go: standard output, or a file that a later run can continue.
//!
//! A [`Sink`] commits the records of each page together with the state of the walk. After a
//! kill, what a later run finds is the last commit, and nothing of the page after it.

mod csv;
mod file;
mod format;
mod lines;
mod notes;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stdout;
mod text;

pub(super) use format::Format;
pub(super) use text::TextFormat;

use super::state::State;
use crate::outcome::Failure;
use csv::Csv;
use file::FileSink;
use lines::Lines;
use notes::TableNotes;
use pagesmith::{Error, Outcome};
use pagesmith_codegen::model::{Api, List};
use pagesmith_interpret::{Columns, Record};
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

    /// Reads the texts at these pointers of each record that earlier runs wrote.
    fn read(&self, pointers: Pointers<'_>, each: Each<'_>) -> Result<(), Failure>;

    /// How many nanoseconds its times are exact to.
    fn times_exact_to(&self) -> i128 {
        1
    }

    /// Begins a walk from the beginning of the list behind the records of earlier ones.
    fn begin_again(&mut self);

    /// Prepares the output, right before the first request, and stores this state.
    fn begin(&mut self, state: &State) -> Result<(), Failure>;

    /// Whether [`write`](Self::write) refuses a record that differs from the spec, so that
    /// nothing else has to read it for that.
    fn checks_records(&self) -> bool {
        false
    }

    /// Writes the records of a page, and the state after it: both, or neither. A format whose
    /// files have parts commits them with their part.
    fn write(&mut self, records: &[Record], state: &State) -> Result<(), WriteError>;

    /// Records that the run ended before the list did; returns how to continue.
    fn interrupt(&mut self) -> String;

    /// Records that no run can continue; returns what to do instead.
    fn fail(&mut self, error: &Error) -> String;

    /// Reports what the output could not hold.
    fn report(&self) {}

    /// Why the output may lack records that the walk yielded.
    fn doubt(&self) -> Option<String> {
        None
    }

    /// Records that the walk has ended, and prints it.
    fn finish(self: Box<Self>, state: &State, outcome: Option<&Outcome>) -> Result<(), Failure>;
}

/// The column of a key that is not a field by itself.
#[cfg(feature = "sqlite")]
const KEY_COLUMN: &str = "_key";

/// Pointers to two fields of a record.
pub(super) type Pointers<'p> = (&'p str, &'p str);

/// Takes the texts of the two fields; `None` for one that is missing or null.
pub(super) type Each<'e> = &'e mut dyn FnMut(Option<String>, Option<String>);

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
    /// The list, whose records have the columns.
    pub(super) api: &'a Api,
    pub(super) list: &'a List,
}

impl Target<'_> {
    /// Opens the output, and checks that the run can continue it.
    pub(super) fn open(&self) -> Result<Box<dyn Sink>, Failure> {
        match self.format {
            Format::JsonLines => self.open_text(Box::new(Lines)),
            Format::Csv => self.open_text(Box::new(Csv::new(self.columns()?))),
            Format::Sqlite => self.open_database(),
            Format::Parquet => self.open_parquet(),
        }
    }

    fn open_text(&self, format: Box<dyn TextFormat>) -> Result<Box<dyn Sink>, Failure> {
        Ok(match self.out {
            None => Box::new(StdoutSink::new(format)?),
            Some(out) => Box::new(FileSink::open(out, self.position, self.resume, format)?),
        })
    }

    #[cfg(not(feature = "sqlite"))]
    fn open_database(&self) -> Result<Box<dyn Sink>, Failure> {
        Err(self.format.not_built())
    }

    #[cfg(feature = "sqlite")]
    fn open_database(&self) -> Result<Box<dyn Sink>, Failure> {
        let out = self.file()?;
        if self.position.is_some() {
            return Err(Failure::Misuse(
                "an SQLite database holds the position itself; leave out `--position`".to_owned(),
            ));
        }
        let columns = self.columns()?.keyed(self.list, KEY_COLUMN);
        let name = &self.list.method.wire;
        Ok(Box::new(sqlite::SqliteSink::open(out, name, columns, self.resume)?))
    }

    #[cfg(not(feature = "parquet"))]
    fn open_parquet(&self) -> Result<Box<dyn Sink>, Failure> {
        Err(self.format.not_built())
    }

    #[cfg(feature = "parquet")]
    fn open_parquet(&self) -> Result<Box<dyn Sink>, Failure> {
        let (out, list) = (self.file()?, (self.api, self.list));
        Ok(Box::new(parquet::ParquetSink::open(out, self.position, self.resume, list)?))
    }

    /// The file of a format that standard output can't have.
    #[cfg(any(feature = "parquet", feature = "sqlite"))]
    fn file(&self) -> Result<&Path, Failure> {
        self.out.ok_or_else(|| {
            let name = self.format.name();
            Failure::Misuse(format!("`--to {name}` needs a file; name one with `--out`"))
        })
    }

    fn columns(&self) -> Result<Columns, Failure> {
        Columns::new(self.api, self.list).map_err(Failure::Misuse)
    }
}
