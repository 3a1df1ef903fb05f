//! A clock on which waits take no time.

use crate::client::shared_future::lock;
use crate::client::timer::Timer;
use crate::transport::BoxFuture;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

/// A clock on which every wait is over at once, for tests of retries, rate limits and
/// time-outs. Clones share the same time.
///
/// It suits transports that reply at once, such as [`Replay`](super::Replay): a request
/// times out if it is still pending after its time-out was polled a hundred times.
#[derive(Clone, Debug, Default)]
pub struct Clock(Arc<Mutex<Duration>>);

/// How often a wait is polled before it is over.
const POLLS: u32 = 100;

impl Clock {
    /// A clock at zero.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The total of all waits so far.
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
        let mut polls = 0;
        Box::pin(poll_fn(move |cx| {
            polls += 1;
            if polls < POLLS {
                // The request that it limits may be about to complete.
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            let mut now = lock(&clock.0);
            *now = (*now).max(at);
            Poll::Ready(())
        }))
    }
}
