//! The runtime's metadata for the compiler, so that a test compiles generated code
//! in a second, without a Cargo project.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The runtime's metadata, in the folder of its dependencies' metadata.
#[derive(Debug)]
pub struct Runtime {
    metadata: PathBuf,
}

/// The runtime with its macros, checked once by the cargo that runs the tests:
/// from the workspace's own lock file, with the network off.
pub fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["check", "--quiet", "--locked", "--offline", "--message-format", "json"]);
        cargo.args(["-p", "pagesmith", "--no-default-features", "--features", "spec"]);
        cargo.arg("--manifest-path").arg(folder().join("../Cargo.toml"));
        cargo.arg("--target-dir").arg(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap());
        let output = cargo.output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{stderr}");
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let messages = stdout.lines().filter_map(|line| serde_json::from_str(line).ok());
        let files = messages.flat_map(|message: serde_json::Value| {
            let is_ours = message["target"]["name"] == "pagesmith";
            let files = message["filenames"].as_array().cloned().unwrap_or_default();
            files.into_iter().filter(move |_| is_ours)
        });
        let mut files = files.filter_map(|file| Some(PathBuf::from(file.as_str()?)));
        let metadata = files.find(|file| file.extension().is_some_and(|it| it == "rmeta"));
        Runtime { metadata: metadata.unwrap() }
    })
}

/// The folder of this package.
pub fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder for what a test writes.
pub fn scratch(name: &str) -> PathBuf {
    let name = format!("{name}-{}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl Runtime {
    /// `rustc`, `rustdoc` or `clippy-driver` over a library, which knows the
    /// runtime by this name.
    pub fn run(&self, tool: &str, root: &Path, edition: &str, name: &str, args: &[&str]) -> Output {
        let in_toolchain = Path::new(env!("CARGO")).with_file_name(tool);
        let mut command =
            Command::new(if in_toolchain.exists() { in_toolchain } else { tool.into() });
        let folder = root.parent().unwrap();
        command.arg(root).args(["--crate-type", "lib", "--edition", edition]).args(args);
        command.arg("-L").arg(self.dependencies());
        command.arg("--extern").arg(format!("{name}={}", self.metadata.display()));
        command.env("CARGO_MANIFEST_DIR", folder).env("CLIPPY_CONF_DIR", folder);
        command.current_dir(folder).output().unwrap()
    }

    fn dependencies(&self) -> String {
        format!("dependency={}", self.metadata.parent().unwrap().display())
    }

    /// Checks a library with clippy; warnings are errors.
    pub fn check(&self, root: &Path, edition: &str, name: &str) {
        let args = ["--emit", "metadata", "-D", "warnings"];
        let output = self.run("clippy-driver", root, edition, name, &args);
        let report = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && report.is_empty(), "edition {edition}:\n{report}");
    }
}
