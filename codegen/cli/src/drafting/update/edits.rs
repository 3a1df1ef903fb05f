//! Edits of the spec's text: each changes as little as it can, so that comments and layout stay.

use super::Conflict;
use super::conflict;
use super::merge::{Change, Kind};
use super::text::{self, SpecText};
use crate::drafting::document::Node;
use crate::drafting::writer;
use pagesmith_codegen::source_map::{Path, PathStep};
use std::collections::BTreeMap;
use std::ops::Range;

/// A stretch of a text, and what takes its place.
type Edit = (Range<usize>, String);

/// The text with these edits, which do not overlap; those of one place stay in their order.
pub(super) fn spliced(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::new();
    let mut at = 0;
    for (range, new) in edits {
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&new);
        at = range.end;
    }
    out + &text[at..]
}

/// The text of the merged spec, and the changes that no edit can make.
pub(super) fn apply(
    base: &SpecText,
    new: &SpecText,
    mine: &SpecText,
    merged: &Node,
    changes: &[Change],
) -> (String, Vec<Conflict>) {
    let mut editor = Editor { base, new, mine, merged, edits: Vec::new(), conflicts: Vec::new() };
    let mut units: BTreeMap<Path, &Change> = BTreeMap::new();
    for change in changes {
        match mine.unit(&change.path) {
            Some(unit) => drop(units.entry(unit).or_insert(change)),
            None => editor.change(change),
        }
    }
    for unit in units.keys() {
        editor.replace(unit);
    }
    editor.comments(&Path::default());
    (spliced(&mine.text, editor.edits), editor.conflicts)
}

struct Editor<'t> {
    base: &'t SpecText,
    new: &'t SpecText,
    mine: &'t SpecText,
    merged: &'t Node,
    edits: Vec<Edit>,
    conflicts: Vec<Conflict>,
}

impl Editor<'_> {
    fn change(&mut self, change: &Change) {
        let edit = match change.kind {
            Kind::Set => return self.replace(&change.path),
            Kind::Remove => self.remove(&change.path),
            Kind::Insert => self.insert(&change.path),
        };
        match edit {
            Some(edit) => self.edits.push(edit),
            None => self.give_up(&change.path),
        }
    }

    fn give_up(&mut self, path: &Path) {
        let why = "the description changed it, and the text around it could not be edited: merge it by hand";
        self.conflicts.push(conflict(self.mine, path, why));
    }

    /// Replaces a whole value.
    fn replace(&mut self, path: &Path) {
        let (Some(range), Some(value)) = (self.mine.value(path), text::at(self.merged, path))
        else {
            return self.give_up(path);
        };
        let old = &self.mine.text[range.clone()];
        // A text may have this sign in quotes.
        let is_text = matches!(self.mine.at(path), Some(Node::Text(_)));
        if old.contains('#') && !is_text {
            return self.give_up(path);
        }
        let own_line = self.new.at(path) == Some(value) && self.new.unit(path).is_none();
        let verbatim = self.new.value_text(path).filter(|_| own_line);
        let same_indent = self.new.indent(path) == self.mine.indent(path);
        let written = verbatim.filter(|_| same_indent && value.text().is_some());
        let written = written.map_or_else(|| writer::flow(value), str::to_owned);
        self.edits.push((range, written));
    }

    /// Removes an entry with its comment, which is not a person's: see `merge`.
    fn remove(&self, path: &Path) -> Option<Edit> {
        let parent = path.parent()?;
        // A map without entries is no value of a block.
        let is_empty = text::at(self.merged, &parent).is_some_and(|map| map.entries().is_empty());
        if is_empty && !parent.0.is_empty() {
            let value = self.mine.value(&parent)?;
            return Some((value, "{}".to_owned()));
        }
        let mut start = self.mine.comment(path)?.start;
        let end = self.mine.end(path)?;
        let before = &self.mine.text[..start];
        let after = &self.mine.text[end..];
        if before.ends_with("\n\n") && (after.is_empty() || after.starts_with('\n')) {
            start -= 1;
        }
        Some((start..end, String::new()))
    }

    /// Inserts an entry behind the one before it.
    fn insert(&self, path: &Path) -> Option<Edit> {
        let parent = path.parent()?;
        let Some(PathStep::Key(key)) = path.0.last() else { return None };
        let siblings = text::at(self.merged, &parent)?.entries();
        let at = siblings.iter().position(|(name, _)| name == key)?;
        let known = |(name, _): &&(String, Node)| self.mine.key(&parent.key(name)).is_some();
        let before = siblings[..at].iter().rev().find(known);
        let any = before.or_else(|| siblings.iter().find(known))?;
        let sibling = parent.key(&any.0);
        let place = match before {
            Some(_) => self.mine.end(&sibling)?,
            None => self.mine.comment(&sibling)?.start,
        };
        let indent = self.mine.indent(&sibling);
        let mut written = self.written(path, key, indent);
        if place > 0 && !self.mine.text[..place].ends_with('\n') {
            written.insert(0, '\n');
        }
        Some((place..place, written))
    }

    /// The lines of a new entry: those of the new import, or a line of its own.
    fn written(&self, path: &Path, key: &str, indent: usize) -> String {
        let merged = text::at(self.merged, path).unwrap_or(&Node::Null);
        let is_whole = self.new.at(path) == Some(merged) && self.new.unit(path).is_none();
        let lines = || {
            let start = self.new.comment(path)?.start;
            let end = self.new.end(path)?;
            let spaced = self.new.text[..start].ends_with("\n\n");
            Some((spaced, self.new.text.get(start..end)?))
        };
        let Some((spaced, lines)) = lines().filter(|_| is_whole) else {
            let key = writer::flow(&Node::Text(key.to_owned()));
            return format!("{}{key}: {}\n", " ".repeat(indent), writer::flow(merged));
        };
        let was = self.new.indent(path);
        let mut text = if spaced { "\n".to_owned() } else { String::new() };
        let own_indent = " ".repeat(indent);
        for line in lines.lines() {
            let bare = line.get(was..).unwrap_or_default();
            text.extend([if bare.is_empty() { "" } else { &own_indent }, bare, "\n"]);
        }
        text
    }

    /// Updates the comments that no person changed.
    fn comments(&mut self, path: &Path) {
        for (key, value) in self.mine.at(path).map_or(&[][..], Node::entries) {
            let path = path.key(key);
            if self.mine.unit(&path).is_some() || self.base.unit(&path).is_some() {
                continue;
            }
            let stays = text::at(self.merged, &path).is_some() && self.new.at(&path).is_some();
            let (was, now) = (self.base.comment_lines(&path), self.new.comment_lines(&path));
            let own = self.mine.comment_lines(&path);
            let unlike = self.new.unit(&path).is_none() && was != now && own == was;
            if let (true, Some(range)) = (stays && unlike, self.mine.comment(&path)) {
                let indent = " ".repeat(self.mine.indent(&path));
                let lines = now.iter().map(|line| format!("{indent}{line}\n"));
                self.edits.push((range, lines.collect()));
            }
            if matches!(value, Node::Map(_)) {
                self.comments(&path);
            }
        }
    }
}
