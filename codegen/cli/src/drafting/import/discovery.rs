//! Google's discovery documents: rewrites a description in this format as one of OpenAPI 3, as far
//! as lists need it, with what the format says of a list's paging.

mod paging;

use crate::drafting::document::Node;
use paging::Paging;
use std::collections::BTreeSet;

/// The key of an operation under which the rewritten description declares its paging.
pub(super) const KEY: &str = "x-pagesmith-discovery";

/// The keys of a parameter that belong to its schema in OpenAPI 3.
const OF_SCHEMA: [&str; 6] = ["type", "format", "enum", "default", "minimum", "maximum"];

/// Whether a document is a discovery document.
pub(super) fn is_discovery(root: &Node) -> bool {
    root.text_of("kind") == Some("discovery#restDescription")
        || (root.get("openapi").is_none() && root.get("discoveryVersion").is_some())
}

/// Rewrites the description in place; returns a note on what all methods share and lists lack.
///
/// # Errors
/// The predicate of a sentence about the file, if it describes no methods.
pub(super) fn upgrade(root: &mut Node) -> Result<Option<String>, String> {
    let (methods, resources) = (root.get("methods"), root.get("resources"));
    if methods.is_none() && resources.is_none() {
        return Err("is a discovery document without methods".to_owned());
    }
    let mut collected = Collected::default();
    let schemas = root.get("schemas");
    collected.add(root, schemas);
    let Collected { operations, in_maps } = collected;
    let mut schemas = schemas.cloned().unwrap_or(Node::Map(Vec::new()));
    add_keys(&mut schemas, &in_maps);
    rewrite_schemas(&mut schemas);
    let shared = root.get("parameters").map_or(&[][..], Node::entries);
    let shared: Vec<String> = shared.iter().map(|(name, _)| format!("`{name}`")).collect();
    let (name, scheme) = security(root);
    let upgraded = map([
        ("openapi", text("3.0.0")),
        ("info", info(root)),
        ("servers", Node::List(vec![map([("url", text(&server(root)))])])),
        ("security", Node::List(vec![map([(name, Node::List(Vec::new()))])])),
        ("paths", Node::Map(operations)),
        ("schemas", schemas),
        ("components", map([("securitySchemes", map([(name, scheme)]))])),
    ]);
    *root = upgraded;
    let note =
        || format!("the parameters that all methods share are left out: {}", shared.join(", "));
    Ok((!shared.is_empty()).then(note))
}

fn info(root: &Node) -> Node {
    let copied = |from: &str| root.get(from).cloned();
    let title = copied("title").or_else(|| copied("name"));
    let entries =
        [("title", title), ("version", copied("version")), ("description", copied("description"))];
    map(entries.into_iter().filter_map(|(key, value)| Some((key, value?))))
}

fn server(root: &Node) -> String {
    let parts = || {
        let path = root.text_of("servicePath").unwrap_or_default();
        root.text_of("rootUrl").unwrap_or_default().to_owned() + path
    };
    let url = root.text_of("baseUrl").map_or_else(parts, str::to_owned);
    url.trim_end_matches('/').to_owned()
}

/// The security scheme and its name: OAuth 2 if there are scopes, and else an API key.
fn security(root: &Node) -> (&'static str, Node) {
    if root.at("/auth/oauth2").is_some() {
        return ("oauth2", map([("type", text("oauth2"))]));
    }
    let key = [("type", text("apiKey")), ("in", text("query")), ("name", text("key"))];
    ("key", map(key))
}

/// The operations of a description, each as the item of its path: several methods may have one
/// path.
#[derive(Default)]
struct Collected {
    operations: Vec<(String, Node)>,
    /// The schemas whose objects are rows in a map.
    in_maps: BTreeSet<String>,
}

impl Collected {
    /// Adds those of a resource, and of the resources within it.
    fn add(&mut self, resource: &Node, schemas: Option<&Node>) {
        for (name, method) in resource.get("methods").map_or(&[][..], Node::entries) {
            let path = method.text_of("flatPath").or_else(|| method.text_of("path"));
            let Some(path) = path else { continue };
            let http = method.text_of("httpMethod").unwrap_or("GET").to_ascii_lowercase();
            let paging = Paging::of(name, method, path, schemas);
            self.in_maps.extend(paging.as_ref().and_then(Paging::schema_of_map).map(str::to_owned));
            let path = format!("/{}", path.trim_start_matches('/').replace("{+", "{"));
            let operation = operation(method, &path, paging);
            self.operations.push((path, Node::Map(vec![(http, operation)])));
        }
        for (_, resource) in resource.get("resources").map_or(&[][..], Node::entries) {
            self.add(resource, schemas);
        }
    }
}

/// Adds the field for a row's key to these schemas.
fn add_keys(schemas: &mut Node, in_maps: &BTreeSet<String>) {
    let Node::Map(schemas) = schemas else { return };
    for (_, schema) in schemas.iter_mut().filter(|(name, _)| in_maps.contains(name)) {
        let Node::Map(entries) = schema else { continue };
        let properties = entries.iter_mut().find(|(name, _)| name == "properties");
        if let Some((_, Node::Map(properties))) = properties {
            let docs = text("The key of this row in the reply.");
            let field = map([("type", text("string")), ("description", docs)]);
            properties.insert(0, (paging::MAP_KEY.to_owned(), field));
        }
    }
}

fn operation(method: &Node, path: &str, paging: Option<Paging>) -> Node {
    let described = method.get("parameters").map_or(&[][..], Node::entries).iter();
    let is_sent = |(name, param): &&(String, Node)| {
        param.text_of("location") != Some("path") || path.contains(&format!("{{{name}}}"))
    };
    let mut params: Vec<Node> =
        described.filter(is_sent).map(|(name, param)| parameter(name, param)).collect();
    params.extend(method.text_of("apiVersion").map(version_header));
    let body = |schema: &Node| {
        let mut schema = schema.clone();
        rewrite_schemas(&mut schema);
        map([("content", map([("application/json", map([("schema", schema)]))]))])
    };
    let reply = method.get("response").map(body);
    let replies = map([("200", reply.unwrap_or(Node::Map(Vec::new())))]);
    let entries = [
        ("operationId", method.get("id").cloned()),
        ("description", method.get("description").cloned()),
        ("parameters", Some(Node::List(params))),
        ("requestBody", method.get("request").map(body)),
        ("responses", Some(replies)),
        (KEY, paging.map(Paging::declared)),
    ];
    map(entries.into_iter().filter_map(|(key, value)| Some((key, value?))))
}

/// A method with a version of its own takes it in a header.
fn version_header(version: &str) -> Node {
    map([
        ("name", text("X-Goog-Api-Version")),
        ("in", text("header")),
        ("required", Node::Bool(true)),
        ("schema", map([("type", text("string")), ("const", text(version))])),
    ])
}

fn parameter(name: &str, param: &Node) -> Node {
    let mut schema: Vec<(String, Node)> = param
        .entries()
        .iter()
        .filter(|(key, _)| OF_SCHEMA.contains(&key.as_str()))
        .cloned()
        .collect();
    numbers(&mut schema);
    let mut schema = Node::Map(schema);
    rewrite_schemas(&mut schema);
    if param.is_true("repeated") {
        schema = map([("type", text("array")), ("items", schema)]);
    }
    let entries = [
        ("name", Some(text(name))),
        ("in", Some(text(param.text_of("location").unwrap_or("query")))),
        ("required", param.get("required").cloned()),
        ("description", param.get("description").cloned()),
        ("schema", Some(schema)),
    ];
    map(entries.into_iter().filter_map(|(key, value)| Some((key, value?))))
}

/// The bounds of a number are texts in this format.
fn numbers(schema: &mut [(String, Node)]) {
    for (key, value) in schema {
        let bound = matches!(key.as_str(), "minimum" | "maximum");
        if let (true, Some(number)) = (bound, value.text().and_then(|text| text.parse().ok())) {
            *value = Node::Integer(number);
        }
    }
}

/// Rewrites schemas: a `$ref` is the name of another one, and `any` is no type of OpenAPI.
fn rewrite_schemas(node: &mut Node) {
    match node {
        Node::List(elements) => elements.iter_mut().for_each(rewrite_schemas),
        Node::Map(entries) => {
            entries.retain(|(key, value)| key != "type" || value.text() != Some("any"));
            for (key, value) in entries {
                match (key.as_str(), &mut *value) {
                    ("$ref", Node::Text(name)) if !name.starts_with('#') => {
                        let step = name.replace('~', "~0").replace('/', "~1");
                        *name = format!("#/schemas/{step}");
                    }
                    ("format", Node::Text(format)) if format == "google-datetime" => {
                        "date-time".clone_into(format);
                    }
                    (_, value) => rewrite_schemas(value),
                }
            }
        }
        _ => {}
    }
}

fn map<'k>(entries: impl IntoIterator<Item = (&'k str, Node)>) -> Node {
    Node::Map(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}
