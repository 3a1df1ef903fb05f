//! Descriptions, and the specs and reports that `import` makes of them.

#[path = "parts.rs"]
mod parts;

use pagesmith_cli::drafting::import;
use pagesmith_codegen::diag::{Look, Source};
use pagesmith_codegen::emit::Options;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(name)
}

fn read(name: &str) -> String {
    fs::read_to_string(file(name)).unwrap().replace("\r\n", "\n")
}

fn assert_golden(name: &str, text: &str) {
    if env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(file(name), text).unwrap();
    }
    assert_eq!(text, read(name), "{name}");
}

fn import(text: &str) -> import::Imported {
    import::import(text.as_bytes(), &import::Options::default()).unwrap()
}

/// A description with these paths and schemas.
fn description(paths: &str, schemas: &str) -> String {
    format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "T"}}, "servers": [{{"url": "https://t.example.com"}}],
            "paths": {{{paths}}}, "components": {{"schemas": {{{schemas}}}}}}}"#
    )
}

/// A list of these rows that pages by links in its body.
fn list(path: &str, rows: &str) -> String {
    format!(
        r#""{path}": {{"get": {{"responses": {{"200": {{"content": {{"application/json": {{"schema": {{
            "properties": {{"next_url": {{"type": "string"}}, "data": {{"type": "array", "items": {rows}}}}}}}}}}}}}}}}}}}"#
    )
}

#[test]
fn a_description_of_many_ways_to_page_gives_its_spec_and_report() {
    let made = import(&read("library.yaml"));
    assert_golden("library.report.txt", &made.report.to_string());
    assert_golden("library.report.json", &format!("{:#}\n", made.report.json()));
    let spec = made.spec.unwrap();
    assert_golden("library.spec.yaml", &spec);
    let generated = pagesmith_codegen::generate(spec.as_bytes(), &Options::default()).unwrap();
    let source = Source { name: "library.spec.yaml", text: &spec };
    let problems = generated.warnings;
    assert!(problems.problems.is_empty(), "{}", problems.render(&source, Look::Plain));
}

#[test]
fn an_input_that_is_not_a_description_is_refused() {
    let error_of =
        |text: &str| import::import(text.as_bytes(), &import::Options::default()).unwrap_err();
    assert!(error_of("swagger: '1.2'\n").contains("convert it first"));
    assert!(error_of("openapi: 2.5.0\n").contains("OpenAPI 3 and Swagger 2.0"));
    assert!(error_of("{}").contains("has no `openapi` key"));
    assert!(error_of("[1, 2]").contains("has no `openapi` key"));
    assert!(error_of("{\"openapi\": ").contains("is not JSON"));
    let nothing = import("openapi: 3.0.0\n");
    assert_eq!((nothing.spec, nothing.report.lists.len()), (None, 0));
}

#[test]
fn schemas_in_circles_end() {
    let circles = [
        r##""A": {"$ref": "#/components/schemas/A"}"##,
        r##""A": {"allOf": [{"$ref": "#/components/schemas/A"}]}"##,
        r##""A": {"oneOf": [{"$ref": "#/components/schemas/B"}, {"$ref": "#/components/schemas/B"}]},
            "B": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/A"}]}"##,
        r##""A": {"type": "array", "items": {"$ref": "#/components/schemas/A"}}"##,
        r##""A": {"additionalProperties": {"$ref": "#/components/schemas/A"}}"##,
        r##""A": {"properties": {"id": {"type": "string"}, "a": {"$ref": "#/components/schemas/A"}}}"##,
        r##""A": {"properties": {"id": {"type": "string"}, "b": {"$ref": "#/components/schemas/B"}}},
            "B": {"properties": {"c": {"type": "array", "items": {"$ref": "#/components/schemas/C"}}, "d": {"$ref": "#/components/schemas/C"}}},
            "C": {"properties": {"a": {"$ref": "#/components/schemas/A"}, "b": {"$ref": "#/components/schemas/B"}}}"##,
    ];
    for schemas in circles {
        let whole = list("/a", r##"{"properties": {"x": {"$ref": "#/components/schemas/A"}}}"##);
        let made = import(&description(&whole, schemas));
        assert_eq!(made.report.lists.len(), 1, "{schemas}: {}", made.report);
        import(&description(&list("/a", r##"{"$ref": "#/components/schemas/A"}"##), schemas));
    }
}

#[test]
fn deep_and_wide_schemas_are_bounded() {
    // Each leads to two of the next: a reader that followed all of them would never end.
    let names = 0..60;
    let schemas: Vec<String> = names
        .map(|n| {
            let next = format!(r##"{{"$ref": "#/components/schemas/S{}"}}"##, n + 1);
            format!(r#""S{n}": {{"allOf": [{next}, {next}], "properties": {{"p{n}": {next}, "q{n}": {next}}}}}"#)
        })
        .collect();
    let paths = list("/a", r##"{"$ref": "#/components/schemas/S0"}"##);
    let made = import(&description(&paths, &schemas.join(", ")));
    assert!(made.report.lists.len() <= 1, "{}", made.report);
}

#[test]
fn hostile_names_are_renamed_or_left_with_a_reason() {
    let rows = r#"{"properties": {"": {"type": "string"}, "self": {"type": "string"}, "a-b": {"type": "string"},
        "a_b": {"type": "string"}, "a: #b\n": {"type": "string", "description": "line\nbreak: # \u0000 \u2028 [x](y)"},
        "!": {"type": "integer"}, "enum": {"type": "string", "enum": ["a, b", "c)", "\"", "\\", "x\ny", " z "]}}}"#;
    let paths = [
        list("/a/{}/b", rows),
        list("/a/{x}/{x}", rows),
        list("/..", rows),
        list("/a b", rows),
        list("/List", rows),
        list("/lists", rows),
        list("no-slash", rows),
        list("/a?b=c", rows),
    ];
    let made = import(&description(&paths.join(", "), ""));
    assert!(made.report.lists.len() >= 4, "{}", made.report);
    assert_eq!(made.report.lists.len() + made.report.skipped.len(), paths.len(), "{}", made.report);
    let generated = pagesmith_codegen::generate(made.spec.unwrap().as_bytes(), &Options::default());
    assert!(generated.is_ok());
}

#[test]
fn a_list_more_is_a_small_change() {
    let rows = r#"{"properties": {"id": {"type": "string"}}}"#;
    let text = |paths: &[&str]| {
        let paths: Vec<String> = paths.iter().map(|path| list(path, rows)).collect();
        import(&description(&paths.join(", "), "")).spec.unwrap()
    };
    let (before, after) = (text(&["/a", "/b"]), text(&["/a", "/b", "/c"]));
    for line in before.lines() {
        assert!(after.contains(line), "{line}\n{after}");
    }
}

/// A pseudo-random number; the sequence is the same in each run.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap()
}

#[test]
fn a_mangled_description_gives_a_spec_or_a_sentence() {
    let text = read("library.yaml");
    let lines: Vec<&str> = text.lines().collect();
    let mut state = 7;
    let mut specs = 0;
    for _ in 0..150 {
        let mut mangled: Vec<&str> = lines.clone();
        for _ in 0..=next(&mut state) % 4 {
            let (at, other) = (next(&mut state) % mangled.len(), next(&mut state) % lines.len());
            match next(&mut state) % 3 {
                0 => drop(mangled.remove(at)),
                1 => mangled[at] = lines[other],
                _ => mangled.insert(at, lines[other]),
            }
        }
        let Ok(made) = import::import(
            mangled.join("\n").as_bytes(),
            &import::Options { unpaged: true, ..Default::default() },
        ) else {
            continue;
        };
        let Some(spec) = made.spec else { continue };
        let generated = pagesmith_codegen::generate(spec.as_bytes(), &Options::default());
        assert!(generated.is_ok(), "{}\n{spec}", mangled.join("\n"));
        specs += 1;
    }
    assert!(specs > 10, "only {specs} of them could be read at all");
}

#[test]
fn the_report_repeats_no_key_of_a_server() {
    let folder = std::env::temp_dir().join(format!("pagesmith-import-key-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("api.yaml");
    let text = "openapi: 3.0.0\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://h.example.com/v1?api_key=KSECRET'}]\npaths:\n  /rows:\n    get:\n      parameters: [{name: page, in: query, schema: {type: integer}}]\n      responses:\n        '200': {description: ok, content: {application/json: {schema: {type: object, properties: {rows: {type: array, items: {type: object, properties: {id: {type: string}}}}}}}}}\n";
    std::fs::write(&file, text).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_pagesmith"));
    let output = command.arg("import").arg(&file).args(["--out", "-"]).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("the server `https://h.example.com/v1?…`"), "{stderr}");
    let draft = String::from_utf8(output.stdout).unwrap();
    assert!(!stderr.contains("KSECRET") && !draft.contains("KSECRET"), "{stderr}{draft}");
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_property_without_a_name_is_reported() {
    let rows = r#"{"properties": {"": {"type": "string"}, "id": {"type": "string"}}}"#;
    let report = import(&description(&list("/a", rows), "")).report.to_string();
    assert!(report.contains("a field of A is left out: its name is empty"), "{report}");
}

#[test]
fn objects_that_are_nested_too_deep_are_reported() {
    let mut row = r#"{"properties": {"id": {"type": "string"}}}"#.to_owned();
    for deep in 0..30 {
        row = format!(r#"{{"properties": {{"id": {{"type": "string"}}, "x{deep}": {row}}}}}"#);
    }
    let report = import(&description(&list("/a", &row), "")).report.to_string();
    assert!(report.contains("is `json`: objects are nested more than 24 deep"), "{report}");
}

#[test]
fn one_list_that_is_too_large_leaves_the_others() {
    let row = r#"{"properties": {"id": {"type": "string"}}}"#;
    let fields: Vec<String> = (0..1001).map(|number| format!(r#""f{number}": {{}}"#)).collect();
    let wide = format!(r#"{{"properties": {{{}}}}}"#, fields.join(", "));
    let (long, words) = ("a".repeat(70_000), "b".repeat(300));
    let lists = [
        list("/p", row),
        list(&format!("/{{{long}}}/q"), row),
        list(&format!("/{words}"), row),
        list("/w", &wide),
    ];
    let made = import(&description(&lists.join(", "), ""));
    let report = made.report.to_string();
    assert_eq!(made.report.lists.len(), 1, "{report}");
    for why in [
        "its path has 70005 bytes, but the limit is 4096",
        "its name has 300 bytes, but the limit is 256",
        "there are 1001 fields, but the limit is 1000",
    ] {
        assert!(report.contains(why), "{why}\n{report}");
    }
}

#[test]
fn parameters_and_servers_that_are_left_out_are_reported() {
    let query = |name: &str| {
        format!(r#"{{"name": "{name}", "in": "query", "schema": {{"type": "string"}}}}"#)
    };
    let params = [
        query("cursor"),
        query("page"),
        query("offset"),
        r#"{"name": "X-Tenant", "in": "header"}"#.to_owned(),
        r#"{"name": "session", "in": "cookie"}"#.to_owned(),
    ];
    let text = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "T"}},
            "servers": [{{"url": "https://t.example.com"}}, {{"url": "https://me:KSECRET@eu.example.com?k=KSECRET"}}],
            "paths": {{"/rows": {{"get": {{"parameters": [{}], "responses": {{"200": {{"content":
            {{"application/json": {{"schema": {{"properties": {{"next_cursor": {{"type": "string"}},
            "data": {{"type": "array", "items": {{"properties": {{"id": {{"type": "string"}}}}}}}}}}}}}}}}}}}}}}}}}}}}"#,
        params.join(", ")
    );
    let report = import(&text).report.to_string();
    for note in [
        "the spec has the first server of several; left out: https://…@eu.example.com?…",
        "parameters of ways to page that no list needs are left out: `offset` of 1 list, `page` of 1 list",
        "optional parameters outside of the query are left out: `X-Tenant` (header) of 1 list, `session` (cookie) of 1 list",
    ] {
        assert!(report.contains(note), "{note}\n{report}");
    }
}

#[test]
fn the_server_of_most_lists_is_that_of_the_spec() {
    let row = r#"{"properties": {"id": {"type": "string"}}}"#;
    let elsewhere = list("/o", row).replacen(
        r#""get": {"#,
        r#""get": {"servers": [{"url": "https://me:KSECRET@other.example.com"}], "#,
        1,
    );
    let lists = [elsewhere, list("/p", row), list("/q", row)];
    let made = import(&description(&lists.join(", "), ""));
    let spec = made.spec.unwrap();
    assert!(spec.contains("server: https://t.example.com"), "{spec}");
    assert_eq!(made.report.lists.len(), 2);
    let report = made.report.to_string();
    let why =
        "its server is `https://…@other.example.com`, and most lists have another one\n  /o\n";
    assert!(report.contains(why), "{report}");
}

#[test]
fn a_description_of_too_many_values_is_refused() {
    let refused =
        |text: &str| import::import(text.as_bytes(), &import::Options::default()).unwrap_err();
    let json = format!(r#"{{"openapi": "3.0.0", "x": [{}0]}}"#, "0,".repeat(2_000_000));
    assert!(refused(&json).contains("has more than 2000000 keys and values"));
    let yaml = format!("openapi: 3.0.0\nx: [{}0]\n", "0,".repeat(1_000_000));
    assert!(refused(&yaml).contains("has more than 1000000"));
}
