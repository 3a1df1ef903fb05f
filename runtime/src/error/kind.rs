//! The kinds of errors.

use std::fmt;

/// The kind of an error: what happened, and so what to do.
///
/// | kind | what to do |
/// |---|---|
/// | [`Input`](Self::Input) | fix the call; nothing was sent |
/// | [`Transport`](Self::Transport), [`Timeout`](Self::Timeout) | resume later |
/// | [`Status`](Self::Status), [`Api`](Self::Api), [`Partial`](Self::Partial) | resume later if [`is_transient`](crate::Error::is_transient); otherwise read the server's words |
/// | [`NotFound`](Self::NotFound) | treat the record as gone |
/// | [`Auth`](Self::Auth) | read what your provider says: [`source`](std::error::Error::source) |
/// | [`Body`](Self::Body), [`Items`](Self::Items), [`Record`](Self::Record), [`PagingKey`](Self::PagingKey) | fix the struct or the spec, then resume |
/// | [`Truncated`](Self::Truncated), [`Contradiction`](Self::Contradiction), [`Incomplete`](Self::Incomplete), [`Unproven`](Self::Unproven) | don't use the items as a whole list |
/// | [`Cycle`](Self::Cycle), [`ForeignOrigin`](Self::ForeignOrigin), [`TooManyPages`](Self::TooManyPages) | report it to the vendor, or raise your limit |
/// | [`Position`](Self::Position), [`Drifted`](Self::Drifted) | start over |
///
/// ```
/// use pagesmith::{Error, ErrorKind};
///
/// /// Whether the walk may be resumed later, as it is.
/// fn may_resume(error: &Error) -> bool {
///     match error.kind() {
///         ErrorKind::Position | ErrorKind::Drifted => false,
///         _ => error.is_transient() && error.position().is_some(),
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value of a client or a list call can't be used; nothing was sent. Do what the
    /// message says.
    Input,
    /// The request failed, or its reply broke off, and retries did not help. Resume
    /// later; [`source`](std::error::Error::source) has the cause.
    Transport,
    /// The reply has a status other than 2xx. If [`is_transient`](crate::Error::is_transient),
    /// resume after [`retry_after`](crate::Error::retry_after). Otherwise
    /// [`status`](crate::Error::status) and [`body`](crate::Error::body) say what the
    /// server refused; if it is the position,
    /// [`is_position_refused`](crate::Error::is_position_refused) is true: start over.
    Status,
    /// The server has no such record: it answered 404 or 410 to a request for
    /// [one](crate::One). Treat it as gone, or check the key that you asked for.
    NotFound,
    /// The reply reports a failure in its body:
    /// [`api_error`](crate::Error::api_error) has its code and message. If
    /// [`is_transient`](crate::Error::is_transient), resume later.
    Api,
    /// The reply says that it is incomplete. Resume later, or narrow the list.
    Partial,
    /// The auth provider failed; [`source`](std::error::Error::source) is its error.
    /// Nothing was sent without credentials.
    Auth,
    /// The body is not JSON, or has more bytes or items than allowed. Request smaller
    /// pages, or raise the limit that the message names; then resume.
    Body,
    /// The items are not at the place that the list names. Fix the pointer, then resume.
    /// If the API leaves the array out of empty pages, set `missing_is_empty`.
    Items,
    /// A record, or the rest of a page, does not decode; the message names the path, and
    /// the types that were expected and found. Fix the struct or the spec, then resume;
    /// or list with [`lenient`](crate::Pager::lenient).
    Record,
    /// A paging key has an invalid value. Fix the paging style, then resume.
    PagingKey,
    /// The reply says that more pages follow, but has no next position. The items are
    /// not the whole list. Try again; if it stays, the style reads the wrong key.
    Contradiction,
    /// The reply does not say whether the list ends there: the key of the next position
    /// is missing. The items may not be the whole list. If the API leaves the key out at
    /// the end, say so in the paging style.
    Truncated,
    /// The walk ended with fewer items than the API counts. The items are not the whole
    /// list; start over.
    Incomplete,
    /// The next positions, or the pages, repeat: the walk would never end. Resuming
    /// fails in the same way. Report it to the vendor.
    Cycle,
    /// A link leads to another origin, or can't be followed; it was not requested. If
    /// the API moved, build the client with its new base URL, and start over.
    ForeignOrigin,
    /// More pages than allowed, or too many empty ones in a row. Raise
    /// [`max_pages`](crate::Pager::max_pages) if the list is longer than you thought,
    /// then resume.
    TooManyPages,
    /// The page, or the walk, took longer than allowed. Resume later, or raise
    /// [`page_timeout`](crate::Retry::page_timeout) or
    /// [`deadline`](crate::Pager::deadline).
    Timeout,
    /// A position given to `resume` is malformed, or belongs to another list, to other
    /// filters, or to another server. Start over, or resume the list that it is of.
    Position,
    /// A walk can't be resumed after the last item of an earlier one: that item is no
    /// longer on its page. Start over.
    Drifted,
    /// The walk has ended with weaker evidence than was [required](crate::Pager::require).
    /// All items came, but they may not be the whole list; the message says why, and
    /// what to do.
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
