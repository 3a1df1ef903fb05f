//! The beginning of a body, for an error: on one line, short, and without what
//! may be a secret.

use crate::json::lexer::{EntryName, Lexer, Unreadable};
use crate::list::record_error::type_name;
use crate::protocol::response::redact::{Redactor, SEARCHED};

/// How many keys of an object are shown.
const KEYS: usize = 12;

impl Redactor<'_> {
    /// The beginning of a body: of an object its keys and the types of their
    /// values, of anything else the text.
    pub(in crate::protocol) fn excerpt(&self, body: &[u8]) -> String {
        let text = std::str::from_utf8(body).unwrap_or_default();
        if let Ok(Some(keys)) = self.keys(text) {
            return format!("is an object of {{{keys}}}");
        }
        let begins = String::from_utf8_lossy(&body[..body.len().min(SEARCHED)]);
        format!("begins with `{}`", self.redact(&begins))
    }

    /// The first keys of an object, with what their values are; none of another value.
    fn keys(&self, text: &str) -> Result<Option<String>, Unreadable> {
        let mut lexer = Lexer::new(text);
        if lexer.peek() != Some(b'{') {
            return Ok(None);
        }
        let (mut keys, mut count) = (Vec::new(), 0_usize);
        lexer.entries(|lexer, key| {
            count += 1;
            let value = lexer.raw()?;
            if let EntryName::Name(key) = key
                && keys.len() < KEYS
            {
                keys.push(format!("{}: {}", self.redact(&key), type_name(value.get())));
            }
            Ok(())
        })?;
        lexer.end()?;
        let more = if count > KEYS { ", …" } else { "" };
        Ok(Some(keys.join(", ") + more))
    }
}
