//! The kinds of errors.

use std::fmt;

/// The kind of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value of a client or a list call can't be used; nothing was sent.
    Input,
    /// The request failed, or its reply broke off.
    Transport,
    /// The reply has a status other than 2xx.
    Status,
    /// The server has no such record: it answered 404 or 410 to a request for
    /// [one](crate::One).
    NotFound,
    /// The reply reports a failure in its body.
    Api,
    /// The reply says that it is incomplete.
    Partial,
    /// The auth provider failed.
    Auth,
    /// The body is not JSON, or has more bytes or items than allowed.
    Body,
    /// The items are not at the place that the list names.
    Items,
    /// A record, or the rest of a page, does not decode.
    Record,
    /// A paging key has an invalid value.
    PagingKey,
    /// The reply says that more pages follow, but has no next position.
    Contradiction,
    /// The reply does not say whether the list ends there.
    Truncated,
    /// The walk ended with fewer items than the API counts.
    Incomplete,
    /// The next positions, or the pages, repeat: the walk would never end.
    Cycle,
    /// A link leads to another origin, or can't be followed.
    ForeignOrigin,
    /// More pages than allowed, or too many empty ones in a row.
    TooManyPages,
    /// The page, or the walk, took longer than allowed.
    Timeout,
    /// A position given to `resume` is malformed, or belongs to another list.
    Position,
    /// A walk can't be resumed after the last item of an earlier one: that item is no
    /// longer on its page.
    Drifted,
    /// The walk has ended with weaker evidence than was [required](crate::Pager::require).
    Unproven,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Input => "invalid input",
            Self::Transport => "the request failed",
            Self::Status => "an error status",
            Self::NotFound => "no such record",
            Self::Api => "the API reports a failure",
            Self::Partial => "an incomplete reply",
            Self::Auth => "no credentials",
            Self::Body => "an invalid body",
            Self::Items => "no items where the list expects them",
            Self::Record => "a record does not decode",
            Self::PagingKey => "an invalid paging key",
            Self::Contradiction => "the response contradicts itself",
            Self::Truncated => "the list may have more pages",
            Self::Incomplete => "fewer items than the API counts",
            Self::Cycle => "the walk is in a cycle",
            Self::ForeignOrigin => "a link to another origin",
            Self::TooManyPages => "too many pages",
            Self::Timeout => "out of time",
            Self::Position => "an invalid position",
            Self::Drifted => "the last item is gone from its page",
            Self::Unproven => "weaker evidence than required",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_a_description() {
        assert_eq!(ErrorKind::Cycle.to_string(), "the walk is in a cycle");
        assert_eq!(format!("{}: {}", ErrorKind::Input, "x"), "invalid input: x");
    }
}
