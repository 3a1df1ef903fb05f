//! Codings of a body (RFC 9110, 8.4) that its transport left in place.
//!
//! The transports decode a body where `Content-Encoding` is one name, in lower
//! case. Names have no case, `identity` says nothing, and both may stand in a list.

use crate::error::{Error, ErrorKind};
use crate::transport::Body;
use http::{HeaderMap, header};

/// What is left of `Content-Encoding`, but for `identity`, as one list.
fn codings(headers: &HeaderMap) -> String {
    let lines = headers.get_all(header::CONTENT_ENCODING).iter();
    let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    let left = |coding: &&str| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity");
    let lines = lines.join(",");
    lines.split(',').map(str::trim).filter(left).collect::<Vec<_>>().join(", ")
}

/// The body without its codings.
///
/// # Errors
/// When it has one that this client does not decode, or more than one.
pub(super) fn decoded(headers: &HeaderMap, body: Body) -> Result<Body, Error> {
    let left = codings(headers);
    match &*left {
        "" => Ok(body),
        #[cfg(feature = "gzip")]
        gzip if ["gzip", "x-gzip"].iter().any(|name| gzip.eq_ignore_ascii_case(name)) => {
            Ok(Body::new(gunzip::Gunzip::new(body)))
        }
        _ => Err(Error::new(
            ErrorKind::Body,
            format!(
                "the body is encoded as `{}`, which this client does not decode; the features `gzip`, `deflate`, `brotli` and `zstd` add one coding each, and none takes two at once",
                shown(&left)
            ),
        )),
    }
}

/// The names of codings. What can't be one may be anything, a secret too.
fn shown(left: &str) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.,;= ".contains(c);
    if left.len() <= 60 && left.chars().all(is_name) { left } else { "…" }
}

#[cfg(feature = "gzip")]
mod gunzip {
    use crate::transport::{Body, BoxError};
    use bytes::Bytes;
    use flate2::write::MultiGzDecoder;
    use http_body::Frame;
    use std::io::Write as _;
    use std::pin::Pin;
    use std::task::{Context, Poll, ready};

    /// How much is decoded at a time: it comes to a megabyte at most, which is
    /// then held to what a page may have.
    const PIECE: usize = 1 << 10;

    /// A body in gzip (RFC 1952), as what it holds.
    pub(super) struct Gunzip {
        body: Body,
        /// What came and is not decoded yet.
        pending: Bytes,
        /// None at the end.
        decoder: Option<MultiGzDecoder<Vec<u8>>>,
    }

    impl Gunzip {
        pub(super) fn new(body: Body) -> Self {
            let decoder = Some(MultiGzDecoder::new(Vec::new()));
            Self { body, pending: Bytes::new(), decoder }
        }
    }

    impl http_body::Body for Gunzip {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(
            self: Pin<&mut Self>,
            cx: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            let Self { body, pending, decoder } = self.get_mut();
            while let Some(gzip) = decoder {
                if pending.is_empty() {
                    let Some(chunk) = ready!(body.poll_chunk(cx)).transpose()? else {
                        gzip.try_finish()?;
                        let rest = std::mem::take(gzip.get_mut());
                        *decoder = None;
                        return Poll::Ready(Some(Ok(Frame::data(rest.into()))));
                    };
                    *pending = chunk;
                }
                gzip.write_all(&pending.split_to(pending.len().min(PIECE)))?;
                let decoded = std::mem::take(gzip.get_mut());
                if !decoded.is_empty() {
                    return Poll::Ready(Some(Ok(Frame::data(decoded.into()))));
                }
            }
            Poll::Ready(None)
        }
    }
}
