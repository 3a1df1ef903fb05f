//! The texts of errors for what is not at its pointer: the items, or the next position.

use crate::error::Error;
use crate::paging::{NextFrom, Shape};
use crate::protocol::response::Response;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::stated::Stated;
use crate::protocol::signs;
use crate::protocol::walk::Walk;

impl Walk {
    /// An error for a missing next position, with the key that differs from its in case
    /// alone, if there is one.
    pub(in crate::protocol) fn with_other_case(
        &self,
        error: Error,
        response: &Response,
        envelope: &Envelope,
    ) -> Error {
        let Some(NextFrom::Body(pointer)) = &self.plan.list.paging.next else { return error };
        let is_absent = *envelope.stated(ReplyKey::Next) == Stated::Absent;
        let text = response.text().filter(|_| is_absent).unwrap_or_default();
        match signs::in_other_case(text, pointer) {
            Some(meant) => Error::new(
                error.kind(),
                format!(
                    "{}; there is `{meant}`, which differs in upper and lower case: correct the pointer",
                    error.message()
                ),
            ),
            None => error,
        }
    }

    /// What was found in place of the items, and what to do.
    pub(in crate::protocol) fn missing_items(
        &self,
        found: &str,
        response: &Response,
        envelope: &Envelope,
    ) -> String {
        let (items, shape) = (self.plan.items_at(&self.at), self.plan.list.item_rules.shape);
        let expected = match shape {
            Shape::Array => "an array of items",
            Shape::Map => "an object of items",
            Shape::OneOrMany => "an item or an array of items",
            Shape::Groups => "an object of arrays of items",
            Shape::One => "a record",
        };
        if self.states_failure(response, envelope) {
            return format!(
                "expected {expected} at `{items}`, found {found}, and the response says that the request failed"
            );
        }
        if let Some(meant) = signs::in_other_case(response.text().unwrap_or_default(), items) {
            return format!(
                "expected {expected} at `{items}`, found {found}, but there is `{meant}`, which differs in upper and lower case; correct the items pointer"
            );
        }
        if shape == Shape::One {
            return format!(
                "expected {expected} at `{items}`, found {found}; correct the pointer to the record"
            );
        }
        // After a page with rows, a reply without the array does not mean an empty list.
        let hint = if self.progress.items == 0 {
            ", or, if this API omits the array when it is empty, declare that for the list (`missing: empty` in a spec, `.missing_is_empty()` in code)"
        } else {
            ""
        };
        format!("expected {expected} at `{items}`, found {found}; correct the items pointer{hint}")
    }
}
