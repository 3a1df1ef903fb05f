//! When the time for a page is up. Waits for the client's rate limiter, and for the rate
//! limit that the server states, count towards the time of the walk, but not of the
//! page, which is the server's time.

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
    /// When the newest wait before a request is over.
    wait_end: Duration,
    /// When the last reply arrived.
    replied: Option<Duration>,
    /// How long the page waited for the limit that the server states.
    throttled: Duration,
}

impl PageTime {
    /// For a page of a walk whose time ends then.
    pub(super) fn of_walk(walk: Option<Duration>) -> Self {
        Self(Mutex::new(State { walk, ..State::default() }))
    }

    /// The stream waits for the page from now on, for this long at most, and not after
    /// the end of the walk's time.
    pub(super) fn begin(&self, now: Duration, page: Duration, walk: Option<Duration>) {
        let mut state = lock(&self.0);
        state.page = Some(now.max(state.wait_end).saturating_add(page));
        state.walk = walk;
    }

    /// How long the page may still wait for the limit that the server states: over all
    /// its attempts as long as its time-out, and not beyond the end of the walk's time.
    pub(super) fn longest_throttle(&self, now: Duration, timeout: Duration) -> Duration {
        let state = lock(&self.0);
        let left = timeout.saturating_sub(state.throttled);
        state.walk.map_or(left, |walk| left.min(walk.saturating_sub(now)))
    }

    /// A wait for the limit that the server states begins.
    pub(super) fn note_throttle(&self, now: Duration, wait: Duration) {
        self.note_wait(now, wait);
        let mut state = lock(&self.0);
        state.throttled = state.throttled.saturating_add(wait);
    }

    /// A wait before a request begins.
    pub(super) fn note_wait(&self, now: Duration, wait: Duration) {
        let mut state = lock(&self.0);
        state.wait_end = now.saturating_add(wait);
        state.page = state.page.map(|page| page.saturating_add(wait));
    }

    /// A reply arrived.
    pub(super) fn note_reply(&self, now: Duration) {
        lock(&self.0).replied = Some(now);
    }

    /// How long ago that was.
    pub(super) fn since_reply(&self, now: Duration) -> Duration {
        lock(&self.0).replied.map_or(Duration::ZERO, |replied| now.saturating_sub(replied))
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
    fn a_page_waits_no_longer_for_the_server_than_its_time_out_and_the_walk_allow() {
        let seconds = Duration::from_secs;
        let time = PageTime::of_walk(Some(seconds(100)));
        assert_eq!(time.longest_throttle(seconds(10), seconds(30)), seconds(30));
        time.note_throttle(seconds(10), seconds(20));
        time.begin(seconds(20), seconds(30), Some(seconds(100)));
        assert_eq!(time.longest_throttle(seconds(30), seconds(30)), seconds(10));
        // The server has its full time after the wait.
        assert_eq!(time.ends(), Some(seconds(60)));
        assert_eq!(time.longest_throttle(seconds(95), seconds(30)), seconds(5));
        assert_eq!(time.longest_throttle(seconds(101), seconds(30)), seconds(0));
    }

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
