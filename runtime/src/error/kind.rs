//! What sorts of errors there are.

use std::fmt;

/// What sort of error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value that a client or a list was given can't be used; nothing was
    /// sent.
    Input,
    /// The request failed, or its reply broke off.
    Transport,
    /// The reply has a status other than 2xx.
    Status,
    /// The reply says of itself that it failed.
    Api,
    /// The auth provider gave no credentials.
    Auth,
    /// The body is no JSON, or larger than allowed, in bytes or in items.
    Body,
    /// The items are not where the list says.
    Items,
    /// A record does not decode.
    Record,
    /// A paging key holds what can't be one.
    PagingKey,
    /// The reply says that pages follow, and gives no way to them.
    Contradiction,
    /// The reply does not say whether the list ends there.
    Truncated,
    /// The walk ended with fewer items than the API counts.
    Incomplete,
    /// The server sends the walk in a circle.
    Cycle,
    /// A link leads to another origin, or can't be followed.
    ForeignOrigin,
    /// More pages than allowed, or too many empty ones in a row.
    TooManyPages,
    /// The page, or the walk, took longer than it may.
    Timeout,
    /// A position given to `resume` is malformed, or belongs to another list.
    Position,
    /// A walk can't go on behind the last item of an earlier one: that item is
    /// gone from its page.
    Drifted,
    /// The walk has ended, and shows less evidence than was
    /// [required](crate::Pager::require).
    Unproven,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Input => "invalid input",
            Self::Transport => "the request failed",
            Self::Status => "an error status",
            Self::Api => "the API reports a failure",
            Self::Auth => "no credentials",
            Self::Body => "an invalid body",
            Self::Items => "no items where the list expects them",
            Self::Record => "a record does not decode",
            Self::PagingKey => "an invalid paging key",
            Self::Contradiction => "the response contradicts itself",
            Self::Truncated => "the list may go on",
            Self::Incomplete => "fewer items than the API counts",
            Self::Cycle => "the list goes in a circle",
            Self::ForeignOrigin => "a link to another origin",
            Self::TooManyPages => "too many pages",
            Self::Timeout => "out of time",
            Self::Position => "an invalid position",
            Self::Drifted => "the last item is gone from its page",
            Self::Unproven => "less evidence than required",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_says_in_words_what_it_is() {
        assert_eq!(ErrorKind::Cycle.to_string(), "the list goes in a circle");
        assert_eq!(format!("{}: {}", ErrorKind::Input, "x"), "invalid input: x");
    }
}
