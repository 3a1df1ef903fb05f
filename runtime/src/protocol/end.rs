//! What of a reply is the end of the list: its status, or the value in place of the next
//! position.

use crate::position::cursor::Cursor;
use crate::protocol::Warning;
use crate::protocol::response::Response;
use crate::protocol::response::stated::Stated;
use crate::protocol::walk::Walk;

impl Walk {
    /// Whether a value in place of the next position says that none follows.
    pub(in crate::protocol) fn is_end_mark(&self, slot: &Stated) -> bool {
        let ends = &self.plan.list.paging.ends;
        match slot {
            Stated::Null => true,
            Stated::Text(text) if text.is_empty() => ends.empty_string,
            // Without a member to send, the next request would be the first one again.
            Stated::Object(_) | Stated::Array(_) if self.plan.sends_members() => {
                !slot.is_something()
            }
            slot => slot.is_one_of(&ends.values),
        }
    }

    /// The token that the first request sends, if the list starts with one.
    pub(in crate::protocol) fn start_token(&self) -> Option<Cursor> {
        let start = self.plan.start().filter(|_| self.at == Cursor::Start)?;
        Some(Cursor::Token(start.as_ref().into()))
    }

    /// Whether the walk sent this position with the request that was just answered.
    pub(in crate::protocol) fn was_sent(&self, next: &Cursor) -> bool {
        *next == self.at || self.start_token().as_ref() == Some(next)
    }

    /// Warns if a refusal ends the walk with its first request: it may be about the path.
    pub(in crate::protocol) fn note_end_status(&mut self, response: &Response) {
        let is_first = self.progress.pages == 0 && self.progress.from_start;
        if is_first && response.status.is_client_error() {
            self.warn(Warning::EndedByStatus { status: response.status.as_u16() });
        }
    }
}
