//! What `list` says of an error of the walk: its line, and the cause at the bottom.

use super::proxy::Proxy;
use pagesmith::ErrorKind;
use std::error::Error as _;

/// The line of an error, with what is at the bottom of its sources: the words of the
/// operating system or of TLS, where the line does not have them.
pub(super) fn with_cause(error: &pagesmith::Error) -> String {
    let mut line = error.to_string();
    let mut bottom = error.source();
    while let Some(source) = bottom.and_then(|source| source.source()) {
        bottom = Some(source);
    }
    if let Some(bottom) = bottom.map(ToString::to_string)
        && !bottom.is_empty()
        && !line.to_lowercase().contains(&bottom.to_lowercase())
    {
        line.push_str("; cause: ");
        line.push_str(&bottom);
    }
    line
}

/// Through which proxy a request went that brought no reply: it may be what failed, and
/// the line of the error speaks of a server.
pub(super) fn through(proxy: Option<&Proxy>, kind: ErrorKind) -> String {
    match (proxy, kind) {
        (Some(proxy), ErrorKind::Transport | ErrorKind::Timeout) => format!(
            "; the request went through the proxy {}, which may be what failed",
            proxy.describe()
        ),
        _ => String::new(),
    }
}
