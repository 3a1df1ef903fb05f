//! When a page is asked for again, and how long that waits.
//!
//! The unit is the page: request, body and decoding. What may be tried again
//! is decided here, from values alone; waiting is left to the driver.

use http::{HeaderMap, StatusCode, header};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
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
    /// Each page is asked for once.
    pub fn none() -> Self {
        Self { attempts: 1, ..Self::default() }
    }

    /// The most attempts for a page, the first included; at least one.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// The longest first wait, and the longest of all: a wait is drawn between
    /// zero and a bound that doubles from `base` to `cap`.
    pub fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        (self.base, self.cap) = (base, cap);
        self
    }

    /// The longest time for a page with all its attempts.
    pub fn page_timeout(mut self, time: Duration) -> Self {
        self.page_timeout = time;
        self
    }

    /// Draws waits from this seed, so that they can be told beforehand.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Where waits are drawn from.
    pub(crate) fn random(&self) -> fastrand::Rng {
        self.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed)
    }

    /// The bound of the wait after this attempt, counted from 1.
    pub(crate) fn bound(&self, attempt: u32) -> Duration {
        let doubled = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        self.base.saturating_mul(doubled).min(self.cap)
    }
}

/// How a server says "later" in its own way, beside 429 and `Retry-After`.
///
/// ```
/// use pagesmith::RateLimit;
///
/// /// GitHub answers 403 when the limit is used up, with the time of the next request.
/// const GITHUB: RateLimit = RateLimit {
///     status: &[403, 429],
///     remaining: Some("x-ratelimit-remaining"),
///     reset: Some("x-ratelimit-reset"),
/// };
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// The statuses that may mean it.
    pub status: &'static [u16],
    /// A header with the requests that remain: it means it at 0 only.
    pub remaining: Option<&'static str>,
    /// A header with the time of the next request: seconds since 1970, or
    /// seconds from the reply on where that would be before 2001.
    pub reset: Option<&'static str>,
}

impl RateLimit {
    /// Whether a reply means "later": it has one of the statuses, and says that
    /// none remain, or when to come back.
    pub(crate) fn is(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let says = |name: Option<&str>| name.and_then(|name| headers.get(name));
        let used_up = match says(self.remaining) {
            Some(remaining) => remaining == "0",
            None => says(self.reset).is_some(),
        };
        self.status.contains(&status.as_u16())
            && (used_up || headers.contains_key(header::RETRY_AFTER))
    }

    /// How long until the time of the next request.
    fn wait(&self, headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
        const IN_2001: u64 = 1_000_000_000;
        let reset: u64 = headers.get(self.reset?)?.to_str().ok()?.trim().parse().ok()?;
        if reset < IN_2001 {
            return Some(Duration::from_secs(reset));
        }
        let reset = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(reset))?;
        Some(reset.duration_since(now).unwrap_or_default())
    }
}

/// Retries that a walk has left: 100 tokens, 5 for a retry, 1 back for a good
/// page. Never more retries than 20 and a fifth of the good pages.
#[derive(Clone, Debug)]
pub(crate) struct Budget(Arc<AtomicU32>);

impl Budget {
    const FULL: u32 = 100;
    const RETRY: u32 = 5;

    pub(crate) fn full() -> Self {
        Self(Arc::new(AtomicU32::new(Self::FULL)))
    }

    /// Takes what a retry costs; false where that is not left.
    pub(crate) fn spend(&self) -> bool {
        let spend = |left: u32| left.checked_sub(Self::RETRY);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).is_ok()
    }

    /// Gives back for a good page.
    pub(crate) fn earn(&self) {
        let earn = |left: u32| (left < Self::FULL).then_some(left + 1);
        let _full = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}

/// Whether a status may be another one when asked again.
pub(crate) fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
}

/// How long the server asks to wait (RFC 9110, 10.2.3): seconds, or a date
/// against the reply's own `Date`. Of several, the longest; what is neither is
/// ignored.
///
/// Without one, what the server's own way of saying "later" states.
pub(crate) fn asked_wait(
    headers: &HeaderMap,
    limit: Option<&RateLimit>,
    now: SystemTime,
) -> Option<Duration> {
    let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    let now = date.and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    let values = headers.get_all(header::RETRY_AFTER).iter();
    let asked = values.filter_map(|value| delay(value.to_str().ok()?.trim(), now)).max();
    asked.or_else(|| limit?.wait(headers, now))
}

fn delay(value: &str, now: SystemTime) -> Option<Duration> {
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn after(values: &[&'static str], date: Option<&'static str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::RETRY_AFTER, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        if let Some(date) = date {
            headers.insert(header::DATE, HeaderValue::from_static(date));
        }
        asked_wait(&headers, None, SystemTime::UNIX_EPOCH).map(|delay| delay.as_secs())
    }

    #[test]
    fn seconds_are_taken_and_garbage_is_not() {
        assert_eq!(after(&["1"], None), Some(1));
        assert_eq!(after(&["86400"], None), Some(86400));
        assert_eq!(after(&["9223372037"], None), Some(9_223_372_037));
        assert_eq!(after(&["99999999999999999999999"], None), Some(u64::MAX));
        for garbage in ["", "-1", "1e9", "²", "1.5", "soon", "0x1"] {
            assert_eq!(after(&[garbage], None), None, "{garbage}");
        }
        assert_eq!(after(&["2", "7"], None), Some(7), "of two, the longer");
        assert_eq!(after(&["x", "7"], None), Some(7));
    }

    #[test]
    fn dates_in_each_form_count_from_the_replys_date() {
        let date = Some("Sun, 06 Nov 1994 08:49:00 GMT");
        for value in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(after(&[value], date), Some(37), "{value}");
        }
        assert_eq!(after(&["Sun, 06 Nov 1994 08:48:00 GMT"], date), Some(0), "past");
        assert_eq!(after(&["Thu, 01 Jan 1970 00:00:09 GMT"], None), Some(9), "against the clock");
    }

    #[test]
    fn waits_double_up_to_the_cap() {
        let retry = Retry::default();
        let bounds: Vec<u128> = (1..=9).map(|n| retry.bound(n).as_millis()).collect();
        assert_eq!(bounds, [250, 500, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
        assert_eq!(retry.bound(200), retry.cap);
    }

    #[test]
    fn retries_are_at_most_twenty_and_a_fifth_of_the_good_pages() {
        let budget = Budget::full();
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 20);
        for _ in 0..10 {
            budget.earn();
        }
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 2);
    }
}
