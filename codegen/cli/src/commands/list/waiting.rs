//! What a walk waits for, and how long: derived from the activity of its client. The
//! caller passes the time.

use pagesmith::__private::Activity;
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::Instant;

/// Shorter waits are not shown.
const SHOWN: Duration = Duration::from_secs(1);
/// Longer waits get a line of their own if no status line is shown.
const NOTICED: Duration = Duration::from_secs(5);

/// The waits of a walk by page; the first entry is the page that comes next.
#[derive(Debug, Default)]
pub(super) struct Waits {
    pages: BTreeMap<u64, Wait>,
    /// Whether a wait for the rate was reported: at a low rate each request has one.
    rate_reported: bool,
}

#[derive(Debug)]
struct Wait {
    reason: Reason,
    since: Instant,
    /// When it ends, if known.
    until: Option<Instant>,
    is_reported: bool,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// The rate limit of `--rate`.
    Rate,
    /// The reset of the rate limit that the server states, or a part of the time until then.
    ServerLimit,
    /// The reply of the server.
    Reply,
    /// The next attempt.
    Retry,
    /// The next attempt, after a wait that the server asked for.
    RetryAfter,
}

/// A wait that is long enough for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Notice {
    pub(super) reason: Reason,
    /// How long it is in total, or so far if its end is not known.
    pub(super) time: Duration,
}

impl Waits {
    /// Records an activity of the client.
    pub(super) fn note(&mut self, activity: &Activity<'_>, now: Instant) {
        let mut begin = |page: &u64, reason, wait: Option<&Duration>| {
            let until = wait.map(|wait| now + *wait);
            self.pages.insert(*page, Wait { reason, since: now, until, is_reported: false });
        };
        match activity {
            Activity::Paced { page, wait } => begin(page, Reason::Rate, Some(wait)),
            Activity::Throttled { page, wait } => begin(page, Reason::ServerLimit, Some(wait)),
            Activity::Sent { page, .. } => begin(page, Reason::Reply, None),
            Activity::Retrying { page, wait, server_set_wait } => {
                let reason = if *server_set_wait { Reason::RetryAfter } else { Reason::Retry };
                begin(page, reason, Some(wait));
            }
            Activity::Received { page, .. }
            | Activity::Failed { page, .. }
            | Activity::Read { page, .. } => drop(self.pages.remove(page)),
            _ => {}
        }
    }

    /// What the walk waits for now, for the status line.
    pub(super) fn text(&self, now: Instant) -> Option<String> {
        let wait = self.pages.values().next()?;
        let seconds = |time: Duration| time.as_secs_f64().ceil();
        let Some(until) = wait.until else {
            let so_far = now.saturating_duration_since(wait.since);
            return (so_far >= SHOWN)
                .then(|| format!("waiting for the server's reply, {} s so far", so_far.as_secs()));
        };
        let (all, left) =
            (until.saturating_duration_since(wait.since), until.saturating_duration_since(now));
        (all >= SHOWN && !left.is_zero()).then(|| match wait.reason {
            Reason::Rate => format!("next request in {} s, because of `--rate`", seconds(left)),
            Reason::ServerLimit => {
                format!("next request in {} s, because of the server's rate limit", seconds(left))
            }
            Reason::RetryAfter => {
                format!("next attempt in {} s, as the server asks", seconds(left))
            }
            Reason::Retry | Reason::Reply => format!("next attempt in {} s", seconds(left)),
        })
    }

    /// A long wait, if it was not reported before.
    pub(super) fn notice(&mut self, now: Instant) -> Option<Notice> {
        let wait = self.pages.values_mut().next()?;
        let time = wait.until.unwrap_or(now).saturating_duration_since(wait.since);
        let is_known = wait.is_reported || (wait.reason == Reason::Rate && self.rate_reported);
        if time < NOTICED || is_known {
            return None;
        }
        wait.is_reported = true;
        self.rate_reported |= wait.reason == Reason::Rate;
        Some(Notice { reason: wait.reason, time })
    }
}

impl Notice {
    /// The wait in a sentence.
    pub(super) fn text(self) -> String {
        let seconds = self.time.as_secs_f64().ceil();
        match self.reason {
            Reason::Rate => format!("because of `--rate`, each request waits up to {seconds} s"),
            Reason::ServerLimit => format!(
                "the server's rate limit is nearly used up; the next request is sent in {seconds} s"
            ),
            Reason::Reply => format!("the server has not replied for {seconds} s; still waiting"),
            Reason::Retry => {
                format!("the request for the page failed; it will be retried in {seconds} s")
            }
            Reason::RetryAfter => {
                format!("the server asked us to wait {seconds} s; the page will be retried then")
            }
        }
    }

    /// The name of the reason in JSON.
    pub(super) fn name(self) -> &'static str {
        match self.reason {
            Reason::Rate => "rate",
            Reason::ServerLimit => "server_limit",
            Reason::Reply => "reply",
            Reason::Retry => "retry",
            Reason::RetryAfter => "retry_after",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pagesmith::http;

    fn sent(page: u64) -> (http::request::Parts, u64) {
        (http::Request::new(()).into_parts().0, page)
    }

    fn after(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_wait_is_shown_until_it_ends() {
        let (mut waits, began) = (Waits::default(), Instant::now());
        let (request, page) = sent(1);
        assert_eq!(waits.text(began), None);
        waits.note(&Activity::Sent { page, request: &request, url: "" }, began);
        let texts = [0, 1, 12].map(|seconds| waits.text(began + after(seconds)));
        assert_eq!(texts[0], None);
        assert_eq!(texts[1].as_deref(), Some("waiting for the server's reply, 1 s so far"));
        assert_eq!(texts[2].as_deref(), Some("waiting for the server's reply, 12 s so far"));
        waits.note(&Activity::Received { page, status: http::StatusCode::OK, bytes: 0 }, began);
        assert_eq!(waits.text(began + after(13)), None);

        let retry =
            |wait, server_set_wait| Activity::Retrying { page, wait: after(wait), server_set_wait };
        waits.note(&retry(30, true), began);
        let texts = [0, 29, 30].map(|seconds| waits.text(began + after(seconds)));
        assert_eq!(texts[0].as_deref(), Some("next attempt in 30 s, as the server asks"));
        assert_eq!(texts[1].as_deref(), Some("next attempt in 1 s, as the server asks"));
        assert_eq!(texts[2], None);
        waits.note(&retry(2, false), began);
        assert_eq!(waits.text(began).as_deref(), Some("next attempt in 2 s"));
        waits.note(&Activity::Paced { page, wait: after(9) }, began);
        assert_eq!(waits.text(began).as_deref(), Some("next request in 9 s, because of `--rate`"));
        waits.note(&Activity::Throttled { page, wait: after(9) }, began);
        let text = "next request in 9 s, because of the server's rate limit";
        assert_eq!(waits.text(began).as_deref(), Some(text));
    }

    #[test]
    fn a_long_wait_is_reported_once() {
        let (mut waits, began) = (Waits::default(), Instant::now());
        let (request, page) = sent(3);
        waits.note(&Activity::Sent { page, request: &request, url: "" }, began);
        assert_eq!(waits.notice(began + after(4)), None);
        let notice = Notice { reason: Reason::Reply, time: after(6) };
        assert_eq!(waits.notice(began + after(6)), Some(notice));
        assert_eq!(waits.notice(began + after(60)), None);
        waits.note(&Activity::Retrying { page, wait: after(30), server_set_wait: true }, began);
        let notice = Notice { reason: Reason::RetryAfter, time: after(30) };
        assert_eq!((waits.notice(began), waits.notice(began)), (Some(notice), None));
        // A short wait is not reported; a wait for the rate is reported once.
        waits.note(&Activity::Retrying { page, wait: after(2), server_set_wait: false }, began);
        assert_eq!(waits.notice(began), None);
        for expected in [Some(Notice { reason: Reason::Rate, time: after(9) }), None] {
            waits.note(&Activity::Paced { page, wait: after(9) }, began);
            assert_eq!(waits.notice(began), expected);
        }
    }

    #[test]
    fn the_wait_of_the_next_page_is_shown() {
        let (mut waits, began) = (Waits::default(), Instant::now());
        for page in [5, 4] {
            let (request, page) = sent(page);
            waits.note(&Activity::Sent { page, request: &request, url: "" }, began);
        }
        waits.note(&Activity::Retrying { page: 4, wait: after(7), server_set_wait: false }, began);
        assert_eq!(waits.text(began).as_deref(), Some("next attempt in 7 s"));
        waits.note(&Activity::Read { page: 4, items: 1 }, began);
        assert!(waits.text(began + after(3)).is_some_and(|text| text.contains("3 s so far")));
    }
}
