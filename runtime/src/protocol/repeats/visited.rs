//! The positions of a walk, so that it never goes in a circle.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// Positions asked for, each as a 128-bit hash with the page it led to.
///
/// Clones share one table: a page that goes on from where its walk stood may
/// find what was noted behind it, and takes that for what it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Visited(Arc<Mutex<HashMap<u128, u64>>>);

impl Visited {
    pub(crate) fn is_empty(&self) -> bool {
        self.table().is_empty()
    }

    /// Notes that this position leads to this page; the earlier page that it
    /// led to, if it is not new.
    pub(crate) fn note(&mut self, position: &impl Hash, page: u64) -> Option<u64> {
        let mut table = self.table();
        let noted = table.entry(hash(position)).or_insert(page);
        if *noted < page {
            Some(*noted)
        } else {
            *noted = page;
            None
        }
    }

    fn table(&self) -> MutexGuard<'_, HashMap<u128, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
    use super::Visited;

    #[test]
    fn a_position_is_known_again_from_behind_it_only() {
        let mut seen = Visited::default();
        assert_eq!(seen.note(&"a", 1), None);
        let mut again = seen.clone();
        assert_eq!(seen.note(&"b", 2), None);
        assert_eq!(seen.note(&"a", 3), Some(1));
        assert_eq!(again.note(&"b", 2), None, "the same page once more");
        assert_eq!(again.note(&"b", 3), Some(2));
    }
}
