//! What an error is marked with on its way, for those that decide what follows from it.

use super::{DELTA_REFUSED, Error, Refused};

impl Error {
    /// Marks that the body ended before its JSON did; another attempt may get all of it.
    pub(crate) fn cut_off(self) -> Self {
        self.with(|inner| inner.cut_off = true)
    }

    /// Whether the body ended before its JSON did.
    pub(crate) fn is_cut_off(&self) -> bool {
        self.0.cut_off
    }

    /// Marks that the server sent nothing for too long.
    pub(crate) fn stalled(self) -> Self {
        self.with(|inner| inner.stalled = true)
    }

    /// Whether the server sent nothing for too long.
    pub(crate) fn is_stalled(&self) -> bool {
        self.0.stalled
    }

    /// Marks that the server refuses a position from one of its own replies.
    pub(crate) fn refused(self) -> Self {
        self.with(|inner| inner.refused = Some(Refused::Position))
    }

    /// Marks that the server refuses the delta of an earlier walk.
    pub(crate) fn delta_refused(self) -> Self {
        self.with(|inner| {
            inner.refused = Some(Refused::Delta);
            inner.message.push_str(DELTA_REFUSED);
        })
    }
}
