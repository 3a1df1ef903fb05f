//! `import` and `infer` on the command line: exit codes, reports, and files that are not
//! overwritten.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod command;

use command::{code, pagesmith, scratch, stderr_of};
use std::fs;

#[test]
fn import_writes_a_spec_that_is_yours_from_then_on() {
    let folder = scratch("import");
    let out = folder.join("specs/library.yaml");
    let out = out.to_str().unwrap();
    let import = ["import", "tests/import/library.yaml", "--out", out];
    let first = pagesmith(&import);
    assert_eq!(code(&first), 0, "{}", stderr_of(&first));
    assert!(stderr_of(&first).starts_with("Library: "), "{}", stderr_of(&first));
    let spec = fs::read_to_string(out).unwrap();
    assert_eq!(code(&pagesmith(&import)), 0, "the same spec again");

    fs::write(out, "mine").unwrap();
    let second = pagesmith(&import);
    assert_eq!(code(&second), 1);
    assert!(stderr_of(&second).contains("--force"), "{}", stderr_of(&second));
    assert_eq!(fs::read_to_string(out).unwrap(), "mine");
    let forced = pagesmith(&[&import[..], &["--force", "--format", "json"]].concat());
    assert_eq!(code(&forced), 0);
    assert_eq!(fs::read_to_string(out).unwrap(), spec);
    let report: serde_json::Value = serde_json::from_slice(&forced.stderr).unwrap();
    assert!(!report["taken"].as_array().unwrap().is_empty());

    let stdout = pagesmith(&["import", "tests/import/library.yaml", "--out", "-"]);
    assert_eq!(String::from_utf8(stdout.stdout).unwrap(), spec);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn import_reports_what_it_could_not_use() {
    let folder = scratch("import-none");
    let description = folder.join("empty.yaml");
    fs::write(&description, "openapi: 3.0.0\ninfo: {title: Nothing}\npaths: {}\n").unwrap();
    let out = folder.join("out.yaml");
    let (description, path) = (description.to_str().unwrap(), out.to_str().unwrap());
    assert_eq!(code(&pagesmith(&["import", description, "--out", path])), 1);
    assert!(!out.exists(), "no list was imported");
    let missing = pagesmith(&["import", "missing.yaml", "--out", path]);
    assert_eq!(code(&missing), 1);
    assert!(stderr_of(&missing).contains("missing.yaml can't be read"), "{}", stderr_of(&missing));
    assert_eq!(code(&pagesmith(&["import", description])), 2);
    assert_eq!(code(&pagesmith(&["infer", "--out", path])), 2);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_report_of_an_import_shows_no_credential_of_a_path() {
    let folder = scratch("import-key");
    let description = folder.join("keys.json");
    let operation = r#"{"get": {"responses": {"200": {"description": "none"}}}}"#;
    let text = format!(
        r#"{{"openapi": "3.0.0", "info": {{"title": "K", "version": "1"}}, "paths": {{"/v1/ghp_0123456789abcdef/rows": {operation}}}}}"#
    );
    fs::write(&description, text).unwrap();
    for format in ["text", "json"] {
        let import = [
            "import",
            description.to_str().unwrap(),
            "--out",
            "-",
            "--verbose",
            "--format",
            format,
        ];
        let report = stderr_of(&pagesmith(&import));
        assert!(report.contains("/v1/…/rows") && !report.contains("ghp_0123"), "{report}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_spec_that_infer_writes_generates_a_client() {
    let folder = scratch("infer");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (spec, client) = (path("messages.yaml"), path("messages.rs"));
    let drafted = pagesmith(&["infer", "tests/infer/laml.json", "--out", &spec]);
    assert_eq!(code(&drafted), 0, "{}", stderr_of(&drafted));
    assert_eq!(code(&pagesmith(&["generate", &spec, "--out", &client])), 0);
    let text = path("text.json");
    fs::write(&text, "<html>").unwrap();
    let refused = pagesmith(&["infer", &text, "--out", &spec, "--force"]);
    assert_eq!(code(&refused), 1);
    assert!(stderr_of(&refused).contains("is not JSON"), "{}", stderr_of(&refused));
    fs::remove_dir_all(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_spec_goes_through_no_link_and_is_written_whole_or_not_at_all() {
    let folder = scratch("import-whole");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (kept, link, dangling) = (path("kept.yaml"), path("link.yaml"), path("dangling.yaml"));
    fs::write(&kept, "mine").unwrap();
    std::os::unix::fs::symlink(&kept, &link).unwrap();
    std::os::unix::fs::symlink(path("nowhere.yaml"), &dangling).unwrap();
    for out in [&link, &dangling] {
        for command in [
            ["import", "tests/import/library.yaml", "--out", out, "--force"],
            ["infer", "tests/infer/laml.json", "--out", out, "--force"],
        ] {
            let output = pagesmith(&command);
            assert_eq!(code(&output), 1);
            assert!(stderr_of(&output).contains("it is a link"), "{}", stderr_of(&output));
        }
    }
    assert!(!folder.join("nowhere.yaml").exists());

    // Files may grow to one block here, which is less than the spec has.
    let command = format!(
        "trap '' XFSZ; ulimit -f 1; exec \"$0\" import tests/import/library.yaml --out {kept} --force"
    );
    let mut shell = std::process::Command::new("sh");
    let output = shell.args(["-c", &command, env!("CARGO_BIN_EXE_pagesmith")]).output().unwrap();
    assert_eq!(code(&output), 1, "{}", stderr_of(&output));
    assert!(stderr_of(&output).contains("kept.yaml"), "{}", stderr_of(&output));
    assert_eq!(fs::read_to_string(&kept).unwrap(), "mine");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "nothing is left beside it");
    fs::remove_dir_all(folder).unwrap();
}
