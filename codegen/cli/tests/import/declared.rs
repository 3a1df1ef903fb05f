//! Paging that a description declares by marks, or in a scheme of Scalar's. The names of its
//! parameters and keys say nothing.

use crate::importing::{description, imported, operation, paging, param, says, spec, thing};
use pagesmith_cli::drafting::import::Imported;
use serde_json::{Value, json};

/// A list with the rows at `/found/all`, and what marks and schemes may refer to.
fn list() -> Value {
    let params =
        [param("goon", "string", ""), param("nth", "integer", ""), param("many", "integer", "")];
    let rows = json!({"type": "array", "items": thing()});
    let keys = json!({
        "goto": {"type": "string"},
        "follow": {"type": "boolean"},
        "all": {"type": "integer"},
        "other": rows,
        "found": {"type": "object", "properties": {"all": rows}},
    });
    operation(&params, &json!({"type": "object", "properties": keys}))
}

fn of(list: &Value) -> Imported {
    imported(&description(&json!({"/things": {"get": list}})))
}

/// A list with marks: each at the parameter of an index, or at a pointer into the reply's schema.
fn marked(marks: &[(&str, &str, Value)]) -> Imported {
    let mut list = list();
    for (place, key, mark) in marks {
        let at = match place.parse::<usize>() {
            Ok(index) => format!("/parameters/{index}"),
            Err(_) => format!("/responses/200/content/application~1json/schema{place}"),
        };
        list.pointer_mut(&at).unwrap()[*key] = mark.clone();
    }
    of(&list)
}

#[test]
fn marks_of_type_spec_are_read() {
    let yes = || json!(true);
    let rows = ("/properties/found/properties/all", "x-ms-list-page-items", yes());
    let made = marked(&[
        rows.clone(),
        ("0", "x-ms-list-continuation-token", yes()),
        ("/properties/goto", "x-ms-list-continuation-token", yes()),
        ("2", "x-ms-list-page-size", yes()),
    ]);
    let expected = json!({
        "next": {"body": "/goto"}, "send": {"query": "goon"}, "size": {"query": "many"},
        "ends": {"absent": "end"},
    });
    assert_eq!(paging(&made), expected);
    assert_eq!(spec(&made)["resources"]["things"]["items"], json!("/found/all"));
    assert!(says(&made, "as `x-ms-list-continuation-token` and"), "{}", made.report);

    let link = marked(&[rows.clone(), ("/properties/goto", "x-ms-list-next-link", yes())]);
    assert_eq!(paging(&link)["send"], json!("url"));
    let number = marked(&[rows.clone(), ("1", "x-ms-list-page-index", yes())]);
    assert_eq!(paging(&number)["number"], json!({"query": "nth", "start": 1}));
    let offset = marked(&[rows, ("1", "x-ms-list-offset", yes())]);
    assert_eq!(paging(&offset)["offset"], json!({"query": "nth"}));
}

#[test]
fn marks_of_stainless_are_read() {
    let key = "x-stainless-pagination-property";
    let is = |purpose: &str| json!({"purpose": purpose});
    let rows = ("/properties/found/properties/all", key, is("items"));
    let token = marked(&[
        rows.clone(),
        ("0", key, is("next_cursor_param")),
        ("/properties/goto", key, is("next_cursor_field")),
        ("/properties/follow", key, is("has_next_page")),
        ("/properties/all", key, is("offset_total_count_field")),
    ]);
    assert_eq!(paging(&token)["next"], json!({"body": "/goto"}));
    assert_eq!(paging(&token)["more"], json!("/follow"));
    assert_eq!(paging(&token)["page"], json!({"total": "/all"}));
    let header = json!({"purpose": "next_cursor_field", "from_header": "X-Goto"});
    let by_header = marked(&[
        rows.clone(),
        ("0", key, is("next_cursor_param")),
        ("/properties/found", key, header),
    ]);
    assert_eq!(paging(&by_header)["next"], json!({"header": "X-Goto"}));
    let last = marked(&[
        rows.clone(),
        ("0", key, is("next_cursor_id_param")),
        ("/properties/found/properties/all/items/properties/name", key, is("cursor_item_id")),
    ]);
    assert_eq!(paging(&last)["next"], json!({"last": "/name"}));
    let half = marked(&[rows, ("0", key, is("next_cursor_param"))]);
    assert!(half.report.lists.is_empty(), "one mark of two is not enough: {}", half.report);
}

/// A list with a scheme of Scalar's.
fn scheme(scheme: &Value) -> Imported {
    let mut list = list();
    list["x-scalar-pagination"] = scheme.clone();
    of(&list)
}

#[test]
fn schemes_of_scalar_are_read() {
    let rows = json!({"type": "items", "path": ["found", "all"]});
    let request = |role: &str, name: &str| json!({"here": {"type": role, "param": name}});
    let made = scheme(&json!({
        "name": "a", "type": "cursor", "request": {
            "goon": {"type": "cursor"}, "size": {"type": "limit", "param": "many"},
        },
        "response": {
            "rows": rows, "goto": {"type": "cursor"}, "more": {"type": "hasMore", "property": "follow"},
            "sum": {"type": "total", "property": "all"},
        },
    }));
    assert_eq!(paging(&made)["next"], json!({"body": "/goto"}));
    assert_eq!(paging(&made)["send"], json!({"query": "goon"}));
    assert_eq!(paging(&made)["size"], json!({"query": "many"}));
    assert_eq!(paging(&made)["more"], json!("/follow"));
    assert_eq!(paging(&made)["page"], json!({"total": "/all"}));
    assert_eq!(spec(&made)["resources"]["things"]["items"], json!("/found/all"));

    let of = |kind: &str, request: Value, reply: Value| {
        scheme(&json!({"type": kind, "request": request, "response": reply}))
    };
    let number = of("pageNumber", request("pageNumber", "nth"), json!({"rows": rows}));
    assert_eq!(paging(&number)["number"]["query"], json!("nth"));
    let offset = of("offset", request("offset", "nth"), json!({"rows": rows}));
    assert_eq!(paging(&offset)["offset"]["query"], json!("nth"));
    let with_id =
        json!({"rows": {"type": "items", "path": ["found", "all"], "itemCursor": ["id"]}});
    let last = of("cursorId", request("cursorId", "goon"), with_id);
    assert_eq!(paging(&last)["next"], json!({"last": "/id"}));
    let link = json!({"rows": rows, "goto": {"type": "cursorUrl", "location": "bodyLink"}});
    assert_eq!(paging(&of("cursorUrl", json!({}), link))["send"], json!("url"));
    let header = json!({"rows": rows, "next": {"type": "cursorUrl", "location": "linkHeader"}});
    let by_header = json!({"next": {"link": "next"}, "send": "url"});
    assert_eq!(paging(&of("cursorUrl", json!({}), header)), by_header);
    for single in [of("fakePage", json!({}), json!({"rows": rows})), scheme(&json!(false))] {
        assert!(single.report.lists.is_empty(), "{}", single.report);
    }
    let unknown = of("cursor", request("cursor", "unknown"), json!({"goto": {"type": "cursor"}}));
    assert!(says(&unknown, "`x-scalar-pagination` declares how it pages"), "{}", unknown.report);
}

#[test]
fn a_scheme_of_scalar_may_be_named_and_have_a_constant() {
    let mut list = list();
    list["x-scalar-pagination"] = json!("by number");
    let mut whole = description(&json!({"/things": {"get": list}}));
    whole["x-scalar-pagination"] = json!([{
        "name": "by number", "type": "pageNumber",
        "request": {"nth": {"type": "pageNumber"}, "fixed": {"type": "limit", "param": "many", "value": 5}},
        "response": {"rows": {"type": "items", "path": ["found", "all"]}},
    }]);
    let made = imported(&whole);
    assert_eq!(paging(&made)["number"]["query"], json!("nth"));
    assert!(says(&made, "has a constant value for `fixed`"), "{}", made.report);
}
