//! `list`: lists the records of an API, from its spec alone.

mod cause;
mod checkpoint;
mod children;
mod clock;
mod connection;
mod descriptors;
mod disk;
mod mismatches;
mod plain_http;
mod progress;
mod proxy;
mod record_shape;
mod report;
mod requests;
mod since;
mod sink;
#[cfg(test)]
mod slow_server;
mod source;
mod state;
mod waiting;
mod walk;

use crate::outcome::{CommandResult, Failure};
use crate::terminal::{self, log};
use crate::{args, completion, files};
use cause::with_cause;
use children::{ChildSource, ParentArgs};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clock::Clock;
use connection::Connection;
use mismatches::{Mismatches, OnMismatch};
use pagesmith::{Client, ErrorKind, Evidence};
use pagesmith_codegen::model::Api;
use pagesmith_interpret::{self as interpret, Call, Parents};
use progress::Progress;
use record_shape::RecordShape;
use report::{Listed, Report};
use since::{NewBy, SinceArgs};
use sink::{Format, Target};
use source::Source;
use state::{Pages, State};
use std::env;
use std::path::{Path, PathBuf};
use tokio::runtime::{Builder, Runtime};
use walk::Walk;

/// List the records of an API, from its spec alone.
///
/// Each record is a line of JSON, as the server sent it. With --to, records can be rows of a CSV,
/// Parquet or SQLite file instead.
#[derive(Args, Debug)]
#[command(after_help = "\
Credentials are read from environment variables:
  PAGESMITH_USERNAME, PAGESMITH_PASSWORD  if the spec has `auth: basic`
  PAGESMITH_TOKEN                         if it has `auth: bearer`
  PAGESMITH_API_KEY                       if its `auth` names a header or a query parameter
Without --allow-http, no other machine receives them unencrypted.

If a run with --out fails, is stopped or is killed, add --resume to the same command. It continues
after the last record in the file. Only one run at a time can write to a file.

The last line states the evidence: the proof that the whole list was read. From weak to strong:
  unproven   no proof
  counted    every reply stated the same total, and that many records came
  continued  each page led to the next by a link, a token or its last record, until the server
             ended the list
  anchored   the list was read by offset, with pages that overlap by one record: each page
             began with the last record of the page before

Exit codes:
  0  the list ended, a limit was reached, or the reader closed the pipe
  1  failed, stopped, or met a record that can't be used; --resume continues
  2  wrong arguments; no request was sent, and no file was changed
  3  failed, and can't be resumed; list again, into another file
  4  weaker evidence than --require asks for; all records that were read are written

Examples:
  pagesmith list specs/signalwire.yaml messages --param space=acme --param account_sid=AC1 --limit 10
  pagesmith list specs/sendsage.yaml mailing_lists --base-url https://studio.example.com/ga/api/v2
  pagesmith list specs/signalwire.yaml calls --param space=acme --param account_sid=AC1 \\
    --filter status=completed --out calls.jsonl --resume")]
pub(crate) struct List {
    /// The spec, a YAML file; `-` is standard input.
    #[arg(add = completion::specs())]
    spec: PathBuf,
    /// The name of a list in the spec.
    #[arg(add = completion::resources())]
    resource: String,
    /// Set a `{parameter}` of the list's path, or a `{variable}` in the server's URL.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = pair, add = completion::params())]
    params: Vec<(String, String)>,
    /// Set a filter of the spec; repeat it for several values.
    #[arg(long = "filter", value_name = "NAME=VALUE", value_parser = pair, add = completion::filters())]
    filters: Vec<(String, String)>,
    /// Use this base URL instead of the spec's server.
    #[arg(long, visible_alias = "server", value_name = "URL")]
    base_url: Option<String>,
    /// Stop after N records [default: no limit].
    #[arg(long, value_name = "N", value_parser = args::number::<u64>, allow_negative_numbers = true)]
    limit: Option<u64>,
    /// Request N records per page [default: the server decides].
    #[arg(long, value_name = "N", value_parser = args::number::<u64>, allow_negative_numbers = true)]
    page_size: Option<u64>,
    /// Request pages by their number, even if the list has links or tokens.
    #[arg(long, conflicts_with = "resume")]
    by_number: bool,
    /// Request pages by their number, starting at page N.
    #[arg(long, value_name = "N", value_parser = args::number::<u64>, allow_negative_numbers = true, conflicts_with = "resume")]
    from_page: Option<u64>,
    /// Request pages by their number, and stop after page N.
    #[arg(long, value_name = "N", value_parser = args::number::<u64>, allow_negative_numbers = true)]
    to_page: Option<u64>,
    /// Request pages by their number, N at a time [default: 1].
    ///
    /// All N pages may be in memory at once, each of at most 32 MiB.
    #[arg(long, value_name = "N", value_parser = args::number::<u16>, allow_negative_numbers = true, conflicts_with = "resume")]
    concurrency: Option<u16>,
    /// Fail if the evidence is weaker than this (see below).
    #[arg(long, value_name = "EVIDENCE", value_parser = evidence())]
    require: Option<Evidence>,
    /// Stop before a record that differs from the spec.
    ///
    /// Such a record lacks a required field, or has a value of another type. Without this flag, such records
    /// are written, and counted in a warning. A record without its key always stops the run.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    children: ParentArgs,
    #[command(flatten)]
    since: SinceArgs,
    #[command(flatten)]
    connection: Connection,
    /// Write the records to this file instead of standard output.
    ///
    /// Its extension chooses the format. After each page, the position for --resume is saved in
    /// FILE.position, or in the SQLite database itself.
    #[arg(long, help_heading = "Files", value_name = "FILE", value_parser = files::out_path())]
    out: Option<PathBuf>,
    /// The format of the records [default: by the extension of --out].
    ///
    /// The extensions are `.csv`, `.parquet`, and `.sqlite`, `.sqlite3` or `.db`. Any other extension, and
    /// standard output, means JSON lines.
    #[arg(long, help_heading = "Files", value_enum, value_name = "FORMAT")]
    to: Option<Format>,
    /// Continue the file of an earlier run.
    #[arg(long, help_heading = "Files", requires = "out")]
    resume: bool,
    /// Save the position to this file [default: the file of --out, with `.position` added].
    #[arg(long, help_heading = "Files", value_name = "FILE", requires = "out", value_parser = files::out_path())]
    position: Option<PathBuf>,
    /// Write a picture of the walk to this file, as HTML.
    ///
    /// It shows each request over time, with its waits and retries, the warnings, and the evidence. It is one
    /// file without scripts, and holds no credentials, no values of parameters and no records. With
    /// --for-each, it shows the requests of each parent, which it names as warnings do.
    #[arg(long, help_heading = "Files", value_name = "FILE", value_parser = files::out_path())]
    report: Option<PathBuf>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("expected NAME=VALUE".to_owned()),
    }
}

fn evidence() -> impl TypedValueParser<Value = Evidence> {
    let names = Evidence::ALL.map(Evidence::name);
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Evidence>())
}

/// Lists until the end of the list, the limit, or Ctrl-C.
pub(super) fn run(args: &List) -> CommandResult {
    let kind = Path::new(&args.resource).extension();
    if kind.is_some_and(|kind| kind == "yaml" || kind == "yml") && !args.spec.exists() {
        let (spec, list) = (&args.resource, args.spec.display());
        return Err(Failure::Misuse(format!(
            "the spec comes before the name of the list: `pagesmith list {spec} {list}`"
        )));
    }
    let Some(api) = files::api(&args.spec) else {
        let spec = files::input_name(&args.spec);
        return Err(Failure::Misuse(format!("{spec} can't be used, so no request was sent")));
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
        concurrency: args.concurrency.map(usize::from),
        resume: None,
        require: args.require.unwrap_or_default(),
    };
    log::listen(&env::var("RUST_LOG").unwrap_or_default());
    let parents = args.children.parents();
    // The client is that of the parents too.
    let first = match &parents {
        Some(parents) => {
            interpret::parents_call(&api, &call, parents).map_err(|error| misuse(&error))?
        }
        None => call.clone(),
    };
    args.connection.check(&api, &call)?;
    args.connection.check(&api, &first)?;
    let of_parents = parents.iter().flat_map(|_| interpret::unlisted_values(&api, &first));
    let unlisted = interpret::unlisted_values(&api, &call).into_iter().chain(of_parents);
    unlisted.for_each(terminal::warning);
    descriptors::check()?;
    // The connection is read on the worker, and this thread runs the walk.
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| format!("can't start the client: {error}"))?;
    runtime
        .block_on(async { disk::report_size_limits() })
        .map_err(|error| format!("can't watch signals: {error}"))?;
    let listed = list(args, &api, (call, &first), parents.as_ref(), &runtime);
    // The end does not wait until a worker has read all of it.
    runtime.shutdown_background();
    listed
}

/// Lists until the end of the list, the limit, or Ctrl-C, on this runtime.
fn list(
    args: &List,
    api: &Api,
    (call, first): (Call, &Call),
    parents: Option<&Parents>,
    runtime: &Runtime,
) -> CommandResult {
    // Checks the call before a file is opened.
    let list = interpret::find(api, &call.resource).map_err(|error| misuse(&error))?;
    let progress = Progress::new(&list.path, args.connection.verbose, args.out.is_some());
    let proxy = args.connection.proxy(api, first)?;
    let report = args.report.as_deref().map(|file| {
        let others = [args.out.as_deref(), args.position.as_deref()];
        let parents = parents.map(|parents| parents.resource.clone());
        let (resource, path) = (call.resource.clone(), list.path.clone());
        Report::new(file, others, Listed { resource, path, parents })
    });
    let report = report.transpose()?;
    let client = client(api, first, &args.connection, (&progress, report.as_ref()))?;
    runtime.block_on(check_call(api, &call, parents, &client))?;
    let (out, position) = (args.out.as_deref(), args.position.as_deref());
    let format = args.to.unwrap_or_else(|| Format::of(out));
    let new_by = args.since.new_by(api, list, &call, format)?;
    let by_delta = matches!(new_by, Some(NewBy::Delta));
    let columns = parents.map(|_| children::with_columns(api, list));
    let (table, rows) = columns.as_ref().map_or((api, list), |(api, list)| (api, list));
    let resume = args.resume || args.since.is_set();
    let target = Target { out, position, resume, format, api: table, list: rows };
    let mut sink = target.open()?;
    sink.state().check_kind(parents.is_some()).map_err(|error| misuse(&error))?;
    let call = sink.state().continued(call);
    let shape = RecordShape::new(table, rows, format);
    shape.check(sink.state().shape())?;
    let was_done = sink.state().is_done();
    let new_only = args.since.prepare(new_by, sink.as_mut())?;
    let limit = call.limit.map(|limit| limit.saturating_sub(sink.records()));
    let call = new_only.call(&Call { limit, ..call });
    let from = match (was_done, by_delta) {
        (true, false) if args.since.is_set() => {
            // After a walk that ended, the next one begins at the beginning of the list.
            State::default()
        }
        // `--resume` continues a walk, and begins no other.
        (true, false) => sink.state().without_delta(),
        _ => sink.state().clone(),
    };
    let ended = (was_done && !args.since.is_set()).then(|| sink.state().clone());
    let source = source(api, &call, parents, &from, &client)?;
    let on_mismatch = match format {
        _ if args.strict => OnMismatch::Strict,
        format if format.has_typed_columns() => OnMismatch::TypedColumns,
        Format::Csv => OnMismatch::CountRows,
        _ => OnMismatch::Count,
    };
    let mismatches = Mismatches::new(api, list, on_mismatch, sink.records());
    let pages = Pages::of(&call);
    let unsent = connection::unsent_credentials(api, &|name| env::var_os(name).is_some());
    let walk = Walk {
        source,
        sink,
        shape,
        new_only,
        ended,
        pages,
        progress,
        mismatches,
        proxy,
        unsent,
        report,
    };
    runtime.block_on(walk.run(call.require))
}

/// The walk of the call, from where the earlier runs stopped.
fn source(
    api: &Api,
    call: &Call,
    parents: Option<&Parents>,
    state: &State,
    client: &Client,
) -> Result<Source, Failure> {
    if let Some(parents) = parents {
        let resume = state.child_position().map_err(|error| misuse(&error))?;
        let children = ChildSource::new(api, call, parents, resume, client)?;
        return Ok(Source::Children(Box::new(children)));
    }
    let resume = state.position().map_err(|error| misuse(&error))?;
    let call = Call { resume, ..call.clone() };
    let pages = interpret::pages(api, &call, client).map_err(|error| misuse(&error))?;
    Ok(Source::Pages(Box::new(pages)))
}

/// A client with the credentials of the environment, which tells the progress and the report.
fn client(
    api: &Api,
    call: &Call,
    connection: &Connection,
    (progress, report): (&Progress, Option<&Report>),
) -> Result<Client, Failure> {
    let builder = interpret::client(api, call, &|name| env::var(name).ok())
        .map_err(|error| misuse(&error))?;
    let builder = connection.apply(builder, api, call)?;
    let progress = progress.clone();
    let clock = Clock::start().map_err(|error| format!("can't start the clock: {error}"))?;
    let mut builder = builder.timer(clock).on_activity(move |activity| progress.note(activity));
    if let Some(report) = report {
        builder = builder.timeline(&report.timeline);
    }
    builder.build().map_err(|error| Failure::Misuse(with_cause(&error)))
}

fn misuse(error: &impl ToString) -> Failure {
    Failure::Misuse(error.to_string())
}

/// Fails if the call is invalid; sends no request.
async fn check_call(
    api: &Api,
    call: &Call,
    parents: Option<&Parents>,
    client: &Client,
) -> Result<(), Failure> {
    let mut source = source(api, call, parents, &State::default(), client)?;
    if source.state().is_some() {
        return Ok(());
    }
    match source.next().await {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::Unproven => {
            Err(Failure::Unproven(error.to_string()))
        }
        Err(error) => Err(Failure::Misuse(with_cause(&error))),
    }
}
