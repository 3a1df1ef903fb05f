//! `mock`: a server that speaks a spec.

use crate::files;
use crate::mock::{self, Entry, FAULTS, Fault, Options};
use crate::outcome::{CommandResult, Failure, Outcome};
use crate::terminal::{self, Format};
use clap::Args;
use pagesmith_codegen::lower;
use pagesmith_codegen::model::{Api, Auth};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Builder;

/// Serve a spec on loopback: made-up records of its types, paged as it says,
/// until Ctrl-C. Each request is printed.
#[derive(Args, Debug)]
#[command(after_help = faults())]
pub(crate) struct Mock {
    /// The spec.
    spec: PathBuf,
    /// The port; any that is free unless given.
    #[arg(long, default_value_t = 0, value_name = "N", hide_default_value = true)]
    port: u16,
    /// Records of each list.
    #[arg(long, default_value_t = 137, value_name = "N")]
    records: u64,
    /// What the records are made from: the same seed, the same records.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// How long each reply waits, in milliseconds.
    #[arg(long, default_value_t = 0, value_name = "MS")]
    latency: u64,
    /// Records a page where a request asks for no number; that of the spec
    /// unless given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    page_size: Option<u64>,
    /// What goes wrong, and for which share of the requests; several times for
    /// several.
    #[arg(long = "fault", value_name = "NAME[=RATE]")]
    faults: Vec<Fault>,
}

fn faults() -> String {
    let lines = FAULTS.iter().map(|(name, _, what)| format!("  {name:12} {what}\n"));
    let lines: String = lines.collect();
    format!(
        "Faults, with a rate from 0 to 1 (0.2 unless given; the last two take none):\n{lines}
Examples:
  pagesmith mock specs/signalwire.yaml --port 8080 --records 1000
  pagesmith mock specs/sendsage.yaml --fault unavailable=0.1 --fault truncated"
    )
}

/// Serves until Ctrl-C.
pub(super) fn run(args: &Mock) -> CommandResult {
    let Some(api) = files::api(&args.spec) else { return Ok(Outcome::ProblemsFound) };
    let options = Options {
        port: args.port,
        records: args.records,
        seed: args.seed,
        latency: Duration::from_millis(args.latency),
        page_size: args.page_size,
        faults: args.faults.clone(),
        on_request: Some(Arc::new(request)),
    };
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("nothing can be served: {error}"))?;
    runtime.block_on(async {
        let mock = mock::serve(&api, &options).await.map_err(|error| {
            Failure::Failed(format!("127.0.0.1:{} can't be listened on: {error}", args.port))
        })?;
        let url = mock.base_url();
        match terminal::format() {
            Format::Text => terminal::to_stdout(&format!("{url}\n")),
            Format::Json => terminal::result(&json!({"reason": "serving", "url": url})),
        }
        terminal::note(example(&api, args, &url));
        tokio::signal::ctrl_c()
            .await
            .map_err(|error| format!("Ctrl-C can't be awaited: {error}"))?;
        Ok(Outcome::Done)
    })
}

fn request(entry: &Entry) {
    match terminal::format() {
        Format::Text => terminal::to_stdout(&format!("{entry}\n")),
        Format::Json => terminal::result(&json!({
            "reason": "request", "number": entry.number, "method": entry.method,
            "path": entry.path, "query": entry.query, "resource": entry.resource,
            "status": entry.status, "records": entry.records, "note": entry.note,
        })),
    }
}

/// A command that lists from it.
fn example(api: &Api, args: &Mock, url: &str) -> String {
    let Some(list) = api.lists.first() else { return "the spec has no list".to_owned() };
    let secrets = match api.auth {
        Auth::None => "",
        Auth::Basic => "PAGESMITH_USERNAME=me PAGESMITH_PASSWORD=any ",
        Auth::Bearer => "PAGESMITH_TOKEN=any ",
        Auth::Header(_) | Auth::Query(_) => "PAGESMITH_API_KEY=any ",
    };
    let (spec, resource) = (args.spec.display(), &list.method.wire);
    let command = format!("try: {secrets}pagesmith list {spec} {resource} --base-url {url}");
    lower::all_params(list, api)
        .iter()
        .fold(command, |command, param| command + " --param " + &param.name.wire + "=1")
}
