//! A future that many tasks wait for: any of them can poll it, all get its output, and
//! it is dropped with the last of them.

use crate::transport::BoxFuture;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// A shared future.
pub(crate) struct SharedFuture<T> {
    state: Mutex<State<T>>,
    waiting: Arc<Wakers>,
}

enum State<T> {
    Idle(BoxFuture<T>),
    /// A waiter is polling it, without holding the lock.
    Polled,
    Done(T),
    Panicked,
}

impl<T> SharedFuture<T> {
    pub(crate) fn new(future: BoxFuture<T>) -> Arc<Self> {
        Arc::new(Self { state: Mutex::new(State::Idle(future)), waiting: Arc::default() })
    }

    /// Waits for the output; `None` if the future panicked.
    pub(crate) fn wait(self: &Arc<Self>) -> Waiter<T> {
        let mut list = lock(&self.waiting.0);
        list.last += 1;
        Waiter { shared: self.clone(), number: list.last }
    }
}

/// A task's handle to the future.
pub(crate) struct Waiter<T> {
    shared: Arc<SharedFuture<T>>,
    number: u64,
}

impl<T: Clone> Future for Waiter<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let shared = &self.shared;
        // Before the state is read: the waiter that polls wakes all others at the end.
        shared.waiting.enter(self.number, cx.waker());
        let mut future = {
            let mut state = lock(&shared.state);
            match std::mem::replace(&mut *state, State::Polled) {
                State::Idle(future) => future,
                other => {
                    *state = other;
                    return match &*state {
                        State::Done(value) => Poll::Ready(Some(value.clone())),
                        State::Panicked => Poll::Ready(None),
                        State::Idle(_) | State::Polled => Poll::Pending,
                    };
                }
            }
        };
        let guard = PanicGuard(shared);
        let waker = Waker::from(shared.waiting.clone());
        let polled = future.as_mut().poll(&mut Context::from_waker(&waker));
        match polled {
            Poll::Pending => {
                *lock(&shared.state) = State::Idle(future);
                Poll::Pending
            }
            Poll::Ready(value) => {
                *lock(&shared.state) = State::Done(value.clone());
                drop(guard);
                Poll::Ready(Some(value))
            }
        }
    }
}

impl<T> Drop for Waiter<T> {
    /// Wakes the others, since this waiter may have been the one to poll next.
    fn drop(&mut self) {
        lock(&self.shared.waiting.0).wakers.retain(|(number, _)| *number != self.number);
        self.shared.waiting.wake_all();
    }
}

/// Held while the future is polled. On drop it wakes the others if the future is done
/// or panicked.
struct PanicGuard<'f, T>(&'f SharedFuture<T>);

impl<T> Drop for PanicGuard<'_, T> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        if matches!(*state, State::Polled) {
            *state = State::Panicked;
        }
        if !matches!(*state, State::Idle(_)) {
            drop(state);
            self.0.waiting.wake_all();
        }
    }
}

/// The wakers of the tasks that wait.
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

    /// Wakes all tasks; they enter again when they are polled.
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

/// Locks a mutex, even after a panic: no foreign code runs under a lock, so its data is
/// consistent.
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
        fn of(shared: &Arc<SharedFuture<T>>) -> Self {
            Self(shared.wait(), Arc::default())
        }

        fn poll(&mut self) -> Poll<Option<T>> {
            let waker = Waker::from(self.1.clone());
            Pin::new(&mut self.0).poll(&mut Context::from_waker(&waker))
        }

        fn woken(&self) -> usize {
            self.1.0.load(Ordering::Relaxed)
        }
    }

    /// The waker of the future.
    type Left = Arc<Mutex<Option<Waker>>>;

    /// A shared future that is done when the flag is set, and its waker.
    fn flagged() -> (Arc<SharedFuture<u8>>, Arc<AtomicBool>, Left) {
        let (open, waker) = (Arc::new(AtomicBool::new(false)), Left::default());
        let (flag, left) = (open.clone(), waker.clone());
        let future = poll_fn(move |cx| {
            *lock(&left) = Some(cx.waker().clone());
            if flag.load(Ordering::Relaxed) { Poll::Ready(7) } else { Poll::Pending }
        });
        (SharedFuture::new(Box::pin(future)), open, waker)
    }

    #[test]
    fn all_waiters_are_woken_and_get_the_output() {
        let (shared, open, waker) = flagged();
        let (mut a, mut b) = (Task::of(&shared), Task::of(&shared));
        assert!(a.poll().is_pending() && b.poll().is_pending());
        open.store(true, Ordering::Relaxed);
        lock(&waker).take().unwrap().wake();
        assert_eq!((a.woken(), b.woken()), (1, 1));
        assert_eq!((b.poll(), a.poll()), (Poll::Ready(Some(7)), Poll::Ready(Some(7))));
    }

    #[test]
    fn a_dropped_waiter_wakes_the_others() {
        let (shared, _, _) = flagged();
        let (mut a, mut b) = (Task::of(&shared), Task::of(&shared));
        assert!(b.poll().is_pending() && a.poll().is_pending());
        drop(a);
        assert_eq!(b.woken(), 1, "the dropped one may have been the one to poll");
    }

    #[test]
    fn the_future_is_dropped_with_the_last_waiter() {
        let alive = Arc::new(());
        let inner = alive.clone();
        let shared = SharedFuture::new(Box::pin(async move {
            std::future::pending::<()>().await;
            drop(inner);
        }));
        let mut a = Task::of(&shared);
        assert!(a.poll().is_pending());
        drop(shared);
        assert_eq!(Arc::strong_count(&alive), 2);
        drop(a);
        assert_eq!(Arc::strong_count(&alive), 1);
    }

    #[test]
    fn after_a_panic_no_waiter_hangs() {
        let shared = SharedFuture::<u8>::new(Box::pin(async { panic!("on purpose") }));
        let (mut a, mut b) = (Task::of(&shared), Task::of(&shared));
        let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| a.poll()));
        assert!(panicked.is_err());
        assert_eq!(b.poll(), Poll::Ready(None));
    }
}
