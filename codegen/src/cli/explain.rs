//! `explain`: the requests that a walk makes, in words.

use super::{Failure, Outcome, Ran, files, tell};
use clap::Args;
use pagesmith_codegen::diag::did_you_mean;
use pagesmith_codegen::explain;
use pagesmith_codegen::model::{Api, List};
use pagesmith_codegen::{lower, parse};
use std::path::PathBuf;

/// Say in words which requests a walk of a list makes, and what ends it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith explain specs/signalwire.yaml messages
  pagesmith explain specs/sendsage.yaml              # all of its lists")]
pub(super) struct Explain {
    /// The spec.
    spec: PathBuf,
    /// One of its resources; all of them unless given.
    resource: Option<String>,
}

/// Explains one list, or all.
pub(super) fn run(args: &Explain) -> Ran {
    let Some(bytes) = files::read(&args.spec) else { return Ok(Outcome::Found) };
    let api = parse::yaml::parse_bytes(&bytes).and_then(|(ast, places)| lower::api(&ast, &places));
    let (api, warnings) = match api {
        Ok(api) => api,
        Err(problems) => {
            tell::problems(&problems, &args.spec, &bytes);
            return Ok(Outcome::Found);
        }
    };
    tell::problems(&warnings, &args.spec, &bytes);
    let text = match &args.resource {
        Some(name) => explain::lists(&api, [find(&api, name)?]),
        None => explain::lists(&api, &api.lists),
    };
    tell::to_stdout(&text);
    Ok(Outcome::Done)
}

fn find<'a>(api: &'a Api, name: &str) -> Result<&'a List, Failure> {
    let known = || api.lists.iter().map(|list| list.method.wire.as_str());
    api.lists.iter().find(|list| list.method.wire == name).ok_or_else(|| {
        let meant = did_you_mean(name, known());
        let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
        Failure::Misuse(format!("the spec has no resource `{name}`{meant}"))
    })
}
