//! `pagesmith.toml`: the commands without arguments.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, process};

const SPEC: &str = "pagesmith: 1\nname: Example\npaging: laml\nresources:\n  calls: {get: /calls, record: Call}\nrecords:\n  Call: {fields: {sid: string}}\n";

struct Project(PathBuf);

impl Project {
    fn new(name: &str, config: &str) -> Self {
        let name = format!("{name}-{}", process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(folder.join("specs/deep")).unwrap();
        for spec in ["one", "two", "three"] {
            fs::write(folder.join("specs").join(format!("{spec}.yaml")), SPEC).unwrap();
        }
        fs::write(folder.join("pagesmith.toml"), config).unwrap();
        Self(folder)
    }

    fn pagesmith(&self, below: &str, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
        command.current_dir(self.0.join(below)).args(args).output().unwrap()
    }

    fn written(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.0.join(file)).ok()
    }

    /// The messages about a file with mistakes.
    fn mistakes(&self) -> String {
        let output = self.pagesmith("", &["check"]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

/// The example of the documentation.
fn documented() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/command_line.md");
    let docs = fs::read_to_string(file).unwrap().replace("\r\n", "\n");
    let example = docs.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    example.replace("signalwire", "one").replace("github", "two").replace("stripe", "three")
}

#[test]
fn generate_and_check_follow_the_config() {
    let project = Project::new("config", &documented());
    assert_eq!(project.pagesmith("", &["check"]).status.code(), Some(1));
    let output = project.pagesmith("", &["generate"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let first = project.written("src/one.rs").unwrap();
    assert!(first.contains("::pagesmith::"));
    assert!(project.written("src/clients/two.rs").unwrap().contains("crate::paging::"));
    assert!(project.written("src/clients/mod.rs").unwrap().contains("pub mod three;"));
    assert_eq!(project.pagesmith("", &["check"]).status.code(), Some(0));
    assert_eq!(project.pagesmith("specs/deep", &["check"]).status.code(), Some(0), "found upwards");

    fs::write(project.0.join("specs/one.yaml"), SPEC.replace("/calls", "/conversations")).unwrap();
    let output = project.pagesmith("specs", &["generate", "--format", "json"]);
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        (stdout.matches("wrote").count(), stdout.matches("unchanged").count()),
        (1, 3),
        "{stdout}"
    );
    assert_ne!(project.written("src/one.rs").unwrap(), first);
}

#[test]
fn arguments_go_before_the_file() {
    let project = Project::new("config-arguments", &documented());
    let output = project.pagesmith("", &["generate", "specs/one.yaml", "--out", "elsewhere.rs"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(project.written("elsewhere.rs").is_some() && project.written("src/one.rs").is_none());
    assert_eq!(project.pagesmith("", &["generate", "specs/one.yaml"]).status.code(), Some(2));
    assert_eq!(project.pagesmith("", &["generate", "--out", "x.rs"]).status.code(), Some(2));
}

#[test]
fn mistakes_are_reported_with_their_place() {
    let cases = [
        (
            "config-key",
            "[[client]]\nsepc = \"a.yaml\"\nout = \"a.rs\"\n",
            ["pagesmith.toml:2:1", "did you mean `spec`?"],
        ),
        (
            "config-out",
            "[[client]]\nspec = \"a.yaml\"\n",
            ["pagesmith.toml:1:1", "missing field `out`"],
        ),
        (
            "config-none",
            "runtime = \"::p\"\nclient = []\n",
            ["pagesmith.toml", "expected at least one client"],
        ),
        (
            "config-both",
            "[[client]]\nspec = \"a.yaml\"\nspecs = [\"b.yaml\"]\nout = \"x\"\n",
            ["pagesmith.toml:1:1", "expected either `spec` or `specs`"],
        ),
        (
            "config-empty-out",
            "[[client]]\nspec = \"specs/one.yaml\"\nout = \"\"\n",
            ["pagesmith.toml:3:7", "`out` is empty"],
        ),
        ("config-toml", "[[client]\n", ["pagesmith.toml:1:", "error"]),
        ("config-type", "[[client]]\nspec = 7\nout = \"x\"\n", ["pagesmith.toml:2:8", "expected"]),
        (
            "config-twice",
            "[[client]]\nspec = \"specs/one.yaml\"\nout = \"x.rs\"\n[[client]]\nspec = \"specs/two.yaml\"\nout = \"x.rs\"\n",
            ["pagesmith.toml:6:7", "two clients write `x.rs`"],
        ),
    ];
    for (name, config, words) in cases {
        let stderr = Project::new(name, config).mistakes();
        for word in words {
            assert!(stderr.contains(word), "{name} lacks `{word}`:\n{stderr}");
        }
    }
}

fn two_clients(first: &str, second: &str) -> String {
    format!(
        "[[client]]\nspecs = [\"specs/one.yaml\"]\nout = \"{first}\"\n[[client]]\nspecs = [\"specs/two.yaml\"]\nout = \"{second}\"\n"
    )
}

#[test]
fn clients_with_two_names_for_one_file_are_refused_before_one_is_written() {
    for (name, first, second) in [
        ("dot", "x.rs", "./x.rs"),
        ("up", "x.rs", "specs/../x.rs"),
        ("new", "x.rs", "new/../x.rs"),
        ("inside", "d", "d/one.rs"),
        ("root", "d", "./d/../d"),
    ] {
        let project = Project::new(&format!("config-{name}"), &two_clients(first, second));
        for command in ["generate", "check"] {
            let output = project.pagesmith("", &[command]);
            let stderr = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{name}: {stderr}");
            let named =
                [first, second].iter().all(|out| stderr.contains(&format!("`out = \"{out}\"`")));
            assert!(named && stderr.contains("the same file"), "{name}: {stderr}");
        }
        assert_eq!((project.written("x.rs"), project.written("d/one.rs")), (None, None), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn clients_with_one_file_behind_a_link_are_refused() {
    let project = Project::new("config-link", &two_clients("real/x.rs", "link/x.rs"));
    fs::create_dir(project.0.join("real")).unwrap();
    std::os::unix::fs::symlink("real", project.0.join("link")).unwrap();
    let output = project.pagesmith("", &["generate"]);
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("\"real/x.rs\"") && stderr.contains("\"link/x.rs\""), "{stderr}");
    assert_eq!(project.written("real/x.rs"), None);
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_a_regular_file_is_not_a_missing_file() {
    let project = Project::new("config-odd", "");
    let file = project.0.join("pagesmith.toml");
    let assert_refused = |make: &dyn Fn(), reason: &str| {
        make();
        let output = project.pagesmith("", &["check"]);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(
            stderr.contains("pagesmith.toml can't be read") && stderr.contains(reason),
            "{stderr}"
        );
    };
    fs::remove_file(&file).unwrap();
    assert_refused(
        &|| assert!(Command::new("mkfifo").arg(&file).status().unwrap().success()),
        "a named pipe",
    );
    fs::remove_file(&file).unwrap();
    assert_refused(&|| std::os::unix::fs::symlink("/dev/zero", &file).unwrap(), "a device");
    fs::remove_file(&file).unwrap();
    assert_refused(&|| std::os::unix::fs::symlink("nowhere", &file).unwrap(), "No such file");
    fs::remove_file(&file).unwrap();
    assert_refused(&|| fs::create_dir(&file).unwrap(), "a folder");
}

#[test]
fn a_project_without_a_config_gets_help() {
    // The workspace has no `pagesmith.toml`, so none is above the target folder.
    let project = Project::new("config-missing", "");
    fs::remove_file(project.0.join("pagesmith.toml")).unwrap();
    let output = project.pagesmith("", &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("pagesmith.toml"));
    fs::write(project.0.join("pagesmith.toml"), "").unwrap();
}
