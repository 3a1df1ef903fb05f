//! `list`: pages a real API from its spec.

mod checkpoint;
mod progress;
mod sink;

use crate::outcome::{CommandResult, Failure, Outcome};
use crate::{files, terminal};
use checkpoint::Checkpoint;
use clap::Args;
use pagesmith::{ErrorKind, Pages};
use pagesmith_codegen::model::Api;
use pagesmith_interpret::{Call, Record};
use progress::Progress;
use sink::{Sink, WriteError};
use std::env;
use std::path::PathBuf;
use tokio::runtime::Builder;

/// List what an API has, from its spec alone: JSON lines, a record each, as
/// the server sent it.
#[derive(Args, Debug)]
#[command(after_help = "\
Credentials come from the environment: PAGESMITH_USERNAME and PAGESMITH_PASSWORD for basic auth,
PAGESMITH_TOKEN for a bearer token, PAGESMITH_API_KEY for a key in a header or in the query.

With --out, FILE.position says after each page how far the walk is; after a failure, a Ctrl-C or a
kill, the same command with --resume goes on there, and no record is lost or written twice. One run
at a time writes a file; another one is refused.

Exit codes:
  0  the end of the list, the limit, the last page that was asked for, or a reader that has enough
  1  failed, or stopped: --resume goes on
  2  wrong use: nothing was asked, and no file was changed
  3  failed, and no run can go on: list anew into another file

Examples:
  pagesmith list specs/signalwire.yaml messages --param space=acme --param account_sid=AC1 --limit 10
  pagesmith list specs/sendsage.yaml mailing_lists --base-url https://studio.example.com/ga/api/v2
  pagesmith list specs/signalwire.yaml calls --param space=acme --param account_sid=AC1 \\
    --filter status=completed --out calls.jsonl --resume")]
pub(crate) struct List {
    /// The spec.
    spec: PathBuf,
    /// One of its resources.
    resource: String,
    /// A server variable or a parameter of the path, by its name in the spec.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = pair)]
    params: Vec<(String, String)>,
    /// A filter, by its name in the spec; again for one that takes several values.
    #[arg(long = "filter", value_name = "NAME=VALUE", value_parser = pair)]
    filters: Vec<(String, String)>,
    /// The base URL, in place of the server of the spec.
    #[arg(long, visible_alias = "server", value_name = "URL")]
    base_url: Option<String>,
    /// The most records.
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Records a page; the server decides unless given.
    #[arg(long, value_name = "N")]
    page_size: Option<u64>,
    /// Go by page number, where the list has another way too.
    #[arg(long, conflicts_with = "resume")]
    by_number: bool,
    /// Go by page number, from this one on.
    #[arg(long, value_name = "N", conflicts_with = "resume")]
    from_page: Option<u64>,
    /// Go by page number, and end behind this one; the end of the list comes first where it has
    /// fewer pages.
    #[arg(long, value_name = "N")]
    to_page: Option<u64>,
    /// Go by page number, and ask for this many pages at a time.
    #[arg(long, value_name = "N", conflicts_with = "resume")]
    concurrency: Option<usize>,
    /// Write the records here, in place of standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Continue after the records of an earlier run into the same file.
    #[arg(long, requires = "out")]
    resume: bool,
    /// File that stores the resume position [default: FILE.position].
    #[arg(long, value_name = "FILE", requires = "out")]
    position: Option<PathBuf>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE".to_owned()),
    }
}

/// Lists until the end, the limit, or Ctrl-C.
pub(super) fn run(args: &List) -> CommandResult {
    let Some(api) = files::api(&args.spec) else {
        let spec = args.spec.display();
        return Err(Failure::Misuse(format!("{spec} can't be used, so nothing was asked")));
    };
    let call = Call {
        resource: args.resource.clone(),
        params: args.params.clone(),
        filters: args.filters.clone(),
        base_url: args.base_url.clone(),
        page_size: args.page_size,
        limit: args.limit,
        by_number: args.by_number,
        from_page: args.from_page,
        to_page: args.to_page,
        concurrency: args.concurrency,
        resume: None,
    };
    // Reports what is wrong with the call before a file is touched.
    drop(walk(&api, &call)?);
    let (call, sink) = match &args.out {
        None => (call, Sink::stdout()?),
        Some(out) => {
            let file = Checkpoint::open(out, args.position.as_deref(), args.resume)?;
            let limit = call.limit.map(|limit| limit.saturating_sub(file.records()));
            (Call { resume: file.position().cloned(), limit, ..call }, Sink::File(Box::new(file)))
        }
    };
    let pages = walk(&api, &call)?;
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("nothing can be sent: {error}"))?;
    runtime.block_on(run_walk(pages, sink))
}

fn walk(api: &Api, call: &Call) -> Result<Pages<Record>, Failure> {
    pagesmith_interpret::walk(api, call, &|name| env::var(name).ok())
        .map_err(|error| Failure::Misuse(error.to_string()))
}

async fn run_walk(mut pages: Pages<Record>, mut sink: Sink) -> CommandResult {
    // Where there is no walk, the files stay as they are.
    if pages.position().is_some() {
        sink.begin()?;
    }
    let mut progress = Progress::new(&sink);
    let copied = copy_pages(&mut pages, &mut sink, &mut progress).await;
    progress.clear();
    for warning in pages.warnings() {
        terminal::warning(warning);
    }
    copied?;
    sink.finish(pages.position().as_ref())?;
    Ok(Outcome::Done)
}

/// Copies pages until the walk ends, or whoever reads has enough.
async fn copy_pages(
    pages: &mut Pages<Record>,
    sink: &mut Sink,
    progress: &mut Progress,
) -> Result<(), Failure> {
    let mut stopped = std::pin::pin!(tokio::signal::ctrl_c());
    loop {
        let page = tokio::select! {
            biased;
            _ = &mut stopped => {
                return Err(Failure::Failed(format!("stopped{}", sink.interrupt())));
            }
            page = pages.try_next() => page,
        };
        let Some(page) = page.map_err(|error| failure(&error, sink))? else { return Ok(()) };
        match sink.write(page.items(), pages.position().as_ref()) {
            Ok(()) => progress.page(&page),
            Err(WriteError::Closed) => return Ok(()),
            Err(WriteError::Failed(failure)) => return Err(failure),
        }
    }
}

/// What an error of the walk means to the next run.
fn failure(error: &pagesmith::Error, sink: &mut Sink) -> Failure {
    match error.kind() {
        // The arguments are not those of the run before.
        ErrorKind::Input | ErrorKind::Position => Failure::Misuse(error.to_string()),
        _ if error.is_resumable() => Failure::Failed(format!("{error}{}", sink.interrupt())),
        _ => Failure::Permanent(format!("{error}{}", sink.fail(error))),
    }
}
