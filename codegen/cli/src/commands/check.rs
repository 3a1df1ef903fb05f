//! `check`: compares the generated clients on disk with what their specs generate now.

use crate::outcome::{CommandResult, Outcome};
use crate::{files, terminal};
use clap::Args;
use pagesmith_codegen::Output;
use similar::TextDiff;
use std::time::Duration;

/// How long a short difference is looked for; then a longer one is shown.
const LONGEST: Duration = Duration::from_secs(2);

/// Fail if a generated client does not match its spec, and show the difference.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith check specs/signalwire.yaml --out src/signalwire.rs
  pagesmith check                                    # all clients of pagesmith.toml")]
pub(crate) struct Check {
    #[command(flatten)]
    files: files::Files,
}

/// Reports each file that differs from what its spec generates.
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

/// How the file differs from what its spec generates; `None` if they are equal.
fn difference(output: &Output) -> Result<Option<String>, String> {
    let path = output.path.display().to_string();
    let current = output.current().map_err(|error| format!("{path} can't be read: {error}"))?;
    let current = current.unwrap_or_default().replace("\r\n", "\n");
    if current == output.text {
        return Ok(None);
    }
    let difference =
        TextDiff::configure().timeout(LONGEST).diff_lines(current.as_str(), output.text.as_str());
    let from_spec = format!("{path} (from its spec)");
    Ok(Some(difference.unified_diff().header(&path, &from_spec).to_string()))
}
