//! A transport of scripted replies.

use bytes::Bytes;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, ClientBuilder, Retry};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::Poll;
use std::time::Duration;

/// A scripted answer: a reply, or a transport's error.
type Scripted = Result<http::Response<String>, &'static str>;

/// Answers with scripted replies, and notes what was sent. Clones share both.
#[derive(Clone, Default)]
pub(crate) struct Wire(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    replies: VecDeque<Scripted>,
    sent: Vec<http::Request<Bytes>>,
    /// Replies wait while this is set.
    held: bool,
    under_way: usize,
}

impl Wire {
    /// Replies with status 200, their bodies with `'` for `"` and without the
    /// outermost braces.
    pub(crate) fn of<const N: usize>(bodies: [&str; N]) -> Self {
        let wire = Self::default();
        for body in bodies {
            wire.then(200, &format!("{{{}}}", body.replace('\'', "\"")));
        }
        wire
    }

    /// Adds a reply.
    pub(crate) fn then(&self, status: u16, body: &str) {
        self.then_with(status, &[], body);
    }

    /// Adds a reply, with these headers.
    pub(crate) fn then_with(&self, status: u16, headers: &[(&str, &str)], body: &str) {
        let mut reply = http::Response::builder().status(status);
        for (name, value) in headers {
            // As bytes: a server may send any.
            reply = reply.header(*name, value.as_bytes());
        }
        self.state().replies.push_back(Ok(reply.body(body.to_owned()).unwrap()));
    }

    /// Adds a request that fails.
    pub(crate) fn then_fail(&self) {
        self.state().replies.push_back(Err("connection reset"));
    }

    /// A builder of clients of `https://api.test` that send through it, each
    /// page once.
    pub(crate) fn builder(&self) -> ClientBuilder {
        Client::builder("https://api.test").transport(self.clone()).retry(Retry::none())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    /// Path and query of each request so far.
    pub(crate) fn sent(&self) -> Vec<String> {
        let target = |request: &http::Request<Bytes>| {
            request.uri().path_and_query().unwrap().as_str().to_owned()
        };
        self.state().sent.iter().map(target).collect()
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<http::Request<Bytes>> {
        self.state().sent.clone()
    }

    /// Holds replies back, or lets them through.
    pub(crate) fn hold(&self, held: bool) {
        self.state().held = held;
    }

    /// Requests that were sent, and neither answered nor cancelled.
    pub(crate) fn under_way(&self) -> usize {
        self.state().under_way
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }
}

impl Transport for Wire {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let mut state = self.state();
        state.sent.push(request);
        state.under_way += 1;
        let flight = Flight(self.clone());
        let reply = state.replies.pop_front();
        Box::pin(async move {
            poll_fn(|_| if flight.0.state().held { Poll::Pending } else { Poll::Ready(()) }).await;
            Ok(reply.unwrap_or(Err("no reply is left"))?.map(Body::from))
        })
    }
}

/// A request under way.
struct Flight(Wire);

impl Drop for Flight {
    fn drop(&mut self) {
        self.0.state().under_way -= 1;
    }
}

/// A transport whose time-out goes on while nobody polls it, as those of HTTP clients do: a
/// reply that is fetched too late is lost.
#[derive(Clone)]
pub(crate) struct Impatient(pub(crate) Wire);

impl Transport for Impatient {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let reply = self.0.send(request);
        let ends = tokio::time::Instant::now() + Duration::from_secs(30);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let is_late = tokio::time::Instant::now() > ends;
            if is_late { Err("operation timed out".into()) } else { reply.await }
        })
    }
}
