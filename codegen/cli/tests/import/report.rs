//! What the report of an import says, in which order; and which operations are selected.

use crate::importing::{description, imported, operation, paging, param, reply, says, spec, thing};
use pagesmith_cli::drafting::import::{Imported, Options, import};
use serde_json::{Value, json};

/// A list by token.
fn list(id: &str) -> Value {
    let keys = json!({"next_cursor": {"type": "string"}});
    let mut list = operation(&[param("cursor", "string", "")], &reply(&thing(), &keys));
    list["operationId"] = json!(id);
    list
}

fn required(mut param: Value) -> Value {
    param["required"] = json!(true);
    param
}

fn of(paths: &Value, only: &[&str], without: &[&str]) -> Imported {
    let texts = |patterns: &[&str]| patterns.iter().map(|text| (*text).to_owned()).collect();
    let options = Options { only: texts(only), without: texts(without), ..Options::default() };
    import(description(paths).to_string().as_bytes(), &options).unwrap()
}

#[test]
fn patterns_select_paths_and_operations() {
    let paths = json!({
        "/orders": {"get": list("listOrders")},
        "/orders/{id}/rows": {"get": list("listRows")},
        "/users": {"get": list("listUsers")},
    });
    let taken = |made: &Imported| -> Vec<String> {
        made.report.lists.iter().map(|list| list.path.clone()).collect()
    };
    assert_eq!(taken(&of(&paths, &["/orders*"], &[])), ["/orders", "/orders/{id}/rows"]);
    assert_eq!(taken(&of(&paths, &["/orders*"], &["*/rows"])), ["/orders"]);
    assert_eq!(taken(&of(&paths, &[], &["listOrders", "listRows"])), ["/users"]);
    let made = of(&paths, &["/orders", "/nothing"], &[]);
    assert_eq!((taken(&made).len(), made.report.unselected), (1, 2));
    assert!(says(&made, "2 were not selected"), "{}", made.report);
    assert!(says(&made, "the pattern `/nothing` matches no operation"), "{}", made.report);
}

#[test]
fn the_report_begins_with_what_needs_a_look() {
    let two = json!({"type": "object", "properties": {
        "a": {"type": "array", "items": thing()}, "b": {"type": "array", "items": thing()},
    }});
    let mut post = list("searchOrders");
    post["requestBody"] = json!({"content": {}});
    let paths = json!({
        "/1": {"get": list("a")}, "/2": {"get": operation(&[], &two)},
        "/3": {"get": operation(&[], &reply(&thing(), &json!({})))},
        "/4/search": {"post": post.clone()}, "/5/search": {"post": post.clone()},
        "/6/search": {"post": post.clone()}, "/7/search": {"post": post.clone()},
        "/8/search": {"post": post},
    });
    let report = of(&paths, &[], &[]).report;
    let brief = report.text(false);
    let mut lines = brief.lines();
    assert_eq!(lines.next(), Some("Shop: 1 of 3 GET operations became lists, and 5 by POST"));
    assert_eq!(lines.next(), Some("please check"));
    let note = lines.next().unwrap();
    assert!(
        note.starts_with("  search, search_2, search_3 and 2 more: it is read by POST"),
        "{note}"
    );
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("skipped, although it may be a list: its reply has several arrays")
    );
    assert_eq!(lines.next(), Some("  /2"));
    assert_eq!(
        lines.next(),
        Some("`--verbose` shows each list, and each operation that was skipped")
    );
    assert_eq!(lines.next(), None);
    let verbose = report.text(true);
    assert!(
        verbose.contains("skipped: its parameters and its reply show no paging\n  /3\n"),
        "{verbose}"
    );
    assert!(verbose.contains("search_3, search_4, search_5: it is read by POST"), "{verbose}");
    assert!(verbose.contains("is sent as `cursor`"), "{verbose}");
    assert_eq!(report.to_string(), verbose);
}

#[test]
fn an_added_list_keeps_the_order_of_the_records() {
    let record = |name: &str| json!({"type": "object", "title": name, "properties": {"id": {"type": "string"}, "of": {"type": "string", "description": name}}});
    let list = |name: &str| {
        let keys = json!({"next_cursor": {"type": "string"}});
        json!({"get": operation(&[param("cursor", "string", "")], &reply(&record(name), &keys))})
    };
    let few = json!({"/users": list("User"), "/orders": list("Order")});
    let mut more = few.clone();
    more["/accounts"] = list("Order");
    more["/zones"] = list("Zone");
    let records = |paths: &Value| -> Vec<String> {
        let made = imported(&description(paths));
        spec(&made)["records"].as_object().unwrap().keys().cloned().collect()
    };
    let text = imported(&description(&more)).spec.unwrap();
    let at = |name: &str| text.find(&format!("\n  {name}:")).unwrap();
    assert!(at("Order") < at("User") && at("User") < at("Zone"), "{text}");
    assert_eq!(records(&few), ["Order", "User"]);
}

#[test]
fn a_page_size_that_is_required_is_always_sent() {
    let mut size = required(param("limit", "integer", ""));
    size["schema"]["default"] = json!(20);
    let keys = json!({"next_cursor": {"type": "string"}});
    let of = |params: &[Value]| {
        imported(&description(
            &json!({"/things": {"get": operation(params, &reply(&thing(), &keys))}}),
        ))
    };
    let made = of(&[param("cursor", "string", ""), size]);
    assert_eq!(paging(&made)["size"], json!({"query": "limit", "default": 20, "send": "always"}));
    let made = of(&[param("cursor", "string", ""), required(param("limit", "integer", ""))]);
    assert!(says(&made, "the server requires `limit`: pass a page size"), "{}", made.report);
}

#[test]
fn a_cursor_that_is_required_has_its_first_value_or_is_named() {
    let keys = json!({"next_cursor": {"type": "string"}});
    let of = |cursor: Value| {
        imported(&description(
            &json!({"/things": {"get": operation(&[cursor], &reply(&thing(), &keys))}}),
        ))
    };
    let mut cursor = required(param("cursor", "string", ""));
    let made = of(cursor.clone());
    assert!(
        says(&made, "the server requires `cursor`, and the first request lacks it"),
        "{}",
        made.report
    );
    cursor["schema"]["default"] = json!("*");
    let made = of(cursor);
    assert_eq!(paging(&made)["next"]["start"], json!("*"));
    let number = required(param("page", "integer", ""));
    let made = imported(&description(
        &json!({"/things": {"get": operation(&[number, param("limit", "integer", "")], &reply(&thing(), &json!({})))}}),
    ));
    assert!(
        !says(&made, "the server requires"),
        "the first page's number is sent: {}",
        made.report
    );
}

#[test]
fn headers_that_every_request_has_are_no_parameters() {
    let header = |name: &str| json!({"name": name, "in": "header", "required": true, "schema": {"type": "string"}});
    let mut list = list("a");
    for name in ["Accept", "content-type", "Authorization"] {
        list["parameters"].as_array_mut().unwrap().push(header(name));
    }
    let made = imported(&description(&json!({"/things": {"get": list}})));
    assert!(made.report.notes.is_empty(), "{}", made.report);
}

#[test]
fn fields_that_differ_by_case_alone_all_stay() {
    let row = json!({"type": "object", "properties": {
        "id": {"type": "string"}, "self": {"type": "string"}, "Self": {"type": "integer"},
    }});
    let keys = json!({"next_cursor": {"type": "string"}});
    let list = operation(&[param("cursor", "string", "")], &reply(&row, &keys));
    let fields = spec(&imported(&description(&json!({"/things": {"get": list}}))))["records"]["Thing"]["fields"].take();
    assert_eq!(fields.as_object().unwrap().len(), 3, "{fields}");
}

#[test]
fn operations_for_a_single_record_are_named() {
    let one = || {
        let mut one = operation(&[], &thing());
        one["parameters"] = json!([required(param("id", "string", ""))]);
        one["parameters"][0]["in"] = json!("path");
        one
    };
    let paths = json!({
        "/orders": {"get": list("listOrders")},
        "/orders/{id}": {"get": one()},
        "/opening-hours": {"get": operation(&[], &thing())},
    });
    let report = of(&paths, &[], &[]).report;
    assert_eq!(report.lists[0].one.as_deref(), Some("/orders/{id}"), "{report}");
    let text = report.text(false);
    let counts = "1 of 3 GET operations became lists; 1 requests a single record\n";
    assert!(text.contains(counts), "{text}");
    let text = report.text(true);
    assert!(
        text.contains("  orders  /orders\n          /orders/{id}, a single record\n"),
        "{text}"
    );
    assert_eq!(report.json()["taken"][0]["one"], "/orders/{id}");
}
