//! The rate limiter that all clones of a client share.

use crate::client::shared_future::lock;
use crate::client::timer::Timer;
use crate::error::Error;
use std::sync::Mutex;
use std::time::Duration;

/// Assigns start times to requests, in order, with a gap between any two.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    gap: Duration,
    slots: Mutex<Slots>,
}

#[derive(Debug, Default)]
struct Slots {
    /// The first start time that is free.
    next: Duration,
    /// Earlier start times that were released.
    released: Vec<Duration>,
}

impl RateLimiter {
    /// A limiter of this many requests a second.
    pub(crate) fn new(per_second: f64) -> Result<Self, Error> {
        if per_second.is_nan() || per_second <= 0.0 {
            return Err(Error::input(format!(
                "the rate must be greater than 0, got {per_second} requests a second"
            )));
        }
        let gap = Duration::try_from_secs_f64(per_second.recip()).map_err(|_| {
            Error::input(format!(
                "a rate of {per_second:e} requests a second is too low: the second request would never be sent"
            ))
        })?;
        Ok(Self { gap, slots: Mutex::default() })
    }

    /// Waits until the next start time, and reports how long. If the caller is dropped
    /// before, the start time becomes free again.
    pub(crate) async fn acquire(&self, timer: &dyn Timer, note: impl FnOnce(Duration)) {
        let now = timer.now();
        let permit = Permit { limiter: self, at: lock(&self.slots).take(now, self.gap) };
        let wait = permit.at.saturating_sub(now);
        if !wait.is_zero() {
            note(wait);
            timer.sleep(wait).await;
        }
        std::mem::forget(permit);
    }
}

impl Slots {
    fn take(&mut self, now: Duration, gap: Duration) -> Duration {
        self.released.retain(|at| *at >= now);
        let earliest = self.released.iter().enumerate().min_by_key(|(_, at)| **at);
        if let Some((index, _)) = earliest {
            return self.released.swap_remove(index);
        }
        let at = self.next.max(now);
        self.next = at.saturating_add(gap);
        at
    }
}

/// A start time in the future; released on drop.
struct Permit<'p> {
    limiter: &'p RateLimiter,
    at: Duration,
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        lock(&self.limiter.slots).released.push(self.at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::BoxFuture;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// A clock at this second, on which waits never end.
    struct At(u64);

    impl Timer for At {
        fn now(&self) -> Duration {
            Duration::from_secs(self.0)
        }

        fn sleep(&self, _: Duration) -> BoxFuture<()> {
            Box::pin(std::future::pending())
        }
    }

    fn poll(permit: impl Future<Output = ()>) -> Poll<()> {
        pin!(permit).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn start_times_have_gaps_and_do_not_accumulate() {
        let mut slots = Slots::default();
        let mut take = |now| slots.take(Duration::from_secs(now), Duration::from_secs(2)).as_secs();
        assert_eq!([take(5), take(5), take(6)], [5, 7, 9]);
        assert_eq!([take(30), take(30)], [30, 32]);
    }

    #[test]
    fn a_dropped_caller_releases_its_start_time() {
        let limiter = RateLimiter::new(1.0).unwrap();
        assert!(poll(limiter.acquire(&At(5), drop)).is_ready());
        let mut at_six = Box::pin(limiter.acquire(&At(5), drop));
        let mut at_seven = Box::pin(limiter.acquire(&At(5), drop));
        assert!(poll(at_six.as_mut()).is_pending() && poll(at_seven.as_mut()).is_pending());
        drop(at_six);
        assert!(poll(limiter.acquire(&At(6), drop)).is_ready(), "at six, not at eight");
        drop(at_seven);
        assert!(poll(limiter.acquire(&At(8), drop)).is_ready(), "seven has passed");
        assert!(poll(limiter.acquire(&At(8), drop)).is_pending());
    }
}
