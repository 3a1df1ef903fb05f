//! Counts the work on an input, for tests: they assert that twice the input is
//! at most twice the work, which the time of a run can't show.
//!
//! Loops over names, entries or bytes of the input call [`step`]. It does nothing in
//! a release build; tests of other packages see the steps of a debug build.

#[cfg(any(test, debug_assertions))]
use std::cell::Cell;
use std::cmp::Ordering;

#[cfg(any(test, debug_assertions))]
thread_local! {
    // One for each thread, since tests run beside each other.
    static STEPS: Cell<u64> = const { Cell::new(0) };
}

/// One step of work.
#[inline]
pub fn step() {
    steps(1);
}

/// Several steps of work.
#[inline]
pub fn steps(count: usize) {
    #[cfg(any(test, debug_assertions))]
    STEPS.set(STEPS.get() + count as u64);
    #[cfg(not(any(test, debug_assertions)))]
    let _ = count;
}

/// A name whose comparisons are counted.
#[derive(Clone, Copy, Debug)]
pub struct Counted<T>(pub T);

impl<T: Ord> Ord for Counted<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        step();
        self.0.cmp(&other.0)
    }
}

impl<T: Ord> PartialOrd for Counted<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> PartialEq for Counted<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<T: Ord> Eq for Counted<T> {}

/// The steps that this takes.
#[cfg(any(test, debug_assertions))]
pub fn count(run: impl FnOnce()) -> u64 {
    let before = STEPS.get();
    run();
    STEPS.get() - before
}

/// Asserts that twice the input is at most twice the work, but for the
/// logarithm of a search.
///
/// # Panics
/// When it is more, or is not counted.
#[cfg(any(test, debug_assertions))]
#[track_caller]
pub fn assert_linear<T>(size: usize, input: impl Fn(usize) -> T, run: impl Fn(&T)) {
    let [once, twice] = [size, 2 * size].map(|size| {
        let input = input(size);
        count(|| run(&input))
    });
    assert!(once >= size as u64 / 2, "{once} steps for {size}: the work is not counted");
    assert!(twice <= once * 5 / 2, "{once} steps for {size}, {twice} for twice as much");
}
