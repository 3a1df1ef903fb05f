//! What a walk has warned of: as much as can be read, and then a count.

use crate::protocol::Warning;
use std::ops::Deref;
use std::sync::Arc;

/// How many warnings of single pages are kept; what is said of a whole walk comes
/// once, and is kept always.
const KEPT: usize = 100;

/// The warnings of a walk. Its pages share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Warnings {
    kept: Arc<Vec<Warning>>,
    more: u64,
}

impl Warnings {
    /// Keeps a warning, or counts it.
    pub(in crate::protocol) fn push(&mut self, warning: Warning) {
        if warning.is_of_a_page() && self.kept.len() >= KEPT {
            self.more += 1;
        } else {
            Arc::make_mut(&mut self.kept).push(warning);
        }
    }

    /// How many came and were not kept.
    pub(crate) fn more(&self) -> u64 {
        self.more
    }
}

/// Those that are kept, in order.
impl Deref for Warnings {
    type Target = [Warning];

    fn deref(&self) -> &[Warning] {
        &self.kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_without_end_that_warn_are_counted_and_what_ends_the_walk_is_kept() {
        let mut warnings = Warnings::default();
        for page in 1..=250 {
            warnings.push(Warning::Drifted { page, repeated: 1, total: None });
        }
        warnings.push(Warning::Shortfall { seen: 1, total: 2 });
        assert_eq!((warnings.len(), warnings.more()), (101, 150));
        assert_eq!(warnings[0], Warning::Drifted { page: 1, repeated: 1, total: None });
        assert_eq!(warnings[100], Warning::Shortfall { seen: 1, total: 2 });
    }
}
