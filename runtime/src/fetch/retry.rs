//! Whether a page is asked for again, and after which wait: decided here alone,
//! from values.
//!
//! An attempt is the request, its body and its decoding. What an attempt came
//! to, and what is left of time and of the walk's budget, goes into
//! [`decide`]; waiting and sending are left to the
//! [attempts](crate::fetch::attempts).

use crate::client::retry_policy::{AnyRateLimit, Retry};
use crate::error::{Error, ErrorKind, is_transient_status};
use crate::protocol::{Contents, Response};
use http::{HeaderMap, header};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// What an attempt came to.
#[expect(clippy::large_enum_variant, reason = "most are final, and each is moved once")]
pub(crate) enum AttemptResult {
    /// A response that another attempt would not change, with what it holds.
    Final(Response, Option<Contents>),
    /// A response that says "later", as it came.
    Transient(Response),
    /// There is no response, or its body can't be decoded.
    Error(Error),
}

impl AttemptResult {
    /// What a response comes to that was not decoded yet.
    pub(crate) fn is_transient(response: &Response, limit: Option<&AnyRateLimit>) -> bool {
        let Response { status, headers, .. } = response;
        is_transient_status(*status) || limit.is_some_and(|limit| limit.is(*status, headers))
    }
}

/// What [`decide`] decides by, beside the outcome.
pub(crate) struct Situation<'a> {
    pub(crate) policy: &'a Retry,
    pub(crate) limit: Option<&'a AnyRateLimit>,
    /// Whether the request may be sent more than once.
    pub(crate) is_repeatable: bool,
    /// How often it was sent.
    pub(crate) attempts: u32,
    /// Whether the first attempt was made ahead, and not polled for so long
    /// that its failure says nothing of the server.
    pub(crate) was_idle: bool,
    /// The time that is left for the page; none without a clock.
    pub(crate) time_left: Option<Duration>,
    /// The tokens that the walk has left.
    pub(crate) budget: u32,
    /// The date, for a server that gives one to come back at.
    pub(crate) date: SystemTime,
}

/// Whether there is another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Yes, after this wait.
    Retry {
        wait: Duration,
        /// What it costs of the walk's budget; nothing where it is free.
        cost: u32,
    },
    /// No.
    GiveUp {
        why: StopReason,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
}

/// Why there is no other attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopReason {
    /// It would come to the same.
    Final,
    /// Without a clock there are no waits.
    NoClock,
    /// There were as many as the client allows.
    NoAttemptsLeft,
    /// The request may have been carried out.
    NotRepeatable,
    /// The wait would be longer than the time that is left.
    NoTimeLeft { wait: Duration, left: Duration },
    /// Too many pages of the walk failed.
    NoBudgetLeft,
}

impl StopReason {
    /// What an error says of it: `asked` is whether the server asks for the wait,
    /// and the time that is left is that of the `whole`, a page or its walk.
    pub(crate) fn text(self, asked: bool, whole: &str) -> Option<String> {
        match self {
            Self::Final | Self::NoClock | Self::NoAttemptsLeft | Self::NotRepeatable => None,
            Self::NoTimeLeft { wait, left } => {
                let (wait, left) = (in_words(wait), in_words(left));
                let wait = if asked {
                    format!("the server asks to wait {wait}")
                } else {
                    format!("there is a wait of {wait} before another attempt")
                };
                Some(format!(
                    "{wait}, which is longer than the time that is left for the {whole} ({left})"
                ))
            }
            Self::NoBudgetLeft => {
                Some("the walk has no retries left: too many of its pages failed".to_owned())
            }
        }
    }

    /// Whether another attempt might have helped.
    pub(crate) fn is_retryable(self) -> bool {
        self != Self::Final
    }
}

/// A time for people: whole seconds from ten on, else with one decimal where it is
/// not 0, and milliseconds below one.
pub(crate) fn in_words(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match time.as_millis() {
        ..1000 if !time.is_zero() => format!("{} ms", time.as_millis()),
        millis if millis % 1000 == 0 || millis >= 10_000 => format!("{seconds:.0} s"),
        _ => format!("{} s", format!("{seconds:.1}").trim_end_matches(".0")),
    }
}

/// Decides on another attempt, after as long as the server asks to wait, or else
/// after what `draw` draws from a bound that doubles.
pub(crate) fn decide(
    outcome: &AttemptResult,
    now: &Situation<'_>,
    draw: impl FnOnce(Duration) -> Duration,
) -> Decision {
    let asked = match outcome {
        AttemptResult::Transient(response) => retry_after(&response.headers, now.limit, now.date),
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
    let wait = asked.unwrap_or_else(|| draw(now.policy.bound(now.attempts)));
    if wait > left || left.is_zero() {
        return give_up(StopReason::NoTimeLeft { wait, left });
    }
    if now.budget < Budget::RETRY {
        return give_up(StopReason::NoBudgetLeft);
    }
    Decision::Retry { wait, cost: Budget::RETRY }
}

/// Whether another attempt may help: the request failed, or its body broke off.
fn is_retryable(error: &Error) -> bool {
    is_lost(error) || error.is_cut_off()
}

/// Whether no response came, or not the whole of it.
fn is_lost(error: &Error) -> bool {
    error.kind() == ErrorKind::Transport
}

/// Retries that a walk has left: 100 tokens, 5 for a retry, 1 back for a good
/// page. Never more retries than 20 and a fifth of the good pages.
#[derive(Clone, Debug)]
pub(crate) struct Budget(Arc<Mutex<u32>>);

impl Budget {
    const FULL: u32 = 100;
    const RETRY: u32 = 5;

    pub(crate) fn full() -> Self {
        Self(Arc::new(Mutex::new(Self::FULL)))
    }

    /// Its tokens, for as long as one page decides by them.
    pub(crate) fn tokens(&self) -> MutexGuard<'_, u32> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives back for a good page.
    pub(crate) fn refill(&self) {
        let mut tokens = self.tokens();
        *tokens = Self::FULL.min(*tokens + 1);
    }
}

/// How long the server asks to wait (RFC 9110, 10.2.3): seconds, or a date
/// against the reply's own `Date`. Of several, the longest; what is neither is
/// ignored.
///
/// Without one, what the server's own way of saying "later" states.
pub(crate) fn retry_after(
    headers: &HeaderMap,
    limit: Option<&AnyRateLimit>,
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
mod tests;
