//! The body of a response that refuses: how much of it is read, and how much an
//! error keeps.

use crate::protocol::response::redact::{Redactor, SEARCHED};

/// How much of it is read, in bytes.
pub(crate) const READ: usize = SEARCHED;

/// The part of a body that is looked at.
pub(in crate::protocol) fn part(body: &[u8]) -> &[u8] {
    &body[..body.len().min(READ)]
}

/// The part of the body for an error, without credentials; `None` if it is empty.
pub(in crate::protocol) fn kept(body: &[u8], redactor: &Redactor<'_>) -> Option<String> {
    let text = String::from_utf8_lossy(part(body));
    let hidden = redactor.hide(&text);
    (!hidden.is_empty()).then(|| hidden.into_owned())
}
