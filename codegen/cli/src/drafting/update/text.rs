//! The text of a spec, with its values and where they are.

use crate::drafting::document::Node;
use pagesmith_codegen::parse::spec_file;
use pagesmith_codegen::source_map::{EntrySpan, Path, PathStep, SourceMap, Span};
use std::ops::Range;

/// A spec as text and as values.
pub(super) struct SpecText {
    pub text: String,
    pub root: Node,
    spans: SourceMap,
}

impl SpecText {
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (_, spans) = spec_file::parse(text).map_err(|problems| {
            let first = problems.problems.first().map_or("", |problem| &problem.message);
            format!("is not valid: {first}")
        })?;
        let root = Node::read(text.as_bytes())?;
        Ok(Self { text: text.to_owned(), root, spans })
    }

    /// The value at a path.
    pub(super) fn at(&self, path: &Path) -> Option<&Node> {
        at(&self.root, path)
    }

    fn entry(&self, path: &Path) -> Option<(Option<Range<usize>>, Range<usize>)> {
        let EntrySpan { key, value } = self.spans.get(path)?;
        let bytes =
            |span: &Span| if let Span::Bytes(bytes) = span { Some(bytes.clone()) } else { None };
        Some((key.as_ref().and_then(bytes), bytes(value)?))
    }

    pub(super) fn key(&self, path: &Path) -> Option<Range<usize>> {
        self.entry(path)?.0
    }

    /// The text of a value, without the space behind it.
    pub(super) fn value(&self, path: &Path) -> Option<Range<usize>> {
        let value = self.entry(path)?.1;
        let length = self.text[value.clone()].trim_end().len();
        Some(value.start..value.start + length)
    }

    pub(super) fn value_text(&self, path: &Path) -> Option<&str> {
        self.text.get(self.value(path)?)
    }

    /// The line of the nearest value, from 1.
    pub(super) fn line(&self, path: &Path) -> usize {
        let mut path = path.clone();
        let start = loop {
            match (self.entry(&path), path.parent()) {
                (Some((key, value)), _) => break key.unwrap_or(value).start,
                (None, Some(parent)) => path = parent,
                (None, None) => break 0,
            }
        };
        self.text[..start].matches('\n').count() + 1
    }

    /// The nearest value at or above a path that an edit can replace as a whole: one in braces or
    /// brackets, or one that is a text although the path leads into it. `None` if the path is an
    /// entry of a block.
    pub(super) fn unit(&self, path: &Path) -> Option<Path> {
        let mut prefix = Path::default();
        for (depth, step) in path.0.iter().enumerate() {
            prefix.0.push(step.clone());
            let is_last = depth + 1 == path.0.len();
            let text = self.value_text(&prefix)?;
            let is_block = matches!(self.at(&prefix), Some(Node::Map(_))) && !text.starts_with('{');
            if !is_last && !is_block {
                return Some(prefix);
            }
        }
        None
    }

    /// The start of the line of an entry.
    pub(super) fn start(&self, path: &Path) -> Option<usize> {
        let start = self.key(path)?.start;
        Some(self.text[..start].rfind('\n').map_or(0, |at| at + 1))
    }

    /// The end of the last line of an entry, behind its line break.
    pub(super) fn end(&self, path: &Path) -> Option<usize> {
        let mut path = path.clone();
        while let Some(Node::Map(entries)) = self.at(&path) {
            let in_block = self.value_text(&path).is_some_and(|text| !text.starts_with('{'));
            match entries.last() {
                Some((last, _)) if in_block => path = path.key(last),
                _ => break,
            }
        }
        let end = self.value(&path)?.end;
        Some(self.text[end..].find('\n').map_or(self.text.len(), |at| end + at + 1))
    }

    /// The comment lines directly above an entry.
    pub(super) fn comment(&self, path: &Path) -> Option<Range<usize>> {
        let end = self.start(path)?;
        let mut start = end;
        while start > 0 {
            let line = self.text[..start - 1].rfind('\n').map_or(0, |at| at + 1);
            if !self.text[line..start].trim_start().starts_with('#') {
                break;
            }
            start = line;
        }
        Some(start..end)
    }

    /// The lines of the comment above an entry, without their indent.
    pub(super) fn comment_lines(&self, path: &Path) -> Vec<&str> {
        let lines = self.comment(path).and_then(|range| self.text.get(range));
        lines.unwrap_or_default().lines().map(str::trim).collect()
    }

    /// Whether an entry has a comment, above or within it, that another text does not have.
    pub(super) fn has_own_comment(&self, path: &Path, other: &Self) -> bool {
        if self.unit(path).is_some() {
            return false;
        }
        let (Some(above), Some(end)) = (self.comment(path), self.end(path)) else { return false };
        let commented = self.text[above.start..end].lines().filter(|line| line.contains('#'));
        commented.map(str::trim).any(|line| !other.text.lines().any(|known| known.trim() == line))
    }

    /// The column of an entry's key.
    pub(super) fn indent(&self, path: &Path) -> usize {
        self.key(path).zip(self.start(path)).map_or(0, |(key, start)| key.start - start)
    }
}

/// The value at a path.
pub(super) fn at<'n>(root: &'n Node, path: &Path) -> Option<&'n Node> {
    path.0.iter().try_fold(root, |node, step| match step {
        PathStep::Key(key) => node.get(key),
        PathStep::Index(index) => node.elements().get(*index),
    })
}
