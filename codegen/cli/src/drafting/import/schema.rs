//! Schemas: merges the parts of `allOf`, `oneOf` and `anyOf` into one.

use super::document::Document;
use crate::drafting::document::Node;
use pagesmith_codegen::work::Counted;
use std::collections::{BTreeMap, BTreeSet};

/// Deepest nesting of what a schema is put together from.
const MAX_DEPTH: usize = 24;
/// Most schemas that one is put together from.
const MAX_PARTS: usize = 500;

/// A schema in one piece.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema<'d> {
    /// The name of the component that it is.
    pub name: Option<&'d str>,
    /// Identifies the schema: its node in the document.
    pub node: Option<&'d Node>,
    pub title: Option<&'d str>,
    pub docs: Option<&'d str>,
    pub format: Option<&'d str>,
    pub nullable: bool,
    /// Its types, without `null`.
    pub types: Vec<&'d str>,
    /// The values of its enum, without null.
    pub values: Vec<&'d Node>,
    pub properties: Vec<(&'d str, &'d Node)>,
    /// Properties that its alternatives have in different forms.
    pub unclear: Vec<&'d str>,
    pub required: Vec<&'d str>,
    pub items: Option<&'d Node>,
    pub additional: Option<&'d Node>,
    /// Whether nothing is known of its values: alternatives of several kinds,
    /// or a `$ref` that leads nowhere.
    pub anything: bool,
}

impl<'d> Schema<'d> {
    pub(super) fn of(document: &Document<'d>, node: &'d Node) -> Self {
        let mut reader = Reader { document, stack: Vec::new(), parts: 0 };
        reader.read(node)
    }

    pub(super) fn is(&self, ty: &str) -> bool {
        self.types == [ty]
    }

    pub(super) fn is_array(&self) -> bool {
        self.is("array") || (self.types.is_empty() && self.items.is_some())
    }

    pub(super) fn is_object(&self) -> bool {
        self.is("object") || (self.types.is_empty() && !self.properties.is_empty())
    }

    /// Whether it takes any value, as far as it says.
    fn says_nothing(&self) -> bool {
        let parts = self.properties.is_empty() && self.items.is_none() && self.values.is_empty();
        parts && self.types.is_empty() && !self.anything
    }

    pub(super) fn is_numeric(&self) -> bool {
        !self.types.is_empty() && self.types.iter().all(|ty| matches!(*ty, "integer" | "number"))
    }
}

struct Reader<'r, 'd> {
    document: &'r Document<'d>,
    /// The schemas that are being read, so that none is read within itself.
    stack: Vec<*const Node>,
    parts: usize,
}

impl<'d> Reader<'_, 'd> {
    fn read(&mut self, node: &'d Node) -> Schema<'d> {
        let unknown = Schema { anything: true, ..Schema::default() };
        let Some(resolved) = self.document.resolve(node) else { return unknown };
        let place = std::ptr::from_ref(resolved.node);
        self.parts += 1;
        if self.stack.contains(&place) || self.stack.len() > MAX_DEPTH || self.parts > MAX_PARTS {
            return unknown;
        }
        self.stack.push(place);
        let mut schema = own(resolved.node);
        let bare =
            schema.properties.is_empty() && schema.items.is_none() && schema.values.is_empty();
        let all_of = resolved.node.get("allOf").map_or(&[][..], Node::elements);
        let mut parts: Vec<Schema<'d>> = all_of.iter().map(|part| self.read(part)).collect();
        for key in ["oneOf", "anyOf"] {
            let alternatives = resolved.node.get(key).map_or(&[][..], Node::elements);
            parts.extend(self.choose(&mut schema, alternatives));
        }
        (schema.name, schema.node) = match parts.as_slice() {
            // What adds nothing to one component is that component.
            [only] if bare && resolved.name.is_none() => (only.name, only.node),
            _ => (resolved.name, Some(resolved.node)),
        };
        let of_own_parts =
            parts.iter().filter(|part| part.name.is_none()).find_map(|part| part.docs);
        schema.docs = schema.docs.or(of_own_parts);
        let mut by_name = indexes(&schema.properties);
        for part in parts {
            merge(&mut schema, &mut by_name, part);
        }
        self.stack.pop();
        schema
    }

    /// Alternatives: null is one of its own, and what is left is one schema
    /// where that can be.
    fn choose(&mut self, schema: &mut Schema<'d>, alternatives: &'d [Node]) -> Option<Schema<'d>> {
        let mut read: Vec<Schema<'d>> = alternatives.iter().map(|node| self.read(node)).collect();
        let before = read.len();
        read.retain(|alternative| !(alternative.nullable && alternative.says_nothing()));
        schema.nullable |= read.len() < before;
        // Constraints alone, like a choice of what is required, say nothing here.
        read.retain(|alternative| !alternative.says_nothing());
        read.into_iter().reduce(either)
    }
}

/// What a schema says itself.
fn own(node: &Node) -> Schema<'_> {
    let types = match node.get("type") {
        Some(Node::Text(ty)) => vec![ty.as_str()],
        Some(Node::List(types)) => types.iter().filter_map(Node::text).collect(),
        _ => Vec::new(),
    };
    let values = match (node.get("enum"), node.get("const")) {
        (Some(values), _) => values.elements().iter().collect(),
        (None, Some(value)) => vec![value],
        (None, None) => Vec::new(),
    };
    let null = types.contains(&"null") || values.contains(&&Node::Null);
    let entries = node.get("properties").map_or(&[][..], Node::entries);
    let required = node.get("required").map_or(&[][..], Node::elements);
    Schema {
        title: node.text_of("title"),
        docs: node.text_of("description"),
        format: node.text_of("format"),
        nullable: null || node.is_true("nullable"),
        types: types.into_iter().filter(|ty| *ty != "null").collect(),
        values: values.into_iter().filter(|value| **value != Node::Null).collect(),
        properties: entries.iter().map(|(name, schema)| (name.as_str(), schema)).collect(),
        required: required.iter().filter_map(Node::text).collect(),
        items: node.get("items").filter(|items| !items.entries().is_empty()),
        additional: node.get("additionalProperties").filter(|schema| !schema.entries().is_empty()),
        ..Schema::default()
    }
}

/// Both hold at once; these are the indexes of the properties so far.
fn merge<'d>(schema: &mut Schema<'d>, by_name: &mut Indexes<'d>, part: Schema<'d>) {
    schema.title = schema.title.or(part.title);
    schema.docs = schema.docs.or(part.docs);
    schema.format = schema.format.or(part.format);
    schema.nullable |= part.nullable && schema.types.is_empty();
    schema.items = schema.items.or(part.items);
    schema.additional = schema.additional.or(part.additional);
    schema.anything |= part.anything;
    if schema.types.is_empty() {
        schema.types = part.types;
    }
    if schema.values.is_empty() {
        schema.values = part.values;
    }
    for (name, property) in part.properties {
        let index = *by_name.entry(Counted(name)).or_insert(schema.properties.len());
        match schema.properties.get_mut(index) {
            // The later one narrows what the first one said.
            Some((_, first)) => *first = property,
            None => schema.properties.push((name, property)),
        }
    }
    schema.unclear.extend(part.unclear);
    schema.required.extend(part.required);
}

/// The index of each property by its name.
type Indexes<'d> = BTreeMap<Counted<&'d str>, usize>;

fn indexes<'d>(properties: &[(&'d str, &'d Node)]) -> Indexes<'d> {
    let names = properties.iter().enumerate().rev();
    names.map(|(index, (name, _))| (Counted(*name), index)).collect()
}

/// One of both holds.
fn either<'d>(one: Schema<'d>, other: Schema<'d>) -> Schema<'d> {
    if one.node == other.node && one.node.is_some() {
        return one;
    }
    let nullable = one.nullable || other.nullable;
    let base = Schema { nullable, ..Schema::default() };
    if one.is_object() && other.is_object() && !one.anything && !other.anything {
        return union(base, one, other);
    }
    let scalar = |schema: &Schema<'_>| {
        let known = |ty: &&str| matches!(*ty, "string" | "integer" | "number" | "boolean");
        !schema.anything && !schema.types.is_empty() && schema.types.iter().all(known)
    };
    if !scalar(&one) || !scalar(&other) {
        return Schema { anything: true, ..base };
    }
    let mut types = one.types;
    types.extend(other.types.iter().filter(|ty| !types.contains(ty)).copied().collect::<Vec<_>>());
    let values = match (one.values.is_empty(), other.values.is_empty()) {
        (false, false) => [one.values, other.values].concat(),
        _ => Vec::new(),
    };
    let format = one.format.filter(|format| other.format == Some(*format));
    Schema { format, types, values, ..base }
}

fn union<'d>(base: Schema<'d>, one: Schema<'d>, other: Schema<'d>) -> Schema<'d> {
    let mut properties = one.properties;
    let mut unclear = [one.unclear, other.unclear].concat();
    let mut by_name = indexes(&properties);
    for (name, property) in other.properties {
        let index = *by_name.entry(Counted(name)).or_insert(properties.len());
        match properties.get(index) {
            Some((_, first)) if *first == property => {}
            Some(_) => unclear.push(name),
            None => properties.push((name, property)),
        }
    }
    let of_other: BTreeSet<Counted<&str>> = other.required.into_iter().map(Counted).collect();
    let required = one.required.into_iter().filter(|name| of_other.contains(&Counted(*name)));
    let required = required.collect();
    Schema { types: vec!["object"], properties, unclear, required, ..base }
}
