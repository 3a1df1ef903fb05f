//! What is wrong with a database, in words that say what to do.

use crate::outcome::Failure;
use rusqlite::{Error, ErrorCode};

/// An error of SQLite.
pub(super) fn of(error: &Error) -> String {
    let words = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program has locked it; close what else uses the database"
        }
        Some(ErrorCode::DiskFull) => "the disk is full",
        Some(ErrorCode::ReadOnly) => "the file or its folder is read-only",
        Some(ErrorCode::NotADatabase) => {
            "it is not an SQLite database; name another file, or say the format with `--to`"
        }
        Some(ErrorCode::DatabaseCorrupt) => {
            "the database is corrupt; restore it, or name another file"
        }
        Some(ErrorCode::CannotOpen) => {
            "the file, or its journal in the same folder, can't be opened"
        }
        _ => return error.to_string(),
    };
    words.to_owned()
}

/// The failure of an error before the first request: whether the same command may succeed later.
pub(super) fn failure(error: &Error, what: &str) -> Failure {
    let message = format!("{what}: {}", of(error));
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => Failure::Failed(message),
        _ => Failure::Misuse(message),
    }
}
