//! The records that the mock makes up.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_cli::mock::{self, Options};
use pagesmith_codegen::{lower, parse};

/// A record that holds many records of its own kind.
const WIDE: &str = "pagesmith: 1\nname: Wide\npaging: none\n\
    resources: {schemas: {get: /schemas, record: Schema}}\n\
    records: {Schema: {key: id, fields: {id: string, all: \"[Schema]?\", any: \"[Schema]?\", \
    one: \"[Schema]?\", not: Schema?, if: Schema?, then: Schema?, named: \"map<Schema>?\"}}}\n";

#[tokio::test]
async fn a_record_that_holds_records_of_its_kind_stays_small() {
    let (ast, source_map) = parse::spec_file::parse_bytes(WIDE.as_bytes()).unwrap();
    let api = lower::api(&ast, &source_map).unwrap().0;
    let mock = mock::serve(&api, &Options::default()).await.unwrap();
    let records = mock.records("schemas", &[]);
    let largest = records.iter().map(|record| record.to_string().len()).max().unwrap();
    assert_eq!(records.len(), 137);
    assert!((1_000..200_000).contains(&largest), "{largest} bytes");
}
