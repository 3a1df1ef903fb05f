//! What a server said, without what may be a secret.

use crate::position::cursor::Cursor;
use crate::position::path_values::PathValues;
use crate::protocol::request::PageRequest;
use crate::protocol::response::Response;
use crate::protocol::stored_link;
use crate::secret::Mask;
use std::borrow::Cow;

/// How much of a text is shown in a sentence, in characters.
const SHOWN: usize = 200;

/// How much of a text an error keeps, in bytes.
const KEPT: usize = 64 << 10;

/// How much more is searched for secrets: one that a text breaks off in must not be
/// kept in part, since nobody would know it again.
const MARGIN: usize = 16 << 10;

/// How much of a text is searched for secrets, in bytes.
pub(in crate::protocol) const SEARCHED: usize = KEPT + MARGIN;

/// A shorter page token may be a number or a word.
const TOKEN: usize = 4;

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
            Cursor::MaskedToken { token, .. } => {
                let sent =
                    stored_link::token_with_credentials(token, response.credentials.as_deref());
                sent.ok().map(Cow::Owned)
            }
            _ => None,
        };
        Self { credentials: response.credentials.as_deref(), path: Some(&*ask.path), token }
    }

    /// The beginning of a text without credentials, those of the path among them, and
    /// without the page token. However long the text is, no more is looked at than is
    /// searched.
    pub(in crate::protocol) fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let is_cut = text.len() >= SEARCHED;
        let hidden = self.hide_all(prefix(text, SEARCHED));
        let whole = if is_cut { hidden.len().saturating_sub(MARGIN) } else { hidden.len() };
        let end = prefix(&hidden, whole.min(KEPT)).len();
        match hidden {
            Cow::Borrowed(hidden) => Cow::Borrowed(&hidden[..end]),
            Cow::Owned(mut hidden) => {
                hidden.truncate(end);
                Cow::Owned(hidden)
            }
        }
    }

    fn hide_all<'t>(&self, text: &'t str) -> Cow<'t, str> {
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

    /// The same, as much of it as fits into a sentence.
    pub(in crate::protocol) fn brief(&self, text: &str) -> String {
        let mut shown = self.shown(text);
        if let Some((end, _)) = shown.char_indices().nth(SHOWN) {
            shown.replace_range(end.., " …");
        }
        shown
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

/// The beginning of a text, at most so many bytes of it.
fn prefix(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
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
    use super::*;

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
    fn a_text_is_cut_where_no_secret_breaks_off() {
        let secret = "Zq7kWx9".repeat(100);
        let password = Mask::of([secret.as_str().into()]);
        let redactor = Redactor { credentials: Some(&password), ..Redactor::default() };
        for before in [SHOWN - 20, SHOWN - 1, KEPT - 9, SEARCHED - 650, SEARCHED - 1] {
            let text = format!("{} {secret}", ".".repeat(before));
            let escape = |escaped: String, c| escaped + &format!("%{:02x}", u32::from(c));
            let escaped = secret.chars().fold(String::new(), escape);
            for text in [text, secret.repeat(before), escaped.repeat(before)] {
                for shown in [
                    redactor.hide(&text).into_owned(),
                    redactor.brief(&text),
                    redactor.redact(&text),
                ] {
                    assert!(!shown.contains("Zq7") && !shown.contains("%5a"), "{before}: {shown}");
                    assert!(shown.len() <= KEPT);
                }
            }
        }
    }

    #[test]
    fn what_may_be_a_secret_is_left_out_of_excerpts() {
        let redactor = Redactor { token: Some("tok1".into()), ..Redactor::default() };
        let excerpt = |body: &[u8]| redactor.excerpt(body, body);
        assert_eq!(
            excerpt(br#"{"message": "your PIN is 4821", "rows": [], "tok1": null}"#),
            "is an object of {message: a string, rows: an array, [redacted]: null}"
        );
        assert_eq!(
            excerpt(b"<html>\n<title>Busy</title>"),
            "begins with `<html> <title>Busy</title>`"
        );
        assert!(excerpt(&[b'a'; 300]).ends_with("aaa …`"));
        assert!(excerpt(&[0xff, 0xfe]).contains('\u{fffd}'));
    }
}
