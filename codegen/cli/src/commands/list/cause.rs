//! The text of a walk's error: its message, the root cause, and the proxy.

use super::proxy::Proxy;
use pagesmith::ErrorKind;
use std::error::Error as _;

/// The message of an error with its root cause, such as an error of the operating
/// system or of TLS, unless the message contains it already.
pub(super) fn with_cause(error: &pagesmith::Error) -> String {
    let mut line = error.to_string();
    let mut root = error.source();
    while let Some(source) = root.and_then(|source| source.source()) {
        root = Some(source);
    }
    if let Some(root) = root.map(ToString::to_string)
        && !root.is_empty()
        && !line.to_lowercase().contains(&root.to_lowercase())
    {
        line.push_str("; cause: ");
        line.push_str(&root);
    }
    line
}

/// Names the proxy of a request that got no reply: the proxy may have failed, but the
/// message of the error names only a server.
pub(super) fn proxy_note(proxy: Option<&Proxy>, kind: ErrorKind) -> String {
    match (proxy, kind) {
        (Some(proxy), ErrorKind::Transport | ErrorKind::Timeout) => format!(
            "; the request went through the proxy {}, which may be what failed",
            proxy.describe()
        ),
        _ => String::new(),
    }
}
