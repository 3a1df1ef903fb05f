//! The transport of blocking calls.

use super::{Body, BoxError, BoxFuture, TimeLeft, Transport, with_crypto};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::io::{self, Read as _};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use ureq::{Agent, AsSendBody};

/// The configuration of ureq.
pub type UreqConfig = ureq::config::ConfigBuilder<ureq::typestate::AgentScope>;

/// How many bytes of a body are read at once.
const CHUNK: usize = 16 << 10;

/// A ureq agent that does not follow redirects.
/// Its futures block when they are polled, and are never pending.
pub struct Ureq(Agent);

impl Ureq {
    /// The default transport of
    /// [`build_blocking`](crate::ClientBuilder::build_blocking), configured:
    /// for transports of your own that do something more.
    #[must_use]
    pub fn new(configure: impl FnOnce(UreqConfig) -> UreqConfig) -> Self {
        Self::with_proxy(None, configure)
    }

    pub(crate) fn with_proxy(
        proxy: Option<ureq::Proxy>,
        configure: impl FnOnce(UreqConfig) -> UreqConfig,
    ) -> Self {
        const READ: Duration = Duration::from_secs(30);
        let config = Agent::config_builder()
            .proxy(proxy)
            .timeout_connect(Some(Duration::from_secs(10)))
            .timeout_recv_response(Some(READ))
            .timeout_per_read(Some(READ));
        #[cfg(feature = "rustls")]
        let config = {
            crate::transport::choose_crypto();
            let roots = ureq::tls::RootCerts::PlatformVerifier;
            config.tls_config(ureq::tls::TlsConfig::builder().root_certs(roots).build())
        };
        let config = configure(config)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .allow_non_standard_methods(true);
        Self(config.build().new_agent())
    }

    fn run(&self, request: http::Request<Bytes>) -> Result<http::Response<Body>, BoxError> {
        let (head, body) = request.into_parts();
        if body.is_empty() {
            self.run_with(http::Request::from_parts(head, ()))
        } else {
            self.run_with(http::Request::from_parts(head, &body[..]))
        }
    }

    fn run_with(
        &self,
        request: http::Request<impl AsSendBody>,
    ) -> Result<http::Response<Body>, BoxError> {
        let left = request.extensions().get().map(|TimeLeft(left)| *left);
        let config = self.0.configure_request(request);
        let configured = self.0.config().timeouts().global;
        let config = config.timeout_global(left.into_iter().chain(configured).min());
        let request = config.build();
        Ok(with_crypto(|| self.0.run(request))??.map(|body| {
            let announced = body.content_length();
            Body::new(Reading { reader: Some(body.into_reader()), announced })
        }))
    }
}

impl std::fmt::Debug for Ureq {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ureq").finish_non_exhaustive()
    }
}

impl Transport for Ureq {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let this = Self(self.0.clone());
        Box::pin(async move { this.run(request) })
    }
}

/// A body that is read when it is polled.
struct Reading {
    /// `None` after it has ended or broken off.
    reader: Option<ureq::BodyReader<'static>>,
    announced: Option<u64>,
}

impl http_body::Body for Reading {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let Some(reader) = &mut self.reader else { return Poll::Ready(None) };
        let mut chunk = vec![0; CHUNK];
        let read = loop {
            match reader.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        match read {
            Ok(1..) => {}
            Ok(0) | Err(_) => self.reader = None,
        }
        Poll::Ready(match read {
            Ok(0) => None,
            Ok(read) => {
                chunk.truncate(read);
                Some(Ok(Frame::data(chunk.into())))
            }
            Err(error) => Some(Err(error)),
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.announced.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
