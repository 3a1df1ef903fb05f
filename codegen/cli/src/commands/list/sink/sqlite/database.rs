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
use std::collections::BTreeSet;
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
    /// Changes when another connection writes to the database.
    version: Option<i64>,
}

/// How a transaction ended.
pub(super) enum Commit {
    /// The rows are written, and this is the progress after them.
    Done(Box<Progress>),
    /// The table has this many rows, and another program removed or added some; nothing was
    /// written.
    OtherRows(u64),
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
    /// How many rows the table had then.
    #[serde(default)]
    pub(super) rows: Option<u64>,
    /// How many records replaced a row of the same walk.
    #[serde(default)]
    pub(super) repeated: u64,
    #[serde(flatten)]
    pub(super) walk: State,
    /// Why no run can continue it.
    pub(super) failed: Option<String>,
}

impl Progress {
    /// Whether nothing was ever written to the table.
    pub(super) fn is_empty(&self) -> bool {
        self.records == 0 && self.rows == Some(0)
    }
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
        // A library may be built to read URIs anyway, and `:memory:` is not a file to it.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        // The folder is synced too, so that a power loss does not bring back a journal.
        connection.pragma_update(None, "synchronous", "EXTRA")?;
        Ok(Self { connection, run: format!("{:032x}", fastrand::u128(..)), version: None })
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
        match columns(&transaction, &table.name)? {
            None => transaction.execute_batch(&table.create())?,
            // The spec was corrected before there was a row.
            Some(found) if progress.is_empty() && table.differences(&found).is_some() => {
                let drop = format!("DROP TABLE {}", quoted(&table.name));
                transaction.execute_batch(&drop)?;
                transaction.execute_batch(&table.create())?;
            }
            Some(_) => {}
        }
        transaction.execute(
            &format!("INSERT OR REPLACE INTO {} VALUES (?, ?, ?)", quoted(STATES)),
            params![table.name, database.run, json(progress)?],
        )?;
        let version = version(&transaction)?;
        transaction.commit()?;
        database.version = Some(version);
        Ok(database)
    }

    /// The columns of a table or a view; `None` if there is no such name.
    pub(super) fn columns(&self, name: &str) -> Result<Option<Vec<Column>>, Error> {
        columns(&self.connection, name)
    }

    /// What else than a table has this name, which a table then can't have.
    pub(super) fn other_kind(&self, name: &str) -> Result<Option<String>, Error> {
        let sql = "SELECT type FROM sqlite_schema WHERE lower(name) = lower(?) \
                   AND type NOT IN ('table', 'view', 'trigger')";
        self.connection.query_row(sql, [name], |row| row.get(0)).optional()
    }

    /// What an earlier run recorded of a table; `None` if none did.
    pub(super) fn progress(&self, name: &str) -> Result<Option<Recorded>, Error> {
        match self.columns(STATES)? {
            None => return Ok(None),
            Some(columns) if !columns.iter().map(|column| &*column.name).eq(STATE_COLUMNS) => {
                return Ok(Some(Recorded::OfOthers));
            }
            Some(_) => {}
        }
        let sql = format!("SELECT state FROM {} WHERE \"table\" = ?", quoted(STATES));
        let text = self.connection.query_row(&sql, [name], |row| row.get::<_, Value>(0));
        Ok(text.optional()?.map(|value| match value {
            Value::Text(text) => serde_json::from_str(&text)
                .map_or_else(|error| Recorded::Damaged(error.to_string()), Recorded::Progress),
            _ => Recorded::Damaged("it is not a text".to_owned()),
        }))
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
        let (before, version) = (progress.rows.unwrap_or_default(), version(&transaction)?);
        if self.version.is_some_and(|earlier| earlier != version) {
            match count(&transaction, table)? {
                found if found == before => {}
                found => return Ok(Commit::OtherRows(found)),
            }
        }
        let (mut add, mut replace) = (transaction.prepare(&table.insert())?, None);
        if let Some(sql) = table.replace() {
            replace = Some(transaction.prepare(&sql)?);
        }
        let (mut after, mut repeats) = (before, Repeats::of(table, progress));
        for row in rows {
            let row = match row {
                Ok(row) => row,
                Err(why) => return Ok(Commit::Unwritable(why)),
            };
            let added = add.execute(params_from_iter(&row))?;
            after += added as u64;
            repeats.note(&row, added > 0);
            if let (0, Some(replace)) = (added, &mut replace) {
                replace.execute(params_from_iter(&row))?;
            }
        }
        drop((add, replace));
        let repeated = progress.repeated + repeats.count;
        let progress = Progress { rows: Some(after), repeated, ..progress.clone() };
        let sql =
            format!("UPDATE {} SET state = ? WHERE \"table\" = ? AND run = ?", quoted(STATES));
        if transaction.execute(&sql, params![json(&progress)?, table.name, self.run])? != 1 {
            return Ok(Commit::OtherRun);
        }
        transaction.commit()?;
        self.version = Some(version);
        Ok(Commit::Done(Box::new(progress)))
    }

    /// Gives these columns of each row, as texts; null is the empty text.
    pub(super) fn each_row(
        &self,
        table: &str,
        columns: &[&str],
        each: &mut dyn FnMut(&[String]),
    ) -> Result<(), Error> {
        if self.columns(table)?.is_none() {
            return Ok(());
        }
        let names: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
        let sql = format!("SELECT {} FROM {}", names.join(", "), quoted(table));
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let cells = (0..columns.len()).map(|at| Ok(text(row.get(at)?)));
            each(&cells.collect::<Result<Vec<_>, Error>>()?);
        }
        Ok(())
    }

    /// How many rows a table has.
    pub(super) fn rows(&self, table: &Table) -> Result<u64, Error> {
        count(&self.connection, table)
    }
}

/// Counts the records that replace a row of their own walk.
struct Repeats {
    count: u64,
    /// The column of the key; `None` if every row that is there already is of the same walk.
    key: Option<usize>,
    /// The keys of this page, for a walk that also replaces rows of earlier walks.
    keys: BTreeSet<String>,
}

impl Repeats {
    fn of(table: &Table, progress: &Progress) -> Self {
        let key = table.key().filter(|_| progress.walk.is_increment());
        Self { count: 0, key, keys: BTreeSet::new() }
    }

    fn note(&mut self, row: &[Value], is_new: bool) {
        let is_repeated = match self.key {
            None => !is_new,
            Some(key) => !self.keys.insert(format!("{:?}", row[key])),
        };
        self.count += u64::from(is_repeated);
    }
}

/// What the table of states has of a table.
pub(super) enum Recorded {
    Progress(Box<Progress>),
    /// Something that no run wrote, and why it is not.
    Damaged(String),
    /// The table of states is not of a run.
    OfOthers,
}

const STATE_COLUMNS: [&str; 3] = ["table", "run", "state"];

fn count(connection: &Connection, table: &Table) -> Result<u64, Error> {
    let sql = format!("SELECT count(*) FROM {}", quoted(&table.name));
    connection.query_row(&sql, [], |row| row.get(0))
}

fn version(connection: &Connection) -> Result<i64, Error> {
    connection.query_row("PRAGMA data_version", [], |row| row.get(0))
}

/// A value as JSON lines and CSV have it.
fn text(value: Value) -> String {
    match value {
        Value::Null | Value::Blob(_) => String::new(),
        Value::Integer(value) => value.to_string(),
        Value::Real(value) => serde_json::Value::from(value).to_string(),
        Value::Text(value) => value,
    }
}

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
