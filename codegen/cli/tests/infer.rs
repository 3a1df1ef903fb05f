//! Sample replies, and the drafts that `infer` makes of them.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_cli::drafting::infer::{self, Hints, Sample};
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::model::PagingRef;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/infer")
}

fn infer(samples: &[(&str, &str)], hints: &Hints) -> Result<String, String> {
    let samples =
        samples.iter().map(|(name, text)| Sample { name, url: None, bytes: text.as_bytes() });
    infer::infer(&samples.collect::<Vec<_>>(), hints)
}

/// Asserts that the draft of these files equals the golden one, and generates a client.
fn assert_golden(name: &str, files: &[&str], hints: &Hints) {
    let read = |file: &&str| fs::read_to_string(folder().join(file)).unwrap();
    let texts: Vec<String> = files.iter().map(read).collect();
    let samples: Vec<(&str, &str)> =
        files.iter().copied().zip(texts.iter().map(String::as_str)).collect();
    let spec = infer(&samples, hints).unwrap();
    let golden = folder().join(name);
    if env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(&golden, &spec).unwrap();
    }
    assert_eq!(spec, fs::read_to_string(golden).unwrap().replace("\r\n", "\n"), "{name}");
    let made = pagesmith_codegen::generate(spec.as_bytes(), &Options::default()).unwrap();
    assert!(made.warnings.problems.is_empty(), "{:?}", made.warnings);
}

#[test]
fn links_are_detected_and_give_the_path() {
    assert_golden("laml.spec.yaml", &["laml.json"], &Hints::default());
}

#[test]
fn tokens_and_numbers_are_distinguished() {
    let get = |path: &str| Hints { get: Some(path.to_owned()), ..Hints::default() };
    assert_golden("sendsage.spec.yaml", &["sendsage.json"], &get("/subscribers"));
    assert_golden("sendsage_pages.spec.yaml", &["sendsage_pages.json"], &get("/subscribers"));
}

#[test]
fn types_come_from_all_rows_of_all_samples() {
    let url = "https://shop.example.com/v2/shops/17/orders?state=open&limit=3&token=x#top";
    let hints = Hints { url: Some(url.to_owned()), ..Hints::default() };
    assert_golden("orders.spec.yaml", &["orders_1.json", "orders_2.json"], &hints);
}

#[test]
fn times_without_an_offset_and_numbers_beyond_i64_are_recognized() {
    assert_golden("times.spec.yaml", &["times.json"], &Hints::default());
}

/// How a sample pages, as a preset.
fn preset(text: &str) -> &'static str {
    let spec = infer(&[("sample.json", text)], &Hints::default()).unwrap();
    let made = pagesmith_codegen::generate(spec.as_bytes(), &Options::default()).unwrap();
    match &made.api.lists[0].paging {
        PagingRef::Preset(name) => name,
        other => panic!("{other:?}\n{spec}"),
    }
}

#[test]
fn the_documented_replies_give_the_right_paging() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let shared = env::var_os("PAGESMITH_SEEDS").map_or(shared, PathBuf::from);
    let read = |file: &str| fs::read_to_string(shared.join(file)).ok();
    let texts = (read("signalwire-paging.txt"), read("sendsage-pagination.txt"));
    let (Some(links), Some(tokens)) = texts else {
        println!(
            "skipped: {} is not there (PAGESMITH_SEEDS names another folder)",
            shared.display()
        );
        return;
    };
    assert_eq!(replies(&links).iter().map(|text| preset(text)).collect::<Vec<_>>(), ["laml"]);
    let presets: Vec<_> = replies(&tokens).iter().map(|text| preset(text)).collect();
    assert_eq!(presets, ["sendsage-pages", "sendsage"]);
}

/// The JSON objects in a text.
fn replies(text: &str) -> Vec<String> {
    let begins =
        text.match_indices("{\n").filter(|(at, _)| *at == 0 || text[..*at].ends_with('\n'));
    let whole = |(at, _)| {
        let mut values =
            serde_json::Deserializer::from_str(&text[at..]).into_iter::<serde_json::Value>();
        Some(values.next()?.ok()?.to_string())
    };
    begins.filter_map(whole).collect()
}

#[test]
fn samples_that_cannot_be_inferred_are_refused() {
    let error_of = |samples: &[(&str, &str)]| infer(samples, &Hints::default()).unwrap_err();
    assert!(error_of(&[("a.json", "<html>")]).contains("a.json is not JSON"));
    assert!(error_of(&[("a.json", "{\"a\": 1}")]).contains("--items"));
    assert!(error_of(&[("a.json", "{\"tags\": [1, 2]}")]).contains("no array of objects"));
    let several = "{\"cats\": [{\"id\": 1}], \"dogs\": [{\"id\": 1}]}";
    assert!(error_of(&[("a.json", several)]).contains("`/cats`, `/dogs`"));
    let items = |items: &str| Hints { items: Some(items.to_owned()), ..Hints::default() };
    assert!(infer(&[("a.json", several)], &items("/dogs")).unwrap().contains("  dogs:"));
    assert!(
        infer(&[("a.json", several)], &items("/birds"))
            .unwrap_err()
            .contains("no array at `/birds`")
    );
    let two = [("a.json", "{\"cats\": [{\"id\": 1}]}"), ("b.json", "{\"dogs\": [{\"id\": 1}]}")];
    assert!(error_of(&two).contains("infer each list separately"), "{}", error_of(&two));
    let url = |url: &str| Hints { url: Some(url.to_owned()), ..Hints::default() };
    assert!(infer(&two[..1], &url("https://me:pw@a.b/c")).unwrap_err().contains("credentials"));
    assert!(infer(&two[..1], &url("a.b/c")).unwrap_err().contains("not an absolute URL"));
}

#[test]
fn odd_samples_give_a_spec_all_the_same() {
    let odd = [
        r#"[{"": 1, "a b": 2, "a-b": 3, "self": 4, "type": {"type": {"type": 1}}}]"#,
        r#"{"data": [{"x": [[[[[[[1]]]]]]]}, {"x": 1}, {"x": "a"}, {"x": {}}]}"#,
        r#"{"data": []}"#,
        r#"[{"a": {"ä ö": null, "1": null}, "b": [null, {"c": 1}], "e": "", "n": 1e400}]"#,
        r#"{"data": [{"id": "x"}], "next": "\u0000\u2028 # : {}"}"#,
    ];
    for text in odd {
        match infer(&[("odd: #1.json", text)], &Hints::default()) {
            Ok(spec) => {
                let made = pagesmith_codegen::generate(spec.as_bytes(), &Options::default());
                assert!(made.is_ok(), "{spec}");
            }
            Err(problem) => assert!(problem.contains("is not JSON"), "{text}: {problem}"),
        }
    }
}

const BOT: &str = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
const JWT: [&str; 3] = ["eyJhbGciOiJub25lIn0", "eyJzdWIiOiIxIn0", "c2lnbmF0dXJl"];

#[test]
fn a_text_of_the_path_that_could_be_a_credential_is_not_written() {
    let jwt = JWT.join(".");
    let cases = [
        (
            format!("/bot123456789:{BOT}/getUpdates"),
            vec![BOT, "123456789"],
            "/bot{token}/getUpdates",
        ),
        (
            format!("/bot123456789%3A{BOT}/getUpdates"),
            vec![BOT, "123456789"],
            "/{token}/getUpdates",
        ),
        (format!("/v1/{jwt}/rows"), JWT.to_vec(), "/v1/{token}/rows"),
        ("/v1/rows;jsessionid=SECRET".to_owned(), vec!["SECRET"], "/v1/rows;jsessionid={token}"),
        ("/v1/token/SECRETabc/rows".to_owned(), vec!["SECRETabc"], "/v1/token/{token}/rows"),
        (
            "/services/T0249BX7L/B03K2J4AQ/Zx8Kq2LmN4pR6sT8uV0wY2aB".to_owned(),
            vec!["Zx8Kq2LmN4pR6sT8uV0wY2aB"],
            "/services/T0249BX7L/B03K2J4AQ/{token}",
        ),
        ("/key=hunter2/rows".to_owned(), vec!["hunter2"], "/key={token}/rows"),
        (
            "/rows/AKIAIOSFODNN7EXAMPLE.json".to_owned(),
            vec!["AKIAIOSFODNN7EXAMPLE"],
            "/rows/{token}.json",
        ),
    ];
    let url = |path: &str| Hints {
        url: Some(format!("https://api.example.com{path}")),
        ..Hints::default()
    };
    let sample = r#"{"result": [{"id": 1}]}"#;
    for (path, secrets, written) in cases {
        let spec = infer(&[("sample.json", sample)], &url(&path)).unwrap();
        for secret in secrets {
            assert!(!spec.contains(secret), "{path}:\n{spec}");
        }
        assert!(spec.contains(written), "{path}:\n{spec}");
        assert!(spec.contains("token: secret  # a guess: "), "{path}:\n{spec}");
        let made = pagesmith_codegen::generate(spec.as_bytes(), &Options::default()).unwrap();
        assert!(made.warnings.problems.is_empty(), "{:?}", made.warnings);
    }
}

#[test]
fn a_credential_in_a_link_of_the_sample_is_not_written() {
    let sample =
        format!(r#"{{"next_page_uri": "/bot123456789:{BOT}/rows?page=2", "rows": [{{"id": 1}}]}}"#);
    let spec = infer(&[("sample.json", &sample)], &Hints::default()).unwrap();
    assert!(!spec.contains(BOT) && spec.contains("/bot{token}/rows"), "{spec}");
}

#[test]
fn a_credential_without_a_name_and_one_in_a_wrong_url_are_not_written() {
    let url = |url: String| Hints { url: Some(url), ..Hints::default() };
    let sample = [("sample.json", r#"{"result": [{"id": 1}]}"#)];
    let spec = infer(&sample, &url(format!("https://api.example.com/rows?{BOT}"))).unwrap();
    assert!(!spec.contains(BOT) && spec.contains("/rows"), "{spec}");
    let refused = infer(&sample, &url(format!("api.example.com/bot123456789:{BOT}/rows")));
    let refused = refused.unwrap_err();
    assert!(!refused.contains(BOT) && refused.contains("api.example.com/bot"), "{refused}");
    let refused = infer(&sample, &url("me:pw@api.example.com/rows".to_owned())).unwrap_err();
    assert!(!refused.contains("pw"), "{refused}");
}

#[test]
fn ids_and_words_of_the_path_are_not_credentials() {
    let cases = [
        ("/shops/17/orders", "/shops/{shop_id}/orders"),
        ("/accounts/AC0123456789abcdef0123456789abcdef/calls", "/accounts/{account_id}/calls"),
        ("/orgs/446e9986-0848-4d46-a617-48793c5f5e07/rows", "/orgs/{org_id}/rows"),
        ("/tokens/17/uses", "/tokens/{token_id}/uses"),
        ("/2010-04-01/Messages.json", "/2010-04-01/Messages.json"),
        ("/v1/projects:batchList", "/v1/projects:batchList"),
        ("/v1/listSubscriptionUsageRecords", "/v1/listSubscriptionUsageRecords"),
        ("/v1/api-tokens/recently-used-and-expired", "/v1/api-tokens/recently-used-and-expired"),
    ];
    for (path, written) in cases {
        let hints =
            Hints { url: Some(format!("https://api.example.com{path}")), ..Hints::default() };
        let spec = infer(&[("sample.json", r#"{"data": [{"id": 1}]}"#)], &hints).unwrap();
        assert!(spec.replace('"', "").contains(&format!("get: {written}")), "{path}:\n{spec}");
        assert!(!spec.contains("secret"), "{path}:\n{spec}");
    }
}

#[test]
fn a_field_without_a_name_is_left_out_with_a_word() {
    let spec = infer(&[("sample.json", r#"[{"": 1, "id": 2}]"#)], &Hints::default()).unwrap();
    assert!(spec.contains("a field is left out: its name is empty"), "{spec}");
}
