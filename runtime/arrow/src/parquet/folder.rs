//! A folder of parts with its manifest.

use super::disk::Disk;
use super::error::{At as _, FileError};
use super::manifest::{self, Manifest};
use super::part::{self, PartWriter};
use ::parquet::file::properties::WriterProperties;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use fs4::{FileExt, TryLockError};
use serde_json::Value as Json;
use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The file that a run locks while it writes to the folder.
const LOCK: &str = "_lock";

/// When a part ends. What was not committed is requested again after a kill, and waits in
/// memory only until a row group of it is full.
#[derive(Clone, Copy, Debug)]
pub struct PartLimits {
    /// So many records, 50,000 unless set.
    pub records: u64,
    /// So many bytes, encoded and compressed, 32 MiB unless set.
    pub bytes: usize,
    /// So long after its first record, one minute unless set.
    pub age: Duration,
}

impl Default for PartLimits {
    fn default() -> Self {
        Self { records: 50_000, bytes: 32 << 20, age: Duration::from_secs(60) }
    }
}

/// A folder of Parquet parts, which this run alone writes to.
///
/// `state` is whatever its writer continues by; it is committed with the rows before it.
pub struct Parts {
    pub(super) folder: PathBuf,
    pub(super) disk: Disk,
    pub(super) manifest: Manifest,
    pub(super) schema: SchemaRef,
    pub(super) properties: WriterProperties,
    limits: PartLimits,
    part: Option<PartWriter>,
    /// The state behind the rows that were written last.
    state: Json,
    /// When the first of what is not committed was written.
    since: Option<Instant>,
    has_begun: bool,
    made_folder: bool,
    /// Held until the run ends.
    _lock: File,
}

impl Parts {
    /// A folder for rows of this schema: a new one or, to `resume`, one that an earlier run
    /// wrote to. Nothing that is there is changed before the first rows are written.
    ///
    /// # Errors
    /// When there is a manifest and `resume` is not set; when its columns are others, a part
    /// of it is missing or has changed; when another run writes to the folder, or the folder
    /// has files that no run wrote.
    pub fn open(folder: &Path, schema: &SchemaRef, resume: bool) -> Result<Self, FileError> {
        if !resume && Manifest::read(&folder.join(manifest::NAME))?.is_some() {
            return Err(FileError::Refused(format!(
                "{} exists already: continue it, or name another",
                folder.display()
            )));
        }
        Self::open_on(Disk::default(), folder, schema, Manifest::new(schema), &is_of_walk)
    }

    /// The same with this manifest, where the folder has none. What `is_ours` is removed once
    /// something is written, unless the manifest names it.
    pub(super) fn open_on(
        disk: Disk,
        folder: &Path,
        schema: &SchemaRef,
        first: Manifest,
        is_ours: &dyn Fn(&str) -> bool,
    ) -> Result<Self, FileError> {
        let properties = part::properties(schema)?;
        let path = folder.join(manifest::NAME);
        check_files(folder, is_ours)?;
        let manifest = Manifest::read(&path)?.unwrap_or(first);
        manifest.check_schema(schema, folder)?;
        manifest.parts.iter().try_for_each(|part| part::check(folder, part))?;
        let made_folder = !folder.exists();
        disk.create_folder(folder).at(folder)?;
        let lock = lock(folder)?;
        // Another run may have written to it until now.
        if Manifest::read(&path)?.is_some_and(|now| now != manifest) {
            return Err(busy(folder));
        }
        Ok(Self {
            folder: folder.to_owned(),
            disk,
            schema: schema.clone(),
            properties,
            limits: PartLimits::default(),
            part: None,
            state: manifest.state.clone(),
            manifest,
            since: None,
            has_begun: false,
            made_folder,
            _lock: lock,
        })
    }

    /// With these limits of a part.
    #[must_use]
    pub fn limits(mut self, limits: PartLimits) -> Self {
        self.limits = limits;
        self
    }

    /// What was committed with the last rows; null if nothing was.
    #[must_use]
    pub fn state(&self) -> &Json {
        &self.manifest.state
    }

    /// How many records were committed.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.manifest.records
    }

    /// Whether an earlier run ended with [`finish`](Self::finish).
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.manifest.done
    }

    /// Adds rows, and the state behind them. They are committed with their part, when it is
    /// full, and by [`commit`](Self::commit).
    ///
    /// # Errors
    /// When a file can't be written. What was committed before is whole.
    pub fn write(&mut self, batch: &RecordBatch, state: Json) -> Result<(), FileError> {
        self.begin()?;
        if batch.num_rows() > 0 {
            self.part()?.write(batch)?;
        }
        self.state = state;
        let since = *self.since.get_or_insert_with(Instant::now);
        let PartLimits { records, bytes, age } = self.limits;
        let is_full = |part: &PartWriter| part.records() >= records || part.bytes() >= bytes;
        if self.part.as_ref().is_some_and(is_full) || since.elapsed() >= age {
            self.commit()?;
        }
        Ok(())
    }

    /// Commits all rows that were written.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn commit(&mut self) -> Result<(), FileError> {
        self.begin()?;
        let mut next = self.manifest.clone();
        if let Some(part) = self.part.take() {
            let to = self.next_part();
            let part = part.finish(&to, &mut self.properties, &self.disk)?;
            next.done = false;
            next.records += part.records;
            next.parts.push(part);
        }
        next.state.clone_from(&self.state);
        self.since = None;
        self.replace(next)
    }

    /// Commits all rows that were written, and another state behind them.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn commit_with(&mut self, state: Json) -> Result<(), FileError> {
        self.state = state;
        self.commit()
    }

    /// Commits all rows that were written, and that the walk has ended.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn finish(&mut self, state: Json) -> Result<(), FileError> {
        self.commit_with(state)?;
        self.replace(Manifest { done: true, ..self.manifest.clone() })
    }

    /// Commits another manifest.
    pub(super) fn replace(&mut self, next: Manifest) -> Result<(), FileError> {
        if next != self.manifest {
            next.write(&self.folder.join(manifest::NAME), &self.disk)?;
            self.manifest = next;
        }
        Ok(())
    }

    /// Removes what a killed run left, once.
    pub(super) fn begin(&mut self) -> Result<(), FileError> {
        if std::mem::replace(&mut self.has_begun, true) {
            return Ok(());
        }
        for name in names_in(&self.folder)? {
            let is_part = self.manifest.parts.iter().any(|part| OsStr::new(&part.name) == name);
            if !is_part && name != manifest::NAME && name != LOCK {
                let path = self.folder.join(name);
                if !path.is_dir() {
                    self.disk.remove(&path).at(&path)?;
                }
            }
        }
        Ok(())
    }

    /// The part that is being written.
    fn part(&mut self) -> Result<&mut PartWriter, FileError> {
        let part = if let Some(part) = self.part.take() {
            part
        } else {
            let path = self.next_part().with_extension("parquet.new");
            PartWriter::create(path, &self.schema, &self.properties, &self.disk)?
        };
        Ok(self.part.insert(part))
    }

    fn next_part(&self) -> PathBuf {
        self.folder.join(format!("part-{:06}.parquet", self.manifest.parts.len()))
    }

    /// Removes the folder with its parts. A kill on the way leaves a folder without a
    /// manifest, whose rest the next run removes.
    pub(super) fn remove(&self) -> Result<(), FileError> {
        let (folder, disk) = (&self.folder, &self.disk);
        let manifest = folder.join(manifest::NAME);
        if manifest.exists() {
            disk.remove(&manifest).at(&manifest)?;
            disk.sync_folder_of(&manifest).at(folder)?;
        }
        for name in names_in(folder)? {
            let path = folder.join(name);
            disk.remove(&path).at(&path)?;
        }
        disk.remove_folder(folder).at(folder)?;
        disk.sync_folder_of(folder).at(folder)
    }
}

impl Drop for Parts {
    /// A run that wrote nothing leaves no folder behind that it made.
    fn drop(&mut self) {
        if !self.has_begun && self.made_folder {
            let _stays = fs::remove_file(self.folder.join(LOCK));
            // Fails if another run has written to it.
            let _stays = fs::remove_dir(&self.folder);
        }
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// The names in a folder; none if it does not exist.
pub(super) fn names_in(folder: &Path) -> Result<Vec<std::ffi::OsString>, FileError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).at(folder)?;
    entries.map(|entry| entry.map(|entry| entry.file_name()).at(folder)).collect()
}

/// Fails if a folder has files that no run wrote: a run would remove them.
fn check_files(folder: &Path, is_ours: &dyn Fn(&str) -> bool) -> Result<(), FileError> {
    let known = [manifest::NAME, manifest::NEW, super::splice::NEW, LOCK];
    let is_known = |name: &OsStr| {
        let name = name.to_string_lossy();
        known.contains(&&*name) || is_ours(&name)
    };
    match names_in(folder)?.iter().find(|name| !is_known(name)) {
        None => Ok(()),
        Some(name) => Err(FileError::Refused(format!(
            "{} has a file `{}` that no walk wrote; name another folder",
            folder.display(),
            name.display()
        ))),
    }
}

/// Whether a walk writes files of this name.
pub(super) fn is_of_walk(name: &str) -> bool {
    let is_part = name.strip_prefix("part-").and_then(|rest| rest.split_once('.'));
    is_part.is_some_and(|(number, ending)| {
        number.bytes().all(|byte| byte.is_ascii_digit())
            && matches!(ending, "parquet" | "parquet.new")
    })
}

/// Locks the folder for this run.
fn lock(folder: &Path) -> Result<File, FileError> {
    let path = folder.join(LOCK);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).at(&path)?;
    match FileExt::try_lock(&file) {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(busy(folder)),
        Err(TryLockError::Error(error)) => Err(FileError::at(&path, &error)),
    }
}

fn busy(folder: &Path) -> FileError {
    FileError::Refused(format!(
        "another run is writing to {}; wait for it, or name another",
        folder.display()
    ))
}
