//! Reads one operation: whether it is a list, its parameters and its reply.

use super::document::Document;
use super::schema::Schema;
use crate::drafting::detect::{self, Array, Choice, Detected, Key, Param, Shape, ValueKind, fold};
use crate::drafting::document::Node;
use pagesmith_codegen::work::Counted;
use std::collections::{BTreeMap, BTreeSet};

/// Deepest object of a reply that is searched for items and keys.
const MAX_DEPTH: usize = 3;
/// The largest number of keys of an envelope that are read.
const MAX_KEYS: usize = 400;

/// An operation that returns a list.
pub(super) struct ListOperation<'d> {
    pub operation: &'d Node,
    pub path: &'d str,
    /// Path and query parameters; those of the operation replace those of its path.
    pub params: Vec<&'d Node>,
    /// Pointer to the rows, and their schema.
    pub items: String,
    pub rows: &'d Node,
    /// How it pages; `None` if no paging was detected.
    pub paging: Option<Detected>,
    /// Notes for the report.
    pub notes: Vec<String>,
    /// What looks like paging, if no rule detects any.
    pub signs: Vec<String>,
    /// Which parts of the reply were not read, and why.
    pub unread: Vec<String>,
}

/// Reads an operation. The error says why it is not a list, as a clause such as "its
/// reply has no schema".
pub(super) fn read<'d>(
    document: &Document<'d>,
    path: &'d str,
    path_item: &'d Node,
    operation: &'d Node,
) -> Result<ListOperation<'d>, String> {
    let reply = reply(document, operation)?;
    let schema = json_schema(document, reply)?;
    let list = last_word(path);
    let mut seen = Envelope::default();
    seen.read(document, schema, String::new(), true, 0);
    let (array, others) = match detect::choose(seen.arrays, &list) {
        Choice::One(array, others) => (array, others),
        Choice::None if !seen.unread.is_empty() => return Err(seen.unread.join("; ")),
        Choice::None => return Err("its reply has no array of objects".to_owned()),
        Choice::Several(pointers) => {
            let pointers: Vec<String> =
                pointers.iter().map(|pointer| format!("`{pointer}`")).collect();
            return Err(format!(
                "its reply has several arrays, but none has the name of the list: {}",
                pointers.join(", ")
            ));
        }
    };
    let mut notes = Vec::new();
    let params = parameters(document, path_item, operation, &mut notes);
    let shape = Shape {
        query: params
            .iter()
            .filter(|param| param.text_of("in") == Some("query"))
            .filter_map(|param| query(document, param))
            .collect(),
        all_params_known: true,
        headers: reply
            .get("headers")
            .map_or(&[][..], Node::entries)
            .iter()
            .map(|(name, _)| name.clone())
            .collect(),
        keys: seen.keys,
        items: array.pointer.clone(),
        id: id_of(document, array.element),
    };
    notes.extend(
        others.map(|others| format!("the rows are taken from `{}`; {others}", array.pointer)),
    );
    let paging = detect::detect(&shape);
    Ok(ListOperation {
        operation,
        path,
        signs: if paging.is_none() { detect::signs(&shape) } else { Vec::new() },
        paging,
        params,
        items: array.pointer,
        rows: array.element,
        notes,
        unread: seen.unread,
    })
}

/// The last segment of a path that is not a parameter.
pub(super) fn last_word(path: &str) -> String {
    let words = path.rsplit('/').find(|segment| !segment.is_empty() && !segment.contains('{'));
    let word = words.unwrap_or_default();
    word.split('.').next().unwrap_or_default().to_owned()
}

/// The successful reply.
fn reply<'d>(document: &Document<'d>, operation: &'d Node) -> Result<&'d Node, String> {
    let replies = operation.get("responses").map_or(&[][..], Node::entries);
    let by = |fits: fn(&str) -> bool| replies.iter().find(|(status, _)| fits(status));
    let found = by(|status| status == "200")
        .or_else(|| by(|status| status.eq_ignore_ascii_case("2XX")))
        .or_else(|| by(|status| status.starts_with('2')))
        .or_else(|| by(|status| status == "default"));
    let Some((_, found)) = found else {
        return Err("it describes no successful reply".to_owned());
    };
    document.follow(found).map(|resolved| resolved.node)
}

fn json_schema<'d>(document: &Document<'d>, reply: &'d Node) -> Result<&'d Node, String> {
    let types = document.get(reply, "content").map_or(&[][..], Node::entries);
    let essence =
        |name: &str| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let by = |fits: fn(&str) -> bool| types.iter().find(|(name, _)| fits(&essence(name)));
    let found = by(|name| name == "application/json")
        .or_else(|| by(|name| name.ends_with("+json") || name.ends_with("/json")))
        .or_else(|| by(|name| name == "*/*" || name == "application/*"));
    let Some((_, media)) = found else {
        return Err("its reply is not described as JSON".to_owned());
    };
    media.get("schema").ok_or_else(|| "its reply has no schema".to_owned())
}

/// The contents of an envelope.
#[derive(Default)]
struct Envelope<'d> {
    arrays: Vec<Array<&'d Node>>,
    keys: Vec<Key>,
    /// Which parts of it were not read, and why.
    unread: Vec<String>,
}

impl<'d> Envelope<'d> {
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
        if schema.is_array() {
            let Some(element) = schema.items else { return };
            let row = Schema::of(document, element);
            self.unread.extend_from_slice(&row.unread);
            let objects = row.is_object() && !row.properties.is_empty();
            return self.arrays.push(Array { pointer, objects, element });
        }
        if schema.is_object() {
            let required: BTreeSet<Counted<&str>> =
                schema.required.iter().copied().map(Counted).collect();
            for (name, property) in &schema.properties {
                let step = name.replace('~', "~0").replace('/', "~1");
                let always = always && required.contains(&Counted(name));
                self.read(document, property, format!("{pointer}/{step}"), always, depth + 1);
            }
            return;
        }
        if let (Some(kind), false) = (value_kind(&schema), pointer.is_empty()) {
            self.keys.push(Key { pointer, kind, always, smallest_value: None });
        }
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

/// The key of a row, for the paging rules.
fn id_of<'d>(document: &Document<'d>, rows: &'d Node) -> Option<String> {
    let schema = Schema::of(document, rows);
    let has = |id: &&&str| schema.properties.iter().any(|(name, _)| name == *id);
    ["id", "sid", "uuid"].iter().find(has).map(|id| (*id).to_owned())
}

/// The parameters of an operation and of its path; those of the operation take precedence.
fn parameters<'d>(
    document: &Document<'d>,
    path_item: &'d Node,
    operation: &'d Node,
    notes: &mut Vec<String>,
) -> Vec<&'d Node> {
    let mut params: Vec<&Node> = Vec::new();
    let mut by_place = BTreeMap::new();
    let of = |node: &'d Node| node.get("parameters").map_or(&[][..], Node::elements);
    for param in of(path_item).iter().chain(of(operation)) {
        let param = match document.follow(param) {
            Ok(resolved) => resolved.node,
            Err(why) => {
                notes.push(format!("a parameter is left out: {why}"));
                continue;
            }
        };
        let place = Counted((param.text_of("name"), param.text_of("in")));
        let index = *by_place.entry(place).or_insert(params.len());
        match params.get_mut(index) {
            Some(other) => *other = param,
            None => params.push(param),
        }
    }
    params
}

/// A query parameter, for the paging rules.
fn query<'d>(document: &Document<'d>, param: &'d Node) -> Option<Param> {
    let name = param.text_of("name")?.to_owned();
    let docs = param.text_of("description").unwrap_or_default().to_owned();
    let Some(node) = param.get("schema") else {
        return Some(Param { name, docs, ..Param::default() });
    };
    let schema = Schema::of(document, node);
    // Bounds are in the schema that a `$ref` leads to.
    let bounds = document.resolve(node).map_or(node, |resolved| resolved.node);
    let bound = |key: &str| bounds.get(key).and_then(Node::size);
    let digits =
        |key: &str| bounds.get(key).and_then(Node::text).and_then(|text| text.parse().ok());
    let numeric = schema.is_numeric()
        || (schema.is("string") && digits("default").is_some() && fold(&name) != "cursor");
    let docs = if docs.is_empty() { schema.docs.unwrap_or_default().to_owned() } else { docs };
    Some(Param {
        name,
        numeric,
        default: bound("default").or(digits("default")),
        min: bound("minimum"),
        max: bound("maximum"),
        smallest_value: param.get("example").and_then(Node::size).or_else(|| bound("example")),
        docs,
    })
}
