//! For tests: a server that takes its time, as a transport.

use pagesmith::bytes::Bytes;
use pagesmith::http::{Request, Response};
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use std::sync::Mutex;
use std::time::Duration;

/// A reply: the seconds that it takes, its status, a header, its body.
pub(super) type Reply = (u64, u16, Option<(&'static str, &'static str)>, &'static str);

/// Sends replies, one per request; the status 0 breaks off.
pub(super) struct Slow(Mutex<Vec<Reply>>);

impl Slow {
    pub(super) fn of(replies: &[Reply]) -> Self {
        Self(Mutex::new(replies.to_vec()))
    }
}

impl Transport for Slow {
    fn send(&self, _: Request<Bytes>) -> BoxFuture<Result<Response<Body>, BoxError>> {
        let (seconds, status, header, body) = self.0.lock().unwrap().remove(0);
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            if status == 0 {
                return Err("the connection was reset".into());
            }
            let mut reply = Response::builder().status(status);
            if let Some((name, value)) = header {
                reply = reply.header(name, value);
            }
            Ok(reply.body(Body::from(body))?)
        })
    }
}
