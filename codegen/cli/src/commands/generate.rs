//! `generate`: writes the clients of specs.

use crate::outcome::{CommandResult, Outcome};
use crate::{files, terminal};
use clap::Args;
use pagesmith_codegen::WriteOutcome;

/// Write the client of a spec, or of several.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith generate specs/signalwire.yaml --out src/signalwire.rs
  pagesmith generate specs/*.yaml --out src/clients
  pagesmith generate                                 # what pagesmith.toml says")]
pub(crate) struct Generate {
    #[command(flatten)]
    files: files::Files,
}

/// Writes what has changed.
pub(super) fn run(args: &Generate) -> CommandResult {
    let Some(outputs) = files::outputs(&args.files)? else { return Ok(Outcome::ProblemsFound) };
    // All of them are looked at before one is written.
    for output in &outputs {
        output.check().map_err(|error| error.to_string())?;
    }
    for output in outputs {
        let written = output.write().map_err(|error| error.to_string())?;
        let what = if written == WriteOutcome::Changed { "wrote" } else { "unchanged" };
        terminal::done(what, &output.path);
    }
    Ok(Outcome::Done)
}
