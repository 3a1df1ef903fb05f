//! The work grows linearly with each part of a description or a sample.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::import::{Options, import};
use super::infer::{Hints, Sample, infer};
use pagesmith_codegen::work::assert_linear;
use serde_json::{Map, Value, json};

fn object(entries: impl Iterator<Item = (String, Value)>) -> Value {
    Value::Object(entries.collect::<Map<_, _>>())
}

fn rows(items: &Value) -> Value {
    json!({"type": "object", "properties": {
        "data": {"type": "array", "items": items},
        "next_page_token": {"type": "string"},
    }})
}

fn row() -> Value {
    json!({"type": "object", "properties": {"id": {"type": "string"}}})
}

fn token() -> Value {
    json!({"name": "page_token", "in": "query", "schema": {"type": "string"}})
}

/// A description of lists: the path of each, its parameters and its reply.
fn description(
    lists: usize,
    path: impl Fn(usize) -> String,
    params: impl Fn(usize) -> Vec<Value>,
    reply: impl Fn(usize) -> Value,
    schemas: &Value,
) -> String {
    let operation = |number| {
        let reply = json!({"content": {"application/json": {"schema": reply(number)}}});
        json!({"get": {"parameters": params(number), "responses": {"200": reply}}})
    };
    json!({
        "openapi": "3.0.0",
        "info": {"title": "Large", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": object((0..lists).map(|number| (path(number), operation(number)))),
        "components": {"schemas": schemas},
    })
    .to_string()
}

fn path(number: usize) -> String {
    format!("/things{number}")
}

/// Imports a description, and asserts that all of its lists become lists of the spec.
fn assert_imported(lists: usize, text: &str) {
    let imported = import(text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(imported.report.lists.len(), lists, "{}", imported.report);
    assert!(imported.report.to_string().lines().count() >= lists);
}

fn lists_of(text: &str) -> usize {
    text.matches("\"get\"").count()
}

#[test]
fn names_of_lists_that_collide() {
    let path = |number: usize| format!("/v1/things/{{a{number}}}");
    let input = |lists| description(lists, path, |_| vec![token()], |_| rows(&row()), &json!({}));
    assert_linear(300, input, |text| assert_imported(lists_of(text), text));
}

#[test]
fn components_that_are_referred_to() {
    let name = |number| format!("Row{number}");
    let items = |number| json!({"$ref": format!("#/components/schemas/{}", name(number))});
    let input = |lists| {
        let schemas = object((0..lists).map(|number| (name(number), row())));
        description(lists, path, |_| vec![token()], |number| rows(&items(number)), &schemas)
    };
    assert_linear(300, input, |text| assert_imported(lists_of(text), text));
}

#[test]
fn schemas_in_place() {
    let row = |number| json!({"type": "object", "properties": {format!("id{number}"): {"type": "string"}}});
    let input = |lists| {
        description(lists, path, |_| vec![token()], |number| rows(&row(number)), &json!({}))
    };
    assert_linear(300, input, |text| assert_imported(lists_of(text), text));
}

#[test]
fn lists_that_page_each_in_its_own_way() {
    let size = |number: usize| {
        let schema = json!({"type": "integer", "maximum": number + 1, "default": 1});
        json!({"name": "limit", "in": "query", "schema": schema})
    };
    let input = |lists| {
        description(lists, path, |number| vec![token(), size(number)], |_| rows(&row()), &json!({}))
    };
    assert_linear(300, input, |text| assert_imported(lists_of(text), text));
}

/// A spec refuses the filter of each list, so the import removes it with a note.
#[test]
fn filters_that_a_spec_refuses() {
    let odd = || json!({"name": "a\u{1}b", "in": "query", "schema": {"type": "string"}});
    let input =
        |lists| description(lists, path, |_| vec![token(), odd()], |_| rows(&row()), &json!({}));
    assert_linear(300, input, |text| {
        let imported = import(text.as_bytes(), &Options::default()).unwrap();
        assert_eq!(imported.report.notes.len(), lists_of(text), "{}", imported.report);
    });
}

#[test]
fn parameters_of_a_list() {
    let param =
        |number| json!({"name": format!("p{number}"), "in": "query", "schema": {"type": "string"}});
    let input = |params| {
        let params = || (0..params).map(param).chain([token()]).collect();
        description(1, path, |_| params(), |_| rows(&row()), &json!({}))
    };
    assert_linear(300, input, |text| assert_imported(1, text));
}

#[test]
fn properties_of_parts() {
    let part = |from: usize| {
        let of = |number| (format!("f{number}"), json!({"type": "string"}));
        json!({"type": "object", "properties": object((from..from + 10).map(of))})
    };
    let input = |fields: usize| {
        let parts: Vec<Value> = (0..fields / 10).map(|number| part(10 * number)).collect();
        description(1, path, |_| vec![token()], |_| rows(&json!({"allOf": parts})), &json!({}))
    };
    assert_linear(200, input, |text| assert_imported(1, text));
}

#[test]
fn values_of_an_enum() {
    let input = |values: usize| {
        let values: Vec<String> = (0..values).map(|number| format!("v{number}")).collect();
        let row = json!({"type": "object", "properties": {
            "id": {"type": "string"},
            "kind": {"type": "string", "enum": values},
        }});
        description(1, path, |_| vec![token()], |_| rows(&row), &json!({}))
    };
    assert_linear(2000, input, |text| assert_imported(1, text));
}

#[test]
fn security_schemes() {
    let input = |schemes: usize| {
        let name = |number| format!("scheme{number}");
        let basic = |number| (name(number), json!({"type": "http", "scheme": "basic"}));
        let text = description(1, path, |_| vec![token()], |_| rows(&row()), &json!({}));
        let mut root: Value = serde_json::from_str(&text).unwrap();
        root["security"] = (0..schemes).map(|number| json!({(name(number)): []})).collect();
        root["components"]["securitySchemes"] = object((0..schemes).map(basic));
        root.to_string()
    };
    assert_linear(500, input, |text| assert_imported(1, text));
}

fn sample(text: &String) {
    let hints = Hints { get: Some("/things".to_owned()), ..Hints::default() };
    let samples = [Sample { name: "sample.json", url: None, bytes: text.as_bytes() }];
    let spec = infer(&samples, &hints).unwrap();
    assert!(spec.lines().count() > 10, "{spec}");
}

#[test]
fn fields_of_a_sample() {
    let input = |fields: usize| {
        let row = object((0..fields).map(|number| (format!("f{number}"), json!(number))));
        json!({"data": [row], "next_page_token": "x"}).to_string()
    };
    assert_linear(200, input, sample);
}

#[test]
fn objects_of_a_sample_by_one_name() {
    let input = |fields: usize| {
        let name = |number: usize| "-".repeat(number % 100) + "thing" + &"-".repeat(number / 100);
        let row = object((0..fields).map(|number| (name(number), json!({"v": number}))));
        json!({"data": [row], "next_page_token": "x"}).to_string()
    };
    assert_linear(200, input, sample);
}

#[test]
fn keys_around_the_rows_of_a_sample() {
    let input = |keys: usize| {
        let mut reply = object((0..keys).map(|number| (format!("k{number}"), json!(number))));
        reply["data"] = json!([{"id": "1"}]);
        reply["next_page_token"] = json!("x");
        reply.to_string()
    };
    assert_linear(1000, input, sample);
}
