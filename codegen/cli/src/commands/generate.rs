//! `generate`: generates Rust clients from specs.

use crate::outcome::{CommandResult, Outcome};
use crate::{files, terminal};
use clap::Args;
use pagesmith_codegen::WriteOutcome;

/// Generate Rust clients from specs.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith generate specs/signalwire.yaml --out src/signalwire.rs
  pagesmith generate specs/*.yaml --out src/clients
  pagesmith generate                                 # all clients of pagesmith.toml")]
pub(crate) struct Generate {
    #[command(flatten)]
    files: files::Files,
}

/// Writes what has changed.
pub(super) fn run(args: &Generate) -> CommandResult {
    let Some(outputs) = files::outputs(&args.files)? else { return Ok(Outcome::ProblemsFound) };
    // Checks all files before it writes one.
    for output in &outputs {
        output.check().map_err(|error| error.to_string())?;
    }
    for output in outputs {
        let written = output.write().map_err(|error| error.to_string())?;
        let state = if written == WriteOutcome::Changed { "wrote" } else { "unchanged" };
        terminal::done(state, &output.path);
    }
    Ok(Outcome::Done)
}
