//! Why files can't be written or continued.

use std::path::Path;
use std::{fmt, io};

/// Why files can't be written or continued.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileError {
    /// What is there does not fit what was asked for: nothing was written.
    Refused(String),
    /// A file can't be read or written. What was committed before is whole.
    Failed(String),
}

impl FileError {
    /// A file is not what an earlier run wrote.
    pub(super) fn changed(path: &Path, difference: &str) -> Self {
        Self::Refused(format!(
            "{} {difference} since it was written, so it can't be continued; restore it, or list again into another file",
            path.display()
        ))
    }

    pub(super) fn at(path: &Path, error: &dyn fmt::Display) -> Self {
        Self::Failed(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Refused(what) | Self::Failed(what)) = self;
        f.write_str(what)
    }
}

impl std::error::Error for FileError {}

/// Names the file in an error.
pub(super) trait At<T> {
    fn at(self, path: &Path) -> Result<T, FileError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, path: &Path) -> Result<T, FileError> {
        self.map_err(|error| FileError::at(path, &error))
    }
}

impl<T> At<T> for ::parquet::errors::Result<T> {
    fn at(self, path: &Path) -> Result<T, FileError> {
        self.map_err(|error| FileError::at(path, &error))
    }
}
