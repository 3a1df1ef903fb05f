//! Waiting without a runtime: the thread sleeps until it is woken, or until the
//! earliest time that a future waits for.

use crate::client::timer::Timer;
use crate::transport::BoxFuture;
use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

thread_local! {
    /// Wakes this thread.
    static WAKER: Waker = Waker::from(Arc::new(Unpark(thread::current())));
    /// The earliest time that a future polled on this thread waits for.
    static ALARM: Cell<Option<Duration>> = const { Cell::new(None) };
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Blocks this thread until a future is ready, and returns its output.
///
/// Our own futures are ready at once, since the blocking transport blocks by itself.
/// Only waits between attempts and a user's auth provider are pending.
pub(super) fn wait<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    // The future may itself call `wait`.
    let outer = ALARM.take();
    let output = WAKER.with(|waker| {
        let mut cx = Context::from_waker(waker);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
                return output;
            }
            match ALARM.take() {
                Some(at) => thread::park_timeout(at.saturating_sub(Clock.now())),
                None => thread::park(),
            }
        }
    });
    ALARM.set(outer);
    output
}

/// The system's clock, for futures that [`wait`] polls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock;

impl Timer for Clock {
    fn now(&self) -> Duration {
        static ORIGIN: OnceLock<Instant> = OnceLock::new();
        ORIGIN.get_or_init(Instant::now).elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<()> {
        let at = self.now().saturating_add(time);
        Box::pin(poll_fn(move |_| {
            if Clock.now() >= at {
                return Poll::Ready(());
            }
            ALARM.set(Some(ALARM.get().map_or(at, |first| first.min(at))));
            Poll::Pending
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{pending, ready};

    /// The output of the future that is ready first.
    async fn first<T>(one: impl Future<Output = T>, other: impl Future<Output = T>) -> T {
        let (mut one, mut other) = (pin!(one), pin!(other));
        poll_fn(|cx| match one.as_mut().poll(cx) {
            Poll::Pending => other.as_mut().poll(cx),
            output @ Poll::Ready(_) => output,
        })
        .await
    }

    async fn after(time: Duration) -> Duration {
        Clock.sleep(time).await;
        time
    }

    #[test]
    fn a_ready_future_does_not_block() {
        assert_eq!(wait(ready(7)), 7);
    }

    #[test]
    fn it_waits_for_the_earliest_of_several_times() {
        let (soon, never) = (Duration::from_millis(1), Duration::from_secs(3600));
        assert_eq!(wait(first(after(never), after(soon))), soon);
        assert_eq!(wait(first(after(soon), after(never))), soon);
    }

    #[test]
    fn another_thread_wakes_this_one() {
        let mut woken = false;
        let future = poll_fn(|cx| {
            if woken {
                return Poll::Ready(());
            }
            woken = true;
            let waker = cx.waker().clone();
            thread::spawn(move || waker.wake());
            Poll::Pending
        });
        wait(first(future, pending()));
    }

    #[test]
    fn nested_waits_keep_the_earliest_time() {
        let soon = Duration::from_millis(1);
        let nesting = poll_fn(|_| {
            wait(after(Duration::ZERO));
            Poll::<Duration>::Pending
        });
        assert_eq!(wait(first(after(soon), nesting)), soon);
    }
}
