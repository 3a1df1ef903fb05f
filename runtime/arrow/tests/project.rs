//! Some of the columns of a list.
#![cfg(feature = "spec")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_arrow::Columns;
use pagesmith_arrow::arrow_array::cast::AsArray as _;
use pagesmith_arrow::arrow_array::types::Int64Type;
use serde_json::value::RawValue;

const SPEC: &str = "\
pagesmith: 1
name: T
paging: none
resources: {rows: {get: /rows, record: Row}}
records: {Row: {key: id, fields: {id: integer, token: secret, name: string, at: date, size: integer}}}
";

fn columns() -> Columns {
    Columns::of_spec(&pagesmith_codegen::check(SPEC.as_bytes()).unwrap().api, "rows").unwrap()
}

fn row(text: &str) -> Box<RawValue> {
    RawValue::from_string(text.to_owned()).unwrap()
}

#[test]
fn chosen_columns_come_in_the_order_given_and_others_are_not_read() {
    let row = row(r#"{"id": 1, "token": 2, "name": "a", "at": "soon", "size": "3"}"#);
    let all = columns();
    assert!(all.batch([&*row]).unwrap_err().to_string().contains("at"));
    let some = all.project(&[3, 1]).unwrap();
    let batch = some.batch([&*row, &*row]).unwrap();
    assert_eq!(batch.schema(), *some.schema());
    let names: Vec<_> = some.schema().fields().iter().map(|field| field.name()).collect();
    assert_eq!(names, ["size", "name"]);
    assert_eq!(batch.column(0).as_primitive::<Int64Type>().values(), &[3, 3]);
    assert_eq!(batch.column(1).as_string::<i32>().value(1), "a");
    // Of some columns, some.
    let fewer = some.project(&[1]).unwrap();
    assert_eq!(fewer.batch([&*row]).unwrap().column(0).as_string::<i32>().value(0), "a");
}

#[test]
fn rows_without_columns_are_counted() {
    let none = columns().project(&[]).unwrap();
    let row = row(r#"{"id": 1}"#);
    assert_eq!(none.batch([&*row, &*row, &*row]).unwrap().num_rows(), 3);
    assert!(none.batch([&*self::row("7")]).is_err());
}

#[test]
fn columns_that_are_not_there_are_refused() {
    let error = |chosen: &[usize]| columns().project(chosen).unwrap_err().to_string();
    assert_eq!(error(&[4]), "there is no column 4; the list has 4");
    assert_eq!(error(&[0, 0]), "the column 0 is given twice");
}
