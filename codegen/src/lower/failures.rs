//! How replies report failures, and that a request came too early.

use super::checks::{header_name, pointer};
use crate::ast::{self, Or, Spec};
use crate::diag::{Problem, Reporter, excerpt};
use crate::model::{Errors, RateLimit, Wait};
use crate::source_map::Path;

/// Where a reply says that it failed.
pub(super) fn errors(cx: &Reporter<'_>, at: &Path, written: Option<&ast::Errors>) -> Errors {
    let Some(ast::Errors { success, failed, code, message }) = written.cloned() else {
        return Errors::default();
    };
    for (key, written) in [("failed", &failed), ("code", &code), ("message", &message)] {
        if let Some(written) = written {
            pointer(cx, &at.key(key), written);
        }
    }
    let (success, success_is) = self::success(cx, &at.key("success"), success);
    Errors { success, success_is, failed, code, message }
}

/// Where a reply says that it succeeded: a flag, or one of some values.
fn success(
    cx: &Reporter<'_>,
    at: &Path,
    written: Option<Or<ast::Success>>,
) -> (Option<String>, Vec<String>) {
    let ast::Success { at: place, is } = match written {
        None => return (None, Vec::new()),
        Some(Or::Text(place)) => {
            pointer(cx, at, &place);
            return (Some(place), Vec::new());
        }
        Some(Or::Map(success)) => success,
    };
    if let Some(place) = &place {
        pointer(cx, &at.key("at"), place);
    } else {
        let problem = Problem::error(at, "`success` has no `at`").on_key();
        cx.push(problem.help("write where replies say so: `success: {at: /code, is: [0]}`"));
    }
    if is.is_empty() {
        let problem = Problem::error(at, "`success` has no `is`").on_key();
        let help = "name the values that mean success: `is: [0, OK]`; for a flag, write the pointer alone: `success: /ok`";
        cx.push(problem.help(help));
    }
    (place, is.into_iter().map(|word| word.0).collect())
}

/// A server's own form of rate limiting: its statuses and headers.
pub(super) fn rate_limit(cx: &Reporter<'_>, at: &Path, spec: &Spec) -> Option<RateLimit> {
    let ast::RateLimit { status, remaining, reset, code, wait } = spec.rate_limit.as_ref()?;
    let key = at.key("status");
    if status.is_empty() && code.is_empty() && wait.is_none() {
        let problem = Problem::error(at, "`rate_limit` names no status").on_key();
        cx.push(
            problem.help("name the statuses that mean \"try again later\": `status: [403, 429]`"),
        );
    }
    let has_code = spec.errors.as_ref().is_some_and(|errors| errors.code.is_some());
    if !code.is_empty() && !has_code {
        let problem = Problem::error(&at.key("code"), "the spec names no place of an error code");
        cx.push(problem.on_key().help("name it under `errors`: `errors: {code: /error/code}`"));
    }
    for (index, code) in status.iter().enumerate() {
        if !(400..=599).contains(code) {
            let problem =
                Problem::error(&key.index(index), format!("the status {code} is not an error"));
            cx.push(
                problem.help("name the statuses, from 400 to 599, that mean \"try again later\""),
            );
        }
    }
    for (name, header) in [("remaining", remaining), ("reset", reset)] {
        if let Some(header) = header {
            header_name(cx, &at.key(name), header);
        }
    }
    Some(RateLimit {
        status: status.clone(),
        remaining: remaining.clone(),
        reset: reset.clone(),
        code: code.iter().map(|word| word.0.clone()).collect(),
        wait: wait.as_ref().and_then(|wait| self::wait(cx, &at.key("wait"), &wait.0, code)),
    })
}

/// How long to wait: a number of seconds after one of the codes, or where replies say it.
fn wait(cx: &Reporter<'_>, at: &Path, written: &str, codes: &[ast::Word]) -> Option<Wait> {
    if written.starts_with('/') {
        pointer(cx, at, written);
        return Some(Wait::At(written.to_owned()));
    }
    let Ok(seconds) = written.parse() else {
        let message = format!("`{}` is neither a JSON Pointer nor seconds", excerpt(written));
        let problem = Problem::error(at, message);
        cx.push(problem.help("write a pointer like `/backoff`, or a whole number of seconds"));
        return None;
    };
    if codes.is_empty() {
        let problem = Problem::error(at, "seconds to wait need a `code` after which they apply");
        cx.push(problem.help("name the error codes that mean \"later\": `code: [THROTTLED]`"));
    }
    Some(Wait::Seconds(seconds))
}
