//! How often a client sends: retries, and rates.

use super::ClientBuilder;
use crate::client::rate_limiter::RateLimiter;
use crate::client::retry_policy::Retry;
use crate::list::rate_limit::AnyRateLimit;

impl ClientBuilder {
    /// Sets how failed requests are retried; four attempts a page unless set. Retries
    /// need a [`Timer`](crate::Timer); the feature `reqwest` brings tokio's. Without one, each page
    /// is requested once.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets how this server says that a request was rate-limited, in addition to the
    /// usual statuses.
    pub fn rate_limit(mut self, limit: impl Into<AnyRateLimit>) -> Self {
        self.rate_limit = Some(limit.into());
        self
    }

    /// Starts at most this many requests a second, over all clones of the client and
    /// all their walks. Request starts are 1/rate seconds apart, in the order of the
    /// calls; requests may overlap. Unlimited unless set.
    ///
    /// [`build`](Self::build) refuses a rate that is not greater than 0, and a rate
    /// without a clock.
    pub fn rate(mut self, per_second: impl Into<f64>) -> Self {
        match RateLimiter::new(per_second.into()) {
            Ok(limiter) => {
                self.rate_limiter = Some(limiter);
                self
            }
            Err(error) => self.failed(error),
        }
    }

    /// Sets whether requests slow down when the server states that few of them remain;
    /// true unless set.
    ///
    /// These headers of any reply count, and those that
    /// [`rate_limit`](Self::rate_limit) names: `RateLimit` with `RateLimit-Policy`;
    /// `RateLimit-Remaining` with `RateLimit-Reset`; the same two with `X-` in front. If
    /// none remains, the next request waits for the reset. If few remain (a tenth of the
    /// limit, from one to ten), they are spread over the time until then. This holds for
    /// all clones of the client and all their walks together.
    ///
    /// For one page, these waits take at most as long as its
    /// [time-out](Retry::page_timeout), 120 s unless set, and they never go beyond a
    /// walk's [deadline](crate::Pager::deadline). If the server asks for a longer wait,
    /// the request is sent at once, and the server decides. They count towards the
    /// deadline, but not towards the time-out of a page.
    ///
    /// ```
    /// use pagesmith::Client;
    ///
    /// # fn main() -> Result<(), pagesmith::Error> {
    /// let client = Client::builder("https://api.example.com").slow_down(false).build()?;
    /// # Ok(()) }
    /// ```
    pub fn slow_down(mut self, slow_down: bool) -> Self {
        self.slows_down = slow_down;
        self
    }
}
