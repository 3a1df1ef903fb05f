//! How a method of a discovery document pages: it takes `pageToken`, in the query or in the body,
//! and its reply has `nextPageToken`.

use super::{map, text};
use crate::drafting::detect::{Array, Choice, RowKind, choose, fold};
use crate::drafting::document::Node;

/// The arrays that name what a reply lacks. None of them has the rows of a list.
const UNREACHABLE: [&str; 4] = ["unreachable", "unreachables", "missingZones", "failedLocation"];

/// The field that takes the key of a row, if the rows are the values of a map.
pub(super) const MAP_KEY: &str = "map_key";

/// The paging of a method.
pub(super) struct Paging {
    /// Whether the token goes in the query; it goes in the body otherwise.
    in_query: bool,
    rows: Rows,
    /// The array that names what the reply lacks.
    partial: Option<String>,
}

/// Where the rows are.
enum Rows {
    /// In this array, beside these others.
    Array { pointer: String, others: Option<String> },
    /// They are the values of this map, and of this schema.
    Map { pointer: String, schema: String },
    /// Why no array has them.
    Unclear(String),
}

impl Paging {
    /// The paging of a method at this path; `None` if it does not page.
    pub(super) fn of(
        name: &str,
        method: &Node,
        path: &str,
        schemas: Option<&Node>,
    ) -> Option<Self> {
        let schema = |key: &str| schemas?.get(method.get(key)?.text_of("$ref")?);
        let has = |schema: Option<&Node>, key: &str| {
            schema
                .and_then(|schema| schema.get("properties"))
                .is_some_and(|of| of.get(key).is_some())
        };
        let param = method.get("parameters").and_then(|params| params.get("pageToken"));
        let in_query = param.is_some();
        let reply = schema("response")?;
        let pages = in_query || has(schema("request"), "pageToken");
        if !pages || !has(Some(reply), "nextPageToken") {
            return None;
        }
        let properties = reply.get("properties").map_or(&[][..], Node::entries);
        let partial = properties.iter().map(|(name, _)| name);
        let partial = partial.filter(|name| UNREACHABLE.contains(&name.as_str())).min().cloned();
        let rows = rows(properties, schemas, &words(name, path));
        Some(Self { in_query, rows, partial })
    }

    /// The schema of the rows, if they are the values of a map.
    pub(super) fn schema_of_map(&self) -> Option<&str> {
        match &self.rows {
            Rows::Map { schema, .. } => Some(schema),
            Rows::Array { .. } | Rows::Unclear(_) => None,
        }
    }

    /// The paging as a value of the rewritten operation.
    pub(super) fn declared(self) -> Node {
        let place = if self.in_query { "query" } else { "body" };
        let mut entries = vec![("token", text(place))];
        match self.rows {
            Rows::Array { pointer, others } => {
                entries.push(("items", text(&pointer)));
                entries.extend(others.map(|others| ("others", text(&others))));
            }
            Rows::Map { pointer, .. } => {
                entries.push(("items", text(&pointer)));
                entries.push(("map_key", text(MAP_KEY)));
            }
            Rows::Unclear(why) => entries.push(("unclear", text(&why))),
        }
        entries.extend(self.partial.map(|name| ("partial", text(&pointer(&name)))));
        map(entries)
    }
}

fn pointer(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The names that the rows may have, the likeliest first: what follows the verb of the method, and
/// the last word of the path.
fn words(method: &str, path: &str) -> Vec<String> {
    let after_verb = method.find(char::is_uppercase).map(|at| method[at..].to_owned());
    let segments = path.rsplit('/').filter_map(|segment| {
        let word = segment.split(':').next().unwrap_or_default();
        (!word.is_empty() && !word.contains('{')).then(|| word.to_owned())
    });
    after_verb.into_iter().chain(segments.take(1)).collect()
}

fn rows(properties: &[(String, Node)], schemas: Option<&Node>, words: &[String]) -> Rows {
    let may_be = |(name, _): &&(String, Node)| !UNREACHABLE.contains(&name.as_str());
    let arrays: Vec<Array<()>> = properties
        .iter()
        .filter(may_be)
        .filter_map(|(name, node)| {
            let rows = row_kind(followed(node, schemas)?.get("items")?, schemas);
            Some(Array { pointer: pointer(name), rows, element: () })
        })
        .collect();
    // The texts beside rows of another kind are no rows.
    let has_table = arrays.iter().any(|array| array.rows == RowKind::Other);
    let mut found = words.iter().filter_map(|word| chosen(&arrays, word));
    match found.next() {
        Some((array, others)) if !(has_table && array.rows == RowKind::Scalars) => {
            Rows::Array { pointer: array.pointer, others }
        }
        _ if arrays.is_empty() => {
            map_of_rows(properties, schemas).unwrap_or_else(|| Rows::Unclear(unclear(&arrays)))
        }
        _ => Rows::Unclear(unclear(&arrays)),
    }
}

/// The only map whose values are objects with known fields, none of which is named like the field
/// for the key.
fn map_of_rows(properties: &[(String, Node)], schemas: Option<&Node>) -> Option<Rows> {
    let maps = properties.iter().filter_map(|(name, node)| {
        let schema = node.get("additionalProperties")?.text_of("$ref")?;
        let fields = schemas?.get(schema)?.get("properties")?;
        let is_free = fields.get(MAP_KEY).is_none();
        is_free.then(|| Rows::Map { pointer: pointer(name), schema: schema.to_owned() })
    });
    let mut maps = maps.fuse();
    let (only, another) = (maps.next(), maps.next());
    only.filter(|_| another.is_none())
}

fn unclear(arrays: &[Array<()>]) -> String {
    if arrays.is_empty() {
        return "its reply has no array of items".to_owned();
    }
    let listed: Vec<String> = arrays.iter().map(|array| format!("`{}`", array.pointer)).collect();
    format!("its reply has no array that is surely the list, but {}", listed.join(", "))
}

/// The array of this name, with a note on the others.
fn chosen(arrays: &[Array<()>], word: &str) -> Option<(Array<()>, Option<String>)> {
    if let Choice::One(array, others) = choose(arrays.to_vec(), word) {
        return Some((array, others));
    }
    let ends = |array: &&Array<()>| fold(&array.pointer).ends_with(&fold(word));
    let mut ending = arrays.iter().filter(ends);
    let (one, another) = (ending.next()?, ending.next());
    another.is_none().then(|| (one.clone(), Some(unclear(arrays))))
}

/// The schema that a `$ref` names.
fn followed<'d>(node: &'d Node, schemas: Option<&'d Node>) -> Option<&'d Node> {
    match node.text_of("$ref") {
        Some(name) => schemas?.get(name),
        None => Some(node),
    }
}

fn row_kind(element: &Node, schemas: Option<&Node>) -> RowKind {
    let Some(row) = followed(element, schemas) else { return RowKind::Other };
    match row.text_of("type") {
        Some("string" | "integer" | "number") => RowKind::Scalars,
        Some("object") if row.get("properties").is_some() => RowKind::Records,
        Some("object" | "any") => RowKind::Free,
        _ => RowKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, path: &str, reply: &str) -> Result<String, String> {
        let node = |text: &str| Node::json(text).unwrap();
        let schemas =
            node(r#"{"Row": {"type": "object", "properties": {"id": {"type": "string"}}}}"#);
        let properties = node(reply);
        match rows(properties.entries(), Some(&schemas), &words(name, path)) {
            Rows::Array { pointer, .. } => Ok(pointer),
            Rows::Map { pointer, schema } => Ok(format!("{pointer} of {schema}")),
            Rows::Unclear(why) => Err(why),
        }
    }

    #[test]
    fn rows_have_the_name_of_the_method_or_of_the_path() {
        let records =
            |name: &str| format!(r#""{name}": {{"type": "array", "items": {{"$ref": "Row"}}}}"#);
        let texts =
            |name: &str| format!(r#""{name}": {{"type": "array", "items": {{"type": "string"}}}}"#);
        let of = |arrays: &[String]| format!("{{{}}}", arrays.join(", "));
        for (name, path, arrays, rows) in [
            ("list", "v1/{+parent}/jobs", of(&[texts("unreachable"), records("jobs")]), "/jobs"),
            ("list", "v1/names", of(&[texts("unreachable"), texts("names")]), "/names"),
            (
                "list",
                "v1/messages",
                of(&[records("scalings"), records("jobMessages")]),
                "/jobMessages",
            ),
            (
                "queryModels",
                "v1/{+pool}:queryModels",
                of(&[records("refs"), records("models")]),
                "/models",
            ),
            ("search", "v1/jobs:search", of(&[records("facets"), records("results")]), "/results"),
        ] {
            assert_eq!(found(name, path, &arrays).as_deref(), Ok(rows), "{path}");
        }
        let two = found("entities", "v1/entities", &of(&[records("tags"), records("triggers")]));
        assert!(two.unwrap_err().contains("`/tags`, `/triggers`"));
        let table =
            texts("columns") + r#", "values": {"type": "array", "items": {"type": "array"}}"#;
        assert!(found("list", "v1/stats", &format!("{{{table}}}")).is_err());
        assert!(found("list", "v1/stats", "{}").is_err());
        let map = |name: &str| {
            format!(r#""{name}": {{"type": "object", "additionalProperties": {{"$ref": "Row"}}}}"#)
        };
        let rows = |maps: &[String]| found("aggregatedList", "v1/aggregated/jobs", &of(maps));
        assert_eq!(rows(&[texts("unreachables"), map("items")]).as_deref(), Ok("/items of Row"));
        assert!(rows(&[map("items"), map("labels")]).is_err());
    }
}
