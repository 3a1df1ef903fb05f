//! The mock gives deltas, and lists what has changed since.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::lower::paging_of;
use pagesmith_codegen::model::Api;
use pagesmith_codegen::{lower, parse};
use pagesmith_interpret::{self as live, Call};
use serde_json::Value;

const SPEC: &str = r"
pagesmith: 1
name: Deltas
server: https://api.example.com/v1
auth: bearer
styles:
  by_link: {next: {body: /next}, send: url, then: {post: url}, size: {query: limit}, delta: {body: /delta}}
  by_token: {next: {body: /next}, send: {query: token}, size: {query: limit}, delta: {body: /sync, query: sync}}
  by_header: {number: {query: page}, size: {query: limit}, delta: {body: /sync, header: X-Sync}}
  by_cursor: {next: {body: /cursor}, send: {body: /cursor}, more: /more, size: {body: /limit}, delta: {body: /cursor}}
  by_continue: {next: {body: /cursor}, send: {body: /cursor, alone: true}, then: {post: /more}, more: /more, size: {body: /limit}, delta: {body: /cursor}}
  by_members: {next: {body: /continue, spread: true}, size: {query: limit}, delta: {body: /later}}
  by_header_token: {next: {header: X-Next}, send: {header: X-Token}, size: {query: limit}, delta: {body: /delta}}
resources:
  links: {post: /links, paging: by_link, record: Thing}
  tokens: {post: /tokens, paging: by_token, record: Thing, filters: {kind: string}}
  headers: {post: /headers, paging: by_header, record: Thing}
  cursors: {post: /cursors, body: {all: true}, paging: by_cursor, record: Thing, items: {at: [/added, /removed]}}
  continued: {post: /continued, paging: by_continue, record: Thing}
  members: {post: /members, paging: by_members, record: Thing}
  header_tokens: {post: /header_tokens, paging: by_header_token, record: Thing}
records:
  Thing: {key: id, fields: {id: string, kind: string?}}
";

fn api(text: &str) -> Api {
    let (ast, source_map) = parse::spec_file::parse_bytes(text.as_bytes()).unwrap();
    lower::api(&ast, &source_map).unwrap_or_else(|problems| panic!("{problems:?}")).0
}

fn call(api: &Api, mock: &Mock, resource: &str) -> Call {
    let list = live::find(api, resource).unwrap();
    Call {
        resource: resource.to_owned(),
        base_url: Some(mock.base_url()),
        page_size: paging_of(list, api).size.map(|_| 4),
        ..Call::default()
    }
}

fn secrets(name: &str) -> Option<String> {
    (name == live::TOKEN).then(|| "tr0ub4dor&3".to_owned())
}

/// The IDs of a walk, and its position at the end.
async fn walk(api: &Api, call: &Call) -> (Vec<String>, pagesmith::Position) {
    let mut pages = live::walk(api, call, &secrets).unwrap();
    let mut ids = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        ids.extend(page.items().iter().map(|record| {
            let record: Value = serde_json::from_str(record.get()).unwrap();
            record["id"].as_str().unwrap().to_owned()
        }));
    }
    assert!(pages.warnings().is_empty(), "{}: {:?}", call.resource, pages.warnings());
    (ids, pages.position().unwrap())
}

#[tokio::test]
async fn each_way_to_send_a_delta_is_spoken_and_understood() {
    let api = api(SPEC);
    let options = Options { records: 10, ..Options::default() };
    let mock = mock::serve(&api, &options).await.unwrap();
    for list in &api.lists {
        let resource = &list.method.wire;
        let mut call = call(&api, &mock, resource);
        if resource == "tokens" {
            call.filters = vec![("kind".to_owned(), "a b".to_owned())];
        }
        let (all, mut position) = walk(&api, &call).await;
        assert_eq!(all.len(), 10, "{resource}");
        for round in 0..3 {
            assert!(position.has_delta(), "{resource} {round}");
            assert!(!position.encode().contains("tr0ub4dor"));
            let again = Call { resume: Some(position.clone()), ..call.clone() };
            let (changed, next) = walk(&api, &again).await;
            assert_eq!(changed.len(), 3, "{resource} {round}: {changed:?}");
            assert_eq!(changed[0], all[round], "{resource}: a record that changed");
            assert!(changed[1..].iter().all(|id| !all.contains(id)), "{resource}: new records");
            assert_eq!(walk(&api, &again).await.0, changed, "{resource}: the same delta again");
            position = next;
        }
    }
    assert!(mock.requests().iter().all(|entry| entry.status == 200), "{:#?}", mock.requests());
}

#[tokio::test]
async fn a_synchronisation_in_small_pages_goes_on_in_itself() {
    let api = api(SPEC);
    let mock = mock::serve(&api, &Options { records: 10, ..Options::default() }).await.unwrap();
    for list in &api.lists {
        let call = Call { page_size: Some(2), ..call(&api, &mock, &list.method.wire) };
        let (_, position) = walk(&api, &call).await;
        let again = Call { resume: Some(position), ..call };
        let (changed, position) = walk(&api, &again).await;
        assert_eq!((changed.len(), position.items()), (3, 3), "{}", again.resource);
    }
}

#[tokio::test]
async fn a_delta_that_the_mock_did_not_give_is_refused() {
    let text = SPEC.replace("sync, query: sync", "sync, query: other");
    let (api, other) = (api(SPEC), self::api(&text));
    let mock = mock::serve(&api, &Options { records: 3, ..Options::default() }).await.unwrap();
    let (_, position) = walk(&api, &call(&api, &mock, "tokens")).await;
    let mock_of_others = mock::serve(&other, &Options::default()).await.unwrap();
    let elsewhere = call(&other, &mock_of_others, "tokens");
    let mut pages =
        live::walk(&other, &Call { resume: Some(position), ..elsewhere }, &secrets).unwrap();
    // The origin is another.
    assert_eq!(pages.try_next().await.unwrap_err().kind(), pagesmith::ErrorKind::Position);
    let client =
        live::client(&api, &call(&api, &mock, "tokens"), &secrets).unwrap().build().unwrap();
    let refused = client
        .request("POST", "/tokens")
        .query([("sync", "made-up")])
        .json(&serde_json::json!({}))
        .send()
        .await
        .unwrap_err();
    assert_eq!(refused.status().map(|status| status.as_u16()), Some(410), "{refused}");
}
