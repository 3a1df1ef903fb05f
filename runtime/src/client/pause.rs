//! A pause that a server asked for in a good reply. All clones of a client keep it.

use crate::client::shared_future::lock;
use std::sync::Mutex;
use std::time::Duration;

/// Until when no request is sent, by the client's timer.
#[derive(Debug, Default)]
pub(crate) struct Pause(Mutex<Duration>);

impl Pause {
    /// Extends the pause to at least `wait` from now.
    pub(crate) fn extend(&self, now: Duration, wait: Duration) {
        let mut until = lock(&self.0);
        *until = (*until).max(now.saturating_add(wait));
    }

    /// How long the pause lasts.
    pub(crate) fn left(&self, now: Duration) -> Duration {
        lock(&self.0).saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_pause_counts() {
        let (pause, seconds) = (Pause::default(), Duration::from_secs);
        assert_eq!(pause.left(seconds(5)), Duration::ZERO);
        pause.extend(seconds(5), seconds(10));
        pause.extend(seconds(6), seconds(2));
        assert_eq!(pause.left(seconds(6)), seconds(9));
        assert_eq!(pause.left(seconds(15)), Duration::ZERO);
    }
}
