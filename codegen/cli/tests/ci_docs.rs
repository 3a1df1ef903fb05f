//! The workflow and the hooks of `docs/command_line.md`, in a repository with a client.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[expect(dead_code, reason = "its own helper runs the commands")]
mod command;

use serde_yaml::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The blocks of this language below the heading on CI.
fn blocks(language: &str) -> Vec<String> {
    let page = fs::read_to_string("../../docs/command_line.md").unwrap().replace("\r\n", "\n");
    let section = page.split("\n## Check in CI\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let open = format!("```{language}\n");
    let blocks = section.split(&open).skip(1);
    blocks.map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

/// A command with `pagesmith` in its path; whether it succeeds.
fn succeeds(folder: &Path, program: &str, args: &[&str]) -> bool {
    let programs = Path::new(env!("CARGO_BIN_EXE_pagesmith")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(program);
    command.args(args).current_dir(folder).env("PATH", path);
    for (name, value) in [("NAME", "me"), ("EMAIL", "me@example.com")] {
        command
            .env(format!("GIT_AUTHOR_{name}"), value)
            .env(format!("GIT_COMMITTER_{name}"), value);
    }
    command.output().unwrap().status.success()
}

/// A repository with a spec and its client.
fn repository(name: &str) -> PathBuf {
    let folder = command::scratch(name);
    fs::write(folder.join("pagesmith.toml"), "[[client]]\nspec = \"api.yaml\"\nout = \"api.rs\"\n")
        .unwrap();
    fs::copy("../../examples/github/github.yaml", folder.join("api.yaml")).unwrap();
    assert!(succeeds(&folder, "pagesmith", &["generate"]));
    assert!(succeeds(&folder, "git", &["init", "--quiet"]));
    folder
}

/// Changes the spec in a way that its client shows.
fn change(folder: &Path) {
    let spec = fs::read_to_string(folder.join("api.yaml")).unwrap();
    fs::write(folder.join("api.yaml"), spec + "      body: string?\n").unwrap();
}

#[test]
fn the_workflow_fails_once_a_client_is_stale() {
    let folder = repository("workflow");
    let workflow: Value = serde_yaml::from_str(&blocks("yaml")[0]).unwrap();
    let steps = workflow["jobs"]["check"]["steps"].as_sequence().unwrap();
    let runs: Vec<_> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    let [install, check] = runs[..] else { panic!("{runs:?}") };
    assert!(install.starts_with("cargo install "), "{install}");
    assert!(succeeds(&folder, "sh", &["-c", check]));
    change(&folder);
    assert!(!succeeds(&folder, "sh", &["-c", check]));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_hook_refuses_a_commit_with_a_stale_client() {
    let folder = repository("hook");
    let hook = folder.join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, &blocks("sh")[0]).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let commit = || {
        assert!(succeeds(&folder, "git", &["add", "."]));
        succeeds(&folder, "git", &["commit", "--quiet", "--message", "all"])
    };
    assert!(commit());
    change(&folder);
    assert!(!commit());
    assert!(succeeds(&folder, "pagesmith", &["generate"]));
    assert!(commit());
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_hook_of_pre_commit_runs_the_same_command() {
    let config: Value = serde_yaml::from_str(&blocks("yaml")[1]).unwrap();
    let hook = &config["repos"][0]["hooks"][0];
    assert!(blocks("sh")[0].contains(hook["entry"].as_str().unwrap()));
    assert_eq!(hook["pass_filenames"], Value::from(false));
}
