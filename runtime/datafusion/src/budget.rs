//! The requests that one API allows, over all that a coordinator does: its own, and those of
//! the workers that it hands parts of lists to.
//!
//! A part by page number is handed out when it is the turn of its requests. Nobody counts the
//! requests of a part whose pages are not known before, such as a chain of tokens: it gets a
//! share of the rate, which is reserved until its query has ended. A worker keeps to the rate
//! that comes with a part, so that parts which waited for a slow reply don't come all at once.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// How much of the rate is used. Retries are not counted.
const USED: f64 = 0.9;

/// How much of what is left a share may take, so that something is left for every later one.
const RESERVED: f64 = 0.9;

/// The requests of an API.
#[derive(Debug)]
pub(crate) struct Budget {
    /// Requests a second.
    rate: f64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the next request may be sent.
    next: Option<Instant>,
    /// How many parts are read side by side, over all queries.
    readers: usize,
    /// The requests a second that were reserved.
    reserved: f64,
}

impl Budget {
    /// Of an API that allows so many requests a second.
    pub(crate) fn new(rate: f64) -> Self {
        Self { rate: rate * USED, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until it is the turn of so many requests.
    pub(crate) async fn turn(&self, requests: u64) {
        let now = Instant::now();
        let at = self.next_turn(requests, now);
        if at > now {
            sleep_until(at).await;
        }
    }

    /// When it is the turn of so many requests, which are asked for now.
    fn next_turn(&self, requests: u64, now: Instant) -> Instant {
        let mut state = self.state();
        let at = state.next.map_or(now, |next| next.max(now));
        #[expect(clippy::cast_precision_loss, reason = "so many are never asked for")]
        let seconds = requests as f64 / (self.rate - state.reserved);
        let pause = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::from_hours(1));
        state.next = Some(at + pause);
        at
    }

    /// A query that reads so many parts side by side.
    pub(crate) fn query(self: &Arc<Self>, readers: usize) -> Reservation {
        self.state().readers += readers;
        Reservation { budget: self.clone(), readers, reserved: Mutex::default() }
    }
}

/// What a query has of a budget, until it is dropped.
#[derive(Debug)]
pub(crate) struct Reservation {
    budget: Arc<Budget>,
    readers: usize,
    reserved: Mutex<f64>,
}

impl Reservation {
    /// Another one of the same budget.
    pub(crate) fn for_readers(&self, readers: usize) -> Self {
        self.budget.query(readers)
    }

    /// See [`Budget::turn`].
    pub(crate) async fn turn(&self, requests: u64) {
        self.budget.turn(requests).await;
    }

    /// The rate of a reader whose requests wait for their turn: its part of all.
    pub(crate) fn part(&self) -> f64 {
        self.budget.rate / readers(&self.budget.state())
    }

    /// The rate of a reader whose requests nobody counts.
    pub(crate) fn reserve(&self) -> f64 {
        let mut state = self.budget.state();
        let left = self.budget.rate - state.reserved;
        let share = RESERVED * (self.budget.rate / readers(&state)).min(left);
        state.reserved += share;
        *self.reserved.lock().unwrap_or_else(PoisonError::into_inner) += share;
        share
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        let reserved = *self.reserved.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.budget.state();
        state.readers -= self.readers;
        state.reserved -= reserved;
    }
}

#[expect(clippy::cast_precision_loss, reason = "so many are never read side by side")]
fn readers(state: &State) -> f64 {
    state.readers.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When the last of so many turns is, which are all asked for now.
    fn last(budget: &Budget, turns: u32, now: Instant) -> Duration {
        let turns = (0..turns).map(|_| budget.next_turn(1, now));
        turns.last().expect("a turn").duration_since(now)
    }

    fn seconds(time: Duration, expected: f64) {
        assert!((time.as_secs_f64() - expected).abs() < 1e-6, "{time:?}");
    }

    #[test]
    fn turns_are_as_far_apart_as_the_rate_says_over_all_queries() {
        let (budget, now) = (Arc::new(Budget::new(40.0)), Instant::now());
        let (one, other) = (budget.query(4), budget.query(4));
        assert_eq!(one.budget.next_turn(18, now), now);
        seconds(last(&other.budget, 19, now), 1.0);
        assert!((one.part() - 4.5).abs() < 1e-9);
        // Nothing is saved up while nobody asks.
        let later = now + Duration::from_mins(1);
        seconds(last(&budget, 37, later), 1.0);
    }

    #[test]
    fn what_is_reserved_is_never_all_and_comes_back() {
        let (budget, now) = (Arc::new(Budget::new(40.0)), Instant::now());
        let (one, other) = (budget.query(2), budget.query(2));
        let shares: Vec<f64> = [&one, &one, &other, &other].map(Reservation::reserve).to_vec();
        assert!(shares.iter().all(|share| (share - 8.1).abs() < 1e-9), "{shares:?}");
        // A later query slows down, and gets less than is left.
        let later = budget.query(1);
        assert!(later.reserve() < 36.0 - 4.0 * 8.1);
        assert!(last(&budget, 2, now) > Duration::from_millis(500));
        drop((one, other, later));
        let now = now + Duration::from_mins(1);
        seconds(last(&budget, 37, now), 1.0);
        assert!((budget.query(1).reserve() - 32.4).abs() < 1e-9);
    }
}
