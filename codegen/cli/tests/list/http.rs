//! Credentials of the environment are sent over `http:` to this machine only, unless the
//! user allows more.

use crate::listing::{Files, Script, page, pagesmith, run, scratch, without_proxies};
use serde_json::json;
use std::fs;

/// A spec of this server, with or without credentials.
fn spec(folder: &std::path::Path, server: &str, auth: &str) -> String {
    let file = folder.join("spec.yaml");
    let text = format!(
        "pagesmith: 1\nname: T\nserver: {server}\nauth: {auth}\nresources:\n  rows: {{get: /rows, paging: none, items: /rows, record: Row}}\nrecords:\n  Row: {{key: id, fields: {{id: string}}}}\n"
    );
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn credentials_over_http_to_another_machine_are_refused() {
    let folder = scratch("list-http");
    for (server, params) in [
        ("http://192.0.2.1", &[][..]),
        ("https://api.test", &["--base-url", "HTTP://192.0.2.1:8080/v1"]),
        ("http://localhost.example.invalid", &[]),
        ("http://[2001:db8::1]", &[]),
        ("http://{space}.example.invalid", &["--param", "space=localhost"]),
    ] {
        let spec = spec(&folder, server, "basic");
        let (code, stderr) = run(pagesmith(&[&["list", &spec, "rows"], params].concat()));
        assert_eq!(code, 2, "{server}: {stderr}");
        for says in ["unencrypted", "https:", "--allow-http"] {
            assert!(stderr.contains(says), "{server}: {stderr}");
        }
    }
    // Without credentials, nothing needs protection: the request is sent.
    let open = spec(&folder, "http://nowhere.invalid", "none");
    let (code, stderr) = run(pagesmith(&["list", &open, "rows"]));
    assert!(code == 1 && stderr.contains("the request failed"), "{stderr}");
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_go_to_this_machine_by_http() {
    let script = Script::serve(vec![page(&["a"], None)]).await;
    let files = Files::new("list-loopback");
    for host in ["127.0.0.1", "localhost"] {
        let url = script.url.replace("127.0.0.1", host);
        let (code, stderr) = run(crate::listing::messages(&url, &["--out", &files.path(host)]));
        assert!(code != 2, "{host}: {stderr}");
    }
}

#[test]
fn a_line_break_in_a_credential_is_reported_with_its_variable() {
    let folder = scratch("line_break");
    for (auth, variable) in
        [("bearer", "PAGESMITH_TOKEN"), ("{header: X-Key}", "PAGESMITH_API_KEY")]
    {
        let spec = spec(&folder, "http://127.0.0.1:1", auth);
        let mut command = pagesmith(&["list", &spec, "rows"]);
        command.env(variable, "s3cret\n");
        let (code, stderr) = run(command);
        assert_eq!(code, 2, "{stderr}");
        assert!(stderr.contains(&format!("`{variable}` contains a line break")), "{stderr}");
        assert!(!stderr.contains("s3cret"), "{stderr}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn credentials_over_http_can_be_allowed() {
    let folder = scratch("list-allow-http");
    let spec = spec(&folder, "http://nowhere.invalid", "bearer");
    let mut command = pagesmith(&["list", &spec, "rows", "--allow-http"]);
    let (code, stderr) = run({
        command.env("PAGESMITH_TOKEN", "t");
        command
    });
    assert!(code == 1 && !stderr.contains("--allow-http"), "{code}: {stderr}");
    fs::remove_dir_all(folder).unwrap();
}

/// The name of a proxy elsewhere, which nobody can reach (RFC 5737).
const ELSEWHERE: &str = "http://192.0.2.2:3128";

#[test]
fn credentials_over_http_through_a_proxy_on_another_machine_are_refused() {
    let folder = scratch("list-http-proxy");
    let basic = spec(&folder, "http://127.0.0.1:9", "basic");
    let refused = |command| {
        let (code, stderr) = run(command);
        assert_eq!(code, 2, "{stderr}");
        for says in ["unencrypted", "the proxy `192.0.2.2:3128`", "--allow-http"] {
            assert!(stderr.contains(says), "{stderr}");
        }
    };
    refused(pagesmith(&["list", &basic, "rows", "--proxy", ELSEWHERE]));

    let open = spec(&folder, "http://127.0.0.1:9", "none");
    refused(pagesmith(&["list", &open, "rows", "--proxy", ELSEWHERE, "--header", "X-Key: k"]));

    let named = ["list", &open, "rows", "--base-url", "http://api.test", "--header", "X-Key: k"];
    for variable in ["http_proxy", "ALL_PROXY"] {
        let mut command = without_proxies(pagesmith(&named));
        command.env(variable, ELSEWHERE);
        refused(command);
    }
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_on_this_machine_may_get_credentials_for_a_server_on_it() {
    let proxy = Script::serve(vec![(200, json!({"rows": [{"id": "a"}]}))]).await;
    let folder = scratch("list-http-proxy-here");
    let spec = spec(&folder, "http://127.0.0.1:9", "basic");
    let (code, stderr) = run(pagesmith(&["list", &spec, "rows", "--proxy", &proxy.url]));
    assert_eq!((code, proxy.request_count()), (0, 1), "{stderr}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_secret_in_the_path_is_a_credential() {
    let folder = scratch("list-http-path");
    let file = folder.join("path.yaml");
    let text = "pagesmith: 1\nname: T\nserver: http://nowhere.invalid\nauth: none\nresources:\n  rows: {get: '/t/{token}/rows', params: {token: secret}, paging: none, items: /rows, record: Row}\n  all: {get: '/rows', paging: none, items: /rows, record: Row}\nrecords:\n  Row: {key: id, fields: {id: string}}\n";
    fs::write(&file, text).unwrap();
    let spec = file.to_str().unwrap();
    let (code, stderr) = run(pagesmith(&["list", spec, "rows", "--param", "token=s3cret"]));
    assert!(code == 2 && stderr.contains("--allow-http") && !stderr.contains("s3cret"), "{stderr}");
    let (code, stderr) = run(without_proxies(pagesmith(&["list", spec, "all"])));
    assert!(code == 1, "{stderr}");
    fs::remove_dir_all(folder).unwrap();
}
