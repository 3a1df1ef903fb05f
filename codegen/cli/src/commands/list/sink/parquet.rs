//! A Parquet file: parts in a folder until the walk has ended, then one file.
//!
//! A page is committed with its part, and not by itself: after a kill, the pages of the part
//! that was being written are requested again.

use super::super::state::State;
use super::notes::unwritable;
use super::{Each, Pointers, Sink, TableNotes, WriteError};
use crate::outcome::Failure;
use crate::terminal;
use crate::terminal::listing::{self, Written};
use pagesmith::{Error, Outcome};
use pagesmith_arrow::parquet::{FileError, ParquetFile};
use pagesmith_arrow::{Columns, has_text, text_at};
use pagesmith_codegen::model::{Api, List};
use pagesmith_interpret::Record;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// A Parquet file.
pub(super) struct ParquetSink {
    path: PathBuf,
    position: PathBuf,
    columns: Columns,
    /// The fields by their names, for what has no column.
    fields: pagesmith_interpret::Columns,
    notes: TableNotes,
    file: ParquetFile,
    /// How far the earlier runs came.
    earlier: State,
    /// Whether an earlier run reached the end of the list, and this one is not another walk.
    was_done: bool,
    /// How many records were written, committed or not.
    records: u64,
}

/// What is committed with the rows.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Progress {
    walk: State,
    /// Why no run can continue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    failed: Option<String>,
}

impl Progress {
    fn of(state: &State) -> Json {
        Self { walk: state.clone(), failed: None }.json()
    }

    /// A state is a few texts, which JSON holds.
    fn json(&self) -> Json {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl ParquetSink {
    /// Checks that a run can write to this file.
    pub(super) fn open(
        path: &Path,
        position: Option<&Path>,
        resume: bool,
        (api, list): (&Api, &List),
    ) -> Result<Self, Failure> {
        let columns = Columns::of_spec(api, &list.method.wire);
        let columns = columns.map_err(|error| Failure::Misuse(error.to_string()))?;
        let fields = pagesmith_interpret::Columns::new(api, list).map_err(Failure::Misuse)?;
        let position = position.map_or_else(|| default_position(path), Path::to_owned);
        let file = ParquetFile::open(path, &position, columns.schema(), resume).map_err(failure)?;
        let earlier = match file.state() {
            Json::Null => Progress::default(),
            state => Progress::deserialize(state).map_err(|error| {
                let shown = path.display();
                Failure::Misuse(format!("{shown} has a position that can't be read: {error}"))
            })?,
        };
        if let Some(why) = earlier.failed {
            return Err(Failure::Permanent(format!(
                "{} is of a run that failed and can't be continued: {why}; {}",
                path.display(),
                restart(path, &position)
            )));
        }
        let (path, records) = (path.to_owned(), file.records());
        let (notes, earlier) = (TableNotes::default(), earlier.walk);
        let was_done = earlier.is_done();
        Ok(Self { path, position, columns, fields, notes, file, earlier, was_done, records })
    }

    fn hint(&self) -> String {
        let (shown, records) = (self.path.display(), self.file.records());
        format!("; {shown} has {records} records so far, and `--resume` continues after them")
    }
}

impl Sink for ParquetSink {
    fn records(&self) -> u64 {
        self.records
    }

    fn state(&self) -> &State {
        &self.earlier
    }

    fn read(&self, (key, field): Pointers<'_>, each: Each<'_>) -> Result<(), Failure> {
        for pointer in [key, field] {
            if !has_text(self.columns.schema(), pointer) {
                return Err(Failure::Misuse(format!(
                    "a Parquet file has no column for `{pointer}`, which `--since` reads; write JSON lines or CSV"
                )));
            }
        }
        let read = self.file.read(&[&column_of(key), &column_of(field)], &mut |rows| {
            for row in 0..rows.num_rows() {
                each(text_at(rows, row, key), text_at(rows, row, field));
            }
        });
        read.map_err(failure)
    }

    /// Microseconds.
    fn times_exact_to(&self) -> i128 {
        1000
    }

    fn begin_again(&mut self) {
        self.was_done = false;
    }

    /// The first commit is with the first part, unless there is something to store before it.
    fn begin(&mut self, state: &State) -> Result<(), Failure> {
        if *state == self.earlier {
            return Ok(());
        }
        let committed = self.file.commit_with(Progress::of(state));
        committed.map_err(|error| with_hint(&error, &self.hint()))
    }

    fn checks_records(&self) -> bool {
        true
    }

    fn write(&mut self, records: &[Record], state: &State) -> Result<(), WriteError> {
        let first = self.records + 1;
        let batch =
            self.columns.batch(records.iter().map(|record| &**record)).map_err(|error| {
                let number = first + error.row() as u64;
                let path = if error.path().is_empty() {
                    String::new()
                } else {
                    format!("`{}`: ", error.path())
                };
                WriteError::Unwritable(unwritable(number, &format!("{path}{}", error.what())))
            })?;
        for record in records {
            self.notes.note(&self.fields, record);
        }
        let written = self.file.write(&batch, Progress::of(state));
        written.map_err(|error| WriteError::Failed(with_hint(&error, &self.hint())))?;
        self.records += records.len() as u64;
        Ok(())
    }

    fn interrupt(&mut self) -> String {
        match self.file.commit() {
            Ok(()) => self.hint(),
            Err(error) => format!("; {error}{}", self.hint()),
        }
    }

    fn fail(&mut self, error: &Error) -> String {
        let failed = Progress { walk: self.earlier.clone(), failed: Some(error.to_string()) };
        if let Err(error) = self.file.commit_with(failed.json()) {
            terminal::warning(format!("how the run ended is not recorded: {error}"));
        }
        let (shown, records) = (self.path.display(), self.file.records());
        let restart = restart(&self.path, &self.position);
        format!(
            "; the parts of {shown} have {records} records, and no run can continue after them: {restart}"
        )
    }

    fn report(&self) {
        self.notes.report(&self.fields);
    }

    fn finish(self: Box<Self>, state: &State, outcome: Option<&Outcome>) -> Result<(), Failure> {
        let hint = self.hint();
        let Self { path, position, file, was_done, records, .. } = *self;
        file.finish(Progress::of(state)).map_err(|error| with_hint(&error, &hint))?;
        if was_done {
            listing::unchanged(&path, Written::each(records), outcome, &restart(&path, &position));
        } else {
            listing::written(&path, Written::each(records), outcome, state.is_done());
        }
        Ok(())
    }
}

/// The name of the column that a pointer leads to, or into.
fn column_of(pointer: &str) -> String {
    let name = pointer.split('/').nth(1).unwrap_or_default();
    name.replace("~1", "/").replace("~0", "~")
}

/// An error of files before anything was written.
fn failure(error: FileError) -> Failure {
    match error {
        FileError::Refused(what) => Failure::Misuse(what),
        error => Failure::Failed(error.to_string()),
    }
}

fn with_hint(error: &FileError, hint: &str) -> Failure {
    Failure::Failed(format!("{error}{hint}"))
}

/// The file of the position, unless `--position` names another.
fn default_position(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".position");
    name.into()
}

/// How to list from the beginning without losing a file.
fn restart(out: &Path, position: &Path) -> String {
    let (out, position) = (out.display(), position.display());
    format!(
        "to list again from the beginning, name another file with `--out`, or move {out}, {out}.parts and {position} away"
    )
}
