//! What a walk gives for the next synchronisation, as it is stored.

use super::Position;
use super::beside::{Beside, BesideValue};
use super::carried::Carried;
use super::cursor::Cursor;
use crate::list::List;
use crate::paging::AnyPaging;
use std::borrow::Cow;
use std::sync::Arc;

/// What the next synchronisation begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Delta {
    /// Its first request sends it as a next position.
    Position(Cursor),
    /// Each of its requests sends it beside the position.
    Value(BesideValue),
}

/// Where a walk is among the synchronisations of its list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Synchronisation {
    /// Whether the walk lists what has changed since an earlier one.
    pub(crate) is_next: bool,
    /// What the next one begins with, once the walk has ended.
    pub(crate) delta: Option<Arc<Delta>>,
}

impl Position {
    /// Whether the walk has ended and its last reply gave a delta: resuming this position
    /// begins the next synchronisation, which yields what has changed since.
    #[must_use]
    pub fn has_delta(&self) -> bool {
        self.sync.delta.is_some()
    }

    /// Whether it is of a walk that lists what has changed since an earlier one, by the delta
    /// of that.
    #[must_use]
    pub fn lists_changes(&self) -> bool {
        self.sync.is_next
    }

    /// The delta that the last reply of the walk gave: its link or token, for comparison and
    /// for other programs. In this one, keep the position itself.
    ///
    /// Some APIs treat it as a secret. Placeholders, which begin with `~pagesmith.`, replace
    /// the client's credentials and the values of the path in it.
    #[must_use]
    pub fn delta(&self) -> Option<Cow<'_, str>> {
        Some(match &**self.sync.delta.as_ref()? {
            Delta::Position(Cursor::Link(url)) => url.as_str().into(),
            Delta::Position(
                Cursor::Token(token) | Cursor::Json(token) | Cursor::MaskedToken { token, .. },
            ) => (&**token).into(),
            Delta::Position(_) => return None,
            Delta::Value(value) => value.text(),
        })
    }

    /// The same position without its delta: resuming it yields nothing.
    #[must_use]
    pub fn without_delta(&self) -> Self {
        let sync = Synchronisation { delta: None, ..self.sync };
        Self { sync, ..self.clone() }
    }

    /// Whether its delta, if it has one, can be sent as this style sends deltas.
    pub(crate) fn fits_delta(&self, paging: &AnyPaging) -> bool {
        match (self.sync.delta.as_deref(), &paging.delta) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(delta), Some(knob)) => matches!(delta, Delta::Value(_)) == knob.to.is_some(),
        }
    }

    /// Before the first request of the next synchronisation; `None` without a delta.
    pub(crate) fn next_synchronisation<S, L>(&self, list: &List<S, L>) -> Option<Self> {
        let (at, beside) = match &**self.sync.delta.as_ref()? {
            Delta::Position(at) => (at.clone(), self.beside.clone()),
            Delta::Value(value) => (
                Cursor::first(list),
                Beside::default().with(list.paging.carry.iter().count(), value),
            ),
        };
        Some(Self {
            at,
            beside,
            pages: 0,
            index: 0,
            items: 0,
            from_start: true,
            size: self.size,
            key: None,
            carried: Carried::default(),
            list: self.list,
            circular: false,
            sync: Synchronisation { is_next: true, delta: None },
        })
    }
}
