//! All that changes files, step by step: tests end a run after any of the steps.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
#[cfg(test)]
use std::sync::Arc;
#[cfg(test)]
use std::sync::atomic::{AtomicUsize, Ordering};

/// Changes files.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    /// How many more steps there are before it fails for good, as after a kill.
    #[cfg(test)]
    left: Option<Arc<AtomicUsize>>,
}

impl Disk {
    #[cfg(test)]
    pub(super) fn killed_after(steps: usize) -> Self {
        Self { left: Some(Arc::new(AtomicUsize::new(steps))) }
    }

    #[cfg(test)]
    fn step(&self) -> io::Result<()> {
        let Some(left) = &self.left else { return Ok(()) };
        let step =
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        step.map(drop).map_err(|_| io::Error::other("killed"))
    }

    #[cfg(not(test))]
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "tests fail here")]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    /// A new file, in place of any other; for its owner alone if it is private.
    pub(super) fn create(&self, path: &Path, is_private: bool) -> io::Result<Written> {
        self.step()?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        if is_private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = is_private;
        Ok(Written { file: options.open(path)?, disk: self.clone() })
    }

    /// Gives a file its name, which is durable when this returns.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)?;
        self.sync_folder_of(to)
    }

    /// Makes the names in the folder of this file durable.
    pub(super) fn sync_folder_of(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        #[cfg(unix)]
        if let Some(folder) = path.parent() {
            let here = Path::new(".");
            File::open(if folder.as_os_str().is_empty() { here } else { folder })?.sync_all()?;
        }
        #[cfg(not(unix))]
        let _ = path;
        Ok(())
    }

    pub(super) fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::create_dir_all(path)
    }

    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_file(path)
    }

    pub(super) fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir(path)
    }
}

/// A file that is being written.
#[derive(Debug)]
pub(super) struct Written {
    file: File,
    disk: Disk,
}

impl Written {
    /// Waits until what was written is durable.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.disk.step()?;
        self.file.sync_all()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A kill in the middle leaves a part of it.
        if let Err(error) = self.disk.step() {
            self.file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
