//! Writes to standard output, and remembers whether that worked.
//!
//! The standard library hides that it is closed: at the start of a program it
//! puts the null device in its place, and later it takes a failed write to a
//! closed descriptor for a good one.

use std::io::{self, ErrorKind, Write as _};
use std::sync::{LazyLock, OnceLock};

/// What is wrong where [`is_closed`].
pub(crate) const CLOSED: &str =
    "standard output is closed (or is the null device, opened for reading and writing)";

/// Why something could not be written; the first reason.
static WRITE_FAILURE: OnceLock<String> = OnceLock::new();

/// Writes a result. Where that fails, [`write_failure`] says so when the command has
/// ended.
pub(crate) fn print(text: &str) {
    static CLOSED_AT_START: LazyLock<bool> = LazyLock::new(is_closed);
    if *CLOSED_AT_START {
        record_failure(CLOSED.to_owned());
        return;
    }
    let mut stdout = anstream::stdout();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    match written {
        // Whoever reads has enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            record_failure(format!("standard output can't be written: {error}"));
        }
        _ => {}
    }
}

fn record_failure(why: String) {
    let _lost_before = WRITE_FAILURE.set(why);
}

/// Why a result was not written, if one was not.
pub(crate) fn write_failure() -> Option<&'static str> {
    WRITE_FAILURE.get().map(String::as_str)
}

/// Whether nothing that is written can arrive: standard output was closed when
/// the program started, or is open for reading only.
///
/// The null device that the standard library put there is open for reading and
/// writing. `> /dev/null` opens it for writing only, and is no closed one.
#[cfg(unix)]
pub(crate) fn is_closed() -> bool {
    use rustix::fs::{OFlags, fcntl_getfl, fstat, stat};
    let Ok(flags) = fcntl_getfl(io::stdout()) else { return true };
    let mode = flags & OFlags::RWMODE;
    let is_null = || match (fstat(io::stdout()), stat("/dev/null")) {
        (Ok(stdout), Ok(null)) => stdout.st_mode == null.st_mode && stdout.st_rdev == null.st_rdev,
        _ => false,
    };
    mode == OFlags::RDONLY || (mode == OFlags::RDWR && is_null())
}

/// Whether nothing that is written can arrive: there is no handle.
#[cfg(windows)]
pub(crate) fn is_closed() -> bool {
    use std::os::windows::io::AsRawHandle as _;
    io::stdout().as_raw_handle().is_null()
}

/// It can't be seen.
#[cfg(not(any(unix, windows)))]
pub(crate) fn is_closed() -> bool {
    false
}
