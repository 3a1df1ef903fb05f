//! What the attempts at a page came to, and the record of them.

use crate::error::Error;
use crate::fetch::retry::StopReason;
use crate::protocol::{Contents, PageRequest, Response};
use std::sync::Arc;
use std::time::Duration;
use tracing::Span;

/// The final response to a request, and the record of its attempts.
pub(crate) struct Fetched {
    pub(crate) request: Arc<PageRequest>,
    pub(crate) response: Response,
    /// The decoded body; `None` if the status is not 2xx, or if no decoding was requested.
    pub(crate) contents: Option<Contents>,
    pub(crate) log: AttemptLog,
}

/// Why there is no response to a request.
pub(crate) enum Failure {
    /// The page failed as if it were too large, and is requested in half its size next.
    TooLarge(Error),
    /// Any other reason.
    Other(Error),
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let (Failure::TooLarge(error) | Failure::Other(error)) = failure;
        error
    }
}

/// The attempts that it took to get a response.
pub(crate) struct AttemptLog {
    /// How often the page was requested.
    pub(super) attempts: u32,
    /// How many of the last attempts in a row failed as if the page were too large.
    pub(super) overloads: u32,
    /// Why there are no more attempts.
    pub(super) stop_reason: StopReason,
    /// How long the server asked us to wait.
    pub(super) retry_after: Option<Duration>,
    /// Whether the walk's deadline limits the time, rather than the page's time-out.
    pub(super) limited_by_walk: bool,
    /// The span of the page.
    pub(super) span: Span,
}

impl AttemptLog {
    /// Adds the number of attempts, and why they stopped, to an error.
    pub(crate) fn explain(&self, error: Error) -> Error {
        let limit = if self.limited_by_walk { "walk" } else { "page" };
        let why = self.stop_reason.text(self.retry_after.is_some(), limit);
        error.tried(self.attempts, self.retry_after, why, self.stop_reason.is_retryable())
    }
}
