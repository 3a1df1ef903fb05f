//! Requests for a single record, and requests as official clients make them.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::{lower, parse};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const SPEC: &str = "pagesmith: 1
name: Mail
server: https://{space}.mail.test/api/compat/2010-04-01
auth: basic
errors: {code: /error/code, message: /error/message}
params: {account: string}
paging: laml
resources:
  letters:
    get: /accounts/{account}/letters
    record: Letter
    filters: {subject: string}
    one: /accounts/{account}/letters/{sid}
  notes:
    get: /notes
    paging: none
    record: Note
    one: {get: \"/notes/{number}\", at: /data/note, query: {full: \"1\"}, record: Whole, name: note}
  drafts: {get: /drafts, paging: none, record: Draft, one: {get: \"/drafts/{name}\", at: \"/{name}\"}}
records:
  Letter: {key: sid, fields: {sid: string, account: string, subject: string, at: datetime?}}
  Note: {key: number, fields: {number: integer}}
  Whole: {key: number, fields: {number: integer, text: string}}
  Draft: {fields: {name: string, text: string}}
";

async fn serve(options: &Options) -> Mock {
    let (ast, source_map) = parse::spec_file::parse(SPEC).unwrap();
    let api = lower::api(&ast, &source_map).unwrap().0;
    mock::serve(&api, options).await.unwrap()
}

/// Status and body of a GET at this path of the mock's origin, with credentials.
async fn get(mock: &Mock, path: &str) -> (u16, Value) {
    let url = mock.base_url();
    let address = url.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Basic bWU6YW55\r\nConnection: close\r\n\r\n"
    );
    let mut stream = TcpStream::connect(&address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").unwrap();
    (head[9..12].parse().unwrap(), serde_json::from_str(body).unwrap())
}

const BASE: &str = "/api/compat/2010-04-01";

#[tokio::test]
async fn a_record_is_that_of_the_list() {
    let mock = serve(&Options::default()).await;
    let given = [("account".to_owned(), "A1".to_owned())];
    let records = mock.records("letters", &given);
    for record in [&records[0], &records[136]] {
        let sid = record["sid"].as_str().unwrap();
        let (status, body) = get(&mock, &format!("{BASE}/accounts/A1/letters/{sid}")).await;
        assert_eq!((status, &body), (200, record));
    }
    let (status, body) = get(&mock, &format!("{BASE}/accounts/A1/letters/none")).await;
    assert_eq!((status, &body["error"]["code"]), (404, &Value::from("not_found")));
    let last = mock.requests().pop().unwrap();
    assert_eq!((last.resource.as_deref(), last.records), (Some("letters"), 0));
}

#[tokio::test]
async fn a_record_of_its_own_type_is_where_the_spec_says() {
    let mock = serve(&Options::default()).await;
    let number = mock.records("notes", &[])[5]["number"].clone();
    let (status, body) = get(&mock, &format!("{BASE}/notes/{number}?full=1")).await;
    assert_eq!((status, &body["data"]["note"]["number"]), (200, &number));
    assert!(body["data"]["note"]["text"].is_string(), "{body}");
    for (query, why) in [("", "expected `1` in the parameter `full`"), ("?full=1&x=2", "`x`")] {
        let (status, body) = get(&mock, &format!("{BASE}/notes/{number}{query}")).await;
        let message = body["error"]["message"].as_str().unwrap();
        assert!(status == 400 && message.contains(why), "{query}: {body}");
    }
    // Without a key, each value has a record.
    let (status, body) = get(&mock, &format!("{BASE}/drafts/tea%2Fgreen")).await;
    assert_eq!((status, &body["tea/green"]["name"]), (200, &Value::from("tea/green")));
}

#[tokio::test]
async fn faults_of_the_server_hit_a_record_too() {
    let faults = vec!["unavailable=1".parse().unwrap()];
    let mock = serve(&Options { faults, ..Options::default() }).await;
    assert_eq!(get(&mock, &format!("{BASE}/drafts/tea")).await.0, 503);
}

#[tokio::test]
async fn official_clients_are_answered_as_they_ask() {
    let mock = serve(&Options::default()).await;
    let mut path = "/2010-04-01/accounts/A1/letters.json?PageSize=50".to_owned();
    let mut sids = Vec::new();
    loop {
        let (status, body) = get(&mock, &path).await;
        assert_eq!(status, 200, "{path}: {body}");
        let letters = body["letters"].as_array().unwrap();
        sids.extend(letters.iter().map(|letter| letter["sid"].as_str().unwrap().to_owned()));
        match body["next_page_uri"].as_str() {
            Some(next) => path = next.to_owned(),
            None => break,
        }
        // The links repeat the spelling of the request.
        assert!(path.starts_with("/2010-04-01/accounts/A1/letters.json?"), "{path}");
    }
    assert_eq!(sids.len(), 137);
    let (status, body) =
        get(&mock, &format!("/2010-04-01/accounts/A1/letters/{}.json", sids[9])).await;
    assert_eq!((status, body["sid"].as_str()), (200, Some(sids[9].as_str())));
    for nowhere in
        ["/accounts/A1/letters", "/x/2010-04-01/accounts/A1/letters", "/api/compat/2010-04-01"]
    {
        assert_eq!(get(&mock, nowhere).await.0, 404, "{nowhere}");
    }
}
