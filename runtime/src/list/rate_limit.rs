//! How a server says that a request was rate-limited, in addition to 429 and
//! `Retry-After`.

use crate::paging::Text;
use http::{HeaderMap, StatusCode, header};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// How a server says that a request was rate-limited, in addition to 429 and `Retry-After`.
///
/// ```
/// use pagesmith::RateLimit;
///
/// /// GitHub answers 403 when the limit is used up, with the time of the next request.
/// const GITHUB: RateLimit = RateLimit::new(&[403, 429])
///     .remaining("x-ratelimit-remaining")
///     .reset("x-ratelimit-reset");
///
/// /// Shopify answers 200 with an error code: the list's `error_code`.
/// const SHOPIFY: RateLimit = RateLimit::new(&[]).code(&["THROTTLED"]);
/// ```
///
/// `S` is a text, `N` a list of statuses and `L` a list of texts, each constant or
/// computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit<S = &'static str, N = &'static [u16], L = &'static [&'static str]> {
    /// The statuses that may mean a rate limit.
    pub status: N,
    /// A header with the number of requests that remain; only 0 means a rate limit.
    pub remaining: Option<S>,
    /// A header with the time of the next request: seconds since 1970 or, if that would
    /// be before 2001, seconds after the reply.
    pub reset: Option<S>,
    /// The API's own error codes that mean a rate limit, whatever the status of the
    /// reply: values at the list's `error_code`.
    pub code: L,
    /// How long to wait.
    pub wait: Option<Wait<S>>,
}

/// How long to wait after a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait<S = &'static str> {
    /// As many seconds as there are at this JSON Pointer of the reply. If a page has a
    /// number there, the client's next request waits as long.
    At(S),
    /// This many seconds after a reply with one of the codes.
    Seconds(u64),
}

impl RateLimit {
    /// These statuses mean a rate limit, together with `Retry-After` or one of the
    /// headers that are set.
    #[must_use]
    pub const fn new(status: &'static [u16]) -> Self {
        Self { status, remaining: None, reset: None, code: &[], wait: None }
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

    /// With the API's own error codes that mean a rate limit.
    #[must_use]
    pub const fn code(mut self, codes: &'static [&'static str]) -> Self {
        self.code = codes;
        self
    }

    /// With how long to wait.
    #[must_use]
    pub const fn wait(mut self, wait: Wait) -> Self {
        self.wait = Some(wait);
        self
    }
}

/// A [`RateLimit`] whose texts are constants, computed, or both.
pub type AnyRateLimit = RateLimit<Text, Vec<u16>, Vec<Text>>;

impl From<RateLimit> for AnyRateLimit {
    fn from(limit: RateLimit) -> Self {
        let RateLimit { status, remaining, reset, code, wait } = limit;
        Self {
            status: status.to_vec(),
            remaining: remaining.map(Text::Borrowed),
            reset: reset.map(Text::Borrowed),
            code: code.iter().copied().map(Text::Borrowed).collect(),
            wait: wait.map(|wait| match wait {
                Wait::At(pointer) => Wait::At(Text::Borrowed(pointer)),
                Wait::Seconds(seconds) => Wait::Seconds(seconds),
            }),
        }
    }
}

impl AnyRateLimit {
    /// Whether a reply means a rate limit by its status and headers: it has one of the
    /// statuses, and says that no requests remain, or when to send the next.
    pub(crate) fn is(&self, status: StatusCode, headers: &HeaderMap) -> bool {
        let says = |name: &Option<Text>| headers.get(&**name.as_ref()?);
        let used_up = match says(&self.remaining) {
            Some(remaining) => remaining == "0",
            None => says(&self.reset).is_some(),
        };
        self.status.contains(&status.as_u16())
            && (used_up || headers.contains_key(header::RETRY_AFTER))
    }

    /// How long until the time of the next request, by the headers.
    pub(crate) fn until_reset(&self, headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
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
    let reset = UNIX_EPOCH.checked_add(reset)?;
    Some(reset.duration_since(now).unwrap_or_default())
}

/// The date of a reply by its own `Date`, and otherwise `now`.
pub(crate) fn date_of(headers: &HeaderMap, now: SystemTime) -> SystemTime {
    let date = headers.get(header::DATE).and_then(|date| date.to_str().ok());
    date.and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now)
}
