//! The choice of a client's transport.

#[cfg(feature = "reqwest")]
use super::Reqwest;
use super::Transport;
#[cfg(feature = "blocking")]
use super::Ureq;
use crate::error::Error;

/// The transport settings of a builder. The defaults are configured separately, since
/// only `build` or `build_blocking` decides between them.
#[derive(Default)]
pub(crate) struct Choice {
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

    #[cfg(feature = "reqwest")]
    pub(crate) fn reqwest(&mut self, transport: Reqwest) {
        (self.own, self.reqwest) = (None, Some(transport));
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn ureq(&mut self, transport: Ureq) {
        (self.own, self.ureq) = (None, Some(transport));
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
        return Ok(Box::new(Reqwest::new(|builder| builder)?));
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
    pub(crate) fn of_blocking(self) -> Result<Box<dyn Transport>, Error> {
        if let Some(own) = self.own {
            return Ok(own);
        }
        if let Some(ureq) = self.ureq {
            return Ok(Box::new(ureq));
        }
        #[cfg(feature = "reqwest")]
        if self.reqwest.is_some() {
            return Err(Error::input(
                "`.reqwest(…)` is for async clients; call `build`, or use `.ureq(…)`",
            ));
        }
        Ok(Box::new(Ureq::new(|config| config)))
    }
}
