//! Writes texts as YAML scalars: plain if that is safe, otherwise in quotes.

use pagesmith_codegen::diag::is_hidden;

/// The text as a scalar on one line; `flow` inside braces or brackets.
pub(super) fn scalar(text: &str, flow: bool) -> String {
    if is_plain(text, flow) { text.to_owned() } else { quoted(text) }
}

/// Whether every version of YAML reads the unquoted text back unchanged.
fn is_plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let indicator = "-?:,[]{}#&*!|>'\"%@`=~<".contains(first);
    let ends = text.trim() != text || text.ends_with(':');
    let inside = text.contains(": ") || text.contains(" #");
    // Some readers of YAML 1.1 take a question mark for the sign of a key.
    let in_flow = flow && text.contains([',', '[', ']', '{', '}', ':', '?']);
    let odd = text.chars().any(|c| is_hidden(c) || is_break(c));
    let marker = text.starts_with("---") || text.starts_with("...");
    !(indicator || ends || inside || in_flow || odd || marker || is_other(text))
}

/// Whether a character ends a line in some version of YAML, or is not a character.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether some version of YAML reads the text as something other than a string.
fn is_other(text: &str) -> bool {
    const WORDS: [&str; 10] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".nan"];
    let lower = text.to_ascii_lowercase();
    let digits = lower.trim_start_matches(['+', '-']).trim_start_matches('.');
    WORDS.contains(&lower.as_str())
        || digits.starts_with(|c: char| c.is_ascii_digit())
        || digits.starts_with("inf")
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if is_hidden(c) || is_break(c) => quoted.push_str(&number(c)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A character as a numeric escape.
fn number(c: char) -> String {
    match u32::from(c) {
        code @ ..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

/// Breaks a scalar into lines that read back as one: only at single spaces, because YAML
/// would drop more than one.
pub(super) fn wrap(scalar: &str, first: usize, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut room = first;
    for (at, word) in scalar.split(' ').enumerate() {
        let lone = !word.is_empty() && !current.is_empty() && !current.ends_with([' ', '\\']);
        if at > 0 && lone && current.chars().count() + 1 + word.chars().count() > room {
            lines.push(std::mem::take(&mut current));
            room = width;
        } else if at > 0 {
            current.push(' ');
        }
        current.push_str(word);
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_only_if_they_need_it() {
        let plain = [
            "string",
            "string?",
            "a b",
            "enum(a, b)",
            "/messages",
            "it's",
            "https://a.b/{c}",
            "größe",
            "a#b",
            "map<string>?",
        ];
        for text in plain {
            assert_eq!(scalar(text, false), text);
        }
        let quoted = [
            "",
            " a",
            "a ",
            "a: b",
            "a:",
            "a #b",
            "[string]",
            "{a}",
            "null",
            "No",
            "1",
            "1.5",
            "-1",
            ".5",
            "0x1",
            "2024-01-31",
            "*a",
            "&a",
            "- a",
            "#a",
            "@odata.nextLink",
            "a\nb",
            "a\u{2028}b",
            "\u{7f}",
            "--- a",
            "~",
        ];
        for text in quoted {
            assert!(scalar(text, false).starts_with('"'), "{text}");
        }
        assert_eq!(scalar("enum(a, b)", true), "\"enum(a, b)\"");
        assert_eq!(scalar("string?", true), "\"string?\"");
        assert_eq!(scalar("say \"no\"\\", false), "say \"no\"\\");
        assert_eq!(scalar(" \"\\\u{1}", false), "\" \\\"\\\\\\u0001\"");
    }

    #[test]
    fn lines_are_broken_at_single_spaces() {
        assert_eq!(wrap("aa bb cc dd", 5, 8), ["aa bb", "cc dd"]);
        assert_eq!(wrap("aa  bb cc", 3, 3), ["aa  bb", "cc"]);
        assert_eq!(wrap("aaaaaaaa", 3, 3), ["aaaaaaaa"]);
    }
}
