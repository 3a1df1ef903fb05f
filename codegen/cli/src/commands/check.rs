//! `check`: compares the clients of specs with what is written.

use crate::outcome::{CommandResult, Outcome};
use crate::{files, terminal};
use clap::Args;
use pagesmith_codegen::Output;
use similar::TextDiff;

/// Compare what is written with what the specs give now, and print the
/// difference.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith check specs/signalwire.yaml --out src/signalwire.rs
  pagesmith check --format json                      # what pagesmith.toml says, for a machine")]
pub(crate) struct Check {
    #[command(flatten)]
    files: files::Files,
}

/// Reports each file that differs from what its spec gives.
pub(super) fn run(args: &Check) -> CommandResult {
    let Some(outputs) = files::outputs(&args.files)? else { return Ok(Outcome::ProblemsFound) };
    let mut outcome = Outcome::Done;
    for output in outputs {
        match difference(&output)? {
            Some(difference) => {
                outcome = Outcome::ProblemsFound;
                terminal::stale(&output.path, &difference);
            }
            None => terminal::current(&output.path),
        }
    }
    Ok(outcome)
}

/// What separates the file from what its spec gives; none where they agree.
fn difference(output: &Output) -> Result<Option<String>, String> {
    let path = output.path.display().to_string();
    let current = output.current().map_err(|error| format!("{path} can't be read: {error}"))?;
    let current = current.unwrap_or_default().replace("\r\n", "\n");
    if current == output.text {
        return Ok(None);
    }
    let difference = TextDiff::from_lines(&current, &output.text);
    let from_spec = format!("{path} (from its spec)");
    Ok(Some(difference.unified_diff().header(&path, &from_spec).to_string()))
}
