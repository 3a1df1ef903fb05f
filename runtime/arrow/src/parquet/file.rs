//! One Parquet file, which is parts in a folder until the walk has ended.
//!
//! At the end the parts become one file, whose stamp goes into the manifest before it gets
//! its name; then the manifest becomes the position file, and the folder goes. Whichever of
//! these steps a kill comes after, the next run sees by the stamp what is left to do.

use super::disk::Disk;
use super::error::{At as _, FileError};
use super::folder::{PartLimits, Parts, is_of_walk};
use super::manifest::{self, Manifest, with_ending};
use super::splice;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use serde_json::Value as Json;
use std::fmt;
use std::path::{Path, PathBuf};

/// A Parquet file with a position file. Until the walk has ended, its rows are parts in a
/// folder beside it, with `.parts` behind the name of the file. A later walk may go on, and
/// adds its rows to the file when it has ended, too.
pub struct ParquetFile {
    out: PathBuf,
    position: PathBuf,
    parts: Parts,
}

impl ParquetFile {
    /// A file for rows of this schema: a new one or, to `resume`, one that an earlier run
    /// wrote to. `position` is the file of its position.
    ///
    /// # Errors
    /// As [`Parts::open`]; when the file exists and `resume` is not set; when it, or its
    /// position, is not what an earlier run wrote.
    pub fn open(
        out: &Path,
        position: &Path,
        schema: &SchemaRef,
        resume: bool,
    ) -> Result<Self, FileError> {
        Self::open_on(&Disk::default(), out, position, schema, resume)
    }

    pub(super) fn open_on(
        disk: &Disk,
        out: &Path,
        position: &Path,
        schema: &SchemaRef,
        resume: bool,
    ) -> Result<Self, FileError> {
        let folder = with_ending(out, ".parts");
        let first = first_manifest(&folder, out, position, schema, resume)?;
        let parts = Parts::open_on(disk.clone(), &folder, schema, first.clone(), &is_of_walk)?;
        // Another run may have finished it until now.
        if first_manifest(&folder, out, position, schema, resume)? != first {
            return Err(FileError::Refused(format!(
                "another run has just written to {}; try again",
                out.display()
            )));
        }
        let file = Self { out: out.to_owned(), position: position.to_owned(), parts };
        if !file.is_whole()? {
            return Ok(file);
        }
        // A kill came after the file had its name. What is new goes behind it.
        file.settle()?;
        drop(file);
        Self::open_on(disk, out, position, schema, resume)
    }

    /// Whether all that was committed is in the file.
    fn is_whole(&self) -> Result<bool, FileError> {
        let whole = self.parts.manifest.whole.as_ref();
        let difference = whole.map(|whole| whole.difference(&self.out)).transpose();
        Ok(difference.at(&self.out)? == Some(None))
    }

    /// The files that the committed rows are in, in their order.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let Parts { folder, manifest, .. } = &self.parts;
        let base = manifest.base.iter().map(|_| self.out.clone());
        base.chain(manifest.parts.iter().map(|part| folder.join(&part.name))).collect()
    }

    /// With these limits of a part.
    #[must_use]
    pub fn limits(self, limits: PartLimits) -> Self {
        Self { parts: self.parts.limits(limits), ..self }
    }

    /// What was committed with the last rows; null if nothing was.
    #[must_use]
    pub fn state(&self) -> &Json {
        self.parts.state()
    }

    /// How many records were committed.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.parts.records()
    }

    /// Adds rows, and the state behind them; see [`Parts::write`].
    ///
    /// # Errors
    /// When a file can't be written. What was committed before is whole.
    pub fn write(&mut self, batch: &RecordBatch, state: Json) -> Result<(), FileError> {
        self.parts.write(batch, state)
    }

    /// Commits all rows that were written, in the folder of parts.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn commit(&mut self) -> Result<(), FileError> {
        self.parts.commit()
    }

    /// The same, and another state behind them.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn commit_with(&mut self, state: Json) -> Result<(), FileError> {
        self.parts.commit_with(state)
    }

    /// Ends the file: its parts become one, and their folder is removed.
    ///
    /// # Errors
    /// As [`write`](Self::write). Another run finishes it then.
    pub fn finish(mut self, state: Json) -> Result<(), FileError> {
        self.parts.finish(state)?;
        if !self.is_whole()? {
            self.become_whole()?;
        }
        self.settle()
    }

    /// Removes the parts, which are in the file.
    fn settle(&self) -> Result<(), FileError> {
        let Self { position, parts, .. } = self;
        parts.manifest.clone().of_file().write(position, &parts.disk)?;
        parts.remove()
    }

    /// Puts the file in its place.
    fn become_whole(&mut self) -> Result<(), FileError> {
        let Self { out, parts, .. } = self;
        let Manifest { base, parts: all, .. } = &parts.manifest;
        if base.is_some() && all.is_empty() {
            let whole = base.clone();
            return parts.replace(Manifest { whole, ..parts.manifest.clone() });
        }
        let whole = Some(parts.splice(base.as_ref().map(|_| &**out))?);
        parts.replace(Manifest { whole, ..parts.manifest.clone() })?;
        parts.disk.rename(&parts.folder.join(splice::NEW), out).at(out)
    }
}

impl fmt::Debug for ParquetFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParquetFile").field("out", &self.out).finish_non_exhaustive()
    }
}

/// The manifest that a run begins with, if what is there belongs together.
fn first_manifest(
    folder: &Path,
    out: &Path,
    position: &Path,
    schema: &SchemaRef,
    resume: bool,
) -> Result<Manifest, FileError> {
    let shown = out.display();
    let refused = |what: String| Err(FileError::Refused(what));
    let (parts, kept) = (Manifest::read(&folder.join(manifest::NAME))?, Manifest::read(position)?);
    let exists = out.try_exists().at(out)?;
    if !resume && (parts.is_some() || kept.is_some() || exists) {
        return refused(format!(
            "{shown} exists already: continue it with `--resume`, or name another file"
        ));
    }
    match (parts, kept) {
        (Some(manifest), _) => {
            check_file(&manifest, folder, out, exists)?;
            Ok(manifest)
        }
        (None, Some(kept)) => {
            kept.check_schema(schema, out)?;
            match kept.whole.as_ref().map(|whole| whole.difference(out)).transpose().at(out)? {
                Some(None) => Ok(Manifest::behind(kept)),
                Some(Some(difference)) => Err(FileError::changed(out, difference)),
                None => refused(format!(
                    "{} does not belong to a complete file; move it away",
                    position.display()
                )),
            }
        }
        (None, None) if exists => refused(format!(
            "{shown} exists, but {} is missing: name the position file with `--position`, or another file with `--out`",
            position.display()
        )),
        (None, None) => Ok(Manifest::new(schema)),
    }
}

/// Fails if the file that the parts go behind, or that they became, is another.
fn check_file(
    manifest: &Manifest,
    folder: &Path,
    out: &Path,
    exists: bool,
) -> Result<(), FileError> {
    let Manifest { base, whole, .. } = manifest;
    for stamp in whole.iter().chain(base) {
        if stamp.difference(out).at(out)?.is_none() {
            return Ok(());
        }
    }
    match base {
        None if !exists => Ok(()),
        None => Err(FileError::Refused(format!(
            "{} does not belong to the walk whose parts are in {}; move one of them away",
            out.display(),
            folder.display()
        ))),
        Some(_) => Err(FileError::changed(out, if exists { "has changed" } else { "was removed" })),
    }
}
