//! Credentials that a description has among the properties of bodies.

use crate::importing::{description, imported, operation, param, reply, says, spec, thing};
use serde_json::{Map, Value, json};

/// A list by POST, whose body has a cursor and these properties.
fn list(properties: &[&str]) -> Value {
    let next = json!({"next_cursor": {"type": "string"}});
    let mut list = operation(&[], &reply(&thing(), &next));
    let text = json!({"type": "string"});
    let names = properties.iter().copied().chain(["cursor"]);
    let properties: Map<String, Value> =
        names.map(|name| (name.to_owned(), text.clone())).collect();
    let body = json!({"type": "object", "properties": properties});
    list["requestBody"] = json!({"content": {"application/json": {"schema": body}}});
    list
}

fn of(lists: &[&[&str]]) -> Value {
    let paths = lists
        .iter()
        .enumerate()
        .map(|(n, properties)| (format!("/{n}/search"), json!({"post": list(properties)})));
    description(&Value::Object(paths.collect()))
}

#[test]
fn a_key_and_its_id_are_taken_if_each_body_has_them() {
    let made = imported(&of(&[&["client_id", "secret", "text"], &["secret", "client_id"]]));
    let drafted = spec(&made);
    let pair = json!({"body": {"id": "/client_id", "key": "/secret"}});
    assert_eq!(drafted["auth"], pair, "{}", made.report);
    assert!(says(&made, "authenticate by `/client_id` and `/secret` of the body"));
    // They are no filters.
    let filters = drafted["resources"].as_object().expect("resources").values();
    let filters: Vec<&Value> = filters.filter_map(|list| list.get("filters")).collect();
    assert_eq!(filters, [&json!({"text": {"param": "/text", "type": "string"}})]);

    let made = imported(&of(&[&["apiKey", "client_id"], &["apiKey"]]));
    assert_eq!(spec(&made)["auth"], json!({"body": "/apiKey"}));
}

#[test]
fn a_key_that_one_list_lacks_is_ignored() {
    for lists in [&[&["secret"][..], &["text"]][..], &[&["client_id"]]] {
        assert_eq!(spec(&imported(&of(lists))).get("auth"), None, "{lists:?}");
    }
    let mut with_get = of(&[&["secret"]]);
    let cursor = param("cursor", "string", "");
    let get = operation(&[cursor], &reply(&thing(), &json!({"next_cursor": {"type": "string"}})));
    with_get["paths"]["/things"] = json!({"get": get});
    assert_eq!(spec(&imported(&with_get)).get("auth"), None);
}

#[test]
fn a_scheme_comes_first_and_a_pair_of_schemes_does_not() {
    let header = |name: &str| json!({"type": "apiKey", "in": "header", "name": name});
    let mut text = of(&[&["client_id", "secret"]]);
    text["components"] = json!({"securitySchemes": {"id": header("X-Id"), "key": header("X-Key")}});
    text["security"] = json!([{"id": [], "key": []}]);
    let made = imported(&text);
    assert_eq!(spec(&made)["auth"]["body"]["key"], "/secret", "{}", made.report);
    text["security"] = json!([{"key": []}]);
    assert_eq!(spec(&imported(&text))["auth"], json!({"header": "X-Key"}));
}
