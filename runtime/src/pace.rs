//! Pacing: the requests of all clones of a client, one after another on one
//! clock.

use crate::error::Error;
use crate::flight::lock;
use crate::timer::Timer;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

/// Hands out turns, in the order in which they are asked for, with a gap
/// between any two.
#[derive(Debug)]
pub(crate) struct Pace {
    gap: Duration,
    turns: Mutex<Turns>,
}

#[derive(Debug, Default)]
struct Turns {
    /// The first moment that nobody has.
    next: Duration,
    /// Moments before it that were given back.
    back: BTreeSet<Duration>,
}

impl Pace {
    /// So many turns a second.
    pub(crate) fn new(per_second: f64) -> Result<Self, Error> {
        let refused = || {
            Error::input(format!("a rate of {per_second} requests a second is none; it is above 0"))
        };
        if per_second.is_nan() || per_second <= 0.0 {
            return Err(refused());
        }
        let gap = Duration::try_from_secs_f64(per_second.recip()).map_err(|_| refused())?;
        Ok(Self { gap, turns: Mutex::default() })
    }

    /// Waits for the next turn. One who goes away before gives it back.
    pub(crate) async fn turn(&self, timer: &dyn Timer) {
        let now = timer.now();
        let turn = Turn { pace: self, at: lock(&self.turns).take(now, self.gap) };
        if turn.at > now {
            timer.sleep(turn.at - now).await;
        }
        std::mem::forget(turn);
    }
}

impl Turns {
    fn take(&mut self, now: Duration, gap: Duration) -> Duration {
        self.back = self.back.split_off(&now);
        if let Some(at) = self.back.pop_first() {
            return at;
        }
        let at = self.next.max(now);
        self.next = at.saturating_add(gap);
        at
    }
}

/// A turn that has not come.
struct Turn<'p> {
    pace: &'p Pace,
    at: Duration,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        lock(&self.pace.turns).back.insert(self.at);
    }
}
