//! The position file: one line per page; the newest valid line counts.
//!
//! Lines are appended, and the line that counts is never overwritten: a kill or a full
//! disk in the middle of a line leaves the line before it. Each line ends with a
//! checksum. When the file has grown long, the next line goes to its start.

use super::super::sink::Format;
use super::super::state::State;
use super::locked_file::LockedFile;
use super::recent::hash;
use crate::outcome::Failure;
use serde::{Deserialize, Serialize};
use std::io;

/// The first bytes of every position file.
const MAGIC: &[u8] = b"{\"pagesmith_list\":1,";

/// From this length on, the next line goes to the start of the file.
const MAX_BYTES: u64 = 1 << 20;

/// The most bytes that are read. A line goes beyond [`MAX_BYTES`] only if it is longer than
/// all bytes before the newest line.
const MAX_READ: u64 = 16 << 20;

/// What a line says of a file of records, and of the walk that writes to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileState {
    /// The version of this format.
    #[serde(rename = "pagesmith_list")]
    version: u8,
    /// Counts the lines of the file.
    line: u64,
    /// The format of the file of records; lines without it are of JSON lines.
    #[serde(default)]
    pub format: Format,
    /// The path of the file of records, relative to the folder of the position file.
    pub out: String,
    /// Identifies that file, besides its path.
    pub identity: String,
    /// How many bytes and records of it are safely written.
    pub bytes: u64,
    pub records: u64,
    /// The hash of the last bytes.
    pub hash: u64,
    /// How far the walk is.
    #[serde(flatten)]
    pub walk: State,
    /// Whether the run ended without a kill, so that no write was cut off.
    pub ended: bool,
    /// Why no run can continue the walk.
    pub failed: Option<String>,
}

/// An open position file.
pub(super) struct PositionFile {
    file: LockedFile,
    /// The state of its newest line; `None` before its first line.
    state: Option<FileState>,
    /// The byte range of the newest line.
    start: u64,
    end: u64,
    /// How long this run, or the one before it, left the file.
    length: u64,
}

impl PositionFile {
    /// Reads an existing file.
    pub(super) fn read(file: LockedFile) -> Result<Self, Failure> {
        let shown = file.path().display();
        let unread = |error| Failure::Failed(format!("{shown} can't be read: {error}"));
        // The path may name any file, even a very large one.
        let first = file.read(0, MAGIC.len() as u64).map_err(unread)?;
        if !MAGIC.starts_with(&first) {
            return Err(Failure::Misuse(format!(
                "{shown} is not a position file of this version of `pagesmith list`; \
                 name another file with `--position`"
            )));
        }
        let bytes = file.read(0, MAX_READ + 1).map_err(unread)?;
        if bytes.len() as u64 > MAX_READ {
            return Err(Failure::Misuse(format!(
                "{shown} has more than {MAX_READ} bytes, too many for a position file; \
                 name another file with `--position`"
            )));
        }
        let (start, end, state) = newest(&bytes);
        // A kill in its first line leaves no end of a line.
        if state.is_none() && bytes.contains(&b'\n') {
            return Err(Failure::Misuse(format!(
                "{shown} was changed after `pagesmith list` wrote it, perhaps by a program that \
                 converts line endings: restore the original, or choose another file with \
                 `--position`"
            )));
        }
        Ok(Self { file, state, start, end, length: bytes.len() as u64 })
    }

    /// A file that was just created.
    pub(super) fn new(file: LockedFile) -> Self {
        Self { file, state: None, start: 0, end: 0, length: 0 }
    }

    pub(super) fn state(&self) -> Option<&FileState> {
        self.state.as_ref()
    }

    pub(super) fn file(&self) -> &LockedFile {
        &self.file
    }

    /// How long the file is, unless another program has changed it.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Removes the file, if it has no line yet.
    pub(super) fn remove_unused(&self) {
        if self.state.is_none() {
            self.file.remove();
        }
    }

    /// Adds a line, which counts from here on.
    pub(super) fn add(&mut self, state: &FileState) -> io::Result<()> {
        let number = self.state.as_ref().map_or(0, |state| state.line + 1);
        let state = FileState { version: 1, line: number, ..state.clone() };
        let line = line(&state)?;
        let length = line.len() as u64;
        let at = if self.end >= MAX_BYTES && length <= self.start { 0 } else { self.end };
        self.file.write(at, line.as_bytes())?;
        self.file.sync()?;
        // The bytes after it are older lines, or the rest of one.
        self.file.cut(at + length)?;
        (self.start, self.end, self.state) = (at, at + length, Some(state));
        self.length = self.end;
        Ok(())
    }
}

fn line(state: &FileState) -> io::Result<String> {
    let json = serde_json::to_string(state)?;
    Ok(format!("{json} {:016x}\n", hash(json.as_bytes())))
}

/// The newest complete line, and its byte range.
fn newest(bytes: &[u8]) -> (u64, u64, Option<FileState>) {
    let mut newest: (u64, u64, Option<FileState>) = (0, 0, None);
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let end = start + line.len() as u64;
        if let Some(state) = read(line)
            .filter(|state| newest.2.as_ref().is_none_or(|newest| newest.line < state.line))
        {
            newest = (start, end, Some(state));
        }
        start = end;
    }
    newest
}

/// The state of a line; `None` if it was cut off or changed.
fn read(line: &[u8]) -> Option<FileState> {
    let line = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let (json, checksum) = line.rsplit_once(' ')?;
    if checksum != format!("{:016x}", hash(json.as_bytes())) {
        return None;
    }
    serde_json::from_str(json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(line: u64) -> FileState {
        FileState { version: 1, line, out: "a \"name\"".to_owned(), ..FileState::default() }
    }

    #[test]
    fn every_file_begins_with_the_magic_bytes() {
        assert!(line(&state(0)).unwrap().as_bytes().starts_with(MAGIC));
    }

    #[test]
    fn a_line_of_an_earlier_version_is_read() {
        let json = r#"{"pagesmith_list":1,"line":3,"out":"a.jsonl","identity":"7-0","bytes":12,"records":2,"hash":18446744073709551615,"position":null,"ended":true,"failed":null}"#;
        let line = format!("{json} {:016x}\n", hash(json.as_bytes()));
        let state = read(line.as_bytes()).unwrap();
        assert_eq!((state.bytes, state.hash, state.format), (12, u64::MAX, Format::JsonLines));
        assert_eq!(state.walk, State::default());
    }

    #[test]
    fn the_newest_whole_line_counts() {
        let lines = [line(&state(0)).unwrap(), line(&state(1)).unwrap()];
        let text = lines.concat();
        let first = lines[0].len();
        assert_eq!(newest(text.as_bytes()), (first as u64, text.len() as u64, Some(state(1))));
        // If it is cut off or changed anywhere, the line before it counts.
        for at in first..text.len() {
            assert_eq!(newest(&text.as_bytes()[..at]), (0, first as u64, Some(state(0))), "{at}");
            let mut changed = text.clone().into_bytes();
            changed[at] = changed[at].wrapping_add(1);
            assert_eq!(newest(&changed).2, Some(state(0)), "{at}");
        }
        // A file that started over, killed before the older lines were cut off.
        let restart = [line(&state(7)).unwrap(), text[first / 2..].to_owned()].concat();
        assert_eq!(newest(restart.as_bytes()).2, Some(state(7)));
    }

    #[test]
    fn a_long_file_starts_over() {
        let path = std::env::temp_dir().join(format!("pagesmith-long-{}", std::process::id()));
        let file = LockedFile::create(&path, &std::fs::OpenOptions::new()).ok().unwrap();
        let mut positions = PositionFile::new(file);
        let long = FileState { out: "x".repeat(100_000), ..FileState::default() };
        for number in 0..40 {
            positions.add(&long).unwrap();
            let bytes = std::fs::read(&path).unwrap();
            assert!(bytes.len() < 1_300_000, "{}", bytes.len());
            assert_eq!(newest(&bytes).2.unwrap().line, number);
        }
        std::fs::remove_file(path).unwrap();
    }
}
