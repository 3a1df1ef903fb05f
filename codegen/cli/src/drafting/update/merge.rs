//! What changed from one import to the next, as changes of the edited spec.

use super::Conflict;
use super::conflict;
use super::names;
use super::text::SpecText;
use crate::drafting::document::Node;
use crate::drafting::writer;
use pagesmith_codegen::source_map::{Path, PathStep};
use std::collections::BTreeSet;

/// The merged values, and how the edited spec becomes them.
pub(super) struct Merge {
    pub merged: Node,
    pub changes: Vec<Change>,
    pub conflicts: Vec<Conflict>,
}

/// A change of the edited spec.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    pub path: Path,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The entry has another value.
    Set,
    Insert,
    Remove,
}

pub(super) fn merge(base: &SpecText, new: &SpecText, mine: &SpecText) -> Merge {
    let mut steps = Steps { base, mine, changes: Vec::new(), conflicts: Vec::new() };
    let mut merged = mine.root.clone();
    steps.maps(&Path::default(), &base.root, &new.root, &mut merged);
    steps.add_used(&new.root, &mut merged);
    Merge { merged, changes: steps.changes, conflicts: steps.conflicts }
}

struct Steps<'t> {
    base: &'t SpecText,
    mine: &'t SpecText,
    changes: Vec<Change>,
    conflicts: Vec<Conflict>,
}

impl Steps<'_> {
    fn maps(&mut self, path: &Path, base: &Node, new: &Node, mine: &mut Node) {
        for (key, was) in base.entries() {
            if new.get(key).is_none() {
                self.removed(&path.key(key), key, was, mine);
            }
        }
        for (key, now) in new.entries() {
            let here = path.key(key);
            match (base.get(key), mine.get(key).is_some()) {
                (Some(was), true) => self.values(&here, key, was, now, mine),
                // A person removed it, or a list that is there no longer used it.
                (Some(_), false) => {}
                (None, true) => self.values(&here, key, &Node::Null, now, mine),
                // Records and styles are added where they are used.
                (None, false) if is_named(path) => {}
                (None, false) => {
                    insert(mine, new, key);
                    self.change(here, Kind::Insert);
                }
            }
        }
    }

    fn change(&mut self, path: Path, kind: Kind) {
        self.changes.push(Change { path, kind });
    }

    fn removed(&mut self, path: &Path, key: &str, was: &Node, mine: &mut Node) {
        let Some(own) = mine.get(key) else { return };
        if own != was || self.mine.has_own_comment(path, self.base) {
            let why = "the description no longer has it, and it was edited";
            self.conflicts.push(conflict(self.mine, path, why));
            return;
        }
        if let Node::Map(entries) = mine {
            entries.retain(|(name, _)| name != key);
        }
        self.change(path.clone(), Kind::Remove);
    }

    /// A value that both texts have: `was` is null if it is new.
    fn values(&mut self, path: &Path, key: &str, was: &Node, now: &Node, mine: &mut Node) {
        if was == now {
            return;
        }
        let Some(own) = entry(mine, key) else { return };
        let (was, now) = (long_form(path, was, now, own), long_form(path, now, was, own));
        let long = long_form(path, own, &was, &now);
        let nested = |node: &Node| matches!(node, Node::Map(_));
        if nested(&now) && nested(&long) && (nested(&was) || was == Node::Null) {
            let mut merged = long;
            let before = self.changes.len();
            self.maps(path, &was, &now, &mut merged);
            if self.changes.len() > before {
                *own = merged;
            }
        } else if *own == was {
            *own = now;
            self.change(path.clone(), Kind::Set);
        } else if *own != now {
            let why = format!("the description has {} now", shown(&now));
            self.conflicts.push(conflict(self.mine, path, why));
        }
    }

    /// Adds the records and styles that the merged spec uses and lacks.
    fn add_used(&mut self, new: &Node, merged: &mut Node) {
        for (group, used) in [
            ("styles", names::used_styles as fn(&Node) -> BTreeSet<String>),
            ("records", names::used_records),
        ] {
            let Some(all) = new.get(group) else { continue };
            let path = Path::default().key(group);
            if merged.get(group).is_none() {
                let used = used(merged);
                if all.entries().iter().any(|(name, _)| used.contains(name)) {
                    insert(merged, new, group);
                    self.change(path, Kind::Insert);
                }
                continue;
            }
            loop {
                let used = used(merged);
                let names = all.entries().iter().map(|(name, _)| name.as_str());
                let Some(of) = entry(merged, group) else { break };
                let lacking: Vec<&str> =
                    names.filter(|name| used.contains(*name) && of.get(name).is_none()).collect();
                if lacking.is_empty() {
                    break;
                }
                for name in lacking {
                    insert(of, all, name);
                    self.change(path.key(name), Kind::Insert);
                }
            }
        }
    }
}

/// Whether entries of this map are only there to be used by others.
fn is_named(path: &Path) -> bool {
    matches!(path.0.as_slice(), [PathStep::Key(key)] if matches!(key.as_str(), "records" | "styles"))
}

/// A field's type as the map that has only it, if one of the other two is such a map.
fn long_form(path: &Path, node: &Node, one: &Node, other: &Node) -> Node {
    let is_field = matches!(path.0.as_slice(),
        [PathStep::Key(records), _, PathStep::Key(fields), _] if records == "records" && fields == "fields");
    let is_long = |node: &Node| node.get("type").is_some();
    match node {
        Node::Text(_) if is_field && (is_long(one) || is_long(other)) => {
            Node::Map(vec![("type".to_owned(), node.clone())])
        }
        node => node.clone(),
    }
}

fn entry<'n>(map: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    let Node::Map(entries) = map else { return None };
    entries.iter_mut().find_map(|(name, value)| (name == key).then_some(value))
}

/// Inserts an entry behind the one that is before it in `from`, as far as `into` has that.
fn insert(into: &mut Node, from: &Node, key: &str) {
    let (Node::Map(entries), Some(value)) = (into, from.get(key)) else { return };
    let before =
        from.entries().iter().map(|(name, _)| name.as_str()).take_while(|name| *name != key);
    let place = before.filter_map(|name| entries.iter().position(|(own, _)| own == name)).last();
    entries.insert(place.map_or(0, |at| at + 1), (key.to_owned(), value.clone()));
}

/// A value in a message.
fn shown(node: &Node) -> String {
    const MOST: usize = 80;
    let text = node.text().map_or_else(|| writer::flow(node), str::to_owned);
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
