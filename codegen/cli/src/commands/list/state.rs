//! How far a walk is: what a later run needs to continue it.

use pagesmith::{Error, Position};
use serde::{Deserialize, Serialize};

/// What a sink commits together with the records of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// Where the walk continues, encoded; `None` before its first page.
    position: Option<String>,
}

impl State {
    /// The state of a walk at this position.
    pub(super) fn at(position: &Position) -> Self {
        Self { position: Some(position.encode()) }
    }

    /// Where the walk continues.
    ///
    /// # Errors
    /// When another version of pagesmith wrote the position, or something else changed it.
    pub(super) fn position(&self) -> Result<Option<Position>, Error> {
        self.position.as_deref().map(Position::decode).transpose()
    }

    /// Whether the walk has reached the end of the list.
    pub(super) fn is_done(&self) -> bool {
        matches!(self.position(), Ok(Some(position)) if position.is_done())
    }
}
