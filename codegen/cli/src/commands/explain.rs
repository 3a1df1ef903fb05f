//! `explain`: describes the requests of a walk in words.

use crate::outcome::{CommandResult, Failure, Outcome};
use crate::{files, terminal};
use clap::Args;
use pagesmith_codegen::explain;
use std::path::PathBuf;

/// Describe in words which requests a walk over a list makes, and when it ends.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith explain specs/signalwire.yaml messages
  pagesmith explain specs/sendsage.yaml              # all of its lists")]
pub(crate) struct Explain {
    /// The spec; `-` reads standard input.
    spec: PathBuf,
    /// A resource of the spec [default: all of them].
    resource: Option<String>,
}

/// Explains one list, or all.
pub(super) fn run(args: &Explain) -> CommandResult {
    let Some(api) = files::api(&args.spec) else { return Ok(Outcome::ProblemsFound) };
    let text = match &args.resource {
        Some(name) => {
            let found = pagesmith_interpret::find(&api, name);
            let list = found.map_err(|error| Failure::Misuse(error.to_string()))?;
            explain::lists(&api, [list])
        }
        None => explain::lists(&api, &api.lists),
    };
    terminal::text(&text);
    Ok(Outcome::Done)
}
