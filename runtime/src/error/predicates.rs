//! What an error says of the walk, and of another attempt.

use super::{Error, ErrorKind, Refused};
use crate::position::Position;

impl Error {
    /// Whether the server refuses a link, a token or a page number from an earlier
    /// reply: it has expired, or the list has changed. The list may no longer exist
    /// either.
    #[must_use]
    pub fn is_position_refused(&self) -> bool {
        self.0.refused.is_some()
    }

    /// Whether the server refuses the [delta](crate::Position::delta) of the synchronisation
    /// before, as with 410 (Gone): it has expired, or the list has changed. What has changed
    /// since is no longer known to the server, so a full synchronisation is needed: a walk from the
    /// beginning of the list, without a position.
    ///
    /// The request of a delta may also be refused for another reason, such as a filter that
    /// the API does not allow there: see [`api_error`](Self::api_error).
    #[must_use]
    pub fn is_delta_refused(&self) -> bool {
        self.0.refused == Some(Refused::Delta)
    }

    /// Whether the walk can be resumed from [`position`](Self::position). False if it
    /// failed for good: the walk was in a cycle, the server refuses the position, a
    /// link leads to another origin, or the item to continue after is gone. Also false
    /// if the walk has ended with weaker evidence than required, and if nothing was sent.
    #[must_use]
    pub fn is_resumable(&self) -> bool {
        let for_good = matches!(
            self.kind(),
            ErrorKind::Input
                | ErrorKind::Cycle
                | ErrorKind::ForeignOrigin
                | ErrorKind::Position
                | ErrorKind::Drifted
                | ErrorKind::Unproven
        );
        !for_good && self.0.refused.is_none() && self.position().is_some_and(Position::is_resumable)
    }

    /// Whether the same request may succeed later: for errors that a walk retries as
    /// long as attempts, time and retries are left, and for a time-out.
    ///
    /// It does not depend on the number of attempts: with
    /// [`Retry::none`](crate::Retry::none), the same errors are transient.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self.kind() {
            ErrorKind::Transport | ErrorKind::Timeout => true,
            ErrorKind::Status | ErrorKind::Body | ErrorKind::Items | ErrorKind::Api => {
                self.0.retryable
            }
            _ => false,
        }
    }

    /// Whether the walk was in a cycle.
    #[must_use]
    pub fn is_cycle(&self) -> bool {
        self.kind() == ErrorKind::Cycle
    }

    /// Whether a link led to another origin; no request was sent there.
    #[must_use]
    pub fn is_foreign_origin(&self) -> bool {
        self.kind() == ErrorKind::ForeignOrigin
    }

    /// Whether the list has more items than the walk yielded, or may have: a reply does
    /// not say or contradicts itself, or a count was not reached.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        matches!(
            self.kind(),
            ErrorKind::Truncated | ErrorKind::Contradiction | ErrorKind::Incomplete
        )
    }
}
