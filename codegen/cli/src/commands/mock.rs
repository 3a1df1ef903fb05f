//! `mock`: serves a spec.

use crate::mock::{self, Entry, FAULTS, Fault, FaultGroup, Options, ServeError};
use crate::outcome::{CommandResult, Failure, Outcome};
use crate::stdout;
use crate::terminal::{self, Format};
use crate::{args, completion, files};
use clap::Args;
use clap::builder::{PossibleValue, TypedValueParser};
use pagesmith_codegen::diag::escape;
use pagesmith_codegen::lower;
use pagesmith_codegen::model::{Api, Auth};
use serde_json::json;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::num::NonZeroU64;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::sync::Notify;

/// Imitate an API on this machine, with made-up records.
///
/// Prints its URL, and then each request. Ctrl-C stops it.
#[derive(Args, Debug)]
#[command(after_help = faults())]
pub(crate) struct Mock {
    /// The spec, a YAML file; `-` is standard input.
    #[arg(add = completion::specs())]
    spec: PathBuf,
    /// Listen on this port [default: any free port].
    #[arg(
        long, default_value_t = 0, value_name = "N", hide_default_value = true,
        value_parser = args::number::<u16>, allow_negative_numbers = true
    )]
    port: u16,
    /// Give each list this many records.
    #[arg(long, default_value_t = 137, value_name = "N", value_parser = args::number::<u64>, allow_negative_numbers = true)]
    records: u64,
    /// Give each list with `for_each` this many records for each parent [default: as --records].
    #[arg(long, value_name = "N", value_parser = args::number::<u64>, allow_negative_numbers = true)]
    children: Option<u64>,
    /// Make the records from this seed; the same seed gives the same records.
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = args::number::<u64>, allow_negative_numbers = true)]
    seed: u64,
    /// Wait this many milliseconds before each reply.
    #[arg(long, default_value_t = 0, value_name = "MS", value_parser = args::number::<u64>, allow_negative_numbers = true)]
    latency: u64,
    /// Use this page size if a request names none [default: the spec's page size].
    #[arg(long, value_name = "N", value_parser = args::number::<NonZeroU64>, allow_negative_numbers = true)]
    page_size: Option<NonZeroU64>,
    /// Add one of the faults below; repeat it for several.
    #[arg(
        long = "fault",
        value_name = "NAME[=RATE|@N]",
        value_parser = FaultParser,
        hide_possible_values = true
    )]
    faults: Vec<Fault>,
}

/// Parses a fault, and gives shells the names to complete.
#[derive(Clone)]
struct FaultParser;

impl TypedValueParser for FaultParser {
    type Value = Fault;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Fault, clap::Error> {
        let parse = |text: &str| text.parse::<Fault>();
        parse.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(FAULTS.iter().map(|fault| PossibleValue::new(fault.name).help(fault.what))))
    }
}

fn faults() -> String {
    let of = |group: FaultGroup| {
        FAULTS.iter().filter(|fault| fault.group() == group).fold(String::new(), |lines, fault| {
            lines + &format!("  {:14} {}\n", fault.name, fault.what)
        })
    };
    let (shares, places, totals) =
        (of(FaultGroup::Share), of(FaultGroup::Middle), of(FaultGroup::Total));
    format!(
        "A reply's next position is what leads to the next page: a link, a token or a value.

Faults that hit one request in five; NAME=RATE sets another share, from 0 to 1:
{shares}
Faults in the middle of a list:
{places}
Faults of the stated total:
{totals}
NAME@N begins a fault at the Nth request for a list, counted from 1.

Examples:
  pagesmith mock specs/signalwire.yaml --port 8080 --records 1000
  pagesmith mock specs/signalwire.yaml --fault stale-next@3
  pagesmith mock specs/sendsage.yaml --fault unavailable=0.1 --fault truncated"
    )
}

/// Serves until Ctrl-C.
pub(super) fn run(args: &Mock) -> CommandResult {
    let Some(api) = files::api(&args.spec) else { return Ok(Outcome::ProblemsFound) };
    // Stops when the log can't be written; the exit code reports it.
    let unwritten = Arc::new(Notify::new());
    let notify = Arc::clone(&unwritten);
    let on_request = move |entry: &Entry| {
        request(entry);
        if stdout::write_failure().is_some() {
            notify.notify_one();
        }
    };
    let options = Options {
        port: args.port,
        records: args.records,
        children: args.children,
        seed: args.seed,
        latency: Duration::from_millis(args.latency),
        page_size: args.page_size.map(NonZeroU64::get),
        faults: args.faults.clone(),
        on_request: Some(Arc::new(on_request)),
    };
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("can't start the server: {error}"))?;
    runtime.block_on(async {
        let mock = mock::serve(&api, &options).await.map_err(|error| match error {
            ServeError::Fault(message) => Failure::Misuse(message),
            ServeError::Listen(error) => {
                Failure::Failed(format!("can't listen on 127.0.0.1:{}: {error}", args.port))
            }
        })?;
        let url = mock.base_url();
        match terminal::format() {
            Format::Text => terminal::to_stdout(&format!("{url}\n")),
            Format::Json => terminal::result(&json!({"reason": "serving", "url": url})),
        }
        if stdout::write_failure().is_some() {
            return Ok(Outcome::Done);
        }
        for (list, same) in shared_requests(&api) {
            terminal::warning(format!(
                "`{list}` and `{same}` send the same requests: the mock answers as `{list}`"
            ));
        }
        terminal::note(example(&api, args, &url));
        tokio::select! {
            stopped = tokio::signal::ctrl_c() => {
                stopped.map_err(|error| format!("can't wait for Ctrl-C: {error}"))?;
            }
            () = unwritten.notified() => {}
        }
        Ok(Outcome::Done)
    })
}

fn request(entry: &Entry) {
    match terminal::format() {
        Format::Text => terminal::to_stdout(&format!("{}\n", escape(&entry.to_string()))),
        Format::Json => terminal::result(&json!({
            "reason": "request", "number": entry.number, "method": entry.method,
            "path": entry.path, "query": entry.query, "resource": entry.resource,
            "status": entry.status, "records": entry.records, "note": entry.note,
        })),
    }
}

/// Lists that send the requests of an earlier list, which comes first.
fn shared_requests(api: &Api) -> impl Iterator<Item = (&str, &str)> {
    let mut first = BTreeMap::new();
    api.lists.iter().filter_map(move |list| {
        let name = list.method.wire.as_str();
        let first = *first.entry((list.verb, &list.path, &list.body)).or_insert(name);
        (first != name).then_some((first, name))
    })
}

/// A command that lists records from the mock.
fn example(api: &Api, args: &Mock, url: &str) -> String {
    let Some(list) = api.lists.first() else { return "the spec has no list".to_owned() };
    let secrets = match api.auth {
        Auth::None => "",
        Auth::Basic => "PAGESMITH_USERNAME=me PAGESMITH_PASSWORD=any ",
        Auth::Bearer => "PAGESMITH_TOKEN=any ",
        Auth::Body { id: Some(_), .. } => "PAGESMITH_API_ID=me PAGESMITH_API_KEY=any ",
        Auth::Header(_) | Auth::Query(_) | Auth::Body { .. } => "PAGESMITH_API_KEY=any ",
    };
    // The other command can't read the same standard input.
    let spec =
        if files::is_stdin(&args.spec) { "SPEC".into() } else { args.spec.to_string_lossy() };
    let command = format!(
        "try: {secrets}pagesmith list {} {} --base-url {}",
        quoted(&spec),
        quoted(&list.method.wire),
        quoted(url)
    );
    lower::all_params(list, api).iter().fold(command, |command, param| {
        command + " --param " + &quoted(&format!("{}=1", param.name.wire))
    })
}

/// A word as a POSIX shell reads it: quoted if it has a special character.
fn quoted(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "_@%+=:,./-".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_with_special_characters_are_quoted() {
        for plain in ["specs/a-b.yaml", "http://127.0.0.1:1/v1", "id=1", "größe"] {
            assert_eq!(quoted(plain), plain);
        }
        for (word, expected) in [
            ("", "''"),
            ("a b.yaml", "'a b.yaml'"),
            ("a;touch pwned", "'a;touch pwned'"),
            ("a$(id).yaml", "'a$(id).yaml'"),
            ("it's", r"'it'\''s'"),
            ("~a", "'~a'"),
        ] {
            assert_eq!(quoted(word), expected);
        }
    }
}
