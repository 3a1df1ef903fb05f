//! Blocking requests that are not for a list.

use super::wait;
use crate::call::raw_request::Response;
use crate::error::Error;

/// A blocking request that is not for a list and has not been sent yet.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request(crate::Request);

impl crate::Request {
    /// The same request, blocking. The client must come from
    /// [`build_blocking`](crate::ClientBuilder::build_blocking).
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn blocking(self) -> Request {
        Request(self.into_blocking())
    }
}

impl Request {
    /// Sends the request, and reads the whole reply.
    ///
    /// # Errors
    /// As [`Request::send`](crate::Request::send).
    pub fn send(self) -> Result<Response, Error> {
        wait(self.0.send())
    }
}
