//! Schemas made of parts: all are read, and what is not is reported.

use super::{description, import, list};

/// Rows of a chain of components, each with a field; the last one has the key.
fn chain(deep: usize) -> (String, String) {
    let schemas = (0..deep).map(|n| {
        let next = format!(r##"{{"$ref": "#/components/schemas/S{}"}}"##, n + 1);
        let field = format!(r#"{{"properties": {{"f{}": {{"type": "string"}}}}}}"#, n % 500);
        format!(r#""S{n}": {{"allOf": [{next}, {field}]}}"#)
    });
    let last = format!(r#""S{deep}": {{"properties": {{"id": {{"type": "string"}}}}}}"#);
    let schemas: Vec<String> = schemas.chain([last]).collect();
    (list("/a", r##"{"$ref": "#/components/schemas/S0"}"##), schemas.join(", "))
}

#[test]
fn a_chain_of_parts_is_read_to_its_end() {
    for deep in [60, 3000] {
        let (paths, schemas) = chain(deep);
        let made = import(&description(&paths, &schemas));
        let spec = made.spec.unwrap_or_else(|| panic!("{deep}: {}", made.report));
        assert!(spec.contains("key: id"), "{deep}");
        for n in 0..deep.min(500) {
            assert!(spec.contains(&format!("f{n}: string?")), "{n} of {deep}");
        }
    }
}

#[test]
fn parts_without_number_are_all_read() {
    let part = |n: usize| format!(r#"{{"properties": {{"f{}": {{"type": "string"}}}}}}"#, n / 10);
    let parts = (0..5000).map(part);
    let parts: Vec<String> =
        parts.chain([r#"{"properties": {"id": {"type": "string"}}}"#.to_owned()]).collect();
    let rows = format!(r#"{{"allOf": [{}]}}"#, parts.join(", "));
    let made = import(&description(&list("/a", &rows), ""));
    let spec = made.spec.unwrap_or_else(|| panic!("{}", made.report));
    assert!(spec.contains("key: id"));
    assert!((0..500).all(|n| spec.contains(&format!("f{n}: string?"))));
}

#[test]
fn parts_beyond_the_limits_are_reported_and_a_lost_key_is_an_error() {
    let parts: Vec<String> = (0..30_000)
        .map(|n| format!(r#"{{"properties": {{"{}": {{"type": "string"}}}}}}"#, n % 3))
        .collect();
    let rows = |first: &str| format!(r#"{{"allOf": [{first}, {}]}}"#, parts.join(", "));
    let with_key = rows(r#"{"properties": {"id": {"type": "string"}}}"#);
    let report = import(&description(&list("/a", &with_key), "")).report.to_string();
    assert!(report.contains("the record A may lack fields"), "{report}");
    assert!(report.contains("more than 20000 schemas"), "{report}");
    let without = rows(r#"{"properties": {"x": {"type": "string"}}}"#);
    let made = import(&description(&list("/a", &without), ""));
    assert_eq!(made.spec, None);
    assert!(made.report.to_string().contains("more than 20000 schemas"), "{}", made.report);
}

#[test]
fn references_that_are_not_read_are_reported() {
    let skipped = |rows: &str| {
        let made = import(&description(&list("/a", rows), ""));
        assert_eq!(made.spec, None, "{rows}");
        made.report.to_string()
    };
    let file = skipped(r#"{"$ref": "rows.yaml#/Row"}"#);
    assert!(file.contains("the `$ref` to `rows.yaml#/Row` leads out of the description"), "{file}");
    let url = skipped(r#"{"$ref": "https://t.example.com/row.json"}"#);
    assert!(
        url.contains("the `$ref` to `https://t.example.com/row.json` leads out of the description"),
        "{url}"
    );
    let dangling = skipped(r##"{"$ref": "#/components/schemas/Gone"}"##);
    assert!(
        dangling.contains("the `$ref` to `#/components/schemas/Gone` has no target"),
        "{dangling}"
    );
    for report in [file, url, dangling] {
        assert!(!report.contains("no array of objects"), "{report}");
        assert!(!report.contains("names no server"), "{report}");
    }
}

#[test]
fn a_field_of_a_reference_that_is_not_read_is_reported() {
    let rows = r#"{"properties": {"id": {"type": "string"}, "x": {"$ref": "x.yaml"},
        "y": {"type": "array", "items": {"$ref": "y.yaml"}}}}"#;
    let report = import(&description(&list("/a", rows), "")).report.to_string();
    assert!(report.contains("the field `x` of A is `json`: the `$ref` to `x.yaml`"), "{report}");
    assert!(report.contains("the field `y` of A is `json`: the `$ref` to `y.yaml`"), "{report}");
}

#[test]
fn a_path_and_a_parameter_of_a_reference_that_is_not_read_are_reported() {
    let paged = list("/a", r#"{"properties": {"id": {"type": "string"}}}"#)
        .replace(r#""responses""#, r#""parameters": [{"$ref": "p.yaml"}], "responses""#);
    let paths = format!(r#"{paged}, "/b": {{"$ref": "b.yaml"}}"#);
    let report = import(&description(&paths, "")).report.to_string();
    assert!(report.contains("a parameter is left out: the `$ref` to `p.yaml`"), "{report}");
    assert!(report.contains("may be a list: the `$ref` to `b.yaml`"), "{report}");
}

/// Lists that begin at different places of one chain of schemas: the import stays fast, and
/// reports what it left out.
#[test]
fn many_lists_of_one_long_chain_are_bounded() {
    let (_, schemas) = chain(5_000);
    let row = |n: usize| format!(r##"{{"$ref": "#/components/schemas/S{n}"}}"##);
    let paths: Vec<String> = (0..300).map(|n| list(&format!("/a{n}"), &row(n))).collect();
    let report = import(&description(&paths.join(", "), &schemas)).report;
    assert!(report.skipped.iter().any(|left| left.why.contains("schemas")), "{report}");
}

#[test]
fn a_filter_and_the_paging_in_a_reference_that_is_not_read_are_reported() {
    let rows = r#"{"properties": {"id": {"type": "string"}}}"#;
    let param = r#""parameters": [{"name": "q", "in": "query", "schema": {"$ref": "q.yaml"}}], "responses""#;
    let paged = list("/a", rows).replace(r#""responses""#, param);
    let unpaged = list("/b", rows)
        .replace(r#""next_url": {"type": "string"}"#, r#""meta": {"$ref": "m.yaml"}"#);
    let report = import(&description(&format!("{paged}, {unpaged}"), "")).report.to_string();
    assert!(report.contains("a: the filter `q` is a `string`: the `$ref` to `q.yaml`"), "{report}");
    assert!(
        report.contains(
            "show no paging, but parts of them could not be read: the `$ref` to `m.yaml`"
        ),
        "{report}"
    );
}
