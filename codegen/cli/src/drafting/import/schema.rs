//! Schemas: merges the parts of `allOf`, `oneOf` and `anyOf` into one.

use super::document::Document;
use crate::drafting::document::Node;
use pagesmith_codegen::work::Counted;
use std::collections::{BTreeMap, BTreeSet};

/// Deepest nesting of alternatives.
const MAX_DEPTH: usize = 24;
/// Most alternatives of one schema: they may lead to each other in many ways.
const MAX_ALTERNATIVES: usize = 500;
/// Most schemas that one schema is merged from.
const MAX_PARTS: usize = 20_000;
/// How many parts each schema may have in any case. More parts count against the total that
/// all schemas of a description share.
const FREE_PARTS: usize = 500;

/// A schema with its parts merged.
#[derive(Clone, Debug, Default)]
pub(super) struct Schema<'d> {
    /// The name of its component.
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
    /// Properties whose schemas differ between the alternatives.
    pub unclear: Vec<&'d str>,
    pub required: Vec<&'d str>,
    pub items: Option<&'d Node>,
    pub additional: Option<&'d Node>,
    /// Whether its values are unknown: it has alternatives of several kinds, or a `$ref`
    /// without a target.
    pub anything: bool,
    /// Which parts of it were not read, and why: clauses for the report.
    pub unread: Vec<String>,
}

impl<'d> Schema<'d> {
    pub(super) fn of(document: &Document<'d>, node: &'d Node) -> Self {
        Reader { document, stack: Vec::new(), parts: 0, is_full: false, alternatives: 0 }.read(node)
    }

    /// A schema with unknown values, for this reason.
    fn unknown(why: Option<String>) -> Self {
        Self { anything: true, unread: why.into_iter().collect(), ..Self::default() }
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

    /// Whether it constrains nothing that matters here.
    fn is_unconstrained(&self) -> bool {
        let parts = self.properties.is_empty() && self.items.is_none() && self.values.is_empty();
        parts && self.types.is_empty() && !self.anything
    }

    pub(super) fn is_numeric(&self) -> bool {
        !self.types.is_empty() && self.types.iter().all(|ty| matches!(*ty, "integer" | "number"))
    }
}

struct Reader<'r, 'd> {
    document: &'r Document<'d>,
    /// The schemas whose alternatives are being read, so that no schema is read within itself.
    stack: Vec<*const Node>,
    parts: usize,
    /// Whether there were too many parts.
    is_full: bool,
    alternatives: usize,
}

/// A part of a schema that is still to be added to it.
enum Part<'d> {
    /// A member of an `allOf`.
    Node { node: &'d Node, of: Place },
    /// The merged alternatives.
    Read { schema: Box<Schema<'d>>, of: Place },
}

/// Where a part is.
#[derive(Clone, Copy)]
struct Place {
    /// Whether it is the only part of the schema, so that the schema has its name.
    alone: bool,
    /// Whether it is not a separate component, so that its docs are the schema's.
    own: bool,
}

impl<'d> Reader<'_, 'd> {
    /// Merges all parts of a schema, in the order of the text. Without recursion, because
    /// their chains may be very long.
    fn read(&mut self, node: &'d Node) -> Schema<'d> {
        let mut schema = Schema::default();
        let mut by_name = Indexes::new();
        let mut seen = BTreeSet::new();
        let mut docs = None;
        let mut left = vec![Part::Node { node, of: Place { alone: true, own: true } }];
        while let Some(part) = left.pop() {
            let (read, of) = match part {
                Part::Read { schema, of } => {
                    let own = of.own && schema.name.is_none();
                    (*schema, Place { own, ..of })
                }
                Part::Node { node, of } => {
                    let (read, parts, of) = self.part(node, of, &mut seen);
                    left.extend(parts.into_iter().rev());
                    (read, of)
                }
            };
            // Alternatives that were merged have no node: the schema is that of its own.
            if of.alone && read.node.is_some() {
                (schema.name, schema.node) = (read.name, read.node);
            }
            if of.own {
                docs = docs.or(read.docs);
            }
            merge(&mut schema, &mut by_name, read);
        }
        schema.docs = docs.or(schema.docs);
        schema
    }

    /// The schema of a part itself, and its own parts.
    fn part(
        &mut self,
        node: &'d Node,
        of: Place,
        seen: &mut BTreeSet<*const Node>,
    ) -> (Schema<'d>, Vec<Part<'d>>, Place) {
        let resolved = match self.document.follow(node) {
            Ok(resolved) => resolved,
            Err(why) => return (Schema::unknown(Some(why)), Vec::new(), of),
        };
        let place = std::ptr::from_ref(resolved.node);
        if self.stack.contains(&place) {
            return (Schema::unknown(None), Vec::new(), of);
        }
        // This part was merged already.
        if !seen.insert(place) {
            return (Schema::default(), Vec::new(), Place { alone: false, own: false });
        }
        if let Err(why) = self.count_part() {
            return (Schema::unknown(why), Vec::new(), of);
        }
        let of = Place { own: of.own && (seen.len() == 1 || resolved.name.is_none()), ..of };
        let mut schema = own(resolved.node);
        (schema.name, schema.node) = (resolved.name, Some(resolved.node));
        let bare =
            schema.properties.is_empty() && schema.items.is_none() && schema.values.is_empty();
        let members = resolved.node.get("allOf").map_or(&[][..], Node::elements);
        let mut chosen = Vec::new();
        for key in ["oneOf", "anyOf"] {
            let alternatives = resolved.node.get(key).map_or(&[][..], Node::elements);
            self.stack.push(place);
            chosen.extend(self.choose(&mut schema, alternatives));
            self.stack.pop();
        }
        // A schema that adds nothing to a single component is that component.
        let single = bare && resolved.name.is_none() && members.len() + chosen.len() == 1;
        let within = Place { alone: of.alone && single, ..of };
        let members = members.iter().map(|node| Part::Node { node, of: within });
        let chosen =
            chosen.into_iter().map(|schema| Part::Read { schema: Box::new(schema), of: within });
        (schema, members.chain(chosen).collect(), of)
    }

    /// Counts a part; refuses it if there are too many, the first time with a reason.
    fn count_part(&mut self) -> Result<(), Option<String>> {
        if self.is_full {
            return Err(None);
        }
        let most = self.parts;
        self.parts += 1;
        self.is_full =
            self.parts > MAX_PARTS || (self.parts > FREE_PARTS && !self.document.take_part());
        if self.is_full {
            return Err(Some(format!("it is merged from more than {most} schemas")));
        }
        Ok(())
    }

    fn alternative(&mut self, node: &'d Node) -> Schema<'d> {
        if self.stack.len() > MAX_DEPTH {
            let why = format!("its alternatives are nested more than {MAX_DEPTH} deep");
            return Schema::unknown(Some(why));
        }
        self.alternatives += 1;
        if self.alternatives > MAX_ALTERNATIVES {
            let why = || format!("it has more than {MAX_ALTERNATIVES} alternatives");
            let first = self.alternatives == MAX_ALTERNATIVES + 1;
            return Schema::unknown(first.then(why));
        }
        self.read(node)
    }

    /// Merges alternatives: one that allows only null makes the schema nullable, and the
    /// others become one schema if possible.
    fn choose(&mut self, schema: &mut Schema<'d>, alternatives: &'d [Node]) -> Option<Schema<'d>> {
        let mut read: Vec<Schema<'d>> =
            alternatives.iter().map(|node| self.alternative(node)).collect();
        let before = read.len();
        read.retain(|alternative| !(alternative.nullable && alternative.is_unconstrained()));
        schema.nullable |= read.len() < before;
        // Pure constraints, such as a choice of required keys, do not matter here.
        read.retain(|alternative| !alternative.is_unconstrained());
        read.into_iter().reduce(either)
    }
}

/// The keywords of a schema itself, without its parts.
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

/// Adds a part that holds at the same time; `by_name` indexes the properties so far.
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
            // The later one narrows the first.
            Some((_, first)) => *first = property,
            None => schema.properties.push((name, property)),
        }
    }
    schema.unclear.extend(part.unclear);
    schema.required.extend(part.required);
    schema.unread.extend(part.unread);
}

/// The index of each property by its name.
type Indexes<'d> = BTreeMap<Counted<&'d str>, usize>;

fn indexes<'d>(properties: &[(&'d str, &'d Node)]) -> Indexes<'d> {
    let names = properties.iter().enumerate().rev();
    names.map(|(index, (name, _))| (Counted(*name), index)).collect()
}

/// Merges two alternatives.
fn either<'d>(one: Schema<'d>, other: Schema<'d>) -> Schema<'d> {
    if one.node == other.node && one.node.is_some() {
        return one;
    }
    let nullable = one.nullable || other.nullable;
    let unread = [one.unread.as_slice(), &other.unread].concat();
    let base = Schema { nullable, unread, ..Schema::default() };
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
