//! How requests reach a server: a trait over `http` types, so that the
//! protocols know no HTTP client.

mod cause;
mod default_transport;
#[cfg(feature = "gzip")]
mod gunzip;
#[cfg(any(feature = "reqwest", feature = "blocking"))]
mod crypto;
#[cfg(feature = "reqwest")]
mod reqwest;
#[cfg(feature = "blocking")]
mod ureq;

pub(crate) use self::cause::why;
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

/// Sends one request and returns its reply, the body unread.
///
/// The default is on reqwest, and on ureq for calls that block. On one of your own these guarantees rest:
///
/// * It follows no redirect: credentials would go along before anyone looks.
///   One that can't help it puts the [`Uri`](http::Uri) that answered into the
///   reply's extensions; another origin there is an error.
/// * It adds no credentials.
/// * What it decodes it takes out of `Content-Encoding` (RFC 9110, 8.4). Of a
///   body that is still encoded, gzip is decoded with the feature `gzip`; any
///   other coding is an error. It hands the body out in chunks, and stops when
///   it is dropped.
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
    /// When no reply came: a status other than 2xx is none. An
    /// [`Error`](crate::Error) of this crate is passed on as it is.
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>>;
}

/// The time that a page has left with all its attempts, in the extensions of
/// its request.
///
/// A transport whose futures wait by themselves, and are never pending, has to
/// be done within it, body included: nobody else can watch the time meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLeft(pub Duration);

/// Which header of a request carries a position, in its extensions. It is
/// marked like credentials, and is none.
#[cfg(feature = "testing")]
#[derive(Clone, Debug)]
pub(crate) struct PositionHeader(pub(crate) http::HeaderName);

/// The body of a reply, read chunk by chunk.
pub struct Body(Pin<Box<dyn http_body::Body<Data = Bytes, Error = BoxError> + Send>>);

impl Body {
    /// A body of any HTTP client that speaks `http-body`.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Box::pin(Erased(Box::pin(body))))
    }

    /// How many bytes the head of the reply says are to come, at least.
    pub(crate) fn announced(&self) -> u64 {
        self.0.size_hint().lower()
    }

    /// The next chunk; none at the end. Trailers are skipped.
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

/// A body that is there as a whole.
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
