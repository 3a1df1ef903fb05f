//! Which operations `--only` and `--without` select.

use super::Options;
use crate::drafting::document::Node;

/// The patterns, and which of them matched an operation.
pub(super) struct Selection<'o> {
    only: Vec<Pattern<'o>>,
    without: Vec<Pattern<'o>>,
}

struct Pattern<'o> {
    text: &'o str,
    matched: bool,
}

impl<'o> Selection<'o> {
    pub(super) fn of(options: &'o Options) -> Self {
        let patterns = |texts: &'o [String]| {
            texts.iter().map(|text| Pattern { text, matched: false }).collect()
        };
        Self { only: patterns(&options.only), without: patterns(&options.without) }
    }

    /// Whether an operation is selected.
    pub(super) fn has(&mut self, path: &str, operation: &Node) -> bool {
        let id = operation.text_of("operationId").unwrap_or_default();
        let is_in = |patterns: &mut Vec<Pattern<'_>>| {
            patterns.iter_mut().fold(false, |found, pattern| {
                let matches = matches(pattern.text, path) || matches(pattern.text, id);
                pattern.matched |= matches;
                found || matches
            })
        };
        // Each pattern is tried, so that one that matches nothing can be reported.
        let (only, without) = (is_in(&mut self.only), is_in(&mut self.without));
        (only || self.only.is_empty()) && !without
    }

    /// The patterns that matched no operation.
    pub(super) fn unmatched(&self) -> impl Iterator<Item = &str> {
        let all = self.only.iter().chain(&self.without);
        all.filter(|pattern| !pattern.matched).map(|pattern| pattern.text)
    }
}

/// Whether a text is what a pattern describes: `*` means any text.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    let mut rest = rest;
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_means_any_text() {
        for (pattern, text) in [
            ("/orders", "/orders"),
            ("/orders*", "/orders/{id}/rows"),
            ("*rows", "/orders/{id}/rows"),
            ("/*/rows", "/orders/{id}/rows"),
            ("*", ""),
            ("a*b*c", "a-b-b-c"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("/orders", "/orders/"),
            ("/orders*x", "/orders"),
            ("a*a", "a"),
            ("*b*", "ac"),
            ("", "a"),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
