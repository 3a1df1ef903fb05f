//! The JSON output of the command line: one object a line, with stable keys
//! (`docs/command_line.md`).

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, process};

const SPEC: &str = "../tests/entry_points/messages.yaml";

fn pagesmith(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pagesmith")).args(args).output().unwrap()
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The problems of a spec as JSON, and the spec's path.
fn problems(name: &str, text: &str) -> (Vec<Value>, String) {
    let folder = scratch(name);
    let spec = folder.join("api.yaml");
    fs::write(&spec, text).unwrap();
    let path = spec.to_str().unwrap().to_owned();
    let out = folder.join("api.rs");
    let output =
        pagesmith(&["generate", &path, "--out", out.to_str().unwrap(), "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stdout, b"", "only results go to standard output");
    fs::remove_dir_all(folder).unwrap();
    (lines(&output.stderr), path)
}

#[test]
fn a_problem_has_all_its_parts() {
    let text = "pagesmith: 1\nname: Bäd\nresources:\n  calls: {gett: /Calls, record: Call}\n\
        paging: none\nrecords: {Call: {fields: {sid: string}}}\n";
    let (found, path) = problems("json-problem", text);
    let place = json!({
        "line": 4, "column": 11, "end_line": 4, "end_column": 15, "start": 45, "end": 49,
    });
    assert_eq!(found.len(), 1);
    let mut problem = found[0].clone();
    let docs = fs::read_to_string("../../docs/command_line.md").unwrap();
    for key in problem.as_object().unwrap().keys() {
        assert!(docs.contains(&format!("`{key}`")), "docs/command_line.md lacks `{key}`");
    }
    let rendered = problem["rendered"].take();
    assert_eq!(
        problem,
        json!({
            "reason": "problem",
            "level": "error",
            "message": "unknown key `gett` in `resources.calls`",
            "file": path,
            "path": "resources.calls.gett",
            "place": place,
            "label": "unknown",
            "also": [],
            "help": ["did you mean `get`?", "expected `docs`, `get`, `post`, `method`, `body`, `query`, `params`, `paging`, `items`, `record`, `envelope`, `key`, `filters`, `size`, `one` or `for_each`"],
            "suggestion": {"place": place, "replacement": "get"},
            "rendered": null,
        })
    );
    let rendered = rendered.as_str().unwrap();
    assert!(rendered.starts_with("error: unknown key `gett` in `resources.calls`\n"), "{rendered}");
    assert!(rendered.contains("api.yaml:4:11") && !rendered.contains('\u{1b}'), "{rendered}");
}

#[test]
fn a_suggestion_replaces_the_name_alone() {
    let head =
        "pagesmith: 1\nname: Bad\npaging: laml\nresources:\n  calls: {get: /Calls, record: Call}\n";
    let text = format!("{head}records:\n  Call: {{fields: {{sid: string, at: \"[datetme]?\"}}}}\n");
    let (found, _) = problems("json-suggestion", &text);
    let suggestion = &found[0]["suggestion"];
    let bytes = |key: &str| usize::try_from(suggestion["place"][key].as_u64().unwrap()).unwrap();
    let mut mended = text.clone();
    mended.replace_range(bytes("start")..bytes("end"), suggestion["replacement"].as_str().unwrap());
    assert!(mended.contains("\"[datetime]?\""), "{mended}");
    let options = pagesmith_codegen::emit::Options::default();
    pagesmith_codegen::generate(mended.as_bytes(), &options).unwrap();
}

#[test]
fn a_second_place_and_a_missing_suggestion_are_reported() {
    let text = "pagesmith: 1\nname: Bad\nname: Worse\nresources: {}\n";
    let (found, _) = problems("json-also", text);
    assert_eq!(found[0]["also"][0]["place"]["line"], 2);
    assert_eq!(found[0]["also"][0]["label"], "first here");
    assert_eq!((&found[0]["place"]["line"], &found[0]["suggestion"]), (&json!(3), &Value::Null));
}

#[test]
fn every_reviewed_diagnostic_is_the_same_in_json() {
    use pagesmith_codegen::diag::{Look, Source};
    use pagesmith_codegen::{lower, parse};
    for entry in fs::read_dir("../tests/diagnostics").unwrap() {
        let case = entry.unwrap().path();
        if case.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&case).unwrap();
        let api = parse::spec_file::parse(&text)
            .and_then(|(ast, source_map)| lower::api(&ast, &source_map));
        let (Ok((_, problems)) | Err(problems)) = api;
        let source = Source { name: "api.yaml", text: &text };
        let found = pagesmith_cli::terminal::json::problems(&problems, &source);
        let rendered: Vec<&str> = found.iter().map(|it| it["rendered"].as_str().unwrap()).collect();
        assert_eq!(
            rendered.join("\n"),
            problems.render(&source, Look::Plain),
            "{}",
            case.display()
        );
        for (json, problem) in found.iter().zip(&problems.problems) {
            assert_eq!(json["message"], problem.message);
            let place = &json["place"];
            let line = problem.one_line(&source);
            if !place.is_null() {
                let start = format!("api.yaml:{}:{}: ", place["line"], place["column"]);
                assert!(line.starts_with(&start), "{line}");
            }
        }
    }
}

#[test]
fn a_walk_is_explained_as_one_object_for_each_list() {
    let spec = "../../specs/sendsage.yaml";
    let text = pagesmith(&["explain", spec]).stdout;
    let found = lines(&pagesmith(&["explain", spec, "--format", "json"]).stdout);
    assert!(found.len() > 1, "{found:?}");
    let texts: Vec<&str> = found.iter().map(|walk| walk["text"].as_str().unwrap()).collect();
    assert_eq!(texts.join("\n"), String::from_utf8(text).unwrap());
    let one = lines(&pagesmith(&["explain", spec, "subscribers", "--format", "json"]).stdout);
    assert_eq!((one.len(), &one[0]["reason"]), (1, &json!("walk")));
    assert_eq!(one[0]["resource"], "subscribers");
}

#[test]
fn results_and_failures_are_reported_as_json() {
    let folder = scratch("json-results");
    let file = folder.join("messages.rs");
    let out = file.to_str().unwrap();
    let of = |command: &str| pagesmith(&["--format", "json", command, SPEC, "--out", out]);
    let stale = of("check");
    assert_eq!(stale.status.code(), Some(1));
    let states = lines(&stale.stdout);
    assert_eq!((&states[0]["reason"], &states[0]["state"]), (&json!("file"), &json!("stale")));
    assert!(states[0]["difference"].as_str().unwrap().contains("+pub struct Client"));
    assert_eq!(
        lines(&of("generate").stdout),
        [json!({"reason": "file", "file": out, "state": "wrote"})]
    );
    assert_eq!(
        lines(&of("generate").stdout),
        [json!({"reason": "file", "file": out, "state": "unchanged"})]
    );
    assert_eq!(
        lines(&of("check").stdout),
        [json!({"reason": "file", "file": out, "state": "current"})]
    );

    fs::write(&file, "mod by_hand;\n").unwrap();
    let failed = of("generate");
    let failures = lines(&failed.stderr);
    assert_eq!((failed.status.code(), failures.len()), (Some(1), 1));
    assert_eq!(failures[0]["reason"], "failure");
    assert!(failures[0]["message"].as_str().unwrap().contains("was not generated"), "{failures:?}");
    fs::remove_dir_all(folder).unwrap();
}
