//! What `list` says of an error of the walk: its line, and the cause at the bottom.

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
