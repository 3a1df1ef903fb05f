//! What a reply holds beside its items: arrays and keys, each with what schema, examples and
//! words say of it.

use super::declared::marks::{self, InReply};
use super::document::Document;
use super::schema::Schema;
use crate::drafting::detect::{Array, Key, RowKind, Says, ValueKind, says};
use crate::drafting::document::{self, Node};
use pagesmith_codegen::work::Counted;
use std::collections::BTreeSet;

/// Deepest object of a reply that is searched for items and keys.
const MAX_DEPTH: usize = 3;
/// The largest number of keys of an envelope that are read.
const MAX_KEYS: usize = 400;
/// The largest number of examples of one reply that are read.
const MAX_EXAMPLES: usize = 20;

/// The contents of an envelope.
#[derive(Default)]
pub(super) struct Envelope<'d> {
    pub arrays: Vec<Array<&'d Node>>,
    /// The objects with keys of any name, and their values.
    pub maps: Vec<Array<&'d Node>>,
    pub keys: Vec<Key>,
    /// Marks on its properties, and on those of its rows.
    pub marks: Vec<InReply>,
    /// Which parts of it were not read, and why.
    pub unread: Vec<String>,
    /// The examples of the whole reply.
    examples: Vec<&'d Node>,
}

impl<'d> Envelope<'d> {
    /// Reads the schema and the examples of a reply.
    pub(super) fn of(document: &Document<'d>, schema: &'d Node, media: Option<&'d Node>) -> Self {
        let mut envelope = Self::default();
        let one = media.and_then(|media| media.get("example"));
        let named = media.and_then(|media| media.get("examples")).map_or(&[][..], Node::entries);
        let named = named.iter().filter_map(|(_, example)| document.get(example, "value"));
        envelope.examples = one.into_iter().chain(named).take(MAX_EXAMPLES).collect();
        envelope.read(document, schema, String::new(), true, 0);
        envelope
    }

    fn read(
        &mut self,
        document: &Document<'d>,
        node: &'d Node,
        pointer: String,
        always: bool,
        depth: usize,
    ) {
        if depth > MAX_DEPTH || self.keys.len() > MAX_KEYS {
            return;
        }
        let schema = Schema::of(document, node);
        self.unread.extend_from_slice(&schema.unread);
        if let Some(mark) = marks::of(node).or_else(|| marks::of(schema.node?)) {
            self.marks.push(InReply { mark, pointer: pointer.clone(), of_row: false });
        }
        if schema.is_array() {
            return self.array(document, &schema, pointer);
        }
        let is_map = schema.is_object() && schema.properties.is_empty();
        if let Some(value) = schema.additional.filter(|_| is_map) {
            let rows = row_kind(&Schema::of(document, value));
            return self.maps.push(Array { pointer, rows, element: value });
        }
        if schema.is_object() {
            let required: BTreeSet<Counted<&str>> =
                schema.required.iter().copied().map(Counted).collect();
            for (name, property) in &schema.properties {
                let step = name.replace('~', "~0").replace('/', "~1");
                let always = always && !schema.nullable && required.contains(&Counted(name));
                self.read(document, property, format!("{pointer}/{step}"), always, depth + 1);
            }
            return;
        }
        if let (Some(kind), false) = (value_kind(&schema), pointer.is_empty()) {
            let kind = match kind {
                ValueKind::Text | ValueKind::Link => self.text_kind(&schema, node, &pointer, kind),
                other => other,
            };
            let whole = || self.examples.iter().filter(|reply| !reply.entries().is_empty());
            let has = |reply: &Node| document::at(reply, &pointer, Node::get).is_some();
            let lacking = whole().next().is_some() && !whole().any(|reply| has(reply));
            self.keys.push(Key { pointer, kind, always, lacking, smallest_value: None });
        }
    }

    fn array(&mut self, document: &Document<'d>, schema: &Schema<'d>, pointer: String) {
        let Some(element) = schema.items else { return };
        let row = Schema::of(document, element);
        self.unread.extend_from_slice(&row.unread);
        let marked = row.properties.iter().filter_map(|(name, node)| {
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            Some(InReply { mark: marks::of(node)?, pointer, of_row: true })
        });
        self.marks.extend(marked);
        let rows = row_kind(&row);
        self.arrays.push(Array { pointer, rows, element });
    }

    /// Whether a text is a link or a token: examples say so before the format, and the format
    /// before words.
    fn text_kind(
        &self,
        schema: &Schema<'_>,
        node: &Node,
        pointer: &str,
        by_format: ValueKind,
    ) -> ValueKind {
        let own = schema.node.unwrap_or(node);
        let one = [node, own].map(|node| node.get("example")).into_iter().flatten();
        let many = node.get("examples").or_else(|| own.get("examples"));
        let many = many.map_or(&[][..], Node::elements).iter();
        let of_reply =
            self.examples.iter().filter_map(|reply| document::at(reply, pointer, Node::get));
        let texts: Vec<&str> = one
            .chain(many)
            .chain(of_reply)
            .filter_map(Node::text)
            .filter(|text| !is_placeholder(text))
            .collect();
        if !texts.is_empty() {
            let links = texts.iter().filter(|text| is_link(text)).count();
            return match links {
                0 => ValueKind::Token,
                _ if links == texts.len() => ValueKind::Link,
                _ => ValueKind::Text,
            };
        }
        if by_format == ValueKind::Link {
            return ValueKind::Link;
        }
        let docs = node.text_of("description").or(schema.docs).unwrap_or_default();
        match (says(docs, Says::Link), says(docs, Says::Token)) {
            (Some(_), None) => ValueKind::Link,
            (None, Some(_)) => ValueKind::Token,
            _ => ValueKind::Text,
        }
    }
}

/// Whether an example is a word for a value, such as `string` or `example string`: no link and no
/// token has a space.
fn is_placeholder(text: &str) -> bool {
    text.is_empty() || text == "string" || text.contains(char::is_whitespace)
}

/// Whether an example is a link: absolute, a path, or something with a query.
fn is_link(text: &str) -> bool {
    let query = text.split_once('?').is_some_and(|(_, query)| query.contains('='));
    // A token in base64 may begin with a slash, and ends with `=`.
    text.contains("://") || query || (text.starts_with('/') && !text.contains('='))
}

fn row_kind(row: &Schema<'_>) -> RowKind {
    let single = |ty: &&str| matches!(*ty, "string" | "integer" | "number");
    if row.is_object() && !row.properties.is_empty() {
        RowKind::Records
    } else if !row.unread.is_empty() {
        RowKind::Other
    } else if row.is_object() || row.anything || row.types.is_empty() {
        RowKind::Free
    } else if row.types.iter().all(single) {
        RowKind::Scalars
    } else {
        RowKind::Other
    }
}

fn value_kind(schema: &Schema<'_>) -> Option<ValueKind> {
    let link =
        schema.format.is_some_and(|format| matches!(format, "uri" | "url" | "uri-reference"));
    match schema.types.as_slice() {
        ["string"] if link => Some(ValueKind::Link),
        ["boolean"] => Some(ValueKind::Boolean),
        [] if schema.properties.is_empty() => Some(ValueKind::Any),
        _ if schema.is_numeric() => Some(ValueKind::Number),
        types if types.contains(&"string") => Some(ValueKind::Text),
        _ => None,
    }
}
