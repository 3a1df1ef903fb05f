//! A file of records, and the position file that stores how far the walk is.
//!
//! A run locks both files before it reads them, until it ends. It writes through the
//! locked descriptors, never by name: if another file takes the place of one of them, the
//! run notices, and leaves that file alone.
//!
//! After each page, the run writes and syncs the records, and only then the state of the
//! walk with the length of the file. A kill between the two leaves records beyond that length: the
//! next run cuts them off and requests them again.

mod locked_file;
mod position_file;
mod recent;
mod verify;

use super::disk::{folder, owner_only};
use super::sink::{Format, TextFormat};
use super::state::State;
use crate::outcome::Failure;
use crate::terminal;
use crate::terminal::listing::{self, Written};
use locked_file::{LockedFile, refuse_same_path};
use pagesmith::{Error, Outcome};
use position_file::{FileState, PositionFile};
use recent::Recent;
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use verify::{check, how_to_restart, mismatch};

/// A file of records that a later run can continue.
pub(super) struct Checkpoint {
    records: LockedFile,
    positions: PositionFile,
    /// What the files hold safely.
    state: FileState,
    recent: Recent,
    /// Whether an earlier run reached the end of the list.
    was_done: bool,
}

impl Checkpoint {
    /// Opens existing files, if they belong together, and creates missing ones. Their
    /// contents stay unchanged until [`begin`](Self::begin).
    pub(super) fn open(
        out: &Path,
        position: Option<&Path>,
        resume: bool,
        format: &dyn TextFormat,
    ) -> Result<Self, Failure> {
        let position = position.map_or_else(|| default_position_path(out), Path::to_owned);
        refuse_same_path(out, &position)?;
        let records = LockedFile::open(out, None)?;
        let positions = LockedFile::open(&position, records.as_ref())?;
        let positions = positions.map(PositionFile::read).transpose()?;
        let state = positions.as_ref().and_then(PositionFile::state);
        match (&records, &positions, state) {
            (Some(records), Some(positions), Some(state)) if resume => {
                check(records, positions, state, format)?;
            }
            (None, _, None) => {}
            // A kill right after the file was created leaves it empty.
            (Some(records), _, None) if resume && records.len().is_ok_and(|len| len == 0) => {}
            (records, _, state) => {
                return Err(mismatch(out, &position, records.is_some(), state, resume));
            }
        }
        let positions = match positions {
            Some(positions) => positions,
            // A position may hold page tokens.
            None => PositionFile::new(LockedFile::create(&position, &owner_only())?),
        };
        let records = match records {
            Some(records) => records,
            None => LockedFile::create(out, &OpenOptions::new())
                .inspect_err(|_| positions.remove_unused())?,
        };
        Self::new(records, positions)
    }

    fn new(records: LockedFile, positions: PositionFile) -> Result<Self, Failure> {
        let state = positions.state().cloned().unwrap_or_default();
        state.walk.check().map_err(|error| {
            let (out, position) = (records.path(), positions.file().path());
            Failure::Misuse(format!(
                "{}: {error}; {}",
                position.display(),
                how_to_restart(out, position)
            ))
        })?;
        let recent = Recent::read(&records, state.bytes);
        let recent = recent.map_err(|error| write_failed(records.path(), &error))?;
        let was_done = state.walk.is_done();
        Ok(Self { records, positions, state, recent, was_done })
    }

    /// Prepares both files, stores the state of a walk without records of its own, and cuts off
    /// the records that a kill left.
    pub(super) fn begin(&mut self, format: Format, walk: &State) -> Result<(), Failure> {
        let (records, positions) = (&self.records, self.positions.file());
        self.state.out = name(records.path(), positions.path()).map_err(|error| {
            let out = records.path().display();
            Failure::Misuse(format!("{out} or its position file was moved just now: {error}"))
        })?;
        positions.restrict().map_err(|error| {
            let position = positions.path().display();
            Failure::Misuse(format!(
                "{position} would hold page tokens, and others may read it: {error}; name another \
                 file with `--position`"
            ))
        })?;
        let write_failed = |error| write_failed(records.path(), &error);
        records.cut(self.state.bytes).map_err(write_failed)?;
        self.state.identity = records.identity().map_err(write_failed)?;
        self.state.ended = false;
        self.state.format = format;
        self.state.walk = walk.clone();
        self.save_state()?;
        self.records.sync_name();
        self.positions.file().sync_name();
        Ok(())
    }

    /// How far the walk is.
    pub(super) fn state(&self) -> &State {
        &self.state.walk
    }

    /// Whether nothing is in the file, not even a header.
    pub(super) fn is_empty(&self) -> bool {
        self.state.bytes == 0
    }

    /// How many bytes of records are in the file.
    pub(super) fn bytes(&self) -> u64 {
        self.state.bytes
    }

    /// These bytes of the records.
    pub(super) fn read(&self, from: u64, to: u64) -> Result<Vec<u8>, Failure> {
        self.records.read(from, to).map_err(|error| {
            Failure::Failed(format!("{} can't be read: {error}", self.records.path().display()))
        })
    }

    /// The failure if the records are not what this program writes.
    pub(super) fn unreadable(&self) -> Failure {
        let (out, position) = (self.records.path(), self.positions.file().path());
        Failure::Misuse(format!(
            "{} has a record that can't be read; {}",
            out.display(),
            how_to_restart(out, position)
        ))
    }

    /// Begins a walk from the beginning of the list behind the records that are there.
    pub(super) fn begin_again(&mut self) {
        self.was_done = false;
    }

    /// How many records are in the file.
    pub(super) fn records(&self) -> u64 {
        self.state.records
    }

    /// Writes the text of a page, which comes in pieces, and the state after it, and waits until
    /// the disk has them.
    pub(super) fn write(
        &mut self,
        text: impl Iterator<Item = String>,
        records: u64,
        walk: &State,
    ) -> Result<(), Failure> {
        self.check_files()?;
        let written = self.write_text(text);
        let (bytes, recent) =
            written.map_err(|error| self.failed_write(self.records.path(), &error))?;
        (self.state.bytes, self.recent) = (bytes, recent);
        self.state.records += records;
        self.state.walk = walk.clone();
        self.save_state()
    }

    /// Writes a text after the records. Returns the new length of the file, and its last bytes.
    fn write_text(&self, text: impl Iterator<Item = String>) -> io::Result<(u64, Recent)> {
        let (mut bytes, mut recent) = (self.state.bytes, self.recent.clone());
        for piece in text {
            self.records.write(bytes, piece.as_bytes())?;
            recent.add(piece.as_bytes());
            bytes += piece.len() as u64;
        }
        self.records.sync()?;
        Ok((bytes, recent))
    }

    /// Records that the walk reached its end or its limit.
    pub(super) fn finish(mut self, walk: &State, outcome: Option<&Outcome>) -> Result<(), Failure> {
        self.state.ended = true;
        self.state.walk = walk.clone();
        self.save_state()?;
        let (out, records) = (self.records.path(), self.state.records);
        if self.was_done {
            let restart = how_to_restart(out, self.positions.file().path());
            listing::unchanged(out, Written::each(records), outcome, &restart);
        } else {
            listing::written(out, Written::each(records), outcome, walk.is_done());
        }
        Ok(())
    }

    /// Records that the run ended before the list did; returns how to continue.
    pub(super) fn interrupt(&mut self) -> String {
        self.state.ended = true;
        match self.record_end() {
            Err(Failure::Permanent(why)) => format!("; {why}"),
            _ => self.hint(),
        }
    }

    /// Records that no run can continue; returns what to do instead.
    pub(super) fn fail(&mut self, error: &Error) -> String {
        self.state.ended = true;
        self.state.failed = Some(error.to_string());
        // If this can't be written, the walk's own failure is still reported.
        let _recorded = self.record_end();
        let (out, records) = (self.records.path(), self.state.records);
        let restart = how_to_restart(out, self.positions.file().path());
        format!(
            "; {} has {records} records, and no run can continue after them: {restart}",
            out.display()
        )
    }

    /// Records how the run ended, when it has failed already.
    fn record_end(&mut self) -> Result<(), Failure> {
        let recorded = self.check_file(self.positions.file(), self.positions.length());
        if let Err(Failure::Permanent(_)) = recorded {
            return recorded;
        }
        if let Err(error) = self.add_line() {
            let position = self.positions.file().path().display();
            terminal::warning(format!("{position} does not record how the run ended: {error}"));
        }
        Ok(())
    }

    fn save_state(&mut self) -> Result<(), Failure> {
        self.check_file(self.positions.file(), self.positions.length())?;
        let added = self.add_line();
        added.map_err(|error| self.failed_write(self.positions.file().path(), &error))
    }

    fn add_line(&mut self) -> io::Result<()> {
        self.state.hash = self.recent.hash();
        self.positions.add(&self.state)
    }

    /// Fails if another program has replaced or changed the files.
    fn check_files(&mut self) -> Result<(), Failure> {
        self.check_file(self.positions.file(), self.positions.length())?;
        self.check_file(&self.records, self.state.bytes).inspect_err(|_| {
            // So that the next run does not take the extra bytes for its own.
            self.interrupt();
        })
    }

    /// Fails if another program has replaced a file, or changed its length.
    fn check_file(&self, file: &LockedFile, length: u64) -> Result<(), Failure> {
        let shown = file.path().display();
        let unchecked =
            |error| Failure::Failed(format!("{shown} can't be checked: {error}{}", self.hint()));
        if !file.is_at(file.path()).map_err(unchecked)? {
            return Err(Failure::Permanent(format!(
                "{shown} was replaced or removed while this run was writing to it; the file that is there now \
                 was not changed. To list again, name another file with `--out`"
            )));
        }
        match file.len().map_err(unchecked)? {
            found if found == length => Ok(()),
            found => Err(Failure::Permanent(format!(
                "{shown} has {found} bytes, but this run wrote {length}: another program is writing to it; {}",
                how_to_restart(self.records.path(), self.positions.file().path())
            ))),
        }
    }

    fn failed_write(&self, path: &Path, error: &io::Error) -> Failure {
        let message = format!("{} can't be written: {error}{}", path.display(), self.hint());
        Failure::Failed(message)
    }

    fn hint(&self) -> String {
        let (out, records) = (self.records.path().display(), self.state.records);
        format!("; {out} has {records} records so far, and `--resume` continues after them")
    }
}

/// The path of the file of records in the position file: relative to its folder, so that
/// both can be moved together.
fn name(records: &Path, position: &Path) -> io::Result<String> {
    let (records, position) = (records.canonicalize()?, position.canonicalize()?);
    let named = records.strip_prefix(folder(&position)).unwrap_or(&records);
    Ok(named.to_string_lossy().into_owned())
}

/// The path of the position file, unless `--position` names another.
fn default_position_path(out: &Path) -> PathBuf {
    let mut name = OsString::from(out);
    name.push(".position");
    name.into()
}

fn write_failed(path: &Path, error: &io::Error) -> Failure {
    Failure::Failed(format!("{} can't be written: {error}", path.display()))
}
