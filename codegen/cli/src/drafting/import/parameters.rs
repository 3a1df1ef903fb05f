//! The parameters of an operation: those of its path and of itself, the properties of an object
//! in the style `deepObject`, and the properties of a request's body.

use super::declared::marks::{self, Mark};
use super::document::Document;
use super::operation::json_schema;
use super::schema::Schema;
use crate::drafting::detect::{self, Param, fold};
use crate::drafting::document::Node;
use pagesmith_codegen::work::Counted;
use std::collections::BTreeMap;

/// Deepest object in a parameter or a body whose properties are parameters.
const MAX_DEPTH: usize = 3;
/// Most parameters of one operation.
const MAX_PARAMS: usize = 500;

/// Where a request carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Query,
    Path,
    Header,
    Cookie,
    /// In the JSON body: the name is a JSON Pointer.
    Body,
}

/// A parameter.
#[derive(Clone, Debug)]
pub(super) struct Parameter<'d> {
    /// Its name as it is sent.
    pub name: String,
    pub place: Place,
    pub docs: Option<&'d str>,
    pub required: bool,
    pub schema: Option<&'d Node>,
    /// How it sends several values, in the word of a spec; a clause if a spec has none.
    pub list: Result<Option<&'static str>, String>,
    /// The number that the description has as an example.
    pub example: Option<u64>,
    /// What a mark says of it.
    pub mark: Option<Mark>,
}

/// All parameters of an operation, and clauses about those that can't be read.
#[derive(Debug, Default)]
pub(super) struct Parameters<'d> {
    pub all: Vec<Parameter<'d>>,
    pub unread: Vec<String>,
}

impl<'d> Parameters<'d> {
    pub(super) fn of(
        document: &Document<'d>,
        path_item: &'d Node,
        operation: &'d Node,
        with_body: bool,
    ) -> Self {
        let mut found = Self::default();
        for node in nodes(document, path_item, operation, &mut found.unread) {
            found.add(document, node);
        }
        if with_body && let Some(body) = body(document, operation) {
            found.add_body(document, body, "", 0);
        }
        found.all.truncate(MAX_PARAMS);
        found
    }

    fn add(&mut self, document: &Document<'d>, node: &'d Node) {
        let place = match node.text_of("in") {
            Some("query") => Place::Query,
            Some("path") => Place::Path,
            Some("header") => Place::Header,
            Some("cookie") => Place::Cookie,
            _ => return,
        };
        let Some(name) = node.text_of("name") else { return };
        let parameter = Parameter {
            name: name.to_owned(),
            place,
            docs: node.text_of("description"),
            required: node.is_true("required"),
            schema: node.get("schema"),
            list: list(node),
            example: node.get("example").and_then(Node::size),
            mark: marks::of(node).or_else(|| marks::of(node.get("schema")?)),
        };
        if let Some(schema) = parameter.schema
            && (node.text_of("style") == Some("deepObject") || is_page(document, node, schema))
        {
            return self.add_deep_object(document, parameter, schema, 0);
        }
        self.all.push(parameter);
    }

    /// Adds the properties of an object in the style `deepObject`, as `name[property]`. An
    /// alternative that is no object is a parameter of its own.
    fn add_deep_object(
        &mut self,
        document: &Document<'d>,
        of: Parameter<'d>,
        schema: &'d Node,
        depth: usize,
    ) {
        if self.all.len() > MAX_PARAMS {
            return;
        }
        let resolved = document.resolve(schema).map_or(schema, |resolved| resolved.node);
        let alternatives = ["oneOf", "anyOf"].iter().find_map(|key| resolved.get(key));
        let alternatives = alternatives.map_or(&[][..], Node::elements);
        if depth < MAX_DEPTH && !alternatives.is_empty() {
            for alternative in alternatives {
                self.add_deep_object(document, of.clone(), alternative, depth + 1);
            }
            return;
        }
        let read = Schema::of(document, schema);
        if depth >= MAX_DEPTH || !read.is_object() || read.properties.is_empty() {
            let list = if read.is_array() { Ok(Some("brackets")) } else { of.list.clone() };
            if self.all.iter().all(|known| known.name != of.name || known.place != of.place) {
                self.all.push(Parameter { schema: Some(schema), list, ..of });
            }
            return;
        }
        for (name, property) in &read.properties {
            let parameter = Parameter {
                name: format!("{}[{name}]", of.name),
                docs: docs(document, property).or(of.docs),
                required: of.required && read.required.contains(name),
                ..of.clone()
            };
            self.add_deep_object(document, parameter, property, depth + 1);
        }
    }

    /// Adds the properties of a body.
    fn add_body(&mut self, document: &Document<'d>, node: &'d Node, pointer: &str, depth: usize) {
        let read = Schema::of(document, node);
        if self.all.len() > MAX_PARAMS || depth > MAX_DEPTH || !read.is_object() {
            return;
        }
        for (name, property) in &read.properties {
            let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            let inner = Schema::of(document, property);
            if inner.is_object() && !inner.properties.is_empty() {
                self.add_body(document, property, &pointer, depth + 1);
                continue;
            }
            self.all.push(Parameter {
                name: pointer,
                place: Place::Body,
                docs: docs(document, property),
                required: depth == 0 && read.required.contains(name),
                schema: Some(property),
                list: Ok(None),
                example: None,
                mark: marks::of(property),
            });
        }
    }
}

/// Whether a parameter without a style is an object about the page. The default style would send
/// its properties without its name, which no server with such a parameter reads.
fn is_page<'d>(document: &Document<'d>, node: &'d Node, schema: &'d Node) -> bool {
    let named = node.text_of("name").is_some_and(|name| fold(name) == "page");
    let read = named.then(|| Schema::of(document, schema));
    node.get("style").is_none()
        && read.is_some_and(|read| read.is_object() && !read.properties.is_empty())
}

/// The description of a property: its own, or that of its component.
fn docs<'d>(document: &Document<'d>, node: &'d Node) -> Option<&'d str> {
    node.text_of("description").or_else(|| Schema::of(document, node).docs)
}

/// The schema of a request's JSON body.
fn body<'d>(document: &Document<'d>, operation: &'d Node) -> Option<&'d Node> {
    json_schema(document, document.get(operation, "requestBody")?).ok()
}

/// The parameters of an operation and of its path; those of the operation take precedence.
fn nodes<'d>(
    document: &Document<'d>,
    path_item: &'d Node,
    operation: &'d Node,
    unread: &mut Vec<String>,
) -> Vec<&'d Node> {
    let mut params: Vec<&Node> = Vec::new();
    let mut by_place = BTreeMap::new();
    let of = |node: &'d Node| node.get("parameters").map_or(&[][..], Node::elements);
    for param in of(path_item).iter().chain(of(operation)) {
        let param = match document.follow(param) {
            Ok(resolved) => resolved.node,
            Err(why) => {
                unread.push(why);
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

/// How several values are sent; `None` for `repeat`, the default of a spec.
fn list(param: &Node) -> Result<Option<&'static str>, String> {
    let explode = param.get("explode") != Some(&Node::Bool(false));
    match param.text_of("style").unwrap_or("form") {
        "form" if explode => Ok(None),
        "form" => Ok(Some("comma")),
        "deepObject" => Ok(None),
        other => Err(format!("filters do not support the style `{other}`")),
    }
}

/// What the paging rules know of a parameter.
pub(super) fn param(document: &Document<'_>, of: &Parameter<'_>) -> Param {
    let name = of.name.clone();
    let own_docs = of.docs.unwrap_or_default().to_owned();
    let in_body = of.place == Place::Body;
    let Some(node) = of.schema else {
        return Param { name, docs: own_docs, in_body, ..Param::default() };
    };
    let schema = Schema::of(document, node);
    // Bounds are in the schema that a `$ref` leads to.
    let bounds = document.resolve(node).map_or(node, |resolved| resolved.node);
    let bound = |key: &str| bounds.get(key).and_then(Node::size);
    let digits =
        |key: &str| bounds.get(key).and_then(Node::text).and_then(|text| text.parse().ok());
    let text = schema.is("string");
    let numeric =
        schema.is_numeric() || (text && digits("default").is_some() && fold(&name) != "cursor");
    let docs =
        if own_docs.is_empty() { schema.docs.unwrap_or_default().to_owned() } else { own_docs };
    let opens = bounds.text_of("default").filter(|opens| *opens == "*");
    let opens = opens.or_else(|| detect::opens(&docs).filter(|_| text));
    Param {
        name,
        numeric,
        text,
        default: bound("default").or(digits("default")),
        min: bound("minimum"),
        max: bound("maximum"),
        smallest_value: of.example.or_else(|| bound("example")),
        docs,
        opens: opens.map(str::to_owned),
        in_body,
    }
}
