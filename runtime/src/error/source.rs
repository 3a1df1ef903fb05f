//! Sources of errors, which errors can share.

use super::Error;
use std::error::Error as StdError;
use std::fmt;

/// An error, or its source if both have the same text, as with errors of HTTP clients
/// that wrap each other.
pub(super) fn distinct<'a>(
    mut error: &'a (dyn StdError + 'static),
) -> &'a (dyn StdError + 'static) {
    while let Some(source) = error.source()
        && source.to_string() == error.to_string()
    {
        error = source;
    }
    error
}

/// The source of an error whose message another one contains.
pub(super) struct SourceOf(pub(super) Error);

impl SourceOf {
    fn source_of(&self) -> Option<&(dyn StdError + 'static)> {
        StdError::source(&self.0)
    }
}

impl fmt::Display for SourceOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source_of().map_or(Ok(()), |source| fmt::Display::fmt(source, f))
    }
}

impl fmt::Debug for SourceOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source_of().map_or(Ok(()), |source| fmt::Debug::fmt(source, f))
    }
}

impl StdError for SourceOf {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source_of()?.source()
    }
}
