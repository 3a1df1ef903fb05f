//! When a page is asked for again, and how long that waits.
//!
//! The unit is the page: request, body and decoding. What may be tried again
//! is decided here, from values alone; waiting is left to the driver.

use crate::client::retry_policy::RateLimit;
use http::{HeaderMap, header};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

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
    fn retries_are_at_most_twenty_and_a_fifth_of_the_good_pages() {
        let budget = Budget::full();
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 20);
        for _ in 0..10 {
            budget.earn();
        }
        assert_eq!((0..100).filter(|_| budget.spend()).count(), 2);
    }
}
