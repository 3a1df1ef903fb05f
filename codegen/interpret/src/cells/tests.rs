use super::{Cell, ColumnKind, Columns};
use crate::{Mismatch, RecordCheck, find};
use pagesmith_codegen::model::Api;
use pagesmith_codegen::{lower, parse};
use serde_json::value::RawValue;

const SPEC: &str = "
pagesmith: 1
name: Shop
server: https://shop.test
auth: none
paging: none
resources:
  orders: {get: /orders, record: Order}
  nested: {get: /nested, record: Nested}
  foreign: {get: /foreign, record: 'rust(crate::Foreign)'}
  hidden: {get: /hidden, record: Hidden}
records:
  Order:
    key: id
    fields:
      id: string
      lines: integer
      bytes: unsigned?
      weight: number?
      price: decimal?
      paid: boolean?
      sent: datetime?
      day: date?
      at: epoch?
      seen: {type: 'datetime?', zone: '+02:00'}
      state: enum(open, sent)?
      note: string?
      tags: '[string]?'
      parts: '[Part]?'
      tokens: '[secret]?'
      any: json?
      token: secret?
  Part: {fields: {size: integer, within: '[Part]?', code: secret?}}
  Nested: {key: /meta/id, fields: {meta: Meta, size: integer?}}
  Meta: {fields: {id: integer}}
  Hidden: {fields: {one: secret, two: '[secret]?'}}
";

fn api() -> Api {
    let (ast, places) = parse::spec_file::parse(SPEC).expect("a spec of these lines is read");
    lower::api(&ast, &places).expect("a spec of these lines is checked").0
}

fn columns(resource: &str) -> Result<Columns, String> {
    let api = api();
    let list = find(&api, resource).expect("the spec has this list");
    Ok(Columns::new(&api, list)?.keyed(list, "_key"))
}

/// The cells of a record that are not null, each behind the name of its column.
fn cells(resource: &str, record: &str) -> Result<Vec<String>, Mismatch> {
    let columns = columns(resource).expect("it has columns");
    let record = RawValue::from_string(record.to_owned()).expect("it is JSON");
    let cells = columns.row(&record, &mut |_| ())?;
    let named = columns.all().iter().zip(cells).filter(|(_, cell)| !matches!(cell, Cell::Null));
    Ok(named.map(|(column, cell)| format!("{} {cell:?}", column.name)).collect())
}

/// The cell of one field of an order.
fn order(field: &str) -> String {
    let found = cells("orders", &format!("{{{field}}}")).expect("it is a record");
    assert!(found.len() < 2, "{found:?}");
    let cell = found.first().and_then(|found| found.split_once(' '));
    cell.map_or_else(|| shown(&Cell::Null), |(_, cell)| cell.to_owned())
}

fn text(text: &str) -> Cell<'static> {
    Cell::Text(text.to_owned())
}

fn shown(cell: &Cell<'_>) -> String {
    format!("{cell:?}")
}

#[test]
fn a_cell_holds_what_a_typed_record_would() {
    for (field, cell) in [
        (r#""lines":"7""#, Cell::Integer(7)),
        (r#""lines":2.0"#, Cell::Integer(2)),
        (r#""at":"1700000000""#, Cell::Integer(1_700_000_000)),
        (r#""bytes":"18446744073709551615""#, Cell::Unsigned(u64::MAX)),
        (r#""weight":7"#, Cell::Number(7.0)),
        (r#""paid":"true""#, Cell::Boolean(true)),
        (r#""paid":0"#, Cell::Boolean(false)),
        (r#""price":0.00500"#, text("0.00500")),
        (r#""price":"-0.0075""#, text("-0.0075")),
        (r#""sent":"Tue, 01 Jul 2025 10:00:00 +0200""#, text("2025-07-01T08:00:00Z")),
        (r#""seen":"2025-07-01 10:00""#, text("2025-07-01T08:00:00Z")),
        (r#""seen":"2025-07-01T10:00:00Z""#, text("2025-07-01T10:00:00Z")),
        (r#""day":"2024-01-31""#, text("2024-01-31")),
        (r#""state":"unheard of""#, text("unheard of")),
        (r#""note":7"#, text("7")),
        (r#""note":"\u00e9""#, text("é")),
        (r#""note":"""#, text("")),
        (r#""sent":"""#, Cell::Null),
        (r#""tags":"""#, Cell::Null),
        (r#""note":null"#, Cell::Null),
        (r#""unheard":1"#, Cell::Null),
        ("\"tags\":[\"a\",\n 1]", Cell::Json("[\"a\", 1]".into())),
        (r#""any":"""#, Cell::Json("\"\"".into())),
        (r#""any":{"a":[1]}"#, Cell::Json(r#"{"a":[1]}"#.into())),
    ] {
        assert_eq!(order(field), shown(&cell), "{field}");
    }
}

#[test]
fn a_value_that_its_type_refuses_is_kept_as_it_came() {
    for (field, came) in [
        (r#""lines":"many""#, r#""many""#),
        (r#""lines":1.5"#, "1.5"),
        (r#""lines":"""#, r#""""#),
        (r#""day":7"#, "7"),
        (r#""note":{"a":1}"#, r#"{"a":1}"#),
    ] {
        let came = RawValue::from_string(came.to_owned()).expect("it is JSON");
        assert_eq!(order(field), shown(&Cell::Differs(&came)), "{field}");
    }
}

/// What servers send, whatever a spec says.
const SENT: &[&str] = &[
    "null",
    "true",
    "0",
    "7",
    "-1",
    "1.5",
    "2.0",
    "1e400",
    "18446744073709551616",
    r#""""#,
    r#""7""#,
    r#""1.5""#,
    r#""true""#,
    r#""no""#,
    r#""2024-01-31""#,
    r#""2025-07-01T10:00:00Z""#,
    r#""2025-07-01 10:00""#,
    r#""Tue, 01 Jul 2025 10:00:00 +0000""#,
    r#""\ud800""#,
    r#""open""#,
    "{}",
    "[]",
];

#[test]
fn a_cell_differs_where_the_record_differs_from_the_spec() {
    let (api, columns) = (api(), columns("orders").expect("it has columns"));
    let check = RecordCheck::new(&api, find(&api, "orders").expect("the spec has it"));
    let scalars = columns.all().iter().filter(|column| column.kind != ColumnKind::Json);
    let mut counts = [0, 0];
    for (name, sent) in scalars.flat_map(|column| SENT.iter().map(move |sent| (&column.name, sent)))
    {
        // A record without its key is not a record; its other required field is not there.
        let id = if name == "id" { "" } else { r#""id":"1","# };
        let record =
            RawValue::from_string(format!("{{{id}\"{name}\":{sent}}}")).expect("it is JSON");
        let Ok(found) = check.check(&record) else { continue };
        let is_wrong = found.iter().any(|found| found.field == *name);
        let cells = columns.row(&record, &mut |_| ()).expect("it is a record");
        let named = columns.all().iter().zip(&cells).find(|(column, _)| column.name == *name);
        // Null is no value, whether or not the spec allows it.
        let differs = matches!(named, Some((_, Cell::Differs(_)))) || (is_wrong && *sent == "null");
        assert_eq!(differs, is_wrong, "{name}: {sent}: {found:?}");
        counts[usize::from(differs)] += 1;
    }
    assert!(counts.iter().all(|count| *count > 50), "{counts:?}");
}

#[test]
fn a_field_that_the_spec_does_not_name_may_be_any_levels_deep() {
    let deep = format!("{}1{}", r#"{"a":["#.repeat(200), "]}".repeat(200));
    assert_eq!(order(&format!(r#""new":{deep},"lines":7"#)), shown(&Cell::Integer(7)));
    let any = order(&format!(r#""any":{deep}"#));
    assert_eq!(any, shown(&Cell::Json(deep.into())));
}

#[test]
fn secrets_have_no_column_at_any_depth() {
    let columns = columns("orders").expect("it has columns");
    assert_eq!(columns.secrets(), ["tokens", "token", "parts.code"]);
    assert!(columns.all().iter().all(|column| !column.name.starts_with("token")));
    let parts =
        r#""parts":[{"size":1,"code":"s3cret","within":[{"code":"s3cret"},null]},{"new":[1]}]"#;
    let without = r#"[{"size":1,"within":[{},null]},{"new":[1]}]"#;
    assert_eq!(order(parts), shown(&Cell::Json(without.into())));
    // Where the secret is can't be known.
    for parts in [r#"{"code":"s3cret"}"#, r#"["s3cret"]"#, r#""s3cret""#] {
        let wrong = cells("orders", &format!("{{\"parts\":{parts}}}")).unwrap_err().to_string();
        assert!(wrong.starts_with("`parts`: the spec has a secret in it"), "{wrong}");
        assert!(!wrong.contains("s3cret"), "{wrong}");
    }
    let why = self::columns("hidden").unwrap_err();
    assert!(why.contains("all fields of `Hidden` are secrets"), "{why}");
}

#[test]
fn fields_that_the_spec_does_not_name_are_reported_and_secrets_are_not() {
    let columns = columns("orders").expect("it has columns");
    let record = r#"{"new":1,"id":"1","token":"s3cret","n\u0065w2":{}}"#;
    let record = RawValue::from_string(record.to_owned()).expect("it is JSON");
    let mut unknown = Vec::new();
    columns.row(&record, &mut |name| unknown.push(name.to_owned())).expect("it is a record");
    assert_eq!(unknown, ["new", "new2"]);
}

#[test]
fn the_key_is_the_column_of_its_field_or_one_of_its_own() {
    let of_field = columns("orders").expect("it has columns");
    let kinds = of_field.key().map(|key| (&*of_field.all()[key].name, of_field.all()[key].kind));
    assert_eq!(kinds, Some(("id", ColumnKind::Text)));
    let own = columns("nested").expect("it has columns");
    let names: Vec<_> = own.all().iter().map(|column| &*column.name).collect();
    assert_eq!((names, own.key()), (vec!["meta", "size", "_key"], Some(2)));
    let found = cells("nested", r#"{"meta":{"id":7}}"#).expect("it is a record");
    assert_eq!(found, [r#"meta Json("{\"id\":7}")"#, r#"_key Text("7")"#]);
}

#[test]
fn a_record_that_the_spec_does_not_describe_has_no_columns() {
    let why = columns("foreign").unwrap_err();
    assert!(why.contains("leaves the records of `foreign` to a Rust struct"), "{why}");
}
