//! Checks that a file of records is the one that a position file describes. Changes
//! nothing.

use super::locked_file::{LockedFile, folder};
use super::position_file::{PositionFile, State};
use super::recent::Recent;
use crate::outcome::Failure;
use serde::de::IgnoredAny;
use std::io;
use std::path::Path;

/// More bytes than the records of a page can have: the runtime refuses pages above
/// 32 MiB.
const MAX_PAGE_BYTES: u64 = 64 << 20;

/// Fails unless a walk can continue after the records of an earlier one.
pub(super) fn check(
    records: &LockedFile,
    positions: &PositionFile,
    state: &State,
) -> Result<(), Failure> {
    check_name(records, positions, state)?;
    let (out, position) = (records.path().display(), positions.file().path().display());
    let restart = how_to_restart(records.path(), positions.file().path());
    if let Some(failed) = &state.failed {
        return Err(Failure::Permanent(format!(
            "an earlier run into {out} failed, and no run can continue it: {failed}; {restart}"
        )));
    }
    let unread = |error: io::Error| Failure::Failed(format!("{out} can't be read: {error}"));
    let (length, bytes) = (records.len().map_err(unread)?, state.bytes);
    if length < bytes {
        return Err(Failure::Misuse(format!(
            "{out} has {length} bytes, but {position} says that it had {bytes}: records were \
             removed; restore the file, or, {restart}"
        )));
    }
    if Recent::read(records, bytes).map_err(unread)?.hash() != state.hash {
        return Err(Failure::Misuse(format!(
            "{out} is not the file that {position} describes, or was edited: its last records \
             differ; restore the file, or, {restart}"
        )));
    }
    if length > bytes && !is_left_by_kill(records, state).map_err(unread)? {
        return Err(Failure::Misuse(format!(
            "{out} has {} bytes more than {position} says, and no run of `pagesmith list` wrote \
             them; remove them, or, {restart}",
            length - bytes
        )));
    }
    Ok(())
}

/// Why a run can't write to these files.
pub(super) fn mismatch(
    out: &Path,
    position: &Path,
    out_exists: bool,
    state: Option<&State>,
    resume: bool,
) -> Failure {
    let restart = how_to_restart(out, position);
    let (out, position) = (out.display(), position.display());
    Failure::Misuse(match state {
        Some(State { failed: Some(_), .. }) if out_exists => {
            format!(
                "{out} exists already, from a run that failed and can't be continued; {restart}"
            )
        }
        _ if out_exists && !resume => {
            format!("{out} exists already: continue it with `--resume`, or name another file")
        }
        None => format!(
            "{out} exists, but {position} is missing or has no position in it: name the position \
             file with `--position`, or another file with `--out`"
        ),
        Some(State { out: named, records, .. }) => format!(
            "{out} does not exist, but {position} says that a walk wrote {records} records to \
             {named}: restore that file, name another position file with `--position`, or move \
             {position} away"
        ),
    })
}

/// How to list from the beginning without losing a file.
pub(super) fn how_to_restart(out: &Path, position: &Path) -> String {
    let (out, position) = (out.display(), position.display());
    format!(
        "to list again from the beginning, name another file with `--out`, or move {out} and {position} away"
    )
}

/// Fails if the position belongs to another file that still exists. If that file is gone,
/// both may have been moved.
fn check_name(
    records: &LockedFile,
    positions: &PositionFile,
    state: &State,
) -> Result<(), Failure> {
    let position = positions.file().path();
    let named = position.canonicalize().map(|position| folder(&position).join(&state.out));
    match named {
        Ok(named) if named.exists() => match records.is_at(&named) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Failure::Misuse(format!(
                "{} belongs to {}, not to {}; name another position file with `--position`",
                position.display(),
                named.display(),
                records.path().display()
            ))),
            Err(error) => {
                Err(Failure::Failed(format!("{} can't be read: {error}", named.display())))
            }
        },
        _ => Ok(()),
    }
}

/// Whether a kill left the bytes after the last record: records that were being written
/// to this same file, the last one possibly cut off.
fn is_left_by_kill(records: &LockedFile, state: &State) -> io::Result<bool> {
    let length = records.len()? - state.bytes;
    if state.ended || length > MAX_PAGE_BYTES || records.identity()? != state.identity {
        return Ok(false);
    }
    Ok(is_cut_off(&records.read(state.bytes, u64::MAX)?))
}

/// Whether these are lines of JSON whose end may be missing. After a power loss, the end
/// may be zeros.
fn is_cut_off(bytes: &[u8]) -> bool {
    let zeros = bytes.iter().rev().take_while(|byte| **byte == 0).count();
    let mut lines = bytes[..bytes.len() - zeros].split_inclusive(|byte| *byte == b'\n');
    lines.all(|line| is_json(line) || (!line.ends_with(b"\n") && begins_json(line)))
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

fn begins_json(text: &[u8]) -> bool {
    let ends_early = |text: &[u8]| match serde_json::from_slice::<IgnoredAny>(text) {
        Ok(_) => true,
        Err(error) => error.is_eof(),
    };
    // The parser refuses a number that ends in `.`, `e` or `-`.
    ends_early(text) || ends_early(&[text, b"0"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_may_be_cut_off_anywhere() {
        let lines = "{\"sid\":\"é\",\"n\":[1.5e3,true]}\n12\n\"text\"\n".as_bytes();
        for at in 0..=lines.len() {
            assert!(is_cut_off(&lines[..at]), "{at}");
            assert!(is_cut_off(&[&lines[..at], &[0; 9]].concat()), "{at}");
        }
    }

    #[test]
    fn foreign_text_is_not_a_record() {
        for text in
            ["mine", "mine\n", "{\"sid\":1}\n\n", "{\"sid\":\n", "{\"sid\":1}\nsid,body\n", "a\0b"]
        {
            assert!(!is_cut_off(text.as_bytes()), "{text:?}");
        }
    }
}
