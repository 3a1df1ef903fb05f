//! When a request may be sent: near the end of a rate limit that the server states, and
//! by the client's own rate.

use crate::client::Client;
use crate::client::activity::Activity;
use crate::client::quota;
use crate::client::throttle::InFlight;
use crate::error::Error;
use crate::fetch::page_time::PageTime;
use crate::fetch::retry;
use http::HeaderMap;
use std::time::SystemTime;
use url::Url;

impl Client {
    /// Waits until the request may be sent. The result is for
    /// [`note_limits`](Self::note_limits).
    ///
    /// The wait for the server comes first: the requests that it ends for then start at
    /// the client's rate.
    pub(super) async fn wait_to_send(
        &self,
        page: u64,
        url: &Url,
        time: &PageTime,
    ) -> Result<Option<InFlight<'_>>, Error> {
        self.wait_for_pause(page, time).await;
        let in_flight = self.wait_for_server(page, url, time).await;
        self.wait_for_permit(page, time).await?;
        Ok(in_flight)
    }

    /// Waits until the pause that a page asked for is over.
    async fn wait_for_pause(&self, page: u64, time: &PageTime) {
        let Some(timer) = self.timer() else { return };
        let mut now = timer.now();
        let mut wait = self.inner().pause.left(now);
        while !wait.is_zero() {
            time.note_wait(now, wait);
            self.note(&Activity::Paced { page, wait });
            timer.sleep(wait).await;
            now = timer.now();
            wait = self.inner().pause.left(now);
        }
    }

    /// Waits if the server states that few requests remain, but no longer than a page
    /// may take, nor beyond the end of the walk's time. `None` if the client does not
    /// heed that, or has no clock.
    async fn wait_for_server(&self, page: u64, url: &Url, time: &PageTime) -> Option<InFlight<'_>> {
        let (throttle, timer) = (self.inner().throttle.as_ref()?, self.timer()?);
        loop {
            let now = timer.now();
            let most = time.longest_throttle(now, self.retry().page_timeout);
            let wait = match throttle.send(url, now, most) {
                Ok(in_flight) => return Some(in_flight),
                Err(wait) => wait,
            };
            time.note_throttle(now, wait);
            tracing::debug!(
                page,
                ms = wait.as_millis(),
                "few requests remain by the server's limit"
            );
            self.note(&Activity::Throttled { page, wait });
            timer.sleep(wait).await;
        }
    }

    /// Waits for the client's rate limiter, if it has one.
    async fn wait_for_permit(&self, page: u64, time: &PageTime) -> Result<(), Error> {
        let Some(limiter) = &self.inner().rate_limiter else { return Ok(()) };
        let Some(timer) = self.timer() else {
            return Err(Error::input("a rate needs a clock: call `.timer(…)`, or poll on tokio"));
        };
        let note = |wait| {
            time.note_wait(timer.now(), wait);
            self.note(&Activity::Paced { page, wait });
        };
        limiter.acquire(&*timer, note).await;
        Ok(())
    }

    /// Notes the rate limits that a reply states. If no request remains, `Retry-After`
    /// takes precedence over the time of the reset.
    pub(super) fn note_limits(&self, in_flight: Option<InFlight<'_>>, headers: &HeaderMap) {
        let (Some(in_flight), Some(timer)) = (in_flight, self.timer()) else { return };
        let mut quotas = quota::stated(headers, self.rate_limit());
        if !quotas.is_empty()
            && let Some(asked) = retry::retry_after(headers, None, SystemTime::now())
        {
            let used_up = quotas.iter_mut().filter(|quota| quota.remaining == 0);
            used_up.for_each(|quota| quota.reset = asked);
        }
        in_flight.note_reply(&quotas, timer.now());
    }
}
