//! Time that passes at once.

use crate::client::shared_future::lock;
use crate::client::timer::Timer;
use crate::transport::BoxFuture;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

/// A clock on which every wait passes at once, for tests of code that retries,
/// paces or gives up. Clones tell the same time.
///
/// It suits transports that answer at once, such as [`Replay`](super::Replay):
/// a request that is still under way when its time-out was looked at a hundred
/// times has run into it.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Mutex<Duration>>);

/// How often a wait is looked at before it has passed.
const PATIENCE: u32 = 100;

impl Clock {
    /// A clock at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How long was waited so far.
    #[must_use]
    pub fn waited(&self) -> Duration {
        *lock(&self.0)
    }
}

impl Timer for Clock {
    fn now(&self) -> Duration {
        self.waited()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<()> {
        let (clock, at) = (self.clone(), self.waited().saturating_add(time));
        let mut looks = 0;
        Box::pin(poll_fn(move |cx| {
            looks += 1;
            if looks < PATIENCE {
                // What is raced against it may be about to be ready.
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            let mut now = lock(&clock.0);
            *now = (*now).max(at);
            Poll::Ready(())
        }))
    }
}
