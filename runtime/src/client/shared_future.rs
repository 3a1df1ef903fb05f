//! One future that many wait for: whoever is polled moves it along, all get
//! what it gives, and it is dropped with the last of them.

use crate::transport::BoxFuture;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// A future that is shared.
pub(crate) struct SharedFuture<T> {
    slot: Mutex<State<T>>,
    waiting: Arc<Wakers>,
}

enum State<T> {
    Idle(BoxFuture<T>),
    /// One of those who wait has it. No lock is held meanwhile.
    Polled,
    Landed(T),
    /// It panicked.
    PanicGuard,
}

impl<T> SharedFuture<T> {
    pub(crate) fn new(future: BoxFuture<T>) -> Arc<Self> {
        Arc::new(Self { slot: Mutex::new(State::Idle(future)), waiting: Arc::default() })
    }

    /// What it gives; none when it panicked.
    pub(crate) fn wait(self: &Arc<Self>) -> Waiter<T> {
        let mut list = lock(&self.waiting.0);
        list.last += 1;
        Waiter { flight: self.clone(), number: list.last }
    }
}

/// One of those who wait.
pub(crate) struct Waiter<T> {
    flight: Arc<SharedFuture<T>>,
    number: u64,
}

impl<T: Clone> Future for Waiter<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let flight = &self.flight;
        // Before the slot is looked at: who has it wakes all when it is done.
        flight.waiting.enter(self.number, cx.waker());
        let mut future = {
            let mut slot = lock(&flight.slot);
            match std::mem::replace(&mut *slot, State::Polled) {
                State::Idle(future) => future,
                other => {
                    *slot = other;
                    return match &*slot {
                        State::Landed(value) => Poll::Ready(Some(value.clone())),
                        State::PanicGuard => Poll::Ready(None),
                        State::Idle(_) | State::Polled => Poll::Pending,
                    };
                }
            }
        };
        let lost = PanicGuard(flight);
        let waker = Waker::from(flight.waiting.clone());
        let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
        match polled {
            Poll::Pending => {
                *lock(&flight.slot) = State::Idle(future);
                Poll::Pending
            }
            Poll::Ready(value) => {
                *lock(&flight.slot) = State::Landed(value.clone());
                drop(lost);
                Poll::Ready(Some(value))
            }
        }
    }
}

impl<T> Drop for Waiter<T> {
    /// Who goes away may have been the one that was to poll next.
    fn drop(&mut self) {
        lock(&self.flight.waiting.0).wakers.retain(|(number, _)| *number != self.number);
        self.flight.waiting.wake_all();
    }
}

/// Held while the future is polled; wakes the others when it has landed, or
/// was lost in a panic.
struct PanicGuard<'f, T>(&'f SharedFuture<T>);

impl<T> Drop for PanicGuard<'_, T> {
    fn drop(&mut self) {
        let mut slot = lock(&self.0.slot);
        if matches!(*slot, State::Polled) {
            *slot = State::PanicGuard;
        }
        if !matches!(*slot, State::Idle(_)) {
            drop(slot);
            self.0.waiting.wake_all();
        }
    }
}

/// The wakers of those who wait.
#[derive(Default)]
struct Wakers(Mutex<Entered>);

#[derive(Default)]
struct Entered {
    last: u64,
    wakers: Vec<(u64, Waker)>,
}

impl Wakers {
    fn enter(&self, number: u64, waker: &Waker) {
        let wakers = &mut lock(&self.0).wakers;
        match wakers.iter_mut().find(|(known, _)| *known == number) {
            Some((_, known)) => known.clone_from(waker),
            None => wakers.push((number, waker.clone())),
        }
    }

    /// They enter again when they are polled.
    fn wake_all(&self) {
        let wakers = std::mem::take(&mut lock(&self.0).wakers);
        for (_, waker) in wakers {
            waker.wake();
        }
    }
}

impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}

/// Locks; what a panic left behind is whole, since no code of others runs
/// under a lock.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    /// Counts how often it is woken.
    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    struct Task<T>(Waiter<T>, Arc<Count>);

    impl<T: Clone> Task<T> {
        fn of(flight: &Arc<SharedFuture<T>>) -> Self {
            Self(flight.wait(), Arc::default())
        }

        fn poll(&mut self) -> Poll<Option<T>> {
            let waker = Waker::from(self.1.clone());
            Pin::new(&mut self.0).poll(&mut Context::from_waker(&waker))
        }

        fn woken(&self) -> usize {
            self.1.0.load(Ordering::Relaxed)
        }
    }

    /// Where a future leaves its waker.
    type Left = Arc<Mutex<Option<Waker>>>;

    /// A flight that lands when the flag is set, and the waker it left.
    fn held() -> (Arc<SharedFuture<u8>>, Arc<AtomicBool>, Left) {
        let (open, waker) = (Arc::new(AtomicBool::new(false)), Left::default());
        let (flag, left) = (open.clone(), waker.clone());
        let future = poll_fn(move |cx| {
            *lock(&left) = Some(cx.waker().clone());
            if flag.load(Ordering::Relaxed) { Poll::Ready(7) } else { Poll::Pending }
        });
        (SharedFuture::new(Box::pin(future)), open, waker)
    }

    #[test]
    fn all_who_wait_are_woken_and_get_it() {
        let (flight, open, waker) = held();
        let (mut a, mut b) = (Task::of(&flight), Task::of(&flight));
        assert!(a.poll().is_pending() && b.poll().is_pending());
        open.store(true, Ordering::Relaxed);
        lock(&waker).take().unwrap().wake();
        assert_eq!((a.woken(), b.woken()), (1, 1));
        assert_eq!((b.poll(), a.poll()), (Poll::Ready(Some(7)), Poll::Ready(Some(7))));
    }

    #[test]
    fn who_goes_away_hands_on() {
        let (flight, _, _) = held();
        let (mut a, mut b) = (Task::of(&flight), Task::of(&flight));
        assert!(b.poll().is_pending() && a.poll().is_pending());
        drop(a);
        assert_eq!(b.woken(), 1, "it may have been the one that was to poll");
    }

    #[test]
    fn the_future_goes_with_the_last_who_waits() {
        let alive = Arc::new(());
        let inner = alive.clone();
        let flight = SharedFuture::new(Box::pin(async move {
            std::future::pending::<()>().await;
            drop(inner);
        }));
        let mut a = Task::of(&flight);
        assert!(a.poll().is_pending());
        drop(flight);
        assert_eq!(Arc::strong_count(&alive), 2);
        drop(a);
        assert_eq!(Arc::strong_count(&alive), 1);
    }

    #[test]
    fn a_panic_lets_nobody_wait_for_ever() {
        let flight = SharedFuture::<u8>::new(Box::pin(async { panic!("as asked") }));
        let (mut a, mut b) = (Task::of(&flight), Task::of(&flight));
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| a.poll()));
        assert!(panicked.is_err());
        assert_eq!(b.poll(), Poll::Ready(None));
    }
}
