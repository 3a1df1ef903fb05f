//! Runs cargo with its default profiles, on packages that are written below the
//! target directory.

use crate::machine;
use crate::measure::Outcome;
use crate::process::{self, Spent};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// Settings of the user's environment that would change the figures.
const SETTINGS: [&str; 4] = ["CARGO_PROFILE_", "CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS", "RUSTC_W"];

/// The folder of the workspace.
pub fn workspace() -> Outcome<PathBuf> {
    Ok(fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))?)
}

/// The target directory that this program was built in.
///
/// # Errors
/// When the program is not in a target directory.
pub fn target() -> Outcome<PathBuf> {
    let program = env::current_exe()?;
    let target = program.parent().and_then(Path::parent);
    Ok(target.ok_or("the benchmarks lie in no target directory")?.to_owned())
}

/// A folder for what a measurement writes.
///
/// # Errors
/// When it can't be made.
pub fn scratch(name: &str) -> Outcome<PathBuf> {
    let folder = target()?.join("benchmarks").join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Whether cargo is installed.
pub fn is_there() -> bool {
    cargo(Path::new(".")).arg("--version").output().is_ok_and(|out| out.status.success())
}

/// Why the CPU time of builds can't be measured here, if it can't.
pub fn missing() -> Option<&'static str> {
    match (process::of_children(), is_there()) {
        (None, _) => Some("this system does not report CPU time in /proc"),
        (_, false) => Some("cargo is not installed"),
        _ => None,
    }
}

/// Runs cargo in a folder.
///
/// # Errors
/// When it can't be run, or fails: with what it wrote.
pub fn run(folder: &Path, args: &[&str]) -> Outcome<String> {
    let out = cargo(folder).args(args).output()?;
    if out.status.success() {
        return Ok(String::from_utf8_lossy(&out.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&out.stderr);
    Err(format!("cargo {} failed in {}: {said}", args.join(" "), folder.display()).into())
}

/// Cargo without incremental state, and without the settings of the user's
/// environment.
fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder).stdin(Stdio::null()).env("CARGO_INCREMENTAL", "0");
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if SETTINGS.iter().any(|setting| name.starts_with(setting)) {
            command.env_remove(&*name);
        }
    }
    command
}

/// A package that was written to be built.
#[derive(Debug)]
pub struct Package {
    folder: PathBuf,
}

impl Package {
    /// Writes a package with these dependencies and these files of `src`,
    /// locked to the versions of the workspace.
    ///
    /// # Errors
    /// When a file can't be written.
    pub fn write(name: &str, dependencies: &[String], files: &[(&str, String)]) -> Outcome<Self> {
        let folder = scratch(name)?;
        let src = folder.join("src");
        // What an earlier run left there.
        fs::remove_dir_all(&src).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })?;
        fs::create_dir_all(&src)?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{}\n",
            dependencies.join("\n")
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::copy(workspace()?.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        for (file, text) in files {
            fs::write(src.join(file), text)?;
        }
        Ok(Self { folder })
    }

    /// Runs cargo in the package, with this target directory.
    ///
    /// # Errors
    /// When it fails.
    pub fn cargo(&self, target: &Path, args: &[&str]) -> Outcome<Spent> {
        let target = target.to_str().ok_or("the target directory's path is not UTF-8")?;
        let args: Vec<_> = args.iter().copied().chain(["--target-dir", target]).collect();
        process::spent(|| run(&self.folder, &args).map(drop))
    }

    /// Makes `main.rs` look as if it had been changed.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn touch(&self) -> Outcome<()> {
        let main = fs::File::options().write(true).open(self.folder.join("src/main.rs"))?;
        Ok(main.set_modified(std::time::SystemTime::now())?)
    }

    /// The crates that the package depends on, with the features of each.
    ///
    /// # Errors
    /// When cargo fails.
    pub fn crates(&self) -> Outcome<BTreeMap<String, String>> {
        const TREE: [&str; 8] = [
            "tree",
            "-e",
            "normal,build",
            "--prefix",
            "none",
            "--no-dedupe",
            "--format",
            "{p}|{f}",
        ];
        let tree = run(&self.folder, &TREE)?;
        // The first line is the package; a path may follow a version.
        let crates = tree.lines().skip(1).filter_map(|line| line.split_once('|'));
        Ok(crates
            .map(|(one, with)| (one.split(" (").next().unwrap_or(one).to_owned(), with.to_owned()))
            .collect())
    }
}

/// The line of a manifest that names the runtime of this workspace.
///
/// # Errors
/// When its path is not known.
pub fn runtime(options: &str) -> Outcome<String> {
    let path = workspace()?.join("runtime");
    let path = path.to_str().ok_or("the workspace's path is not UTF-8")?;
    Ok(format!("pagesmith = {{ path = {path:?}, {options} }}"))
}

/// The line of a manifest that names a crate, in the version of the workspace.
///
/// # Errors
/// When the workspace does not have it.
pub fn dependency(name: &str, options: &str) -> Outcome<String> {
    let version = machine::version(name).ok_or_else(|| format!("{name} is in no lock file"))?;
    Ok(format!("{name} = {{ version = \"={version}\", {options} }}"))
}
