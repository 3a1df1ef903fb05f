//! A clock whose waits are over at once.

use pagesmith::Timer;
use pagesmith::transport::BoxFuture;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A clock whose waits are over at once, and are noted. What is waited for beside a request
/// that is under way is over when the request is.
#[derive(Clone, Default)]
pub(crate) struct Clock(Arc<Mutex<(Duration, Vec<Duration>)>>);

impl Clock {
    /// The waits so far.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().1.clone()
    }
}

impl Timer for Clock {
    fn now(&self) -> Duration {
        self.0.lock().unwrap().0
    }

    fn sleep(&self, time: Duration) -> BoxFuture<()> {
        let clock = self.0.clone();
        Box::pin(async move {
            let mut clock = clock.lock().unwrap();
            clock.0 += time;
            clock.1.push(time);
        })
    }
}
