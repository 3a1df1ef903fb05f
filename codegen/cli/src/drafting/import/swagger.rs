//! Swagger 2.0: rewrites a description as one of OpenAPI 3, as far as lists need it.
//! `$ref`s stay as they are, because what they lead to stays in its place.

use crate::drafting::document::Node;

/// The keys of a parameter that belong to its schema in OpenAPI 3.
const OF_SCHEMA: [&str; 8] =
    ["type", "format", "items", "enum", "default", "minimum", "maximum", "x-nullable"];

/// Whether a document is a description in Swagger 2.0.
pub(super) fn is_swagger_2(root: &Node) -> bool {
    match root.get("swagger") {
        Some(Node::Text(version)) => version.starts_with("2."),
        Some(Node::Float(version)) => (2.0..3.0).contains(version),
        _ => false,
    }
}

/// Rewrites the description in place.
pub(super) fn upgrade(root: &mut Node) {
    let shared = Shared {
        parameters: root.get("parameters").cloned(),
        produces: produces(root).unwrap_or(true),
    };
    let servers = servers(root);
    let schemes = root.get("securityDefinitions").cloned();
    let Node::Map(entries) = root else { return };
    for (key, value) in entries.iter_mut() {
        match key.as_str() {
            "paths" => each(value, |item| path_item(item, &shared)),
            "parameters" => each(value, parameter),
            "responses" => each(value, |reply| response(reply, shared.produces)),
            _ => {}
        }
    }
    entries.push(("openapi".to_owned(), text("3.0.0")));
    entries.extend(servers.map(|servers| ("servers".to_owned(), servers)));
    if let Some(mut schemes) = schemes {
        each(&mut schemes, security_scheme);
        let components = map([("securitySchemes", schemes)]);
        entries.push(("components".to_owned(), components));
    }
}

/// What operations take from the whole description.
struct Shared {
    parameters: Option<Node>,
    /// Whether replies are JSON, unless an operation says otherwise.
    produces: bool,
}

fn path_item(item: &mut Node, shared: &Shared) {
    let Node::Map(entries) = item else { return };
    for (key, value) in entries {
        match key.as_str() {
            "parameters" => parameters(value),
            "get" | "post" => operation(value, shared),
            _ => {}
        }
    }
}

fn operation(operation: &mut Node, shared: &Shared) {
    let json = produces(operation).unwrap_or(shared.produces);
    let body = body(operation, shared);
    let Node::Map(entries) = operation else { return };
    for (key, value) in entries.iter_mut() {
        match key.as_str() {
            "parameters" => parameters(value),
            "responses" => each(value, |reply| response(reply, json)),
            _ => {}
        }
    }
    if let Some(schema) = body {
        let media = map([("application/json", map([("schema", schema)]))]);
        entries.push(("requestBody".to_owned(), map([("content", media)])));
    }
}

/// The schema of the body that an operation expects.
fn body(operation: &Node, shared: &Shared) -> Option<Node> {
    let params = operation.get("parameters")?.elements().iter();
    let followed = params.map(|param| {
        let name = param.text_of("$ref").and_then(|target| target.strip_prefix("#/parameters/"));
        let found = name.and_then(|name| shared.parameters.as_ref()?.get(name));
        found.unwrap_or(param)
    });
    let mut bodies = followed.filter(|param| param.text_of("in") == Some("body"));
    bodies.next()?.get("schema").cloned()
}

fn parameters(list: &mut Node) {
    if let Node::List(params) = list {
        params.iter_mut().for_each(parameter);
    }
}

/// Moves what belongs to the schema of a parameter into a schema.
fn parameter(param: &mut Node) {
    let format = param.text_of("collectionFormat").map(str::to_owned);
    let is_list = param.text_of("type") == Some("array");
    let Node::Map(entries) = param else { return };
    if entries.iter().any(|(key, _)| key == "schema" || key == "$ref") {
        return;
    }
    let mut kept = Vec::new();
    let mut schema = Vec::new();
    for (key, value) in entries.drain(..) {
        let of_schema = OF_SCHEMA.contains(&key.as_str());
        if of_schema { &mut schema } else { &mut kept }.push((key, value));
    }
    kept.push(("schema".to_owned(), Node::Map(schema)));
    if is_list {
        let (style, explode) = match format.as_deref() {
            Some("multi") => ("form", true),
            None | Some("csv") => ("form", false),
            Some(other) => (other, false),
        };
        kept.push(("style".to_owned(), text(style)));
        kept.push(("explode".to_owned(), Node::Bool(explode)));
    }
    *entries = kept;
}

/// Puts the schema and the examples of a reply where OpenAPI 3 has them.
fn response(reply: &mut Node, json: bool) {
    let Some(schema) = reply.get("schema").cloned().filter(|_| json) else { return };
    let examples = reply.get("examples").map_or(&[][..], Node::entries).iter();
    let mut examples = examples.filter(|(media, _)| media.contains("json"));
    let example = examples.next().map(|(_, example)| ("example", example.clone()));
    let media = map([("schema", schema)].into_iter().chain(example));
    if let Node::Map(entries) = reply {
        entries.push(("content".to_owned(), map([("application/json", media)])));
    }
}

fn security_scheme(scheme: &mut Node) {
    if scheme.text_of("type") == Some("basic") {
        *scheme = map([("type", text("http")), ("scheme", text("basic"))]);
    }
}

/// Whether replies are JSON, if the node says so.
fn produces(node: &Node) -> Option<bool> {
    let types = node.get("produces")?.elements();
    let is_json = |media: &str| media.contains("json") || media.contains('*');
    Some(types.is_empty() || types.iter().filter_map(Node::text).any(is_json))
}

fn servers(root: &Node) -> Option<Node> {
    let path = root.text_of("basePath").unwrap_or_default();
    let Some(host) = root.text_of("host") else {
        let path = root.text_of("basePath")?;
        return Some(Node::List(vec![map([("url", text(path))])]));
    };
    let schemes = root.get("schemes").map_or(&[][..], Node::elements);
    let has = |scheme: &str| schemes.iter().any(|known| known.text() == Some(scheme));
    let scheme = if has("http") && !has("https") { "http" } else { "https" };
    Some(Node::List(vec![map([("url", text(&format!("{scheme}://{host}{path}")))])]))
}

fn each(map: &mut Node, mut change: impl FnMut(&mut Node)) {
    if let Node::Map(entries) = map {
        for (_, value) in entries {
            change(value);
        }
    }
}

fn map<'k>(entries: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
    Node::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}
