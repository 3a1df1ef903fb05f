//! Names of lists and records that were changed: by a person, or by the description.

use super::edits::spliced;
use super::text::SpecText;
use crate::drafting::document::Node;
use crate::drafting::writer;
use pagesmith_codegen::source_map::Path;
use std::collections::{BTreeMap, BTreeSet};

/// New names, by the old ones.
#[derive(Debug, Default)]
pub(super) struct Renames {
    resources: BTreeMap<String, String>,
    records: BTreeMap<String, String>,
}

/// The renames of records alone.
pub(super) fn records(pairs: &[(String, String)]) -> Renames {
    Renames { records: pairs.iter().cloned().collect(), ..Renames::default() }
}

/// The lists and records that a person renamed: a list is known by its path, and a record by
/// where it is used.
pub(super) fn by_hand(base: &SpecText, mine: &SpecText) -> Renames {
    let lists = |root: &Node| -> Vec<(String, Option<String>)> {
        let of = root.get("resources").map_or(&[][..], Node::entries);
        of.iter().map(|(name, list)| (name.clone(), path_of(list))).collect()
    };
    let (of_base, of_mine) = (lists(&base.root), lists(&mine.root));
    let is_in = |lists: &[(String, Option<String>)], name: &String| {
        lists.iter().any(|(other, _)| other == name)
    };
    let gone = of_base.iter().filter(|(name, _)| !is_in(&of_mine, name));
    let resources: BTreeMap<String, String> = gone
        .filter_map(|(name, path)| {
            let same = |(other, own): &&(String, Option<String>)| {
                own == path && path.is_some() && !is_in(&of_base, other)
            };
            Some((name.clone(), of_mine.iter().find(same)?.0.clone()))
        })
        .collect();
    let mut aligned = base.root.clone();
    rename_keys(&mut aligned, "resources", &resources);
    Renames { records: record_pairs(&aligned, &mine.root).into_iter().collect(), resources }
}

fn path_of(list: &Node) -> Option<String> {
    let path = |key: &str| Some(format!("{key} {}", list.text_of(key)?));
    path("get").or_else(|| path("post"))
}

fn rename_keys(root: &mut Node, group: &str, renames: &BTreeMap<String, String>) {
    let Node::Map(entries) = root else { return };
    let of = entries.iter_mut().find(|(key, _)| key == group);
    let Some((_, Node::Map(entries))) = of else { return };
    for (name, _) in entries {
        if let Some(new) = renames.get(name) {
            name.clone_from(new);
        }
    }
}

/// The records that have one name in one spec and another in the other, where each is used.
pub(super) fn record_pairs(one: &Node, other: &Node) -> Vec<(String, String)> {
    let names = |root: &Node| -> BTreeSet<String> {
        let of = root.get("records").map_or(&[][..], Node::entries);
        of.iter().map(|(name, _)| name.clone()).collect()
    };
    let (ones, others) = (names(one), names(other));
    let mut pairs = BTreeMap::new();
    let mut pair = |a: &str, b: &str| {
        let (a, b) = (words(a), words(b));
        for (a, b) in a.iter().zip(&b).filter(|_| a.len() == b.len()) {
            let renamed = ones.contains(*a) && !others.contains(*a);
            if renamed && others.contains(*b) && !ones.contains(*b) {
                pairs.entry((*a).to_owned()).or_insert_with(|| (*b).to_owned());
            }
        }
    };
    both(one.get("resources"), other.get("resources"), &mut |a, b| {
        if let (Some(a), Some(b)) = (a.text_of("record"), b.text_of("record")) {
            pair(a, b);
        }
    });
    both(one.get("records"), other.get("records"), &mut |a, b| {
        both(a.get("fields"), b.get("fields"), &mut |a, b| {
            if let (Some(a), Some(b)) = (type_of(a), type_of(b)) {
                pair(a, b);
            }
        });
    });
    pairs.into_iter().collect()
}

/// The entries of two maps that have the same key.
fn both(one: Option<&Node>, other: Option<&Node>, see: &mut dyn FnMut(&Node, &Node)) {
    for (key, value) in one.map_or(&[][..], Node::entries) {
        if let Some(other) = other.and_then(|other| other.get(key)) {
            see(value, other);
        }
    }
}

/// The text of a type, in its short or long form.
fn type_of(node: &Node) -> Option<&str> {
    node.text().or_else(|| node.text_of("type"))
}

/// The names in a type; an `enum(…)` has none.
fn words(ty: &str) -> Vec<&str> {
    let plain = if ty.starts_with("enum(") || ty.starts_with("rust(") { "" } else { ty };
    plain
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect()
}

/// The paths of a spec that hold types, with their texts.
fn types(root: &Node) -> Vec<(Path, String)> {
    let mut found = Vec::new();
    let root_path = Path::default();
    let mut add = |path: Path, node: &Node| match node {
        Node::Text(text) => found.push((path, text.clone())),
        Node::Map(_) => {
            found.extend(node.text_of("type").map(|text| (path.key("type"), text.to_owned())));
        }
        Node::List(elements) => {
            let texts = elements.iter().enumerate();
            found.extend(
                texts.filter_map(|(at, node)| Some((path.index(at), node.text()?.to_owned()))),
            );
        }
        _ => {}
    };
    for (name, record) in root.get("records").map_or(&[][..], Node::entries) {
        let path = root_path.key("records").key(name).key("fields");
        for (field, ty) in record.get("fields").map_or(&[][..], Node::entries) {
            add(path.key(field), ty);
        }
    }
    for (name, list) in root.get("resources").map_or(&[][..], Node::entries) {
        let path = root_path.key("resources").key(name);
        if let Some(record) = list.get("record") {
            add(path.key("record"), record);
        }
        for (filter, value) in list.get("filters").map_or(&[][..], Node::entries) {
            if let Some(ty) = value.get("type") {
                add(path.key("filters").key(filter).key("type"), ty);
            }
        }
    }
    found
}

/// The names of records that a spec uses.
pub(super) fn used_records(root: &Node) -> BTreeSet<String> {
    let types = types(root);
    types.iter().flat_map(|(_, ty)| words(ty)).map(str::to_owned).collect()
}

/// The names of styles that a spec uses.
pub(super) fn used_styles(root: &Node) -> BTreeSet<String> {
    let lists = root.get("resources").map_or(&[][..], Node::entries).iter();
    lists.filter_map(|(_, list)| list.text_of("paging").map(str::to_owned)).collect()
}

/// The text with other names.
pub(super) fn renamed(spec: SpecText, renames: &Renames) -> Result<SpecText, String> {
    let mut edits = Vec::new();
    for (group, names) in [("resources", &renames.resources), ("records", &renames.records)] {
        for (old, new) in names {
            edits.extend(
                spec.key(&Path::default().key(group).key(old)).map(|key| (key, new.clone())),
            );
        }
    }
    for (path, ty) in types(&spec.root) {
        let known = words(&ty).into_iter().any(|word| renames.records.contains_key(word));
        if let Some(value) = spec.value(&path).filter(|_| known) {
            let text = with_names(&ty, &renames.records);
            edits.push((value, writer::flow(&Node::Text(text))));
        }
    }
    if edits.is_empty() {
        return Ok(spec);
    }
    SpecText::read(&spliced(&spec.text, edits))
}

/// A type with other names of records.
fn with_names(ty: &str, names: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    let mut rest = ty;
    while !rest.is_empty() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        text.push_str(names.get(word).map_or(word, String::as_str));
        let next = after.find(is_word).unwrap_or(after.len());
        text.push_str(&after[..next]);
        rest = &after[next..];
    }
    text
}
