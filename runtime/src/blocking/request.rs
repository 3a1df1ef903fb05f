//! A request that blocks, and is no list's.

use super::wait;
use crate::call::raw_request::Response;
use crate::error::Error;

/// A request that is no list's and blocks, not sent yet.
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct Request(crate::Request);

impl crate::Request {
    /// The same request without async, of a client of
    /// [`build_blocking`](crate::ClientBuilder::build_blocking).
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn blocking(self) -> Request {
        Request(self.made_blocking())
    }
}

impl Request {
    /// Sends it, and reads the reply as a whole.
    ///
    /// # Errors
    /// As [`Request::send`](crate::Request::send).
    pub fn send(self) -> Result<Response, Error> {
        wait(self.0.send())
    }
}
