//! When the time for a page is up: it is the server's time. Waits for the client's own
//! rate count into the time of the walk alone.

use crate::client::shared_future::lock;
use std::sync::Mutex;
use std::time::Duration;

/// When the time for a page is up, by the client's timer.
#[derive(Debug, Default)]
pub(crate) struct PageTime(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// `None` until somebody waits for the page.
    page: Option<Duration>,
    walk: Option<Duration>,
    /// When the newest wait for a turn is over.
    turn: Duration,
}

impl PageTime {
    /// Somebody waits for the page from now on, for so long, and until the walk ends.
    pub(super) fn begin(&self, now: Duration, page: Duration, walk: Option<Duration>) {
        let mut state = lock(&self.0);
        state.page = Some(now.max(state.turn).saturating_add(page));
        state.walk = walk;
    }

    /// A wait for a turn begins.
    pub(super) fn note_wait(&self, now: Duration, wait: Duration) {
        let mut state = lock(&self.0);
        state.turn = now.saturating_add(wait);
        state.page = state.page.map(|page| page.saturating_add(wait));
    }

    /// When it is up.
    pub(super) fn ends(&self) -> Option<Duration> {
        let state = lock(&self.0);
        state.page.into_iter().chain(state.walk).min()
    }

    /// Whether that is the end of the walk's time.
    pub(super) fn is_of_walk(&self) -> bool {
        let state = lock(&self.0);
        state.walk.is_some_and(|walk| state.page.is_none_or(|page| walk <= page))
    }
}

#[cfg(test)]
mod tests {
    use super::PageTime;
    use std::time::Duration;

    #[test]
    fn waits_for_a_turn_are_no_time_of_the_server() {
        let seconds = Duration::from_secs;
        let time = PageTime::default();
        assert_eq!(time.ends(), None);
        // One that began before anybody waited for the page.
        time.note_wait(seconds(10), seconds(8));
        assert_eq!(time.ends(), None);
        time.begin(seconds(12), seconds(5), Some(seconds(30)));
        assert_eq!((time.ends(), time.is_of_walk()), (Some(seconds(23)), false));
        time.note_wait(seconds(20), seconds(6));
        assert_eq!((time.ends(), time.is_of_walk()), (Some(seconds(29)), false));
        time.note_wait(seconds(27), seconds(4));
        assert_eq!((time.ends(), time.is_of_walk()), (Some(seconds(30)), true));
    }
}
