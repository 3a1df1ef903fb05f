//! A cause is known by the kind of its error, whatever its words are, and by its words
//! if its transport hides the kind.

use super::*;
use std::fmt;

/// An error whose words say nothing.
fn odd(kind: ErrorKind) -> io::Error {
    io::Error::new(kind, "it is odd")
}

/// An error of a transport with another one as its source.
#[derive(Debug)]
struct Around(&'static str, io::Error);

impl fmt::Display for Around {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Around {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.1)
    }
}

#[test]
fn the_kind_of_an_error_decides_whatever_its_words_are() {
    for (kind, says) in [
        (ErrorKind::ConnectionRefused, Some(REFUSED)),
        (ErrorKind::ConnectionReset, Some(RESET)),
        (ErrorKind::BrokenPipe, Some(RESET)),
        (ErrorKind::ConnectionAborted, Some(CLOSED)),
        (ErrorKind::UnexpectedEof, Some(CLOSED)),
        (ErrorKind::TimedOut, Some(STALLED)),
        (ErrorKind::HostUnreachable, Some(UNREACHABLE)),
        (ErrorKind::NetworkUnreachable, Some(UNREACHABLE)),
        (ErrorKind::Other, None),
    ] {
        assert_eq!(why(&odd(kind).into()), says, "{kind:?}");
        assert_eq!(why(&Around("it failed", odd(kind)).into()), says, "{kind:?}");
        #[cfg(feature = "blocking")]
        assert_eq!(why(&ureq::Error::Io(odd(kind)).into()), says, "{kind:?}");
    }
}

#[test]
fn a_time_out_while_connecting_is_not_one_of_the_server() {
    let connecting = Around("client error (Connect)", odd(ErrorKind::TimedOut));
    assert_eq!(why(&connecting.into()), Some(NO_CONNECTION));
}

#[cfg(feature = "rustls")]
#[test]
fn an_error_of_tls_is_known_by_its_type() {
    let tls = || rustls::Error::General("it is odd".to_owned());
    assert_eq!(why(&tls().into()), Some(NO_TLS));
    let inside = io::Error::new(ErrorKind::ConnectionReset, tls());
    assert_eq!(why(&inside.into()), Some(NO_TLS));
}

#[test]
fn the_words_decide_if_the_kind_is_hidden() {
    for (words, says) in [
        ("Invalid gzip header", NO_GZIP),
        ("DNS error: no records", NO_HOST),
        ("host not found", NO_HOST),
        ("failed to lookup address", NO_HOST),
        ("invalid peer certificate", NO_TLS),
        ("TLS alert", NO_TLS),
        ("SSL routines", NO_TLS),
        ("handshake failed", NO_TLS),
        ("received corrupt message", NO_TLS),
        ("connection refused", REFUSED),
        ("connection reset by peer", RESET),
        ("broken pipe", RESET),
        ("timeout: connect", NO_CONNECTION),
        ("operation timed out", STALLED),
        ("timeout: per read", STALLED),
        ("network is unreachable", UNREACHABLE),
        ("connection closed before the message was complete", CLOSED),
        ("unexpected EOF", CLOSED),
        ("peer disconnected", CLOSED),
    ] {
        assert_eq!(why(&words.into()), Some(says), "{words}");
    }
    assert_eq!(why(&"it is odd".into()), None);
}
