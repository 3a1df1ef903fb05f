//! Rows that were read while their body arrived, and cut out of it.

use crate::protocol::response::redact::SEARCHED;

/// What was cut out of a body.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cut {
    /// Where it was, in what is left.
    pub(in crate::protocol) at: usize,
    /// How many bytes it was.
    pub(in crate::protocol) bytes: usize,
    /// How the body began: as much of it as errors look at.
    pub(super) begins: Vec<u8>,
}

impl Cut {
    /// What begins here is cut out of a body, which was whole so far.
    pub(in crate::protocol) fn new(body: &[u8], at: usize) -> Self {
        let mut cut = Self { at, bytes: 0, begins: Vec::new() };
        cut.note(body);
        cut
    }

    /// Notes what came of the body.
    pub(in crate::protocol) fn note(&mut self, more: &[u8]) {
        let wanted = SEARCHED.saturating_sub(self.begins.len());
        self.begins.extend_from_slice(&more[..more.len().min(wanted)]);
    }

    /// The byte of the body that is this one of what is left.
    pub(super) fn byte(&self, at: usize) -> usize {
        if at < self.at { at } else { at + self.bytes }
    }
}
