//! Signs in a response, at places that its list does not name, that more follows or
//! that the request failed. They are searched only if a walk would otherwise end for
//! lack of data: after a first page, or on a page without rows.
//!
//! The names are those of public APIs. Only their letters and digits are compared, ignoring case.

mod failure;
mod more;
mod other_arrays;
mod other_case;

pub(in crate::protocol) use failure::{failure, states as states_failure};
pub(in crate::protocol) use more::more;
pub(in crate::protocol) use other_arrays::other_arrays;
pub(in crate::protocol) use other_case::in_other_case;

use crate::protocol::response::stated::Stated;

/// Objects in which APIs describe a whole response.
const ENVELOPES: &[&str] = &[
    "additionaldata",
    "attr",
    "cursor",
    "cursors",
    "data",
    "hits",
    "hydraview",
    "info",
    "links",
    "listinfo",
    "meta",
    "metadata",
    "page",
    "pageinfo",
    "pager",
    "pagination",
    "paging",
    "response",
    "responsemetadata",
    "result",
    "resultsetmetadata",
    "resultsize",
    "summary",
    "view",
];

/// How deep values are searched. Responses describe themselves in the first few levels,
/// and the limit protects the stack.
const DEEPEST: usize = 16;

/// No name of these is longer, in bytes.
const LONGEST: usize = 100;

/// An object of more keys is a map of data, and says nothing of the response.
const MOST_KEYS: usize = 1000;

/// The value of a flag, also if it is a string.
fn flag(slot: &Stated) -> Option<bool> {
    match slot {
        Stated::Bool(flag) => Some(*flag),
        Stated::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Stated::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn number(slot: &Stated) -> Option<u64> {
    slot.text()?.trim().parse().ok()
}

/// The letters and digits of a name, in lower case.
pub(in crate::protocol) fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A name as a token of a JSON Pointer (RFC 6901, section 3).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
