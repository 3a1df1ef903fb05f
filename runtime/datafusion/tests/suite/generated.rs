//! A list of a generated client as a table.

use crate::server::Server;
use datafusion::arrow::array::RecordBatch;
use datafusion::prelude::SessionContext;
use pagesmith_datafusion::{GeneratedTable, ScanError};

pagesmith::client!(
    /// The client of the tests' own server.
    mod shop = "tests/suite/server/lists.yaml"
);

#[tokio::test]
async fn a_generated_list_is_a_table() {
    let server = Server::start(250, 3, 0);
    let client = shop::Client::builder().base_url(&server.url).bearer("hunter2hunter2").build();
    let list = client.unwrap().list_people();
    let table = GeneratedTable::new("people", move |limit| {
        let list = list.clone().page_size(100);
        match limit {
            Some(limit) => list.limit(limit).pages(),
            None => list.pages(),
        }
    });
    let context = SessionContext::new();
    context.register_table("people", table.unwrap()).unwrap();
    let count = async |sql: &str| {
        let frame = context.sql(sql).await?;
        frame.collect().await.map(|rows| rows.iter().map(RecordBatch::num_rows).sum::<usize>())
    };
    assert_eq!(count("select name from people where status = 'paused'").await.unwrap(), 62);
    assert_eq!(server.take_log().len(), 3);
    assert_eq!(count("select id from people limit 10").await.unwrap(), 10);
    assert_eq!(server.take_log().len(), 1);
    server.refuse_from(2, 400);
    let error = count("select id from people").await.unwrap_err();
    assert_eq!(ScanError::of(&error).unwrap().table(), "people");
}
