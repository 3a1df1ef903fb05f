//! Tables of an SQLite database: one for each list, named as its resource.
//!
//! The rows of a page and the state of the walk go into one transaction, so that a kill or
//! a power loss keeps both or neither. `_pagesmith` has a row for each table: its state, and
//! the run that writes to it. Each transaction checks that the row is as this run left it;
//! so two runs never interleave, even where a lock does not reach.

mod database;
mod lock;
mod schema;
mod words;
#[cfg(test)]
mod tests;

use super::super::state::State;
use super::notes::unwritable;
use super::{Sink, TableNotes, WriteError};
use crate::outcome::Failure;
use crate::terminal::{self, listing};
use database::{Database, Progress};
use lock::{FileIdentity, RunLock};
use pagesmith::{Error, Outcome};
use pagesmith_interpret::{Cell, Columns, Record};
use rusqlite::types::Value;
use schema::Table;
use std::fs;
use std::path::{Path, PathBuf};

/// A table of a database.
pub(super) struct SqliteSink {
    path: PathBuf,
    columns: Columns,
    table: Table,
    notes: TableNotes,
    /// The database and the file that it is; `None` before the first request.
    open: Option<(Database, FileIdentity)>,
    /// What the table holds safely.
    progress: Progress,
    was_done: bool,
    /// Held until the run ends; dropped behind the database.
    _lock: RunLock,
}

impl SqliteSink {
    /// Checks that a run can write to this table; changes nothing.
    pub(super) fn open(
        path: &Path,
        name: &str,
        columns: Columns,
        resume: bool,
    ) -> Result<Self, Failure> {
        let table = Table::new(name, &columns).map_err(Failure::Misuse)?;
        let lock = RunLock::take(path)?;
        let progress = match Database::open(path)? {
            None => Progress::default(),
            Some(database) => earlier(&database, path, &table, resume)?,
        };
        progress.walk.position().map_err(|error| {
            Failure::Misuse(format!("{}: {error}; {}", path.display(), restart(name)))
        })?;
        let (was_done, notes) = (progress.walk.is_done(), TableNotes::default());
        let path = path.to_owned();
        Ok(Self { path, columns, table, notes, open: None, progress, was_done, _lock: lock })
    }

    /// Writes these rows and the progress, in one transaction.
    fn commit(&mut self, rows: &[Vec<Value>], progress: Progress) -> Result<(), Failure> {
        let shown = self.path.display();
        let Some((database, identity)) = &mut self.open else {
            return Err(Failure::Failed(format!("{shown} was not opened")));
        };
        if !identity.is_at(&self.path) {
            return Err(Failure::Permanent(format!(
                "{shown} was replaced or removed while this run was writing to it; the file that is \
                 there now was not changed. To list again, name another file with `--out`"
            )));
        }
        match database.commit(&self.table, rows, &progress) {
            Ok(true) => {
                self.progress = progress;
                Ok(())
            }
            Ok(false) => Err(Failure::Permanent(format!(
                "{shown}: another program is writing to the table `{}`; {}",
                self.table.name,
                restart(&self.table.name)
            ))),
            Err(error) => Err(Failure::Failed(format!(
                "{shown} can't be written: {}{}",
                words::of(&error),
                self.hint()
            ))),
        }
    }

    fn hint(&self) -> String {
        let (shown, name, records) = (self.path.display(), &self.table.name, self.progress.records);
        format!(
            "; `{name}` of {shown} has {records} records so far, and `--resume` continues after them"
        )
    }
}

impl Sink for SqliteSink {
    fn records(&self) -> u64 {
        self.progress.records
    }

    fn state(&self) -> &State {
        &self.progress.walk
    }

    fn begin(&mut self) -> Result<(), Failure> {
        let is_new = !self.path.exists();
        let identity = FileIdentity::create(&self.path)?;
        let begun = Database::begin(&self.path, &self.table, &self.progress);
        let database = begun.map_err(|error| {
            if is_new && identity.is_at(&self.path) {
                let _stays = fs::remove_file(&self.path);
            }
            words::failure(&error, &format!("{} can't be written", self.path.display()))
        })?;
        self.open = Some((database, identity));
        Ok(())
    }

    fn write(&mut self, records: &[Record], state: &State) -> Result<(), WriteError> {
        let first = self.progress.records + 1;
        let mut rows = Vec::with_capacity(records.len());
        for (number, record) in (first..).zip(records) {
            let cells = self.notes.cells(&self.columns, record, number);
            let cells = cells.map_err(WriteError::Unwritable)?;
            let named = self.columns.all().iter().zip(cells);
            let values = named.map(|(column, cell)| {
                value(cell).map_err(|why| unwritable(number, &format!("`{}`: {why}", column.name)))
            });
            rows.push(values.collect::<Result<_, _>>().map_err(WriteError::Unwritable)?);
        }
        let records = self.progress.records + records.len() as u64;
        let progress = Progress { records, walk: state.clone(), ..self.progress.clone() };
        self.commit(&rows, progress).map_err(WriteError::Failed)
    }

    fn interrupt(&mut self) -> String {
        self.hint()
    }

    fn fail(&mut self, error: &Error) -> String {
        let progress = Progress { failed: Some(error.to_string()), ..self.progress.clone() };
        if let Err(Failure::Failed(why) | Failure::Permanent(why)) = self.commit(&[], progress) {
            terminal::warning(format!("how the run ended is not recorded: {why}"));
        }
        let (shown, name, records) = (self.path.display(), &self.table.name, self.progress.records);
        format!(
            "; `{name}` of {shown} has {records} records, and no run can continue after them: {}",
            restart(name)
        )
    }

    fn report(&self) {
        self.notes.report(&self.columns);
    }

    fn finish(
        mut self: Box<Self>,
        state: &State,
        outcome: Option<&Outcome>,
    ) -> Result<(), Failure> {
        self.commit(&[], Progress { walk: state.clone(), ..self.progress.clone() })?;
        let records = self.progress.records;
        if self.was_done {
            listing::unchanged(&self.path, records, outcome, &restart(&self.table.name));
        } else {
            listing::written(&self.path, records, outcome, state.is_done());
        }
        let rows = self.open.as_ref().and_then(|(database, _)| database.rows(&self.table).ok());
        if let Some(rows) = rows.filter(|rows| *rows != records) {
            terminal::note(format!(
                "`{}` has {rows} rows: a record replaces the row with the same key",
                self.table.name
            ));
        }
        Ok(())
    }
}

/// What an earlier run left of this table.
///
/// # Errors
/// When a run can't write to it.
fn earlier(
    database: &Database,
    path: &Path,
    table: &Table,
    resume: bool,
) -> Result<Progress, Failure> {
    let (shown, name) = (path.display(), &table.name);
    let unread = |error| words::failure(&error, &format!("{shown} can't be used"));
    let columns = database.columns(name).map_err(unread)?;
    let progress = database.progress(name).map_err(unread)?;
    let misuse = |why: String| Err(Failure::Misuse(why));
    match (columns, progress) {
        (None, None) => Ok(Progress::default()),
        // The user dropped it, as the messages suggest.
        (None, Some(_)) if !resume => Ok(Progress::default()),
        (None, Some(Progress { records, .. })) => misuse(format!(
            "{shown} says that a walk wrote {records} records to the table `{name}`, which is gone: \
             restore it, or leave out `--resume` to list again from the beginning"
        )),
        (Some(_), None) => misuse(format!(
            "{shown} has a table or a view `{name}` that no run of `pagesmith list` wrote; name \
             another file, or rename that table"
        )),
        (Some(_), Some(Progress { failed: Some(failed), .. })) => Err(Failure::Permanent(format!(
            "an earlier run into `{name}` of {shown} failed, and no run can continue it: {failed}; {}",
            restart(name)
        ))),
        (Some(_), Some(_)) if !resume => misuse(format!(
            "{shown} has a table `{name}` already: continue it with `--resume`, or name another file"
        )),
        (Some(columns), Some(progress)) => match table.differences(&columns) {
            None => Ok(progress),
            Some(differences) => misuse(format!(
                "the table `{name}` of {shown} has other columns than the spec now has: {differences}. \
                 Change the table with `ALTER TABLE`, use the spec that it was written with, or, {}",
                restart(name)
            )),
        },
    }
}

/// How to list a table from the beginning.
fn restart(name: &str) -> String {
    format!(
        "to list again from the beginning, name another file with `--out`, or drop the table \
         `{name}` and leave out `--resume`"
    )
}

/// The value of a cell in the database.
///
/// # Errors
/// When its column can't hold it.
fn value(cell: Cell<'_>) -> Result<Value, &'static str> {
    Ok(match cell {
        Cell::Null => Value::Null,
        Cell::Integer(value) => Value::Integer(value),
        Cell::Boolean(value) => Value::Integer(value.into()),
        Cell::Number(value) => Value::Real(value),
        Cell::Text(value) => Value::Text(value),
        Cell::Json(value) => Value::Text(value.into_owned()),
        Cell::Unsigned(value) => Value::Integer(value.try_into().map_err(|_| {
            "the number is above 9223372036854775807, the largest whole number of SQLite; call the \
             field a `decimal` or a `string` in the spec"
        })?),
        Cell::Differs(_) => {
            return Err("the value has another type than the spec says; correct the spec");
        }
    })
}
