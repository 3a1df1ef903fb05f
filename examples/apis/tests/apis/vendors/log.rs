//! What a vendor remembers of a walk.

use std::sync::{Mutex, MutexGuard};

/// The page size without a request for one, and the largest one.
pub type Limits = (Option<u64>, Option<u64>);

/// The requests of a walk and the waits between them, in order, and the page sizes that the
/// vendor states.
#[derive(Default)]
pub struct Log {
    entries: Mutex<Vec<String>>,
    limits: Mutex<Option<Limits>>,
}

impl Log {
    /// Adds a request or a wait; returns how often the same one was added before.
    pub fn add(&self, entry: String) -> usize {
        let mut entries = lock(&self.entries);
        let before = entries.iter().filter(|known| **known == entry).count();
        entries.push(entry);
        before
    }

    /// All entries.
    pub fn entries(&self) -> Vec<String> {
        lock(&self.entries).clone()
    }

    /// Keeps the page sizes of the vendor.
    pub fn state_limits(&self, limits: Limits) {
        *lock(&self.limits) = Some(limits);
    }

    /// The page sizes of the vendor, if it has any.
    pub fn limits(&self) -> Option<Limits> {
        *lock(&self.limits)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap()
}
