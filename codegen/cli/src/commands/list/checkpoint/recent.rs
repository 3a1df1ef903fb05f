//! The last bytes of a file of records; their hash identifies the file in the next run.

use super::locked_file::LockedFile;
use std::io;

/// How many bytes are hashed.
const LENGTH: usize = 64 << 10;

/// The last bytes of the records that are safely written.
#[derive(Clone)]
pub(super) struct Recent(Vec<u8>);

impl Recent {
    /// Reads them from a file of this length.
    pub(super) fn read(records: &LockedFile, length: u64) -> io::Result<Self> {
        records.read(length.saturating_sub(LENGTH as u64), length).map(Self)
    }

    /// Appends bytes that were written.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(&bytes[bytes.len().saturating_sub(LENGTH)..]);
        self.0.drain(..self.0.len().saturating_sub(LENGTH));
    }

    pub(super) fn hash(&self) -> u64 {
        hash(&self.0)
    }
}

/// FNV-1a (64 bits), the same on every machine. It detects accidents, not attacks.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bytes_count_however_they_were_written() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        for step in [1000, LENGTH, LENGTH + 1, 300_000, text.len()] {
            let mut recent = Recent(Vec::new());
            text.chunks(step).for_each(|chunk| recent.add(chunk));
            assert_eq!(recent.hash(), hash(&text[text.len() - LENGTH..]), "{step}");
        }
    }
}
