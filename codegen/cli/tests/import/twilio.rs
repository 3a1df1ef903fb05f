//! Twilio's public description: each list that carries `next_page_uri`
//! imports, generates and compiles unchanged, and the generated client reads every example
//! reply of those lists.
//!
//! The description is not a part of this repository. The test reads it from a folder beside
//! the repository, and prints that it was skipped if the file is missing.

use pagesmith_cli::drafting::import::{self, Imported};
use pagesmith_codegen::emit::Options;
use pagesmith_codegen::model::Api;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The description, if the file exists.
fn description() -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let named = env::var_os("PAGESMITH_DATA").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root.join("../shared/data"));
    let file = folder.join("twilio_api_v2010.json");
    let found = fs::read(&file).ok();
    if found.is_none() {
        println!("skipped: {} is not there (PAGESMITH_DATA names another folder)", file.display());
    }
    found
}

fn imported(bytes: &[u8], unpaged: bool) -> Imported {
    import::import(bytes, &import::Options { unpaged, ..Default::default() }).unwrap()
}

/// The GET operations whose reply carries `next_page_uri`.
fn paged(description: &Value) -> Vec<&String> {
    let paths = description["paths"].as_object().unwrap().iter();
    let has = |item: &Value| {
        let reply = &item["get"]["responses"]["200"]["content"]["application/json"];
        !reply["schema"]["properties"]["next_page_uri"].is_null()
    };
    paths.filter(|(_, item)| has(item)).map(|(path, _)| path).collect()
}

#[test]
fn all_paged_lists_import_and_their_filters_stay_apart() {
    let Some(bytes) = description() else { return };
    let made = imported(&bytes, false);
    let description: Value = serde_json::from_slice(&bytes).unwrap();
    let paged = paged(&description);
    assert_eq!(paged.len(), 60);
    assert_eq!(made.report.lists.len(), 60, "{}", made.report);
    for path in paged {
        let taken = made.report.lists.iter().find(|taken| taken.path == *path).unwrap();
        assert!(taken.paging.starts_with("laml"), "{}", made.report);
    }
    // A link is followed, so the parameters that other ways to page would need are left out.
    let [note] = made.report.notes.as_slice() else { panic!("{}", made.report) };
    assert!(note.text.contains("ways to page that no list needs"), "{}", note.text);

    let spec = made.spec.unwrap();
    assert_eq!(imported(&bytes, false).spec.as_ref(), Some(&spec), "the same spec each time");
    let generated = pagesmith_codegen::generate(spec.as_bytes(), &Options::default()).unwrap();
    assert!(generated.warnings.problems.is_empty(), "{:?}", generated.warnings);
    let calls = generated.api.lists.iter().find(|list| list.method.wire == "calls").unwrap();
    let filters = calls.filters.iter().map(|filter| (&*filter.name.rust, &*filter.name.wire));
    let of_start: Vec<_> = filters.filter(|(rust, _)| rust.starts_with("start")).collect();
    assert_eq!(
        of_start,
        [
            ("start_time", "StartTime"),
            ("start_time_before", "StartTime<"),
            ("start_time_after", "StartTime>")
        ]
    );
}

/// The example replies of the imported lists.
fn examples(description: &Value, made: &Imported, api: &Api) -> Vec<Value> {
    let mut all = Vec::new();
    for taken in &made.report.lists {
        let reply = &description["paths"][&taken.path]["get"]["responses"]["200"]["content"];
        let list = api.lists.iter().find(|list| list.method.wire == taken.resource).unwrap();
        for (name, example) in reply["application/json"]["examples"].as_object().unwrap() {
            let body = &example["value"];
            let rows = body.pointer(&list.items).unwrap().as_array().unwrap().len();
            let name = format!("{} {name}", taken.resource);
            all.push(json!({"list": list.method.rust, "name": name, "rows": rows, "body": body}));
        }
    }
    all
}

/// A program that feeds each example to its list, and prints what fails.
fn program(api: &Api) -> String {
    let mut arms = String::new();
    for list in &api.lists {
        let args = vec!["\"x\""; list.args.len()].join(", ");
        let method = &list.method.rust;
        writeln!(arms, "        \"{method}\" => rows!(client.{method}({args})),").unwrap();
    }
    include_str!("decode.rs.txt").replace("// arms\n", &arms)
}

/// Runs the same Cargo as this test, on a crate outside of the workspace.
fn run(folder: &Path) -> std::process::Output {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("import-target");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["run", "--quiet", "--offline", "--target-dir"]).arg(target);
    cargo.current_dir(folder).env("CARGO_PROFILE_DEV_DEBUG", "0").output().unwrap()
}

#[test]
fn every_example_reply_is_read_by_the_generated_client() {
    let Some(bytes) = description() else { return };
    // Includes the one list that comes in a single reply, because it has examples too.
    let made = imported(&bytes, true);
    let spec = made.spec.clone().unwrap();
    let generated = pagesmith_codegen::generate(spec.as_bytes(), &Options::default()).unwrap();
    let description: Value = serde_json::from_slice(&bytes).unwrap();
    let examples = examples(&description, &made, &generated.api);
    assert_eq!((made.report.lists.len(), examples.len()), (61, 138));

    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("import-twilio");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::create_dir_all(folder.join("src")).unwrap();
    let runtime = root.join("runtime").canonicalize().unwrap();
    let manifest = include_str!("decode.toml.txt");
    let manifest = manifest.replace("RUNTIME", &runtime.display().to_string());
    let main = program(&generated.api);
    for (file, text) in [
        ("Cargo.toml", manifest),
        ("Cargo.lock", fs::read_to_string(root.join("Cargo.lock")).unwrap()),
        ("examples.json", serde_json::to_string(&examples).unwrap()),
        ("src/main.rs", main),
        ("src/twilio.rs", generated.code),
    ] {
        let file = folder.join(file);
        if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
            fs::write(file, text).unwrap();
        }
    }
    let output = run(&folder);
    let stdout = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stdout}{errors}");
    assert_eq!(stdout.trim(), "138 of 138 examples are read", "{errors}");
}
