//! The runtime walks the specs of this repository against a mock of the same spec: every
//! record of every list once, in order.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "mock/given.rs"]
mod given;
#[path = "mock/later_requests.rs"]
mod later_requests;

use pagesmith::{ErrorKind, Paging};
use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::lower::{all_params, paging_of};
use pagesmith_codegen::model::{Api, PagingRef, Scalar};
use pagesmith_codegen::{lower, parse};
use pagesmith_interpret::{self as live, Call, RecordCheck};
use serde_json::Value;
use serde_json::value::to_raw_value;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

fn spec(name: &str) -> Api {
    let bytes = fs::read(format!("../../specs/{name}.yaml")).unwrap();
    let (ast, source_map) = parse::spec_file::parse_bytes(&bytes).unwrap();
    lower::api(&ast, &source_map).unwrap().0
}

fn written(text: &str) -> Api {
    let (ast, source_map) = parse::spec_file::parse_bytes(text.as_bytes()).unwrap();
    lower::api(&ast, &source_map).unwrap().0
}

/// A call of a list with a value for each parameter of its path.
fn call(api: &Api, mock: &Mock, resource: &str) -> Call {
    let list = live::find(api, resource).unwrap();
    let params = all_params(list, api).into_iter();
    let value = |ty| if ty == Scalar::Integer { "42" } else { "a b/c" };
    Call {
        resource: resource.to_owned(),
        params: params.map(|it| (it.name.wire, value(it.ty).to_owned())).collect(),
        base_url: Some(mock.base_url()),
        page_size: (list.paging != PagingRef::Preset("none")).then_some(25),
        ..Call::default()
    }
}

/// The records of a walk, in order, and the error that ended it.
async fn walk(api: &Api, call: &Call) -> (Vec<Value>, Option<pagesmith::Error>) {
    let mut pages = live::walk(api, call, &|_| Some("secret".to_owned())).unwrap();
    let mut records = Vec::new();
    loop {
        match pages.try_next().await {
            Ok(Some(page)) => {
                records.extend(
                    page.items().iter().map(|it| serde_json::from_str::<Value>(it.get()).unwrap()),
                );
            }
            Ok(None) => return (records, None),
            Err(error) => return (records, Some(error)),
        }
    }
}

fn small_pages() -> Options {
    Options { page_size: Some(25), ..Options::default() }
}

#[tokio::test]
async fn each_list_of_each_spec_is_walked_to_its_end() {
    let mut lists = 0;
    for name in ["signalwire", "sendsage"] {
        let api = spec(name);
        let mock = mock::serve(&api, &small_pages()).await.unwrap();
        for list in &api.lists {
            let resource = &list.method.wire;
            let before = mock.requests().len();
            let call = call(&api, &mock, resource);
            let (records, error) = walk(&api, &call).await;
            assert!(error.is_none(), "{name}/{resource}: {error:?}");
            assert_eq!(records, mock.records(resource, &call.params), "{name}/{resource}");
            assert_eq!(records.len(), 137, "{name}/{resource}");
            let requests = mock.requests().len() - before;
            assert!(requests == 6 || requests == 1, "{name}/{resource}: {requests} requests");
            lists += 1;
        }
    }
    assert_eq!(lists, 50);
}

#[tokio::test]
async fn every_way_to_page_is_spoken_and_understood() {
    let api = written(include_str!("mock/every_way.yaml"));
    for faults in [vec![], vec!["empty=0.5".parse().unwrap()]] {
        let mock = mock::serve(&api, &Options { faults, ..small_pages() }).await.unwrap();
        for list in &api.lists {
            let resource = &list.method.wire;
            let before = mock.requests().len();
            let given = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            let filters = match resource.as_str() {
                "relay" => vec![given("kind", "a b"), given("ids", "1"), given("ids", "2")],
                "by_links_that_forget" => vec![given("expand", "a"), given("expand", "b,c")],
                _ => Vec::new(),
            };
            let sized = paging_of(list, &api).size.is_some().then_some(25);
            let call = Call { filters, page_size: sized, ..call(&api, &mock, resource) };
            let (records, error) = walk(&api, &call).await;
            assert!(error.is_none(), "{resource}: {error:?} {:#?}", mock.requests().last());
            let kind = match resource.as_str() {
                "relay" => vec![given("kind", "a b")],
                _ => Vec::new(),
            };
            assert_eq!(records, mock.records(resource, &kind), "{resource}");
            let requests = &mock.requests()[before..];
            assert!(requests.len() >= 6, "{resource}: {} requests", requests.len());
            // A request past the last row is refused by those lists that end so.
            let answered = |status| matches!(status, 200 | 204 | 404);
            assert!(requests.iter().all(|entry| answered(entry.status)), "{resource}");
        }
    }
}

#[tokio::test]
async fn a_page_has_the_envelope_of_its_list_beside_its_own_keys() {
    let api = written(
        "pagesmith: 1\nname: Rooms\npaging: sendsage\nresources:\n  rooms: {get: /rooms, items: /data/rows, record: Room, envelope: Beside}\nrecords:\n  Room: {key: id, fields: {id: integer}}\n  Beside: {fields: {free: integer, labels: \"map<string>\", data: {kind: string, rows: json?}, next_page_token: string?, num_records: integer}}\n",
    );
    let mock = mock::serve(&api, &small_pages()).await.unwrap();
    let client = pagesmith::Client::builder(mock.base_url()).build().unwrap();
    let list = client.list::<Value>("/rooms", [""; 0], Paging::SENDSAGE).items_at("/data/rows");
    let mut pages = list.page_size(25).with_rest().pages();
    let (mut rows, mut ended) = (0, false);
    while let Some(page) = pages.try_next().await.unwrap() {
        rows += page.items().len();
        let rest: Value = page.rest().unwrap();
        assert!(rest["free"].is_i64() && rest["labels"].is_object(), "{rest}");
        assert!(rest["data"]["kind"].is_string() && rest["data"].get("rows").is_none(), "{rest}");
        assert_eq!(rest["num_records"], 137);
        ended = rest["next_page_token"].is_null();
    }
    assert!(ended && rows == 137 && pages.warnings().is_empty(), "{rows}");
}

#[tokio::test]
async fn what_identifies_a_record_has_its_type() {
    let types = ["string", "integer", "unsigned", "decimal", "date", "datetime", "epoch", "uri"];
    for (ty, paging) in types.into_iter().flat_map(|ty| {
        ["offset", "{next: {last: /at/id}, send: {query: after}}"].map(|paging| (ty, paging))
    }) {
        let text = format!(
            "pagesmith: 1\nname: Keys\npaging: {paging}\nresources:\n  rows: {{get: /rows, record: Row}}\nrecords:\n  Row: {{key: /at/id, fields: {{at: At}}}}\n  At: {{fields: {{id: {ty}}}}}\n"
        );
        let api = written(&text);
        let mock = mock::serve(&api, &small_pages()).await.unwrap();
        let call = Call { page_size: None, ..call(&api, &mock, "rows") };
        let (records, error) = walk(&api, &call).await;
        assert!(error.is_none() && records.len() == 137, "{ty}: {} {error:?}", records.len());
        let check = RecordCheck::new(&api, &api.lists[0]);
        for record in &records {
            let mismatches = check.check(&to_raw_value(record).unwrap()).unwrap();
            assert!(mismatches.is_empty(), "{ty}: {record}");
        }
    }
}

#[tokio::test]
async fn a_link_in_the_last_row_leads_to_the_next_page() {
    let text = "pagesmith: 1
name: Links
resources:
  rows:
    get: /rows
    paging: {next: {last: /after}, send: url, size: {query: limit}, number: {query: page, start: 1}}
    filters: {kind: {type: string}}
    record: Row
records:
  Row: {key: id, fields: {id: string, after: uri, kind: string}}
";
    let api = written(text);
    let mock = mock::serve(&api, &small_pages()).await.unwrap();
    let kind = vec![("kind".to_owned(), "a b".to_owned())];
    let call = Call { filters: kind.clone(), ..call(&api, &mock, "rows") };
    let (records, error) = walk(&api, &call).await;
    assert!(error.is_none(), "{error:?} {:#?}", mock.requests().last());
    let shown = |records: Vec<Value>| {
        let shown = records.iter().map(|record| [record["id"].clone(), record["kind"].clone()]);
        shown.collect::<Vec<_>>()
    };
    assert_eq!(shown(records), shown(mock.records("rows", &kind)));
    assert_eq!(mock.requests().len(), 7, "pages of 25 of 137 records, and an empty one");
}

#[tokio::test]
async fn faults_that_pass_are_survived_and_the_same_in_each_run() {
    let api = spec("sendsage");
    let faults = ["unavailable=0.2", "reset=0.1", "truncated=0.1", "empty=0.3"];
    let faults: Vec<_> = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    let options = Options { faults, records: 500, ..small_pages() };
    let mut logs = Vec::new();
    for _ in 0..2 {
        let mock = mock::serve(&api, &options).await.unwrap();
        let call = call(&api, &mock, "subscribers");
        let client = live::client(&api, &call, &|_| Some("secret".to_owned())).unwrap();
        let hasty = pagesmith::Retry::default()
            .attempts(10)
            .backoff(std::time::Duration::ZERO, std::time::Duration::ZERO);
        let client = client.retry(hasty).build().unwrap();
        let mut pages = live::pages(&api, &call, &client).unwrap();
        let mut records: Vec<Value> = Vec::new();
        while let Some(page) = pages.try_next().await.unwrap() {
            records.extend(
                page.items().iter().map(|it| serde_json::from_str::<Value>(it.get()).unwrap()),
            );
        }
        assert_eq!(records, mock.records("subscribers", &call.params));
        logs.push(mock.requests());
    }
    assert_eq!(logs[0], logs[1]);
    assert!(logs[0].iter().any(|entry| entry.status == 0), "no reset");
    assert!(logs[0].iter().any(|entry| entry.status == 503), "no 503");
    assert!(logs[0].iter().any(|entry| entry.status == 200 && entry.records == 0), "no empty page");
    let cut = |note: &String| note.starts_with("body cut");
    assert!(logs[0].iter().any(|entry| entry.note.as_ref().is_some_and(cut)), "no cut body");
}

#[tokio::test]
async fn a_repeated_next_is_a_cycle() {
    for (name, resource) in [("signalwire", "messages"), ("sendsage", "subscribers")] {
        let api = spec(name);
        let options = Options { faults: vec!["stale-next@3".parse().unwrap()], ..small_pages() };
        let mock = mock::serve(&api, &options).await.unwrap();
        let (records, error) = walk(&api, &call(&api, &mock, resource)).await;
        assert_eq!(error.unwrap().kind(), ErrorKind::Cycle, "{name}");
        assert_eq!(records.len(), 75, "{name}");
        assert!(mock.requests().len() <= 4, "{name}");
    }
}

#[tokio::test]
async fn a_falling_total_does_not_end_a_walk() {
    let api = spec("sendsage");
    let options = Options { faults: vec!["falling-total".parse().unwrap()], ..small_pages() };
    let mock = mock::serve(&api, &options).await.unwrap();
    let call = Call { by_number: true, ..call(&api, &mock, "subscribers") };
    let (records, _) = walk(&api, &call).await;
    assert_eq!(records, mock.records("subscribers", &call.params));
}

#[tokio::test]
async fn numbers_several_at_a_time_give_the_same() {
    let api = spec("sendsage");
    let mock = mock::serve(&api, &small_pages()).await.unwrap();
    let all = call(&api, &mock, "subscribers");
    let given = all.params.clone();
    let end = mock.records("subscribers", &given).len();
    for (call, rows) in [
        (Call { by_number: true, ..all.clone() }, 0..end),
        (Call { concurrency: Some(4), ..all.clone() }, 0..end),
        (Call { from_page: Some(2), ..all.clone() }, 50..end),
        (Call { from_page: Some(1), to_page: Some(2), ..all.clone() }, 25..75),
        (Call { to_page: Some(1), concurrency: Some(4), ..all.clone() }, 0..50),
    ] {
        let (records, error) = walk(&api, &call).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(records, mock.records("subscribers", &given)[rows]);
    }
    let (records, _) = walk(&api, &Call { limit: Some(30), page_size: Some(20), ..all }).await;
    assert_eq!(records.len(), 30);
    let last = mock.requests().pop().unwrap();
    assert!(last.query.contains(&("per_page".to_owned(), "20".to_owned())), "{last}");
}

#[tokio::test]
async fn a_server_refuses_what_the_spec_does_not_know() {
    let api = spec("signalwire");
    let mock = mock::serve(&api, &small_pages()).await.unwrap();
    let call = call(&api, &mock, "messages");
    let client =
        live::client(&api, &call, &|_| Some("secret".to_owned())).unwrap().build().unwrap();
    for (query, named) in [("Fron", "`Fron`"), ("PageSize2", "`PageSize2`")] {
        let list = client
            .list::<Value>("/Accounts/{}/Messages", ["AC1"], Paging::LAML)
            .query([(query, "1")]);
        let error = list.items_at("/messages").first_page().await.unwrap_err();
        assert_eq!(error.status().unwrap().as_u16(), 400);
        assert!(mock.requests().pop().unwrap().note.unwrap().contains(named));
    }
    let anonymous = pagesmith::Client::builder(mock.base_url()).build().unwrap();
    let list = anonymous.list::<Value>("/Accounts/{}/Messages", ["AC1"], Paging::NONE);
    assert_eq!(list.first_page().await.unwrap_err().status().unwrap().as_u16(), 401);
}

#[tokio::test]
async fn filters_apply_and_links_keep_them() {
    let api = spec("signalwire");
    let mock = mock::serve(&api, &small_pages()).await.unwrap();
    let call = Call {
        filters: vec![("to".to_owned(), "+1 555&x=é".to_owned())],
        ..call(&api, &mock, "messages")
    };
    let (records, error) = walk(&api, &call).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(records.len(), 137);
    assert!(records.iter().all(|record| record.get("to").is_none_or(|to| to == "+1 555&x=é")));
    assert_eq!(mock.requests().len(), 6);
}

#[tokio::test]
async fn a_page_and_a_fault_of_too_many_records_are_refused() {
    let api = written(
        "pagesmith: 1\nname: Many\nauth: none\nresources:\n\
         \x20 sized: {get: /sized, paging: {next: {body: /next}, send: {query: at}, size: {query: n}}, record: Row}\n\
         \x20 alone: {get: /alone, paging: none, record: Row}\n\
         records:\n  Row: {fields: {id: integer}}\n",
    );
    let many = Options { records: u64::MAX, ..Options::default() };
    let mock = mock::serve(&api, &many).await.unwrap();
    for (resource, page_size, why) in [
        ("sized", Some(u32::MAX), "expected a number from 1 to 100000 in `n`"),
        ("alone", None, "start the mock with fewer `--records`"),
    ] {
        let call = Call { page_size: page_size.map(Into::into), ..call(&api, &mock, resource) };
        let (records, error) = walk(&api, &call).await;
        let error = error.unwrap();
        assert!(records.is_empty() && error.to_string().contains(why), "{resource}: {error}");
    }
    for name in ["row-removed", "row-added", "row-replaced", "reordered"] {
        let faults = vec![name.parse().unwrap()];
        let refused = mock::serve(&api, &Options { faults, ..many.clone() }).await.unwrap_err();
        assert!(refused.to_string().contains("lower `--records`"), "{name}: {refused}");
    }
}

fn two_by_one_path() -> Api {
    written(
        "pagesmith: 1\nname: Shared\nauth: {query: k}\npaging: none\nresources:\n\
         \x20 posts: {post: /graphql, body: {query: posts}, items: /posts, record: Row}\n\
         \x20 users: {post: /graphql, body: {query: users}, items: /users, record: Row}\n\
         \x20 open: {get: /contacts, filters: {state: {type: string}}, items: /rows, record: Row}\n\
         \x20 found: {post: /contacts, items: /found, record: Row}\n\
         records:\n  Row: {fields: {id: integer}}\n",
    )
}

#[tokio::test]
async fn lists_at_one_path_are_distinguished_by_method_and_body() {
    let api = two_by_one_path();
    let mock = mock::serve(&api, &Options::default()).await.unwrap();
    for list in &api.lists {
        let resource = &list.method.wire;
        let (records, error) = walk(&api, &call(&api, &mock, resource)).await;
        assert!(error.is_none(), "{resource}: {error:?}");
        assert_eq!(records, mock.records(resource, &[]), "{resource}");
        assert_eq!(mock.requests().last().unwrap().resource.as_ref(), Some(resource));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_shows_values_of_the_specs_parameters_alone() {
    let mock = mock::serve(&two_by_one_path(), &Options::default()).await.unwrap();
    let address = mock.base_url().replace("http://", "");
    for query in ["state=open&k=hunter1", "api_key=hunter2&k=a", "K=hunter3", "hunter4&k=a"] {
        let mut socket = TcpStream::connect(&address).unwrap();
        write!(socket, "GET /contacts?{query} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .unwrap();
        socket.read_to_end(&mut Vec::new()).unwrap();
    }
    let log: Vec<String> = mock.requests().iter().map(ToString::to_string).collect();
    let text = log.join("\n");
    assert!(!text.contains("hunter"), "{text}");
    assert!(text.contains("?state=open") && text.contains("?api_key=…"), "{text}");
}
