//! A folder whose parts many processes write, each for a unit of work, and one process commits.
//!
//! Writers put their parts into a folder in it, `_uncommitted`. Whoever commits moves a part out
//! of there, and then writes the manifest. Names of parts have the number of the attempt, so a
//! writer of an earlier one, which nobody waits for any more, can't replace a part; and what it
//! writes late stays where nobody reads it.

use super::disk::Disk;
use super::error::{At as _, FileError};
use super::folder::{Parts, names_in};
use super::manifest::{self, Manifest, Part};
use super::part::{self, PartWriter};
use super::stamp::Stamp;
use ::parquet::file::properties::WriterProperties;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::fmt;
use std::path::{Path, PathBuf};

/// The folder of what is not committed.
const UNCOMMITTED: &str = "_uncommitted";
/// The same, on its way out.
const REMOVED: &str = "_removed";

/// A folder of parts, one for each unit of work, which this run alone commits to.
pub struct UnitParts {
    parts: Parts,
}

/// What is committed beside the parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    attempt: u64,
    work: Json,
}

impl UnitParts {
    /// A folder for rows of this schema: a new one or, to `resume`, one that an earlier run
    /// committed to.
    ///
    /// # Errors
    /// As [`Parts::open`].
    pub fn open(folder: &Path, schema: &SchemaRef, resume: bool) -> Result<Self, FileError> {
        Self::open_on(Disk::default(), folder, schema, resume)
    }

    pub(super) fn open_on(
        disk: Disk,
        folder: &Path,
        schema: &SchemaRef,
        resume: bool,
    ) -> Result<Self, FileError> {
        let refused = |why: &str| FileError::Refused(format!("{} {why}", folder.display()));
        let earlier = Manifest::read(&folder.join(manifest::NAME))?;
        if !resume && earlier.is_some() {
            return Err(refused("exists already: resume it, or name another"));
        }
        let is_ours =
            |name: &str| [UNCOMMITTED, REMOVED].contains(&name) || unit_of(name).is_some();
        let parts = Parts::open_on(disk, folder, schema, Manifest::new(schema), &is_ours)?;
        let found = Self { parts };
        let is_readable = found.parts.state().is_null() || found.state().is_some();
        let is_of_units = found.parts.manifest.parts.iter().all(|it| unit_of(&it.name).is_some());
        if !is_readable || !is_of_units {
            return Err(refused("was not written unit by unit; name another folder"));
        }
        Ok(found)
    }

    fn state(&self) -> Option<State> {
        serde_json::from_value(self.parts.state().clone()).ok()
    }

    /// What the earlier run was to do; `None` if there was none.
    #[must_use]
    pub fn work(&self) -> Option<Json> {
        self.state().map(|state| state.work)
    }

    /// The units that were committed.
    pub fn units(&self) -> impl Iterator<Item = u64> {
        self.parts.manifest.parts.iter().filter_map(|part| Some(unit_of(&part.name)?.0))
    }

    /// How many records were committed.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.parts.records()
    }

    /// Whether an earlier run ended with [`finish`](Self::finish).
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.parts.is_done()
    }

    /// Begins another attempt at this work, and returns its number. What earlier attempts did
    /// not commit is removed.
    ///
    /// # Errors
    /// When a file can't be written. What was committed before is whole.
    pub fn begin(&mut self, work: Json) -> Result<u64, FileError> {
        self.parts.begin()?;
        let attempt = self.state().map_or(1, |state| state.attempt + 1);
        let state = serde_json::to_value(State { attempt, work });
        let state = state.map_err(|error| FileError::at(&self.parts.folder, &error))?;
        // No writer of an earlier attempt finds its folder from now on.
        self.remove_uncommitted()?;
        self.parts.replace(Manifest { state, ..self.parts.manifest.clone() })?;
        let folder = self.uncommitted();
        self.parts.disk.create_folder(&folder).at(&folder)?;
        Ok(attempt)
    }

    fn uncommitted(&self) -> PathBuf {
        self.parts.folder.join(UNCOMMITTED)
    }

    /// Removes what was not committed. First the folder gets another name, under which no writer
    /// adds a file to it.
    fn remove_uncommitted(&self) -> Result<(), FileError> {
        let (folder, removed) = (self.uncommitted(), self.parts.folder.join(REMOVED));
        self.remove_folder(&removed)?;
        if folder.exists() {
            self.parts.disk.rename(&folder, &removed).at(&folder)?;
        }
        self.remove_folder(&removed)
    }

    fn remove_folder(&self, folder: &Path) -> Result<(), FileError> {
        if !folder.exists() {
            return Ok(());
        }
        for name in names_in(folder)? {
            let path = folder.join(name);
            self.parts.disk.remove(&path).at(&path)?;
        }
        self.parts.disk.remove_folder(folder).at(folder)
    }

    /// Commits a part that a writer of this attempt has written. One of a unit that has a part
    /// is left out.
    ///
    /// # Errors
    /// When the part is missing, or is not what its writer wrote; when it is of another attempt;
    /// when a file can't be written. What was committed before is whole.
    pub fn commit(&mut self, part: &UnitPart) -> Result<(), FileError> {
        let attempt = self.state().map(|state| state.attempt);
        if attempt != Some(part.attempt) {
            return Err(FileError::Refused(format!(
                "the part of unit {} is of attempt {}, which has ended",
                part.unit, part.attempt
            )));
        }
        if self.units().any(|unit| unit == part.unit) {
            return Ok(());
        }
        let name = name(part.unit, part.attempt);
        let from = self.uncommitted().join(&name);
        if let Some(difference) = part.stamp.difference(&from).at(&from)? {
            return Err(FileError::Refused(format!(
                "{} {difference} since a worker wrote it: the folder of the worker has to be the folder here, shared between the machines",
                from.display()
            )));
        }
        let to = self.parts.folder.join(&name);
        self.parts.disk.rename(&from, &to).at(&to)?;
        let mut next = self.parts.manifest.clone();
        next.records += part.records;
        next.parts.push(Part { name, records: part.records, stamp: part.stamp.clone() });
        self.parts.replace(next)
    }

    /// Commits that all units are there.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub fn finish(&mut self) -> Result<(), FileError> {
        self.remove_uncommitted()?;
        self.parts.replace(Manifest { done: true, ..self.parts.manifest.clone() })
    }
}

impl fmt::Debug for UnitParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnitParts").field("folder", &self.parts.folder).finish_non_exhaustive()
    }
}

/// The name of a part.
fn name(unit: u64, attempt: u64) -> String {
    format!("part-{unit:06}-{attempt}.parquet")
}

/// The unit and the attempt of a part.
fn unit_of(name: &str) -> Option<(u64, u64)> {
    let numbers = name.strip_prefix("part-")?.strip_suffix(".parquet")?;
    let (unit, attempt) = numbers.split_once('-')?;
    Some((unit.parse().ok()?, attempt.parse().ok()?))
}

/// A part of a unit, written and not committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitPart {
    unit: u64,
    attempt: u64,
    records: u64,
    stamp: Stamp,
}

impl UnitPart {
    /// What a writer in another process has told.
    #[must_use]
    pub fn new(unit: u64, attempt: u64, records: u64, (bytes, hash): (u64, String)) -> Self {
        Self { unit, attempt, records, stamp: Stamp { bytes, hash } }
    }

    /// How many records it has.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records
    }

    /// How many bytes it has, and their hash.
    #[must_use]
    pub fn stamp(&self) -> (u64, &str) {
        (self.stamp.bytes, &self.stamp.hash)
    }
}

/// Writes the part of a unit.
pub struct UnitWriter {
    unit: u64,
    attempt: u64,
    writer: PartWriter,
    properties: WriterProperties,
    to: PathBuf,
}

impl UnitWriter {
    /// A part of a unit, in a folder in which this attempt was [begun](UnitParts::begin).
    ///
    /// # Errors
    /// When the attempt has ended, or the file can't be written.
    pub fn create(
        folder: &Path,
        unit: u64,
        attempt: u64,
        schema: &SchemaRef,
    ) -> Result<Self, FileError> {
        let properties = part::properties(schema)?;
        let to = folder.join(UNCOMMITTED).join(name(unit, attempt));
        let new = to.with_extension("parquet.new");
        let writer = PartWriter::create(new, schema, &properties, &Disk::default())?;
        Ok(Self { unit, attempt, writer, properties, to })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), FileError> {
        self.writer.write(batch)
    }

    /// Ends the part, which is durable then.
    ///
    /// # Errors
    /// When the file can't be written, or the attempt has ended.
    pub fn finish(mut self) -> Result<UnitPart, FileError> {
        let part = self.writer.finish(&self.to, &mut self.properties, &Disk::default())?;
        let Self { unit, attempt, .. } = self;
        Ok(UnitPart { unit, attempt, records: part.records, stamp: part.stamp })
    }
}

impl fmt::Debug for UnitWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnitWriter").field("to", &self.to).finish_non_exhaustive()
    }
}
