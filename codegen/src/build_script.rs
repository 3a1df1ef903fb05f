//! The entry point for build scripts.

use crate::diag::{Diagnostics, Level, Look, Source, escape};
use crate::emit::Options;
use crate::output::{Output, check_module, module_name};
use crate::{input, other_file};
use quote::ToTokens as _;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{env, process};
use syn::parse::Parser as _;

/// Generates the client of a spec into `$OUT_DIR`, in a file that is named
/// like the spec (`specs/signalwire.yaml` becomes `signalwire.rs`). In the program,
/// `pagesmith::include_client!("signalwire")` includes it.
///
/// Call it from a build script. The path is relative to the folder of
/// `Cargo.toml`. Problems of the spec become errors of the build, each with its
/// line, and end the build script.
pub fn compile(spec: impl AsRef<Path>) {
    Builder::new().spec(spec).compile();
}

/// Generates clients from a build script, with all options.
///
/// ```no_run
/// // build.rs
/// pagesmith_codegen::Builder::new()
///     .spec("specs/signalwire.yaml")
///     .spec_as("mail", "specs/sendsage.yaml")
///     .runtime("::renamed_pagesmith")
///     .compile();
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until `compile` is called"]
pub struct Builder {
    specs: Vec<(Option<String>, PathBuf)>,
    out_dir: Option<PathBuf>,
    runtime: Option<String>,
}

impl Builder {
    /// Creates a builder without specs.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a spec; its module and file are named like its file.
    pub fn spec(mut self, path: impl AsRef<Path>) -> Self {
        self.specs.push((None, path.as_ref().to_owned()));
        self
    }

    /// Adds a spec, and names its module and file.
    pub fn spec_as(mut self, module: impl Into<String>, path: impl AsRef<Path>) -> Self {
        self.specs.push((Some(module.into()), path.as_ref().to_owned()));
        self
    }

    /// The folder of the output; `$OUT_DIR` unless set.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// The path by which the generated code names the runtime; `::pagesmith`
    /// unless set.
    pub fn runtime(mut self, path: impl Into<String>) -> Self {
        self.runtime = Some(path.into());
        self
    }

    /// Generates, and writes what has changed.
    ///
    /// Asks Cargo to run the build script again when a spec changes; that turns
    /// off its default of watching the whole package. Problems become errors of
    /// the build and end the process with code 1.
    pub fn compile(self) {
        let problems = self.run();
        for problem in &problems {
            println!("{}", instruction("error", problem));
        }
        if !problems.is_empty() {
            process::exit(1);
        }
    }

    /// Generates all clients; returns the problems, one line each.
    fn run(self) -> Vec<String> {
        let out_dir = self.out_dir.or_else(|| env::var_os("OUT_DIR").map(PathBuf::from));
        let Some(out_dir) = out_dir else {
            return vec![
                "`OUT_DIR` is not set: call this from a build script, or set `out_dir`".to_owned(),
            ];
        };
        let options = match parse_runtime(self.runtime.as_deref()) {
            Ok(options) => options,
            Err(problem) => return vec![problem],
        };
        let one = |(module, spec): &(Option<String>, PathBuf)| {
            println!("{}", instruction("rerun-if-changed", &spec.display().to_string()));
            one(module.as_deref(), spec, &out_dir, &options).err().unwrap_or_default()
        };
        self.specs.iter().flat_map(one).collect()
    }
}

/// One line for Cargo, whatever the text contains: Cargo would obey a second line
/// as another instruction.
fn instruction(key: &str, text: &str) -> String {
    format!("cargo::{key}={}", escape(&text.replace('\n', " ")))
}

/// Options with this path to the runtime; that of the crate unless given.
///
/// # Errors
/// When it is not a path.
pub fn parse_runtime(runtime: Option<&str>) -> Result<Options, String> {
    let Some(path) = runtime else { return Ok(Options::default()) };
    match syn::Path::parse_mod_style.parse_str(path) {
        Ok(runtime) => Ok(Options { runtime: runtime.into_token_stream() }),
        Err(_) => Err(format!("`{path}` is not a crate path, such as `::pagesmith`")),
    }
}

fn one(
    module: Option<&str>,
    spec: &Path,
    out_dir: &Path,
    options: &Options,
) -> Result<(), Vec<String>> {
    let module =
        module.map_or_else(|| module_name(spec), check_module).map_err(|problem| vec![problem])?;
    let bytes = input::regular_file(spec, input::MAX_SPEC).map_err(|error| {
        let place = match error.kind() {
            ErrorKind::NotFound => "; the path is relative to the folder of `Cargo.toml`",
            _ => "",
        };
        vec![format!("{} can't be read: {error}{place}", spec.display())]
    })?;
    let generated =
        crate::generate(&bytes, options).map_err(|problems| match other_file::problem(&bytes) {
            Some(other) => print_problems(&Diagnostics::of(other), spec, &[]),
            None => print_problems(&problems, spec, &bytes),
        })?;
    for warning in print_problems(&generated.warnings, spec, &bytes) {
        println!("{}", instruction("warning", &warning));
    }
    let output = Output { path: out_dir.join(module + ".rs"), text: generated.code };
    output.write().map(drop).map_err(|error| vec![error.to_string()])
}

/// Prints problems with their lines to standard error; returns one line each
/// for Cargo.
fn print_problems(problems: &Diagnostics, spec: &Path, bytes: &[u8]) -> Vec<String> {
    let (name, text) = (spec.display().to_string(), String::from_utf8_lossy(bytes));
    let source = Source { name: &name, text: &text };
    let failed = problems.has_errors();
    if failed {
        eprint!("{}", problems.render(&source, Look::Plain));
    }
    // A warning is not an error of the build.
    let reported =
        problems.problems.iter().filter(|problem| !failed || problem.level == Level::Error);
    reported.map(|problem| problem.one_line(&source)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Builder, instruction};
    use std::path::Path;
    use std::{env, fs, process};

    fn problems(spec: &Path) -> Vec<String> {
        let out = env::temp_dir();
        Builder::new().spec_as("other", spec).out_dir(out).run()
    }

    #[test]
    fn a_file_that_is_no_spec_is_not_quoted() {
        let file = env::temp_dir().join(format!("pagesmith-no-spec-{}", process::id()));
        fs::write(&file, "password: hunter2\n").unwrap();
        let problems = problems(&file);
        fs::remove_file(&file).unwrap();
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].contains("the file is not a spec"), "{problems:?}");
        assert!(!problems[0].contains("hunter2"), "{problems:?}");
    }

    #[test]
    fn a_missing_spec_says_where_it_was_looked_for() {
        let problems = problems(Path::new("specs/no-such-spec.yaml"));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].contains("relative to the folder of `Cargo.toml`"), "{problems:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_is_not_read() {
        let problems = problems(Path::new("/dev/zero"));
        assert!(problems[0].contains("a regular file of at most 4194304 bytes"), "{problems:?}");
    }

    #[test]
    fn an_instruction_is_one_line() {
        let line = instruction("error", "a\ncargo::rustc-env=B=c\rd");
        assert_eq!(line, "cargo::error=a cargo::rustc-env=B=c\\rd");
    }
}
