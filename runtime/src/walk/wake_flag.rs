//! Whether requests that nobody waits for can move: a waker that is asked, so
//! that handing out an item that is there costs no more than a look at it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Wake, Waker};
use std::time::{Duration, Instant};

/// The waker of all requests under way that nobody waits for. It remembers that
/// it was set; only a task that has nothing else to do is woken.
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
    /// When it was set first since it was heard.
    set: Option<Instant>,
    /// Who waits.
    task: Option<Waker>,
}

impl WakeFlag {
    pub(crate) fn new() -> Self {
        let shared = Arc::<Shared>::default();
        Self { waker: Waker::from(shared.clone()), shared }
    }

    /// Whether it was set since it was last heard.
    #[inline]
    pub(crate) fn is_set(&self) -> bool {
        self.shared.is_set.load(Ordering::Acquire)
    }

    /// Takes back that it was set; for how long it was, if it was.
    pub(crate) fn take(&self) -> Option<Duration> {
        let mut state = self.shared.state();
        self.shared.is_set.store(false, Ordering::Release);
        state.set.take().map(|set| set.elapsed())
    }

    /// Wakes the task of this context when it is set next.
    pub(crate) fn register(&self, cx: &Context<'_>) {
        match &mut self.shared.state().task {
            Some(task) => task.clone_from(cx.waker()),
            task => *task = Some(cx.waker().clone()),
        }
    }

    /// What requests are polled with.
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
    fn who_waits_is_woken_once_and_who_looks_sees_it() {
        let (wake_flag, woken) = (WakeFlag::new(), Arc::<Woken>::default());
        let rings = wake_flag.context().waker().clone();
        rings.wake_by_ref();
        assert!(wake_flag.is_set() && wake_flag.take().is_some());
        assert!(!wake_flag.is_set() && wake_flag.take().is_none());

        wake_flag.register(&Context::from_waker(&Waker::from(woken.clone())));
        rings.wake_by_ref();
        rings.wake_by_ref();
        assert!(wake_flag.is_set());
        assert_eq!(woken.0.load(Ordering::Relaxed), 1);
    }
}
