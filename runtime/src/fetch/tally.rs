//! Counts of a walk: requests, retries, and waits before them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The counts of a walk; clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally(Arc<Mutex<Counts>>);

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Requests sent, including retries, redirects, those after a 401, and prefetches
    /// that were not needed.
    pub(crate) requests: u64,
    /// Attempts at a page after its first.
    pub(crate) retries: u64,
    /// The total of the waits before retries.
    pub(crate) waited: Duration,
}

impl Tally {
    /// Counts a request.
    pub(crate) fn note_request(&self) {
        self.counts().requests += 1;
    }

    /// Counts a retry after this wait.
    pub(crate) fn note_retry(&self, wait: Duration) {
        let mut counts = self.counts();
        counts.retries += 1;
        counts.waited = counts.waited.saturating_add(wait);
    }

    /// The counts so far.
    pub(crate) fn so_far(&self) -> Counts {
        *self.counts()
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
