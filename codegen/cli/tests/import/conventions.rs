//! How `import` reads lists that are described in part: by what the other lists of the
//! description have in common, by words, and by what a reply leaves out.

use pagesmith_cli::drafting::import::{Imported, Options, import};
use serde_json::{Value, json};

fn of(paths: &Value) -> Imported {
    let text = json!({
        "openapi": "3.0.3", "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://a.example.com"}], "paths": paths,
    });
    let imported = import(text.to_string().as_bytes(), &Options::default()).unwrap();
    if let Some(spec) = &imported.spec {
        let made = pagesmith_codegen::check(spec.as_bytes());
        assert!(made.is_ok(), "{spec}");
    }
    imported
}

fn spec(paths: &Value) -> String {
    of(paths).spec.unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn notes(paths: &Value, about: &str) -> String {
    let notes = of(paths).report.notes;
    let of_list = notes.iter().filter(|note| note.about == about).map(|note| note.text.as_str());
    of_list.collect::<Vec<_>>().join("\n")
}

fn why_skipped(paths: &Value, path: &str) -> String {
    of(paths).report.skipped.into_iter().find(|it| it.path == path).unwrap().why
}

fn query(name: &str, ty: &str, docs: &str) -> Value {
    json!({"name": name, "in": "query", "description": docs, "schema": {"type": ty}})
}

fn rows() -> Value {
    json!({"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}})
}

/// A list whose reply has this schema.
fn list(params: &[Value], schema: &Value) -> Value {
    json!({"get": {"parameters": params, "responses": {"200": {
        "description": "A page.", "content": {"application/json": {"schema": schema}},
    }}}})
}

fn object(properties: &Value) -> Value {
    json!({"type": "object", "properties": properties})
}

fn counted() -> Value {
    let counts = json!({"page_number": {"type": "integer"}, "total_pages": {"type": "integer"}});
    object(&json!({"data": rows(), "meta": object(&counts)}))
}

#[test]
fn a_reply_that_pages_is_continued_by_the_parameters_of_the_others() {
    let params =
        [query("page[number]", "integer", "The page."), query("page[size]", "integer", "")];
    let paths = json!({"/orders": list(&params, &counted()), "/users": list(&[], &counted())});
    let spec = spec(&paths);
    assert_eq!(spec.matches("query: \"page[number]\"").count(), 1, "both lists share it: {spec}");
    let note = notes(&paths, "users");
    assert!(
        note.contains("`page[number]` and `page[size]` page, as for `/orders` (a guess)"),
        "{note}"
    );
    assert_eq!(notes(&paths, "orders"), "");
}

#[test]
fn an_array_with_the_token_of_lists_by_link_header_is_one_of_them() {
    let in_words = "The cursor of the `Link` response header.";
    let paths = json!({
        "/orders": list(&[query("after", "string", in_words)], &rows()),
        "/users": list(&[query("after", "string", "Where the page begins.")], &rows()),
    });
    assert!(spec(&paths).contains("paging: {next: {link: next}, send: url}"), "{}", spec(&paths));
    let note = notes(&paths, "users");
    assert!(
        note.contains("the next page is taken from the header `Link`, as for `/orders`"),
        "{note}"
    );
}

#[test]
fn a_key_that_one_reply_lacks_is_taken_from_the_others() {
    let params = [query("offset", "string", "An offset token."), query("limit", "integer", "")];
    let next = object(&json!({"offset": {"type": "string"}}));
    let whole = object(&json!({"data": rows(), "next_page": next}));
    let paths = json!({
        "/orders": list(&params, &whole),
        "/users": list(&params, &object(&json!({"data": rows()}))),
    });
    let spec = spec(&paths);
    let users = &spec[spec.find("users:").unwrap()..];
    // That the reply to `/users` may lack it is not described.
    assert!(
        users.contains("next: {body: /next_page/offset}") && !users.contains("absent"),
        "{spec}"
    );
}

#[test]
fn a_token_without_a_key_for_its_next_value_is_in_a_header() {
    let paths = json!({
        "/orders": list(&[query("cursor", "string", "Where to go on.")], &rows()),
        "/users": list(&[query("cursor", "string", "")], &object(&json!({"users": rows()}))),
    });
    let spec = spec(&paths);
    let knobs = "next: {link: next} send: url ends: {empty_page: true}";
    assert!(
        spec.contains(knobs)
            || spec.contains(&knobs.replace(" send", ", send").replace(" ends", ", ends")),
        "{spec}"
    );
    let note = notes(&paths, "orders");
    assert!(note.contains("without that header a walk ends after the first page"), "{note}");
    // An object may have keys that are not described: the second sign is the array of `/orders`.
    let note = notes(&paths, "users");
    assert!(note.contains("as for `/orders` (a guess)"), "{note}");
    let alone = json!({"/users": paths["/users"]});
    assert!(of(&alone).spec.is_none());
}

#[test]
fn what_creates_is_no_list() {
    let token = json!({"type": "string"});
    let body =
        json!({"content": {"application/json": {"schema": object(&json!({"card_token": token}))}}});
    let reply = object(&json!({"card_token": token, "events": rows()}));
    let mut paths = json!({"/payments": list(&[], &reply), "/files": list(&[], &object(&json!({
        "files": rows(), "links": object(&json!({"next": {"type": "string", "format": "uri"}})),
    })))});
    for path in ["/payments", "/files"] {
        let mut operation = paths[path]["get"].take();
        operation["requestBody"] = body.clone();
        paths[path] = json!({"post": operation});
    }
    assert_eq!(of(&paths).spec, None);
    assert!(why_skipped(&paths, "/payments").contains("show no paging"));
    assert!(why_skipped(&paths, "/files").contains("nothing says that it only reads"));
}

#[test]
fn one_record_is_no_list() {
    let record = object(&json!({
        "id": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}},
    }));
    let params = [query("page", "integer", ""), query("page_size", "integer", "")];
    let paths = json!({"/volumes/{id}": list(&params, &record)});
    assert!(why_skipped(&paths, "/volumes/{id}").contains("its reply is one record"));
}

#[test]
fn numbers_of_other_objects_are_no_position() {
    let properties = json!({
        "lines": object(&json!({"data": rows()})), "total": {"type": "integer"},
        "period": object(&json!({"start": {"type": "integer"}, "page": {"type": "integer"}})),
    });
    let paths = json!({"/invoices/upcoming": list(&[], &object(&properties))});
    assert_eq!(of(&paths).spec, None);
}

#[test]
fn an_object_about_the_page_has_its_name_before_its_properties() {
    let page = object(&json!({"number": {"type": "integer"}, "size": {"type": "integer"}}));
    let page = json!({"name": "page", "in": "query", "schema": page});
    let spec = spec(&json!({"/orders": list(&[page], &counted())}));
    assert!(
        spec.contains("page[number]") && spec.contains("size: {query: \"page[size]\"}"),
        "{spec}"
    );
}

#[test]
fn a_preset_has_no_page_size_that_no_parameter_sets() {
    let links = object(&json!({"next": {"type": "string", "format": "uri"}}));
    let reply = object(&json!({"data": rows(), "links": links}));
    let params = [query("page[cursor]", "string", "")];
    let with = [query("page[cursor]", "string", ""), query("page[size]", "integer", "")];
    let without = spec(&json!({"/orders": list(&params, &reply)}));
    assert!(
        without.contains("next: {body: /links/next}") && !without.contains("json-api"),
        "{without}"
    );
    let with = spec(&json!({"/orders": list(&with, &reply)}));
    assert!(with.contains("paging: json-api"), "{with}");
}

#[test]
fn a_page_size_is_known_by_what_is_said_of_it() {
    let docs = "The maximum number of groups to return.";
    let reply = object(&json!({"data": rows(), "next_cursor": {"type": "string"}}));
    let of_size = |size: Value| {
        spec(&json!({"/orders": list(&[query("cursor", "string", ""), size], &reply)}))
    };
    for size in [query("limitPerKind", "integer", docs), query("limit", "string", docs)] {
        let name = size["name"].as_str().unwrap().to_owned();
        let spec = of_size(size);
        assert!(spec.contains(&format!("size: {{query: {name}}}")), "{spec}");
    }
    let spec = of_size(query("limit", "string", "Only orders of this price class."));
    assert!(!spec.contains("size:"), "{spec}");
}

#[test]
fn of_several_arrays_an_earlier_word_of_the_path_names_the_rows() {
    let reply = object(&json!({
        "threads": rows(), "members": rows(), "total_results": {"type": "integer"},
    }));
    let params = [query("offset", "integer", ""), query("limit", "integer", "")];
    let spec = spec(&json!({"/channels/{id}/threads/search": list(&params, &reply)}));
    assert!(spec.contains("items: /threads"), "{spec}");
}

#[test]
fn a_word_in_place_of_an_example_decides_nothing() {
    let next = json!({"type": "string", "description": "Next page", "example": "example string"});
    let reply = object(&json!({"jobs": rows(), "links": object(&json!({"next": next}))}));
    let spec = spec(&json!({"/jobs": list(&[], &reply)}));
    assert!(spec.contains("next: {body: /links/next}") && spec.contains("send: url"), "{spec}");
}

#[test]
fn near_misses_name_the_parameters_for_the_last_item() {
    let params = [query("before", "string", ""), query("limit", "integer", "")];
    let why = why_skipped(&json!({"/messages": list(&params, &rows())}), "/messages");
    assert!(why.contains("the parameter `before`, the parameter `limit`"), "{why}");
}

#[test]
fn the_one_row_of_a_list_in_the_same_envelope_is_no_list() {
    let rows = json!({"type": "array", "items": {"$ref": "#/components/schemas/Order"}});
    let pagination = object(&json!({
        "page": {"type": "integer"}, "pageCount": {"type": "integer"},
    }));
    let reply = object(&json!({"orders": rows, "pagination": pagination}));
    let problem = object(&json!({"fields": self::rows()}));
    let one =
        object(&json!({"order": object(&json!({})), "problem": problem, "pagination": pagination}));
    let text = json!({
        "openapi": "3.0.3", "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://a.example.com"}],
        "paths": {
            "/orders": list(&[query("page", "integer", "")], &reply),
            "/orders/{id}": list(&[], &reply),
            "/orders/{id}/cost": list(&[], &one),
        },
        "components": {"schemas": {"Order": object(&json!({"id": {"type": "string"}}))}},
    });
    let report = import(text.to_string().as_bytes(), &Options::default()).unwrap().report;
    let paths: Vec<&str> = report.lists.iter().map(|list| list.path.as_str()).collect();
    assert_eq!(paths, ["/orders"], "{report}");
    assert!(report.skipped.iter().any(|it| it.why.contains("one record of the list above it")));
}

#[test]
fn an_object_for_the_next_page_has_the_token_and_repeats_the_filters() {
    let params = ["limit", "region", "after_key", "before_key"].map(|it| query(it, "integer", ""));
    let keys = json!({"limit": {"type": "integer"}, "region": {"type": "integer"},
        "before_key": {"type": "integer"}, "after_key": {"type": "integer"}});
    let metadata = object(&json!({"next_params": object(&keys)}));
    let reply = object(&json!({"result": rows(), "_metadata": metadata}));
    let spec = spec(&json!({"/ips": list(&params, &reply)}));
    assert!(spec.contains("next: {body: /_metadata/next_params/after_key}"), "{spec}");
    assert!(spec.contains("send: {query: after_key}"), "{spec}");
}

#[test]
fn what_each_request_must_have_is_constant() {
    let mut version = query("version", "string", "");
    version["required"] = json!(true);
    version["schema"]["enum"] = json!(["2"]);
    let params = [version, query("cursor", "string", "")];
    let reply = object(&json!({"items": rows(), "next_cursor": {"type": "string"}}));
    let spec = spec(&json!({"/lists/{id}/items?beta=true": list(&params, &reply)}));
    assert!(
        spec.contains("get: \"/lists/{id}/items\"") || spec.contains("get: /lists/{id}/items"),
        "{spec}"
    );
    assert!(spec.contains("query: {beta: \"true\", version: \"2\"}"), "{spec}");
    assert!(!spec.contains("filters"), "{spec}");
}

#[test]
fn a_reply_whose_examples_lack_the_link_is_the_whole_list() {
    let uri = json!({"type": "string", "format": "uri"});
    let reply =
        object(&json!({"numbers": rows(), "next_page_uri": uri, "page": {"type": "integer"}}));
    let mut lists = json!({
        "/numbers": list(&[], &reply), "/calls": list(&[], &reply), "/files": list(&[], &reply),
    });
    let media = |path: &str| {
        format!("/{}/get/responses/200/content/application~1json", path.replace('/', "~1"))
    };
    let example = json!({"numbers": [{"id": "a"}]});
    lists.pointer_mut(&media("/numbers")).unwrap()["example"] = example.clone();
    let mut with = example.clone();
    with["next_page_uri"] = json!("/calls?Page=1");
    lists.pointer_mut(&media("/calls")).unwrap()["examples"] =
        json!({"a": {"value": example}, "b": {"value": with}});
    let spec = spec(&lists);
    assert_eq!(spec.matches("absent: single_page").count(), 1, "{spec}");
    assert!(spec.contains("paging: {preset: laml, ends: {absent: single_page}}"), "{spec}");
}
