//! The position file: one line a page; the newest valid line counts.
//!
//! Lines are added, and none is written over while it counts, so that a kill or
//! a full disk in the middle of one leaves the line before it. Each ends with a
//! checksum. A file that has grown long begins anew at its front.

use super::locked_file::LockedFile;
use super::recent::hash;
use crate::outcome::Failure;
use serde::{Deserialize, Serialize};
use std::io;

/// What every such file begins with.
const MAGIC: &[u8] = b"{\"pagesmith_list\":1,";

/// The length from which on a file begins anew.
const MAX_BYTES: u64 = 1 << 20;

/// The most that is read: a line goes behind that length only where it is longer
/// than what is in front of it.
const MAX_READ: u64 = 16 << 20;

/// How far a walk into a file of records is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// The version of this format.
    #[serde(rename = "pagesmith_list")]
    version: u8,
    /// Counts the lines of the file.
    line: u64,
    /// The file of records, as seen from the folder of the position file.
    pub out: String,
    /// Which file that was, beside its path.
    pub identity: String,
    /// How many bytes of it, and records, were written for good.
    pub bytes: u64,
    pub records: u64,
    /// The hash of the last of these bytes.
    pub hash: u64,
    /// Where the walk goes on; none before its first page.
    pub position: Option<String>,
    /// Whether the run ended by itself: nothing was being written.
    pub ended: bool,
    /// Why the walk can't go on.
    pub failed: Option<String>,
}

/// A file of such lines.
pub(super) struct PositionFile {
    file: LockedFile,
    /// What its newest line says; none before its first line.
    state: Option<State>,
    /// Where the newest line is, in bytes.
    start: u64,
    end: u64,
}

impl PositionFile {
    /// Reads a file that is there.
    pub(super) fn read(file: LockedFile) -> Result<Self, Failure> {
        let shown = file.path().display();
        let unread = |error| Failure::Failed(format!("{shown} can't be read: {error}"));
        // It may be any file, and a large one.
        let first = file.read(0, MAGIC.len() as u64).map_err(unread)?;
        if !MAGIC.starts_with(&first) {
            return Err(Failure::Misuse(format!(
                "{shown} holds something other than a position of this version of `pagesmith list`; \
                 name another file by `--position`"
            )));
        }
        let bytes = file.read(0, MAX_READ + 1).map_err(unread)?;
        if bytes.len() as u64 > MAX_READ {
            return Err(Failure::Misuse(format!(
                "{shown} has more than {MAX_READ} bytes, which no position file has; \
                 name another file by `--position`"
            )));
        }
        let (start, end, state) = newest(&bytes);
        Ok(Self { file, state, start, end })
    }

    /// A file that was just made.
    pub(super) fn new(file: LockedFile) -> Self {
        Self { file, state: None, start: 0, end: 0 }
    }

    pub(super) fn state(&self) -> Option<&State> {
        self.state.as_ref()
    }

    pub(super) fn file(&self) -> &LockedFile {
        &self.file
    }

    /// Removes it again, where no line was added yet.
    pub(super) fn remove_unused(&self) {
        if self.state.is_none() {
            self.file.remove();
        }
    }

    /// Adds a line, which counts from here on.
    pub(super) fn add(&mut self, state: &State) -> io::Result<()> {
        let number = self.state.as_ref().map_or(0, |state| state.line + 1);
        let state = State { version: 1, line: number, ..state.clone() };
        let line = line(&state)?;
        let length = line.len() as u64;
        let at = if self.end >= MAX_BYTES && length <= self.start { 0 } else { self.end };
        self.file.write(at, line.as_bytes())?;
        // What is left behind it is older, or the rest of a line.
        self.file.cut(at + length)?;
        (self.start, self.end, self.state) = (at, at + length, Some(state));
        Ok(())
    }
}

fn line(state: &State) -> io::Result<String> {
    let json = serde_json::to_string(state)?;
    Ok(format!("{json} {:016x}\n", hash(json.as_bytes())))
}

/// The newest of the lines that are whole, and where it is.
fn newest(bytes: &[u8]) -> (u64, u64, Option<State>) {
    let mut newest: (u64, u64, Option<State>) = (0, 0, None);
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

/// What a line says; none where it was cut off or changed.
fn read(line: &[u8]) -> Option<State> {
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

    fn state(line: u64) -> State {
        State { version: 1, line, position: Some("a \"token\"".to_owned()), ..State::default() }
    }

    #[test]
    fn every_file_begins_with_its_mark() {
        assert!(line(&state(0)).unwrap().as_bytes().starts_with(MAGIC));
    }

    #[test]
    fn the_newest_whole_line_counts() {
        let lines = [line(&state(0)).unwrap(), line(&state(1)).unwrap()];
        let text = lines.concat();
        let first = lines[0].len();
        assert_eq!(newest(text.as_bytes()), (first as u64, text.len() as u64, Some(state(1))));
        // Cut off or changed anywhere, the line before it counts.
        for at in first..text.len() {
            assert_eq!(newest(&text.as_bytes()[..at]), (0, first as u64, Some(state(0))), "{at}");
            let mut changed = text.clone().into_bytes();
            changed[at] = changed[at].wrapping_add(1);
            assert_eq!(newest(&changed).2, Some(state(0)), "{at}");
        }
        // A file that began anew, before what is older was cut off.
        let anew = [line(&state(7)).unwrap(), text[first / 2..].to_owned()].concat();
        assert_eq!(newest(anew.as_bytes()).2, Some(state(7)));
    }

    #[test]
    fn a_long_file_begins_anew() {
        let path = std::env::temp_dir().join(format!("pagesmith-long-{}", std::process::id()));
        let file = LockedFile::create(&path, &std::fs::OpenOptions::new()).ok().unwrap();
        let mut positions = PositionFile::new(file);
        let long = State { position: Some("x".repeat(100_000)), ..State::default() };
        for number in 0..40 {
            positions.add(&long).unwrap();
            let bytes = std::fs::read(&path).unwrap();
            assert!(bytes.len() < 1_300_000, "{}", bytes.len());
            assert_eq!(newest(&bytes).2.unwrap().line, number);
        }
        std::fs::remove_file(path).unwrap();
    }
}
