//! What `infer` saw and how its draft says so: page numbers, signs of paging,
//! rows and samples that it leaves out, and credentials in a URL.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_cli::drafting::infer::{self, Hints, Sample};
use pagesmith_codegen::emit::Options;

fn infer(samples: &[&str], url: Option<&str>) -> Result<String, String> {
    let names: Vec<String> = (1..=samples.len()).map(|at| format!("page{at}.json")).collect();
    let samples = names.iter().zip(samples);
    let samples = samples.map(|(name, text)| Sample { name, url: None, bytes: text.as_bytes() });
    let hints = Hints { url: url.map(str::to_owned), ..Hints::default() };
    infer::infer(&samples.collect::<Vec<_>>(), &hints)
}

/// The draft, which gives a client.
fn draft(samples: &[&str], url: Option<&str>) -> String {
    let spec = infer(samples, url).unwrap();
    let made = pagesmith_codegen::generate(spec.as_bytes(), &Options::default());
    assert!(made.is_ok(), "{spec}");
    spec
}

#[test]
fn a_list_whose_page_0_was_seen_begins_with_it() {
    let reply = r#"{"orders": [{"id": "a"}], "page": 0, "total_pages": 3}"#;
    let second = r#"{"orders": [{"id": "b"}], "page": 1, "total_pages": 3}"#;
    let plain = r#"{"orders": [{"id": "a"}], "total_pages": 3}"#;
    let url = Some("https://a.example.com/orders?page=0&size=3");
    for spec in [
        draft(&[reply], None),
        draft(&[reply], url),
        draft(&[second, reply], None),
        draft(&[plain], url),
    ] {
        assert!(spec.contains("start: 0") && spec.contains("the first is 0"), "{spec}");
    }
    let other = draft(&[second], Some("https://a.example.com/orders?page=1"));
    assert!(other.contains("start: 1") && other.contains("the first is 1 (a guess)"), "{other}");
}

#[test]
fn unused_signs_of_paging_are_reported() {
    for (reply, sign) in [
        (r#"{"orders": [{"id": "a"}], "has_more": true}"#, "`/has_more`"),
        (r#"{"orders": [{"id": "a"}], "next_page": 2}"#, "`/next_page`"),
        (
            r#"{"orders": [{"id": "a"}], "links": [{"rel": "self"}, {"rel": "next", "href": "https://a.com/o?p=2"}]}"#,
            "`/links`",
        ),
        (r#"{"orders": [{"id": "a"}], "total": 6}"#, "`/total`, more than the 1 row of a reply"),
    ] {
        let spec = draft(&[reply], None);
        assert!(!spec.contains("paging: none") && spec.contains("guess"), "{spec}");
        assert!(spec.contains(sign), "{sign}:\n{spec}");
    }
    let mixed = [
        r#"{"orders": [{"id": "a"}], "next_cursor": 5}"#,
        r#"{"orders": [{"id": "b"}], "next_cursor": false}"#,
    ];
    assert!(draft(&mixed, None).contains("`/next_cursor` says that more follows"));
    let all = draft(&[r#"{"orders": [{"id": "a"}], "total": 1}"#], None);
    assert!(all.contains("the samples show no paging"), "{all}");
}

#[test]
fn rows_that_are_not_objects_and_samples_without_rows_are_said() {
    let spec = draft(&[r#"{"orders": [{"id": 1}, 5, "x"]}"#], None);
    assert!(spec.contains("2 of 3 rows are not objects"), "{spec}");
    let samples =
        [r#"{"orders": [{"id": "a"}], "next_cursor": "b"}"#, r#"{"error": "no such thing"}"#];
    let spec = draft(&samples, None);
    assert!(spec.contains("page2.json has no rows at `/orders`, and is left out"), "{spec}");
    assert!(!spec.contains("absent: end") && spec.contains("from 1 sample with 1 row"), "{spec}");
}

#[test]
fn a_parameter_that_the_url_has_twice_is_a_list() {
    let url = "https://a.example.com/orders?status=a&status=b&tag[]=1&limit=2";
    let spec = draft(&[r#"{"orders": [{"id": "a"}]}"#], Some(url));
    assert!(spec.contains("status: [string]") || spec.contains("type: [string]"), "{spec}");
    assert!(spec.contains("list: brackets"), "{spec}");
}

#[test]
fn a_credential_behind_a_word_or_in_the_host_is_not_written() {
    const KEY: &str = "sk-live-4eC39HqLyjWDarjtT1zdp7dc";
    let host = format!("https://{KEY}.a.example.com/orders");
    for (url, secret) in [
        ("https://a.example.com/token:hunter2222/orders", "hunter2222"),
        ("https://a.example.com/auth/hunter2222/orders", "hunter2222"),
        ("https://a.example.com/login/admin:hunter2222/orders", "hunter2222"),
        ("https://a.example.com/admin:hunter2222/orders", "hunter2222"),
        (host.as_str(), KEY),
    ] {
        let spec = draft(&[r#"{"orders": [{"id": "a"}]}"#], Some(url));
        assert!(!spec.contains(secret), "{url}:\n{spec}");
    }
    let spec =
        draft(&[r#"{"orders": [{"id": "a"}]}"#], Some("https://a.example.com/auth/v1/users"));
    assert!(spec.contains("get: /auth/v1/users"), "{spec}");
}

#[test]
fn a_url_that_can_not_be_a_server_is_an_error_that_names_it() {
    let reply = r#"{"orders": [{"id": "a"}]}"#;
    for url in ["https://a.example.com:99999/x", "https://a b/x"] {
        let error = infer(&[reply], Some(url)).unwrap_err();
        assert!(error.starts_with("`--url` can't be used: "), "{url}: {error}");
    }
    let spec = draft(&[reply], Some("HTTPS://a.example.com/x"));
    assert!(spec.contains("server: https://a.example.com"), "{spec}");
}

#[test]
fn a_path_with_other_letters_is_percent_encoded() {
    let spec = draft(&[r#"{"größe": [{"id": 1}], "next_cursor": "a"}"#], None);
    assert!(spec.contains("/gr%C3%B6%C3%9Fe"), "{spec}");
    let reply = r#"{"orders": [{"id": "a"}]}"#;
    assert!(draft(&[reply], Some("https://a.example.com/ü")).contains("/%C3%BC"));
}

#[test]
fn fields_that_differ_by_case_give_types_of_different_names() {
    for reply in [
        r#"{"r": [{"pH": {"k": 1}, "ph": {"z": 2}, "id": 1}]}"#,
        r#"{"r": [{"iP": {"k": 1}, "ip": {"z": 2}, "id": 1}]}"#,
        r#"{"r": [{"aB": {"AB": {"x": 1}}, "id": 1}]}"#,
        r#"{"a.b": [{"_": {"x": []}, "id": 0}]}"#,
    ] {
        draft(&[reply], None);
    }
}
