//! `pagesmith.toml` lists the clients of a project, so that `generate` and `check`
//! need no arguments. The current folder and the folders above it are searched for it.

use crate::files;
use crate::outcome::Failure;
use crate::terminal;
use pagesmith_codegen::diag::{Diagnostics, Problem};
use pagesmith_codegen::{input, source_map};
use serde::Deserialize;
use std::env;
use std::fmt::Display;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The name of the file.
const NAME: &str = "pagesmith.toml";
/// The largest such file, in bytes.
const MAX_BYTES: usize = 1 << 20;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    /// The path of the runtime in the generated code.
    runtime: Option<String>,
    /// The clients to generate.
    client: Vec<Spanned<Client>>,
}

/// A spec, or several, and the place of their clients.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Client {
    /// One spec.
    spec: Option<PathBuf>,
    /// Several, for a folder.
    specs: Option<Vec<PathBuf>>,
    /// A file (`.rs`) or a folder.
    out: Spanned<PathBuf>,
    /// The path of the runtime in the code of this client.
    runtime: Option<String>,
}

/// Specs whose clients go to one place.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub specs: Vec<PathBuf>,
    pub out: PathBuf,
    pub runtime: Option<String>,
}

/// The clients of the project; `None` if the file has mistakes, which were
/// printed.
pub(crate) fn groups() -> Result<Option<Vec<Group>>, Failure> {
    let file = find()?;
    let unreadable = |error: &dyn Display| format!("{} can't be read: {error}", file.display());
    let bytes = input::regular_file(&file, MAX_BYTES).map_err(|error| unreadable(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| unreadable(&error))?;
    let groups = read(&text).map(|groups| {
        let folder = file.parent().unwrap_or_else(|| Path::new(""));
        groups.into_iter().map(|group| from(folder, group)).collect()
    });
    Ok(groups.map_err(|problems| terminal::problems(&problems, &file, text.as_bytes())).ok())
}

/// The nearest file: its bare name if it is in the current folder.
fn find() -> Result<PathBuf, Failure> {
    let here = env::current_dir().map_err(|error| error.to_string())?;
    let nearest = here.ancestors().map(|folder| folder.join(NAME)).find(|file| is_there(file));
    match nearest {
        Some(file) if file.parent() == Some(&here) => Ok(PathBuf::from(NAME)),
        Some(file) => Ok(file),
        None => Err(Failure::Misuse(format!(
            "no spec was given, and no {NAME} was found in this folder or above it; run \
             `pagesmith generate SPEC --out PATH`, or write a {NAME} with `[[client]]`, `spec` and `out`"
        ))),
    }
}

/// Whether the path exists, even if it can't be read.
fn is_there(file: &Path) -> bool {
    file.symlink_metadata().is_ok()
}

/// Resolves the paths of a group, which are relative to the folder of the file.
fn from(folder: &Path, group: Group) -> Group {
    // `-` is standard input on the command line, but a file here.
    let resolve =
        |path: &Path| folder.join(if files::is_stdin(path) { Path::new("./-") } else { path });
    let specs = group.specs.iter().map(|spec| resolve(spec)).collect();
    Group { specs, out: resolve(&group.out), ..group }
}

/// Reads the text of the file.
fn read(text: &str) -> Result<Vec<Group>, Diagnostics> {
    let config: Config =
        toml::from_str(text).map_err(|error| Diagnostics::of(to_problem(&error)))?;
    let mut problems = Diagnostics::default();
    if config.client.is_empty() {
        let problem = problem("expected at least one client, found none", None);
        problems.problems.push(problem.help("write a `[[client]]` table with `spec` and `out`"));
    }
    let mut groups: Vec<Group> = Vec::new();
    for client in config.client {
        let span = client.span();
        let Client { spec, specs, out, runtime } = client.into_inner();
        if out.get_ref().as_os_str().is_empty() {
            let problem = problem("`out` is empty", Some(out.span()));
            problems.problems.push(problem.help("write a file, like `src/api.rs`, or a folder"));
        }
        if groups.iter().any(|group| group.out == *out.get_ref()) {
            let message = format!("two clients write `{}`", out.get_ref().display());
            let problem = problem(&message, Some(out.span()));
            problems.problems.push(problem.help(
                "give each its own `out`, or write one client with `specs = [\"…\", \"…\"]`",
            ));
        }
        let specs = match (spec, specs) {
            (Some(spec), None) => vec![spec],
            (None, Some(specs)) if !specs.is_empty() => specs,
            _ => {
                let problem = problem("expected either `spec` or `specs` in a client", Some(span));
                let help = "write `spec = \"specs/api.yaml\"`, or `specs = [\"…\", \"…\"]` for several in one folder";
                problems.problems.push(problem.help(help));
                continue;
            }
        };
        let runtime = runtime.or_else(|| config.runtime.clone());
        groups.push(Group { specs, out: out.into_inner(), runtime });
    }
    if problems.problems.is_empty() { Ok(groups) } else { Err(problems) }
}

fn problem(message: &str, span: Option<Range<usize>>) -> Problem {
    let problem = Problem::error(&source_map::Path::default(), message);
    match span {
        Some(span) => problem.at(source_map::Span::Bytes(span)),
        None => problem,
    }
}

/// The message of the TOML library, with its place and the key that was probably meant.
fn to_problem(error: &toml::de::Error) -> Problem {
    let message = error.message();
    let problem = problem(message, error.span());
    let mut names = message.split('`').skip(1).step_by(2);
    match (message.starts_with("unknown field"), names.next()) {
        (true, Some(written)) => problem.suggest(written, names),
        _ => problem,
    }
}
