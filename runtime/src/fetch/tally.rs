//! What a walk took to get its pages: requests, retries, and time between them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What a walk took so far; its clones count together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally(Arc<Mutex<Counts>>);

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Requests sent: those of retries, of redirects, after a 401, and those made
    /// ahead in vain included.
    pub(crate) requests: u64,
    /// Attempts at a page behind its first.
    pub(crate) retries: u64,
    /// Time waited before retries.
    pub(crate) waited: Duration,
}

impl Tally {
    /// A request is sent.
    pub(crate) fn note_request(&self) {
        self.counts().requests += 1;
    }

    /// A page is asked for again, after this wait.
    pub(crate) fn note_retry(&self, wait: Duration) {
        let mut counts = self.counts();
        counts.retries += 1;
        counts.waited = counts.waited.saturating_add(wait);
    }

    /// What it comes to so far.
    pub(crate) fn so_far(&self) -> Counts {
        *self.counts()
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
