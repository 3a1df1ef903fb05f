//! What the last page gives for the next synchronisation, and how that begins.

use crate::error::Error;
use crate::position::beside::BesideValue;
use crate::position::delta::{Delta, Synchronisation};
use crate::protocol::Warning;
use crate::protocol::advance::NextStep;
use crate::protocol::carry;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::stated::Stated;
use crate::protocol::walk::Walk;
use std::sync::Arc;
use url::Url;

/// Whether a reply gives a delta, which says that its page is the last one.
pub(super) fn is_stated(envelope: &Envelope) -> bool {
    match envelope.stated(ReplyKey::Delta) {
        Stated::Absent | Stated::Null => false,
        Stated::Text(text) => !text.is_empty(),
        _ => true,
    }
}

impl Walk {
    /// The delta of the page that ends the walk, as it is stored.
    pub(in crate::protocol) fn delta_of(
        &self,
        url: &Url,
        envelope: &Envelope,
    ) -> Result<Option<Arc<Delta>>, Error> {
        if !is_stated(envelope) {
            return Ok(None);
        }
        let delta = if self.plan.list.paging.delta_to().is_some() {
            let credentials = self.credentials.as_deref();
            Delta::Value(match envelope.stated(ReplyKey::Delta) {
                Stated::Text(text) => carry::text_value(text, credentials)?,
                Stated::Number(json) => carry::json_value(json, credentials)?,
                _ => return Err(envelope.wrong(ReplyKey::Delta, "a token")),
            })
        } else {
            match self.stated_position(ReplyKey::Delta, url, envelope)? {
                NextStep::Next(position) => Delta::Position(position),
                NextStep::Stuck(error) => return Err(error),
                NextStep::End => return Ok(None),
            }
        };
        Ok(Some(Arc::new(delta)))
    }

    /// Warns if a walk that has ended has no delta although its list names one.
    pub(in crate::protocol) fn note_delta(&mut self) {
        if let (Some(delta), None) = (&self.plan.list.paging.delta, &self.sync.delta) {
            let place = delta.at.to_string();
            self.warn(Warning::NoDelta { place });
        }
    }

    /// The delta that each request of this walk sends beside its position.
    pub(in crate::protocol) fn delta_beside(&self) -> Option<&BesideValue> {
        self.plan.list.paging.delta_to()?;
        let carried = self.plan.list.paging.carry.iter().count();
        self.beside.values().get(carried)?.as_ref()
    }

    /// Whether its next request is the first one of a synchronisation that is not the first.
    pub(in crate::protocol) fn begins_synchronisation(&self) -> bool {
        let Synchronisation { is_next, .. } = self.sync;
        is_next && self.progress.pages == 0
    }

    /// Marks that the server refuses what it gave in an earlier reply: a position, or the
    /// delta of the synchronisation before.
    pub(in crate::protocol) fn refusing(&self, error: Error) -> Error {
        if self.begins_synchronisation() {
            error.delta_refused()
        } else if self.progress.pages > 0 {
            error.refused()
        } else {
            error
        }
    }
}
