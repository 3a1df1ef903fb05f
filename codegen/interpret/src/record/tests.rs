use super::{RecordCheck, Unusable};
use crate::find;
use pagesmith::__private::{open_enum, record};
use pagesmith::{Date, DateTime, Decimal, Json, Secret};
use pagesmith_codegen::{lower, parse};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

const SPEC: &str = "
pagesmith: 1
name: Shop
server: https://shop.test
auth: none
paging: none
resources:
  orders: {get: /orders, record: Order}
  foreign: {get: /foreign, record: 'rust(crate::Foreign)', key: id}
records:
  Order:
    key: id
    fields:
      id: string
      lines: integer
      price: decimal?
      sent: datetime?
      day: date?
      state: enum(open, sent)?
      note: string?
      paid: boolean
      tags: '[string]?'
      names: 'map<integer>?'
      parts: '[Part]?'
      own: 'rust(crate::Own)'
      token: secret?
      seen: {type: 'datetime?', zone: '+02:00'}
      bytes: unsigned?
  Part: {fields: {size: integer, within: '[Part]?', any: json?}}
";

fn check(resource: &str) -> RecordCheck {
    let (ast, places) = parse::spec_file::parse(SPEC).expect("a spec of these lines is read");
    let api = lower::api(&ast, &places).expect("a spec of these lines is checked").0;
    RecordCheck::new(&api, find(&api, resource).expect("the spec has this list"))
}

fn of(resource: &str, record: &str) -> Result<Vec<String>, Unusable> {
    let record = RawValue::from_string(record.to_owned()).expect("it is JSON");
    let found = check(resource).check(&record)?;
    Ok(found.iter().map(ToString::to_string).collect())
}

/// An order with these fields more, or in place of its own.
fn text(fields: &str) -> String {
    let own = ["\"id\":\"1\"", "\"lines\":1", "\"paid\":true"];
    let own = own.into_iter().filter(|own| {
        let name = own.split(':').next().unwrap_or_default();
        !fields.contains(name)
    });
    let all: Vec<_> = own.chain([fields]).filter(|field| !field.is_empty()).collect();
    format!("{{{}}}", all.join(","))
}

/// What is said of it.
fn order(fields: &str) -> Vec<String> {
    of("orders", &text(fields)).expect("it is a record")
}

/// Fields that a typed record takes.
const TAKEN: &[&str] = &[
    "",
    r#""lines":"7","paid":"true","price":0.005"#,
    r#""lines":2.0,"paid":0,"price":"-0.0075","sent":"","day":null"#,
    r#""sent":"Tue, 01 Jul 2025 10:00:00 +0000","day":"2024-01-31""#,
    r#""sent":"2025-07-01T10:00:00Z","state":"unheard of","note":"""#,
    r#""seen":"2025-07-01 10:00","bytes":"18446744073709551615""#,
    r#""note":7,"tags":["a",1],"names":{"a":"1"},"parts":"""#,
    r#""parts":[{"size":1,"within":[{"size":"2"}],"any":[{}]}],"own":[1],"new":{}"#,
];

/// Fields that it refuses, and what is said of them.
const REFUSED: &[(&str, &str)] = &[
    (r#""lines":"many""#, "`lines`: expected a whole number, found a string"),
    (r#""lines":1.5"#, "`lines`: expected a whole number, found a number"),
    (r#""lines":null"#, "`lines`: expected a whole number, found null"),
    (r#""price":"a""#, "`price`: expected a decimal number, found a string"),
    (r#""sent":"soon""#, "`sent`: expected a time in RFC 3339 or RFC 2822, found a string"),
    (r#""day":7"#, "`day`: expected a date such as 2024-01-31, found a number"),
    (r#""seen":"soon""#, "`seen`: expected a time in RFC 3339 or RFC 2822, found a string"),
    (
        r#""bytes":-1"#,
        "`bytes`: expected a whole number from 0 to 18446744073709551615; the type `integer` takes negative ones, and `string` any number, found a number",
    ),
    (r#""paid":[]"#, "`paid`: expected true or false, found an array"),
    (r#""tags":{}"#, "`tags`: expected an array, found an object"),
    (r#""tags":["a",[]]"#, "`tags[1]`: expected a string, found an array"),
    (r#""names":{"a":"b"}"#, "`names.…`: expected a whole number, found a string"),
    (r#""names":{"a":1,"a":2}"#, "`names`: a key appears twice"),
    (r#""parts":[1]"#, "`parts[0]`: expected an object (Part), found a number"),
    (r#""parts":[{"size":1,"within":[{}]}]"#, "`parts[0].within[0]`: it has no `size`"),
    (r#""state":{}"#, "`state`: expected a string, found an object"),
    (r#""token":[]"#, "`token`: expected a string, found an array"),
    (r#""note":"a","note":"b""#, "`note`: it appears twice"),
];

#[test]
fn what_a_typed_record_takes_is_no_mismatch() {
    for fields in TAKEN {
        assert_eq!(order(fields), [""; 0], "{fields}");
    }
}

#[test]
fn an_error_names_the_field() {
    for (fields, says) in REFUSED {
        assert_eq!(order(fields), [*says], "{fields}");
    }
}

struct Order {
    id: String,
    lines: i64,
    price: Option<Decimal>,
    sent: Option<DateTime>,
    day: Option<Date>,
    state: Option<State>,
    note: Option<String>,
    paid: bool,
    tags: Option<Vec<String>>,
    names: Option<BTreeMap<String, i64>>,
    parts: Option<Vec<Part>>,
    own: Option<Json>,
    token: Option<Secret>,
    seen: Option<DateTime>,
    bytes: Option<u64>,
}

record!(Order: Debug + Deserialize {
    id,
    lines,
    price,
    sent,
    day,
    state,
    note,
    paid,
    tags,
    names,
    parts,
    own as own,
    token,
    seen in "+02:00",
    bytes,
});

struct Part {
    size: i64,
    within: Option<Vec<Part>>,
    any: Option<Json>,
}

record!(Part: Debug + Deserialize { size, within, any });

#[derive(Debug)]
enum State {
    Open,
    Sent,
    Other(String),
}

open_enum!(State, else Other { Open = "open", Sent = "sent" });

#[test]
fn a_typed_record_of_the_same_spec_takes_and_refuses_the_same() {
    let typed = |fields: &str| serde_json::from_str::<Order>(&text(fields));
    for fields in TAKEN {
        let read = typed(fields);
        assert!(read.is_ok(), "{fields}: {read:?}");
    }
    for (fields, _) in REFUSED {
        assert!(typed(fields).is_err(), "{fields}");
    }
}

#[test]
fn each_wrong_field_is_reported_and_so_is_a_missing_one() {
    let found = of("orders", r#"{"id":"1","lines":[],"price":true}"#).expect("it is a record");
    assert_eq!(
        found,
        [
            "`lines`: expected a whole number, found an array",
            "`price`: expected a decimal number, found a boolean",
            "`paid`: the spec requires it, and it is missing",
        ]
    );
}

#[test]
fn any_json_is_taken_and_refused_as_by_a_typed_record() {
    for (any, says) in [
        (r#"{"a":[{},[1,"b",null]]}"#, ""),
        (r#"[{"a":{"b":1,"b":2}}]"#, "`parts[0].any[0].…`: a key appears twice"),
        ("1e400", "`parts[0].any`: expected a number of at most 64 bits, found a number"),
    ] {
        let parts = format!(r#""parts":[{{"size":1,"any":{any}}}]"#);
        let found = order(&parts);
        assert_eq!(found.first().map_or("", String::as_str), says, "{any}");
        let typed = serde_json::from_str::<Order>(&text(&parts));
        assert_eq!(typed.is_ok(), found.is_empty(), "{any}");
    }
}

#[test]
fn a_row_without_its_key_is_no_record() {
    for resource in ["orders", "foreign"] {
        for (row, found) in [("[]", "an array"), ("\"a\"", "a string"), ("null", "null")] {
            assert_eq!(of(resource, row), Err(Unusable::NotAnObject(found)), "{resource}: {row}");
        }
        for (row, found) in [
            ("{}", "nothing"),
            (r#"{"id":null}"#, "null"),
            (r#"{"id":""}"#, "an empty string"),
            (r#"{"id":{"a":1}}"#, "an object"),
        ] {
            let key = "id".to_owned();
            assert_eq!(of(resource, row), Err(Unusable::NoKey { key, found }), "{resource}: {row}");
        }
    }
    assert_eq!(of("foreign", r#"{"id":7,"other":[]}"#), Ok(Vec::new()));
}

#[test]
fn a_secret_is_not_quoted() {
    for fields in [r#""sent":"s3cret""#, r#""price":"s3cret""#, r#""lines":"s3cret""#] {
        assert!(!order(fields).concat().contains("s3cret"), "{fields}");
    }
}
