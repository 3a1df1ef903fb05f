//! The default transport.

use super::{Body, BoxError, BoxFuture, Transport};
use crate::error::Error;
use bytes::Bytes;
use std::time::Duration;

/// A reqwest client that does not follow redirects.
pub(crate) struct Reqwest(::reqwest::Client);

impl Reqwest {
    /// Builds it with the user's configuration. Without `environment_proxy`, variables such
    /// as `HTTPS_PROXY` are ignored.
    pub(crate) fn new(
        environment_proxy: bool,
        configure: impl FnOnce(::reqwest::ClientBuilder) -> ::reqwest::ClientBuilder,
    ) -> Result<Self, Error> {
        #[cfg(feature = "rustls")]
        super::choose_crypto();
        let builder = ::reqwest::Client::builder();
        let builder = if environment_proxy { builder } else { builder.no_proxy() }
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(30));
        #[cfg(feature = "gzip")]
        let builder = builder.no_gzip().default_headers(asked_for());
        let builder = configure(builder).redirect(::reqwest::redirect::Policy::none());
        let client = super::with_crypto(|| builder.build())?;
        client.map(Self).map_err(|cause| {
            Error::input("the HTTP client could not be built").because(cause.without_url())
        })
    }
}

impl Transport for Reqwest {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let reply = ::reqwest::Request::try_from(request.map(::reqwest::Body::from))
            .map(|request| self.0.execute(request));
        Box::pin(async move {
            let reply = match reply {
                Ok(reply) => reply.await,
                Err(error) => Err(error),
            };
            let reply = reply.map_err(::reqwest::Error::without_url)?;
            let from = http::Uri::try_from(reply.url().as_str());
            let mut reply = http::Response::from(reply).map(|body| Body::new(WithoutUrl(body)));
            #[cfg(feature = "gzip")]
            decode(&mut reply);
            if let Ok(from) = from {
                reply.extensions_mut().insert(from);
            }
            Ok(reply)
        })
    }
}

/// The codings that are asked for: gzip, which reqwest reads the first member of, and
/// those that it decodes.
#[cfg(feature = "gzip")]
fn asked_for() -> http::HeaderMap {
    let codings = [
        "gzip",
        #[cfg(feature = "deflate")]
        "deflate",
        #[cfg(feature = "brotli")]
        "br",
        #[cfg(feature = "zstd")]
        "zstd",
    ];
    let codings = http::HeaderValue::try_from(codings.join(", "));
    codings.into_iter().map(|codings| (http::header::ACCEPT_ENCODING, codings)).collect()
}

/// Decodes a reply in gzip.
#[cfg(feature = "gzip")]
fn decode(reply: &mut http::Response<Body>) {
    use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
    let codings: Vec<_> = reply.headers().get_all(CONTENT_ENCODING).iter().collect();
    if codings != ["gzip"] {
        return;
    }
    let body = std::mem::replace(reply.body_mut(), Body::from(Bytes::new()));
    *reply.body_mut() = Body::new(super::Gunzip::new(body));
    reply.headers_mut().remove(CONTENT_ENCODING);
    reply.headers_mut().remove(CONTENT_LENGTH);
}

/// A body whose errors do not print the URL.
struct WithoutUrl(::reqwest::Body);

impl http_body::Body for WithoutUrl {
    type Data = Bytes;
    type Error = ::reqwest::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        cx: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
        std::pin::Pin::new(&mut self.0).poll_frame(cx).map_err(::reqwest::Error::without_url)
    }
    fn size_hint(&self) -> http_body::SizeHint {
        self.0.size_hint()
    }
}
