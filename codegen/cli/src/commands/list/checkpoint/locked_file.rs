//! A file that a run locks before it reads it, until the run ends.
//!
//! The operating system holds the lock, so a kill releases it. The lock is on the file
//! and not on its name, so a link or another spelling of the path finds the same lock.

use super::super::disk::{self, folder};
use crate::outcome::Failure;
use fs4::{FileExt, TryLockError};
use same_file::Handle;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// A regular file that is open and locked, and was at its path when it was locked.
pub(super) struct LockedFile {
    path: PathBuf,
    handle: Handle,
}

impl LockedFile {
    /// Opens and locks a file; `None` if the path does not exist.
    ///
    /// Fails if it is the same file as `other`, however their paths are spelled.
    pub(super) fn open(path: &Path, other: Option<&Self>) -> Result<Option<Self>, Failure> {
        let about = match fs::metadata(path) {
            Ok(about) => about,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(open_failed(path, &error)),
        };
        // Opening a named pipe would wait for its other end.
        if !about.is_file() {
            return Err(Failure::Misuse(format!("{} is not a regular file", path.display())));
        }
        let file = OpenOptions::new().read(true).write(true).open(path);
        let file = match file {
            Ok(file) => Self::new(path, file)?,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(open_failed(path, &error)),
        };
        match other {
            Some(other) if other.handle == file.handle => Err(same_file_error(&other.path, path)),
            _ => file.lock().map(Some),
        }
    }

    /// Creates and locks a new file.
    pub(super) fn create(path: &Path, options: &OpenOptions) -> Result<Self, Failure> {
        let mut options = options.clone();
        match options.read(true).write(true).create_new(true).open(path) {
            Ok(file) => Self::new(path, file)?.lock(),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Err(Failure::Misuse(format!(
                    "{} was just created by another program, or is a link to a missing file; run the command again, or name another file",
                    path.display()
                )))
            }
            Err(error) => Err(open_failed(path, &error)),
        }
    }

    fn new(path: &Path, file: File) -> Result<Self, Failure> {
        let handle = Handle::from_file(file).map_err(|error| open_failed(path, &error))?;
        Ok(Self { path: path.to_owned(), handle })
    }

    fn lock(self) -> Result<Self, Failure> {
        let shown = self.path.display();
        match FileExt::try_lock(self.handle.as_file()) {
            Ok(())
                if self.is_at(&self.path).map_err(|error| open_failed(&self.path, &error))? =>
            {
                Ok(self)
            }
            Ok(()) => Err(Failure::Misuse(format!(
                "{shown} was replaced or removed while it was opened; no file was changed"
            ))),
            Err(TryLockError::WouldBlock) => Err(Failure::Misuse(format!(
                "another run is writing {shown}; wait until it ends, or name another file"
            ))),
            Err(TryLockError::Error(error)) => Err(Failure::Misuse(format!(
                "{shown} can't be locked, so two runs could write to it at once: {error}; \
                 name a file on a file system that supports locks"
            ))),
        }
    }

    /// Whether this path leads to the open file.
    ///
    /// On Unix this opens nothing, so it works without a free file descriptor.
    pub(super) fn is_at(&self, path: &Path) -> io::Result<bool> {
        let about = match fs::metadata(path) {
            Err(error) if is_missing(&error) => return Ok(false),
            about => about?,
        };
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            let own = self.handle.as_file().metadata()?;
            Ok((own.dev(), own.ino()) == (about.dev(), about.ino()))
        }
        #[cfg(not(unix))]
        match Handle::from_path(path) {
            _ if !about.is_file() => Ok(false),
            Err(error) if is_missing(&error) => Ok(false),
            there => Ok(there? == self.handle),
        }
    }

    /// Identifies the file in later runs, besides its path. The device is left out: its
    /// number may change when the machine restarts.
    pub(super) fn identity(&self) -> io::Result<String> {
        let about = self.handle.as_file().metadata()?;
        let made = about.created().ok();
        let made = made.and_then(|made| made.duration_since(std::time::UNIX_EPOCH).ok());
        let made = made.unwrap_or_default().as_nanos();
        #[cfg(unix)]
        return Ok(format!("{}-{made}", std::os::unix::fs::MetadataExt::ino(&about)));
        #[cfg(not(unix))]
        Ok(made.to_string())
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn len(&self) -> io::Result<u64> {
        Ok(self.handle.as_file().metadata()?.len())
    }

    /// The bytes from `from` to `to`, or to the end of the file.
    pub(super) fn read(&self, from: u64, to: u64) -> io::Result<Vec<u8>> {
        let mut file = self.handle.as_file();
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(to.saturating_sub(from)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Writes bytes at `from`.
    pub(super) fn write(&self, from: u64, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.handle.as_file();
        file.seek(SeekFrom::Start(from))?;
        file.write_all(bytes)
    }

    /// Waits until the disk has what was written.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.handle.as_file().sync_data()
    }

    /// Cuts the file to this length.
    pub(super) fn cut(&self, length: u64) -> io::Result<()> {
        self.handle.as_file().set_len(length)
    }

    /// Lets only the owner read the file, where the system has such permissions.
    pub(super) fn restrict(&self) -> io::Result<()> {
        let file = self.handle.as_file();
        match disk::needed_permissions(&file.metadata()?) {
            Some(permissions) => file.set_permissions(permissions),
            None => Ok(()),
        }
    }

    /// Removes the file, if it is still at its path.
    pub(super) fn remove(&self) {
        if matches!(self.is_at(&self.path), Ok(true)) {
            let _stays = fs::remove_file(&self.path);
        }
    }

    /// Makes the name of a new file survive a power loss.
    pub(super) fn sync_name(&self) {
        disk::sync_name(&self.path);
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Fails if two paths name the same file, whether or not it exists.
pub(super) fn refuse_same_path(out: &Path, position: &Path) -> Result<(), Failure> {
    let place =
        |path: &Path| Some((fs::canonicalize(folder(path)).ok()?, path.file_name()?.to_owned()));
    match (place(out), place(position)) {
        (Some(one), Some(other)) if one == other => Err(same_file_error(out, position)),
        _ => Ok(()),
    }
}

fn same_file_error(out: &Path, position: &Path) -> Failure {
    Failure::Misuse(format!(
        "`--out` {} and the position file {} are the same file; name another with `--position`",
        out.display(),
        position.display()
    ))
}

fn open_failed(path: &Path, error: &io::Error) -> Failure {
    Failure::Misuse(format!("{} can't be opened for writing: {error}", path.display()))
}
