//! The choice of a client's transport.

#[cfg(feature = "reqwest")]
use super::Reqwest;
use super::Transport;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
use super::environment;
#[cfg(feature = "blocking")]
use super::{Ureq, UreqConfig};
use crate::error::Error;

/// The transport settings of a builder. The defaults are configured separately, since
/// only `build` or `build_blocking` decides between them.
#[derive(Default)]
pub(crate) struct Choice {
    /// Whether the defaults use the proxy that the environment names.
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    environment_proxy: bool,
    own: Option<Box<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    reqwest: Option<Reqwest>,
    #[cfg(feature = "blocking")]
    ureq: Option<Ureq>,
}

impl Choice {
    /// The user's own transport.
    pub(crate) fn own(transport: impl Transport) -> Self {
        Self { own: Some(Box::new(transport)), ..Self::default() }
    }

    /// Uses the proxy of the environment in the default that is configured next.
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    pub(crate) fn environment_proxy(&mut self) -> Result<(), Error> {
        #[cfg(feature = "reqwest")]
        if self.reqwest.is_some() {
            return Err(Error::input("call `.environment_proxy()` before `.reqwest(…)`"));
        }
        #[cfg(feature = "blocking")]
        if self.ureq.is_some() {
            return Err(Error::input("call `.environment_proxy()` before `.ureq(…)`"));
        }
        environment::check()?;
        self.environment_proxy = environment::counts();
        Ok(())
    }

    #[cfg(feature = "reqwest")]
    pub(crate) fn reqwest(
        &mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<(), Error> {
        let transport = Reqwest::new(self.environment_proxy, configure)?;
        (self.own, self.reqwest) = (None, Some(transport));
        Ok(())
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn ureq(&mut self, configure: impl FnOnce(UreqConfig) -> UreqConfig) {
        (self.own, self.ureq) = (None, Some(self.new_ureq(configure)));
    }

    #[cfg(feature = "blocking")]
    fn new_ureq(&self, configure: impl FnOnce(UreqConfig) -> UreqConfig) -> Ureq {
        let proxy = self.environment_proxy.then(ureq::Proxy::try_from_env).flatten();
        Ureq::with_proxy(proxy, configure)
    }

    /// The transport of an async client.
    pub(crate) fn of_async(self) -> Result<Box<dyn Transport>, Error> {
        if let Some(own) = self.own {
            return Ok(own);
        }
        #[cfg(feature = "reqwest")]
        if let Some(reqwest) = self.reqwest {
            return Ok(Box::new(reqwest));
        }
        #[cfg(feature = "blocking")]
        if self.ureq.is_some() {
            return Err(Error::input(
                "`.ureq(…)` is for blocking clients; call `build_blocking`, or use `.reqwest(…)`",
            ));
        }
        #[cfg(feature = "reqwest")]
        return Ok(Box::new(Reqwest::new(self.environment_proxy, |builder| builder)?));
        #[cfg(not(feature = "reqwest"))]
        Err(Error::input(
            "the client has no transport; call `.transport(…)`, or turn on the feature `reqwest`, or `blocking` for `build_blocking`",
        ))
    }

    /// The transport of a blocking client.
    #[cfg(feature = "blocking")]
    #[cfg_attr(
        not(feature = "reqwest"),
        expect(clippy::unnecessary_wraps, reason = "with reqwest, it can be refused")
    )]
    pub(crate) fn of_blocking(mut self) -> Result<Box<dyn Transport>, Error> {
        if let Some(own) = self.own {
            return Ok(own);
        }
        if let Some(ureq) = self.ureq.take() {
            return Ok(Box::new(ureq));
        }
        #[cfg(feature = "reqwest")]
        if self.reqwest.is_some() {
            return Err(Error::input(
                "`.reqwest(…)` is for async clients; call `build`, or use `.ureq(…)`",
            ));
        }
        Ok(Box::new(self.new_ureq(|config| config)))
    }
}
