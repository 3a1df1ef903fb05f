//! When the time for a page is up. Waits for the client's rate limiter count towards the
//! time of the walk, but not of the page, which is the server's time.

use crate::client::shared_future::lock;
use std::sync::Mutex;
use std::time::Duration;

/// When the time for a page is up, by the client's timer.
#[derive(Debug, Default)]
pub(crate) struct PageTime(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// `None` until the stream waits for the page.
    page: Option<Duration>,
    walk: Option<Duration>,
    /// When the newest wait for the rate limiter is over.
    wait_end: Duration,
}

impl PageTime {
    /// The stream waits for the page from now on, for this long at most, and not after
    /// the end of the walk's time.
    pub(super) fn begin(&self, now: Duration, page: Duration, walk: Option<Duration>) {
        let mut state = lock(&self.0);
        state.page = Some(now.max(state.wait_end).saturating_add(page));
        state.walk = walk;
    }

    /// A wait for the rate limiter begins.
    pub(super) fn note_wait(&self, now: Duration, wait: Duration) {
        let mut state = lock(&self.0);
        state.wait_end = now.saturating_add(wait);
        state.page = state.page.map(|page| page.saturating_add(wait));
    }

    /// When the time is up.
    pub(super) fn ends(&self) -> Option<Duration> {
        let state = lock(&self.0);
        state.page.into_iter().chain(state.walk).min()
    }

    /// Whether the time of the walk is up first.
    pub(super) fn is_limited_by_walk(&self) -> bool {
        let state = lock(&self.0);
        state.walk.is_some_and(|walk| state.page.is_none_or(|page| walk <= page))
    }
}

#[cfg(test)]
mod tests {
    use super::PageTime;
    use std::time::Duration;

    #[test]
    fn waits_for_the_rate_limiter_do_not_shorten_the_servers_time() {
        let seconds = Duration::from_secs;
        let time = PageTime::default();
        assert_eq!(time.ends(), None);
        // A wait that began before the stream waited for the page.
        time.note_wait(seconds(10), seconds(8));
        assert_eq!(time.ends(), None);
        time.begin(seconds(12), seconds(5), Some(seconds(30)));
        assert_eq!((time.ends(), time.is_limited_by_walk()), (Some(seconds(23)), false));
        time.note_wait(seconds(20), seconds(6));
        assert_eq!((time.ends(), time.is_limited_by_walk()), (Some(seconds(29)), false));
        time.note_wait(seconds(27), seconds(4));
        assert_eq!((time.ends(), time.is_limited_by_walk()), (Some(seconds(30)), true));
    }
}
