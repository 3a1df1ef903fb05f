//! Why a transport has no reply, in a few words: by the kinds of its errors, or by
//! their texts if it hides the kinds.

use super::BoxError;
use std::error::Error;
use std::io::{self, ErrorKind};

const REFUSED: &str = "the server refused the connection";
const RESET: &str = "the server reset the connection";
const CLOSED: &str = "the server closed the connection";
/// Why there is no reply after a time-out.
pub(crate) const STALLED: &str = "the server sent nothing for too long";
const NO_CONNECTION: &str = "the connection timed out";
const UNREACHABLE: &str = "the server is unreachable";
const NO_HOST: &str = "the host name could not be resolved (DNS)";
const NO_GZIP: &str = "the body, or what follows the gzip in it, is no gzip";
const NO_TLS: &str = "the TLS connection failed";

/// Texts of transports, in lower case, and what they mean; the first match counts.
const WORDS: [(&[&str], &str); 9] = [
    (&["invalid gzip header"], NO_GZIP),
    (&["dns error", "host not found", "failed to lookup"], NO_HOST),
    (&["certificate", "tls", "ssl", "handshake", "corrupt message"], NO_TLS),
    (&["connection refused"], REFUSED),
    (&["connection reset", "broken pipe"], RESET),
    (&["timeout: connect"], NO_CONNECTION),
    (&["timed out", "timeout"], STALLED),
    (&["unreachable"], UNREACHABLE),
    (&["connection closed", "unexpected eof", "disconnected"], CLOSED),
];

/// Why a reply is missing or incomplete; `None` if unknown.
pub(crate) fn why(error: &BoxError) -> Option<&'static str> {
    let mut messages = String::new();
    let mut kind = None;
    let mut next: Option<&(dyn Error + 'static)> = Some(&**error);
    while let Some(error) = next {
        if is_tls(error) {
            return Some(NO_TLS);
        }
        kind = kind.or_else(|| io_error(error).and_then(of_kind));
        messages.push_str(&error.to_string().to_lowercase());
        messages.push('\n');
        next = error.source();
    }
    match kind {
        // A time-out while connecting.
        Some(STALLED) if messages.contains("(connect)") => Some(NO_CONNECTION),
        Some(_) => kind,
        None => {
            let found =
                |(words, _): &&(&[&str], _)| words.iter().any(|word| messages.contains(word));
            WORDS.iter().find(found).map(|(_, why)| *why)
        }
    }
}

fn io_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a io::Error> {
    #[cfg(feature = "blocking")]
    if let Some(ureq::Error::Io(error)) = error.downcast_ref() {
        return Some(error);
    }
    error.downcast_ref()
}

fn of_kind(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        ErrorKind::ConnectionRefused => REFUSED,
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => RESET,
        ErrorKind::ConnectionAborted | ErrorKind::UnexpectedEof => CLOSED,
        ErrorKind::TimedOut => STALLED,
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => UNREACHABLE,
        _ => return None,
    })
}

/// Whether an error is a TLS error; an I/O error may wrap one.
#[cfg(feature = "rustls")]
fn is_tls(error: &(dyn Error + 'static)) -> bool {
    let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    let held = held.and_then(|held| held.downcast_ref::<rustls::Error>());
    error.is::<rustls::Error>() || held.is_some()
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_: &(dyn Error + 'static)) -> bool {
    false
}

#[cfg(test)]
mod tests;
