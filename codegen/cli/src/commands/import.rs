//! `import`: writes a spec for the lists of a description.

use crate::drafting::import::{self, Options};
use crate::outcome::{CommandResult, Failure, Outcome};
use crate::{files, terminal, write_new};
use clap::Args;
use std::path::PathBuf;

/// Write a spec from the description of an API, and report what was left out.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith import openapi.json --out specs/example.yaml
  pagesmith import openapi.json --out - --format json 2> report.json
  curl https://api.example.com/openapi.json | pagesmith import - --out specs/example.yaml")]
pub(crate) struct Import {
    /// The description, in OpenAPI 3, Swagger 2.0 or Google's discovery format, in JSON or YAML; `-` is standard input.
    #[arg(value_name = "DESCRIPTION")]
    description: PathBuf,
    /// Write the spec to this file; `-` is standard output.
    #[arg(long, value_name = "SPEC")]
    out: PathBuf,
    /// Also import lists that come in one reply, without pages.
    #[arg(long)]
    unpaged: bool,
    /// Overwrite the file if it exists.
    #[arg(long)]
    force: bool,
}

/// Writes the spec, and reports which operations became lists, which were
/// skipped, and why.
pub(super) fn run(args: &Import) -> CommandResult {
    let Some(bytes) = files::read_input(&args.description) else {
        return Ok(Outcome::ProblemsFound);
    };
    let options = Options { unpaged: args.unpaged };
    let imported = if args.description.as_os_str() == "-" {
        import::import(&bytes, options)
    } else {
        import::import_file(&args.description, &bytes, options)
    };
    let shown = files::input_name(&args.description);
    let imported = imported.map_err(|problem| Failure::Failed(format!("{shown} {problem}")))?;
    terminal::imported(&imported.report);
    let Some(spec) = imported.spec else { return Ok(Outcome::ProblemsFound) };
    write_new::spec(&args.out, &spec, args.force)?;
    Ok(Outcome::Done)
}
