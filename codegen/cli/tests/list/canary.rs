//! A canary in each credential of the environment, echoed by a server: `list` never shows
//! it, and no file but the records contains it.

use crate::listing::{Files, Script, pagesmith};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::fs;

const CANARY: &str = r#"cAn4ry"&+/\'~?5ecret"#;

/// The canary percent-encoded, as JSON escapes, and in base64.
fn spellings() -> [String; 5] {
    let percent = bytes(CANARY, |byte| format!("%{byte:02x}"));
    let units = bytes(CANARY, |byte| format!("\\u{byte:04x}"));
    let pair = BASE64_STANDARD.encode(format!("me:{CANARY}"));
    [CANARY.to_owned(), percent, units, BASE64_STANDARD.encode(CANARY), pair]
}

/// A text with each byte escaped by `write`.
fn bytes(text: &str, write: impl Fn(u8) -> String) -> String {
    text.bytes().map(write).collect()
}

/// Replies that echo a text.
fn echoes(text: &str) -> Vec<Vec<(u16, Value)>> {
    let row = json!([{"id": "1"}]);
    let escaped = bytes(text, |byte| format!("%{byte:02X}"));
    vec![
        vec![(404, json!({"errors": [{"code": text, "message": format!("no {text} here")}]}))],
        vec![(200, json!({"rows": text, text: text}))],
        vec![(200, json!({"rows": [{text: 1}]}))],
        vec![
            (200, json!({"rows": row, "next": format!("/rows?after=1&key={escaped}")})),
            (404, json!({})),
        ],
        vec![(200, json!({"rows": row, "next": format!("/rows/{escaped}/1")})), (404, json!({}))],
        vec![(200, json!({"rows": row, "next": format!("https://elsewhere.test/{text}")}))],
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_that_a_server_echoes_is_neither_shown_nor_stored() {
    let spellings = spellings();
    for (auth, path) in [
        ("basic", "/rows"),
        ("bearer", "/rows"),
        ("{header: X-Key}", "/rows"),
        ("{query: api_key}", "/rows"),
        ("{body: {id: /id, key: /keys/secret}}", "/rows"),
        ("none", "/bot{token}/rows"),
    ] {
        for (at, replies) in spellings.iter().flat_map(|text| echoes(text)).enumerate() {
            let files = Files::new(&format!("list-canary-{at}"));
            let spec = files.path("spec.yaml");
            let params = if auth == "none" { "params: {token: string}\n" } else { "" };
            let verb = if auth.starts_with("{body") { "post" } else { "get" };
            let text = format!(
                "pagesmith: 1\nname: T\nserver: https://api.test\nauth: {auth}\n{params}paging: {{next: {{body: /next}}, send: url}}\nresources:\n  rows: {{{verb}: '{path}', items: /rows, record: Row}}\nrecords:\n  Row: {{key: id, fields: {{id: string}}}}\n"
            );
            fs::write(&spec, text).unwrap();
            let script = Script::serve(replies).await;
            let token = format!("token={CANARY}");
            let mut args = vec!["list", &spec, "rows", "--base-url", &script.url];
            args.extend(["--out", &files.out, "--color", "always"]);
            if auth == "none" {
                args.extend(["--param", &token]);
            }
            let mut command = pagesmith(&args);
            for name in ["PASSWORD", "TOKEN", "API_ID", "API_KEY"] {
                command.env(format!("PAGESMITH_{name}"), CANARY);
            }
            let output = command.output().unwrap();
            assert!(!output.status.success() && script.request_count() > 0);
            let mut shown = String::from_utf8(output.stderr).unwrap();
            shown += &String::from_utf8(output.stdout).unwrap();
            if auth != "none" {
                shown += &fs::read_to_string(&files.position)
                    .map_or(String::new(), |kept| readable(&kept));
            }
            for part in spellings.iter().map(String::as_str).chain(["cAn4ry", "5ecret"]) {
                assert!(!shown.contains(part), "{auth}, {at}: {part} is shown: {shown}");
            }
        }
    }
}

/// A position file, and its decoded contents.
fn readable(kept: &str) -> String {
    let parts = kept.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    let decoded = parts.filter_map(|part| BASE64_URL_SAFE_NO_PAD.decode(part).ok());
    decoded.fold(kept.to_owned(), |text, bytes| text + &String::from_utf8_lossy(&bytes))
}
