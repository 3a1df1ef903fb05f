//! The body of a response that refuses: how much of it is read, and how much an
//! error keeps.

use crate::protocol::response::redact::Redactor;

/// How much of it an error keeps, in bytes.
const KEPT: usize = 64 << 10;

/// How much more is read: a credential that it breaks off in must not be kept in
/// part, since nobody would know it again.
const MARGIN: usize = 16 << 10;

/// How much of it is read, in bytes.
pub(crate) const READ: usize = KEPT + MARGIN;

/// The part of a body that is looked at.
pub(in crate::protocol) fn part(body: &[u8]) -> &[u8] {
    &body[..body.len().min(READ)]
}

/// What an error keeps of it, without credentials; none where it is empty.
pub(in crate::protocol) fn kept(body: &[u8], redactor: &Redactor<'_>) -> Option<String> {
    let text = String::from_utf8_lossy(part(body));
    let mut hidden = redactor.hide(&text).into_owned();
    let whole = if body.len() < READ { hidden.len() } else { hidden.len().saturating_sub(MARGIN) };
    let mut end = whole.min(KEPT);
    while !hidden.is_char_boundary(end) {
        end -= 1;
    }
    hidden.truncate(end);
    (!hidden.is_empty()).then_some(hidden)
}
