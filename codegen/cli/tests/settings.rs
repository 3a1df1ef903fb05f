//! Each setting of an API beside its paging is handled wherever specs are compared,
//! explained, written or documented.

use pagesmith_cli::drafting::writer::{Comments, Draft};
use pagesmith_codegen::ast::Spec;
use pagesmith_codegen::model::Api;
use pagesmith_codegen::{diff, explain, lower, parse, schema};
use serde_json::Value;
use std::path::Path;

/// The path of each setting, with two settings that differ only in it, and what `diff`
/// says of the second.
const SAMPLES: &[(&str, &str, &str, &str)] = &[
    ("auth.body", "auth: {body: /key}", "auth: {body: /secret}", "`/secret`"),
    ("auth.body.id", "auth: {body: /key}", "auth: {body: {id: /id, key: /key}}", "`id_and_key`"),
    (
        "auth.body.key",
        "auth: {body: {id: /id, key: /key}}",
        "auth: {body: {id: /id, key: /secret}}",
        "`/secret`",
    ),
    ("query", "", "query: {version: \"2\"}", "`version`"),
    ("errors.success", "", "errors: {success: /ok}", "`/ok`"),
    ("errors.success.at", "", "errors: {success: {at: /code, is: [0]}}", "`/code`"),
    (
        "errors.success.is",
        "errors: {success: {at: /code, is: [0]}}",
        "errors: {success: {at: /code, is: [0, OK]}}",
        "`0` or `OK`",
    ),
    ("errors.failed", "", "errors: {failed: /errors}", "`/errors`"),
    ("errors.code", "", "errors: {code: /code}", "`/code`"),
    ("errors.message", "", "errors: {message: /message}", "`/message`"),
    ("rate_limit.status", "", "rate_limit: {status: [403]}", "rate limit"),
    (
        "rate_limit.code",
        "errors: {code: /code}",
        "errors: {code: /code}\nrate_limit: {code: [BUSY]}",
        "rate limit",
    ),
    (
        "rate_limit.wait",
        "errors: {code: /code}\nrate_limit: {code: [BUSY]}",
        "errors: {code: /code}\nrate_limit: {code: [BUSY], wait: /backoff}",
        "rate limit",
    ),
    ("items.at", "", "items: {at: [/a, /b]}", "`/b`"),
    ("items.shape", "items: {at: /a}", "items: {at: /a, shape: map}", "as `map`"),
    ("items.shape", "items: {at: /a}", "items: {at: /a, shape: one_or_many}", "`one_or_many`"),
    (
        "items.name",
        "items: {at: /a, shape: groups}",
        "items: {at: /a, shape: groups, name: id}",
        "named by `id`",
    ),
    ("items.missing", "items: {at: /a}", "items: {at: /a, missing: empty}", "empty if missing"),
    (
        "rate_limit.wait",
        "errors: {code: /code}\nrate_limit: {code: [BUSY]}",
        "errors: {code: /code}\nrate_limit: {code: [BUSY], wait: 2}",
        "rate limit",
    ),
    ("one", "", "one: \"/rows/{id}\"", "it requests a record of the list"),
    ("one.get", "one: {get: \"/rows/{id}\"}", "one: {get: \"/row/{id}\"}", "`/row/{id}`"),
    ("one.at", "one: {get: \"/rows/{id}\"}", "one: {get: \"/rows/{id}\", at: /row}", "`/row`"),
    (
        "one.query",
        "one: {get: \"/rows/{id}\"}",
        "one: {get: \"/rows/{id}\", query: {full: \"1\"}}",
        "`full`",
    ),
    (
        "one.record",
        "one: {get: \"/rows/{id}\", name: row}",
        "one: {get: \"/rows/{id}\", name: row, record: rust(crate::Whole)}",
        "`crate::Whole`",
    ),
    (
        "one.name",
        "one: {get: \"/rows/{id}\"}",
        "one: {get: \"/rows/{id}\", name: line}",
        "`get_line`",
    ),
];

fn spec(settings: &str) -> (Spec, Api) {
    // These are settings of a list.
    let is_of_list = settings.starts_with("items") || settings.starts_with("one");
    let of_list = is_of_list.then(|| format!(", {settings}"));
    let of_api = if of_list.is_some() { "" } else { settings };
    let of_list = of_list.unwrap_or_default();
    let verb = if settings.starts_with("auth: {body") { "post" } else { "get" };
    let text = format!(
        "pagesmith: 1\nname: Example\npaging: laml\n{of_api}\nresources:\n  rows: {{{verb}: /rows, record: Row{of_list}}}\nrecords:\n  Row: {{key: id, fields: {{id: integer}}}}\n"
    );
    let (spec, source_map) =
        parse::spec_file::parse(&text).unwrap_or_else(|problems| panic!("{text}\n{problems:?}"));
    let api =
        lower::api(&spec, &source_map).unwrap_or_else(|problems| panic!("{text}\n{problems:?}"));
    (spec, api.0)
}

#[test]
fn explain_knows_each_setting() {
    for (setting, base, changed, _) in SAMPLES {
        let [before, after] = [base, changed].map(|settings| {
            let (_, api) = spec(settings);
            explain::lists(&api, &api.lists)
        });
        assert_ne!(before, after, "`explain` ignores `{setting}`");
    }
}

#[test]
fn diff_knows_each_setting() {
    for (setting, base, changed, says) in SAMPLES {
        let [(_, old), (_, new)] = [base, changed].map(|settings| spec(settings));
        let changes = diff::compare(&old, &new);
        let is_reported = changes.iter().any(|change| change.what.contains(says));
        assert!(is_reported, "`diff` does not say {says} of `{setting}`: {changes:?}");
    }
}

#[test]
fn the_writer_knows_each_setting() {
    for (setting, base, changed, _) in SAMPLES {
        let text = |spec: &Spec| Draft { spec: spec.clone(), comments: Comments::default() }.text();
        let [(base, _), (changed, _)] = [base, changed].map(|settings| spec(settings));
        assert_ne!(text(&base), text(&changed), "a spec is written without its `{setting}`");
        let (read_back, _) = parse::spec_file::parse(&text(&changed)).expect("what was written");
        assert_eq!(read_back, changed, "{setting}");
    }
}

#[test]
fn the_schema_and_the_reference_have_each_setting() {
    let schema: Value = serde_json::from_str(&schema::text()).expect("the schema is JSON");
    let schema = schema.to_string();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/spec.md");
    let reference = std::fs::read_to_string(file).expect("the reference");
    for (setting, ..) in SAMPLES {
        for key in setting.split('.') {
            assert!(schema.contains(&format!("\"{key}\":")), "the schema lacks `{setting}`");
            let forms = [format!("`{key}`"), format!("{{{key}: "), format!(", {key}: ")];
            let is_there = forms.iter().any(|form| reference.contains(form));
            assert!(is_there, "docs/spec.md lacks `{setting}`");
        }
    }
}
