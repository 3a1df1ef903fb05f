//! `infer`: drafts a spec from sample replies.

use crate::drafting::infer::{self, Hints, Sample};
use crate::outcome::{CommandResult, Outcome};
use crate::{files, terminal, write_new};
use clap::Args;
use std::path::PathBuf;

/// Draft a spec from sample replies of a list.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  pagesmith infer page1.json page2.json --out specs/example.yaml")]
pub(crate) struct Infer {
    /// Replies of one list, in JSON.
    #[arg(required = true, value_name = "SAMPLE")]
    samples: Vec<PathBuf>,
    /// The spec; `-` for standard output.
    #[arg(long, value_name = "SPEC")]
    out: PathBuf,
    /// The URL that a sample answers: server, path and filters come from it.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The path of the list, with `{parameters}`.
    #[arg(long, value_name = "PATH")]
    get: Option<String>,
    /// Where the rows are, as a JSON Pointer.
    #[arg(long, value_name = "POINTER")]
    items: Option<String>,
    /// Write over a spec that is there.
    #[arg(long)]
    force: bool,
}

/// Writes the draft.
pub(super) fn run(args: &Infer) -> CommandResult {
    // Reads all samples first, to report all that can't be read.
    let read =
        args.samples.iter().map(|path| (path.display().to_string(), files::read_document(path)));
    let read: Vec<_> = read.collect();
    let samples = read.iter().map(|(name, bytes)| Some(Sample { name, bytes: bytes.as_deref()? }));
    let samples = samples.collect::<Option<Vec<_>>>();
    let Some(samples) = samples else { return Ok(Outcome::ProblemsFound) };
    let Infer { url, get, items, .. } = args;
    let hints = Hints { url: url.clone(), get: get.clone(), items: items.clone() };
    let spec = infer::infer(&samples, &hints)?;
    write_new::spec(&args.out, &spec, args.force)?;
    terminal::note("this is a draft: check its guesses; the comments say why");
    Ok(Outcome::Done)
}
