//! What a reply says of the server's rate limits before the server refuses a request:
//! how many requests remain, and when that number is reset.
//!
//! Read in this order, the first that is there: the headers that the client's own
//! [`RateLimit`](crate::RateLimit) names; `RateLimit` with `RateLimit-Policy` (the IETF
//! draft `draft-ietf-httpapi-ratelimit-headers`, versions 07 to 10);
//! `RateLimit-Remaining` with `RateLimit-Reset` (versions up to 06); and the same two with
//! `X-` in front. Anything else in these headers is ignored.

use crate::list::rate_limit::{AnyRateLimit, date_of, reset_after};
use http::HeaderMap;
use std::time::{Duration, SystemTime};

/// A rate limit as a reply states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quota {
    /// How many requests remain until the reset.
    pub(crate) remaining: u64,
    /// How long after the reply the reset is.
    pub(crate) reset: Duration,
    /// How many requests there are between two resets, if the reply says so.
    pub(crate) limit: Option<u64>,
}

/// The headers of remaining requests, reset and limit.
const NAMES: [[&str; 3]; 3] = [
    ["ratelimit-remaining", "ratelimit-reset", "ratelimit-limit"],
    ["x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-limit"],
    ["x-rate-limit-remaining", "x-rate-limit-reset", "x-rate-limit-limit"],
];

/// How many quotas, and how many policies, one reply may state; more are ignored.
const MOST: usize = 8;

/// The quotas that a reply states; none if it states none, or none that can be read.
pub(crate) fn stated(headers: &HeaderMap, own: Option<&AnyRateLimit>) -> Vec<Quota> {
    if let Some(quota) = own.and_then(|own| of_client(headers, own)) {
        return vec![quota];
    }
    let quotas = of_fields(headers);
    if quotas.is_empty() {
        return NAMES.iter().find_map(|names| of_names(headers, *names)).into_iter().collect();
    }
    quotas
}

/// By the headers that the client's own settings name.
fn of_client(headers: &HeaderMap, own: &AnyRateLimit) -> Option<Quota> {
    let remaining = count(text(headers, own.remaining.as_deref()?)?)?;
    let reset = own.until_reset(headers, date_of(headers, SystemTime::now()))?;
    Some(Quota { remaining, reset, limit: None })
}

/// By one header each.
fn of_names(headers: &HeaderMap, [remaining, reset, limit]: [&str; 3]) -> Option<Quota> {
    let remaining = count(text(headers, remaining)?)?;
    let reset = reset_after(text(headers, reset)?, date_of(headers, SystemTime::now()))?;
    // Some servers list their policies behind it: `100, 100;w=60`.
    let limit = text(headers, limit).and_then(|text| count(text.split([',', ';']).next()?.trim()));
    Some(Quota { remaining, reset, limit })
}

/// By the structured fields: `RateLimit: "name";r=50;t=30`, or as in version 07 of the
/// draft, `RateLimit: limit=100, remaining=50, reset=30`.
fn of_fields(headers: &HeaderMap) -> Vec<Quota> {
    let [mut limit, mut remaining, mut reset] = [None; 3];
    let mut quotas = Vec::new();
    for member in members(headers, "ratelimit") {
        match member.head.split_once('=') {
            Some(("limit", value)) => limit = whole(value),
            Some(("remaining", value)) => remaining = whole(value),
            Some(("reset", value)) => reset = whole(value),
            _ => quotas.extend(member.quota(headers)),
        }
    }
    if let (Some(remaining), Some(reset)) = (remaining, reset) {
        quotas.push(Quota { remaining, reset: Duration::from_secs(reset), limit });
    }
    quotas
}

/// A member of a list of structured fields (RFC 9651): its value and its parameters.
struct Member<'h> {
    head: &'h str,
    /// With a semicolon before each.
    parameters: &'h str,
}

impl<'h> Member<'h> {
    fn new(text: &'h str) -> Self {
        let head = split(text, ';').next().unwrap_or_default();
        Self { head: head.trim(), parameters: &text[head.len()..] }
    }

    /// The text of a parameter.
    fn parameter(&self, name: &str) -> Option<&'h str> {
        split(self.parameters, ';')
            .find_map(|parameter| parameter.trim().strip_prefix(name)?.strip_prefix('='))
    }

    fn number(&self, name: &str) -> Option<u64> {
        whole(self.parameter(name)?)
    }

    /// The quota of this member. Its policy says how many requests it has, and how long
    /// its window is, which counts if the member has no time.
    fn quota(&self, headers: &HeaderMap) -> Option<Quota> {
        let remaining = self.number("r")?;
        let policy = members(headers, "ratelimit-policy").find(|one| one.head == self.head);
        let of_policy = |name| policy.as_ref()?.number(name);
        let unit = policy.as_ref().and_then(|policy| policy.parameter("qu"));
        if unit.is_some_and(|unit| unit != "\"requests\"") {
            return None;
        }
        let reset = Duration::from_secs(self.number("t").or_else(|| of_policy("w"))?);
        Some(Quota { remaining, reset, limit: of_policy("q") })
    }
}

/// The members of a list of structured fields, over all headers of this name.
fn members<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = Member<'h>> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| split(value, ',')).take(MOST).map(Member::new)
}

/// The parts of a text between these separators, except for those in quotes.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    text.split(move |c| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match c {
            '\\' if is_quoted && !was_escaped => is_escaped = true,
            '"' if !was_escaped => is_quoted = !is_quoted,
            _ => return c == separator && !is_quoted,
        }
        false
    })
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

/// A whole number, and nothing else.
fn whole(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// A number of requests: a whole number, or the whole part of a decimal such as `98.0`.
fn count(text: &str) -> Option<u64> {
    let (number, fraction) = text.split_once('.').unwrap_or((text, "0"));
    whole(fraction).and(whole(number))
}

#[cfg(test)]
mod tests;
