//! How far a walk is: what a later run needs to continue it.

use super::record_shape::RecordShape;
use pagesmith::{ChildPosition, Position};
use serde::{Deserialize, Serialize};

/// What a sink commits together with the records of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    /// Where the walk continues, encoded; `None` before its first page.
    position: Option<String>,
    /// The same of a walk with `--for-each`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    children: Option<String>,
    /// How the records were read; unknown before the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shape: Option<RecordShape>,
    /// What a walk with `--since` asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) since: Option<Since>,
}

/// What a walk with `--since` asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Since {
    /// The key of the filter.
    pub(super) filter: String,
    /// Its value; `None` if the walk is one of the whole list.
    pub(super) sent: Option<String>,
}

impl State {
    /// The state of a walk at this position.
    pub(super) fn at(position: &Position) -> Self {
        Self { position: Some(position.encode()), ..Self::default() }
    }

    /// The same, with how the records were read.
    pub(super) fn with_shape(self, shape: &RecordShape) -> Self {
        Self { shape: Some(shape.clone()), ..self }
    }

    /// How the records were read; `None` if there is no page yet.
    pub(super) fn shape(&self) -> Option<&RecordShape> {
        self.shape.as_ref()
    }

    /// The same state of a walk that asks for this.
    pub(super) fn with_since(self, since: Option<&Since>) -> Self {
        Self { since: since.cloned(), ..self }
    }

    /// The state of a walk with `--for-each` at this position.
    pub(super) fn at_children(position: &ChildPosition) -> Self {
        Self { children: Some(position.encode()), ..Self::default() }
    }

    /// Where the walk continues; `None` at the beginning.
    ///
    /// # Errors
    /// When another version of pagesmith wrote the position, something else changed it, or it
    /// is of a walk with `--for-each`.
    pub(super) fn position(&self) -> Result<Option<Position>, String> {
        if self.children.is_some() {
            return Err("an earlier run listed the children of each parent; give `--for-each` again, or name another file".to_owned());
        }
        decode(self.position.as_deref(), Position::decode)
    }

    /// Where a walk with `--for-each` continues; `None` at the beginning.
    ///
    /// # Errors
    /// As [`position`](Self::position), or when it is of a walk without `--for-each`.
    pub(super) fn child_position(&self) -> Result<Option<ChildPosition>, String> {
        if self.position.is_some() {
            return Err("an earlier run listed without `--for-each`; leave it out again, or name another file".to_owned());
        }
        decode(self.children.as_deref(), ChildPosition::decode)
    }

    /// Fails if the position is not of such a walk: with `--for-each`, or without.
    ///
    /// # Errors
    /// As [`position`](Self::position) and [`child_position`](Self::child_position).
    pub(super) fn check_kind(&self, has_parents: bool) -> Result<(), String> {
        if has_parents { self.child_position().map(drop) } else { self.position().map(drop) }
    }

    /// Fails if the position can't be read.
    ///
    /// # Errors
    /// When another version of pagesmith wrote it, or something else changed it.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.children.is_some() {
            self.child_position().map(drop)
        } else {
            self.position().map(drop)
        }
    }

    /// Whether the walk has reached the end of the list.
    pub(super) fn is_done(&self) -> bool {
        match &self.children {
            Some(_) => matches!(self.child_position(), Ok(Some(position)) if position.is_done()),
            None => matches!(self.position(), Ok(Some(position)) if position.is_done()),
        }
    }
}

fn decode<T>(
    text: Option<&str>,
    decode: impl Fn(&str) -> Result<T, pagesmith::Error>,
) -> Result<Option<T>, String> {
    text.map(decode).transpose().map_err(|error| error.to_string())
}
