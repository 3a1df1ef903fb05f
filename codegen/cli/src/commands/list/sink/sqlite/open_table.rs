//! The table that a run writes to: opened and checked before the first request, then written
//! in one transaction for each page.

use super::super::super::state::State;
use super::database::{Commit, Database, Progress, Recorded};
use super::lock::{FileIdentity, RunLock, check_links};
use super::schema::{STATES, Table};
use super::{WriteError, restart, words};
use crate::outcome::Failure;
use rusqlite::types::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A table that no other run writes to.
pub(super) struct OpenTable {
    path: PathBuf,
    table: Table,
    /// The database and the file that it is; `None` before the first request.
    open: Option<(Database, FileIdentity)>,
    /// What the table holds safely.
    progress: Progress,
    /// Whether an earlier run reached the end of the list.
    was_done: bool,
    /// Held until the run ends; dropped after the database.
    _lock: RunLock,
}

impl OpenTable {
    /// Checks that a run can write to a table; changes nothing.
    pub(super) fn open(path: &Path, table: Table, resume: bool) -> Result<Self, Failure> {
        check_links(path)?;
        let lock = RunLock::take(path)?;
        let progress = match Database::open(path)? {
            None => Progress::default(),
            Some(database) => earlier(&database, path, &table, resume)?,
        };
        progress.walk.check().map_err(|error| {
            Failure::Misuse(format!("{}: {error}; {}", path.display(), restart(&table.name)))
        })?;
        let (path, was_done) = (path.to_owned(), progress.walk.is_done());
        Ok(Self { path, table, open: None, progress, was_done, _lock: lock })
    }

    /// Creates what is missing, and makes this run the one that writes to the table.
    pub(super) fn begin(&mut self, walk: &State) -> Result<(), Failure> {
        self.progress.walk = walk.clone();
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

    /// Writes these rows and the progress, in one transaction.
    pub(super) fn commit(
        &mut self,
        rows: &mut dyn Iterator<Item = Result<Vec<Value>, String>>,
        progress: &Progress,
    ) -> Result<(), WriteError> {
        let shown = self.path.display();
        let permanent = |why| Err(WriteError::Failed(Failure::Permanent(why)));
        let Some((database, identity)) = &mut self.open else {
            return permanent(format!("{shown} was not opened"));
        };
        if !identity.is_at(&self.path) {
            return permanent(format!(
                "{shown} was replaced or removed while this run was writing to it; the file that is \
                 there now was not changed. To list again, name another file with `--out`"
            ));
        }
        match database.commit(&self.table, rows, progress) {
            Ok(Commit::Done(progress)) => {
                self.progress = *progress;
                Ok(())
            }
            Ok(Commit::OtherRows(found)) => permanent(format!(
                "{}; {}",
                other_rows(&self.path, &self.table.name, found, &self.progress),
                restart(&self.table.name)
            )),
            Ok(Commit::Unwritable(why)) => Err(WriteError::Unwritable(why)),
            Ok(Commit::OtherRun) => permanent(format!(
                "{shown}: another program is writing to the table `{}`; {}",
                self.table.name,
                restart(&self.table.name)
            )),
            Err(error) => Err(WriteError::Failed(Failure::Failed(format!(
                "{shown} can't be written: {}{}",
                words::of(&error),
                self.hint()
            )))),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn name(&self) -> &str {
        &self.table.name
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    pub(super) fn was_done(&self) -> bool {
        self.was_done
    }

    /// Begins a walk from the beginning of the list behind the rows that are there.
    pub(super) fn begin_again(&mut self) {
        self.was_done = false;
        self.progress.repeated = 0;
    }

    /// Gives these columns of each row, as texts.
    pub(super) fn each_row(
        &self,
        columns: &[&str],
        each: &mut dyn FnMut(&[String]),
    ) -> Result<(), Failure> {
        let Some(database) = Database::open(&self.path)? else { return Ok(()) };
        database.each_row(&self.table.name, columns, each).map_err(|error| {
            Failure::Misuse(format!("{} can't be read: {}", self.path.display(), words::of(&error)))
        })
    }

    /// How many rows the table has, if that can be read.
    pub(super) fn rows(&self) -> Option<u64> {
        self.open.as_ref().and_then(|(database, _)| database.rows(&self.table).ok())
    }

    /// How many records it has.
    pub(super) fn count(&self) -> String {
        let (shown, records) = (self.path.display(), self.progress.records);
        format!("`{}` of {shown} has {records} records", self.table.name)
    }

    /// How to continue.
    pub(super) fn hint(&self) -> String {
        format!("; {} so far, and `--resume` continues after them", self.count())
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
    let misuse = |why: String| Err(Failure::Misuse(why));
    let columns = database.columns(name).map_err(unread)?;
    let progress = match database.progress(name).map_err(unread)? {
        None => None,
        Some(Recorded::Progress(progress)) => Some(*progress),
        // The user dropped the table, as the message suggests.
        Some(Recorded::Damaged(_)) if columns.is_none() && !resume => None,
        Some(Recorded::Damaged(why)) => {
            return misuse(format!(
                "the table `{STATES}` of {shown} has a row for `{name}` that another program \
                 changed ({why}); restore the database, or, {}",
                restart(name)
            ));
        }
        Some(Recorded::OfOthers) => {
            return misuse(format!(
                "{shown} has a table `{STATES}` that no run of `pagesmith list` wrote; name another \
                 file, or rename that table"
            ));
        }
    };
    let Some(columns) = columns else { return missing(database, path, name, progress, resume) };
    let Some(progress) = progress else {
        return misuse(format!(
            "{shown} has a table or a view `{name}` that no run of `pagesmith list` wrote for a \
             resource of exactly this name (SQLite ignores case); name another file, or rename that \
             table"
        ));
    };
    if let Some(failed) = progress.failed {
        return Err(Failure::Permanent(format!(
            "an earlier run into `{name}` of {shown} failed, and no run can continue it: {failed}; {}",
            restart(name)
        )));
    }
    if !resume {
        return misuse(format!(
            "{shown} has a table `{name}` already: continue it with `--resume`, or name another file"
        ));
    }
    let rows = database.rows(table).map_err(unread)?;
    if progress.rows.is_some_and(|recorded| recorded != rows) {
        return misuse(format!(
            "{}; restore the database, or, {}",
            other_rows(path, name, rows, &progress),
            restart(name)
        ));
    }
    let progress = Progress { rows: Some(rows), ..progress };
    match table.differences(&columns) {
        Some(differences) if !progress.is_empty() => misuse(format!(
            "the table `{name}` of {shown} has other columns than the spec now has: {differences}. \
             Change the table with `ALTER TABLE`, use the spec that it was written with, or, {}",
            restart(name)
        )),
        _ => Ok(progress),
    }
}

/// The progress of a table that does not exist.
fn missing(
    database: &Database,
    path: &Path,
    name: &str,
    progress: Option<Progress>,
    resume: bool,
) -> Result<Progress, Failure> {
    let shown = path.display();
    if let Some(Progress { records, .. }) = progress.filter(|_| resume) {
        return Err(Failure::Misuse(format!(
            "{shown} says that a walk wrote {records} records to the table `{name}`, which is gone: \
             restore it, or leave out `--resume` to list again from the beginning"
        )));
    }
    let other = database.other_kind(name);
    match other.map_err(|error| words::failure(&error, &format!("{shown} can't be used")))? {
        None => Ok(Progress::default()),
        Some(kind) => Err(Failure::Misuse(format!(
            "{shown} has an {kind} `{name}`, so it can't have a table of this name; name another \
             file, or rename that {kind}"
        ))),
    }
}

/// What another program did to the rows of a table.
fn other_rows(path: &Path, name: &str, found: u64, progress: &Progress) -> String {
    let recorded = progress.rows.unwrap_or_default();
    let what = match found.abs_diff(recorded) {
        count if found < recorded => format!("removed {count} of them"),
        count => format!("added {count}"),
    };
    format!(
        "`{name}` of {} has {found} rows, and this command left {recorded} there: another program {what}",
        path.display()
    )
}
