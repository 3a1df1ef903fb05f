//! What `import` reads of a description beside the plain ways to page: links in an array, rows in
//! maps and groups, first values, flags and statuses, sessions, and what replies say of themselves.

use pagesmith_cli::drafting::import::{self, Imported, Options};
use pagesmith_codegen::emit;
use serde_json::{Value, json};

/// A list at `/things`, with these parameters and this reply.
struct Described {
    params: Value,
    reply: Value,
    replies: Value,
    server: &'static str,
    version: &'static str,
}

impl Described {
    fn new(params: Value, reply: Value) -> Self {
        let server = "https://t.example.com";
        Self { params, reply, replies: json!({}), server, version: "1" }
    }

    fn import(&self) -> Imported {
        let mut replies = self.replies.clone();
        replies["200"] = json!({"content": {"application/json": {"schema": self.reply}}});
        let get = json!({"parameters": self.params, "responses": replies});
        let thing = json!({"type": "object", "properties": {"id": {"type": "string"}}});
        let description = json!({"openapi": "3.1.0", "info": {"title": "T", "version": self.version},
            "servers": [{"url": self.server}], "paths": {"/things": {"get": get}},
            "components": {"schemas": {"Thing": thing}}});
        import::import(description.to_string().as_bytes(), &Options::default()).unwrap()
    }

    /// The spec, on one line without comments, which generates.
    fn spec(&self) -> String {
        let imported = self.import();
        let spec = imported.spec.unwrap_or_else(|| panic!("{}", imported.report));
        pagesmith_codegen::generate(spec.as_bytes(), &emit::Options::default()).unwrap();
        let lines = spec.lines().filter(|line| !line.trim_start().starts_with('#'));
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    }

    fn notes(&self) -> String {
        self.import().report.to_string()
    }
}

fn assert_has(spec: &str, part: &str) {
    assert!(spec.contains(part), "{part}\nis not in\n{spec}");
}

fn things() -> Value {
    json!({"type": "array", "items": {"$ref": "#/components/schemas/Thing"}})
}

fn query(name: &str, ty: &str) -> Value {
    json!({"name": name, "in": "query", "schema": {"type": ty}})
}

fn object(properties: &Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// An array of links with these fields.
fn links(relation: &Value, target: &str) -> Value {
    let mut fields = json!({"rel": relation});
    fields[target] = json!({"type": "string"});
    json!({"type": "array", "items": object(&fields)})
}

#[test]
fn the_next_link_is_an_element_of_an_array() {
    let of = |links: Value| {
        Described::new(
            json!([query("limit", "integer")]),
            object(&json!({"things": things(), "links": links})),
        )
    };
    let next = "next: {body: /links, where: {rel: next}, at: /href} send: url";
    let in_enum = links(&json!({"type": "string", "enum": ["self", "next"]}), "href");
    assert_has(&of(in_enum).spec(), next);
    let mut in_words = links(&json!({"type": "string"}), "href");
    in_words["description"] = json!("The last page has no link with the relation `next`.");
    assert_has(&of(in_words).spec(), next);
    let mut in_example = links(&json!({"type": "string"}), "url");
    in_example["example"] = json!([{"rel": "self", "url": "/a"}, {"rel": "next", "url": "/b"}]);
    assert_has(&of(in_example).spec(), "next: {body: /links, where: {rel: next}, at: /url}");
    // The names of FHIR say so.
    let bundle = json!({"entry": things(), "link": {"type": "array", "items": object(&json!({
        "relation": {"type": "string"}, "url": {"type": "string"}}))}});
    let fhir = Described::new(json!([query("_count", "integer")]), object(&bundle)).spec();
    assert_has(&fhir, "next: {body: /link, where: {relation: next}, at: /url}");
    assert_has(&fhir, "items: /entry");
}

#[test]
fn an_array_of_links_without_a_word_on_the_next_one_is_named() {
    let reply =
        object(&json!({"things": things(), "links": links(&json!({"type": "string"}), "href")}));
    let described = Described::new(json!([query("limit", "integer")]), reply);
    assert_eq!(described.import().spec, None);
    assert_has(&described.notes(), "the links of `/links`");
}

#[test]
fn links_of_a_list_with_a_body_may_have_one_of_their_own() {
    let reply = object(&json!({"features": things(),
        "links": links(&json!({"type": "string", "enum": ["next"]}), "href")}));
    let body = object(&json!({"limit": {"type": "integer"}}));
    let post = json!({"operationId": "searchThings",
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"200": {"content": {"application/json": {"schema": reply}}}}});
    let thing = object(&json!({"id": {"type": "string"}}));
    let description = json!({"openapi": "3.1.0", "info": {"title": "T"},
        "servers": [{"url": "https://t.example.com"}], "paths": {"/search": {"post": post}},
        "components": {"schemas": {"Thing": thing}}});
    let text = description.to_string();
    let imported = import::import(text.as_bytes(), &Options::default()).unwrap();
    assert_eq!(imported.spec, None);
}

#[test]
fn rows_are_the_values_of_a_map_or_the_elements_of_groups() {
    let thing = json!({"$ref": "#/components/schemas/Thing"});
    let page = || json!([query("page", "integer")]);
    let map = object(&json!({"things": {"type": "object", "additionalProperties": thing}}));
    let described = Described::new(page(), map);
    assert_has(&described.spec(), "items: {at: /things, shape: map, name: name}");
    assert_has(&described.spec(), "name: {type: \"string?\"");
    assert_has(&described.notes(), "`/things` has keys of any name, and its values are the rows");
    let groups = object(&json!({"bars": {"type": "object", "additionalProperties": things()}}));
    assert_has(
        &Described::new(page(), groups).spec(),
        "items: {at: /bars, shape: groups, name: name}",
    );
    // Values that are no records are no rows, and neither are two maps of which none has the name.
    let texts = json!({"type": "object", "additionalProperties": {"type": "string"}});
    assert_eq!(Described::new(page(), object(&json!({"things": texts}))).import().spec, None);
    let map = json!({"type": "object", "additionalProperties": thing});
    assert_eq!(Described::new(page(), object(&json!({"a": map, "b": map}))).import().spec, None);
    let named = object(&json!({"a": map, "things": map}));
    assert_has(&Described::new(page(), named).spec(), "items: {at: /things, shape: map");
}

#[test]
fn a_single_row_may_come_in_place_of_the_array() {
    let thing = json!({"$ref": "#/components/schemas/Thing"});
    let page = || json!([query("page", "integer")]);
    for alternatives in [json!([things(), thing]), json!([thing, things(), {"type": "null"}])] {
        let reply = object(&json!({"things": {"oneOf": alternatives}}));
        assert_has(
            &Described::new(page(), reply).spec(),
            "items: {at: /things, shape: one_or_many}",
        );
    }
    let other = object(&json!({"x": {"type": "string"}}));
    let reply = object(&json!({"things": {"oneOf": [things(), other]}}));
    assert_eq!(Described::new(page(), reply).import().spec, None);
}

#[test]
fn words_name_the_value_that_opens_a_list() {
    let of = |docs: &str| {
        let cursor = json!({"name": "cursor", "in": "query", "description": docs, "schema": {"type": "string"}});
        let next = json!({"type": "string"});
        Described::new(json!([cursor]), object(&json!({"things": things(), "next_cursor": next})))
            .spec()
    };
    assert_has(&of("Use `*` for the first page."), "next: {body: /next_cursor, start: \"*\"}");
    assert_has(&of("Begin with a value of -1."), "next: {body: /next_cursor, start: \"-1\"}");
    assert!(!of("The position of the first thing.").contains("start"));
}

#[test]
fn a_flag_may_be_a_word_and_a_reply_may_say_that_it_is_incomplete() {
    let of = |name: &str, values: Value| {
        let mut flag = json!({"type": "string"});
        flag["enum"] = values;
        let mut keys = json!({"things": things(), "incomplete_results": {"type": "boolean"}});
        keys[name] = flag;
        Described::new(json!([query("page", "integer")]), object(&keys)).spec()
    };
    let more = of("has_more", json!(["Y", "N"]));
    assert_has(&more, "more: {at: /has_more, is: [\"Y\"]}");
    assert_has(&more, "partial: {at: /incomplete_results}");
    assert_has(&of("is_last", json!(["no", "yes"])), "done: {at: /is_last, is: [\"yes\"]}");
    assert!(!of("has_more", json!(["Y", "N", "maybe"])).contains("more:"));
    let texts = json!({"type": "array", "items": {"type": "string"}});
    let keys = object(&json!({"things": things(), "unreachable": texts}));
    let spec = Described::new(json!([query("page", "integer")]), keys).spec();
    assert_has(&spec, "partial: {at: /unreachable}");
}

#[test]
fn statuses_end_a_list_if_the_description_says_so() {
    let of = |replies: Value| {
        let reply = object(&json!({"things": things()}));
        let described = Described::new(json!([query("page", "integer")]), reply);
        Described { replies, ..described }.spec()
    };
    let spec = of(json!({"204": {"description": "x"}, "404": {"description": "No more pages."}}));
    assert_has(&spec, "ends: {status: [204, 404]}");
    let none = of(json!({"404": {"description": "Not found"}, "416": {"description": "Bad"}}));
    assert!(!none.contains("status"), "{none}");
    let other = of(json!({"400": {"description": "A value is out of range"}}));
    assert!(!other.contains("status"), "{other}");
    assert_has(&of(json!({"404": {"description": "The page is out of range"}})), "[404]");
    let size =
        of(json!({"400": {"description": "No more than 100 items. The page is out of range"}}));
    assert!(!size.contains("status"), "{size}");
}

#[test]
fn a_session_of_the_reply_goes_along() {
    let params = json!([query("session_id", "string"), query("page", "integer")]);
    let keys =
        json!({"things": things(), "session_id": {"type": "string"}, "total": {"type": "integer"}});
    let spec = Described::new(params, object(&keys)).spec();
    assert_has(&spec, "carry: [{from: /session_id, query: session_id}]");
    assert!(!spec.contains("filters"), "{spec}");
    let alone = json!({"things": things(), "session_id": {"type": "string"}});
    assert!(
        !Described::new(json!([query("page", "integer")]), object(&alone)).spec().contains("carry")
    );
}

#[test]
fn links_may_be_relative_to_the_base_url_or_to_a_link_beside_them() {
    let of = |example: &str| {
        let links = object(&json!({"next": {"type": "string", "example": example}}));
        let described =
            Described::new(json!([]), object(&json!({"things": things(), "links": links})));
        Described { server: "https://t.example.com/rest", ..described }.spec()
    };
    assert_has(&of("/things?after=1"), "send: {url: base}");
    for other in ["/rest/things?after=1", "/others?after=1", "https://t.example.com/things?a=1"] {
        assert_has(&of(other), "send: url");
    }
    let links = |next: Value, base: Value| {
        let links = object(&json!({"next": next, "base": base}));
        Described::new(json!([]), object(&json!({"things": things(), "_links": links})))
    };
    let text = |example: &str| json!({"type": "string", "example": example});
    let below = links(text("/things?a=1"), text("https://t.example.com/wiki"));
    assert_has(&below.spec(), "send: {url: /_links/base}");
    let at_root = links(text("/wiki/things?a=1"), text("https://t.example.com/wiki"));
    assert_has(&at_root.spec(), "send: url");
    let unknown = links(json!({"type": "string", "format": "uri"}), json!({"type": "string"}));
    let spec = unknown.import().spec.unwrap();
    assert_has(&spec, "is relative to `/_links/base`, write `send: {url: /_links/base}`");
}

#[test]
fn a_version_that_requests_need_is_that_of_the_description() {
    let version = json!({"name": "api-version", "in": "query", "required": true, "schema": {"type": "string"}});
    let of = |version: &'static str, param: &Value| {
        let reply = object(&json!({"things": things(), "nextLink": {"type": "string"}}));
        Described { version, ..Described::new(json!([param]), reply) }
    };
    let dated = of("2024-05-01-preview", &version);
    assert_has(&dated.spec(), "query: {api-version: \"2024-05-01-preview\"}");
    assert_has(
        &dated.notes(),
        "requests send `2024-05-01-preview`, the version of the description",
    );
    assert_has(&of("1.0", &version).spec(), "api_version: {param: api-version");
    let constant = json!({"name": "api-version", "in": "query", "required": true,
        "schema": {"type": "string", "const": "7.1"}});
    assert_has(&of("1.0", &constant).spec(), "query: {api-version: \"7.1\"}");
}

#[test]
fn replies_say_whether_they_succeeded() {
    let of = |name: &str, schema: Value| {
        let mut keys = json!({"things": things()});
        keys[name] = schema;
        Described::new(json!([query("page", "integer")]), object(&keys)).spec()
    };
    assert_has(&of("ok", json!({"type": "boolean"})), "errors: {success: /ok}");
    let status = json!({"type": "string", "enum": ["success", "error"]});
    assert_has(&of("status", status), "errors: {success: {at: /status, is: [success]}}");
    let state = json!({"type": "string", "enum": ["open", "success"]});
    assert!(!of("status", state).contains("errors"));
    assert!(!of("status", json!({"type": "string"})).contains("errors"));
}

#[test]
fn a_number_in_a_body_is_sent_as_one() {
    let body = |ty: &str| {
        let fields = object(&json!({"cursor": {"type": ty}, "page_size": {"type": "integer"}}));
        let reply = object(&json!({"things": things(), "next_cursor": {"type": "string"}}));
        let post = json!({"operationId": "searchThings",
            "requestBody": {"content": {"application/json": {"schema": fields}}},
            "responses": {"200": {"content": {"application/json": {"schema": reply}}}}});
        let thing = object(&json!({"id": {"type": "string"}}));
        let description = json!({"openapi": "3.1.0", "info": {"title": "T"},
            "servers": [{"url": "https://t.example.com"}], "paths": {"/search": {"post": post}},
            "components": {"schemas": {"Thing": thing}}});
        import::import(description.to_string().as_bytes(), &Options::default())
            .unwrap()
            .spec
            .unwrap()
    };
    assert_has(&body("integer"), "send: {body: /cursor, as: number}");
    assert_has(&body("string"), "send: {body: /cursor}");
}
