//! Checks that a file of records is the one that a position file describes. Changes
//! nothing.

use super::super::disk::folder;
use super::super::sink::TextFormat;
use super::locked_file::LockedFile;
use super::position_file::{FileState, PositionFile};
use super::recent::Recent;
use crate::outcome::Failure;
use std::io;
use std::path::Path;

/// More bytes than the records of a page can have: the runtime refuses pages above
/// 32 MiB.
const MAX_PAGE_BYTES: u64 = 64 << 20;

/// More bytes than a header can have.
const MAX_HEADER_BYTES: u64 = 1 << 20;

/// Fails unless a walk can continue after the records of an earlier one.
pub(super) fn check(
    records: &LockedFile,
    positions: &PositionFile,
    state: &FileState,
    format: &dyn TextFormat,
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
    if length > bytes && !is_left_by_kill(records, state, format).map_err(unread)? {
        return Err(Failure::Misuse(format!(
            "{out} has {} bytes more than {position} says, and no run of `pagesmith list` wrote \
             them; remove them, or, {restart}",
            length - bytes
        )));
    }
    check_format(records, state, format, &restart)
}

/// Fails if the file was written in another format, or with another header.
fn check_format(
    records: &LockedFile,
    state: &FileState,
    format: &dyn TextFormat,
    restart: &str,
) -> Result<(), Failure> {
    let out = records.path().display();
    if state.format != format.format() {
        let (was, is) = (state.format.name(), format.format().name());
        return Err(Failure::Misuse(format!(
            "an earlier run wrote {out} with `--to {was}`, and this one would go on with `--to \
             {is}`; add `--to {was}`, or, {restart}"
        )));
    }
    let start = records.read(0, state.bytes.min(MAX_HEADER_BYTES));
    let start = start.map_err(|error| Failure::Failed(format!("{out} can't be read: {error}")))?;
    if start.is_empty() {
        return Ok(());
    }
    format
        .check_header(&start)
        .map_err(|why| Failure::Misuse(format!("{out} {why}; or, {restart}")))
}

/// Why a run can't write to these files.
pub(super) fn mismatch(
    out: &Path,
    position: &Path,
    out_exists: bool,
    state: Option<&FileState>,
    resume: bool,
) -> Failure {
    let restart = how_to_restart(out, position);
    let (out, position) = (out.display(), position.display());
    Failure::Misuse(match state {
        Some(FileState { failed: Some(_), .. }) if out_exists => {
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
        Some(FileState { out: named, records, .. }) => format!(
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
    state: &FileState,
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
fn is_left_by_kill(
    records: &LockedFile,
    state: &FileState,
    format: &dyn TextFormat,
) -> io::Result<bool> {
    let length = records.len()? - state.bytes;
    if state.ended || length > MAX_PAGE_BYTES || records.identity()? != state.identity {
        return Ok(false);
    }
    let bytes = records.read(state.bytes, u64::MAX)?;
    // After a power loss, the end may be zeros.
    let zeros = bytes.iter().rev().take_while(|byte| **byte == 0).count();
    let text = &bytes[..bytes.len() - zeros];
    // The header comes with the first page.
    let header = format.header().filter(|_| state.bytes == 0).unwrap_or_default().as_bytes();
    Ok(match text.strip_prefix(header) {
        Some(text) => format.is_cut_off(text),
        None => header.starts_with(text),
    })
}
