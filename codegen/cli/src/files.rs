//! Specs, and the files of their clients: what `generate` writes and `check`
//! compares.

use crate::config::{self, Group};
use crate::drafting::document;
use crate::outcome::Failure;
use crate::{completion, terminal};
use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser};
use pagesmith_codegen::emit::{self, Options};
use pagesmith_codegen::model::Api;
use pagesmith_codegen::{Output, generate as generate_text, module_name, parse_runtime};
use pagesmith_codegen::{format, input};
use std::collections::BTreeMap;
use std::path::{self, Component, Path, PathBuf};

/// Specs, and where their clients are.
#[derive(Args, Clone, Debug)]
pub(crate) struct Files {
    /// The specs; `-` is standard input [default: those of `pagesmith.toml`].
    #[arg(value_name = "SPEC", requires = "out", add = completion::specs())]
    pub specs: Vec<PathBuf>,
    /// The client: a file (`.rs`) for one spec, or a folder for several.
    #[arg(long, value_name = "PATH", requires = "specs", value_parser = out_path())]
    pub out: Option<PathBuf>,
    /// How generated code names the crate `pagesmith` [default: `::pagesmith`].
    #[arg(long, value_name = "PATH")]
    pub runtime: Option<String>,
}

/// The files of all specs; `None` if a spec has mistakes, which were printed.
pub(crate) fn outputs(files: &Files) -> Result<Option<Vec<Output>>, Failure> {
    let groups = match &files.out {
        Some(out) => vec![Group { specs: files.specs.clone(), out: out.clone(), runtime: None }],
        None => match config::groups()? {
            Some(groups) => groups,
            None => return Ok(None),
        },
    };
    let mut outputs = Vec::new();
    let mut valid = true;
    let mut written = BTreeMap::new();
    for group in &groups {
        let runtime = files.runtime.as_ref().or(group.runtime.as_ref());
        let Some(of_group) = of_group(group, runtime)? else {
            valid = false;
            continue;
        };
        for output in &of_group {
            if let Some(other) = written.insert(real(&output.path), &group.out) {
                return Err(Failure::Failed(same_output(&output.path, other, &group.out)));
            }
        }
        outputs.extend(of_group);
    }
    Ok(valid.then_some(outputs))
}

/// The message for two clients that write the same file.
fn same_output(path: &Path, first: &Path, second: &Path) -> String {
    let [path, first, second] = [path, first, second].map(Path::display);
    format!(
        "two clients, with `out = \"{first}\"` and `out = \"{second}\"`, write the same file `{path}`; give each its own `out`"
    )
}

/// The path of a file without links and `..`, whether or not the file exists yet, so
/// that two spellings of a path compare equal.
fn real(path: &Path) -> PathBuf {
    let mut real = PathBuf::new();
    let whole = path::absolute(path);
    for step in whole.as_deref().unwrap_or(path).components() {
        match step {
            Component::ParentDir => {
                real.pop();
            }
            step => real.push(step),
        }
        // A path that does not exist yet is not a link.
        real = real.canonicalize().unwrap_or(real);
    }
    real
}

fn of_group(group: &Group, runtime: Option<&String>) -> Result<Option<Vec<Output>>, Failure> {
    let options = parse_runtime(runtime.map(String::as_str)).map_err(Failure::Misuse)?;
    match group.specs.as_slice() {
        [spec] if is_file(&group.out) => {
            let text = text(spec, &options);
            Ok(text.map(|(text, _)| vec![Output { path: group.out.clone(), text }]))
        }
        _ if is_file(&group.out) => {
            let out = group.out.display();
            Err(Failure::Misuse(format!(
                "several specs need a folder, but {out} names a file; write `--out` without `.rs`"
            )))
        }
        specs => Ok(tree(specs, &group.out, &options)?),
    }
}

fn is_file(out: &Path) -> bool {
    out.extension().is_some_and(|extension| extension == "rs")
}

/// A folder with a module for each spec, and the `mod.rs` that declares them.
fn tree(
    specs: &[impl AsRef<Path>],
    out: &Path,
    options: &Options,
) -> Result<Option<Vec<Output>>, String> {
    let mut outputs = Vec::new();
    let mut apis = Vec::new();
    let mut valid = true;
    for spec in specs {
        let spec = spec.as_ref();
        // A spec that can't be used is not reported for its name too.
        let generated = text(spec, options).map(|text| (text, module(spec)));
        let Some(((text, name), module)) = generated else {
            valid = false;
            continue;
        };
        let module = match module {
            Ok(module) => module,
            Err(message) => {
                terminal::failure(message);
                valid = false;
                continue;
            }
        };
        let path = out.join(format!("{module}.rs"));
        if outputs.iter().any(|output: &Output| output.path == path) {
            return Err(format!(
                "two specs have the module name `{module}`; rename one of the files"
            ));
        }
        apis.push((module, name));
        outputs.push(Output { path, text });
    }
    let text = format::file([emit::tree(&apis)]).map_err(|error| error.to_string())?;
    outputs.push(Output { path: out.join("mod.rs"), text });
    Ok(valid.then_some(outputs))
}

/// The module of a spec in a folder.
fn module(spec: &Path) -> Result<String, String> {
    if is_stdin(spec) {
        let message =
            "standard input has no module name; name the output file with `--out FILE.rs`";
        return Err(message.to_owned());
    }
    module_name(spec)
}

/// The code of a spec's client, and the name of its API; `None` if the spec has
/// mistakes, which were printed.
fn text(spec: &Path, options: &Options) -> Option<(String, String)> {
    let bytes = read_or_stdin(spec, input::MAX_SPEC)?;
    let generated = generate_text(&bytes, options)
        .map_err(|problems| terminal::problems(&problems, spec, &bytes))
        .ok()?;
    terminal::problems(&generated.warnings, spec, &bytes);
    Some((generated.code, generated.api.name))
}

/// The API of a spec; `None` if the spec has mistakes, which were printed.
pub(crate) fn api(spec: &Path) -> Option<Api> {
    let bytes = read_or_stdin(spec, input::MAX_SPEC)?;
    let checked = pagesmith_codegen::check(&bytes);
    let checked = checked.map_err(|problems| terminal::problems(&problems, spec, &bytes)).ok()?;
    terminal::problems(&checked.warnings, spec, &bytes);
    Some(checked.api)
}

/// Whether a path means standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Parses the path of a file to write. Refuses `-`: a reader would take it for standard
/// output, but this program would write a file of that name.
pub(crate) fn out_path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        let message = "expected a file, found `-`; for a file of that name, write `./-`";
        if is_stdin(&path) { Err(message) } else { Ok(path) }
    })
}

/// The bytes of a file, or of standard input if the path is `-`, up to a number of
/// bytes; `None` if they can't be read, which was printed.
pub(crate) fn read_or_stdin(path: &Path, most: usize) -> Option<Vec<u8>> {
    let bytes = if is_stdin(path) { input::stdin(most) } else { input::file(path, most) };
    let unreadable = |error| format!("{} can't be read: {error}", input_name(path));
    bytes.map_err(|error| terminal::failure(unreadable(error))).ok()
}

/// The bytes of a description or a sample, or of standard input if the path is `-`;
/// `None` if they can't be read, which was printed.
pub(crate) fn read_input(path: &Path) -> Option<Vec<u8>> {
    read_or_stdin(path, document::MAX_BYTES)
}

/// The name of a file or of standard input in messages.
pub(crate) fn input_name(path: &Path) -> String {
    if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() }
}
