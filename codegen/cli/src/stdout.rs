//! Writes to standard output, and remembers whether that worked.
//!
//! The standard library hides a closed standard output: at the start of a program it
//! opens the null device in its place, and later it reports a failed write to a closed
//! descriptor as a success.

use std::io::{self, ErrorKind, Write as _};
use std::sync::{LazyLock, OnceLock};

/// The message for a standard output that [`is_closed`].
pub(crate) const CLOSED: &str =
    "standard output is closed (or is the null device, opened for reading and writing)";

/// Why a write failed; the first failure counts.
static WRITE_FAILURE: OnceLock<String> = OnceLock::new();

/// Writes a result. If that fails, [`write_failure`] returns the reason when the
/// command ends.
pub(crate) fn print(text: &str) {
    static CLOSED_AT_START: LazyLock<bool> = LazyLock::new(is_closed);
    if *CLOSED_AT_START {
        record_failure(CLOSED.to_owned());
        return;
    }
    let mut stdout = anstream::stdout();
    let written = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    match written {
        // A reader that closes the pipe has read enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            record_failure(format!("can't write to standard output: {error}"));
        }
        _ => {}
    }
}

fn record_failure(why: String) {
    let _earlier_failure = WRITE_FAILURE.set(why);
}

/// Why a result could not be written; `None` if all results were written.
pub(crate) fn write_failure() -> Option<&'static str> {
    WRITE_FAILURE.get().map(String::as_str)
}

/// Whether all output would be lost: standard output was closed when the program
/// started, or is open for reading only.
///
/// The standard library opens the null device for reading and writing in place of a
/// closed descriptor. `> /dev/null` opens it for writing only and does not count as
/// closed.
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

/// Whether all output would be lost, because the process has no handle for it.
#[cfg(windows)]
pub(crate) fn is_closed() -> bool {
    use std::os::windows::io::AsRawHandle as _;
    io::stdout().as_raw_handle().is_null()
}

/// Other systems can't tell.
#[cfg(not(any(unix, windows)))]
pub(crate) fn is_closed() -> bool {
    false
}
