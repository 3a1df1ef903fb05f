//! The positions of a walk, so that it never goes in a circle.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, LazyLock};

/// Positions asked for, each as a 128-bit hash with the page it led to.
///
/// Clones share the table until one of them grows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen(Arc<HashMap<u128, u64>>);

impl Seen {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes that this position leads to this page; the page that it led to
    /// before, if it is not new.
    pub(crate) fn note(&mut self, position: &impl Hash, page: u64) -> Option<u64> {
        let hash = hash(position);
        let before = self.0.get(&hash).copied();
        if before.is_none() {
            Arc::make_mut(&mut self.0).insert(hash, page);
        }
        before
    }
}

/// A hash of 128 bits under keys that nobody outside this process knows.
pub(crate) fn hash(value: &impl Hash) -> u128 {
    static KEYS: LazyLock<[RandomState; 2]> = LazyLock::new(Default::default);
    let [high, low] = &*KEYS;
    u128::from(high.hash_one(value)) << 64 | u128::from(low.hash_one(value))
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn a_position_is_known_again() {
        let mut seen = Seen::default();
        assert_eq!(seen.note(&"a", 1), None);
        let mut other = seen.clone();
        assert_eq!(seen.note(&"b", 2), None);
        assert_eq!(seen.note(&"a", 3), Some(1));
        assert_eq!(other.note(&"b", 2), None);
    }
}
