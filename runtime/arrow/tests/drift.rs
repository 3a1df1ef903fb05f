//! Columns take and refuse what typed records do, and as the same values: on what servers
//! send in place of what their docs say.
#![cfg(feature = "spec")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "drift/cells.rs"]
mod cells;
#[rustfmt::skip]
#[path = "../../../codegen/tests/golden/every_kind.rs"]
mod every_kind;
#[path = "drift/things.rs"]
mod things;

use cells::row_of;
use every_kind::{Client, ClientBuilder, Thing};
use pagesmith::Error;
use pagesmith::testing::Replay;
use pagesmith_arrow::arrow_array::RecordBatch;
use pagesmith_arrow::{Columns, batches};
use pagesmith_codegen::model::Api;
use pagesmith_codegen::{lower, parse};
use pagesmith_interpret::{RecordCheck, find};
use proptest::prelude::*;
use serde_json::value::RawValue;
use things::{Seen, row_of_thing, row_text};
use tokio::runtime::Builder;

/// A record of the user's own.
#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
pub struct Foreign {
    id: u64,
}

fn api() -> Api {
    let text = include_str!("../../../codegen/tests/golden/every_kind.yaml");
    let (ast, places) = parse::spec_file::parse(text).expect("the golden spec is read");
    lower::api(&ast, &places).expect("the golden spec is checked").0
}

fn raw(text: &str) -> Box<RawValue> {
    RawValue::from_string(text.to_owned()).unwrap()
}

/// What each way of reading a record makes of a row agrees with the typed record: whether
/// it is taken, and as which values.
fn agree(row: &str) {
    let api = api();
    let (of_spec, of_client) = (Columns::of_spec(&api, "linked").unwrap(), Columns::of::<Thing>());
    let (of_client, record) = (of_client.unwrap(), raw(row));
    let typed = serde_json::from_str::<Thing>(row);

    let client = of_client.batch([&*record]);
    assert_eq!(client.is_ok(), typed.is_ok(), "{row}: {client:?} {typed:?}");
    let spec = of_spec.batch([&*record]);
    let check = RecordCheck::new(&api, find(&api, "linked").unwrap());
    // Of a record without its key, it looks at nothing else.
    if let Ok(found) = check.check(&record) {
        assert_eq!(spec.is_ok(), found.is_empty(), "{row}: {spec:?} {found:?}");
    }
    // Of a type of the user's, a spec says nothing.
    let is_own = spec.is_ok() && row.contains("\"own\":");
    assert!(spec.is_ok() == typed.is_ok() || is_own, "{row}: {spec:?}");
    if let (Ok(thing), Ok(client), Ok(spec)) = (typed, client, spec) {
        assert_eq!(row_of(&client, 0), row_of_thing(&thing, Seen::Number), "{row}");
        assert_eq!(row_of(&spec, 0), row_of_thing(&thing, Seen::Moment), "{row}");
    }
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// A client whose server has one page of these rows.
fn client(rows: &[String]) -> ClientBuilder {
    let page = format!(r#"{{"ok":true,"linked":[{}],"next_page_uri":null}}"#, rows.join(","));
    let replay = Replay::new().raw(200, "application/json", page);
    Client::builder().space("a").account("b").key("c").api_key("d").transport(replay)
}

/// A page of these rows as batches, and as typed records: both, or the same error.
fn pages_agree(rows: &[String]) {
    let pages = || client(rows).build().unwrap().list_linked().pages();
    let typed = block_on(async { pages().try_next().await });
    let batch = block_on(async { batches(pages()).unwrap().try_next().await });
    let page = rows.join(",");
    match (typed, batch) {
        (Ok(Some(page)), Ok(Some(batch))) => {
            assert_eq!(page.items().len(), batch.num_rows());
            for (at, thing) in page.items().iter().enumerate() {
                assert_eq!(row_of(&batch, at), row_of_thing(thing, Seen::Number), "{page:?}");
            }
        }
        // Columns don't show the keys of a map, which are data.
        (Err(typed), Err(batch)) => {
            let words = |error: Error| error.to_string().replace("`a` appears", "a key appears");
            assert_eq!(words(typed), words(batch), "{page}");
        }
        (typed, batch) => panic!("{page}: {typed:?} {batch:?}"),
    }
}

/// Of these rows, the columns hold those that typed records take, in their order.
fn lenient_rows_agree(rows: &[String]) {
    let records: Vec<_> = rows.iter().map(|row| raw(row)).collect();
    let columns = Columns::of::<Thing>().unwrap();
    let (batch, refused) = columns.lenient_batch(records.iter().map(|row| &**row)).unwrap();
    let typed: Vec<_> = rows.iter().map(|row| serde_json::from_str::<Thing>(row)).collect();
    let failed = |at: &usize| typed[*at].is_err();
    let expected: Vec<_> = (0..rows.len()).filter(failed).collect();
    assert_eq!(refused.iter().map(pagesmith_arrow::RowError::row).collect::<Vec<_>>(), expected);
    let things: Vec<_> = typed.iter().flatten().collect();
    assert_eq!(batch.num_rows(), things.len());
    for (at, thing) in things.into_iter().enumerate() {
        assert_eq!(row_of(&batch, at), row_of_thing(thing, Seen::Number), "{rows:?}");
    }
}

/// Arrays in arrays, so many.
fn nested(deep: usize) -> String {
    format!("{}1{}", "[".repeat(deep), "]".repeat(deep))
}

#[test]
fn each_drift_of_each_field_is_taken_or_refused_as_by_a_typed_record() {
    for (field, values) in things::VALUES {
        for value in *values {
            agree(&row_text(&[(field, value)]));
        }
    }
}

#[test]
fn what_is_around_the_fields_changes_nothing() {
    for row in [
        r#"{"\u0069d":1,"place":{},"ty\u0070e":"a\u00e9\n\ud83d\ude00"}"#.to_owned(),
        r#"{"id":1,"place":{},"an odd/key":"x","an odd\/key":"y"}"#.to_owned(),
        r#"{"id":1,"place":{},"an odd\/key":"y"}"#.to_owned(),
        r#"{"id":1,"place":{},"id":1}"#.to_owned(),
        r#"{"id":1,"place":{},"new":1,"new":2}"#.to_owned(),
        r#"{"place":{}}"#.to_owned(),
        r#"{"id":1}"#.to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
    ] {
        agree(&row);
    }
    // The reader that all values share refuses the deeper ones, and `serde_json` reads the row
    // once more.
    for deep in [1, 101, 125, 126, 127, 128, 200] {
        agree(&row_text(&[("unknown", &nested(deep))]));
        agree(&row_text(&[("extra", &nested(deep))]));
        let rows = ["1", "2", "3"].map(|id| row_text(&[("id", id), ("unknown", &nested(deep))]));
        pages_agree(&rows);
        lenient_rows_agree(&rows);
        // The rows before it were whole when it was met.
        let [first, second, third] = rows;
        pages_agree(&[row_text(&[("type", "\"a\"")]), first, row_text(&[]), second, third]);
    }
}

/// Rows of a list, some of which may differ from the spec.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let field = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let row = prop::collection::vec(field, 0..4).prop_map(|fields| {
        let fields = fields.into_iter().map(|(field, value)| {
            let (field, values) = field.get(things::VALUES);
            (*field, *value.get(values))
        });
        row_text(&fields.collect::<Vec<_>>())
    });
    prop::collection::vec(row, 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn columns_and_typed_records_agree(rows in rows()) {
        for row in &rows {
            agree(row);
        }
        pages_agree(&rows);
        lenient_rows_agree(&rows);
    }
}

#[test]
fn a_batch_has_the_rows_of_its_page_that_the_walk_yields() {
    let rows = ["1", "2", "3", "4"].map(|id| row_text(&[("id", id)]));
    let ids = |batch: Option<RecordBatch>| {
        let batch = batch.unwrap();
        (0..batch.num_rows()).map(|at| row_of(&batch, at)["id"].clone()).collect::<Vec<_>>()
    };
    block_on(async {
        let list = || client(&rows).build().unwrap().list_linked();
        let mut limited = batches(list().limit(3).pages()).unwrap();
        assert_eq!(ids(limited.try_next().await.unwrap()), [1, 2, 3]);

        let mut items = list().items();
        items.try_next().await.unwrap();
        let position = items.position().unwrap();
        let mut rest = batches(list().resume(&position).pages()).unwrap();
        assert_eq!(ids(rest.try_next().await.unwrap()), [2, 3, 4]);
        assert_eq!(rest.position().unwrap().items(), 4);
        assert!(rest.try_next().await.unwrap().is_none() && rest.outcome().is_some());

        let mut empty = batches(client(&[]).build().unwrap().list_linked().pages()).unwrap();
        assert_eq!(ids(empty.try_next().await.unwrap()), [0; 0]);
    });
}

#[test]
fn columns_take_no_more_memory_than_records_may() {
    let rows = [row_text(&[("tags", &format!("[{}7]", "7,".repeat(1000)))])];
    let of = |bytes| {
        let client = client(&rows).max_page_memory(bytes).build().unwrap();
        block_on(async { batches(client.list_linked().pages()).unwrap().try_next().await })
    };
    assert!(of(8000).is_ok());
    assert!(of(3000).unwrap_err().to_string().contains("take more than 3000 bytes of memory"));
}

#[test]
fn a_secret_is_in_no_column() {
    let row = row_text(&[
        ("token", "\"s3cret\""),
        (
            "above",
            r#"{"id":2,"place":{},"token":"s3cret","above":{"id":3,"place":{},"token":"s3cret"}}"#,
        ),
    ]);
    let record = raw(&row);
    let api = api();
    let spec = Columns::of_spec(&api, "linked").unwrap();
    for columns in [&Columns::of::<Thing>().unwrap(), &spec] {
        let batch: RecordBatch = columns.batch([&*record]).unwrap();
        assert_eq!(columns.secrets(), ["token"]);
        assert!(batch.column_by_name("token").is_none());
        let shown = format!("{batch:?}");
        assert!(shown.contains("\\\"id\\\":3") && !shown.contains("s3cret"), "{shown}");
    }
}

/// The columns of the list `rows`, whose record `Row` has these fields, among such records.
fn columns(fields: &str, records: &str) -> Columns {
    let text = format!(
        "pagesmith: 1\nname: Rows\nauth: none\npaging: none\n\
         resources: {{rows: {{get: /rows, record: Row}}}}\n\
         records:\n  Row:\n    key: id\n    fields: {{id: integer, {fields}}}\n{records}"
    );
    let (ast, places) = parse::spec_file::parse(&text).expect("a spec of these lines is read");
    let api = lower::api(&ast, &places).expect("a spec of these lines is checked").0;
    Columns::of_spec(&api, "rows").unwrap()
}

#[test]
fn what_holds_nothing_but_secrets_has_no_column_and_is_checked() {
    let fields =
        "a: '[secret]', b: map<secret>?, c: {d: secret, e: '[secret]?'}, f: {g: secret, h: string}";
    let columns = columns(fields, "");
    assert_eq!(columns.secrets(), ["a", "b", "c"]);
    let batch = |row: &str| columns.batch([&*raw(row)]);
    let shown = batch(
        r#"{"id":1,"a":["s3cret"],"b":{"x":"s3cret"},"c":{"d":"s3cret"},"f":{"g":"s3cret","h":"y"}}"#,
    );
    assert_eq!(row_of(&shown.unwrap(), 0), serde_json::json!({"id": 1, "f": {"h": "y"}}));
    let error = batch(r#"{"id":1,"a":[[]],"c":{"d":"x"},"f":{"g":"x","h":"y"}}"#).unwrap_err();
    assert_eq!(error.to_string(), "row 0 at `a[0]`: expected a string, found an array");
}

#[test]
fn records_in_records_have_an_end() {
    let record = |at: usize| {
        let fields: Vec<_> = (0..10).map(|field| format!("f{field}: R{}?", at + 1)).collect();
        format!("  R{at}: {{fields: {{{}}}}}\n", fields.join(", "))
    };
    let records: String = (0..9).map(record).fold(String::new(), |all, one| all + &one);
    let columns = columns("r: R0?", &(records + "  R9: {fields: {x: string}}\n"));
    assert!(format!("{:?}", columns.schema()).len() < 1_000_000);
    let row = raw(
        r#"{"id":1,"r":{"f9":{"f9":{"f9":{"f9":{"f9":{"f9":{"f9":{"f9":{"f9":{"x":"end"}}}}}}}}}}}"#,
    );
    assert!(format!("{:?}", columns.batch([&*row]).unwrap()).contains("end"));
}

#[test]
fn a_decimal_that_a_column_does_not_hold_is_an_error() {
    let columns = Columns::of::<Thing>().unwrap();
    let of = |price: &str| columns.batch([&*raw(&row_text(&[("price", price)]))]);
    assert!(of("0.0000000001").is_ok());
    let error = of("\"0.00000000001\"").unwrap_err();
    assert_eq!(error.path(), "price");
    assert_eq!(
        error.to_string(),
        "row 0 at `price`: expected a decimal number of at most 28 digits before its point and 10 behind it, which is what a column holds, found a string"
    );
}

#[test]
fn lists_without_columns_say_why() {
    let api = api();
    let of = |resource| Columns::of_spec(&api, resource).unwrap_err().to_string();
    assert_eq!(of("thing"), "the spec has no resource `thing`; did you mean `things`?");
    assert!(of("foreign").starts_with("the records of `foreign` are a Rust type"));
    let error = Columns::of::<Vec<String>>().unwrap_err().to_string();
    assert!(error.ends_with("is not a record, so it has no columns"), "{error}");
}
