//! What all files of a run have in common: who may read those with page tokens, and that
//! their names survive a power loss.

use std::fs::{Metadata, OpenOptions, Permissions};
use std::path::Path;

/// Options for a file that only its owner can read and write.
pub(super) fn owner_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The permissions that an existing file needs, so that only its owner can read it; `None` if
/// it has them, or if the system has no such permissions.
pub(super) fn needed_permissions(about: &Metadata) -> Option<Permissions> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let is_open_to_others = about.permissions().mode() & 0o077 != 0;
        is_open_to_others.then(|| Permissions::from_mode(0o600))
    }
    #[cfg(not(unix))]
    {
        let _ = about;
        None
    }
}

/// The folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the name of a new file survive a power loss, on systems that can sync a folder.
pub(super) fn sync_name(path: &Path) {
    #[cfg(unix)]
    let _unsupported = std::fs::File::open(folder(path)).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = path;
}

/// Makes a write beyond the limit of a file's size (`ulimit -f`) fail with an error that can be
/// reported; without this, the signal SIGXFSZ ends the program. Needs a runtime.
pub(super) fn report_size_limits() -> std::io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    {
        use tokio::signal::unix::{SignalKind, signal};
        const SIGXFSZ: i32 = 25;
        // What is registered once stays so after the listener is dropped.
        signal(SignalKind::from_raw(SIGXFSZ)).map(drop)?;
    }
    Ok(())
}
