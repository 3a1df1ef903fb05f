//! How `import` finds the next page: examples before schemas, schemas before words, words
//! before names.

use crate::importing::{
    description, imported, of_list, operation, paging, param, reply, says, spec, thing,
};
use serde_json::{Value, json};

fn limit() -> Value {
    param("limit", "integer", "")
}

/// A key of a reply: a text with this description and this example.
fn text(docs: &str, example: &str) -> Value {
    let mut key = json!({"type": "string", "description": docs});
    if !example.is_empty() {
        key["example"] = json!(example);
    }
    key
}

#[test]
fn examples_and_words_tell_a_link_from_a_token() {
    let by = |docs: &str, example: &str| {
        let params = [param("page_token", "string", ""), limit()];
        let links = json!({"type": "object", "properties": {"next": text(docs, example)}});
        paging(&of_list(&params, &reply(&thing(), &json!({"links": links}))))["send"].clone()
    };
    let (link, token) = (json!("url"), json!({"query": "page_token"}));
    let url = "https://shop.example.com/things?page_token=PA1";
    assert_eq!(by("", url), link);
    assert_eq!(by("", "/things?page_token=PA1"), link);
    assert_eq!(by("The next token.", url), link, "an example counts more than words");
    assert_eq!(by("The URL of the next page.", "PA1=="), token);
    assert_eq!(by("URL for the next page of results.", ""), link);
    assert_eq!(by("A cursor.", ""), token);
    assert_eq!(by("", ""), token, "its name");
}

#[test]
fn a_page_that_is_a_text_takes_the_token() {
    for docs in ["A cursor: the `next_page` of the response before.", ""] {
        let params = [param("page", "string", docs), limit()];
        let keys = json!({"next_page": {"type": "string"}, "has_more": {"type": "boolean"}});
        let found = paging(&of_list(&params, &reply(&thing(), &keys)));
        assert_eq!(found["next"], json!({"body": "/next_page"}));
        assert_eq!(found["send"], json!({"query": "page"}));
    }
    let number = [param("page", "integer", ""), limit()];
    let keys = json!({"next_page": {"type": "string", "format": "uri"}});
    assert_eq!(paging(&of_list(&number, &reply(&thing(), &keys)))["send"], json!("url"));
}

#[test]
fn an_offset_that_is_a_token_is_sent_back() {
    let params = [param("offset", "string", "Offset token, as it was returned to you."), limit()];
    let next = json!({"type": "object", "properties": {
        "offset": {"type": "string"}, "path": {"type": "string"}, "uri": {"type": "string", "format": "uri"},
    }});
    let found = paging(&of_list(&params, &reply(&thing(), &json!({"next_page": next}))));
    assert_eq!(found["next"], json!({"body": "/next_page/offset"}));
    assert_eq!(found["send"], json!({"query": "offset"}));
    let keys = json!({"next_token": {"type": "string"}});
    let found = paging(&of_list(&params, &reply(&thing(), &keys)));
    assert_eq!(found["send"], json!({"query": "offset"}), "by its description alone");
}

#[test]
fn words_of_the_link_header_count_beside_a_parameter_that_pages() {
    let rows = json!({"type": "array", "items": thing()});
    let cursor = param("after", "string", "An opaque text from the `Link` response header.");
    let made = of_list(&[cursor, limit()], &rows);
    assert_eq!(paging(&made), json!({"preset": "link-header", "size": {"query": "limit"}}));
    assert!(says(&made, "which it does not declare (a guess)"), "{}", made.report);
    assert!(spec(&made)["resources"]["things"].get("filters").is_none(), "`after` is no filter");
    let mut alone = operation(&[], &rows);
    alone["summary"] = json!("Replies have a Link header to the manual.");
    let made = imported(&description(&json!({"/things": {"get": alone}})));
    assert!(made.report.lists.is_empty(), "{}", made.report);
}

#[test]
fn the_last_item_is_known_by_what_the_description_names() {
    let row = |field: &str| json!({"type": "object", "properties": {field: {"type": "string"}, "state": {"type": "string"}}});
    let after = |docs: &str| [param("starting_after", "string", docs), limit()];
    let more = json!({"has_more": {"type": "boolean"}});
    let made = of_list(
        &after("An item's token, after which the page begins."),
        &reply(&row("token"), &more),
    );
    assert_eq!(paging(&made)["next"], json!({"last": "/token"}));
    assert_eq!(paging(&made)["more"], json!("/has_more"));
    let made = of_list(&after(""), &reply(&row("token"), &more));
    assert!(made.report.lists.is_empty(), "`token` may be anything: {}", made.report);
    // Without a flag, an empty page is the end, and the description must name the field.
    let rows = json!({"type": "array", "items": thing()});
    let made = of_list(&[param("after", "string", "Those after this user id"), limit()], &rows);
    assert_eq!(paging(&made)["next"], json!({"last": "/id"}));
    assert_eq!(paging(&made)["ends"], json!({"empty_page": true}));
    let made = of_list(&[param("after", "string", "Those after this"), limit()], &rows);
    assert!(made.report.lists.is_empty(), "{}", made.report);
}

#[test]
fn words_that_some_apis_have_for_tokens_are_known() {
    for (key, name) in [
        ("iterator", "iterator"),
        ("after_key", "after_key"),
        ("page_cursor", "page_cursor"),
        ("syncMarker", "sync_marker"),
    ] {
        let params = [param(name, "string", ""), limit()];
        let made = of_list(&params, &reply(&thing(), &json!({key: {"type": "string"}})));
        assert_eq!(paging(&made)["send"], json!({"query": name}));
    }
}

#[test]
fn a_token_that_needs_a_flag_is_left_for_the_offset() {
    let marker = param("marker", "string", "This requires `usemarker` to be set to `true`.");
    let params =
        [param("usemarker", "boolean", ""), marker, param("offset", "integer", ""), limit()];
    let keys = json!({"next_marker": {"type": "string"}, "total_count": {"type": "integer"}});
    let made = of_list(&params, &reply(&thing(), &keys));
    assert_eq!(paging(&made)["offset"], json!({"query": "offset"}));
    assert!(says(&made, "`marker` is not used: it has no effect without `usemarker`"));
    assert!(spec(&made)["resources"]["things"].get("filters").is_none());
    let made = of_list(&[params[0].clone(), params[1].clone()], &reply(&thing(), &keys));
    assert!(made.report.lists.is_empty(), "never the marker alone: {}", made.report);
}

#[test]
fn the_first_page_is_the_one_that_words_name() {
    let start = |docs: &str| {
        let params = [param("page", "integer", docs), limit()];
        paging(&of_list(&params, &reply(&thing(), &json!({}))))["number"]["start"].clone()
    };
    assert_eq!(start("Which page you want. Starts at zero."), json!(0));
    assert_eq!(start("The page (base 0)."), json!(0));
    assert_eq!(start("The page, one-based."), json!(1));
    assert_eq!(start(""), json!(1));
}

#[test]
fn an_index_of_scim_begins_with_one() {
    let params = [param("startIndex", "integer", ""), param("count", "integer", "")];
    let number = json!({"type": "integer"});
    let keys = json!({"totalResults": number, "itemsPerPage": number, "startIndex": number});
    let found = paging(&of_list(&params, &reply(&thing(), &keys)));
    assert_eq!(found["offset"], json!({"query": "startIndex", "start": 1, "step": "items"}));
    let plain = paging(&of_list(&params, &reply(&thing(), &json!({"total": number}))));
    assert_eq!(plain["offset"], json!({"query": "startIndex"}));
}

#[test]
fn a_range_of_times_is_no_offset() {
    let found = |docs: &str, others: &[&str]| {
        let from = param("from", "integer", docs);
        let others = others.iter().map(|name| param(name, "integer", ""));
        let params: Vec<Value> = others.chain([from, limit()]).collect();
        let made = of_list(&params, &reply(&thing(), &json!({})));
        made.spec.is_some().then(|| paging(&made))
    };
    assert_eq!(found("", &[]).unwrap()["offset"], json!({"query": "from"}));
    assert_eq!(found("Only runs after this time", &[]), None);
    assert_eq!(found("", &["to"]), None);
    assert_eq!(found("", &["page"]).unwrap()["number"]["query"], json!("page"));
}

#[test]
fn a_text_whose_number_replies_state_is_a_number() {
    let params = [param("page", "string", ""), param("count", "string", "")];
    let number = json!({"type": "integer"});
    let told = json!({"paging": {"type": "object", "properties": {"page": number, "pages": number, "count": number}}});
    assert_eq!(
        paging(&of_list(&params, &reply(&thing(), &told)))["size"],
        json!({"query": "count"})
    );
    let plain = paging(&of_list(&params, &reply(&thing(), &json!({}))));
    assert_eq!(plain.get("size"), None);
}

#[test]
fn a_reply_that_pages_gives_the_parameters_that_are_not_described() {
    let number = json!({"type": "integer"});
    let by_offset = json!({"offset": number, "limit": number, "more": {"type": "boolean"}});
    let made = of_list(&[], &reply(&thing(), &by_offset));
    assert_eq!(paging(&made)["offset"], json!({"query": "offset"}));
    assert_eq!(paging(&made)["more"], json!("/more"));
    assert!(says(&made, "no parameter for that is described: `offset` and `limit` are guesses"));
    let by_number = json!({"page": number, "pages": number, "results": number});
    let made = of_list(&[], &reply(&thing(), &by_number));
    assert_eq!(paging(&made)["number"], json!({"query": "page", "start": 1}));
    assert!(says(&made, "`page` is a guess from the reply"));
    let next = json!({"type": "object", "properties": {"starting_after": {"type": "string"}}});
    let pages = json!({"pages": {"type": "object", "properties": {"next": next}}});
    let made = of_list(&[], &reply(&thing(), &pages));
    assert_eq!(paging(&made)["next"], json!({"body": "/pages/next/starting_after"}));
    assert_eq!(paging(&made)["send"], json!({"query": "starting_after"}));
    let vague = json!({"next": {"type": "string", "description": "A token."}});
    let made = of_list(&[], &reply(&thing(), &vague));
    assert!(made.report.lists.is_empty(), "`next` names no parameter: {}", made.report);
    let made = of_list(&[], &reply(&thing(), &json!({"total": number})));
    assert!(made.report.lists.is_empty(), "a count alone is no page: {}", made.report);
}

#[test]
fn a_page_within_a_record_is_no_list() {
    let tracks = reply(&thing(), &json!({"next": {"type": "string", "format": "uri"}}));
    let album =
        json!({"type": "object", "properties": {"id": {"type": "string"}, "tracks": tracks}});
    let of = |path: &str| imported(&description(&json!({path: {"get": operation(&[], &album)}})));
    let made = of("/albums/{id}");
    assert!(
        made.report.lists.is_empty()
            && says(&made, "is one record, with a page of others at `/tracks/data`")
    );
    assert_eq!(of("/tracks").report.lists.len(), 1);
}

#[test]
fn a_list_by_post_has_its_position_in_the_body() {
    let body = json!({"type": "object", "properties": {
        "cursor": {"type": "string"}, "limit": {"type": "integer"}, "query": {"type": "string"},
        "sort": {"type": "object", "properties": {"by": {"type": "string"}}},
    }});
    let mut post = operation(&[], &reply(&thing(), &json!({"cursor": {"type": "string"}})));
    post["requestBody"] = json!({"content": {"application/json": {"schema": body}}});
    let found = imported(&description(&json!({"/things/search": {"post": post}})));
    let list = &spec(&found)["resources"]["things_search"];
    assert_eq!(list["post"], json!("/things/search"));
    assert_eq!(list["filters"]["sort_by"], json!({"param": "/sort/by", "type": "string"}));
    assert_eq!(paging(&found)["send"], json!({"body": "/cursor"}));
    assert_eq!(paging(&found)["size"], json!({"body": "/limit"}));
    assert!(says(&found, "check that it only reads"));
    let body = json!({"type": "object", "properties": {"page": {"type": "integer"}, "limit": {"type": "integer"}}});
    let numbered = |path: &str| {
        let mut post = operation(&[], &reply(&thing(), &json!({})));
        post["requestBody"] = json!({"content": {"application/json": {"schema": body}}});
        imported(&description(&json!({path: {"post": post}})))
    };
    assert_eq!(paging(&numbered("/things/query"))["number"]["body"], json!("/page"));
    let made = numbered("/things");
    assert!(made.report.lists.is_empty(), "nothing says that it only reads: {}", made.report);
}

/// What a vocabulary makes of a list whose names say nothing.
fn declared(key: &str, value: &Value) -> pagesmith_cli::drafting::import::Imported {
    let params =
        [param("goon", "string", ""), param("nth", "integer", ""), param("many", "integer", "")];
    let rows = json!({"type": "array", "items": thing()});
    let keys = json!({"goto": {"type": "string"}, "errors": rows, "found": {"type": "object", "properties": {"all": rows}}});
    let mut list = operation(&params, &json!({"type": "object", "properties": keys}));
    list[key] = value.clone();
    imported(&description(&json!({"/things": {"get": list}})))
}

#[test]
fn what_a_vendor_declares_is_not_guessed() {
    let link = json!({"next": {"body": "/goto"}, "send": "url", "ends": {"absent": "end"}});
    let token =
        json!({"next": {"body": "/goto"}, "send": {"query": "goon"}, "ends": {"absent": "end"}});
    let last =
        json!({"next": {"last": "/id"}, "send": {"query": "goon"}, "ends": {"empty_page": true}});
    let number = json!({"number": {"query": "nth", "start": 1}});
    let offset = json!({"offset": {"query": "nth"}});
    let ms = "x-ms-pageable";
    let (speakeasy, fern) = ("x-speakeasy-pagination", "x-fern-pagination");
    let inputs = |name: &str, kind: &str| json!([{"name": name, "in": "parameters", "type": kind}]);
    let results = "$.found.all";
    let cases = [
        (
            speakeasy,
            json!({"type": "cursor", "inputs": inputs("goon", "cursor"), "outputs": {"results": results, "nextCursor": "$.goto"}}),
            &token,
        ),
        (
            speakeasy,
            json!({"type": "cursor", "inputs": inputs("goon", "cursor"), "outputs": {"results": results, "nextCursor": "$.found.all[(@.length-1)].id"}}),
            &last,
        ),
        (
            speakeasy,
            json!({"type": "url", "outputs": {"results": results, "nextUrl": "$.goto"}}),
            &link,
        ),
        (
            speakeasy,
            json!({"type": "offsetLimit", "inputs": inputs("nth", "page"), "outputs": {"results": results}}),
            &number,
        ),
        (
            speakeasy,
            json!({"type": "offsetLimit", "inputs": inputs("nth", "offset"), "outputs": {"results": results}}),
            &offset,
        ),
        (
            fern,
            json!({"cursor": "$request.goon", "next_cursor": "$response.goto", "results": "$response.found.all"}),
            &token,
        ),
        (fern, json!({"offset": "$request.nth", "results": "$response.found.all"}), &number),
        (
            fern,
            json!({"offset": "$request.nth", "step": "$request.many", "results": "$response.found.all"}),
            &offset,
        ),
    ];
    for (key, value, expected) in cases {
        let made = declared(key, &value);
        assert_eq!(&paging(&made), expected, "{value}");
        assert!(says(&made, &format!("as `{key}` declares")), "{}", made.report);
        assert_eq!(spec(&made)["resources"]["things"]["items"], json!("/found/all"));
    }
    let made = declared(ms, &json!({"nextLinkName": "goto", "itemName": "errors"}));
    assert_eq!(paging(&made), link);
    assert_eq!(spec(&made)["resources"]["things"]["items"], json!("/errors"));
    let made = declared(ms, &json!({"nextLinkName": null}));
    assert!(made.report.lists.is_empty(), "{}", made.report);
    for (key, value) in [
        (ms, json!({"nextLinkName": "goto", "operationName": "Things_ListNext"})),
        (
            fern,
            json!({"cursor": "$request.unknown", "next_cursor": "$response.goto", "results": "$response.found.all"}),
        ),
        (
            speakeasy,
            json!({"type": "cursor", "inputs": inputs("goon", "cursor"), "outputs": {"nextCursor": "$..goto"}}),
        ),
    ] {
        let made = declared(key, &value);
        assert!(
            made.report.lists.is_empty() && says(&made, &format!("`{key}` declares how it pages")),
            "{}",
            made.report
        );
    }
}

#[test]
fn an_operation_by_query_is_a_list() {
    let mut list = operation(&[], &reply(&thing(), &json!({"next_cursor": {"type": "string"}})));
    let body = json!({"type": "object", "properties": {
        "cursor": {"type": "string"}, "text": {"type": "string"}}});
    list["requestBody"] = json!({"content": {"application/json": {"schema": body}}});
    let made = imported(&description(&json!({"/things": {"query": list}})));
    let spec = made.spec.unwrap();
    for part in ["post: /things", "method: QUERY", "send: {body: /cursor}", "param: /text"] {
        assert!(spec.contains(part), "{part}: {spec}");
    }
    // The method itself says that it only reads.
    assert!(!made.report.to_string().contains("check that it only reads"), "{}", made.report);
}

#[test]
fn an_operation_by_another_method_is_reported() {
    let list = operation(&[param("page", "integer", "")], &reply(&thing(), &json!({})));
    let made = imported(&description(&json!({"/things": {"put": list}})));
    let [skipped] = made.report.skipped.as_slice() else { panic!("{}", made.report) };
    assert_eq!((skipped.method.as_str(), skipped.path.as_str()), ("PUT", "/things"));
}
