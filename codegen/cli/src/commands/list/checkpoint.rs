//! A file of records, and beside it how far the walk is.
//!
//! After each page the records are written and synced, and only then the
//! position with the length of the file, in one step. A kill between the two
//! leaves records behind the length: they are cut off when the walk goes on,
//! and asked for again.

use crate::outcome::Failure;
use crate::terminal;
use pagesmith::Position;
use serde_json::{Value, json};
use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// A file of records that can be gone on with.
pub(super) struct Kept {
    out: PathBuf,
    file: File,
    beside: PathBuf,
    /// What stands in the file for good.
    stand: Stand,
}

/// How far a walk is.
#[derive(Clone, Default)]
struct Stand {
    position: Option<Position>,
    /// The length of the file.
    bytes: u64,
    records: u64,
}

impl Kept {
    /// Begins a file, or goes on with one.
    pub(super) fn open(out: &Path, position: Option<&Path>, resume: bool) -> Result<Self, Failure> {
        let beside = position.map_or_else(|| beside(out, ".position"), Path::to_owned);
        let stand = if resume { Stand::read(&beside)? } else { None };
        let mut options = OpenOptions::new();
        options.write(true).create(true);
        // A kill right after the file was made leaves it empty.
        let is_empty = || std::fs::metadata(out).is_ok_and(|file| file.len() == 0);
        if stand.is_none() && !(resume && is_empty()) {
            options.create_new(true);
        }
        let mut file = options.open(out).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists if resume => Failure::Misuse(format!(
                "{} is there, but not {}, which says how far it is: remove the first to begin anew",
                out.display(),
                beside.display()
            )),
            ErrorKind::AlreadyExists => Failure::Misuse(format!(
                "{} is there already: go on with it by `--resume`, or remove it",
                out.display()
            )),
            _ => Failure::Failed(unwritten(out, &error)),
        })?;
        let stand = stand.unwrap_or_default();
        let length = file.metadata().map_err(|error| unwritten(out, &error))?.len();
        if length < stand.bytes {
            return Err(Failure::Failed(format!(
                "{} has {length} bytes, and {} says that it had {}: records were taken out of it",
                out.display(),
                beside.display(),
                stand.bytes
            )));
        }
        let cut = file.set_len(stand.bytes).and_then(|()| file.seek(SeekFrom::End(0)));
        cut.map_err(|error| unwritten(out, &error))?;
        let mut kept = Self { out: out.to_owned(), file, beside, stand };
        // From here on it is known that the file is ours.
        kept.keep(None)?;
        Ok(kept)
    }

    /// Where an earlier walk stood.
    pub(super) fn position(&self) -> Option<&Position> {
        self.stand.position.as_ref()
    }

    /// How many records are in the file.
    pub(super) fn records(&self) -> u64 {
        self.stand.records
    }

    /// Writes the lines of a page for good.
    pub(super) fn write(
        &mut self,
        lines: &str,
        records: u64,
        position: Option<&Position>,
    ) -> Result<(), String> {
        let written = self.file.write_all(lines.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| unwritten(&self.out, &error))?;
        self.stand.bytes += lines.len() as u64;
        self.stand.records += records;
        self.keep(position)
    }

    /// Notes that the walk stands here, at its end or at its limit.
    pub(super) fn finish(mut self, position: Option<&Position>) -> Result<(), String> {
        self.keep(position)?;
        let (out, records) = (&self.out, self.stand.records);
        terminal::list(out, records);
        Ok(())
    }

    fn keep(&mut self, position: Option<&Position>) -> Result<(), String> {
        if let Some(position) = position {
            self.stand.position = Some(position.clone());
        }
        self.stand.write(&self.beside).map_err(|error| unwritten(&self.beside, &error))
    }

    /// How to go on after a failure.
    pub(super) fn hint(&self) -> String {
        let (out, records) = (self.out.display(), self.stand.records);
        format!("; {out} has {records} records so far, and `--resume` goes on behind them")
    }
}

impl Stand {
    /// How far a walk is; none where none began.
    fn read(path: &Path) -> Result<Option<Self>, Failure> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(Failure::Failed(format!("{} can't be read: {error}", path.display())));
            }
        };
        let other =
            |why: &str| Failure::Failed(format!("{} is no position: {why}", path.display()));
        let value: Value =
            serde_json::from_str(&text).map_err(|error| other(&error.to_string()))?;
        let number = |name: &str| {
            value[name].as_u64().ok_or_else(|| other(&format!("`{name}` is no number")))
        };
        let position = match &value["position"] {
            Value::Null => None,
            Value::String(text) => {
                Some(Position::decode(text).map_err(|error| other(&error.to_string()))?)
            }
            _ => return Err(other("`position` is no text")),
        };
        Ok(Some(Self { position, bytes: number("bytes")?, records: number("records")? }))
    }

    /// Written as a whole or not at all. A position may hold page tokens, so
    /// that it is for its owner alone.
    fn write(&self, path: &Path) -> io::Result<()> {
        let position = self.position.as_ref().map(Position::encode);
        let value = json!({"position": position, "bytes": self.bytes, "records": self.records});
        let new = beside(path, ".new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&new)?;
        file.write_all(format!("{value}\n").as_bytes())?;
        file.sync_data()?;
        std::fs::rename(&new, path)
    }
}

/// The same path with more at its end.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

fn unwritten(path: &Path, error: &io::Error) -> String {
    format!("{} can't be written: {error}", path.display())
}
