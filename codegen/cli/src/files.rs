//! Specs, and the files of their clients: what `generate` writes and `check`
//! compares.

use crate::config::{self, Group};
use crate::drafting::document;
use crate::outcome::Failure;
use crate::terminal;
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
    /// The specs, `-` for standard input; those of `pagesmith.toml` unless given.
    #[arg(value_name = "SPEC", requires = "out")]
    pub specs: Vec<PathBuf>,
    /// A file (`.rs`) for one spec; a folder with a module for each otherwise.
    #[arg(long, value_name = "PATH", requires = "specs", value_parser = out_path())]
    pub out: Option<PathBuf>,
    /// The path by which the generated code names the runtime; `::pagesmith`
    /// unless given.
    #[arg(long, value_name = "PATH")]
    pub runtime: Option<String>,
}

/// The files of all specs; `None` if one can't be used: its problems were
/// printed.
pub(crate) fn outputs(files: &Files) -> Result<Option<Vec<Output>>, Failure> {
    let groups = match &files.out {
        Some(out) => vec![Group { specs: files.specs.clone(), out: out.clone(), runtime: None }],
        None => match config::groups()? {
            Some(groups) => groups,
            None => return Ok(None),
        },
    };
    let mut outputs = Vec::new();
    let mut sound = true;
    let mut written = BTreeMap::new();
    for group in &groups {
        let runtime = files.runtime.as_ref().or(group.runtime.as_ref());
        let Some(of_group) = of_group(group, runtime)? else {
            sound = false;
            continue;
        };
        for output in &of_group {
            if let Some(other) = written.insert(real(&output.path), &group.out) {
                return Err(Failure::Failed(twice(&output.path, other, &group.out)));
            }
        }
        outputs.extend(of_group);
    }
    Ok(sound.then_some(outputs))
}

/// What is wrong with two clients that write one file.
fn twice(path: &Path, first: &Path, second: &Path) -> String {
    let [path, first, second] = [path, first, second].map(Path::display);
    format!(
        "two clients, with `out = \"{first}\"` and `out = \"{second}\"`, go to one file, `{path}`; give each a place of its own"
    )
}

/// The one path of a file that has several, or will have: without links and
/// steps up.
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
        // What is not there yet is no link.
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
            Err(Failure::Misuse(format!("several specs go to a folder, and {out} is a file")))
        }
        specs => Ok(tree(specs, &group.out, &options)?),
    }
}

fn is_file(out: &Path) -> bool {
    out.extension().is_some_and(|extension| extension == "rs")
}

/// A folder with a module for each spec, and the module that holds them.
fn tree(
    specs: &[impl AsRef<Path>],
    out: &Path,
    options: &Options,
) -> Result<Option<Vec<Output>>, String> {
    let mut outputs = Vec::new();
    let mut apis = Vec::new();
    let mut sound = true;
    for spec in specs {
        let spec = spec.as_ref();
        // What can't be read is no matter of names.
        let made = text(spec, options).map(|made| (made, module(spec)));
        let Some(((text, name), module)) = made else {
            sound = false;
            continue;
        };
        let module = match module {
            Ok(module) => module,
            Err(message) => {
                terminal::failure(message);
                sound = false;
                continue;
            }
        };
        let path = out.join(format!("{module}.rs"));
        if outputs.iter().any(|output: &Output| output.path == path) {
            return Err(format!("two specs give the module `{module}`; rename one of them"));
        }
        apis.push((module, name));
        outputs.push(Output { path, text });
    }
    let text = format::file([emit::tree(&apis)]).map_err(|error| error.to_string())?;
    outputs.push(Output { path: out.join("mod.rs"), text });
    Ok(sound.then_some(outputs))
}

/// The module of a spec in a folder.
fn module(spec: &Path) -> Result<String, String> {
    if is_stdin(spec) {
        let message = "standard input gives no module name: name a file by `--out FILE.rs`";
        return Err(message.to_owned());
    }
    module_name(spec)
}

/// The text of a spec's client, and the name of its API; `None` if it can't be
/// used, which was printed.
fn text(spec: &Path, options: &Options) -> Option<(String, String)> {
    let bytes = read_or_stdin(spec, input::MAX_SPEC)?;
    let made = generate_text(&bytes, options);
    let made = made.map_err(|problems| terminal::problems(&problems, spec, &bytes)).ok()?;
    terminal::problems(&made.warnings, spec, &bytes);
    Some((made.code, made.api.name))
}

/// The API of a spec; `None` if it can't be used, which was printed.
pub(crate) fn api(spec: &Path) -> Option<Api> {
    let bytes = read_or_stdin(spec, input::MAX_SPEC)?;
    let checked = pagesmith_codegen::check(&bytes);
    let checked = checked.map_err(|problems| terminal::problems(&problems, spec, &bytes)).ok()?;
    terminal::problems(&checked.warnings, spec, &bytes);
    Some(checked.api)
}

/// Whether a path is standard input, for commands that read it.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Takes the path of a file that is written. `-` would be standard output to a
/// reader, and a strange file to this program.
pub(crate) fn out_path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        let refused = "expected a file, found `-`; write `./-` for a file of this name";
        if is_stdin(&path) { Err(refused) } else { Ok(path) }
    })
}

/// The bytes of a file, or of standard input where it is `-`, and never more
/// than this; `None` if they can't be read, which was printed.
pub(crate) fn read_or_stdin(path: &Path, most: usize) -> Option<Vec<u8>> {
    let bytes = if is_stdin(path) { input::stdin(most) } else { input::file(path, most) };
    let unreadable = |error| format!("{} can't be read: {error}", input_name(path));
    bytes.map_err(|error| terminal::failure(unreadable(error))).ok()
}

/// The bytes of a document of someone else's, or of standard input where it is
/// `-`; `None` if they can't be read, which was printed.
pub(crate) fn read_input(path: &Path) -> Option<Vec<u8>> {
    read_or_stdin(path, document::MAX_BYTES)
}

/// What a file or standard input is called in messages.
pub(crate) fn input_name(path: &Path) -> String {
    if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() }
}
