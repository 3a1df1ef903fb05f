//! A vendor without a socket, and a clock on which waits take no time.

use crate::refusals::Refusal;
use crate::vendors::Vendor;
use crate::vendors::log::Log;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Timer, bytes, http};
use std::future::{pending, ready};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The origin of vendors without a socket.
pub const ORIGIN: &str = "http://127.0.0.1:9";

/// Sends requests to a vendor without a socket.
pub struct InProcess {
    pub vendor: &'static Vendor,
    pub log: Arc<Log>,
}

impl Transport for InProcess {
    fn send(
        &self,
        request: http::Request<bytes::Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let (head, body) = request.into_parts();
        let response = self.vendor.respond(&head, &body, ORIGIN, &self.log);
        Box::pin(ready(Ok(response.map(Body::from))))
    }
}

/// Refuses each request.
pub struct Always {
    pub refusal: &'static Refusal,
}

impl Transport for Always {
    fn send(
        &self,
        _: http::Request<bytes::Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let Refusal { status, headers, body, .. } = self.refusal;
        let response = http::Response::builder().status(*status);
        let response = response.header("content-type", "application/json");
        let response = headers.iter().fold(response, |it, (name, value)| it.header(*name, *value));
        Box::pin(ready(response.body(Body::from(*body)).map_err(Into::into)))
    }
}

/// A clock on which waits of less than five seconds are over at once, and are logged. Longer ones
/// limit the time of requests, and never end.
pub struct Waits {
    started: Instant,
    skipped: Mutex<Duration>,
    log: Arc<Log>,
}

impl Waits {
    /// A clock that adds waits to this log.
    pub fn new(log: Arc<Log>) -> Self {
        Self { started: Instant::now(), skipped: Mutex::default(), log }
    }
}

impl Timer for Waits {
    fn now(&self) -> Duration {
        self.started.elapsed() + *self.skipped.lock().unwrap()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<()> {
        if time >= Duration::from_secs(5) {
            return Box::pin(pending());
        }
        *self.skipped.lock().unwrap() += time;
        self.log.add(format!("wait {} s", time.as_secs_f64().ceil()));
        Box::pin(ready(()))
    }
}
