//! The beginning of a body, for an error: on one line, short, and without what
//! may be a secret.

use crate::json::lexer::{EntryName, Lexer, Unreadable};
use crate::list::record_error::type_name;
use crate::protocol::response::redact::{Redactor, SEARCHED};
use std::borrow::Cow;

/// How many keys of an object are shown.
const KEYS: usize = 12;

impl Redactor<'_> {
    /// The beginning of a body: of an object its keys and the types of their
    /// values, of broken JSON its keys, of anything else the text. `begins` is how it
    /// begins, if something was cut out of it.
    pub(in crate::protocol) fn excerpt(&self, body: &[u8], begins: &[u8]) -> String {
        let text = std::str::from_utf8(body).unwrap_or_default();
        if let Ok(Some(keys)) = self.keys(text) {
            return format!("is an object of {{{keys}}}");
        }
        let begins = String::from_utf8_lossy(&begins[..begins.len().min(SEARCHED)]);
        format!("begins with `{}`", self.redact(&without_values(&begins)))
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

/// The beginning of a JSON text that can't be read, with `…` for its values: any of them
/// may be a secret of the spec. Other texts stay as they are.
fn without_values(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with(['{', '[']) {
        return Cow::Borrowed(text);
    }
    let (mut shown, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let (part, is_value) = match c {
            '"' => {
                let (string, after) = rest.split_at(string_length(rest));
                (string, !after.trim_start().starts_with(':'))
            }
            '{' | '}' | '[' | ']' | ',' | ':' => (&rest[..1], false),
            _ if c.is_whitespace() => (&rest[..c.len_utf8()], false),
            _ => {
                let ends = |c: char| "\"{}[],:".contains(c) || c.is_whitespace();
                (&rest[..rest.find(ends).unwrap_or(rest.len())], true)
            }
        };
        shown.push_str(if is_value { "…" } else { part });
        rest = &rest[part.len()..];
    }
    Cow::Owned(shown)
}

/// The length of the string that begins a text, with its quotes; of one that does not
/// end, that of the text.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let ends = *c == '"' && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_json_shows_its_keys_and_none_of_its_values() {
        for (text, shown) in [
            (r#"{"pin":"4839","n":[{"a b": 12.5,"c":tru"#, r#"{"pin":…,"n":[{"a b": …,"c":…"#),
            (r#"{"a":"x\"y","b":{"c":null}"#, r#"{"a":…,"b":{"c":…}"#),
            (r#"["a","b" ,{"k" : "v"}"#, r#"[…,… ,{"k" : …}"#),
            (r#"{"a":"not closed"#, r#"{"a":…"#),
            (r#"{"a":1 secret"more"}"#, r#"{"a":… ……}"#),
            ("\u{feff}[7", "[…"),
            ("<html>{\"a\":1}", "<html>{\"a\":1}"),
            ("12", "12"),
            ("", ""),
        ] {
            assert_eq!(without_values(text), shown);
        }
    }
}
