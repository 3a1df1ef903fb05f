//! Texts of a spec as docs.
//!
//! A text from a spec is shown as a text: it never becomes a code block (and
//! so never a doctest), HTML, a link, a heading or a list.

use crate::diag::is_hidden;
use proc_macro2::TokenStream;
use quote::quote;

/// Doc attributes: a sentence of ours, then the text of the spec, if any.
pub(super) fn docs(ours: &str, text: Option<&str>) -> TokenStream {
    let (ours, said) = (format!(" {ours}"), said(text));
    let gap = (!said.is_empty()).then(|| quote!(#[doc = ""]));
    quote! { #[doc = #ours] #gap #said }
}

/// The text of the spec as doc attributes, or no attributes.
pub(super) fn said(text: Option<&str>) -> TokenStream {
    let lines: Vec<String> = text.unwrap_or_default().trim().lines().map(line).collect();
    let text = lines.join("\n");
    let lines = text
        .trim()
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote! { #(#[doc = #lines])* }
}

/// Allows missing docs if the spec leaves something undocumented: a generated
/// sentence would only repeat the name.
pub(super) fn undocumented<'d>(
    mut docs: impl Iterator<Item = &'d TokenStream>,
) -> Option<TokenStream> {
    let any = docs.any(TokenStream::is_empty);
    any.then(|| quote!(#[allow(missing_docs, reason = "the docs are those of the spec")]))
}

/// A name as code, whatever it holds.
pub(super) fn code(name: &str) -> String {
    let safe: String =
        name.chars().map(|c| if c == '`' || is_hidden(c) { '\u{fffd}' } else { c }).collect();
    // Markdown drops spaces at the ends of code, and empty code is not code.
    if safe.trim().is_empty() { "(blank)".to_owned() } else { format!("`{safe}`") }
}

/// A line of text, escaped so that Markdown shows it unchanged.
fn line(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for one in text.split_whitespace() {
        if !joined.is_empty() {
            joined.push(' ');
        }
        if is_plain(one) { joined.push_str(one) } else { joined.push_str(&word(one)) }
    }
    match joined.chars().next() {
        Some('#' | '-' | '+' | '=' | '~' | '>') => format!("\\{joined}"),
        Some('0'..='9') => number_first(&joined),
        _ => joined,
    }
}

/// `1. text` and `1) text` would be a list.
fn number_first(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    if rest.starts_with(['.', ')']) { format!("{number}\\{rest}") } else { line.to_owned() }
}

/// Whether a word is certainly neither code nor Markdown, as most words are.
fn is_plain(word: &str) -> bool {
    let rest = word.strip_prefix(|c: char| c.is_ascii_uppercase()).unwrap_or(word);
    rest.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'\'' | b',' | b'.'))
}

/// A word as text; a name of code (`next_page_uri`, `SignalWire`) as code.
fn word(word: &str) -> String {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
    let Some((before, after)) = word.split_once(core) else { return escape(word) };
    let (call, after) = after.strip_prefix("()").map_or(("", after), |after| ("()", after));
    let is_code = is_name(core) || (!core.is_empty() && !call.is_empty());
    if is_code && !core.contains(|c| c == '`' || is_hidden(c)) {
        return format!("{}`{core}{call}`{}", escape(before), escape(after));
    }
    escape(word)
}

/// Whether it looks like a name in code: it has an underscore, a path, or
/// capitals inside.
fn is_name(word: &str) -> bool {
    let inner_capital = word
        .char_indices()
        .any(|(at, c)| at > 0 && c.is_uppercase() && word[..at].ends_with(char::is_lowercase));
    // `HTTPServer`, but not `APIs`.
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let several = word.trim_end_matches('s').contains(char::is_lowercase) && capitals > 1;
    word.contains('_') || word.contains("::") || inner_capital || several
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '&' | '~' | '$' | '!' | ':'
            | '@' => {
                safe.push('\\');
                safe.push(c);
            }
            c if is_hidden(c) => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    // A colon alone is a colon; before slashes or a second colon it is a link.
    safe.replace("\\: ", ": ")
        .strip_suffix("\\:")
        .map_or_else(|| safe.clone(), |rest| format!("{rest}:"))
}

#[cfg(test)]
mod tests {
    use super::{code, line};

    #[test]
    fn text_stays_text() {
        assert_eq!(line("    let x = 1;"), "let x = 1;");
        assert_eq!(line("```rust"), "\\`\\`\\`rust");
        assert_eq!(line("<script>a</script>"), "\\<script\\>a\\</script\\>");
        assert_eq!(
            line("see [Vec] at https://x.example/"),
            "see \\[Vec\\] at https\\://x.example/"
        );
        assert_eq!(line("# Title"), "\\# Title");
        assert_eq!(line("1. first"), "1\\. first");
        assert_eq!(line("Note: a\u{202e}b"), "Note: a\u{fffd}b");
        assert_eq!(
            line("from SignalWire, as next_page_uri."),
            "from `SignalWire`, as `next_page_uri`."
        );
        assert_eq!(line("a::B() HTTPServer, APIs, f()."), "`a::B()` `HTTPServer`, APIs, `f()`.");
        assert_eq!(line("a_`b (x_y)"), "a\\_\\`b (`x_y`)");
    }

    #[test]
    fn names_stay_code() {
        assert_eq!(code("DateSent<"), "`DateSent<`");
        assert_eq!(code("a`b"), "`a\u{fffd}b`");
        assert_eq!(code(" "), "(blank)");
    }
}
