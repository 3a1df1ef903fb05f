//! Small descriptions for tests of `import`, each with one list.
#![allow(dead_code, reason = "each test uses a part")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_cli::drafting::import::{Imported, Options, import};
use serde_json::{Value, json};

/// A query parameter: its name, its type, and what the description says of it.
pub fn param(name: &str, ty: &str, docs: &str) -> Value {
    json!({"name": name, "in": "query", "description": docs, "schema": {"type": ty}})
}

/// A reply with these rows at `data`, and these keys beside them.
pub fn reply(rows: &Value, keys: &Value) -> Value {
    let mut properties = json!({"data": {"type": "array", "items": rows}});
    properties.as_object_mut().unwrap().extend(keys.as_object().unwrap().clone());
    json!({"type": "object", "properties": properties})
}

/// A record with an `id`.
pub fn thing() -> Value {
    json!({"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}})
}

/// An operation with these parameters and this reply.
pub fn operation(params: &[Value], schema: &Value) -> Value {
    json!({
        "parameters": params,
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}},
    })
}

/// A description with these paths.
pub fn description(paths: &Value) -> Value {
    json!({
        "openapi": "3.0.3", "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example.com"}], "paths": paths,
    })
}

/// What `import` makes of a description.
pub fn imported(description: &Value) -> Imported {
    import(description.to_string().as_bytes(), &Options::default()).unwrap()
}

/// What `import` makes of one operation by GET.
pub fn of_list(params: &[Value], schema: &Value) -> Imported {
    imported(&description(&json!({"/things": {"get": operation(params, schema)}})))
}

/// The spec as JSON; it is valid, and its checks warn of nothing.
pub fn spec(imported: &Imported) -> Value {
    let text = imported.spec.as_ref().unwrap_or_else(|| panic!("{}", imported.report));
    let warnings = pagesmith_codegen::check(text.as_bytes()).map(|checked| checked.warnings);
    assert!(warnings.is_ok_and(|warnings| warnings.problems.is_empty()), "{text}");
    serde_yaml::from_str(text).unwrap()
}

/// The paging of the only list of a spec.
pub fn paging(imported: &Imported) -> Value {
    spec(imported)["paging"].take()
}

/// Whether the report has this text.
pub fn says(imported: &Imported, text: &str) -> bool {
    imported.report.to_string().contains(text)
}
