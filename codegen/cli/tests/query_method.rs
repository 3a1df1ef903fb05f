//! Lists that are read by QUERY: a method that only reads, with a body.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_cli::drafting::writer::{Comments, Draft};
use pagesmith_cli::mock::{self, Options};
use pagesmith_codegen::ast::Spec;
use pagesmith_codegen::model::{Api, Verb};
use pagesmith_codegen::{diff, explain, lower, parse};
use pagesmith_interpret::{self as live, Call};

fn spec(method: &str) -> (Spec, Api) {
    let text = format!(
        "pagesmith: 1\nname: Example\npaging: {{next: {{body: /next}}, send: {{body: /after}}}}\nresources:\n  rows: {{post: /rows, {method}record: Row}}\nrecords:\n  Row: {{key: id, fields: {{id: integer}}}}\n"
    );
    let (spec, source_map) = parse::spec_file::parse(&text).unwrap();
    let api = lower::api(&spec, &source_map).unwrap().0;
    (spec, api)
}

#[tokio::test]
async fn a_list_by_query_is_walked_by_that_method() {
    let (_, api) = spec("method: QUERY, ");
    let options = Options { page_size: Some(50), ..Options::default() };
    let mock = mock::serve(&api, &options).await.unwrap();
    let call =
        Call { resource: "rows".to_owned(), base_url: Some(mock.base_url()), ..Call::default() };
    let mut pages = live::walk(&api, &call, &|_| None).unwrap();
    let mut rows = 0;
    while let Some(page) = pages.try_next().await.unwrap() {
        rows += page.items().len();
    }
    assert_eq!(rows, 137);
    let methods: Vec<String> = mock.requests().iter().map(|it| it.method.clone()).collect();
    assert_eq!(methods, ["QUERY"; 3]);
    // The mock does not take another method for it.
    let (_, by_post) = spec("");
    let mut pages = live::walk(&by_post, &call, &|_| None).unwrap();
    assert!(pages.try_next().await.is_err());
}

#[test]
fn the_method_is_explained_compared_and_written() {
    let [(_, post), (written, query)] = ["", "method: QUERY, "].map(spec);
    assert_eq!(query.lists[0].verb, Verb::Query);
    let text = explain::lists(&query, &query.lists);
    assert!(text.contains("It is `QUERY /rows`"), "{text}");
    let changes = diff::compare(&post, &query);
    let is_told = changes
        .iter()
        .any(|it| it.what.contains("requests `QUERY /rows` now, `POST /rows` before"));
    assert!(is_told, "{changes:?}");
    let text = Draft { spec: written.clone(), comments: Comments::default() }.text();
    assert!(text.contains("method: QUERY"), "{text}");
    let (again, _) = parse::spec_file::parse(&text).unwrap();
    assert_eq!(again, written);
}
