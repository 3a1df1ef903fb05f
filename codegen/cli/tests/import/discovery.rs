//! Google's discovery documents, as `import` reads them.

use crate::importing::{imported, says, spec};
use serde_json::{Value, json};

/// A method that pages by tokens, by GET.
fn method(path: &str, params: &Value, reply: &str) -> Value {
    let mut all = json!({"pageToken": {"type": "string", "location": "query"}});
    all.as_object_mut().unwrap().extend(params.as_object().unwrap().clone());
    json!({
        "id": "shop.things.list", "path": path, "httpMethod": "GET", "parameters": all,
        "response": {"$ref": reply}, "description": "Lists things.",
    })
}

fn reply(rows: &Value) -> Value {
    let mut properties = json!({"nextPageToken": {"type": "string"}});
    properties.as_object_mut().unwrap().extend(rows.as_object().unwrap().clone());
    json!({"type": "object", "properties": properties})
}

fn array(of: &str) -> Value {
    json!({"type": "array", "items": {"$ref": of}})
}

/// A document with these methods of a nested resource, and these schemas.
fn document(methods: &Value, schemas: &Value) -> Value {
    let mut all = json!({
        "Thing": {"type": "object", "properties": {
            "id": {"type": "string"}, "size": {"type": "string", "format": "int64"},
            "made": {"type": "string", "format": "google-datetime"}, "odd": {"type": "any"},
            "parts": {"type": "array", "items": {"$ref": "Part"}},
        }},
        "Part": {"type": "object", "properties": {"name": {"type": "string"}}},
    });
    all.as_object_mut().unwrap().extend(schemas.as_object().unwrap().clone());
    json!({
        "kind": "discovery#restDescription", "discoveryVersion": "v1", "title": "Shop API",
        "version": "v1", "rootUrl": "https://shop.example.com/", "servicePath": "v1/",
        "auth": {"oauth2": {"scopes": {}}},
        "parameters": {"fields": {"type": "string", "location": "query"}},
        "schemas": all, "resources": {"shops": {"resources": {"things": {"methods": methods}}}},
    })
}

#[test]
fn a_method_of_a_nested_resource_becomes_a_list() {
    let size = json!({
        "maxResults": {"type": "integer", "location": "query", "default": "20", "maximum": "100"},
        "state": {"type": "string", "location": "query", "repeated": true},
        "parent": {"type": "string", "location": "path", "required": true},
    });
    let mut list = method("{+parent}/things", &size, "Things");
    list["flatPath"] = json!("shops/{shopsId}/things");
    let rows = json!({
        "things": array("Thing"),
        "unreachable": {"type": "array", "items": {"type": "string"}},
    });
    let made = imported(&document(&json!({"list": list}), &json!({"Things": reply(&rows)})));
    let spec = spec(&made);
    assert_eq!(spec["server"], json!("https://shop.example.com/v1"));
    assert_eq!(spec["auth"], json!("bearer"));
    let expected = json!({
        "preset": "aip-158", "size": {"query": "maxResults", "default": 20, "max": 100},
        "partial": {"at": "/unreachable"},
    });
    assert_eq!(spec["paging"], expected);
    let list = &spec["resources"]["shop_things"];
    assert_eq!(list["get"], json!("/shops/{shops_id}/things"));
    assert_eq!(list["items"], json!({"at": "/things", "missing": "empty"}));
    assert_eq!(list["filters"], json!({"state": {"type": ["string"]}}));
    let fields = &spec["records"]["Thing"]["fields"];
    assert_eq!(fields["size"], json!("integer?"));
    assert_eq!(fields["made"], json!("datetime?"));
    assert_eq!(fields["odd"], json!("json?"));
    assert_eq!(fields["parts"], json!("[Part]?"));
    assert!(says(&made, "all methods share are left out: `fields`"), "{}", made.report);
}

#[test]
fn a_method_by_post_pages_in_its_body_or_in_its_query() {
    let mut in_body = method("things:search", &json!({}), "Found");
    in_body["httpMethod"] = json!("POST");
    in_body["parameters"] = json!({});
    in_body["request"] = json!({"$ref": "Search"});
    let size = json!({"pageSize": {"type": "integer", "location": "query"}});
    let mut in_query = method("shops/{shop}/listThings", &size, "Found");
    in_query["httpMethod"] = json!("POST");
    let schemas = json!({
        "Search": {"type": "object", "properties": {
            "pageToken": {"type": "string"}, "pageSize": {"type": "integer"}, "query": {"type": "string"},
        }},
        "Found": reply(&json!({"results": array("Thing"), "facets": array("Part")})),
    });
    let made = imported(&document(&json!({"search": in_body, "all": in_query}), &schemas));
    let spec = spec(&made);
    let search = &spec["resources"]["things_search"];
    assert_eq!(search["post"], json!("/things:search"));
    assert_eq!(search["paging"]["send"], json!({"body": "/pageToken"}));
    assert_eq!(search["paging"]["size"], json!({"body": "/pageSize"}));
    assert_eq!(search["items"]["at"], json!("/results"));
    let all = &spec["resources"]["shop_list_things"];
    assert_eq!(all["paging"], json!("aip-158"));
}

#[test]
fn rows_in_a_map_keep_their_keys() {
    let map = json!({
        "items": {"type": "object", "additionalProperties": {"$ref": "Scope"}},
        "unreachables": {"type": "array", "items": {"type": "string"}},
    });
    let schemas = json!({
        "Things": reply(&map),
        "Scope": {"type": "object", "properties": {"things": array("Thing")}},
    });
    let method = method("aggregated/things", &json!({}), "Things");
    let made = imported(&document(&json!({"aggregatedList": method}), &schemas));
    let spec = spec(&made);
    let list = &spec["resources"]["aggregated_things"];
    let items = json!({"at": "/items", "shape": "map", "name": "map_key", "missing": "empty"});
    assert_eq!(list["items"], items);
    let fields = &spec["records"]["Scope"]["fields"];
    assert_eq!(fields["things"], json!("[Thing]?"));
    assert!(fields["map_key"].to_string().contains("string"), "{fields}");
}

#[test]
fn what_is_unclear_is_reported() {
    let method = |path: &str, reply: &str| method(path, &json!({}), reply);
    let methods = json!({"a": method("entities", "Several"), "b": method("stats", "Table")});
    let table = json!({
        "columns": {"type": "array", "items": {"type": "string"}},
        "cells": {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
    });
    let schemas = json!({
        "Several": reply(&json!({"things": array("Thing"), "parts": array("Part")})),
        "Table": reply(&table),
    });
    let made = imported(&document(&methods, &schemas));
    assert!(made.spec.is_none());
    assert!(says(&made, "surely the list, but `/parts`, `/things`"), "{}", made.report);
    assert!(says(&made, "surely the list, but `/cells`, `/columns`"), "{}", made.report);
}
