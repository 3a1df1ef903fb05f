//! What shells complete: specs, and what a spec names.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod command;

use command::{code, pagesmith, scratch};
use pagesmith_cli::mock::FAULTS;
use std::fs;
use std::path::Path;
use std::process::Command;

const SPEC: &str = "../../specs/signalwire.yaml";
const BASH: &str = "\
source <(pagesmith completions bash)
COMP_WORDS=(pagesmith \"$@\")
COMP_CWORD=$#
_clap_complete_pagesmith pagesmith \"${@: -1}\"
printf '%s\\n' \"${COMPREPLY[@]}\"";

/// What comes next, as fish gets it: the words, each with its description.
fn described(words: &[&str]) -> Vec<(String, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
    command.args(["--", "pagesmith"]).args(words).env("PAGESMITH_COMPLETE", "fish");
    let output = command.output().unwrap();
    assert_eq!(code(&output), 0);
    let text = String::from_utf8(output.stdout).unwrap();
    let pair = |line: &str| {
        let (word, what) = line.split_once('\t').unwrap_or((line, ""));
        (word.to_owned(), what.to_owned())
    };
    text.lines().map(pair).collect()
}

fn completed(words: &[&str]) -> Vec<String> {
    described(words).into_iter().map(|(word, _)| word).collect()
}

#[test]
fn each_shell_has_a_script_that_asks_the_program() {
    for (shell, word) in [
        ("bash", "_clap_complete_pagesmith"),
        ("zsh", "#compdef pagesmith"),
        ("fish", "--command pagesmith"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let output = pagesmith(&["completions", shell]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains(word) && text.contains("PAGESMITH_COMPLETE"), "{shell}: {text}");
    }
    assert_eq!(code(&pagesmith(&["completions", "sh"])), 2);
}

#[test]
fn commands_and_flags_are_completed_with_what_they_do() {
    let commands = described(&["expl"]);
    assert_eq!(commands.len(), 1);
    assert_eq!(commands[0].0, "explain");
    assert!(commands[0].1.starts_with("Describe in words"), "{commands:?}");
    assert!(
        completed(&["list", SPEC, "messages", "--max"]).contains(&"--max-page-bytes".to_owned())
    );
}

#[test]
fn only_files_that_may_be_specs_are_completed() {
    let folder = scratch("completions");
    for name in ["api.yaml", "other.yml", "records.jsonl", "api.yaml.position"] {
        fs::write(folder.join(name), "").unwrap();
    }
    fs::create_dir_all(folder.join("api.yaml.d")).unwrap();
    let begin = format!("{}/", folder.display());
    for command in [&["list"][..], &["explain"], &["mock"], &["check"], &["diff"], &["diff", SPEC]]
    {
        let words = completed(&[command, &[&begin]].concat());
        let names: Vec<_> = words.iter().map(|word| word.strip_prefix(&begin).unwrap()).collect();
        // Specs may be below a folder.
        assert_eq!(names, ["api.yaml", "other.yml", "api.yaml.d/"], "{command:?}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_spec_of_the_command_line_gives_lists_parameters_and_filters() {
    let lists = completed(&["list", SPEC, ""]);
    assert!(
        lists.contains(&"messages".to_owned()) && lists.contains(&"calls".to_owned()),
        "{lists:?}"
    );
    assert_eq!(completed(&["explain", SPEC, "messages"]), ["messages"]);
    assert_eq!(completed(&["list", SPEC, "messages", "--param", ""]), ["space=", "account_sid="]);
    // Flags before the list, and values of flags, are not the list.
    assert_eq!(completed(&["list", "--limit", "3", SPEC, "--rate", "2", "messages"]), ["messages"]);
    let filters = completed(&["list", SPEC, "messages", "--filter", ""]);
    assert!(filters.contains(&"to=".to_owned()), "{filters:?}");
    let github = "../../examples/apis/github.yaml";
    let states = completed(&["list", github, "issues", "--filter", "state"]);
    assert_eq!(states, ["state=open", "state=closed", "state=all"]);
    // Another list of the spec has no filters.
    assert_eq!(completed(&["list", github, "runs", "--filter", "state"]), [""; 0]);
}

#[test]
fn parents_and_filters_of_increments_are_completed() {
    let spec = "../tests/golden/children.yaml";
    let list = completed(&["list", spec, ""]);
    let with_parents: Vec<_> = list
        .iter()
        .filter(|list| !completed(&["list", spec, list, "--for-each", ""]).is_empty())
        .collect();
    assert!(!with_parents.is_empty() && with_parents.len() < list.len(), "{list:?}");
}

#[test]
fn faults_are_completed_with_what_they_do() {
    let faults = described(&["mock", SPEC, "--fault", ""]);
    let all: Vec<_> =
        FAULTS.iter().map(|fault| (fault.name.to_owned(), fault.what.to_owned())).collect();
    assert_eq!(faults, all);
    assert_eq!(completed(&["mock", SPEC, "--fault", "trunc"]), ["truncated"]);
}

/// A spec that is missing, broken, or no file gives no names, and no message in the middle of a line.
#[test]
fn a_spec_that_cannot_be_read_gives_nothing() {
    let folder = scratch("completions-broken");
    let broken = folder.join("broken.yaml").display().to_string();
    fs::write(&broken, "resources: [").unwrap();
    let is_folder = folder.join("folder.yaml").display().to_string();
    fs::create_dir_all(&is_folder).unwrap();
    for spec in [&broken, &is_folder, "missing.yaml", "-"] {
        for flag in ["--param", "--filter", "--for-each", "--parent-filter", "--since-filter"] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
            command.args(["--", "pagesmith", "list", spec, "messages", flag, ""]);
            let output = command.env("PAGESMITH_COMPLETE", "fish").output().unwrap();
            assert!(
                output.stderr.is_empty() && output.stdout.trim_ascii().is_empty(),
                "{spec} {flag}"
            );
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

/// The script of bash, in bash.
#[cfg(target_os = "linux")]
#[test]
fn bash_completes_a_list() {
    let programs = Path::new(env!("CARGO_BIN_EXE_pagesmith")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut bash = Command::new("bash");
    let output =
        bash.args(["-c", BASH, "bash", "list", SPEC, "messages"]).env("PATH", path).output();
    assert_eq!(String::from_utf8(output.unwrap().stdout).unwrap().trim(), "messages");
}

#[test]
fn a_manual_page_is_written_for_each_command() {
    let folder = scratch("man");
    let out = folder.join("man1").display().to_string();
    let output = pagesmith(&["man", "--out", &out]);
    assert_eq!(code(&output), 0);
    let page = |name: &str| fs::read_to_string(Path::new(&out).join(name)).unwrap();
    let main = page("pagesmith.1");
    for command in
        ["generate", "check", "diff", "explain", "import", "infer", "list", "mock", "sql"]
    {
        assert!(main.contains(&format!("pagesmith\\-{command}(1)")), "{main}");
        let page = page(&format!("pagesmith-{command}.1"));
        assert!(
            page.contains(".SH SYNOPSIS") && page.contains(&format!("pagesmith {command}")),
            "{page}"
        );
    }
    // Flags that all commands have are on each page.
    assert!(page("pagesmith-list.1").contains("\\-\\-format"), "{}", page("pagesmith-list.1"));
    let again = pagesmith(&["man", "--out", &out]);
    let stderr = command::stderr_of(&again);
    assert!(stderr.lines().all(|line| line.starts_with("unchanged ")), "{stderr}");
    fs::remove_dir_all(folder).unwrap();
}
