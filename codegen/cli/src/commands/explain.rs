//! `explain`: describes the requests of a walk in words.

use crate::outcome::{CommandResult, Failure, Outcome};
use crate::terminal::{self, Format};
use crate::{completion, files};
use clap::Args;
use pagesmith_codegen::explain;
use serde_json::json;
use std::path::PathBuf;

/// Describe in words which requests read a list, and when it ends.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith explain specs/signalwire.yaml messages
  pagesmith explain specs/sendsage.yaml              # all lists of the spec")]
pub(crate) struct Explain {
    /// The spec, a YAML file; `-` is standard input.
    #[arg(add = completion::specs())]
    spec: PathBuf,
    /// The name of a list in the spec [default: all lists].
    #[arg(add = completion::resources())]
    resource: Option<String>,
}

/// Explains one list, or all.
pub(super) fn run(args: &Explain) -> CommandResult {
    let Some(api) = files::api(&args.spec) else { return Ok(Outcome::ProblemsFound) };
    let lists = match &args.resource {
        Some(name) => {
            let found = pagesmith_interpret::find(&api, name);
            vec![found.map_err(|error| Failure::Misuse(error.to_string()))?]
        }
        None => api.lists.iter().collect(),
    };
    match terminal::format() {
        Format::Text => terminal::text(&explain::lists(&api, lists)),
        Format::Json => lists.into_iter().for_each(|list| {
            let (resource, text) = (&list.method.wire, explain::lists(&api, [list]));
            let walk = json!({"reason": "walk", "resource": resource, "text": text});
            terminal::result(&walk);
        }),
    }
    Ok(Outcome::Done)
}
