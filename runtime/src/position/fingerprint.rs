//! Hashes for positions, the same on every machine.

use std::fmt;
use xxhash_rust::xxh3::Xxh3Default;

/// A hash of texts by FNV-1a (64 bits). It is not secure against deliberate collisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint(pub(crate) u64);

impl Fingerprint {
    pub(crate) fn of(texts: &[&str]) -> Self {
        const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
        texts.iter().fold(Self(BASIS), |hash, text| hash.and(text))
    }

    /// The fingerprint of the same texts and one more.
    pub(crate) fn and(self, text: &str) -> Self {
        const PRIME: u64 = 0x0100_0000_01b3;
        // A byte that UTF-8 never has ends each text.
        let bytes = text.bytes().chain([0xff]);
        Self(bytes.fold(self.0, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)))
    }
}

/// A hash of 128 bits (XXH3), the same in every process and on every machine.
pub(crate) fn digest(bytes: &[u8]) -> u128 {
    xxhash_rust::xxh3::xxh3_128(bytes)
}

/// The same hash of bytes that come in parts.
pub(crate) struct Digest(Box<Xxh3Default>);

impl Digest {
    pub(crate) fn new() -> Self {
        Self(Box::new(Xxh3Default::new()))
    }

    pub(crate) fn add(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    pub(crate) fn finish(&self) -> u128 {
        self.0.digest128()
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Digest").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, Fingerprint, digest};

    #[test]
    fn a_digest_stays_the_same() {
        assert_eq!(digest(b""), 0x99aa_06d3_0147_98d8_6001_c324_468d_497f);
        assert_ne!(digest(b"a"), digest(b"b"));
    }

    #[test]
    fn a_digest_of_parts_is_that_of_the_whole() {
        let text: Vec<u8> = (0..2000_u32).map(|at| (at * at % 251) as u8).collect();
        for cut in [0, 1, 239, 240, 241, 255, 256, 1024, 1999] {
            let (one, other) = text.split_at(cut);
            let mut parts = Digest::new();
            parts.add(one);
            parts.add(other);
            assert_eq!(parts.finish(), digest(&text), "{cut}");
        }
    }

    #[test]
    fn a_hash_stays_the_same_and_tells_texts_apart() {
        assert_eq!(Fingerprint::of(&[]).0, 0xcbf2_9ce4_8422_2325);
        assert_eq!(Fingerprint::of(&["a"]), Fingerprint::of(&["a"]));
        assert_ne!(Fingerprint::of(&["ab", "c"]), Fingerprint::of(&["a", "bc"]));
    }
}
