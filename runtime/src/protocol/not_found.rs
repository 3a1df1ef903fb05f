//! The texts of errors for what is not at its pointer: the items, or the next position.

use crate::error::Error;
use crate::paging::{Element, NextFrom, Shape};
use crate::protocol::response::Response;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::headers::last_row;
use crate::protocol::response::stated::Stated;
use crate::protocol::signs;
use crate::protocol::walk::Walk;

impl Walk {
    /// An error for a value that is missing, with the key that differs from its in case
    /// alone, if there is one. `items` is the text of the items.
    pub(in crate::protocol) fn with_other_case(
        &self,
        error: Error,
        response: &Response,
        envelope: &Envelope,
        items: &str,
    ) -> Error {
        let text = response.text().unwrap_or_default();
        let is_named = |place: &str| error.message().contains(place);
        let of_paging = || {
            [ReplyKey::Next, ReplyKey::Step, ReplyKey::Base].into_iter().find_map(|key| {
                let is_absent = *envelope.stated(key) == Stated::Absent;
                if !is_absent || !is_named(&envelope.place(key)) {
                    return None;
                }
                match envelope.pointers().get(key)? {
                    NextFrom::Body(pointer) | NextFrom::Element(Element { array: pointer, .. }) => {
                        signs::in_other_case(text, pointer)
                    }
                    NextFrom::Last(pointer) => signs::in_other_case(last_row(items)?, pointer),
                    NextFrom::Header(_) | NextFrom::Link(_) => None,
                }
            })
        };
        let of_items = || {
            let also = self.plan.list.item_rules.also.iter();
            let mut all = also.chain([&self.plan.list.items]);
            all.find_map(|items| {
                let is_missing = is_named(&format!("at `{items}` too"));
                is_missing.then(|| signs::in_other_case(text, items))?
            })
        };
        match of_paging().or_else(of_items) {
            Some(meant) => error.with_message(|message| {
                format!(
                    "{message}; there is `{meant}`, which differs in upper and lower case: correct the pointer"
                )
            }),
            None => error,
        }
    }

    /// Whether the items are missing, but there is a key that differs from theirs in case
    /// alone: then the page is not empty.
    pub(in crate::protocol) fn has_items_in_other_case(&self, response: &Response) -> bool {
        let text = response.text().unwrap_or_default();
        signs::in_other_case(text, self.plan.items_at(&self.at)).is_some()
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
