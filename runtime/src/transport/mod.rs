//! How requests are sent: a trait over `http` types, so that the protocols do not
//! depend on an HTTP client.

mod cause;
mod default_transport;
#[cfg(feature = "gzip")]
mod gunzip;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod crypto;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod environment;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "blocking")]
mod ureq;

pub(crate) use self::cause::{STALLED, why};
#[cfg(all(feature = "rustls", any(feature = "reqwest", feature = "blocking")))]
pub(crate) use self::crypto::choose_crypto;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
pub(crate) use self::crypto::with_crypto;
pub(crate) use self::default_transport::Choice;
#[cfg(feature = "gzip")]
pub(crate) use self::gunzip::Gunzip;
#[cfg(feature = "reqwest")]
pub(crate) use self::reqwest::Reqwest;
#[cfg(feature = "blocking")]
pub use self::ureq::{Ureq, UreqConfig};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// Any error of a transport.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A future that a transport returns.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Sends one request and returns its reply with an unread body.
///
/// The default uses reqwest, or ureq for blocking calls. A transport of your own must
/// follow these rules:
///
/// * It does not follow redirects, which would send credentials to an unchecked
///   URL. If that can't be turned off, it puts the final [`Uri`](http::Uri) into the
///   reply's extensions; another origin there is an error.
/// * It adds no credentials.
/// * If it decodes the body, it removes the coding from `Content-Encoding`
///   (RFC 9110, 8.4). A body that is still in gzip is decoded with the feature `gzip`;
///   any other coding is an error. The body is read in chunks, and stops when it is
///   dropped.
///
/// ```
/// use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
///
/// /// Answers everything with an empty list.
/// struct Empty;
///
/// impl Transport for Empty {
///     fn send(
///         &self,
///         _: http::Request<bytes::Bytes>,
///     ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
///         Box::pin(async { Ok(http::Response::new(Body::from("[]"))) })
///     }
/// }
///
/// let client = pagesmith::Client::builder("https://example.com").transport(Empty).build();
/// assert!(client.is_ok());
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Sends the request.
    ///
    /// # Errors
    /// When no reply arrives. A status other than 2xx is not an error here. An
    /// [`Error`](crate::Error) of this crate is passed on unchanged.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>>;
}

/// The time that is left for a page with all its attempts, in the extensions of its request.
///
/// A transport whose futures block, and are never pending, must finish within this
/// time, including the body: no one else can check the time meanwhile.
///
/// ```
/// use pagesmith::transport::TimeLeft;
/// use std::time::Duration;
///
/// /// How long a transport may take for this request.
/// fn time_left<B>(request: &pagesmith::http::Request<B>) -> Option<Duration> {
///     request.extensions().get::<TimeLeft>().map(|TimeLeft(time)| *time)
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLeft(pub Duration);

/// The headers of a request that carry a position and what is beside it, in its
/// extensions. They are marked as sensitive, but do not hold credentials.
#[cfg(feature = "testing")]
#[derive(Clone, Debug)]
pub(crate) struct PositionHeaders(pub(crate) Vec<http::HeaderName>);

/// Hides the credentials in the body of a request, in its extensions.
#[cfg(feature = "testing")]
#[derive(Clone)]
pub(crate) struct BodyCredentials(pub(crate) std::sync::Arc<crate::secret::Mask>);

/// The body of a reply, read chunk by chunk.
pub struct Body(Pin<Box<dyn http_body::Body<Data = Bytes, Error = BoxError> + Send>>);

impl Body {
    /// A body of any HTTP client that uses `http-body`.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Box::pin(Erased(Box::pin(body))))
    }

    /// The minimum number of bytes, according to the head of the reply.
    pub(crate) fn announced(&self) -> u64 {
        self.0.size_hint().lower()
    }

    /// The next chunk; `None` at the end. Trailers are skipped.
    pub(crate) fn poll_chunk(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BoxError>>> {
        loop {
            match std::task::ready!(self.0.as_mut().poll_frame(cx)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Box::pin(OnePiece(Some(bytes.into()))))
    }
}

/// A body with its error type boxed.
struct Erased<B>(Pin<Box<B>>);

impl<B> http_body::Body for Erased<B>
where
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.0.as_mut().poll_frame(cx).map_err(Into::into)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// A body in memory.
struct OnePiece(Option<Bytes>);

impl http_body::Body for OnePiece {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }
}
