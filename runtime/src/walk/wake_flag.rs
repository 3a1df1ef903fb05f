//! Whether prefetches can make progress: a waker that sets a flag, so that yielding a
//! buffered item costs no more than reading it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Wake, Waker};
use std::time::{Duration, Instant};

/// The waker of all prefetches. It sets a flag, and wakes a task only if that has
/// nothing else to do.
pub(crate) struct WakeFlag {
    shared: Arc<Shared>,
    waker: Waker,
}

#[derive(Default)]
struct Shared {
    is_set: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// When the flag was set, if it is set.
    set: Option<Instant>,
    /// The task that waits.
    task: Option<Waker>,
}

impl WakeFlag {
    pub(crate) fn new() -> Self {
        let shared = Arc::<Shared>::default();
        Self { waker: Waker::from(shared.clone()), shared }
    }

    /// Whether it was set since it was last taken.
    #[inline]
    pub(crate) fn is_set(&self) -> bool {
        self.shared.is_set.load(Ordering::Acquire)
    }

    /// Clears the flag. Returns for how long it was set, if it was.
    pub(crate) fn take(&self) -> Option<Duration> {
        let mut state = self.shared.state();
        self.shared.is_set.store(false, Ordering::Release);
        state.set.take().map(|set| set.elapsed())
    }

    /// Wakes the task of this context when the flag is set next.
    pub(crate) fn register(&self, cx: &Context<'_>) {
        match &mut self.shared.state().task {
            Some(task) => task.clone_from(cx.waker()),
            task => *task = Some(cx.waker().clone()),
        }
    }

    /// The context for polling prefetches.
    pub(crate) fn context(&self) -> Context<'_> {
        Context::from_waker(&self.waker)
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Shared {
    fn wake(self: Arc<Self>) {
        let task = {
            let mut state = self.state();
            state.set.get_or_insert_with(Instant::now);
            self.is_set.store(true, Ordering::Release);
            state.task.take()
        };
        if let Some(task) = task {
            task.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_waiting_task_is_woken_once_and_the_flag_can_be_read() {
        let (wake_flag, woken) = (WakeFlag::new(), Arc::<Woken>::default());
        let waker = wake_flag.context().waker().clone();
        waker.wake_by_ref();
        assert!(wake_flag.is_set() && wake_flag.take().is_some());
        assert!(!wake_flag.is_set() && wake_flag.take().is_none());

        wake_flag.register(&Context::from_waker(&Waker::from(woken.clone())));
        waker.wake_by_ref();
        waker.wake_by_ref();
        assert!(wake_flag.is_set());
        assert_eq!(woken.0.load(Ordering::Relaxed), 1);
    }
}
