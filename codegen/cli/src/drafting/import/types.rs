//! Types of fields: from schemas to the notation of a spec.

use std::collections::{BTreeMap, BTreeSet};

use super::document::Document;
use super::fields::{field, invalid_name, key_of, rename};
use super::known_schemas::KnownSchemas;
use super::names::{self, TypeNames, ValueNames};
use super::schema::Schema;
use super::value::{enum_text, enum_values, scalar};
use crate::drafting::detect::singular;
use crate::drafting::document::Node;
use crate::drafting::writer::brief;
use pagesmith_codegen::ast::{Map, Or, Record, Type};
use pagesmith_codegen::lower::names::{NameKind, ident};
use pagesmith_codegen::work::Counted;

/// Deepest nesting of objects within objects.
const MAX_DEPTH: usize = 24;
/// Deepest nesting of lists and maps within one type.
const MAX_NESTING: usize = 4;
/// Most records of one spec.
const MAX_RECORDS: usize = 4000;
/// Most fields of one record.
const MAX_FIELDS: usize = 1000;
/// The docs of the field for a row's name.
const DOCS_OF_NAME: &str = "What the reply calls this row, or its group.";
/// Longest text of a field's docs.
const MAX_DOCS: usize = 160;

/// The records that lists need, as they are found.
pub(super) struct Records<'d> {
    document: &'d Document<'d>,
    pub types: TypeNames,
    /// The records, each after the one that uses it.
    pub definitions: Vec<(String, Or<Record>)>,
    /// Which schema became which record.
    known: KnownSchemas<'d>,
    /// The index of each definition by its name.
    defined: BTreeMap<Counted<String>, usize>,
    depth: usize,
    /// Notes for the report.
    pub notes: Vec<String>,
}

/// The record and field that a type is for.
#[derive(Clone, Copy)]
struct FieldContext<'p> {
    owner: &'p str,
    field: &'p str,
    /// Whether the record contains the value directly, and not in a list or
    /// map.
    is_direct: bool,
}

impl<'d> Records<'d> {
    pub(super) fn new(document: &'d Document<'d>, types: TypeNames) -> Self {
        let (known, defined) = Default::default();
        let (definitions, notes) = (Vec::new(), Vec::new());
        Self { document, types, definitions, known, defined, depth: 0, notes }
    }

    /// The record of a list's rows; a clause if they are not objects, have unknown fields, or
    /// may have their key in a part that was not read.
    pub(super) fn of_rows(&mut self, rows: &'d Node, list: &str) -> Result<String, String> {
        let schema = Schema::of(self.document, rows);
        if let Some(why) = too_many_fields(&schema) {
            return Err(format!("its rows are unlike any record: {why}"));
        }
        let unread = schema.unread.join("; ");
        if let Some(own) = row_without_fields(&schema).filter(|_| unread.is_empty()) {
            self.notes
                .push(format!("the rows of {list} have no known fields; their type is `{own}`"));
            return Ok(format!("rust({own})"));
        }
        let name = self.record_of_rows(&schema, list);
        let has_key = name.as_ref().is_some_and(|name| self.identify(name));
        match name {
            Some(name) if unread.is_empty() => Ok(name),
            Some(name) if has_key => {
                self.notes.push(format!("the record {name} may lack fields: {unread}"));
                Ok(name)
            }
            None if unread.is_empty() => {
                Err("its rows are not objects with known fields".to_owned())
            }
            _ => Err(unread),
        }
    }

    /// Adds a field for the name of a row in its map, unless a list has it already; `None` if this is
    /// no record of the spec.
    pub(super) fn add_name(&mut self, record: &str) -> Option<String> {
        let index = *self.defined.get(&Counted(record.to_owned()))?;
        let Or::Map(record) = &mut self.definitions[index].1 else { return None };
        let own = ["name", "key", "map_key"];
        let is_own = |field: &Type| match field {
            Type::Map(entries) => entries
                .0
                .iter()
                .any(|(key, value)| key == "docs" && *value == Type::Text(DOCS_OF_NAME.to_owned())),
            _ => false,
        };
        let known = own.iter().find(|name| record.fields.get(name).is_some_and(is_own));
        if let Some(known) = known {
            return Some((*known).to_owned());
        }
        let is_free = |name: &&&str| {
            let idents = record.fields.iter().filter_map(|(wire, _)| ident(wire, NameKind::Value));
            !idents.into_iter().any(|ident| ident == **name)
        };
        let name = *own.iter().find(is_free)?;
        // Other lists may have the same rows in an array.
        let field = field("string?".to_owned(), Some(DOCS_OF_NAME.to_owned()), None);
        record.fields.0.insert(0, (name.to_owned(), field));
        Some(name.to_owned())
    }

    fn record_of_rows(&mut self, schema: &Schema<'d>, list: &str) -> Option<String> {
        if !schema.is_object() || schema.properties.is_empty() {
            return None;
        }
        let title = schema.title.map(|title| title.trim_end_matches("Response").to_owned());
        let candidates = [title, Some(singular(list))].into_iter().flatten().collect::<Vec<_>>();
        self.record(schema, &candidates)
    }

    /// The record of a schema, if it exists already.
    pub(super) fn known(&self, schema: &Schema<'d>) -> Option<String> {
        let node = schema.node?;
        match schema.name {
            Some(_) => self.known.of_node(node),
            None => self.known.of_equal(node),
        }
    }

    /// The record of a schema, which may exist already.
    fn record(&mut self, schema: &Schema<'d>, candidates: &[String]) -> Option<String> {
        let node = schema.node?;
        let known = self.known(schema);
        if known.is_some() {
            return known;
        }
        if let Some(why) = self.full().or_else(|| too_many_fields(schema)) {
            let of = candidates.last().map_or("a record", String::as_str);
            self.notes.push(format!("`{of}` is `json`: {why}"));
            return None;
        }
        let candidates = match schema.name {
            Some(component) => names::of_component(component),
            None => candidates.to_vec(),
        };
        let name = self.types.first_free(&candidates);
        self.known.add(node, &name);
        let index = self.define(&name, Or::Map(Record::default()));
        self.depth += 1;
        let record = self.fields(schema, &name);
        self.depth -= 1;
        self.definitions[index].1 = Or::Map(record);
        Some(name)
    }

    /// Why no more records are allowed here, if so.
    fn full(&self) -> Option<String> {
        if self.depth > MAX_DEPTH {
            return Some(format!("objects are nested more than {MAX_DEPTH} deep"));
        }
        (self.definitions.len() >= MAX_RECORDS)
            .then(|| format!("a spec has at most {MAX_RECORDS} records"))
    }

    /// Adds a definition; returns its index.
    fn define(&mut self, name: &str, definition: Or<Record>) -> usize {
        let index = self.definitions.len();
        self.defined.insert(Counted(name.to_owned()), index);
        self.definitions.push((name.to_owned(), definition));
        index
    }

    fn fields(&mut self, schema: &Schema<'d>, owner: &str) -> Record {
        let mut taken = ValueNames::default();
        let mut fields = Map::default();
        let unclear: BTreeSet<Counted<&str>> =
            schema.unclear.iter().copied().map(Counted).collect();
        for (wire, node) in &schema.properties {
            if let Some(why) = invalid_name(wire) {
                self.notes.push(format!("a field of {owner} is left out: {why}"));
                continue;
            }
            let context = FieldContext { owner, field: wire, is_direct: true };
            let property = Schema::of(self.document, node);
            let ty = if unclear.contains(&Counted(wire)) {
                "json".to_owned()
            } else {
                self.ty(&property, context)
            };
            // The description of a component goes to its record.
            let docs = node.text_of("description").and_then(|docs| brief(docs, MAX_DOCS));
            let rename = rename(wire, &mut taken);
            fields.0.push(((*wire).to_owned(), field(ty + "?", docs, rename)));
        }
        let docs = schema.docs.and_then(|docs| brief(docs, 2 * MAX_DOCS));
        Record { docs, fields, ..Record::default() }
    }

    /// The type of a value, without the mark of an optional one.
    fn ty(&mut self, schema: &Schema<'d>, context: FieldContext<'_>) -> String {
        for why in &schema.unread {
            let FieldContext { owner, field, .. } = context;
            self.notes.push(format!("the field `{field}` of {owner} is `json`: {why}"));
        }
        if schema.anything {
            return "json".to_owned();
        }
        if let Some(values) = enum_values(schema) {
            return self.enumeration(schema, &values, context);
        }
        if schema.is_array() {
            let Some(items) = schema.items else { return "[json]".to_owned() };
            return format!("[{}]", self.inner(items, context));
        }
        if schema.is_object() {
            return self.object(schema, context);
        }
        scalar(schema, context.field).to_owned()
    }

    /// The type of an element, optional if its schema allows null.
    fn inner(&mut self, node: &'d Node, context: FieldContext<'_>) -> String {
        if self.depth > MAX_DEPTH {
            let FieldContext { owner, field, .. } = context;
            let why = format!("objects are nested more than {MAX_DEPTH} deep");
            self.notes.push(format!("the field `{field}` of {owner} is `json`: {why}"));
            return "json".to_owned();
        }
        let schema = Schema::of(self.document, node);
        self.depth += 1;
        let ty = self.ty(&schema, FieldContext { is_direct: false, ..context });
        self.depth -= 1;
        if ty.matches(['[', '<']).count() > MAX_NESTING {
            return "json".to_owned();
        }
        if schema.nullable && !ty.ends_with('?') { ty + "?" } else { ty }
    }

    fn object(&mut self, schema: &Schema<'d>, context: FieldContext<'_>) -> String {
        if schema.properties.is_empty() {
            let Some(values) = schema.additional else {
                // The format may describe the values if the schema does not.
                let uris = schema.format == Some("uri-map");
                return if uris { "map<uri?>" } else { "json" }.to_owned();
            };
            return format!("map<{}>", self.inner(values, context));
        }
        let one =
            if context.is_direct { context.field.to_owned() } else { singular(context.field) };
        let title = schema.title.map(str::to_owned);
        let candidates: Vec<String> =
            title.into_iter().chain([one.clone(), format!("{} {one}", context.owner)]).collect();
        // A record may contain itself, because its fields are optional.
        self.record(schema, &candidates).unwrap_or_else(|| "json".to_owned())
    }

    /// An enum, with its own name if the description names it.
    fn enumeration(
        &mut self,
        schema: &Schema<'d>,
        values: &[&str],
        context: FieldContext<'_>,
    ) -> String {
        let text = enum_text(values);
        let Some(node) = schema.node else { return "string".to_owned() };
        if schema.name.is_none() && self.types.claim(&nested(context.owner, context.field)) {
            return text;
        }
        if let Some(name) = self.known.of_node(node) {
            return name;
        }
        let candidates = match schema.name {
            Some(component) => names::of_component(component),
            None => vec![format!("{} {}", context.owner, context.field)],
        };
        let name = self.types.first_free(&candidates);
        self.known.add(node, &name);
        self.define(&name, Or::Text(text));
        name
    }

    /// The type of a filter and whether it is a list; `None` if its values are not single
    /// ones.
    pub(super) fn filter(
        &mut self,
        schema: &Schema<'d>,
        list: &str,
        key: &str,
    ) -> Option<(String, bool)> {
        if schema.is_array() {
            let items = Schema::of(self.document, schema.items?);
            if items.is_array() {
                return None;
            }
            return self.filter(&items, list, key).map(|(ty, _)| (ty, true));
        }
        let context = FieldContext { owner: list, field: key, is_direct: true };
        if let Some(values) = enum_values(schema) {
            return Some((self.enumeration(schema, &values, context), false));
        }
        if schema.is_object() || schema.is("null") {
            return None;
        }
        let rfc_2822 = schema.format.is_some_and(|format| format.contains("2822"));
        let ty = match scalar(schema, key) {
            // Filters are sent in one form, and secrets don't belong in URLs.
            "datetime" if rfc_2822 => "string",
            "json" | "secret" => "string",
            ty => ty,
        };
        Some((ty.to_owned(), false))
    }

    /// Makes a field the key of a list's rows if its name fits; that field is required, all
    /// others stay optional. Returns whether a field fits.
    fn identify(&mut self, name: &str) -> bool {
        let found = self.defined.get(&Counted(name.to_owned()));
        let found = found.and_then(|index| self.definitions.get_mut(*index));
        let Some((_, Or::Map(record))) = found else { return false };
        let can_be = |ty: &Type| {
            let text = match ty {
                Type::Text(text) => Some(text),
                Type::Map(long) => match long.get("type") {
                    Some(Type::Text(text)) => Some(text),
                    _ => None,
                },
                Type::List(_) => None,
            };
            text.is_some_and(|text| {
                matches!(text.trim_end_matches('?'), "string" | "integer" | "uri")
            })
        };
        let named = record.fields.iter().filter(|(_, ty)| can_be(ty)).map(|(name, _)| name);
        let key = key_of(name, named);
        let Some(key) = key else { return false };
        for (name, ty) in &mut record.fields.0 {
            if *name == key {
                require(ty);
            }
        }
        record.key = Some(key);
        true
    }
}

/// The type of rows that are no records: texts, numbers, or any JSON.
fn row_without_fields(schema: &Schema<'_>) -> Option<&'static str> {
    match schema.types.as_slice() {
        ["string"] => Some("String"),
        ["integer"] => Some("i64"),
        ["number"] => Some("f64"),
        _ if !schema.properties.is_empty() => None,
        [] | ["object"] => Some("pagesmith::Json"),
        _ => None,
    }
}

fn too_many_fields(schema: &Schema<'_>) -> Option<String> {
    let count = schema.properties.len();
    (count > MAX_FIELDS).then(|| format!("there are {count} fields, but the limit is {MAX_FIELDS}"))
}

fn require(ty: &mut Type) {
    match ty {
        Type::Text(text) => *text = text.trim_end_matches('?').to_owned(),
        Type::Map(long) => {
            for (part, ty) in &mut long.0 {
                if part == "type" {
                    require(ty);
                }
            }
        }
        Type::List(_) => {}
    }
}

/// The name of a type that is nested in another.
fn nested(owner: &str, field: &str) -> String {
    owner.to_owned() + &ident(field, NameKind::Type).unwrap_or_default()
}
