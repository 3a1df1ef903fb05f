//! The end of the time for a page.

use super::Attempts;
use crate::error::{Error, ErrorKind};
use crate::fetch::retry::in_words;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::{Poll, ready};
use std::time::Duration;

impl Attempts {
    /// The output of a future, or an error if the time is up first.
    pub(super) async fn in_time<T>(
        &self,
        future: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let (Some(timer), Some(left)) = (self.timer(), self.time_left()) else {
            return future.await;
        };
        if left.is_zero() {
            return Err(self.late(self.last.as_ref(), ""));
        }
        let (mut future, mut time) = (pin!(future), timer.sleep(left));
        let mut ends = self.time.ends();
        poll_fn(|cx| match future.as_mut().poll(cx) {
            // A blocking transport reports a time-out with its own error.
            Poll::Ready(Err(error))
                if self.time_is_up() && error.kind() == ErrorKind::Transport =>
            {
                Poll::Ready(Err(self.late(Some(&error), "")))
            }
            Poll::Ready(made) => Poll::Ready(made),
            Poll::Pending => {
                ready!(time.as_mut().poll(cx));
                // Time spent waiting for the rate limiter does not count against the page, so
                // its end has moved.
                while let (true, Some(left)) = (ends < self.time.ends(), self.time_left()) {
                    ends = self.time.ends();
                    time = timer.sleep(left);
                    ready!(time.as_mut().poll(cx));
                }
                let unanswered = ", and no complete reply arrived in that time";
                Poll::Ready(Err(self.late(self.last.as_ref(), unanswered)))
            }
        })
        .await
    }

    /// The time-out error of the page or the walk. It quotes the error of the last
    /// attempt, or else ends with `otherwise`.
    fn late(&self, last: Option<&Error>, otherwise: &str) -> Error {
        let retry = self.fetcher.client.retry();
        let (what, allowed) = match self.fetcher.deadline {
            Some(deadline) if self.time.is_limited_by_walk() => ("the walk", deadline),
            _ => ("the page, with its retries,", retry.page_timeout),
        };
        let what = format!("{what} took longer than the allowed {}", in_words(allowed));
        match last {
            None => Error::new(ErrorKind::Timeout, format!("{what}{otherwise}")),
            Some(last) => {
                let what = format!("{what}; an earlier attempt failed: {}", last.message());
                Error::new(ErrorKind::Timeout, what).with_source_of(last)
            }
        }
    }

    fn time_is_up(&self) -> bool {
        self.time_left().is_some_and(|left| left.is_zero())
    }

    pub(super) fn time_left(&self) -> Option<Duration> {
        Some(self.time.ends()?.saturating_sub(self.timer()?.now()))
    }

    /// How much time is left for the walk, if it has a limit.
    pub(super) fn walk_time_left(&self) -> Option<Duration> {
        Some(self.fetcher.ends_at?.saturating_sub(self.timer()?.now()))
    }
}
