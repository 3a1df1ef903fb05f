//! What `import` makes of rows, parameters, servers and credentials of several kinds.

use crate::importing::{
    description, imported, of_list, operation, paging, param, reply, says, spec, thing,
};
use pagesmith_cli::drafting::import::{Options, import, import_file};
use serde_json::{Value, json};
use std::fs;

fn cursor() -> [Value; 2] {
    [param("cursor", "string", ""), param("limit", "integer", "")]
}

fn next() -> Value {
    json!({"cursor": {"type": "string"}})
}

/// The spec of a list that pages by `cursor`, with these rows.
fn with_rows(rows: &Value) -> Value {
    spec(&of_list(&cursor(), &reply(rows, &next())))
}

#[test]
fn alternatives_of_rows_become_one_record() {
    let other = json!({"type": "object", "properties": {"id": {"type": "string"}, "size": {"type": "integer"}}});
    let fields = |made: &Value| made["records"]["Thing"]["fields"].clone();
    let expected = json!({"id": "string", "name": "string?", "size": "integer?"});
    assert_eq!(fields(&with_rows(&json!({"oneOf": [thing(), other]}))), expected);
    let arrays = [thing(), other].map(|rows| json!({"type": "array", "items": rows}));
    let schema = json!({"type": "object", "properties": {"rows": {"oneOf": arrays}, "cursor": {"type": "string"}}});
    let made = spec(&of_list(&cursor(), &schema));
    assert_eq!(fields(&made), expected);
    assert_eq!(made["resources"]["things"]["items"], json!("/rows"));
}

#[test]
fn rows_without_fields_are_json_or_texts() {
    let record = |rows: Value| with_rows(&rows)["resources"]["things"]["record"].clone();
    assert_eq!(record(json!({"type": "object"})), json!("rust(pagesmith::Json)"));
    assert_eq!(record(json!({"type": "string"})), json!("rust(String)"));
    assert_eq!(record(json!({"type": "integer"})), json!("rust(i64)"));
    let list = operation(&[], &reply(&json!({"type": "string"}), &json!({})));
    let text = description(&json!({"/things": {"get": list}})).to_string();
    let made = import(text.as_bytes(), &Options { unpaged: true, ..Options::default() }).unwrap();
    assert!(made.report.lists.is_empty(), "texts are rows only of a list that pages");
}

#[test]
fn errors_are_not_taken_for_rows() {
    let error = json!({"type": "array", "items": {"type": "object", "properties": {"code": {"type": "integer"}}}});
    let params = [param("page", "integer", ""), param("per_page", "integer", "")];
    let of = |keys: &Value| of_list(&params, &json!({"type": "object", "properties": keys}));
    let free = json!({"type": "array", "items": {"type": "object"}});
    let made = of(&json!({"errors": error, "messages": error, "result": free}));
    assert_eq!(spec(&made)["resources"]["things"]["items"], json!("/result"));
    let made = of(&json!({"errors": error, "result": {}}));
    assert!(made.report.lists.is_empty() && says(&made, "no array of items, but `/errors`"));
}

#[test]
fn an_object_in_the_query_is_a_parameter_for_each_property() {
    let number = json!({"type": "integer"});
    let page = json!({"name": "page", "in": "query", "style": "deepObject", "explode": true,
        "schema": {"type": "object", "properties": {"number": {"type": "integer", "default": 1}, "size": {"type": "integer", "default": 20}}}});
    let created = json!({"name": "created", "in": "query", "style": "deepObject", "schema": {"anyOf": [
        {"type": "object", "properties": {"gt": number, "lt": number}}, number,
    ]}});
    let made = of_list(&[page, created], &reply(&thing(), &json!({"total_pages": number})));
    let found = paging(&made);
    assert_eq!(found["number"], json!({"query": "page[number]", "start": 1}));
    assert_eq!(found["size"], json!({"query": "page[size]", "default": 20}));
    let filters = json!({
        "created_gt": {"param": "created[gt]", "type": "integer"},
        "created_lt": {"param": "created[lt]", "type": "integer"},
        "created": {"type": "integer"},
    });
    assert_eq!(spec(&made)["resources"]["things"]["filters"], filters);
}

#[test]
fn servers_of_one_origin_share_what_their_paths_begin_with() {
    let of = |server: &str| {
        let mut list = operation(&cursor(), &reply(&thing(), &next()));
        list["servers"] = json!([{"url": server}]);
        json!({"get": list})
    };
    let v4 = "https://shop.example.com/v4";
    let paths = json!({"/a": of("https://shop.example.com/v4beta"), "/b": of(v4), "/c": of(v4), "/d": of("https://other.example.com/v4")});
    let made = imported(&description(&paths));
    let made_spec = spec(&made);
    assert_eq!(made_spec["server"], json!("https://shop.example.com"));
    assert_eq!(made_spec["resources"]["a"]["get"], json!("/v4beta/a"));
    assert_eq!(made_spec["resources"]["b"]["get"], json!("/v4/b"));
    assert_eq!(made.report.lists.len(), 3);
    assert!(says(&made, "its server is `https://other.example.com/v4`"));
}

#[test]
fn a_required_header_of_one_value_is_sent_with_each_request() {
    let header = |name: &str, values: &[&str]| json!({"name": name, "in": "header", "required": true, "schema": {"type": "string", "enum": values}});
    let params = [
        &cursor()[..],
        &[
            header("X-Version", &["2025.0"]),
            header("X-Region", &["eu", "us"]),
            header("Accept", &["application/json"]),
        ],
    ]
    .concat();
    let made = of_list(&params, &reply(&thing(), &next()));
    assert_eq!(spec(&made)["headers"], json!({"X-Version": "2025.0"}));
    assert!(says(&made, "the required parameter `X-Region` is left out"));
    assert!(!says(&made, "Accept") && !says(&made, "X-Version"), "{}", made.report);
}

#[test]
fn half_of_a_credential_of_two_parts_is_never_taken() {
    let key = |name: &str| json!({"type": "apiKey", "in": "header", "name": name});
    let schemes = json!({"email": key("X-Email"), "key": key("X-Key"), "token": {"type": "http", "scheme": "bearer"}});
    let of = |security: &Value| {
        let mut text = description(
            &json!({"/things": {"get": operation(&cursor(), &reply(&thing(), &next()))}}),
        );
        text["components"] = json!({"securitySchemes": schemes});
        text["security"] = security.clone();
        imported(&text)
    };
    let made = of(&json!([{"email": [], "key": []}, {"token": []}]));
    assert_eq!(spec(&made)["auth"], json!("bearer"));
    assert!(says(&made, "`email` with `key` are left out"), "{}", made.report);
    let made = of(&json!([{"email": [], "key": []}]));
    assert_eq!(spec(&made).get("auth"), None);
    assert!(says(&made, "`email` with `key` belong together"), "{}", made.report);
}

#[test]
fn files_beside_the_description_are_read_and_no_others() {
    let folder =
        std::env::temp_dir().join(format!("pagesmith-import-files-{}", std::process::id()));
    fs::create_dir_all(folder.join("api/models")).unwrap();
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    write("outside.yaml", "cursor: {name: cursor, in: query, schema: {type: string}}");
    write("api/params.yaml", "cursor: {name: cursor, in: query, schema: {type: string}}");
    write(
        "api/models/thing.yml",
        "type: object\nproperties: {id: {type: string}, next: {$ref: 'thing.yml'}, limit: {$ref: '../api.yaml#/limit'}}\n",
    );
    let own = operation(&cursor(), &reply(&json!({"$ref": "models/thing.yml"}), &next()));
    write("api/list.json", &own.to_string());
    let of = |params: &str| {
        let text = json!({
            "openapi": "3.0.3", "info": {"title": "Shop"}, "servers": [{"url": "https://shop.example.com"}],
            "limit": {"type": "integer"},
            "paths": {"/things": {"get": operation(&[json!({"$ref": params})], &reply(&json!({"$ref": "models/thing.yml"}), &next()))}},
        });
        write("api/api.yaml", &text.to_string());
        import_file(&folder.join("api/api.yaml"), text.to_string().as_bytes(), &Options::default())
            .unwrap()
    };
    let made = of("./params.yaml#/cursor");
    let fields = json!({"id": "string", "next": "Thing?", "limit": "integer?"});
    assert_eq!(spec(&made)["records"]["Thing"]["fields"], fields);
    assert_eq!(paging(&made)["send"], json!({"query": "cursor"}));
    let text = description(&json!({"/things": {"get": {"$ref": "list.json"}}})).to_string();
    let made = import_file(&folder.join("api/api.yaml"), text.as_bytes(), &Options::default());
    assert_eq!(made.unwrap().report.lists.len(), 1, "an operation in a file of its own");
    for (target, why) in [
        ("none.yaml#/cursor", "there is no file `none.yaml`"),
        ("../outside.yaml#/cursor", "`../outside.yaml` is not in the folder of the description"),
        ("/etc/passwd", "`/etc/passwd` is not in the folder of the description"),
        ("https://shop.example.com/params.yaml#/cursor", "leads out of the description"),
        ("models", "`models` can't be read"),
    ] {
        let made = of(target);
        assert!(made.report.lists.is_empty() && says(&made, why), "{target}: {}", made.report);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.join("outside.yaml"), folder.join("api/linked.yaml"))
            .unwrap();
        let made = of("linked.yaml#/cursor");
        assert!(says(&made, "`linked.yaml` is not in the folder"), "{}", made.report);
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn swagger_2_gives_the_same_as_openapi_3() {
    let parameter = |name: &str, ty: &str| json!({"name": name, "in": "query", "type": ty});
    let tags = json!({"name": "tags", "in": "query", "type": "array", "items": {"type": "string"}});
    let post = json!({"operationId": "searchThings", "parameters": [{"name": "body", "in": "body", "schema": {"type": "object", "properties": {"cursor": {"type": "string"}}}}],
        "responses": {"200": {"schema": {"$ref": "#/definitions/Page"}}}});
    let text = json!({
        "swagger": "2.0", "info": {"title": "Shop", "version": "1"}, "host": "shop.example.com", "basePath": "/v1", "schemes": ["https"],
        "securityDefinitions": {"login": {"type": "basic"}}, "security": [{"login": []}],
        "parameters": {"limit": {"name": "limit", "in": "query", "type": "integer", "maximum": 50}},
        "paths": {"/things": {
            "get": {"parameters": [parameter("cursor", "string"), {"$ref": "#/parameters/limit"}, tags],
                "responses": {"200": {"schema": {"$ref": "#/definitions/Page"}}}},
            "post": post,
        }},
        "definitions": {"Thing": thing(), "Page": reply(&json!({"$ref": "#/definitions/Thing"}), &next())},
    });
    let made = imported(&text);
    let made_spec = spec(&made);
    assert_eq!(made_spec["server"], json!("https://shop.example.com/v1"));
    assert_eq!(made_spec["auth"], json!("basic"));
    let list = &made_spec["resources"]["things"];
    assert_eq!(list["filters"]["tags"], json!({"type": ["string"], "list": "comma"}));
    let by_get = json!({"next": {"body": "/cursor"}, "send": {"query": "cursor"}, "size": {"query": "limit", "max": 50}, "ends": {"absent": "end"}});
    assert_eq!(list["paging"], by_get);
    assert_eq!(made_spec["resources"]["things_2"]["paging"]["send"], json!({"body": "/cursor"}));
    assert_eq!(made_spec["records"]["Thing"]["fields"]["id"], json!("string"));
}
