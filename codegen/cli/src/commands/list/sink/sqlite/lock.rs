//! Only one run at a time writes to a database, and only to the file that it opened.
//!
//! The lock is on a file beside the database: locks of ours on the database itself would
//! meet those of SQLite on some systems.

use super::super::super::disk::{self, folder, owner_only};
use crate::outcome::Failure;
use crate::terminal;
use fs4::{FileExt, TryLockError};
use same_file::Handle;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A file that exists while a run writes; a kill leaves it behind, without a lock.
pub(super) struct RunLock {
    path: PathBuf,
    /// Holds the lock.
    handle: Handle,
}

impl RunLock {
    /// Locks a database, whether or not it exists.
    ///
    /// Fails if another run has it.
    pub(super) fn take(database: &Path) -> Result<Self, Failure> {
        let path = beside(database);
        let shown = path.display();
        let failed = |error: io::Error| match folder(database) {
            folder if !folder.exists() => Failure::Misuse(format!(
                "{} can't be created: the folder {} does not exist",
                database.display(),
                folder.display()
            )),
            _ => Failure::Misuse(format!(
                "{shown}, which keeps other runs away, can't be created: {error}"
            )),
        };
        // A run that ends removes its file, perhaps right after this one opened it.
        for _ in 0..10 {
            let file = owner_only().create(true).truncate(false).open(&path).map_err(failed)?;
            // A lock file is empty, and is removed at the end.
            if file.metadata().map_err(failed)?.len() > 0 {
                return Err(Failure::Misuse(format!(
                    "{shown} is a file of another program, but this command needs one of that name as a \
                     lock; rename it, or name another file with `--out`"
                )));
            }
            let handle = Handle::from_file(file).map_err(failed)?;
            match FileExt::try_lock(handle.as_file()) {
                Ok(()) if Handle::from_path(&path).is_ok_and(|there| there == handle) => {
                    return Ok(Self { path, handle });
                }
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => {
                    return Err(Failure::Misuse(format!(
                        "{shown} can't be locked, so two runs could write at once: {error}; name a \
                         file on a file system that supports locks"
                    )));
                }
            }
        }
        Err(Failure::Misuse(format!(
            "another run is writing {}; wait until it ends, or name another file",
            database.display()
        )))
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        // Before the lock is released, so that no other run has it yet.
        let _stays = fs::remove_file(&self.path);
        let _released_anyway = FileExt::unlock(self.handle.as_file());
    }
}

/// The lock file of a database; the same for each link to it.
fn beside(database: &Path) -> PathBuf {
    let real = database.canonicalize().unwrap_or_else(|_| database.to_owned());
    with_ending(&real, ".lock")
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    name.into()
}

/// Which file a database is.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileIdentity(Option<(u64, u64)>);

impl FileIdentity {
    /// Creates the file if it is missing, and lets only its owner read it: it holds page
    /// tokens.
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        let shown = path.display();
        let refused = |error| Failure::Misuse(format!("{shown} can't be created: {error}"));
        match owner_only().create_new(true).open(path) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                restrict(path).map_err(|error| {
                    Failure::Misuse(format!(
                        "{shown} would hold page tokens, and others may read it: {error}; name another \
                         file"
                    ))
                })?;
            }
            Err(error) => return Err(refused(error)),
        }
        disk::sync_name(path);
        Self::of(path).map_err(refused)
    }

    /// Whether the path still leads to this file.
    pub(super) fn is_at(&self, path: &Path) -> bool {
        Self::of(path).is_ok_and(|there| there == *self)
    }

    /// Opens nothing: closing a file would release the locks that SQLite has on it.
    fn of(path: &Path) -> io::Result<Self> {
        let about = fs::metadata(path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            Ok(Self(Some((about.dev(), about.ino()))))
        }
        #[cfg(not(unix))]
        Ok(Self(about.is_file().then_some((0, 0))))
    }
}

/// Lets only the owner read the file, where the system has such permissions, and says so: it may
/// be a database of other programs.
fn restrict(path: &Path) -> io::Result<()> {
    let Some(permissions) = disk::needed_permissions(&fs::metadata(path)?) else { return Ok(()) };
    fs::set_permissions(path, permissions)?;
    terminal::note(format!(
        "only its owner can read {} from now on, because it holds page tokens",
        path.display()
    ));
    Ok(())
}

/// Fails if a path leads to no file, or if there is only a journal, which SQLite would remove.
/// Fails also if the file has other names: beside each of them, SQLite would look for another
/// journal, and this command for another lock.
pub(super) fn check_links(path: &Path) -> Result<(), Failure> {
    let shown = path.display();
    if path.is_symlink() && !path.exists() {
        return Err(Failure::Misuse(format!(
            "{shown} is a link to a missing file; remove the link, or name another file"
        )));
    }
    if !path.exists() {
        for ending in ["-journal", "-wal"] {
            let journal = with_ending(path, ending);
            if journal.exists() {
                return Err(Failure::Misuse(format!(
                    "{shown} does not exist, but its journal {} does, and SQLite would remove it; \
                     restore the database, or rename that file",
                    journal.display()
                )));
            }
        }
    }
    #[cfg(unix)]
    if let Ok(about) = fs::metadata(path)
        && about.is_file()
        && std::os::unix::fs::MetadataExt::nlink(&about) > 1
    {
        return Err(Failure::Misuse(format!(
            "{shown} has another name, a hard link, by which another program could write to it at \
             the same time; copy it, or remove the other name"
        )));
    }
    Ok(())
}
