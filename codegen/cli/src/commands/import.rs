//! `import`: makes a spec of the lists of an OpenAPI description.

use crate::drafting::import::{self, Options};
use crate::outcome::{CommandResult, Failure, Outcome};
use crate::{files, terminal, write_new};
use clap::Args;
use std::path::PathBuf;

/// Make a spec of the lists of an `OpenAPI` description.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith import openapi.json --out specs/example.yaml
  pagesmith import openapi.json --out - --format json 2> report.json")]
pub(crate) struct Import {
    /// An `OpenAPI` description, 3.0 or 3.1, in JSON or YAML.
    #[arg(value_name = "DESCRIPTION")]
    description: PathBuf,
    /// The spec; `-` for standard output.
    #[arg(long, value_name = "SPEC")]
    out: PathBuf,
    /// Take lists that come in one reply, too.
    #[arg(long)]
    unpaged: bool,
    /// Write over a spec that is there.
    #[arg(long)]
    force: bool,
}

/// Writes the spec, and reports which operations became lists, which were
/// skipped, and why.
pub(super) fn run(args: &Import) -> CommandResult {
    let Some(bytes) = files::read_document(&args.description) else {
        return Ok(Outcome::ProblemsFound);
    };
    let imported = import::import(&bytes, Options { unpaged: args.unpaged });
    let shown = args.description.display();
    let imported = imported.map_err(|problem| Failure::Failed(format!("{shown} {problem}")))?;
    terminal::imported(&imported.report);
    let Some(spec) = imported.spec else { return Ok(Outcome::ProblemsFound) };
    write_new::spec(&args.out, &spec, args.force)?;
    Ok(Outcome::Done)
}
