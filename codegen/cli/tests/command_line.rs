//! The command line: generated files, comparisons, and exit codes.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod command;

use command::{code, pagesmith, scratch, stderr_of};
use std::fs;
use std::process::Command;

const SPEC: &str = "../tests/entry_points/messages.yaml";

#[test]
fn generate_writes_the_code_of_the_library_and_check_agrees() {
    let folder = scratch("generate");
    let file = folder.join("messages.rs");
    let out = file.to_str().unwrap();
    assert_eq!(code(&pagesmith(&["check", SPEC, "--out", out])), 1, "the file does not exist yet");
    assert_eq!(code(&pagesmith(&["generate", SPEC, "--out", out])), 0);
    let options = pagesmith_codegen::emit::Options::default();
    let text = pagesmith_codegen::generate(&fs::read(SPEC).unwrap(), &options).unwrap().code;
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    assert_eq!(code(&pagesmith(&["check", SPEC, "--out", out])), 0);

    fs::write(&file, text.replace("/messages", "/letters")).unwrap();
    let drifted = pagesmith(&["check", SPEC, "--out", out]);
    assert_eq!(code(&drifted), 1);
    let diff = String::from_utf8_lossy(&drifted.stdout).into_owned();
    assert!(diff.contains("-        \"/letters\"") || diff.contains("/letters"), "{diff}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn several_specs_become_a_module_tree() {
    let folder = scratch("tree");
    let out = folder.to_str().unwrap();
    let golden = "../tests/golden/every_kind.yaml";
    assert_eq!(code(&pagesmith(&["generate", SPEC, golden, "--out", out])), 0);
    let root = fs::read_to_string(folder.join("mod.rs")).unwrap();
    assert!(root.contains("pub mod messages;") && root.contains("pub mod every_kind;"), "{root}");
    assert!(folder.join("every_kind.rs").exists());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_spec_named_like_a_keyword_becomes_a_raw_module() {
    let folder = scratch("keyword");
    let (spec, out) = (folder.join("box.yaml"), folder.join("out"));
    fs::copy(SPEC, &spec).unwrap();
    let output = pagesmith(&["generate", spec.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(code(&output), 0, "{}", stderr_of(&output));
    assert!(fs::read_to_string(out.join("mod.rs")).unwrap().contains("pub mod r#box;"));
    assert!(out.join("box.rs").exists());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_pattern_without_matches_is_reported_as_a_missing_file() {
    let folder = scratch("pattern");
    let output = pagesmith(&["generate", "nope/*.yaml", "--out", folder.to_str().unwrap()]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr_of(&output).contains("nope/*.yaml can't be read: No such file"),
        "{}",
        stderr_of(&output)
    );
    let spec = folder.join("1st.yaml");
    fs::copy(SPEC, &spec).unwrap();
    let spec = spec.to_str().unwrap();
    let output = pagesmith(&["generate", spec, SPEC, "--out", folder.to_str().unwrap()]);
    assert_eq!(code(&output), 1);
    let stderr = stderr_of(&output);
    assert!(stderr.contains("rename the file"), "{stderr}");
    assert!(!folder.join("mod.rs").exists());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_dash_is_refused_as_the_name_of_an_output() {
    let list = ["list", SPEC, "messages", "--out", "-"];
    for args in [&["generate", SPEC, "--out", "-"][..], &["check", SPEC, "--out", "-"], &list] {
        let output = pagesmith(args);
        let stderr = stderr_of(&output);
        assert_eq!(code(&output), 2, "{args:?}: {stderr}");
        assert!(stderr.contains("`./-`"), "{args:?}: {stderr}");
    }
}

#[test]
fn a_negative_number_is_refused_with_the_range() {
    for flag in ["--limit", "--page-size", "--from-page", "--to-page", "--concurrency"] {
        let output = pagesmith(&["list", SPEC, "messages", flag, "-1"]);
        assert_eq!(code(&output), 2);
        let stderr = stderr_of(&output);
        assert!(stderr.contains("expected a whole number from 0 to "), "{flag}: {stderr}");
        assert!(!stderr.contains("tip:"), "{flag}: {stderr}");
    }
    for flag in ["--records", "--seed", "--latency", "--page-size", "--port"] {
        let output = pagesmith(&["mock", SPEC, flag, "-1"]);
        let stderr = stderr_of(&output);
        assert_eq!(code(&output), 2, "{stderr}");
        assert!(stderr.contains("a whole number") && !stderr.contains("tip:"), "{flag}: {stderr}");
    }
}

#[test]
fn a_spec_with_mistakes_is_reported_with_its_lines_and_writes_nothing() {
    let folder = scratch("mistakes");
    let spec = folder.join("bad.yaml");
    fs::write(
        &spec,
        "pagesmith: 1\nname: Bad\nresources:\n  calls: {gett: /Calls, record: Call}\n",
    )
    .unwrap();
    let out = folder.join("bad.rs");
    let output = pagesmith(&["generate", spec.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(code(&output), 1);
    let stderr = stderr_of(&output);
    assert!(stderr.contains("bad.yaml:4:11") && stderr.contains("did you mean `get`?"), "{stderr}");
    assert!(!stderr.contains('\u{1b}'), "no color without a terminal");
    assert!(!out.exists());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_problems_of_all_specs_are_reported_at_once() {
    let folder = scratch("all");
    let spec = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let head = "pagesmith: 1\nname: Bad\nresources:\n  calls: {get: /calls, ";
    let first = spec("first.yaml", &format!("{head}recrod: Call}}\n"));
    let second = spec("second.yaml", &format!("{head}paging: lmal, record: rust(Call)}}\n"));
    let missing = folder.join("missing.yaml").to_str().unwrap().to_owned();
    let out = folder.join("out");
    for command in ["generate", "check"] {
        let specs = [command, &first, &missing, &second, SPEC, "--out", out.to_str().unwrap()];
        let output = pagesmith(&specs);
        let stderr = stderr_of(&output);
        assert_eq!(code(&output), 1, "{stderr}");
        for problem in ["did you mean `record`?", "missing.yaml can't be read", "`laml`?"] {
            assert_eq!(stderr.matches(problem).count(), 1, "{problem}: {stderr}");
        }
        assert!(!out.exists(), "no file is written if one spec is unusable");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn wrong_arguments_have_their_own_exit_code() {
    assert_eq!(code(&pagesmith(&["generate"])), 2);
    assert_eq!(code(&pagesmith(&["generate", SPEC, SPEC, "--out", "x.rs"])), 2);
    assert_eq!(code(&pagesmith(&["generate", SPEC, "--out", "x.rs", "--runtime", "a b"])), 2);
    let generics = pagesmith(&["generate", SPEC, "--out", "x.rs", "--runtime", "a::<b>"]);
    assert_eq!(code(&generics), 2);
    assert!(stderr_of(&generics).contains("is not a crate path"), "{}", stderr_of(&generics));
    assert_eq!(code(&pagesmith(&["infer", "x.json", "--out", "x.yaml", "--get", ""])), 2);
    assert_eq!(code(&pagesmith(&["generate", "missing.yaml", "--out", "x.rs"])), 1);
    assert_eq!(code(&pagesmith(&["--help"])), 0);
}

#[test]
fn every_command_has_help_with_examples() {
    let docs = fs::read_to_string("../../docs/command_line.md").unwrap();
    let help = String::from_utf8(pagesmith(&["--help"]).stdout).unwrap();
    assert!(help.contains("Exit codes:"), "{help}");
    let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let commands: Vec<&str> =
        commands.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in commands.into_iter().filter(|command| *command != "help") {
        assert!(docs.contains(&format!("| `{command}")), "docs/command_line.md lacks `{command}`");
        let output = pagesmith(&[command, "--help"]);
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(
            help.contains("Example") && help.contains(&format!("pagesmith {command}")),
            "{help}"
        );
    }
    let version = String::from_utf8(pagesmith(&["--version"]).stdout).unwrap();
    assert_eq!(version.trim(), concat!("pagesmith ", env!("CARGO_PKG_VERSION")));
    assert!(stderr_of(&pagesmith(&["generat"])).contains("'generate'"), "a mistyped command");
}

/// Cargo passes the name of the command as the first argument.
#[test]
fn cargo_runs_the_same_commands() {
    let by_cargo = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-pagesmith"));
        command.args(args).output().unwrap()
    };
    let explained = by_cargo(&["pagesmith", "explain", SPEC]);
    assert_eq!(code(&explained), 0, "{}", stderr_of(&explained));
    assert_eq!(explained.stdout, pagesmith(&["explain", SPEC]).stdout);
    // Without Cargo, it is a normal program.
    assert_eq!(by_cargo(&["explain", SPEC]).stdout, explained.stdout);
    // Cargo adds only the first.
    assert_eq!(code(&by_cargo(&["pagesmith", "pagesmith"])), 2);
    let help = String::from_utf8(by_cargo(&["pagesmith", "--help"]).stdout).unwrap();
    assert!(help.contains("Usage: cargo pagesmith [OPTIONS] <COMMAND>"), "{help}");
}

#[test]
fn colors_are_configurable() {
    let explain = |args: &[&str], no_color: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
        command.args(["explain", "../tests/diagnostics/unknown_key.yaml"]).args(args);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        stderr_of(&command.output().unwrap()).contains('\u{1b}')
    };
    assert!(!explain(&[], false), "without a terminal");
    assert!(explain(&["--color", "always"], false));
    assert!(
        explain(&["--color", "always"], true),
        "the flag takes precedence over the environment"
    );
    assert!(!explain(&["--color", "never"], false));
}

#[test]
fn explain_accepts_one_resource_or_all() {
    let all = pagesmith(&["explain", SPEC]);
    let one = pagesmith(&["explain", SPEC, "messages"]);
    assert_eq!((code(&all), code(&one)), (0, 0));
    assert!(String::from_utf8(one.stdout).unwrap().contains("GET https://"));
    let misspelt = pagesmith(&["explain", SPEC, "mesages"]);
    assert_eq!(code(&misspelt), 2);
    assert!(stderr_of(&misspelt).contains("did you mean `messages`?"));
    assert_eq!(code(&pagesmith(&["explain", "../tests/diagnostics/unknown_key.yaml"])), 1);
}

#[test]
fn schema_prints_the_schema() {
    let printed = String::from_utf8(pagesmith(&["schema"]).stdout).unwrap();
    assert_eq!(printed, pagesmith_codegen::schema::text());
}

#[test]
fn check_shows_the_difference_to_a_client_of_many_more_lists() {
    let folder = scratch("check-shrunk");
    let (spec, client) = (folder.join("one.yaml"), folder.join("client.rs"));
    let (spec, client) = (spec.to_str().unwrap(), client.to_str().unwrap());
    let text = "pagesmith: 1\nname: One\nresources:\n  rows: {get: /rows, paging: laml, record: Row}\nrecords:\n  Row: {fields: {id: string}}\n";
    fs::write(spec, text).unwrap();
    assert_eq!(code(&pagesmith(&["generate", "../../specs/signalwire.yaml", "--out", client])), 0);
    let checked = pagesmith(&["check", spec, "--out", client]);
    assert_eq!(code(&checked), 1, "{}", stderr_of(&checked));
    let stdout = String::from_utf8_lossy(&checked.stdout).into_owned() + &stderr_of(&checked);
    assert!(stdout.contains("-/// ") || stdout.contains("-    "), "{stdout}");
    assert!(!stdout.contains("more than"), "{stdout}");
    fs::remove_dir_all(folder).unwrap();
}
