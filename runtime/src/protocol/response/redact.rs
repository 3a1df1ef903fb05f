//! What a server said, without what may be a secret.

use crate::position::cursor::Cursor;
use crate::position::path_values::PathValues;
use crate::protocol::request::PageRequest;
use crate::protocol::response::Response;
use crate::protocol::stored_link;
use crate::secret::Mask;
use std::borrow::Cow;

/// How much of a text is shown, in characters.
const SHOWN: usize = 200;

/// A shorter page token may be a number or a word.
const TOKEN: usize = 4;

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
    credentials: Option<&'a Mask>,
    path: Option<&'a PathValues>,
    token: Option<Cow<'a, str>>,
}

impl<'a> Redactor<'a> {
    pub(in crate::protocol) fn new(response: &'a Response, ask: &'a PageRequest) -> Self {
        let token = match &ask.at {
            Cursor::Token(token) | Cursor::Json(token) => Some(Cow::Borrowed(&**token)),
            Cursor::Named { token, .. } => {
                let sent =
                    stored_link::token_with_credentials(token, response.credentials.as_deref());
                sent.ok().map(Cow::Owned)
            }
            _ => None,
        };
        Self { credentials: response.credentials.as_deref(), path: Some(&*ask.path), token }
    }

    /// A text without credentials, those of the path among them, and without the
    /// page token, as long as it is.
    pub(in crate::protocol) fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        type Hide = for<'t> fn(&Mask, &'t str) -> Cow<'t, str>;
        let path = self.path.map(PathValues::mask);
        let token = self.token.as_deref().filter(|token| token.len() >= TOKEN);
        let token = token.map(|token| Mask::of([token.into()]));
        let masks: [(_, Hide); 3] = [
            (self.credentials, Mask::hide),
            (path.as_ref(), Mask::hide),
            // The letters of a token may be those of a word.
            (token.as_ref(), Mask::replace),
        ];
        masks.into_iter().fold(text.into(), |text, (mask, hide)| match (mask, text) {
            (None, text) => text,
            (Some(mask), Cow::Borrowed(text)) => hide(mask, text),
            (Some(mask), Cow::Owned(text)) => hide(mask, &text).into_owned().into(),
        })
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
    use super::Redactor;
    use crate::secret::Mask;

    #[test]
    fn what_may_be_a_secret_is_left_out() {
        let password = Mask::of(["opensesame".into()]);
        let redactor =
            Redactor { credentials: Some(&password), path: None, token: Some("tok1".into()) };
        assert_eq!(
            redactor.redact("no 'opensesame' for\ncursor tok1, nor YjMmVjZzImY5QWfi"),
            "no '[redacted]' for cursor [redacted], nor [redacted]"
        );
    }

    #[test]
    fn what_may_be_a_secret_is_left_out_of_excerpts() {
        let redactor = Redactor { token: Some("tok1".into()), ..Redactor::default() };
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
