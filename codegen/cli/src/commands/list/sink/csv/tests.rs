use super::reader::{Ending, read_record};
use super::{Csv, differences, row};
use crate::commands::list::sink::TextFormat as _;
use pagesmith_codegen::{lower, parse};
use pagesmith_interpret::{Cell, Columns, find};

const SPEC: &str = "
pagesmith: 1
name: Shop
server: https://shop.test
auth: none
paging: none
resources: {rows: {get: /rows, record: Row}, notes: {get: /notes, record: Note}}
records:
  Row: {fields: {id: string, size: integer?, 'a, b': string?}}
  Note: {fields: {note: string?}}
";

fn csv(resource: &str) -> Csv {
    let (ast, places) = parse::spec_file::parse(SPEC).unwrap();
    let api = lower::api(&ast, &places).unwrap().0;
    Csv::new(Columns::new(&api, find(&api, resource).unwrap()).unwrap())
}

fn record(json: &str) -> pagesmith_interpret::Record {
    serde_json::value::RawValue::from_string(json.to_owned()).unwrap()
}

/// What the crate `csv` reads.
fn read(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

const TEXTS: &[&str] = &[
    "a",
    "",
    " a",
    "a ",
    "a,b",
    "\"",
    "\"\"",
    "a\"b",
    "a\nb",
    "a\r\nb",
    "\r",
    "é",
    "\u{feff}a",
    "=1+1",
    "-1",
    "@a",
    "'",
    "\u{0}",
    "\t",
    "\\",
    "\\\"",
    "a,\"b\"\n,c",
    "🦀",
];

#[test]
fn any_text_is_read_back() {
    for first in TEXTS {
        for second in TEXTS {
            let cells = [Cell::Text((*first).to_owned()), Cell::Text((*second).to_owned())];
            let text = row(&cells);
            assert_eq!(read(&text), [[*first, *second]], "{text:?}");
            let fields = vec![(*first).to_owned(), (*second).to_owned()];
            assert_eq!(read_record(text.as_bytes()), Some((fields, Ending::Complete(&[]))));
        }
        assert_eq!(read(&row(&[Cell::Text((*first).to_owned())])), [[*first]]);
    }
}

#[test]
fn a_missing_value_and_an_empty_text_differ() {
    assert_eq!(row(&[Cell::Null, Cell::Text(String::new()), Cell::Null]), ",\"\",\n");
    // Readers pass over an empty line.
    assert_eq!(row(&[Cell::Null]), "\"\"\n");
}

#[test]
fn a_value_that_differs_from_the_spec_is_written_as_it_came() {
    let mut csv = csv("rows");
    let records = [
        record(r#"{"id":"1","size":"7","new":1}"#),
        record("{\"id\":[1,\n2],\"size\":\"many, \\\"more\\\"\"}"),
        record(r#"{"id":null,"size":1.5}"#),
        record(r#"{"id":"\ud800"}"#),
    ];
    assert_eq!(csv.header(), Some("id,size,\"a, b\"\n"));
    let text = csv.encode(&records, 1).unwrap();
    assert_eq!(text, "1,7,\n\"[1,2]\",\"many, \"\"more\"\"\",\n,1.5,\n\"\"\"\\ud800\"\"\",,\n");
}

#[test]
fn rows_may_be_cut_off_anywhere() {
    let mut csv = csv("rows");
    let records = [record(r#"{"id":"é\n\"","size":1}"#), record(r#"{"id":"","a, b":"x, y"}"#)];
    let text = csv.encode(&records, 1).unwrap();
    for at in 0..=text.len() {
        assert!(csv.is_cut_off(&text.as_bytes()[..at]), "{at}");
    }
    for text in [
        "my notes\n",
        "1,2,3,4",
        "1,2,3,4\n",
        "1,2,3\n\n",
        "1,2,3\r\n",
        "a\"b",
        "\"a\"b",
        "1\n1,2,3\n",
    ] {
        assert!(!csv.is_cut_off(text.as_bytes()), "{text:?}");
    }
}

#[test]
fn a_file_with_other_columns_is_refused_with_their_names() {
    let csv = csv("rows");
    assert_eq!(csv.check_header(b"id,size,\"a, b\"\n1,2,3\n"), Ok(()));
    for (start, why) in [
        ("id,size\n", "it lacks `a, b`"),
        ("id,size,b,\"a, b\"\n", "it has `b`, which the spec lacks"),
        ("size,id,\"a, b\"\n", "their order is another"),
        ("{\"id\":1}", "does not begin with the names of columns"),
    ] {
        let said = csv.check_header(start.as_bytes()).unwrap_err();
        assert!(said.contains(why), "{said}");
    }
    let both = differences(&["a".to_owned()], &["b"]);
    assert_eq!(both, "it lacks `b`; it has `a`, which the spec lacks");
}
