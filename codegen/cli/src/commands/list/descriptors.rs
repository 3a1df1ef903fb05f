//! Whether this process may open as many files as a run needs.

use crate::outcome::Failure;

/// How many files a run has open at once before its first request, beside those that are open
/// when it begins: the runtime's own, and the certificates of the system.
#[cfg(unix)]
const NEEDED: usize = 7;

/// Fails if fewer files can be opened. The libraries below would stop with a panic, or with an
/// error that names something else.
pub(super) fn check() -> Result<(), Failure> {
    #[cfg(unix)]
    {
        let opened: Result<Vec<_>, _> = (0..NEEDED).map(|_| std::fs::File::open("/")).collect();
        // Another error, such as a root that can't be read, says nothing about the limit.
        if let Err(error) = opened
            && error.raw_os_error().is_some_and(is_limit)
        {
            return Err(Failure::Misuse(format!(
                "can't open {NEEDED} more files, as the command has to: {error}; raise the limit with `ulimit -n`. No request was sent"
            )));
        }
    }
    Ok(())
}

/// Whether an error of the operating system is about a limit on open files: of the process, or of
/// the machine.
#[cfg(unix)]
fn is_limit(code: i32) -> bool {
    use rustix::io::Errno;
    code == Errno::MFILE.raw_os_error() || code == Errno::NFILE.raw_os_error()
}
