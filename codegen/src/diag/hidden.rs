//! Escapes invisible characters: text from elsewhere could move a terminal's cursor,
//! set its title, or reverse the text beside it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character is invisible: a control, a break of a line, an annotation, or what
/// Unicode calls `Default_Ignorable_Code_Point`: without width, or changing the direction
/// of text.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// A text of one line with invisible characters escaped.
#[must_use]
pub fn escape(text: &str) -> String {
    escaped(text, is_hidden, |c| c.escape_default().to_string()).into_owned()
}

/// The same for a text of several lines: line breaks and tabs stay.
#[must_use]
pub fn escape_lines(text: &str) -> Cow<'_, str> {
    let is_hidden = |c| is_hidden(c) && !matches!(c, '\n' | '\t');
    escaped(text, is_hidden, |c| c.escape_default().to_string())
}

/// Equivalent JSON, with invisible characters in its strings escaped.
#[must_use]
pub fn escape_json(json: &str) -> Cow<'_, str> {
    let is_hidden = |c| is_hidden(c) && !matches!(c, '\n' | '\t' | '\r');
    escaped(json, is_hidden, |c| {
        let mut units = [0; 2];
        c.encode_utf16(&mut units).iter().fold(String::new(), |mut text, unit| {
            // Writing to a string can't fail.
            let _ = write!(text, "\\u{unit:04x}");
            text
        })
    })
}

fn escaped(
    text: &str,
    is_hidden: impl Fn(char) -> bool,
    escape: impl Fn(char) -> String,
) -> Cow<'_, str> {
    if !text.contains(&is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            out.push_str(&escape(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "a\u{1b}]0;x\u{7}\n\tb\u{9b}\u{7f}\u{202e}\u{200b}\u{e0041}\u{feff}é";

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        let line = escape(HOSTILE);
        assert!(
            !line.contains(is_hidden) && line.starts_with("a\\u{1b}]0;x\\u{7}\\n\\tb"),
            "{line}"
        );
        let lines = escape_lines(HOSTILE);
        assert!(!lines.contains(|c| is_hidden(c) && c != '\n' && c != '\t'), "{lines}");
        assert!(lines.contains("\n\tb\\u{9b}") && lines.ends_with("\\u{feff}é"), "{lines}");
    }

    #[test]
    fn no_ignorable_character_is_shown() {
        let filler = "\u{34f}\u{115f}\u{1160}\u{17b4}\u{180b}\u{3164}\u{fe00}\u{fe0f}\u{ffa0}";
        let rare = "\u{1bca0}\u{1d173}\u{e0100}\u{e01ef}";
        for c in filler.chars().chain(rare.chars()) {
            assert!(is_hidden(c), "{}", c.escape_unicode());
        }
    }

    #[test]
    fn json_means_the_same() {
        let json = serde_json::to_string(HOSTILE).unwrap();
        let escaped = escape_json(&json);
        assert!(!escaped.contains(is_hidden), "{escaped}");
        assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), HOSTILE);
        assert!(matches!(escape_json("{\n}"), Cow::Borrowed(_)));
    }
}
