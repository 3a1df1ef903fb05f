//! A client's settings for retries and rate limits, and the waits that follow from
//! them. [`fetch::retry`](crate::fetch::retry) decides whether to make another attempt.

use crate::paging::Text;
use http::{HeaderMap, StatusCode, header};
use std::time::{Duration, SystemTime};

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

/// How a server says that a request was rate-limited, in addition to 429 and `Retry-After`.
///
/// ```
/// use pagesmith::RateLimit;
///
/// /// GitHub answers 403 when the limit is used up, with the time of the next request.
/// const GITHUB: RateLimit = RateLimit::new(&[403, 429])
///     .remaining("x-ratelimit-remaining")
///     .reset("x-ratelimit-reset");
/// ```
///
/// `S` is a text and `N` a list of statuses, both constant or computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit<S = &'static str, N = &'static [u16]> {
    /// The statuses that may mean a rate limit.
    pub status: N,
    /// A header with the number of requests that remain; only 0 means a rate limit.
    pub remaining: Option<S>,
    /// A header with the time of the next request: seconds since 1970 or, if that would
    /// be before 2001, seconds after the reply.
    pub reset: Option<S>,
}

impl RateLimit {
    /// These statuses mean a rate limit, together with `Retry-After` or one of the
    /// headers that are set.
    #[must_use]
    pub const fn new(status: &'static [u16]) -> Self {
        Self { status, remaining: None, reset: None }
    }

    /// With a header that holds the number of requests that remain.
    #[must_use]
    pub const fn remaining(mut self, header: &'static str) -> Self {
        self.remaining = Some(header);
        self
    }

    /// With a header that holds the time of the next request.
    #[must_use]
    pub const fn reset(mut self, header: &'static str) -> Self {
        self.reset = Some(header);
        self
    }
}

/// A [`RateLimit`] whose texts are constants, computed, or both.
pub type AnyRateLimit = RateLimit<Text, Vec<u16>>;

impl From<RateLimit> for AnyRateLimit {
    fn from(limit: RateLimit) -> Self {
        let RateLimit { status, remaining, reset } = limit;
        Self {
            status: status.to_vec(),
            remaining: remaining.map(Text::Borrowed),
            reset: reset.map(Text::Borrowed),
        }
    }
}

impl AnyRateLimit {
    /// Whether a reply means a rate limit: it has one of the statuses, and says that no
    /// requests remain, or when to send the next.
    pub(crate) fn is(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let says = |name: &Option<Text>| headers.get(&**name.as_ref()?);
        let used_up = match says(&self.remaining) {
            Some(remaining) => remaining == "0",
            None => says(&self.reset).is_some(),
        };
        self.status.contains(&status.as_u16())
            && (used_up || headers.contains_key(header::RETRY_AFTER))
    }

    /// How long until the time of the next request.
    pub(crate) fn wait(&self, headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
        reset_after(headers.get(&**self.reset.as_ref()?)?.to_str().ok()?.trim(), now)
    }
}

/// How long until a time that a header states: seconds since 1970 or, if that would be
/// before 2001, seconds from now. `None` if it is neither.
pub(crate) fn reset_after(text: &str, now: SystemTime) -> Option<Duration> {
    const IN_2001: Duration = Duration::from_secs(1_000_000_000);
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let reset = Duration::try_from_secs_f64(text.parse().ok()?).ok()?;
    if reset < IN_2001 {
        return Some(reset);
    }
    let reset = SystemTime::UNIX_EPOCH.checked_add(reset)?;
    Some(reset.duration_since(now).unwrap_or_default())
}

/// The date of a reply by its own `Date`, and otherwise `now`.
pub(crate) fn date_of(headers: &HeaderMap, now: SystemTime) -> SystemTime {
    let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    date.and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now)
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
