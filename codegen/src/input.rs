//! Reads the user's files up to a limit: a file may be an endless device, or meant
//! for something else.

use std::fs::{self, File, FileType};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Largest spec in bytes.
pub const MAX_SPEC: usize = 4 << 20;

/// Reads a regular file, for a build: nobody could end a pipe or a terminal.
///
/// # Errors
/// When it can't be read, is something other than a regular file, or has more
/// than this many bytes.
pub fn regular_file(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    bounded(open_regular(path, most)?, most)
}

/// The first bytes of a regular file, whatever its size.
///
/// # Errors
/// When it can't be read, or is something other than a regular file.
pub fn first_bytes(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_regular(path, most)?.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn open_regular(path: &Path, most: usize) -> io::Result<File> {
    let kind = fs::metadata(path)?.file_type();
    if !kind.is_file() {
        let message =
            format!("it is {}; expected a regular file of at most {most} bytes", describe(kind));
        return Err(io::Error::new(ErrorKind::InvalidInput, message));
    }
    File::open(path)
}

/// Reads a file, a device, or a pipe that the shell has opened. Other pipes are
/// refused: opening one could wait for a writer for ever.
///
/// # Errors
/// When it can't be read, is a named pipe, or has more than this many bytes.
pub fn file(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let kind = fs::metadata(path)?.file_type();
    if is_pipe(kind) && !is_open(path) {
        let message = "it is a named pipe, and reading it might never end; save its output to a file, and name that file";
        return Err(io::Error::new(ErrorKind::InvalidInput, message));
    }
    bounded(File::open(path)?, most)
}

/// Standard input, to its end.
///
/// # Errors
/// When it can't be read, or has more than this many bytes.
pub fn stdin(most: usize) -> io::Result<Vec<u8>> {
    bounded(io::stdin().lock(), most)
}

/// Reads to the end, or fails after the first byte beyond the limit.
fn bounded(reader: impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        let message = format!("it has more than {most} bytes, the maximum");
        return Err(io::Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// Whether a path is that of a file which this process has open: `/dev/stdin`,
/// or what a shell writes for `<(…)`.
fn is_open(path: &Path) -> bool {
    path == Path::new("/dev/stdin")
        || ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.starts_with(folder))
}

#[cfg(unix)]
fn is_pipe(kind: FileType) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&kind)
}

#[cfg(not(unix))]
fn is_pipe(_: FileType) -> bool {
    false
}

fn describe(kind: FileType) -> &'static str {
    match kind {
        kind if kind.is_dir() => "a folder",
        kind if is_pipe(kind) => "a named pipe",
        _ => "a device or a socket",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts the bytes that are taken from it; has no end.
    struct Endless<'a>(&'a mut usize);

    impl Read for Endless<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            *self.0 += buffer.len();
            Ok(buffer.len())
        }
    }

    #[test]
    fn reading_stops_behind_the_limit() {
        let mut taken = 0;
        let error = bounded(Endless(&mut taken), 100_000).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
        assert!(error.to_string().contains("more than 100000 bytes"), "{error}");
        assert_eq!(taken, 100_001);
        assert_eq!(bounded(&b"abc"[..], 3).unwrap(), b"abc");
        assert!(bounded(&b"abcd"[..], 3).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_read_up_to_the_limit_and_a_build_refuses_it() {
        let zero = Path::new("/dev/zero");
        assert_eq!(file(zero, 1000).unwrap_err().kind(), ErrorKind::FileTooLarge);
        let error = regular_file(zero, 1000).unwrap_err().to_string();
        assert!(error.contains("a regular file of at most 1000 bytes"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_that_nobody_writes_to_is_refused() {
        let pipe = std::env::temp_dir().join(format!("pagesmith-pipe-{}", std::process::id()));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        let errors = [file(&pipe, 1000), regular_file(&pipe, 1000)].map(Result::unwrap_err);
        fs::remove_file(&pipe).unwrap();
        for error in errors {
            assert!(error.to_string().contains("it is a named pipe"), "{error}");
        }
    }
}
