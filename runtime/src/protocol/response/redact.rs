//! What a server said, without what may be a secret.

use crate::position::cursor::Cursor;
use crate::protocol::request::PageRequest;
use crate::protocol::response::Response;
use std::borrow::Cow;

/// How much of a text is shown, in characters.
pub(super) const SHOWN: usize = 200;

/// Hides what a server must not be quoted with, such as the credentials of a
/// request. The protocol does not know them.
pub(crate) trait Redact: Send + Sync {
    /// The text without them.
    fn redact<'t>(&self, text: &'t str) -> Cow<'t, str>;
}

/// The text with each of these secrets replaced.
pub(crate) fn without<'t, 's>(
    text: impl Into<Cow<'t, str>>,
    secrets: impl IntoIterator<Item = &'s str>,
) -> Cow<'t, str> {
    // A shorter one would blot out ordinary words.
    let secrets = secrets.into_iter().filter(|secret| secret.len() >= 4);
    secrets.fold(text.into(), |text, secret| {
        if text.contains(secret) { text.replace(secret, "[redacted]").into() } else { text }
    })
}

/// The beginning of a text that a server sent, for an error: as much of it as is
/// shown.
pub(in crate::protocol) fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", &text[..end]).into(),
        None => text.into(),
    }
}

/// Quotes a server without what must not be shown: the credentials of the
/// request and its page token.
#[derive(Default)]
pub(in crate::protocol) struct Redactor<'a> {
    credentials: Option<&'a dyn Redact>,
    token: Option<&'a str>,
}

impl<'a> Redactor<'a> {
    pub(in crate::protocol) fn new(response: &'a Response, ask: &'a PageRequest) -> Self {
        let token = match &ask.at {
            Cursor::Token(token) | Cursor::Json(token) => Some(&**token),
            _ => None,
        };
        Self { credentials: response.credentials.as_deref(), token }
    }

    /// A text of the server without the credentials and the token, and otherwise as
    /// it is.
    pub(in crate::protocol) fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = self.credentials.map_or(text.into(), |credentials| credentials.redact(text));
        without(text, self.token)
    }

    /// The same on one line, for who shows it: no character controls a terminal.
    pub(in crate::protocol) fn shown(&self, text: &str) -> String {
        self.hide(text).chars().map(visible).collect()
    }

    /// A sentence of the server.
    pub(in crate::protocol) fn redact(&self, text: &str) -> String {
        let text = self.hide(text);
        let mut shown = String::new();
        let mut run = String::new();
        for c in text.chars().take(SHOWN).map(visible) {
            if c.is_ascii_alphanumeric() || "-_+/=%.~".contains(c) {
                run.push(c);
            } else {
                shown.push_str(masked(&run));
                run.clear();
                shown.push(c);
            }
        }
        shown.push_str(masked(&run));
        if text.chars().nth(SHOWN).is_some() {
            shown.push_str(" …");
        }
        shown
    }
}

/// A character that shows as itself: one that controls a terminal, or the direction
/// of a text, is a blank.
fn visible(c: char) -> char {
    let directs = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    if c.is_control() || directs { ' ' } else { c }
}

/// A run that could be a token, a key or a signature: 12 and more of the
/// characters that they are made of, one of them a digit.
fn masked(run: &str) -> &str {
    let could_be_secret = run.len() >= 12 && run.bytes().any(|byte| byte.is_ascii_digit());
    if could_be_secret { "[redacted]" } else { run }
}

#[cfg(test)]
mod tests {
    use super::{Redact, Redactor, without};
    use std::borrow::Cow;

    struct Password(&'static str);

    impl Redact for Password {
        fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
            without(text, [self.0])
        }
    }

    #[test]
    fn what_may_be_a_secret_is_left_out() {
        let redactor = Redactor { credentials: Some(&Password("opensesame")), token: Some("tok1") };
        assert_eq!(
            redactor.redact("no 'opensesame' for\ncursor tok1, nor YjMmVjZzImY5QWfi"),
            "no '[redacted]' for cursor [redacted], nor [redacted]"
        );
    }

    #[test]
    fn what_may_be_a_secret_is_left_out_of_excerpts() {
        let redactor = Redactor { credentials: None, token: Some("tok1") };
        assert_eq!(
            redactor.excerpt(br#"{"message": "your PIN is 4821", "rows": [], "tok1": null}"#),
            "is an object of {message: a string, rows: an array, [redacted]: null}"
        );
        assert_eq!(
            redactor.excerpt(b"<html>\n<title>Busy</title>"),
            "begins with `<html> <title>Busy</title>`"
        );
        assert!(redactor.excerpt(&[b'a'; 300]).ends_with("aaa …`"));
        assert!(redactor.excerpt(&[0xff, 0xfe]).contains('\u{fffd}'));
    }
}
