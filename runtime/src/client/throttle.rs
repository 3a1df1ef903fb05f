//! Slows requests down near the end of the rate limits that a server states, for all
//! clones of a client together. Each origin has its own limits.
//!
//! If few requests remain, they are spread over the time until the reset. If none
//! remains, the next request waits for the reset.

use crate::client::quota::Quota;
use crate::client::shared_future::lock;
use std::sync::Mutex;
use std::time::Duration;
use url::{Position, Url};

/// The rate limits that servers stated.
#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<Vec<Server>>);

#[derive(Debug)]
struct Server {
    /// Scheme, host and port.
    origin: String,
    /// How many requests were sent.
    sent: u64,
    /// How many of them have no reply yet.
    in_flight: u64,
    /// Which request the limits are from, by its number.
    newest: u64,
    limits: Vec<Limit>,
}

/// A limit that a reply stated, with what was sent since.
#[derive(Debug)]
struct Limit {
    remaining: u64,
    /// How many remaining requests are few.
    few: u64,
    /// When the last request was sent, or the reply that stated the limit arrived.
    since: Duration,
    /// When the limit is reset.
    reset: Duration,
}

impl Throttle {
    /// Sends a request to this URL, or returns how long to wait before asking again.
    /// Waits longer than `most` are left out: then the server decides.
    pub(crate) fn send(
        &self,
        url: &Url,
        now: Duration,
        most: Duration,
    ) -> Result<InFlight<'_>, Duration> {
        let origin = &url[..Position::BeforePath];
        let mut servers = lock(&self.0);
        let known = servers.iter().position(|server| server.origin == origin);
        let index = known.unwrap_or_else(|| {
            servers.push(Server::new(origin));
            servers.len() - 1
        });
        let number = servers[index].send(now, most)?;
        Ok(InFlight { throttle: self, server: index, number })
    }
}

impl Server {
    fn new(origin: &str) -> Self {
        let (origin, limits) = (origin.to_owned(), Vec::new());
        Self { origin, sent: 0, in_flight: 0, newest: 0, limits }
    }

    /// The number of a request that is sent now, or the time to wait.
    fn send(&mut self, now: Duration, most: Duration) -> Result<u64, Duration> {
        self.limits.retain(|limit| limit.reset > now);
        let waits = self.limits.iter().map(|limit| limit.start().saturating_sub(now));
        if let Some(wait) = waits.filter(|wait| !wait.is_zero() && *wait <= most).max() {
            return Err(wait);
        }
        for limit in &mut self.limits {
            limit.remaining = limit.remaining.saturating_sub(1);
            limit.since = now;
        }
        self.sent += 1;
        self.in_flight += 1;
        Ok(self.sent)
    }

    /// Takes over the limits of the reply to this request. Requests in flight may not be
    /// counted in them yet.
    fn note(&mut self, number: u64, quotas: &[Quota], now: Duration) {
        self.limits.retain(|limit| limit.reset > now);
        if quotas.is_empty() || (number < self.newest && !self.limits.is_empty()) {
            return;
        }
        self.newest = number;
        self.limits.clear();
        self.limits.extend(quotas.iter().map(|quota| Limit::new(*quota, self.in_flight, now)));
    }
}

impl Limit {
    /// With the tenth of a limit, but from one to ten requests, as few.
    fn new(quota: Quota, in_flight: u64, now: Duration) -> Self {
        Self {
            remaining: quota.remaining.saturating_sub(in_flight),
            few: quota.limit.map_or(10, |limit| (limit / 10).clamp(1, 10)),
            since: now,
            reset: now.saturating_add(quota.reset),
        }
    }

    /// The earliest time of the next request.
    fn start(&self) -> Duration {
        if self.remaining > self.few {
            return self.since;
        }
        let requests = u32::try_from(self.remaining).unwrap_or(u32::MAX).saturating_add(1);
        self.since.saturating_add(self.reset.saturating_sub(self.since) / requests)
    }
}

/// A request in flight.
#[derive(Debug)]
pub(crate) struct InFlight<'t> {
    throttle: &'t Throttle,
    server: usize,
    number: u64,
}

impl InFlight<'_> {
    /// The reply has arrived, and states these quotas.
    pub(crate) fn note_reply(self, quotas: &[Quota], now: Duration) {
        let (throttle, server, number) = (self.throttle, self.server, self.number);
        drop(self);
        lock(&throttle.0)[server].note(number, quotas, now);
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        lock(&self.throttle.0)[self.server].in_flight -= 1;
    }
}

#[cfg(test)]
mod tests;
