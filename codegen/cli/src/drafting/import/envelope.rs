//! What a reply holds beside its items: arrays and keys, each with what schema, examples and
//! words say of it.

use super::declared::marks::{self, InReply};
use super::document::Document;
use super::headers;
use super::schema::Schema;
use crate::drafting::detect::{Array, Key, LinkArray, RowKind, Says, ValueKind, names, says};
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
    /// The objects with keys of any name whose values are arrays, and the elements of these.
    pub groups: Vec<Array<&'d Node>>,
    /// Pointers to the arrays in place of which a single row may come.
    pub one_or_many: Vec<String>,
    pub keys: Vec<Key>,
    /// The arrays of links.
    pub links: Vec<LinkArray>,
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
        if let Some(elements) = one_or_many(document, node) {
            self.one_or_many.push(pointer.clone());
            return self.array(document, (node, elements), pointer, false);
        }
        if let Some(elements) = schema.items.filter(|_| schema.is_array()) {
            return self.array(document, (node, elements), pointer, always && !schema.nullable);
        }
        if schema.is_array() {
            return;
        }
        let is_map = schema.is_object() && schema.properties.is_empty();
        if let Some(value) = schema.additional.filter(|_| is_map) {
            return self.map(document, value, pointer);
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
            let seen = self.texts(&schema, node, &pointer).into_iter().map(str::to_owned);
            let words = schema.values.iter().filter_map(|value| headers::word(value));
            let values = words.chain(seen).collect();
            let key = Key { pointer, kind, always, lacking, values, ..Key::default() };
            self.keys.push(key);
        }
    }

    /// Reads an object with keys of any name.
    fn map(&mut self, document: &Document<'d>, value: &'d Node, pointer: String) {
        let schema = Schema::of(document, value);
        if let Some(element) = schema.items.filter(|_| schema.is_array()) {
            let rows = row_kind(&Schema::of(document, element));
            self.groups.push(Array { pointer, rows, element });
        } else {
            let rows = row_kind(&schema);
            self.maps.push(Array { pointer, rows, element: value });
        }
    }

    fn array(
        &mut self,
        document: &Document<'d>,
        (node, element): (&'d Node, &'d Node),
        pointer: String,
        always: bool,
    ) {
        let row = Schema::of(document, element);
        self.links.extend(self.link_array(document, node, &row, &pointer, always));
        self.unread.extend_from_slice(&row.unread);
        let marked = row.properties.iter().filter_map(|(name, node)| {
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            Some(InReply { mark: marks::of(node)?, pointer, of_row: true })
        });
        self.marks.extend(marked);
        let rows = row_kind(&row);
        self.arrays.push(Array { pointer, rows, element });
    }

    /// The texts that examples have there.
    fn texts<'t>(&'t self, schema: &Schema<'t>, node: &'t Node, pointer: &str) -> Vec<&'t str> {
        let own = schema.node.unwrap_or(node);
        let one = [node, own].map(|node| node.get("example")).into_iter().flatten();
        let many = node.get("examples").or_else(|| own.get("examples"));
        let many = many.map_or(&[][..], Node::elements).iter();
        let of_reply =
            self.examples.iter().filter_map(|reply| document::at(reply, pointer, Node::get));
        one.chain(many)
            .chain(of_reply)
            .filter_map(Node::text)
            .filter(|text| !is_placeholder(text))
            .collect()
    }

    /// An array of links, and what shows that one of them leads to the next page: an enum, an
    /// example, or words.
    fn link_array(
        &self,
        document: &Document<'d>,
        node: &'d Node,
        row: &Schema<'d>,
        pointer: &str,
        always: bool,
    ) -> Option<LinkArray> {
        let fields: Vec<&str> = row.properties.iter().map(|(name, _)| *name).collect();
        let mut array = LinkArray { always, ..LinkArray::of_fields(pointer, &fields)? };
        let (_, relation) = row.properties.iter().find(|(name, _)| *name == array.relation)?;
        let schema = Schema::of(document, relation);
        let name = array.relation.clone();
        let texts = [node.text_of("description"), row.docs, schema.docs];
        let in_words = texts.into_iter().flatten().any(|text| names(text, "next"));
        array.see(in_words.then_some("next"), "as its description says");
        let of_elements = |elements: &'d Node| {
            elements.elements().iter().filter_map(|link| link.text_of(&name)).collect::<Vec<_>>()
        };
        let own = node.get("example").map(of_elements).unwrap_or_default();
        let seen = self.examples.iter().filter_map(|reply| document::at(reply, pointer, Node::get));
        let seen = seen.flat_map(of_elements).chain(own);
        array.see(seen.chain(self.texts(&schema, relation, "")), "as in an example");
        array.see(schema.values.iter().filter_map(|value| value.text()), "as in the description");
        Some(array)
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
        let texts = self.texts(schema, node, pointer);
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

/// The elements of an array in place of which a single one may come.
fn one_or_many<'d>(document: &Document<'d>, node: &'d Node) -> Option<&'d Node> {
    let schema = document.resolve(node)?.node;
    let alternatives = ["oneOf", "anyOf"].iter().find_map(|key| schema.get(key))?;
    let is_null = |node: &Node| node.text_of("type") == Some("null");
    let mut kinds = alternatives.elements().iter().filter(|node| !is_null(node));
    let [one, other] = [kinds.next()?, kinds.next()?].map(|node| Schema::of(document, node));
    let (array, single) = if one.is_array() { (one, other) } else { (other, one) };
    let element = array.items.filter(|_| kinds.next().is_none() && array.is_array())?;
    let row = Schema::of(document, element);
    let is_same = single.node == row.node && single.name == row.name;
    (single.is_object() && !single.properties.is_empty() && is_same).then_some(element)
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
