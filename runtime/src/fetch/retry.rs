//! Decides whether a page is requested again, and after which wait. Only this module
//! decides that, from plain values.
//!
//! An attempt is the request, its body and its decoding. [`decide`] gets the outcome of
//! an attempt, and how much time and retry budget are left; the
//! [attempts](crate::fetch::attempts) wait and send.

use crate::client::retry_policy::Retry;
use crate::error::{Error, ErrorKind, is_transient_status};
use crate::list::rate_limit::{AnyRateLimit, date_of};
use crate::protocol::{Contents, Response};
use http::{HeaderMap, header};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// The outcome of an attempt.
#[expect(clippy::large_enum_variant, reason = "most are final, and each is moved once")]
pub(crate) enum AttemptResult {
    /// A response that another attempt would not change, with its contents.
    Final(Response, Option<Contents>),
    /// A response that asks to try again later, not decoded, and the wait that its body
    /// states.
    Transient(Response, Option<Duration>),
    /// No response, or a body that does not decode.
    Error(Error),
}

impl AttemptResult {
    /// The outcome of a response that was not decoded yet.
    pub(crate) fn is_transient(response: &Response, limit: Option<&AnyRateLimit>) -> bool {
        let Response { status, headers, .. } = response;
        is_transient_status(*status) || limit.is_some_and(|limit| limit.is(*status, headers))
    }
}

/// The input of [`decide`] besides the outcome.
pub(crate) struct Situation<'a> {
    pub(crate) policy: &'a Retry,
    pub(crate) limit: Option<&'a AnyRateLimit>,
    /// Whether the request may be sent more than once.
    pub(crate) is_repeatable: bool,
    /// How often it was sent.
    pub(crate) attempts: u32,
    /// Whether the first attempt was a prefetch that was not polled for so long that
    /// its failure is not the server's fault.
    pub(crate) was_idle: bool,
    /// How long ago the reply arrived. A page that was requested ahead of time may have
    /// its reply before the stream waits for it.
    pub(crate) since_reply: Duration,
    /// How much time is left for the page; `None` without a clock.
    pub(crate) time_left: Option<Duration>,
    /// Whether the page can be requested in half its size.
    pub(crate) can_halve: bool,
    /// How many attempts in a row, up to this one, failed as if the page were too large.
    pub(crate) overloads: u32,
    /// How much time is left for the walk, if it has a limit.
    pub(crate) walk_time_left: Option<Duration>,
    /// How many tokens the walk has left.
    pub(crate) budget: u32,
    /// The current date, for a server that states when to try again.
    pub(crate) date: SystemTime,
}

/// Whether to make another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Yes, after this wait.
    Retry {
        wait: Duration,
        /// Its cost from the walk's budget; 0 if it is free.
        cost: u32,
    },
    /// Yes, after this wait, but in half the page size.
    Halve { wait: Duration, cost: u32 },
    /// No.
    GiveUp {
        why: StopReason,
        /// How long the server asked us to wait.
        retry_after: Option<Duration>,
    },
}

/// Why there is no other attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopReason {
    /// Another attempt would have the same outcome.
    Final,
    /// Waiting needs a clock.
    NoClock,
    /// The client allows no more attempts.
    NoAttemptsLeft,
    /// The request may have been carried out.
    NotRepeatable,
    /// The wait would be longer than the time that is left.
    NoTimeLeft { wait: Duration, left: Duration },
    /// The walk's retry budget is used up.
    NoBudgetLeft,
}

impl StopReason {
    /// The text for an error. `asked` is whether the server asks for the wait; `limit` is
    /// what the time is left for: the "page" or the "walk".
    pub(crate) fn text(self, asked: bool, limit: &str) -> Option<String> {
        match self {
            Self::Final | Self::NoClock | Self::NoAttemptsLeft | Self::NotRepeatable => None,
            Self::NoTimeLeft { wait, left } => {
                let (wait, left) = (in_words(wait), in_words(left));
                let wait = if asked {
                    format!("the server asked us to wait {wait}")
                } else {
                    format!("the next attempt would be after {wait}")
                };
                Some(format!(
                    "{wait}, which is longer than the time that is left for the {limit} ({left})"
                ))
            }
            Self::NoBudgetLeft => Some(
                "the retry budget of the walk is used up: too many of its pages failed".to_owned(),
            ),
        }
    }

    /// Whether another attempt might have helped.
    pub(crate) fn is_retryable(self) -> bool {
        self != Self::Final
    }
}

/// A duration for people: whole seconds from 10 s on, one decimal from 1 s on, and
/// milliseconds below.
pub(crate) fn in_words(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match time.as_millis() {
        ..1000 if !time.is_zero() => format!("{} ms", time.as_millis()),
        millis if millis % 1000 == 0 || millis >= 10_000 => format!("{seconds:.0} s"),
        _ => format!("{} s", format!("{seconds:.1}").trim_end_matches(".0")),
    }
}

/// Decides whether to make another attempt. The server may set the wait; otherwise
/// `draw` draws it, from a bound that doubles. Either counts from the reply.
///
/// A page that fails as if it were too large is requested in half its size, if it can be:
/// after two such failures in a row, or if its time is up. Attempts and time count for
/// each size; the budget, and the time of the walk, for all.
pub(crate) fn decide(
    outcome: &AttemptResult,
    now: &Situation<'_>,
    draw: impl FnOnce(Duration) -> Duration,
) -> Decision {
    if is_too_large(outcome, now) {
        let wait = draw(now.policy.bound(now.attempts)).saturating_sub(now.since_reply);
        return match now.walk_time_left {
            Some(left) if wait >= left => {
                Decision::GiveUp { why: StopReason::NoTimeLeft { wait, left }, retry_after: None }
            }
            _ => Decision::Halve { wait, cost: Budget::RETRY },
        };
    }
    let asked = match outcome {
        AttemptResult::Transient(response, wait) => {
            retry_after(&response.headers, now.limit, now.date).or(*wait)
        }
        AttemptResult::Error(error) if now.was_idle && now.attempts == 1 && is_lost(error) => {
            return Decision::Retry { wait: Duration::ZERO, cost: 0 };
        }
        AttemptResult::Error(error) if is_retryable(error) => None,
        AttemptResult::Final(..) | AttemptResult::Error(_) => {
            return Decision::GiveUp { why: StopReason::Final, retry_after: None };
        }
    };
    let give_up = |why| Decision::GiveUp { why, retry_after: asked };
    let Some(left) = now.time_left else { return give_up(StopReason::NoClock) };
    if now.attempts >= now.policy.attempts {
        return give_up(StopReason::NoAttemptsLeft);
    }
    if !now.is_repeatable {
        return give_up(StopReason::NotRepeatable);
    }
    let whole = asked.unwrap_or_else(|| draw(now.policy.bound(now.attempts)));
    let wait = whole.saturating_sub(now.since_reply);
    if wait > left || left.is_zero() {
        return give_up(StopReason::NoTimeLeft { wait: whole, left });
    }
    if now.budget < Budget::RETRY {
        return give_up(StopReason::NoBudgetLeft);
    }
    Decision::Retry { wait, cost: Budget::RETRY }
}

/// Whether a page is requested in half its size.
fn is_too_large(outcome: &AttemptResult, now: &Situation<'_>) -> bool {
    let is_late = matches!(outcome, AttemptResult::Error(error) if is_out_of_time(error));
    now.can_halve
        && now.time_left.is_some()
        && now.policy.attempts > 1
        && now.budget >= Budget::RETRY
        && is_overload(outcome, now.limit)
        && (is_late || now.overloads >= 2)
}

/// Whether an attempt failed as if the page were too large for the server: by a 5xx that
/// asks for no wait, or by a time-out.
pub(crate) fn is_overload(outcome: &AttemptResult, limit: Option<&AnyRateLimit>) -> bool {
    match outcome {
        AttemptResult::Final(..) => false,
        AttemptResult::Transient(Response { status, headers, .. }, wait) => {
            let asks_to_wait = headers.contains_key(header::RETRY_AFTER) || wait.is_some();
            let is_limited = limit.is_some_and(|limit| limit.is(*status, headers));
            status.is_server_error() && !asks_to_wait && !is_limited
        }
        AttemptResult::Error(error) => error.is_stalled() || is_out_of_time(error),
    }
}

/// Whether the time for the page, or for the walk, is up.
fn is_out_of_time(error: &Error) -> bool {
    error.kind() == ErrorKind::Timeout
}

/// Whether another attempt may help: the request failed, or its body broke off.
fn is_retryable(error: &Error) -> bool {
    is_lost(error) || error.is_cut_off()
}

/// Whether the response is missing or incomplete.
fn is_lost(error: &Error) -> bool {
    error.kind() == ErrorKind::Transport
}

/// The retry budget of a walk: 100 tokens, 5 for each retry, and 1 back for each
/// accepted page. So a walk has at most 20 retries plus a fifth of its accepted pages.
#[derive(Clone, Debug)]
pub(crate) struct Budget(Arc<Mutex<u32>>);

impl Budget {
    const FULL: u32 = 100;
    const RETRY: u32 = 5;

    pub(crate) fn full() -> Self {
        Self(Arc::new(Mutex::new(Self::FULL)))
    }

    /// Its tokens, locked while one page decides.
    pub(crate) fn tokens(&self) -> MutexGuard<'_, u32> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refills it after an accepted page.
    pub(crate) fn refill(&self) {
        let mut tokens = self.tokens();
        *tokens = Self::FULL.min(*tokens + 1);
    }
}

/// How long the server asked us to wait (RFC 9110, 10.2.3): seconds, or a date relative to
/// the reply's own `Date`. Of several values the longest counts; invalid ones are
/// ignored.
///
/// Without `Retry-After`, the client's [`RateLimit`](crate::RateLimit) may state it.
pub(crate) fn retry_after(
    headers: &HeaderMap,
    limit: Option<&AnyRateLimit>,
    now: SystemTime,
) -> Option<Duration> {
    let now = date_of(headers, now);
    let values = headers.get_all(header::RETRY_AFTER).iter();
    let asked = values.filter_map(|value| delay(value.to_str().ok()?.trim(), now)).max();
    asked.or_else(|| limit?.until_reset(headers, now))
}

fn delay(value: &str, now: SystemTime) -> Option<Duration> {
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests;
