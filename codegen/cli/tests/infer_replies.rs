//! What `infer` reads of replies: their heads, archives of requests, and that more follows.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_cli::drafting::infer::{self, Hints, Sample};
use serde_json::{Value, json};

fn infer(files: &[(&str, &str)], url: Option<&str>) -> Result<String, String> {
    let samples =
        files.iter().map(|(name, text)| Sample { name, url: None, bytes: text.as_bytes() });
    let hints = Hints { url: url.map(str::to_owned), ..Hints::default() };
    infer::infer(&samples.collect::<Vec<_>>(), &hints)
}

/// The draft, which gives a client, with single spaces.
fn draft(files: &[(&str, &str)], url: Option<&str>) -> String {
    let spec = infer(files, url).unwrap();
    let made = pagesmith_codegen::check(spec.as_bytes());
    assert!(made.is_ok(), "{spec}");
    spec.replace("\n#", "").split_whitespace().collect::<Vec<_>>().join(" ")
}

const ROWS: &str = r#"[{"id": "a", "n": 1}, {"id": "b", "n": 2}]"#;

#[test]
fn a_head_before_a_reply_is_read() {
    let head = "HTTP/1.1 200 Connection established\r\n\r\nHTTP/2 200\r\ncontent-type: application/json\r\nLink: <https://a.example.com/o?page=2>; rel=\"next last\"\r\n\r\n";
    let spec = draft(&[("page.txt", &format!("{head}{ROWS}"))], None);
    assert!(spec.contains("link-header"), "{spec}");
    let head = head.replace("\r\n", "\n");
    assert!(draft(&[("page.txt", &format!("{head}{ROWS}"))], None).contains("link-header"));
    let last = head.replace("next last", "prev");
    assert!(!draft(&[("page.txt", &format!("{last}{ROWS}"))], None).contains("link-header"));
    let token = format!("HTTP/1.1 200 OK\nX-Next-Cursor: abc\n\n{ROWS}");
    let spec = draft(&[("page.txt", &token)], Some("https://a.example.com/o?cursor=x"));
    assert!(
        spec.contains("next: {header: x-next-cursor}") && spec.contains("send: {query: cursor}"),
        "{spec}"
    );
    let error = infer(&[("page.txt", "HTTP/1.1 204 No Content\r\nX: y")], None).unwrap_err();
    assert_eq!(error, "page.txt has the head of a reply, but no body");
}

fn entry(url: &str, status: u16, content: &Value) -> Value {
    json!({
        "request": {"method": "GET", "url": url, "headers": [{"name": "Cookie", "value": "session=s3cr3t"}]},
        "response": {"status": status, "headers": [{"name": "X-A", "value": "b"}], "content": content},
    })
}

#[test]
fn an_archive_of_a_browser_has_the_replies_of_a_list() {
    let page = |next: &str| json!({"text": json!({"orders": [{"id": "a"}], "next_cursor": next}).to_string()});
    let base64 = json!({"text": "eyJvcmRlcnMiOlt7ImlkIjoiYiJ9XSwibmV4dF9jdXJzb3IiOm51bGx9", "encoding": "base64"});
    let archive = json!({"log": {"version": "1.2", "entries": [
        entry("https://a.example.com/app.js", 200, &json!({"text": "let a;"})),
        entry("https://a.example.com/me", 200, &json!({"text": "{\"users\": [{\"id\": 1}]}"})),
        entry("https://a.example.com/v1/orders?state=open", 500, &page("x")),
        entry("https://a.example.com/v1/orders?state=open", 200, &page("c1")),
        entry("https://a.example.com/v1/orders?state=open&cursor=c1", 200, &base64),
    ]}})
    .to_string();
    let spec = infer(&[("all.har", &archive)], None).unwrap();
    let flat = spec.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("2 samples with 2 rows"), "{spec}");
    assert!(
        flat.contains("server: https://a.example.com") && flat.contains("get: /v1/orders"),
        "{spec}"
    );
    assert!(
        flat.contains("send: {query: cursor}") && flat.contains("state: {type: string}"),
        "{spec}"
    );
    assert!(flat.contains("all.har[1] has no rows"), "{spec}");
    assert!(!spec.contains("s3cr3t"), "{spec}");
    let other = infer(&[("all.har", &archive)], Some("https://a.example.com/me")).unwrap();
    assert!(other.contains("get: /me"), "{other}");
    let error = infer(&[("all.har", &archive)], Some("https://a.example.com/none")).unwrap_err();
    assert!(error.contains("no JSON reply with status 2xx to a GET of the list"), "{error}");
}

#[test]
fn a_value_that_opens_a_list_is_sent_first() {
    let reply = format!(r#"{{"rows": {ROWS}, "next_cursor": "AoJ"}}"#);
    let spec = draft(&[("page.json", &reply)], Some("https://a.example.com/rows?cursor=*"));
    assert!(spec.contains("next: {body: /next_cursor, start: \"*\"}"), "{spec}");
    let later = draft(&[("page.json", &reply)], Some("https://a.example.com/rows?cursor=AoI"));
    assert!(!later.contains("start"), "{later}");
}

#[test]
fn what_says_that_more_follows_is_never_one_reply() {
    let link = r#"{"rel": "next", "href": "https://a.com/o?p=2"}"#;
    for (keys, knobs) in [
        (r#""has_more": true"#, "next: {last: /id} send: {query: starting_after} more: /has_more"),
        (r#""next": null"#, "next: {body: /next}, send: {query: next}"),
        (r#""next_page": 2"#, "next: {body: /next_page}, send: {query: page}"),
        (r#""total": 6"#, "number: {query: page, start: 1}, page: {total: /total}"),
        (
            &format!(r#""links": [{link}]"#),
            "next: {body: /links, where: {rel: next}, at: /href}, send: url",
        ),
        (r#""__next": "Orders?$skiptoken=2""#, "next: {body: /__next}, send: url"),
    ] {
        let reply = format!(r#"{{"orders": {ROWS}, {keys}}}"#);
        let spec = draft(&[("page.json", &reply)], None);
        let flat =
            spec.replace(", send", " send").replace(", more", " more").replace(", page", " page");
        let knobs = knobs.replace(", send", " send").replace(", page", " page");
        assert!(flat.contains(&knobs), "{keys}: {spec}");
        assert!(!spec.contains("paging: none"), "{spec}");
    }
    // That the page size is stated says nothing of other pages.
    let spec = draft(&[("page.json", &format!(r#"{{"orders": {ROWS}, "total": 2}}"#))], None);
    assert!(spec.contains("paging: none"), "{spec}");
}
