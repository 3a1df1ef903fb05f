//! Finds the record of a schema, among thousands.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher as _};

use crate::drafting::document::Node;
use pagesmith_codegen::work;

/// The schemas so far, each with the name of its record.
#[derive(Default)]
pub(super) struct KnownSchemas<'d> {
    by_place: BTreeMap<*const Node, String>,
    /// By their contents; schemas with equal hashes are in the order of insertion.
    by_hash: BTreeMap<u64, Vec<(&'d Node, String)>>,
}

impl<'d> KnownSchemas<'d> {
    /// The record of this schema.
    pub(super) fn of_node(&self, node: &Node) -> Option<String> {
        self.by_place.get(&std::ptr::from_ref(node)).cloned()
    }

    /// The record of the first equal schema.
    pub(super) fn of_equal(&self, node: &Node) -> Option<String> {
        let alike = self.by_hash.get(&hash(node))?;
        let same = |(known, _): &&(&Node, String)| {
            work::step();
            *known == node
        };
        alike.iter().find(same).map(|(_, name)| name.clone())
    }

    pub(super) fn add(&mut self, node: &'d Node, name: &str) {
        self.by_place.entry(std::ptr::from_ref(node)).or_insert_with(|| name.to_owned());
        self.by_hash.entry(hash(node)).or_default().push((node, name.to_owned()));
    }
}

fn hash(node: &Node) -> u64 {
    let mut hasher = DefaultHasher::new();
    write(node, &mut hasher);
    hasher.finish()
}

fn write(node: &Node, hasher: &mut DefaultHasher) {
    work::step();
    match node {
        Node::Null => 0_u8.hash(hasher),
        Node::Bool(value) => (1_u8, value).hash(hasher),
        Node::Integer(number) => (2_u8, number).hash(hasher),
        // 0 and -0 are equal, but their bits differ.
        Node::Float(number) => (3_u8, (number + 0.0).to_bits()).hash(hasher),
        Node::Text(text) => (4_u8, text).hash(hasher),
        Node::List(elements) => {
            (5_u8, elements.len()).hash(hasher);
            for element in elements {
                write(element, hasher);
            }
        }
        Node::Map(entries) => {
            (6_u8, entries.len()).hash(hasher);
            for (key, value) in entries {
                key.hash(hasher);
                write(value, hasher);
            }
        }
    }
}
