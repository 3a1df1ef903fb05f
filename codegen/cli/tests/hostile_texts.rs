//! Hostile texts in the inputs of a command can't control a terminal: all output escapes
//! invisible characters.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod listing;

use listing::{Script, pagesmith, scratch};
use pagesmith_codegen::diag::is_hidden;
use serde_json::json;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Control sequences that set a title, hide text, color it, and reverse its direction.
const HOSTILE: &str =
    "\u{1b}]0;gotcha\u{7}\u{1b}[8m\u{9b}31m\u{7f}\u{202e}\u{2066}\u{200b}\u{feff}\u{ad}\u{e0041}";

/// A text without the program's own colors.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |out, part| {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';');
        match end.map(|end| part.split_at(end)) {
            Some((code, rest)) if rest.starts_with('m') && code != "8" => out + &rest[1..],
            _ => out + "\u{1b}[" + part,
        }
    })
}

#[track_caller]
fn is_harmless(what: &str, output: &[u8]) {
    let text = String::from_utf8(output.to_vec()).unwrap();
    let plain = without_colours(&text);
    let odd = plain.chars().find(|c| is_hidden(*c) && !matches!(c, '\n' | '\t'));
    assert!(odd.is_none(), "{what} prints {odd:?}: {plain:?}");
}

/// Runs a command with colors, as text and as JSON; returns its output.
#[track_caller]
fn run(args: &[&str]) -> String {
    let mut printed = String::new();
    for format in ["text", "json"] {
        let args = [args, &["--color", "always", "--format", format]].concat();
        let output = pagesmith(&args).output().unwrap();
        is_harmless(&format!("{args:?}"), &output.stdout);
        is_harmless(&format!("{args:?}"), &output.stderr);
        printed += &String::from_utf8(output.stdout).unwrap();
        printed += &String::from_utf8(output.stderr).unwrap();
    }
    printed
}

/// A file with a hostile name.
fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let file = folder.join(format!("{name}\u{1b}[8m\u{202e}.yaml"));
    fs::write(&file, text).unwrap();
    file
}

/// A spec with hostile texts in every place that can hold a text.
fn spec(letter: &str) -> String {
    let number = |c: char| format!("\\U{:08x}", u32::from(c));
    let text = HOSTILE.chars().fold(format!("\"{letter}"), |text, c| text + &number(c)) + "\"";
    format!(
        "pagesmith: 1\nname: {text}\nserver: https://api.test\nresources:\n  rows:\n    docs: {text}\n    get: /rows\n    paging: none\n    items: /rows\n    record: Row\n    filters: {{a: {{param: \"{letter}\\u202e\\u200b\", type: string}}}}\nrecords:\n  Row:\n    docs: {text}\n    key: id\n    fields:\n      id: string\n      {text}: string?\n"
    )
}

#[test]
fn specs_and_file_names_cannot_control_a_terminal() {
    let folder = scratch("hostile-specs");
    let (old, new) = (file(&folder, "old", &spec("a")), file(&folder, "new", &spec("b")));
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    let out = folder.join("client.rs");
    let out = out.to_str().unwrap();
    let printed = [
        run(&["generate", old, "--out", out]),
        run(&["check", old, "--out", out]),
        run(&["explain", old]),
        run(&["diff", old, new]),
        run(&["list", old, "rows"]),
        run(&["list", old, &format!("rows{HOSTILE}")]),
        run(&["explain", old, HOSTILE]),
        run(&[&format!("generate{HOSTILE}")]),
        run(&["list", old, "rows", &format!("--{HOSTILE}")]),
        run(&["list", old, "rows", "--param", &format!("{HOSTILE}=1")]),
        run(&["list", &format!("none{HOSTILE}"), "rows"]),
    ];
    for (at, printed) in printed.iter().enumerate() {
        assert!(!printed.is_empty(), "{at}");
    }
    fs::write(out, format!("// @generated\n// {HOSTILE}\n")).unwrap();
    assert!(run(&["check", old, "--out", out]).contains("0;gotcha"), "the difference is shown");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn descriptions_and_samples_cannot_control_a_terminal() {
    let folder = scratch("hostile-descriptions");
    let row = json!({"type": "object", "description": HOSTILE, "properties": {
        "id": {"type": "string", "description": HOSTILE, "enum": ["a", HOSTILE]},
        HOSTILE: {"type": "string"},
    }});
    let rows = json!({"type": "object", "properties": {
        "rows": {"type": "array", "items": row}, "next": {"type": "string", "description": HOSTILE},
    }});
    let parameters = json!([{"name": "page_token", "in": "query", "schema": {"type": "string"}},
        {"name": format!("f{HOSTILE}"), "in": "query", "schema": {"type": "string"}}]);
    let get = |rows: &serde_json::Value| {
        json!({"get": {"summary": HOSTILE, "parameters": parameters,
            "responses": {"200": {"content": {"application/json": {"schema": rows}}}}}})
    };
    let description = json!({"openapi": "3.0.0", "info": {"title": HOSTILE, "version": "1"},
        "servers": [{"url": "https://api.test"}],
        "paths": {"/rows": get(&rows), format!("/x{HOSTILE}"): get(&rows),
            format!("/none{HOSTILE}\nwrote it"): {"get": {"responses": {"200": {"description": HOSTILE}}}}}});
    let description = file(&folder, "description", &description.to_string());
    let description = description.to_str().unwrap();
    let printed = run(&["import", description, "--out", "-"]);
    assert!(printed.contains("rows") && printed.contains(r"\nwrote it"), "{printed}");
    assert!(!printed.lines().any(|line| line.starts_with("wrote it")), "{printed}");
    let sample =
        json!({"rows": [{"id": "1", HOSTILE: HOSTILE}, {"id": "2"}], HOSTILE: 1, "next": "a"});
    let sample = file(&folder, "sample", &sample.to_string());
    assert!(run(&["infer", sample.to_str().unwrap(), "--out", "-"]).contains("rows"));
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_cannot_control_a_terminal() {
    let folder = scratch("hostile-servers");
    let spec = file(&folder, "spec", &spec("a"));
    let spec = spec.to_str().unwrap();
    for reply in [
        (404, json!({"errors": [{"code": HOSTILE, "message": HOSTILE}]})),
        (200, json!({HOSTILE: [], "error": HOSTILE})),
        (200, json!(HOSTILE)),
        (200, json!({"rows": [{"id": "1"}], "meta": {"total": 9, HOSTILE: 9}})),
    ] {
        let script = Script::serve(vec![reply.clone(), reply]).await;
        let out = folder.join(format!("rows-{}", script.request_count()));
        let (url, out) = (script.url.clone(), out.to_str().unwrap().to_owned());
        let args = ["list", spec, "rows", "--base-url", &url, "--out", &out];
        let output = pagesmith(&[&args[..], &["--color", "always"]].concat()).output().unwrap();
        is_harmless("list", &output.stdout);
        is_harmless("list", &output.stderr);
        assert!(!output.stderr.is_empty());
        for kept in [out.clone(), format!("{out}.position"), format!("{out}.lock")] {
            drop(fs::remove_file(kept));
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn requests_to_the_mock_cannot_control_a_terminal() {
    let folder = scratch("hostile-requests");
    let spec = file(&folder, "spec", &spec("a"));
    for format in ["text", "json"] {
        let mut mock = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
        let mock = mock.args(["mock", spec.to_str().unwrap(), "--color", "always"]);
        let mock = mock.args(["--format", format]).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut mock = mock.spawn().unwrap();
        let mut lines = BufReader::new(mock.stdout.take().unwrap());
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap();
        let address = address.split(['"', '\n', '/']).next().unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        // A line break in a name would begin a line that looks like another request.
        let query = "x%0a%0dGET=1&a=%1b]0;gotcha%07&b=%0a%0dGET&%c2%9b31m=%e2%80%ae&c=%F3%A0%81%81";
        write!(stream, "GET /rows?{query} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        line.clear();
        lines.read_line(&mut line).unwrap();
        mock.kill().unwrap();
        let output = mock.wait_with_output().unwrap();
        is_harmless("mock", line.as_bytes());
        is_harmless("mock", &output.stderr);
        // The log shows the names of unknown parameters, and none of their values.
        assert!(line.contains("31m") && !line.contains("gotcha"), "{line}");
    }
    fs::remove_dir_all(folder).unwrap();
}
