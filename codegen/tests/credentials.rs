//! A spec holds no credential, and no message about one repeats it.

#![cfg(feature = "yaml")]

use pagesmith_codegen::diag::{Diagnostics, Look, Source};

fn problems(text: &str) -> Diagnostics {
    match pagesmith_codegen::check(text.as_bytes()) {
        Ok(checked) => checked.warnings,
        Err(problems) => problems,
    }
}

/// A spec with these lines at its top.
fn spec(top: &str) -> String {
    format!(
        "pagesmith: 1\nname: T\n{top}\npaging: laml\nresources:\n  rows: {{get: /rows, record: Row}}\nrecords:\n  Row: {{fields: {{id: string}}}}\n"
    )
}

fn assert_hidden(text: &str) {
    let problems = problems(text);
    assert!(problems.has_errors(), "{text}");
    let source = Source { name: "spec.yaml", text };
    let report = problems.render(&source, Look::Plain);
    assert!(!report.contains("hunter"), "{report}");
    assert!(problems.problems.iter().all(|problem| !problem.one_line(&source).contains("hunter")));
}

#[test]
fn a_credential_in_a_wrong_place_is_not_repeated() {
    for top in [
        "password: hunter2222",
        "password: hunter",
        "token: hunter2222",
        "api_key: hunter2222",
        "apiKey: hunter2222",
        "auth: basic\npasswd: hunter2222",
        "headers: \"Authorization: Bearer hunter2222\"",
        "headers: [\"Authorization: Bearer hunter2222\"]",
        "headers: {Authorization: {value: hunter2222}}",
        "headers: {Authorization: [hunter2222]}",
        "header: {Authorization: Bearer hunter2222}",
        "server: [https://u:hunter2222@h.com]",
        "server: {url: https://u:hunter2222@h.com}",
        "servers: https://u:hunter2222@h.com",
        "base_url: https://u:hunter2222@h.com",
        "server: https://h.com\nserver: https://u:hunter2222@h.com",
        "server: !!str https://u:hunter2222@h.com",
        "server: https://u:hunter2222@h.com: x",
        "params: {token: hunter2222}",
        "params: {token: hunter}",
    ] {
        assert_hidden(&spec(top));
    }
}

#[test]
fn a_credential_is_refused_by_its_shape() {
    for top in [
        "headers: {X-Version: \"Bearer hunter2222\"}",
        "headers: {X-Code: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.hunterhunterhunter}",
        "headers: {X-Version: sk_live_hunterhunter22}",
        "headers: {X-Passwd: hunter}",
        "headers: {X-Session-Id: hunter}",
        "headers: {X-Pin: hunter}",
        "server: https://a.com/bot123456:hunter-hunter-hunter-hunter-1",
        "server: https://h.com/;jsessionid=hunter2222/",
        "server: https://a.com/sk_live_hunterhunter22",
    ] {
        assert_hidden(&spec(top));
    }
    let path =
        spec("").replace("get: /rows", "get: \"/bot123456:hunter-hunter-hunter-hunter-1/rows\"");
    assert_hidden(&path);
    for top in [
        "headers: {X-Version: 2024-06-01-preview}",
        "headers: {Accept: application/vnd.github.v3+json}",
        "server: https://{space}.example.com:8443/v1",
        "params: {token: secret}\nserver: https://h.com",
    ] {
        let text = spec(top)
            .replace("/rows,", if top.contains("token") { "\"/t/{token}\"," } else { "/rows," });
        assert!(problems(&text).problems.is_empty(), "{top}: {:?}", problems(&text));
    }
}
