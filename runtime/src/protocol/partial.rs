//! Replies that say that they are incomplete.

use crate::error::Error;
use crate::paging::OnPartial;
use crate::protocol::Warning;
use crate::protocol::response::Response;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::redact::Redactor;
use crate::protocol::walk::Walk;

impl Walk {
    /// What happens because a reply says that it is incomplete; `None` if it does not.
    fn on_partial(&self, envelope: &Envelope) -> Option<OnPartial> {
        let partial = self.plan.list.paging.partial.as_ref()?;
        let stated = envelope.stated(ReplyKey::Partial);
        let is_partial = if partial.is.is_empty() {
            stated.is_something()
        } else {
            stated.is_one_of(&partial.is)
        };
        is_partial.then_some(partial.does)
    }

    /// Refuses a reply that says that it is incomplete, if the list does.
    pub(in crate::protocol) fn check_whole(
        &self,
        response: &Response,
        envelope: &Envelope,
        redactor: &Redactor<'_>,
    ) -> Result<(), Error> {
        if self.on_partial(envelope) != Some(OnPartial::Error) {
            return Ok(());
        }
        let place = envelope.place(ReplyKey::Partial);
        let what = format!("the reply says at {place} that it is incomplete");
        Err(self.incomplete(response, &what, redactor))
    }

    /// Warns of a reply that says that it is incomplete, if the list does.
    pub(in crate::protocol) fn note_partial(&mut self, envelope: &Envelope) {
        if self.on_partial(envelope) == Some(OnPartial::Warn) {
            let (page, place) = (self.progress.pages + 1, envelope.place(ReplyKey::Partial));
            self.warn(Warning::Partial { page, place });
        }
    }
}
