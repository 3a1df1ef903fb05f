//! An OpenAPI description: finds its parts and follows `$ref`s.

use super::files::Unread;
use crate::drafting::document::{self, Node};
use pagesmith_codegen::work::Counted;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// The most parts that all large schemas may share, so that a description is not read again
/// and again.
const MAX_PARTS: usize = 400_000;
/// The longest chain of `$ref`s.
const MAX_HOPS: usize = 32;

/// A description.
pub(super) struct Document<'d> {
    pub root: &'d Node,
    /// The entries of large objects by their keys: a description has thousands of
    /// components, and more `$ref`s.
    by_key: RefCell<BTreeMap<*const Node, ByKey>>,
    /// How many more parts the large schemas may have in total.
    parts: Cell<usize>,
    /// Why `$ref`s to files can't be followed.
    pub unread: Unread,
}

/// The index of each entry of an object by its key.
type ByKey = BTreeMap<Counted<String>, usize>;

/// Objects with fewer entries are searched without an index.
const LARGE: usize = 16;

/// The target of a `$ref`, with the last name of its pointer.
#[derive(Clone, Copy)]
pub(super) struct Resolved<'d> {
    pub node: &'d Node,
    pub name: Option<&'d str>,
}

impl<'d> Document<'d> {
    /// Checks that the document is a description of a supported version.
    pub(super) fn of(root: &'d Node) -> Result<Self, String> {
        if let Some(version) = root.text_of("swagger").filter(|_| root.get("openapi").is_none()) {
            return Err(format!(
                "is Swagger {version}; only Swagger 2.0 and OpenAPI 3 are supported, so convert it first"
            ));
        }
        let version = match root.get("openapi") {
            Some(Node::Text(version)) => version.clone(),
            Some(Node::Float(version)) => version.to_string(),
            _ => {
                return Err(
                    "has no `openapi` key with the version of the format, so it is not a description that can be read"
                        .to_owned(),
                );
            }
        };
        if !version.starts_with("3.") {
            return Err(format!(
                "is OpenAPI {version}; only OpenAPI 3 and Swagger 2.0 are supported"
            ));
        }
        let (by_key, unread) = Default::default();
        Ok(Self { root, by_key, parts: Cell::new(MAX_PARTS), unread })
    }

    /// Takes one of the parts that large schemas share; false if none is left.
    pub(super) fn take_part(&self) -> bool {
        let left = self.parts.get().checked_sub(1);
        self.parts.set(left.unwrap_or_default());
        left.is_some()
    }

    /// Follows `$ref`s within the description; `None` if one leads nowhere, to another file,
    /// or in a circle.
    pub(super) fn resolve(&self, node: &'d Node) -> Option<Resolved<'d>> {
        self.follow(node).ok()
    }

    /// Follows `$ref`s within the description; a clause if one can't be followed.
    pub(super) fn follow(&self, node: &'d Node) -> Result<Resolved<'d>, String> {
        let mut resolved = Resolved { node, name: None };
        for _ in 0..MAX_HOPS {
            let Some(target) = resolved.node.text_of("$ref") else { return Ok(resolved) };
            let Some(pointer) = target.strip_prefix('#') else {
                let why = match self.unread.get(target) {
                    Some(why) => format!("can't be followed: {why}"),
                    None => "leads out of the description; bundle the files into one".to_owned(),
                };
                return Err(format!("{} {why}", reference(target)));
            };
            let found = self.at(pointer).or_else(|| self.at(&decoded(pointer)?));
            let Some(found) = found else {
                return Err(format!("{} has no target", reference(target)));
            };
            resolved = Resolved { node: found, name: pointer.rsplit('/').next() };
        }
        let target = resolved.node.text_of("$ref").unwrap_or_default();
        Err(format!("{} is part of a chain of more than {MAX_HOPS}", reference(target)))
    }

    /// The value at a JSON Pointer.
    fn at(&self, pointer: &str) -> Option<&'d Node> {
        document::at(self.root, pointer, |node, key| self.entry(node, key))
    }

    /// The entry of an object.
    fn entry(&self, node: &'d Node, key: &str) -> Option<&'d Node> {
        let entries = node.entries();
        if entries.len() < LARGE {
            return node.get(key);
        }
        let mut by_key = self.by_key.borrow_mut();
        let index = || {
            // The first entry of a repeated key counts.
            let entries = entries.iter().enumerate().rev();
            entries.map(|(index, (key, _))| (Counted(key.clone()), index)).collect()
        };
        let found = by_key.entry(std::ptr::from_ref(node)).or_insert_with(index);
        entries.get(*found.get(&Counted(key.to_owned()))?).map(|(_, node)| node)
    }

    /// The value of an entry; follows any `$ref`.
    pub(super) fn get(&self, node: &'d Node, key: &str) -> Option<&'d Node> {
        self.resolve(self.entry(node, key)?).map(|resolved| resolved.node)
    }
}

/// A `$ref` in a message.
fn reference(target: &str) -> String {
    const MOST: usize = 100;
    let mut short: String = target.chars().take(MOST).collect();
    if short.len() < target.len() {
        short.push('…');
    }
    format!("the `$ref` to `{short}`")
}

/// A pointer in a URL may be percent-encoded.
pub(super) fn decoded(pointer: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = pointer.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if let (b'%', [high, low, after @ ..]) = (first, after) {
            let digit = |byte: &u8| {
                char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
            };
            bytes.push(digit(high)? * 16 + digit(low)?);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}
