//! What `infer` sees in samples beside the plain ways to page.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_cli::drafting::infer::{self, Hints, Sample};
use pagesmith_codegen::emit::Options;

fn infer(samples: &[&str], hints: &Hints) -> Result<String, String> {
    let names: Vec<String> = (1..=samples.len()).map(|at| format!("page{at}.json")).collect();
    let samples = names.iter().zip(samples);
    let samples = samples.map(|(name, text)| Sample { name, url: None, bytes: text.as_bytes() });
    infer::infer(&samples.collect::<Vec<_>>(), hints)
}

/// The draft, which gives a client.
fn draft(samples: &[&str]) -> String {
    of_url(samples, None)
}

fn of_url(samples: &[&str], url: Option<&str>) -> String {
    let spec = infer(samples, &Hints { url: url.map(str::to_owned), ..Hints::default() }).unwrap();
    let made = pagesmith_codegen::generate(spec.as_bytes(), &Options::default());
    assert!(made.is_ok(), "{spec}");
    spec
}

fn assert_has(spec: &str, part: &str) {
    assert!(spec.contains(part), "{part}\nis not in\n{spec}");
}

#[test]
fn the_next_link_is_an_element_of_an_array() {
    let spec = draft(&[r#"{"link": [{"relation": "self", "url": "https://a.com/p"},
        {"relation": "next", "url": "https://a.com/p?c=1"}], "entry": [{"fullUrl": "https://a.com/1"}]}"#]);
    assert_has(&spec, "next: {body: /link, where: {relation: next}, at: /url}, send: url");
    assert_has(&spec, "(as in a sample)");
    let last = draft(&[
        r#"{"links": [{"rel": "self", "href": "https://a.com/o"}], "orders": [{"id": 1}]}"#,
    ]);
    assert_has(&last, "paging: none");
}

#[test]
fn rows_may_be_the_values_of_an_object() {
    let spec = draft(&[
        r#"{"-JRHTHaIs-jNPLXOQivY": {"author": "a"}, "-JRHTHaIs-jNPLXOQivZ": {"author": "b"}}"#,
    ]);
    assert_has(&spec, "items: {at: \"\", shape: map, name: name}  # a guess");
    assert_has(&spec, "key: name");
    let php = draft(&[r#"{"users": {"1": {"name": "a"}, "2": {"name": "b"}}, "has_more": true}"#]);
    assert_has(&php, "items: {at: /users, shape: map, name: key}");
    // Words are no keys of rows.
    let plain = infer(&[r#"{"first": {"name": "a"}, "second": {"name": "b"}}"#], &Hints::default());
    assert!(plain.unwrap_err().contains("no array of objects"));
    let unlike = infer(&[r#"{"1": {"name": "a"}, "2": {"age": 3}}"#], &Hints::default());
    assert!(unlike.unwrap_err().contains("no array of objects"));
}

#[test]
fn rows_may_be_in_groups_that_differ_from_page_to_page() {
    let first = r#"{"bars": {"AAPL": [{"t": 1}], "TSLA": [{"t": 2}]}, "next_page_token": "x"}"#;
    let second = r#"{"bars": {"TSLA": [{"t": 3}]}, "next_page_token": null}"#;
    let spec = draft(&[first, second]);
    assert_has(&spec, "items: {at: /bars, shape: groups, name: name}");
    assert_has(&spec, "with 3 rows");
    let words = infer(&[r#"{"users": [{"id": 1}], "admins": [{"id": 2}]}"#], &Hints::default());
    assert!(words.unwrap_err().contains("several arrays"));
}

#[test]
fn one_row_may_come_in_place_of_the_array() {
    let spec = draft(&[
        r#"{"track": [{"name": "a"}, {"name": "b"}], "page": 1, "total": 3}"#,
        r#"{"track": {"name": "c", "loved": "1"}, "page": 2, "total": 3}"#,
    ]);
    assert_has(&spec, "items: {at: /track, shape: one_or_many}");
    assert_has(&spec, "with 3 rows");
    assert_has(&spec, "loved: string?");
}

#[test]
fn null_alone_does_not_say_what_comes_in_its_place() {
    let only = "only null was seen at `/next`, so it may be a link, a token or a number";
    let flat = |spec: &str| spec.replace("\n# ", " ");
    assert_has(&flat(&draft(&[r#"{"items": [{"id": 1}], "next": null}"#])), only);
    let both = [
        r#"{"items": [{"id": 1}], "next": "https://a.com/b?c=1"}"#,
        r#"{"items": [{"id": 2}], "next": null}"#,
    ];
    assert!(!flat(&draft(&both)).contains("only null"));
    let token = draft(&[r#"{"items": [{"id": 1}], "next_page_token": null}"#]);
    assert!(!flat(&token).contains("only null"), "{token}");
}

#[test]
fn flags_may_be_words_numbers_and_attributes_of_a_link() {
    let page = |more: &str| {
        format!(r#"{{"items": [{{"id": 1}}], "next_cursor": "a", "has_more": {more}}}"#)
    };
    let [yes, no] = ["\"Y\"", "\"N\""].map(page);
    assert_has(&draft(&[&yes, &no]), "more: {at: /has_more, is: [\"Y\"]}");
    assert_has(&draft(&[&no]), "that `/has_more` is `Y` otherwise is a guess");
    assert_has(&draft(&[&page("1"), &page("0")]), "more: {at: /has_more, is: [\"1\"]}");
    assert!(!draft(&[&page("2")]).contains("more:"));
    let link = "<https://a.com/i?c=1>; rel=\"previous\"; results=\"false\", <https://a.com/i?c=2>; rel=\"next\"; results=\"true\"";
    let with_head = format!("HTTP/1.1 200 OK\r\nLink: {link}\r\n\r\n[{{\"id\": \"1\"}}]");
    assert_has(&draft(&[&with_head]), "more: {link: next, attribute: results}");
    let plain = with_head.replace("; results=\"true\"", "").replace("; results=\"false\"", "");
    assert!(!draft(&[&plain]).contains("more:"));
    // A count of pages is no flag.
    assert!(!draft(&[r#"{"items": [{"id": 1}], "page": 1, "last_page": 1}"#]).contains("done:"));
}

#[test]
fn a_token_beside_a_flag_is_sent_back() {
    let spec =
        draft(&[r#"{"data": {"items": [{"id": "a"}], "has_more": true, "page_token": "x"}}"#]);
    assert_has(&spec, "next: {body: /data/page_token}");
    assert_has(&spec, "send: {query: page_token}");
}

#[test]
fn samples_say_that_they_succeeded() {
    assert_has(&draft(&[r#"{"ok": true, "items": [{"id": 1}]}"#]), "errors: {success: /ok}");
    assert!(!draft(&[r#"{"ok": false, "items": [{"id": 1}]}"#]).contains("errors:"));
    let word = draft(&[r#"{"status": "OK", "items": [{"id": 1}]}"#]);
    assert_has(&word, "errors: {success: {at: /status, is: [OK]}}");
    assert!(!draft(&[r#"{"status": "open", "items": [{"id": 1}]}"#]).contains("errors:"));
    let code = draft(&[r#"{"code": 0, "msg": "success", "items": [{"id": 1}]}"#]);
    assert_has(&code, "errors: {code: /code, message: /msg}");
    assert!(!draft(&[r#"{"code": 200, "msg": "x", "items": [{"id": 1}]}"#]).contains("errors:"));
}

#[test]
fn links_may_be_relative_to_the_base_url_or_to_a_link_beside_them() {
    let snyk = r#"{"data": [{"id": "a"}], "links": {"next": "/orgs/abc/projects?after=2"}}"#;
    let spec = of_url(&[snyk], Some("https://a.com/rest/orgs/abc/projects"));
    assert_has(&spec, "server: https://a.com/rest\n");
    assert_has(&spec, "send: {url: base}");
    assert_has(&spec, "get: /orgs/abc/projects");
    let same = of_url(&[snyk], Some("https://a.com/orgs/abc/projects"));
    assert_has(&same, "send: url");
    let wiki = r#"{"results": [{"id": "a"}], "_links": {"next": "/api/content?start=2", "base": "https://a.com/wiki"}}"#;
    let spec = of_url(&[wiki], Some("https://a.com/wiki/api/content"));
    assert_has(&spec, "send: {url: /_links/base}");
    let at_root = wiki.replace("/api/content?", "/wiki/api/content?");
    assert_has(&of_url(&[&at_root], Some("https://a.com/wiki/api/content")), "send: url");
}

#[test]
fn the_version_of_an_api_is_the_same_in_each_request() {
    let reply = r#"{"value": [{"id": 1}], "nextLink": "https://a.com/things?skip=1"}"#;
    let spec = of_url(&[reply], Some("https://a.com/things?api-version=2024-05-01&kind=x"));
    assert_has(&spec, "api-version: \"2024-05-01\"  # a guess");
    assert_has(&spec, "kind: {type: string}");
    assert!(!spec.contains("api_version"), "{spec}");
}

#[test]
fn a_reply_that_says_that_it_is_incomplete_warns() {
    let reply =
        |partial: &str| format!(r#"{{"items": [{{"id": 1}}], "next_cursor": "a", {partial}}}"#);
    let spec = draft(&[&reply(r#""incomplete_results": false"#)]);
    assert_has(&spec, "partial: {at: /incomplete_results}");
    assert_has(&draft(&[&reply(r#""unreachable": ["eu"]"#)]), "partial: {at: /unreachable}");
    let shards = r#""_shards": {"total": 5, "failed": 0}"#;
    assert_has(&draft(&[&reply(shards)]), "partial: {at: /_shards/failed}");
}
