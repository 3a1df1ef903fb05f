//! `import`: writes a spec for the lists of a description.

mod download;

use crate::drafting;
use crate::drafting::import::{self, Imported, Options};
use crate::outcome::{CommandResult, Failure, Outcome};
use crate::{completion, files, terminal, write_new};
use clap::Args;
use pagesmith_codegen::credentials::hidden;
use pagesmith_codegen::{Output, input};
use std::path::{Path, PathBuf};

/// Write a spec from the description of an API, and report what was left out.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith import openapi.json --out specs/example.yaml
  pagesmith import openapi.json --out - --format json 2> report.json
  pagesmith import openapi.json --update specs/example.yaml
  pagesmith import openapi.json --only '/v2/orders*' --without '*/drafts' --out specs/orders.yaml
  pagesmith import https://api.example.com/openapi.json --out specs/example.yaml")]
pub(crate) struct Import {
    /// The description, in OpenAPI 3, Swagger 2.0 or Google's discovery format, in JSON or YAML: a file,
    /// a URL, or `-` for standard input.
    #[arg(value_name = "DESCRIPTION")]
    description: PathBuf,
    /// Write the spec to this file; `-` is standard output.
    #[arg(long, value_name = "SPEC", required_unless_present = "update")]
    out: Option<PathBuf>,
    /// Change this spec as the description has changed since it was imported; what you edited
    /// stays.
    #[arg(long, value_name = "SPEC", conflicts_with_all = ["out", "force"], add = completion::specs())]
    update: Option<PathBuf>,
    /// Also import lists that come in one reply, without pages.
    #[arg(long)]
    unpaged: bool,
    /// Import only operations with this path or operation ID, in which `*` means any text;
    /// repeat it for several.
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,
    /// Leave out operations with this path or operation ID.
    #[arg(long, value_name = "PATTERN")]
    without: Vec<String>,
    /// Report each list, and each operation that was skipped.
    #[arg(long, short)]
    verbose: bool,
    /// Overwrite the file if it exists.
    #[arg(long)]
    force: bool,
}

/// Writes the spec, and reports which operations became lists, which were
/// skipped, and why.
pub(super) fn run(args: &Import) -> CommandResult {
    let base = match &args.update {
        Some(spec) => Some(last_import(spec)?),
        None => None,
    };
    let (only, without) = (args.only.clone(), args.without.clone());
    let options = Options { unpaged: args.unpaged, only, without, base };
    // A URL may have credentials.
    let shown = hidden(&files::input_name(&args.description)).into_owned();
    let Some(imported) = read(&args.description, &options)? else {
        return Ok(Outcome::ProblemsFound);
    };
    let imported = imported.map_err(|problem| Failure::Failed(format!("{shown} {problem}")))?;
    terminal::imported(&imported.report, args.verbose);
    let Some(spec) = imported.spec else { return Ok(Outcome::ProblemsFound) };
    if let Some(path) = &args.update {
        return update(path, &options.base.unwrap_or_default(), &spec);
    }
    let out = args.out.as_deref().unwrap_or(Path::new("-"));
    write_new::spec(out, &spec, args.force)?;
    if out != Path::new("-") {
        remember(out, &spec)?;
    }
    Ok(Outcome::Done)
}

/// Reads a description: from a URL, a file or standard input. `None` if it can't be read, which
/// was printed.
fn read(
    description: &Path,
    options: &Options,
) -> Result<Option<Result<Imported, String>>, Failure> {
    if let Some(url) = download::url(description) {
        let download = download::Download::of(&url)?;
        let bytes = download.description()?;
        return Ok(Some(import::import_from(download.name(), &download, &bytes, options)));
    }
    let Some(bytes) = files::read_input(description) else { return Ok(None) };
    Ok(Some(if files::is_stdin(description) {
        import::import(&bytes, options)
    } else {
        import::import_file(description, &bytes, options)
    }))
}

/// The file that has the spec as it was imported last.
fn imported_file(spec: &Path) -> PathBuf {
    let mut file = spec.as_os_str().to_owned();
    file.push(".imported");
    file.into()
}

/// Keeps the spec as it was imported, for the next `--update`.
fn remember(spec: &Path, text: &str) -> Result<(), String> {
    let output = Output { path: imported_file(spec), text: text.to_owned() };
    output.overwrite().map_err(|error| error.to_string())
}

fn last_import(spec: &Path) -> Result<String, Failure> {
    let file = imported_file(spec);
    let bytes = input::file(&file, input::MAX_SPEC).map_err(|error| {
        Failure::Failed(format!(
            "{} can't be read: {error}; `--update` compares the description with the import before, which `import --out {}` keeps in this file",
            file.display(),
            spec.display()
        ))
    })?;
    String::from_utf8(bytes)
        .map_err(|_| Failure::Failed(format!("{} is not UTF-8", file.display())))
}

/// Merges what the description changed into a spec.
fn update(path: &Path, base: &str, new: &str) -> CommandResult {
    let Some(bytes) = files::read_or_stdin(path, input::MAX_SPEC) else {
        return Ok(Outcome::ProblemsFound);
    };
    let mine = String::from_utf8_lossy(&bytes);
    let updated = drafting::update::update(base, new, &mine);
    let updated = updated.map_err(|why| Failure::Failed(format!("{}: {why}", path.display())))?;
    if let Err(problems) = pagesmith_codegen::check(updated.text.as_bytes()) {
        let first = problems.problems.first().map_or("", |problem| &problem.message);
        return Err(Failure::Failed(format!(
            "{} was not updated, because it would not be valid: {first}",
            path.display()
        )));
    }
    let state = if updated.text == mine { "unchanged" } else { "updated" };
    let output = Output { path: path.to_owned(), text: updated.text };
    output.overwrite().map_err(|error| error.to_string())?;
    remember(path, new)?;
    terminal::updated(path, state, &updated.changed, &updated.conflicts);
    Ok(if updated.conflicts.is_empty() { Outcome::Done } else { Outcome::ProblemsFound })
}
