//! Writes specs, as YAML in the style of a human author.
//!
//! A draft holds an [`ast::Spec`](pagesmith_codegen::ast::Spec), so reading the written spec
//! gives the same value. Comments are stored separately by path, like the spans of specs that
//! were read.

mod group;
mod scalar;
mod tree;
mod write;

pub(crate) use group::{ChosenPaging, group};
pub(crate) use write::node as flow;

use std::collections::BTreeMap;
use std::ops::Bound;

use pagesmith_codegen::ast::Spec;
use pagesmith_codegen::credentials::hidden;
use pagesmith_codegen::diag::is_hidden;
use pagesmith_codegen::source_map::Path;

/// A spec with comments on its parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The spec.
    pub spec: Spec,
    /// Its comments.
    pub comments: Comments,
}

/// Comments, each at the path that it is about; those of the root come first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comments {
    above: BTreeMap<Path, Vec<String>>,
    beside: BTreeMap<Path, String>,
}

impl Comments {
    /// Adds a line above an entry.
    pub fn above(&mut self, at: &Path, text: impl Into<String>) {
        self.above.entry(at.clone()).or_default().push(text.into());
    }

    /// Adds a comment at the end of an entry's line.
    pub fn beside(&mut self, at: &Path, text: impl Into<String>) {
        self.beside.insert(at.clone(), text.into());
    }

    fn lines_above(&self, at: &Path) -> &[String] {
        self.above.get(at).map_or(&[], Vec::as_slice)
    }

    /// Whether a comment is inside this value.
    fn any_within(&self, at: &Path) -> bool {
        // The paths inside a value follow its own path directly.
        let after = (Bound::Excluded(at), Bound::Unbounded);
        let above = self.above.range::<Path, _>(after).next().map(|(path, _)| path);
        let beside = self.beside.range::<Path, _>(after).next().map(|(path, _)| path);
        [above, beside].into_iter().flatten().any(|path| path.0.starts_with(&at.0))
    }
}

impl Draft {
    /// The text of the spec; equal drafts give equal texts on any machine.
    #[must_use]
    pub fn text(&self) -> String {
        write::text(self)
    }
}

/// A foreign text as one plain line: its first paragraph, without the markup of Markdown and
/// HTML, cut after a sentence if it is long.
#[must_use]
pub fn sentence(text: &str, most: usize) -> Option<String> {
    let paragraph = text.trim().split("\n\n").map(plain).find(|text| !text.is_empty())?;
    let paragraph = hidden(&paragraph).into_owned();
    if paragraph.chars().count() <= most {
        return Some(paragraph);
    }
    let cut: String = paragraph.chars().take(most).collect();
    let end = cut.rfind(". ").map(|end| end + 1);
    match end.filter(|end| *end > 20) {
        Some(end) => Some(cut[..end].to_owned()),
        None => {
            Some(cut.rsplit_once(' ').map_or(cut.as_str(), |(start, _)| start).to_owned() + " …")
        }
    }
}

/// The first sentence of such a text.
#[must_use]
pub fn brief(text: &str, most: usize) -> Option<String> {
    let text = sentence(text, most)?;
    let begins = |rest: &str| rest.starts_with(|c: char| c.is_uppercase());
    let abbreviates =
        |before: &str| ["e.g", "i.e", "etc", "vs"].iter().any(|word| before.ends_with(word));
    let mut ends = text
        .match_indices(". ")
        .filter(|(at, _)| begins(&text[at + 2..]) && !abbreviates(&text[..*at]));
    Some(ends.find(|(at, _)| *at >= 10).map_or(text.as_str(), |(at, _)| &text[..=at]).to_owned())
}

/// Replaces links by their texts, removes tags and heading marks, and joins spaces.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['[', '<']) {
        plain.push_str(&rest[..at]);
        let (kept, after) =
            if rest[at..].starts_with('[') { link(&rest[at..]) } else { tag(&rest[at..]) };
        plain.push_str(kept);
        rest = after;
    }
    plain.push_str(rest);
    let visible = plain.split_whitespace().map(|word| word.replace(is_hidden, ""));
    let words: Vec<String> = visible.filter(|word| !word.is_empty()).collect();
    words.join(" ").trim_start_matches('#').trim().to_owned()
}

/// `[text](address)` at the start: the text that is kept, and the rest.
fn link(text: &str) -> (&str, &str) {
    let whole = || {
        let (shown, rest) = text[1..].split_once("](")?;
        let (address, after) = rest.split_once(')')?;
        (!shown.contains('[') && !address.contains(' ')).then_some((shown, after))
    };
    whole().unwrap_or(text.split_at(1))
}

/// `<tag>` or `</tag>` at the start: a space if the tag ends a line, and the rest.
fn tag(text: &str) -> (&str, &str) {
    const LINES: [&str; 7] = ["p", "br", "div", "li", "ul", "ol", "tr"];
    let Some((inside, after)) = text[1..].split_once('>') else { return text.split_at(1) };
    let name = inside.trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.contains(['<', '\n']) {
        return text.split_at(1);
    }
    let name = name.split([' ', '/']).next().unwrap_or_default().to_ascii_lowercase();
    (if LINES.contains(&name.as_str()) { " " } else { "" }, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_texts_become_one_plain_line() {
        let plain = |text: &str| sentence(text, 60);
        assert_eq!(
            plain("  \n\n A  [call](https://x.y/z) of\n`x`.\n\nMore."),
            Some("A call of `x`.".into())
        );
        assert_eq!(plain("<p>One <b>row</b>.</p>"), Some("One row.".into()));
        assert_eq!(plain("a < b and [c] > d"), Some("a < b and [c] > d".into()));
        assert_eq!(plain(""), None);
        assert_eq!(
            brief("Some call, e.g. This one. It ends.", 60),
            Some("Some call, e.g. This one.".into())
        );
        let long = "The first sentence says what it is. The second goes on for ever and ever.";
        assert_eq!(plain(long), Some("The first sentence says what it is.".into()));
        let endless = "word ".repeat(40);
        assert!(plain(&endless).unwrap().ends_with("word …"));
    }
}
