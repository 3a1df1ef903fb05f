//! The compiler, on crates of a few lines beside the runtime that this test
//! was built with: no second build of it, and no network.

use super::caller::{FOREIGN, SHARED};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A compiler that knows the runtime and the crate `clients`.
pub(crate) struct Compiler {
    folder: PathBuf,
    runtime: PathBuf,
}

impl Compiler {
    /// Compiles the crate `clients`, and a stand-in for the user's own types.
    pub(crate) fn with_clients(name: &str, modules: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("diff-{name}-{}", std::process::id()));
        let text = format!("{FOREIGN}\n{modules}");
        let mut stderr = String::new();
        for runtime in runtimes() {
            // A runtime that did not fit has removed the folder.
            fs::create_dir_all(&folder).unwrap();
            let compiler = Self { folder: folder.clone(), runtime };
            let output = compiler.compile("clients", &text, &["--crate-type", "rlib"]);
            if output.status.success() {
                return compiler;
            }
            // The errors for the newest one: older ones were built from other sources.
            if stderr.is_empty() {
                stderr = String::from_utf8_lossy(&output.stderr).into_owned();
            }
        }
        panic!("the clients don't compile beside any runtime in {}:\n{stderr}", deps().display());
    }

    /// Compiles these callers into a program and runs it; returns the requests of
    /// each, line by line.
    pub(crate) fn run(&self, callers: &BTreeMap<String, String>) -> BTreeMap<String, Vec<String>> {
        let modules = callers.iter().map(|(name, caller)| format!("mod {name} {{\n{caller}\n}}\n"));
        let modules: String = modules.collect();
        let calls = callers.keys().map(|name| format!("print(\"{name}\", {name}::run());\n"));
        let calls: String = calls.collect();
        let program = format!("{SHARED}\n{modules}\nfn main() {{\n{calls}}}\n");
        let output =
            self.compile("callers", &program, &["--crate-type", "bin", "--extern", "clients"]);
        assert!(
            output.status.success(),
            "a caller does not compile, and was not said to break:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let name = format!("callers{}", std::env::consts::EXE_SUFFIX);
        let output = Command::new(self.folder.join(name)).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut asked: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            let (name, what) = line.split_once(": ").unwrap();
            asked.entry(name.to_owned()).or_default().push(what.to_owned());
        }
        asked
    }

    /// Whether this crate compiles.
    pub(crate) fn takes(&self, name: &str, text: &str) -> bool {
        self.compile(name, text, &["--crate-type", "lib", "--emit", "metadata"]).status.success()
    }

    /// The errors of each of these callers, with their lines. Callers that compile
    /// are left out.
    ///
    /// An unknown name keeps the compiler from checking types, so the callers
    /// without errors are compiled once more without the others.
    pub(crate) fn errors(&self, callers: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let mut errors: BTreeMap<String, String> = BTreeMap::new();
        loop {
            let mut text = SHARED.to_owned();
            let mut owners = vec![""; text.lines().count()];
            for (name, caller) in callers.iter().filter(|(name, _)| !errors.contains_key(*name)) {
                let module = format!("mod {name} {{\n{caller}\n}}\n");
                owners.resize(owners.len() + module.lines().count(), name);
                text += &module;
            }
            let args = ["--crate-type", "lib", "--emit", "metadata", "--extern", "clients"];
            let output =
                self.compile("broken", &text, &[&args[..], &["--error-format", "short"]].concat());
            let lines: Vec<&str> = text.lines().collect();
            let stderr = String::from_utf8(output.stderr).unwrap();
            let mut found = false;
            for (at, message) in stderr.lines().filter_map(place) {
                let of = errors.entry(owners[at - 1].to_owned()).or_default();
                writeln!(of, "{message}\n    {}", lines[at - 1]).unwrap();
                found = true;
            }
            if !found {
                assert!(output.status.success(), "{stderr}");
                return errors;
            }
        }
    }

    fn compile(&self, name: &str, text: &str, args: &[&str]) -> Output {
        let source = self.folder.join(format!("{name}.rs"));
        fs::write(&source, text).unwrap();
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        // The runtime was built with them.
        let flags = std::env::var("RUSTFLAGS").unwrap_or_default();
        Command::new(rustc)
            .args(flags.split_whitespace())
            .args(["--edition", "2024", "--cap-lints", "allow"])
            .args(["--crate-name", name])
            .args(args)
            .arg("--extern")
            .arg(format!("pagesmith={}", self.runtime.display()))
            .arg("-L")
            .arg(format!("dependency={}", deps().display()))
            .arg("-L")
            .arg(&self.folder)
            .arg("--out-dir")
            .arg(&self.folder)
            .arg(&source)
            .output()
            .unwrap()
    }
}

impl Drop for Compiler {
    fn drop(&mut self) {
        // A folder that is left over is within the build's own.
        let _kept = fs::remove_dir_all(&self.folder);
    }
}

/// Line and message of `FILE:LINE:COLUMN: error…`.
fn place(stderr: &str) -> Option<(usize, &str)> {
    let (file, rest) = stderr.split_once(".rs:")?;
    let (line, message) = rest.split_once(':')?;
    let is_error = message.split_once(": ")?.1.starts_with("error");
    (is_error && file.ends_with("broken")).then_some((line.parse().ok()?, message))
}

/// The folder of the tests and of the crates that they were built with.
fn deps() -> PathBuf {
    std::env::current_exe().unwrap().parent().unwrap().to_owned()
}

/// The builds of the runtime in that folder, the newest first: one for each set
/// of features.
fn runtimes() -> Vec<PathBuf> {
    let files = fs::read_dir(deps()).unwrap().map(|entry| entry.unwrap().path());
    let is_runtime = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("libpagesmith-") && name.ends_with(".rlib")
    };
    let mut found: Vec<PathBuf> = files.filter(is_runtime).collect();
    found.sort_by_key(|path| fs::metadata(path).unwrap().modified().unwrap());
    found.reverse();
    found
}
