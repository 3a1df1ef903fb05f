//! The flags of `pagesmith list` that configure its requests.

use crate::listing::{Script, messages, page, pagesmith, run, scratch, without_proxies};
use serde_json::{Value, json};
use std::process::Command;

const OPEN: &str = "tests/mock/evidence.yaml";

#[tokio::test(flavor = "multi_thread")]
async fn headers_go_with_each_request_and_are_never_shown() {
    // A value without digits: nothing but its being a header tells that it is a secret.
    let echo = json!({"message": "no such key: open-sesame, says open-sesame"});
    let replies = vec![page(&["SM1"], Some("/a?Page=1")), (422, echo)];
    let script = Script::serve(replies).await;
    let flags = ["--header", "X-Key: open-sesame", "--header", "x-version:2", "-vv"];
    let (code, stderr) = run(messages(&script.url, &flags));
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("no such key: [redacted]"), "{stderr}");
    assert!(!stderr.contains("sesame"), "{stderr}");
    for (_, headers) in script.seen() {
        assert!(headers["x-key"] == "open-sesame" && headers["x-version"] == "2");
    }
    assert_eq!(script.request_count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_not_continued_with_another_header_unless_it_holds_credentials() {
    let first = page(&["SM1"], Some("/a?Page=1"));
    let replies = vec![first.clone(), first, page(&["SM2"], None)];
    let script = Script::serve(replies).await;
    let folder = scratch("list-other-header");
    let out = folder.join("messages.jsonl");
    let with = |headers: [&'static str; 2], more: &[&'static str]| {
        let mut flags = vec!["--out", out.to_str().unwrap()];
        for header in headers {
            flags.extend(["--header", header]);
        }
        flags.extend(more);
        run(messages(&script.url, &flags))
    };
    let (code, stderr) = with(["X-Tenant: alpha", "X-Api-Key: old"], &["--limit", "1"]);
    assert_eq!(code, 0, "{stderr}");
    let (code, stderr) = with(["X-Tenant: beta", "X-Api-Key: old"], &["--resume"]);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("other filters or headers"), "{stderr}");
    assert!(!stderr.contains("alpha") && !stderr.contains("beta"), "{stderr}");
    assert_eq!(script.request_count(), 1);
    let (code, stderr) = with(["X-Tenant: alpha", "X-Api-Key: new"], &["--resume"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(script.request_count(), 3);
    let (_, headers) = script.seen().pop().unwrap();
    assert!(headers["x-tenant"] == "alpha" && headers["x-api-key"] == "new");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_values_are_refused_before_a_request_with_what_is_allowed() {
    let script = Script::serve(Vec::new()).await;
    for (flags, message) in [
        (&["--header", "s3cret"][..], "write `NAME:VALUE`"),
        (&["--header", "a b: s3cret"], "is not a valid header name"),
        (&["--header", "A: s3\ncret"], "line break"),
        (&["--header", "Host: s3cret"], "`Host`"),
        (&["--header", "Authorization: s3cret"], "PAGESMITH_USERNAME"),
        (&["--header", "A: s3cret", "--header", "a: s3cret"], "twice"),
        (&["--rate", "0"], "greater than 0"),
        (&["--rate", "-1"], "greater than 0"),
        (&["--rate", "many"], "requests per second"),
        (&["--rate", "1e-300"], "1e-300 requests a second is too low"),
        (&["--rate", "NaN"], "greater than 0"),
        (&["--timeout", "0"], "seconds"),
        (&["--timeout", "1h"], "seconds"),
        (&["--proxy", "s3cret:8080"], "`http://HOST:PORT`"),
        (&["--proxy", "socks5://s3cret:1"], "`http://HOST:PORT`"),
    ] {
        let (code, stderr) = run(messages(&script.url, flags));
        assert_eq!(code, 2, "{flags:?}: {stderr}");
        assert!(stderr.contains(message), "{flags:?}: {stderr}");
        assert!(!stderr.contains("s3cret"), "{flags:?}: {stderr}");
    }
    assert_eq!(script.request_count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_that_is_longer_than_the_time_of_a_page_is_refused_at_once() {
    let later = (429, &[("retry-after", "100")][..], "{}".to_owned());
    let script = Script::serve_texts(vec![later], |_| {}).await;
    let (code, stderr) = run(messages(&script.url, &["--timeout", "50.5"]));
    assert_eq!((code, script.request_count()), (1, 1), "{stderr}");
    assert!(stderr.contains("429"), "{stderr}");
}

/// A page of rows that ends the list.
fn rows() -> Vec<(u16, Value)> {
    vec![(200, json!({"rows": [{"id": 1, "name": "a"}], "next": null}))]
}

/// A list without credentials at a host that only the proxy can reach.
fn at_a_host(base: &str, more: &[&str]) -> Command {
    without_proxies(pagesmith(
        &[&["list", OPEN, "continued", "--base-url", base][..], more].concat(),
    ))
}

#[test]
fn credentials_in_the_base_url_are_refused_with_where_they_go() {
    let (code, stderr) = run(at_a_host("https://me:s3cret@api.example.com", &[]));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("`PAGESMITH_USERNAME` and `PAGESMITH_PASSWORD`"), "{stderr}");
    assert!(!stderr.contains("s3cret"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_flag_gets_the_requests() {
    let proxy = Script::serve(rows()).await;
    let mut command = at_a_host("http://api.example.com", &["--proxy", &proxy.url]);
    command.env("no_proxy", "*");
    let (code, stderr) = run(command);
    assert_eq!((code, proxy.request_count()), (0, 1), "{stderr}");
    assert_eq!(proxy.seen()[0].1["host"], "api.example.com");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_environment_gets_them_but_for_this_machine() {
    let proxy = Script::serve(rows()).await;
    let mut command = at_a_host("http://api.example.com", &[]);
    command.env("http_proxy", &proxy.url);
    let (code, stderr) = run(command);
    assert_eq!((code, proxy.request_count()), (0, 1), "{stderr}");

    let here = Script::serve(rows()).await;
    let mut command = at_a_host(&here.url, &[]);
    command.env("http_proxy", &proxy.url);
    let (code, stderr) = run(command);
    assert_eq!((code, here.request_count(), proxy.request_count()), (0, 1, 1), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_of_the_environment_that_is_not_a_url_is_an_error_that_names_the_variable() {
    let variables = ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];
    for (variable, value) in variables.iter().flat_map(|variable| {
        ["http://[::1", "::bad::", "ht tp://s3cret", "http://", "socks5://s3cret:1"]
            .map(|value| (variable, value))
    }) {
        let mut command = at_a_host("http://api.example.invalid", &[]);
        command.env(variable, value);
        let (code, stderr) = run(command);
        assert_eq!(code, 2, "{variable}={value}: {stderr}");
        assert!(stderr.contains(&format!("`{variable}`")), "{variable}={value}: {stderr}");
        assert!(!stderr.contains("s3cret") && !stderr.contains("bad"), "{stderr}");
    }
    // A host that `NO_PROXY` excludes, and one with its own proxy.
    let proxy = Script::serve(rows()).await;
    let mut command = at_a_host("http://api.example.com", &[]);
    command.env("http_proxy", &proxy.url).env("all_proxy", "::bad::");
    let (code, stderr) = run(command);
    assert_eq!((code, proxy.request_count()), (0, 1), "{stderr}");
    let mut command = at_a_host("http://api.example.invalid", &[]);
    command.env("http_proxy", "::bad::").env("no_proxy", "example.invalid");
    let (code, stderr) = run(command);
    assert_eq!(code, 1, "{stderr}");
}

#[test]
fn an_error_names_the_proxy_that_the_request_went_through() {
    let through = |command| {
        let (code, stderr) = run(command);
        assert_eq!(code, 1, "{stderr}");
        stderr
    };
    let flags = ["--proxy", "http://user:s3cret@proxy.invalid:3128"];
    let stderr = through(at_a_host("http://api.example.com", &flags));
    assert!(stderr.contains("through the proxy `proxy.invalid:3128` of `--proxy`"), "{stderr}");
    assert!(!stderr.contains("s3cret"), "{stderr}");
    let mut command = at_a_host("https://api.example.com", &[]);
    command.env("https_proxy", "127.0.0.1:9");
    let stderr = through(command);
    assert!(stderr.contains("through the proxy `127.0.0.1:9` of `https_proxy`"), "{stderr}");
    let stderr = through(at_a_host("http://127.0.0.1:9", &[]));
    assert!(!stderr.contains("proxy"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_is_shown_without_its_values() {
    let script = || async {
        let moved: &[(&str, &str)] = &[("location", "/api/b?Page=1&PageToken=t0ken&bWU6YW55==1")];
        let replies = vec![
            (503, &[("retry-after", "0")][..], "{}".to_owned()),
            (200, &[], page(&["SM1", "SM2"], Some("/a?Page=1&PageToken=t0ken")).1.to_string()),
            (302, moved, String::new()),
            (200, &[], page(&["SM3"], None).1.to_string()),
        ];
        Script::serve_texts(replies, |_| {}).await
    };
    let list = ["--filter", "to=+1555", "--page-size", "50", "-v"];
    let server = script().await;
    let (code, stderr) = run(messages(&server.url, &list));
    assert_eq!(code, 0, "{stderr}");
    let path = "GET /Accounts/{account_sid}/Messages";
    let shown: Vec<_> = stderr.lines().filter(|line| line.starts_with("GET ")).collect();
    assert_eq!(shown.len(), 4, "{stderr}");
    for (line, (start, end)) in shown.iter().zip([
        ("?To&PageSize: 503 in ", "; next attempt after 0.0 s"),
        ("?To&PageSize: 200 in ", ", 2 records"),
        ("?Page&PageToken: 302 in ", " ms"),
        // The server repeats the credentials, in base64.
        ("?Page&PageToken&…: 200 in ", ", 1 record"),
    ]) {
        assert!(line.starts_with(&format!("{path}{start}")) && line.ends_with(end), "{stderr}");
    }
    assert!(!["t0ken", "1555", "bWU6"].iter().any(|value| stderr.contains(value)), "{stderr}");

    let server = script().await;
    let (_, stderr) = run(messages(&server.url, &[&list[..], &["--format", "json"]].concat()));
    let notes: Vec<Value> =
        stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let sent: Vec<_> = notes.iter().filter(|line| line["reason"] == "sent").collect();
    assert_eq!(sent.len(), 4);
    assert_eq!(sent[1]["path"], "/Accounts/{account_sid}/Messages");
    assert_eq!(sent[1]["query"], json!(["To", "PageSize"]));
    assert_eq!((&sent[1]["status"], &sent[1]["records"]), (&json!(200), &json!(2)));
    assert_eq!((&sent[0]["retry_ms"], &sent[1]["error"]), (&json!(0), &Value::Null));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_that_is_set_and_empty_is_sent_as_such() {
    let script = Script::serve(vec![page(&["SM1"], None)]).await;
    let mut listing = messages(&script.url, &[]);
    listing.env("PAGESMITH_PASSWORD", "");
    let (code, stderr) = run(listing);
    assert_eq!(code, 0, "{stderr}");
    // `me:`
    assert_eq!(script.seen()[0].1["authorization"], "Basic bWU6");

    let mut listing = messages(&script.url, &[]);
    listing.env("PAGESMITH_USERNAME", "");
    let (code, stderr) = run(listing);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("`PAGESMITH_USERNAME` is empty"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_has_the_name_that_the_spec_writes_and_the_one_of_rust() {
    let spec = "pagesmith: 1\nname: A\nauth: none\npaging: laml\nresources:\n  calls: {get: /calls, record: Call, filters: {Sent-Before: {param: \"Sent<\", type: date}, sent: {type: string}}}\nrecords:\n  Call: {fields: {sid: string}}\n";
    let folder = crate::listing::scratch("filter-key");
    let file = folder.join("spec.yaml");
    std::fs::write(&file, spec).unwrap();
    let file = file.to_str().unwrap();
    let empty = || (200, json!({"calls": [], "next_page_uri": null}));
    let script = Script::serve(vec![empty(), empty()]).await;
    let list = |name: &str| {
        let filter = format!("{name}=2020-01-02");
        run(pagesmith(&["list", file, "calls", "--base-url", &script.url, "--filter", &filter]))
    };
    for name in ["Sent-Before", "sent_before"] {
        let (code, stderr) = list(name);
        assert_eq!(code, 0, "{stderr}");
    }
    for (asked, _) in script.seen() {
        assert!(asked.contains("Sent%3C=2020-01-02"), "{asked}");
    }
    // The name on the wire equals another filter's name, but belongs to this one.
    let (code, stderr) = list("Sent<");
    assert_eq!((code, script.request_count()), (2, 2), "{stderr}");
    assert!(stderr.contains("has no filter `Sent<`"), "{stderr}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_over_a_limit_names_the_flag_that_raises_it() {
    for (flag, value, says) in [
        (
            "--max-page-bytes",
            "20",
            "larger than 20 bytes; set a smaller `--page-size`, or raise `--max-page-bytes`",
        ),
        (
            "--max-page-items",
            "1",
            "the page has 2 items, more than 1; set a smaller `--page-size`, or raise `--max-page-items`",
        ),
    ] {
        let script = Script::serve(vec![page(&["SM1", "SM2"], None)]).await;
        let (code, stderr) = run(messages(&script.url, &[flag, value]));
        assert!(code == 1 || code == 3, "{code}: {stderr}");
        assert!(stderr.contains(says), "{stderr}");
        let script = Script::serve(vec![page(&["SM1", "SM2"], None)]).await;
        let (code, stderr) = run(messages(&script.url, &[flag, "1000"]));
        assert_eq!(code, 0, "{stderr}");
        let (code, stderr) = run(messages(&script.url, &[flag, "0"]));
        assert_eq!(code, 2, "{stderr}");
    }
}
