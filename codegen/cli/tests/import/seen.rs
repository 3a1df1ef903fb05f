//! What `import` read and did not take, and how its report says so.

use pagesmith_cli::drafting::import::{Imported, Options, import};
use serde_json::{Value, json};

fn of(paths: &Value, options: &Options) -> Imported {
    let text = json!({
        "openapi": "3.0.3", "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://a.example.com/v1"}, {"url": "https://b.example.com"}],
        "paths": paths,
    });
    let imported = import(text.to_string().as_bytes(), options).unwrap();
    if let Some(spec) = &imported.spec {
        let made = pagesmith_codegen::check(spec.as_bytes());
        assert!(made.is_ok(), "{spec}");
    }
    imported
}

fn query(name: &str, ty: &str) -> Value {
    json!({"name": name, "in": "query", "schema": {"type": ty}})
}

/// A list with these parameters, fields of its rows and keys beside them.
fn list(params: &[Value], fields: &Value, keys: &Value) -> Value {
    let mut properties = json!({"rows": {"type": "array", "items": {
        "type": "object", "properties": fields,
    }}});
    properties.as_object_mut().unwrap().extend(keys.as_object().unwrap().clone());
    json!({"get": {
        "parameters": params,
        "responses": {"200": {"content": {"application/json": {
            "schema": {"type": "object", "properties": properties},
        }}}},
    }})
}

fn id() -> Value {
    json!({"id": {"type": "string"}})
}

fn cursor() -> Value {
    json!({"next_cursor": {"type": "string"}})
}

#[test]
fn a_list_that_may_page_is_reported_as_one_reply() {
    let paths = json!({
        "/orders": list(&[query("limit", "integer")], &id(), &json!({})),
        "/events": list(&[query("page_state", "string")], &id(), &json!({"has_next_page": {"type": "boolean"}})),
        "/jobs": list(&[], &id(), &json!({"next_page_token": {"type": "string"}})),
        "/tags": list(&[], &id(), &json!({"total": {"type": "integer"}})),
    });
    let report = of(&paths, &Options { unpaged: true, ..Options::default() }).report;
    assert_eq!(report.lists.len(), 3, "{report}");
    // What says that more follows is no list in one reply.
    let why = &report.skipped.iter().find(|it| it.path == "/events").unwrap().why;
    assert!(why.contains("although `/has_next_page`, the parameter `page_state`"), "{why}");
    let noted: Vec<(&str, &str)> = report
        .notes
        .iter()
        .filter_map(|note| Some((&*note.about, note.text.split_once(" may be part of paging")?.0)))
        .collect();
    let expected = [("orders", "the parameter `limit`")];
    assert_eq!(noted, expected, "{report}");
    let skipped = of(&paths, &Options::default()).report.skipped;
    let nearly = "no way to its next page was found, although the parameter `limit` may be part";
    assert!(skipped.iter().any(|it| it.path == "/orders" && it.why.starts_with(nearly)));
}

#[test]
fn fields_that_differ_by_case_give_records_of_different_names() {
    let inner = json!({"type": "object", "properties": {
        "x": {"type": "string"},
        "#": {"type": "object", "properties": {"y": {"type": "string"}}},
    }});
    let fields = json!({"id": {"type": "string"}, "pH": inner});
    let paths = json!({"/o": list(&[query("cursor", "string")], &fields, &cursor())});
    assert_eq!(of(&paths, &Options::default()).report.lists.len(), 1);
}

#[test]
fn a_name_with_a_line_break_breaks_no_line_of_the_report() {
    let report = of(&json!({"/x\n  orders  /orders": {"get": {}}}), &Options::default()).report;
    assert!(report.to_string().contains("/x\\n  orders  /orders"), "{report}");
}

#[test]
fn credentials_of_a_description_are_not_written() {
    let mut orders = list(&[query("cursor", "string")], &id(), &cursor());
    let docs = "Call curl -u admin:hunter2222 https://admin:hunter2222@a.com/?api_key=hunter3";
    orders["get"]["summary"] = json!(docs);
    orders["get"]["parameters"][0]["description"] = json!("Authorization: Bearer hunter2222");
    let bot = list(&[query("cursor", "string")], &id(), &cursor());
    let paths = json!({"/orders": orders, "/bot123456:hunter-hunter-hunter-hunter-1/o": bot});
    let Imported { spec, report } = of(&paths, &Options::default());
    let text = spec.unwrap() + &report.to_string();
    let taken: Vec<&str> = report.lists.iter().map(|list| list.path.as_str()).collect();
    assert_eq!(taken, ["/orders"]);
    assert!(text.contains("Call curl -u …"), "{text}");
    assert!(!text.contains("hunter"), "{text}");
}
