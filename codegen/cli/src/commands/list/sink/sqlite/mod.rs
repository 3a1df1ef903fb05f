//! Tables of an SQLite database: one for each list, named as its resource.
//!
//! The rows of a page and the state of the walk go into one transaction, so that a kill or
//! a power loss keeps both or neither. `_pagesmith` has a row for each table: its state, and
//! the run that writes to it. Each transaction checks that the row is as this run left it;
//! so two runs never interleave, even where a lock does not reach.

mod database;
mod lock;
mod open_table;
mod schema;
mod words;
#[cfg(test)]
mod tests;

use super::super::state::State;
use super::notes::unwritable;
use super::{Each, Pointers, Sink, TableNotes, WriteError};
use crate::outcome::Failure;
use crate::terminal;
use crate::terminal::listing::{self, Written};
use database::Progress;
use open_table::OpenTable;
use pagesmith::{Error, Outcome};
use pagesmith_interpret::{Cell, Columns, Record};
use rusqlite::types::Value;
use schema::Table;
use std::iter;
use std::path::Path;

/// A table of a database, and the rows that records become.
pub(super) struct SqliteSink {
    table: OpenTable,
    rows: Rows,
}

/// Makes rows of records.
struct Rows {
    columns: Columns,
    notes: TableNotes,
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
        let table = OpenTable::open(path, table, resume)?;
        Ok(Self { table, rows: Rows { columns, notes: TableNotes::default() } })
    }
}

impl Rows {
    /// The row of the record of this number.
    ///
    /// # Errors
    /// When a column can't hold its value.
    fn row(&mut self, record: &Record, number: u64) -> Result<Vec<Value>, String> {
        let cells = self.notes.cells(&self.columns, record, number)?;
        let named = self.columns.all().iter().zip(cells);
        let values = named.map(|(column, cell)| {
            value(cell).map_err(|why| unwritable(number, &format!("`{}`: {why}", column.name)))
        });
        values.collect()
    }
}

impl SqliteSink {
    /// How many records were written, and how many rows the table has.
    fn written(&self) -> Written {
        let Progress { records, rows, .. } = *self.table.progress();
        Written { records, rows: self.table.rows().or(rows).unwrap_or(records) }
    }

    /// Warns if another program changed what this one wrote.
    fn check_rows(&self) {
        let (name, rows) = (self.table.name(), self.written().rows);
        if let Some(written) = self.table.progress().rows.filter(|written| *written != rows) {
            terminal::warning(format!(
                "`{name}` has {rows} rows, and this command wrote {written}: a trigger of the \
                 database changed what it wrote"
            ));
        }
    }
}

impl Sink for SqliteSink {
    fn records(&self) -> u64 {
        self.table.progress().records
    }

    fn state(&self) -> &State {
        &self.table.progress().walk
    }

    fn read(&self, (key, field): Pointers<'_>, each: Each<'_>) -> Result<(), Failure> {
        let columns = &self.rows.columns;
        let names: Vec<&str> = columns.all().iter().map(|it| it.name.as_str()).collect();
        self.table.each_row(&names, &mut |cells| {
            each(columns.text_at(cells, key), columns.text_at(cells, field));
        })
    }

    fn begin_again(&mut self) {
        self.table.begin_again();
    }

    fn begin(&mut self, state: &State) -> Result<(), Failure> {
        self.table.begin(state)
    }

    fn write(&mut self, records: &[Record], state: &State) -> Result<(), WriteError> {
        let Self { table, rows } = self;
        let mut progress = table.progress().clone();
        let numbered = (progress.records + 1..).zip(records);
        progress.records += records.len() as u64;
        progress.walk = state.clone();
        // One row at a time, so that those of a large page take no memory of their own.
        table.commit(&mut numbered.map(|(number, record)| rows.row(record, number)), &progress)
    }

    fn interrupt(&mut self) -> String {
        self.table.hint()
    }

    fn fail(&mut self, error: &Error) -> String {
        let mut progress = self.table.progress().clone();
        progress.failed = Some(error.to_string());
        if let Err(WriteError::Failed(Failure::Failed(why) | Failure::Permanent(why))) =
            self.table.commit(&mut iter::empty(), &progress)
        {
            terminal::warning(format!("how the run ended is not recorded: {why}"));
        }
        let restart = restart(self.table.name());
        format!("; {}, and no run can continue after them: {restart}", self.table.count())
    }

    fn report(&self) {
        self.rows.notes.report(&self.rows.columns);
    }

    fn doubt(&self) -> Option<String> {
        let repeated = Some(self.table.progress().repeated).filter(|repeated| *repeated > 0)?;
        let (name, Written { records, rows }) = (self.table.name(), self.written());
        Some(format!(
            "`{name}` has {rows} rows for {records} records: {repeated} of them replaced the row with \
             its key, so the list has a key more than once, or it changed while it was read"
        ))
    }

    fn finish(
        mut self: Box<Self>,
        state: &State,
        outcome: Option<&Outcome>,
    ) -> Result<(), Failure> {
        let mut progress = self.table.progress().clone();
        progress.walk = state.clone();
        if let Err(WriteError::Failed(failure)) = self.table.commit(&mut iter::empty(), &progress) {
            return Err(failure);
        }
        let (path, name, written) = (self.table.path(), self.table.name(), self.written());
        if self.table.was_done() {
            listing::unchanged(path, written, outcome, &restart(name));
        } else {
            listing::written(path, written, outcome, state.is_done());
        }
        self.check_rows();
        self.doubt().iter().for_each(terminal::warning);
        Ok(())
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
