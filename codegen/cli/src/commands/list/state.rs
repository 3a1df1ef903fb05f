//! How far a walk is: what a later run needs to continue it.

use super::record_shape::RecordShape;
use pagesmith::{ChildPosition, Position};
use pagesmith_interpret::Call;
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
    /// Which pages a walk by number asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pages: Option<Pages>,
}

/// Which pages a walk by number asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pages {
    from: Option<u64>,
    to: Option<u64>,
}

impl Pages {
    /// Those of a call; `None` if it does not go by number.
    pub(super) fn of(call: &Call) -> Option<Self> {
        let Call { by_number, from_page: from, to_page: to, .. } = *call;
        let is_by_number =
            by_number || from.is_some() || to.is_some() || call.concurrency.is_some();
        is_by_number.then_some(Self { from, to })
    }
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

    /// Whether the walk asks only for what is new behind the records of earlier ones.
    #[cfg(feature = "sqlite")]
    pub(super) fn is_increment(&self) -> bool {
        let by_delta = matches!(self.position(), Ok(Some(position)) if position.lists_changes());
        by_delta || self.since.as_ref().is_some_and(|since| since.sent.is_some())
    }

    /// Whether the walk has ended with a delta, from which the next one goes on.
    pub(super) fn has_delta(&self) -> bool {
        matches!(self.position(), Ok(Some(position)) if position.has_delta())
    }

    /// The same state, from which no synchronisation goes on.
    pub(super) fn without_delta(&self) -> Self {
        match self.position() {
            Ok(Some(position)) if position.has_delta() => {
                Self { position: Some(position.without_delta().encode()), ..self.clone() }
            }
            _ => self.clone(),
        }
    }

    /// The same state of a walk that asks for this.
    pub(super) fn with_since(self, since: Option<&Since>) -> Self {
        Self { since: since.cloned(), ..self }
    }

    /// The same state of a walk that asks for these pages.
    pub(super) fn with_pages(self, pages: Option<Pages>) -> Self {
        Self { pages, ..self }
    }

    /// The call of a run that continues: it asks for the pages that the earlier run asked for,
    /// unless it names another last page.
    pub(super) fn continued(&self, call: Call) -> Call {
        let Some(Pages { from, to }) = self.pages else { return call };
        let to_page = call.to_page.or(to);
        if self.position.is_some() {
            return Call { to_page, ..call };
        }
        Call { by_number: true, from_page: call.from_page.or(from), to_page, ..call }
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
