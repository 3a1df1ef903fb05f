//! Blocking clients.

use crate::blocking::Clock;
use crate::client::Client;
use crate::client::builder::ClientBuilder;
use crate::error::Error;
use std::sync::Arc;

impl ClientBuilder {
    /// Builds a blocking client: call `.blocking()` on each of its lists.
    ///
    /// It sends through ureq, and uses the system's clock, unless a
    /// [`transport`](Self::transport) or a [`timer`](Self::timer) is set.
    ///
    /// # Errors
    /// As [`build`](Self::build). If the crypto provider is missing, the first request
    /// by `https:` fails instead.
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn build_blocking(mut self) -> Result<Client, Error> {
        self.timer.get_or_insert_with(|| Arc::new(Clock));
        let transport = std::mem::take(&mut self.transport).of_blocking();
        self.build_with(transport, true)
    }
}
