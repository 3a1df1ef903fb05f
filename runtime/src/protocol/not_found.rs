//! The texts of errors for what is not at its pointer: the items, or the next position.

use crate::error::Error;
use crate::paging::{Element, NextFrom, Shape};
use crate::protocol::response::Response;
use crate::protocol::response::envelope::{Envelope, ReplyKey};
use crate::protocol::response::headers::last_row;
use crate::protocol::response::stated::Stated;
use crate::protocol::signs;
use crate::protocol::walk::Walk;

/// What to do if a reply has no items because the list is empty.
const OMITTED: &str = "; if this API omits the array when it is empty, declare that for the list (`missing: empty` in a spec, `.missing_is_empty()` in code)";

/// What to do if a reply is the array of items.
const WHOLE: &str =
    "but the reply itself is the array: write `items: \"\"` in a spec, `items = \"\"` in a derive";

impl Walk {
    /// An error for a value that is missing, with the key that differs from its in
    /// spelling alone, if there is one. `items` is the text of the items.
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
                    "{message}; there is `{meant}`, which differs only in case, `_` or `-`: correct the pointer"
                )
            }),
            None => error,
        }
    }

    /// Whether the items are missing, but there is a key that differs from theirs in
    /// spelling alone: then the page is not empty.
    pub(in crate::protocol) fn has_items_in_other_case(&self, response: &Response) -> bool {
        let text = response.text().unwrap_or_default();
        signs::in_other_case(text, self.plan.items_at(&self.at)).is_some()
    }

    /// What was found in place of the items, and what to do; and what to do if nothing is
    /// wrong, as the end of the message.
    pub(in crate::protocol) fn missing_items(
        &self,
        found: &str,
        response: &Response,
        envelope: &Envelope,
    ) -> (String, &'static str) {
        let (items, shape) = (self.plan.items_at(&self.at), self.plan.list.item_rules.shape);
        let expected = match shape {
            Shape::Array => "an array of items",
            Shape::Map => "an object of items",
            Shape::OneOrMany => "an item or an array of items",
            Shape::Groups => "an object of arrays of items",
            Shape::One => "a record",
        };
        if self.states_failure(response, envelope) {
            let what = format!(
                "expected {expected} at `{items}`, found {found}, and the response says that the request failed"
            );
            return (what, "");
        }
        if let Some(meant) = signs::in_other_case(response.text().unwrap_or_default(), items) {
            let what = format!(
                "expected {expected} at `{items}`, found {found}, but there is `{meant}`, which differs only in case, `_` or `-`; correct the items pointer"
            );
            return (what, "");
        }
        if shape == Shape::One {
            let what = format!(
                "expected {expected} at `{items}`, found {found}; correct the pointer to the record"
            );
            return (what, "");
        }
        let so_far = format!("expected {expected} at `{items}`, found {found}");
        if let Some(meant) = self.meant_items(response, envelope) {
            return (format!("{so_far}, {meant}"), "");
        }
        // After a page with rows, a reply without the array does not mean an empty list.
        let advice = if self.progress.items == 0 { OMITTED } else { "" };
        (format!("{so_far}; correct the items pointer"), advice)
    }

    /// What to write as the pointer to the items, if the reply has rows elsewhere.
    fn meant_items(&self, response: &Response, envelope: &Envelope) -> Option<String> {
        let text = response.text().unwrap_or_default();
        let items = self.plan.items_at(&self.at);
        if text.trim_start().starts_with('[') && !items.is_empty() {
            return Some(WHOLE.to_owned());
        }
        let others = signs::other_arrays(text, &[items], None, &envelope.pointers());
        match &*others {
            [other] => {
                Some(format!("but `{other}` is an array of objects; correct the items pointer"))
            }
            _ => None,
        }
    }
}
