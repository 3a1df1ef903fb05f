//! `infer`: drafts a spec from sample replies.

mod fetch;

use crate::drafting::infer::{self, Hints, Sample};
use crate::outcome::{CommandResult, Failure, Outcome};
use crate::{files, terminal, write_new};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use std::path::{Path, PathBuf};

/// Draft a spec from sample replies of one list.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  pagesmith infer page1.json page2.json --out specs/example.yaml
  curl -i https://api.example.com/orders | pagesmith infer - --out specs/example.yaml
  PAGESMITH_TOKEN=… pagesmith infer https://api.example.com/orders --out specs/example.yaml")]
pub(crate) struct Infer {
    /// Replies of one list, at most 4 MiB each; `-` is standard input, and a URL is requested.
    ///
    /// A reply is JSON, alone or after its head, as `curl -i` prints it; or a browser's archive
    /// (HAR). A URL is requested with `PAGESMITH_TOKEN` as the bearer token, or with
    /// `PAGESMITH_USERNAME` and `PAGESMITH_PASSWORD`, if they are set.
    #[arg(required = true, value_name = "SAMPLE")]
    samples: Vec<PathBuf>,
    /// Write the spec to this file; `-` is standard output.
    #[arg(long, value_name = "SPEC")]
    out: PathBuf,
    /// The URL that a sample came from; it names the server, the path and the filters.
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The path of the list, with parameters in braces, such as `/users/{id}/posts`.
    #[arg(long, value_name = "PATH", value_parser = NonEmptyStringValueParser::new())]
    get: Option<String>,
    /// The place of the records in a reply: a JSON Pointer, such as `/data/orders`.
    #[arg(long, value_name = "POINTER")]
    items: Option<String>,
    /// Overwrite the file if it exists.
    #[arg(long)]
    force: bool,
}

/// Writes the draft.
pub(super) fn run(args: &Infer) -> CommandResult {
    if args.samples.iter().filter(|path| files::is_stdin(path)).count() > 1 {
        return Err(Failure::Misuse(
            "`-` is given twice, but standard input holds one sample; name files for the others"
                .to_owned(),
        ));
    }
    // Reads all samples first, to report all unreadable ones at once.
    let mut read = Vec::new();
    for path in &args.samples {
        read.push(sample(path)?);
    }
    let samples = read.iter().map(|(name, url, bytes)| {
        Some(Sample { name, url: url.as_deref(), bytes: bytes.as_deref()? })
    });
    let samples = samples.collect::<Option<Vec<_>>>();
    let Some(samples) = samples else { return Ok(Outcome::ProblemsFound) };
    let Infer { url, get, items, .. } = args;
    let hints = Hints { url: url.clone(), get: get.clone(), items: items.clone() };
    let spec = infer::infer(&samples, &hints)?;
    write_new::spec(&args.out, &spec, args.force)?;
    terminal::note("this is a draft: check its guesses; its comments give the reasons");
    Ok(Outcome::Done)
}

/// The name of a sample, its URL if it has one, and its contents; `None` in place of those that
/// can't be read, which is reported.
type Read = (String, Option<String>, Option<Vec<u8>>);

fn sample(path: &Path) -> Result<Read, Failure> {
    let url = path.to_str().filter(|path| fetch::is_url(path));
    Ok(match url {
        Some(url) => ("the reply".to_owned(), Some(url.to_owned()), Some(fetch::reply(url)?)),
        None => (files::input_name(path), None, files::read_or_stdin(path, infer::MAX_SAMPLE)),
    })
}
