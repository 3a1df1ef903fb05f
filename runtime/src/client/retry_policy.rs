//! A client's settings for retries, and the waits that follow from them. [`fetch::retry`](crate::fetch::retry) decides whether to make another attempt.

use std::time::Duration;

/// How pages are retried.
///
/// ```
/// use pagesmith::Retry;
/// use std::time::Duration;
///
/// let patient = Retry::default().attempts(6).page_timeout(Duration::from_secs(300));
/// let never = Retry::none();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Retry {
    pub(crate) attempts: u32,
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
    pub(crate) page_timeout: Duration,
    pub(crate) seed: Option<u64>,
}

impl Default for Retry {
    /// Four attempts a page; waits grow from 250 ms to at most 20 s, with full
    /// jitter; 120 s for a page with all its attempts.
    fn default() -> Self {
        Self {
            attempts: 4,
            base: Duration::from_millis(250),
            cap: Duration::from_secs(20),
            page_timeout: Duration::from_secs(120),
            seed: None,
        }
    }
}

impl Retry {
    /// No retries: each page is requested once.
    pub fn none() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// Sets how many attempts a page has, including the first; at least one.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the longest first wait, and the longest wait of all: each wait is random
    /// between zero and a bound that doubles from `base` to `cap`.
    pub fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        (self.base, self.cap) = (base, cap);
        self
    }

    /// Sets the longest time for a page with all its attempts, without the waits for
    /// the client's [`rate`](crate::ClientBuilder::rate) and for the
    /// [server's limit](crate::ClientBuilder::slow_down).
    pub fn page_timeout(mut self, time: Duration) -> Self {
        self.page_timeout = time;
        self
    }

    /// Draws random waits from this seed, so that they are reproducible.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The source of random waits.
    pub(crate) fn random(&self) -> fastrand::Rng {
        self.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed)
    }

    /// The bound of the wait after this attempt, counted from 1.
    pub(crate) fn bound(&self, attempt: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        self.base.saturating_mul(doubled).min(self.cap)
    }
}

#[cfg(test)]
mod tests {
    use super::Retry;

    #[test]
    fn waits_double_up_to_the_cap() {
        let retry = Retry::default();
        let bounds: Vec<u128> = (1..=9).map(|n| retry.bound(n).as_millis()).collect();
        assert_eq!(bounds, [250, 500, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
        assert_eq!(retry.bound(200), retry.cap);
    }
}
