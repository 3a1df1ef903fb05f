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
///
/// ```
/// use pagesmith::testing::{Clock, Replay};
/// use pagesmith::{Client, Json, Paging};
/// use std::time::Duration;
///
/// # async fn test() -> Result<(), pagesmith::Error> {
/// let clock = Clock::new();
/// let replay = Replay::new()
///     .reply(503, serde_json::json!({}))
///     .header("retry-after", "30")
///     .page(serde_json::json!({"data": [{"id": 1}], "next_page_token": null}));
/// let client =
///     Client::builder("https://api.test").transport(replay).timer(clock.clone()).build()?;
/// let calls = client.list::<Json>("/calls", [""; 0], Paging::SENDSAGE).items_at("/data");
/// assert_eq!(calls.collect().await?.len(), 1);
/// assert!(clock.waited() >= Duration::from_secs(30));
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test()).unwrap();
/// ```
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
