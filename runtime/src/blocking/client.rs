//! Clients for calls without async.

use crate::blocking::Clock;
use crate::client::Client;
use crate::client::builder::ClientBuilder;
use crate::error::Error;
use std::sync::Arc;

impl ClientBuilder {
    /// The client, for calls without async: `.blocking()` on each list.
    ///
    /// It sends through ureq, and tells time by the clock of the system, unless
    /// a [`transport`](Self::transport) or a [`timer`](Self::timer) is given.
    ///
    /// # Errors
    /// As [`build`](Self::build). A missing crypto provider is an error of the first request by
    /// `https:` instead.
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn build_blocking(mut self) -> Result<Client, Error> {
        self.timer.get_or_insert_with(|| Arc::new(Clock));
        let transport = std::mem::take(&mut self.transport).of_blocking();
        self.build_with(transport, true)
    }
}
