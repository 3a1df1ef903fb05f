//! The warnings of a walk, up to a limit; those beyond it are counted.

use crate::protocol::Warning;
use std::ops::Deref;
use std::sync::Arc;

/// How many warnings about single pages are kept. A warning about the whole walk occurs
/// once, and is always kept.
const MAX_KEPT: usize = 100;

/// The warnings of a walk. Its pages share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Warnings {
    kept: Arc<Vec<Warning>>,
    more: u64,
}

impl Warnings {
    /// Keeps a warning, or counts it.
    pub(in crate::protocol) fn push(&mut self, warning: Warning) {
        if warning.is_per_page() && self.kept.len() >= MAX_KEPT {
            self.more += 1;
        } else {
            Arc::make_mut(&mut self.kept).push(warning);
        }
    }

    /// How many were not kept.
    pub(crate) fn more(&self) -> u64 {
        self.more
    }
}

/// The warnings that were kept, in order.
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
    fn page_warnings_beyond_the_limit_are_counted_but_those_of_the_walk_are_kept() {
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
