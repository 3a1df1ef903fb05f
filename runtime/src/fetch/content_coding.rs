//! Codings of a body (RFC 9110, 8.4) that its transport left in place.
//!
//! The transports decode a body if `Content-Encoding` is one name in lower case. But
//! names are case-insensitive, `identity` means no coding, and the header may be a
//! list.

use crate::error::{Error, ErrorKind};
use crate::transport::Body;
#[cfg(feature = "gzip")]
use crate::transport::Gunzip;
use http::{HeaderMap, header};

/// The remaining `Content-Encoding`, without `identity`, as one list.
fn codings(headers: &HeaderMap) -> String {
    let lines = headers.get_all(header::CONTENT_ENCODING).iter();
    let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    let left = |coding: &&str| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity");
    let lines = lines.join(",");
    lines.split(',').map(str::trim).filter(left).collect::<Vec<_>>().join(", ")
}

/// Decodes the body.
///
/// # Errors
/// When it has a coding that this client does not decode, or more than one.
pub(super) fn decoded(headers: &HeaderMap, body: Body) -> Result<Body, Error> {
    let left = codings(headers);
    match &*left {
        "" => Ok(body),
        #[cfg(feature = "gzip")]
        gzip if ["gzip", "x-gzip"].iter().any(|name| gzip.eq_ignore_ascii_case(name)) => {
            Ok(Body::new(Gunzip::new(body)))
        }
        _ => Err(Error::new(
            ErrorKind::Body,
            format!(
                "the body is encoded as `{}`, which this client does not decode; the features `gzip`, `deflate`, `brotli` and `zstd` add one coding each, and a body with two codings is never decoded",
                shown(&left)
            ),
        )),
    }
}

/// The names of codings. Other values are not shown, since they may be secrets.
fn shown(left: &str) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.,;= ".contains(c);
    if left.len() <= 60 && left.chars().all(is_name) { left } else { "…" }
}
