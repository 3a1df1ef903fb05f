//! What a response says in places that its list does not name: that more
//! follows, or that it failed. Looked for only where a walk would end by what it
//! does not find: a first page that ends it, a page without rows.
//!
//! Names are those that public APIs use, compared by their letters and digits
//! alone, in any case.

mod failure;
mod more;

pub(in crate::protocol) use failure::{failure, states as states_failure};
pub(in crate::protocol) use more::more;

use crate::protocol::response::envelope::Stated;

/// Objects in which APIs say what they say of a whole response.
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

/// How deep values are looked at. Responses say what they say of the whole in the
/// first few levels, and no server makes a walk go down without end.
const DEEPEST: usize = 16;

/// A flag: true and false, also as texts.
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
