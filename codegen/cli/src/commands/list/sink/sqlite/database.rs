//! What is read from a database and written to it.

use super::super::super::state::State;
use super::schema::{Column, STATES, Table, quoted};
use super::words;
use crate::outcome::Failure;
use rusqlite::types::Value;
use rusqlite::{
    Connection, Error, OpenFlags, OptionalExtension as _, TransactionBehavior, params,
    params_from_iter,
};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// How long a transaction waits for another program.
const BUSY: Duration = Duration::from_secs(5);

/// An open database that a run writes to.
pub(super) struct Database {
    connection: Connection,
    /// Identifies this run.
    run: String,
}

/// How a transaction ended.
pub(super) enum Commit {
    Done,
    /// Another run has begun since; nothing was written.
    OtherRun,
    /// A record can't be a row; nothing was written.
    Unwritable(String),
}

/// How far a walk is that writes to a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Progress {
    /// How many records it has written.
    pub(super) records: u64,
    #[serde(flatten)]
    pub(super) walk: State,
    /// Why no run can continue it.
    pub(super) failed: Option<String>,
}

impl Database {
    /// Opens a database to read what earlier runs left; `None` if there is no file.
    pub(super) fn open(path: &Path) -> Result<Option<Self>, Failure> {
        let shown = path.display();
        match fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(Failure::Misuse(format!("{shown} can't be opened: {error}")));
            }
            Ok(about) if !about.is_file() => {
                return Err(Failure::Misuse(format!("{shown} is not a regular file")));
            }
            Ok(_) => {}
        }
        let unread = |error| words::failure(&error, &format!("{shown} can't be used"));
        Self::connect(path).map(Some).map_err(unread)
    }

    /// A connection; what a kill left of a transaction is undone when it is first used.
    fn connect(path: &Path) -> Result<Self, Error> {
        // Without `SQLITE_OPEN_URI`: a name that begins with `file:` is a name.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        // The folder is synced too, so that a power loss does not bring back a journal.
        connection.pragma_update(None, "synchronous", "EXTRA")?;
        Ok(Self { connection, run: format!("{:032x}", fastrand::u128(..)) })
    }

    /// Opens the database for writing, makes the tables that are missing, and makes this run
    /// the one that writes to the table.
    pub(super) fn begin(path: &Path, table: &Table, progress: &Progress) -> Result<Self, Error> {
        let mut database = Self::connect(path)?;
        let transaction =
            database.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(&format!(
            "CREATE TABLE IF NOT EXISTS {} (\"table\" TEXT NOT NULL PRIMARY KEY, run TEXT, state TEXT)",
            quoted(STATES)
        ))?;
        if columns(&transaction, &table.name)?.is_none() {
            transaction.execute_batch(&table.create())?;
        }
        transaction.execute(
            &format!("INSERT OR REPLACE INTO {} VALUES (?, ?, ?)", quoted(STATES)),
            params![table.name, database.run, json(progress)?],
        )?;
        transaction.commit()?;
        Ok(database)
    }

    /// The columns of a table or a view; `None` if there is no such name.
    pub(super) fn columns(&self, name: &str) -> Result<Option<Vec<Column>>, Error> {
        columns(&self.connection, name)
    }

    /// What an earlier run recorded of a table; `None` if none did.
    pub(super) fn progress(&self, name: &str) -> Result<Option<Progress>, Error> {
        if self.columns(STATES)?.is_none() {
            return Ok(None);
        }
        let sql = format!("SELECT state FROM {} WHERE \"table\" = ?", quoted(STATES));
        let text = self.connection.query_row(&sql, [name], |row| row.get::<_, String>(0));
        let Some(text) = text.optional()? else { return Ok(None) };
        let read = serde_json::from_str(&text);
        read.map(Some).map_err(|error| Error::FromSqlConversionFailure(0, TEXT, error.into()))
    }

    /// Writes rows and the progress after them, or nothing.
    pub(super) fn commit(
        &mut self,
        table: &Table,
        rows: &mut dyn Iterator<Item = Result<Vec<Value>, String>>,
        progress: &Progress,
    ) -> Result<Commit, Error> {
        // Dropped without a commit, it is undone.
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let sql =
            format!("UPDATE {} SET state = ? WHERE \"table\" = ? AND run = ?", quoted(STATES));
        if transaction.execute(&sql, params![json(progress)?, table.name, self.run])? != 1 {
            return Ok(Commit::OtherRun);
        }
        let mut insert = transaction.prepare(&table.insert())?;
        for row in rows {
            match row {
                Ok(row) => insert.execute(params_from_iter(row))?,
                Err(why) => return Ok(Commit::Unwritable(why)),
            };
        }
        drop(insert);
        transaction.commit()?;
        Ok(Commit::Done)
    }

    /// How many rows a table has.
    pub(super) fn rows(&self, table: &Table) -> Result<u64, Error> {
        let sql = format!("SELECT count(*) FROM {}", quoted(&table.name));
        self.connection.query_row(&sql, [], |row| row.get(0))
    }
}

const TEXT: rusqlite::types::Type = rusqlite::types::Type::Text;

fn json(progress: &Progress) -> Result<String, Error> {
    serde_json::to_string(progress).map_err(|error| Error::ToSqlConversionFailure(error.into()))
}

fn columns(connection: &Connection, name: &str) -> Result<Option<Vec<Column>>, Error> {
    let mut columns = connection.prepare("SELECT name, type, pk > 0 FROM pragma_table_info(?)")?;
    let columns = columns.query_map([name], |row| {
        Ok(Column { name: row.get(0)?, ty: row.get(1)?, is_key: row.get(2)? })
    });
    let columns = columns?.collect::<Result<Vec<_>, _>>()?;
    Ok((!columns.is_empty()).then_some(columns))
}
