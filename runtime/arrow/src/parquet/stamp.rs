//! What a file is known by: its length, and the hash of its bytes.

use super::disk::Written;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// What a file is known by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stamp {
    pub(super) bytes: u64,
    /// XXH3 of its bytes, 128 bits, in hex.
    pub(super) hash: String,
}

impl Stamp {
    fn new(bytes: u64, hash: &Xxh3) -> Self {
        Self { bytes, hash: format!("{:032x}", hash.digest128()) }
    }

    /// How the file at this path differs from it; `None` if it does not.
    pub(super) fn difference(&self, path: &Path) -> io::Result<Option<&'static str>> {
        let mut file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Some("was removed"));
            }
            file => file?,
        };
        if file.metadata()?.len() != self.bytes {
            return Ok(Some("has changed its length"));
        }
        let (mut hash, mut buffer) = (Box::<Xxh3>::default(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => hash.update(&buffer[..read]),
            }
        }
        let is_same = Self::new(self.bytes, &hash) == *self;
        Ok((!is_same).then_some("has changed"))
    }
}

/// A file that is being written, with the hash of what was written so far.
pub(super) struct Stamped {
    file: Written,
    hash: Box<Xxh3>,
    bytes: u64,
}

impl Stamped {
    pub(super) fn new(file: Written) -> Self {
        Self { file, hash: Box::default(), bytes: 0 }
    }

    /// Waits until what was written is durable.
    pub(super) fn sync(&self) -> io::Result<Stamp> {
        self.file.sync()?;
        Ok(Stamp::new(self.bytes, &self.hash))
    }
}

impl Write for Stamped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
