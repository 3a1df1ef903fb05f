//! The log of a mock: its last requests, and how many there were.

use super::request::Entry;
use std::collections::VecDeque;

/// How many requests the log keeps; a mock may run for weeks.
pub const KEPT_REQUESTS: usize = 10_000;

/// The last requests, and how many there were.
#[derive(Debug, Default)]
pub(super) struct Log {
    last: VecDeque<Entry>,
    count: usize,
}

impl Log {
    /// How many requests there were, including those that the log no longer has.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The stored requests, oldest first.
    pub(super) fn entries(&self) -> Vec<Entry> {
        self.last.iter().cloned().collect()
    }

    pub(super) fn push(&mut self, entry: Entry) {
        if self.last.len() == KEPT_REQUESTS {
            self.last.pop_front();
        }
        self.last.push_back(entry);
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_requests_are_kept_and_all_are_counted() {
        let entry = |number| Entry {
            number,
            method: "GET".to_owned(),
            path: "/list".to_owned(),
            query: Vec::new(),
            resource: None,
            status: 200,
            records: 0,
            note: None,
        };
        let mut log = Log::default();
        (1..=KEPT_REQUESTS + 2).for_each(|number| log.push(entry(number)));
        let entries = log.entries();
        assert_eq!((log.count(), entries.len()), (KEPT_REQUESTS + 2, KEPT_REQUESTS));
        assert_eq!((entries[0].number, entries[KEPT_REQUESTS - 1].number), (3, KEPT_REQUESTS + 2));
    }
}
