//! Hashes for positions, the same on every machine.

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

#[cfg(test)]
mod tests {
    use super::{Fingerprint, digest};

    #[test]
    fn a_digest_stays_the_same() {
        assert_eq!(digest(b""), 0x99aa_06d3_0147_98d8_6001_c324_468d_497f);
        assert_ne!(digest(b"a"), digest(b"b"));
    }

    #[test]
    fn a_hash_stays_the_same_and_tells_texts_apart() {
        assert_eq!(Fingerprint::of(&[]).0, 0xcbf2_9ce4_8422_2325);
        assert_eq!(Fingerprint::of(&["a"]), Fingerprint::of(&["a"]));
        assert_ne!(Fingerprint::of(&["ab", "c"]), Fingerprint::of(&["a", "bc"]));
    }
}
