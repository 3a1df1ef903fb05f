//! Writes the tree as text: short maps on one line, blank lines between long entries, and
//! comments at their entries.

use super::scalar::{is_break, scalar, wrap};
use super::tree::{self, Entry, Tree};
use super::{Comments, Draft};
use crate::drafting::document::Node;
use pagesmith_codegen::diag::is_hidden;
use pagesmith_codegen::source_map::Path;

/// Longest line that a map is written on.
const WIDTH: usize = 110;

pub(super) fn text(draft: &Draft) -> String {
    let mut writer = Writer { comments: &draft.comments, out: String::new() };
    let root = Path::default();
    for line in draft.comments.lines_above(&root) {
        writer.comment("", line);
    }
    writer.map(&tree::spec(&draft.spec), &root, 0);
    writer.out
}

struct Writer<'a> {
    comments: &'a Comments,
    out: String,
}

impl Writer<'_> {
    fn push(&mut self, texts: &[&str]) {
        self.out.extend(texts.iter().copied());
    }

    fn comment(&mut self, indent: &str, text: &str) {
        let width = WIDTH.saturating_sub(indent.len() + 2);
        for line in wrap(&one_line(text), width, width) {
            self.push(&[indent, "# ", &line, "\n"]);
        }
    }

    fn map(&mut self, entries: &[Entry], at: &Path, depth: usize) {
        let indent = "  ".repeat(depth);
        let mut was_long = false;
        for (index, entry) in entries.iter().enumerate() {
            let path = at.key(&entry.key);
            let key = format!("{indent}{}:", scalar(&entry.key, false));
            let line = self.on_one_line(entry, &path, key.chars().count());
            let long = line.is_none() && depth < 2;
            if index > 0 && (long || was_long) {
                self.out.push('\n');
            }
            was_long = long;
            for line in self.comments.lines_above(&path) {
                self.comment(&indent, line);
            }
            self.out.push_str(&key);
            self.entry(entry, &path, line, depth);
        }
    }

    /// Writes what follows the key.
    fn entry(&mut self, entry: &Entry, at: &Path, line: Option<String>, depth: usize) {
        let line = match (line, &entry.value) {
            (Some(line), _) => format!(" {line}"),
            (None, Tree::Text(text)) => {
                let room = WIDTH.saturating_sub(2 * depth + entry.key.len() + 2);
                let indent = "  ".repeat(depth + 1);
                let lines = wrap(&scalar(text, false), room, WIDTH.saturating_sub(indent.len()));
                format!(" {}", lines.join(&format!("\n{indent}")))
            }
            (None, _) => String::new(),
        };
        let is_block = line.is_empty();
        self.out.push_str(&line);
        if let Some(text) = self.comments.beside.get(at) {
            self.push(&["  # ", &one_line(text)]);
        }
        self.out.push('\n');
        if let (true, Tree::Map(entries)) = (is_block, &entry.value) {
            self.map(entries, at, depth + 1);
        }
    }

    /// The value, if it fits on the line of its key.
    fn on_one_line(&self, entry: &Entry, at: &Path, used: usize) -> Option<String> {
        let line = match &entry.value {
            Tree::Text(text) => scalar(text, false),
            Tree::Map(entries) if entries.is_empty() => "{}".to_owned(),
            Tree::Map(_) if entry.block || self.comments.any_within(at) => return None,
            value => flow(value),
        };
        let fits = used + 1 + line.chars().count() <= WIDTH;
        // A list has no other form, and a word can't be broken.
        let only_form = matches!(entry.value, Tree::List(_) | Tree::Plain(_));
        (fits || only_form).then_some(line)
    }
}

fn flow(value: &Tree) -> String {
    match value {
        Tree::Text(text) => scalar(text, true),
        Tree::Plain(text) => text.clone(),
        Tree::List(elements) => {
            format!("[{}]", elements.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Tree::Map(entries) => {
            let entry =
                |entry: &Entry| format!("{}: {}", scalar(&entry.key, true), flow(&entry.value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A value on one line, for a place in braces or brackets.
pub(crate) fn node(value: &Node) -> String {
    match value {
        Node::Null => "null".to_owned(),
        Node::Bool(value) => value.to_string(),
        Node::Integer(number) => number.to_string(),
        Node::Float(number) => number.to_string(),
        Node::Text(text) => scalar(text, true),
        Node::List(elements) => {
            format!("[{}]", elements.iter().map(node).collect::<Vec<_>>().join(", "))
        }
        Node::Map(entries) => {
            let entry =
                |(key, value): &(String, Node)| format!("{}: {}", scalar(key, true), node(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The text on one line, because a comment ends with its line.
fn one_line(text: &str) -> String {
    let visible = |c: char| if is_hidden(c) || is_break(c) { ' ' } else { c };
    text.chars().map(visible).collect::<String>().trim_end().to_owned()
}
