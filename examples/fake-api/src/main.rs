//! Serves the two APIs until it is stopped, and prints a line per request.

use std::process::ExitCode;

use fake_api::scenarios::Scenario;
use fake_api::{
    ACCOUNT_SID, API_KEY, API_TOKEN, Builder, COMPATIBLE_SID, FakeApi, ORGANIZATION_ID,
};

/// What the arguments ask for.
enum Task {
    Serve(Builder),
    /// A scenario, and its port.
    ServeScenario(&'static Scenario, u16),
    /// Print a text.
    Print(String),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match read(std::env::args().skip(1)) {
        Ok(Task::Print(text)) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Ok(Task::Serve(builder)) => match builder.echo().try_start().await {
            Ok(api) => serve_until_stopped(api.url()).await,
            Err(error) => cannot_listen(&error),
        },
        Ok(Task::ServeScenario(scenario, port)) => match scenario.start_at(port, true).await {
            Ok(stage) => serve_until_stopped(&stage.url()).await,
            Err(error) => cannot_listen(&error),
        },
        Err(mistake) => {
            eprintln!("fake-api: {mistake}\n\n{}", usage());
            ExitCode::from(2)
        }
    }
}

/// Serves until it is stopped.
async fn serve_until_stopped(url: &str) -> ExitCode {
    println!("{url}");
    std::future::pending().await
}

fn cannot_listen(error: &std::io::Error) -> ExitCode {
    eprintln!("fake-api: cannot listen on 127.0.0.1: {error}");
    ExitCode::FAILURE
}

/// What the arguments ask for.
fn read(mut arguments: impl Iterator<Item = String>) -> Result<Task, String> {
    let mut builder = FakeApi::builder().messages(137).subscribers(250);
    let mut scenario = None;
    let mut port = 0;
    while let Some(argument) = arguments.next() {
        if matches!(argument.as_str(), "-h" | "--help") {
            return Ok(Task::Print(usage()));
        }
        if argument == "--scenarios" {
            return Ok(Task::Print(scenarios()));
        }
        // `--port 8080` and `--port=8080` are the same.
        let (flag, value) = match argument.split_once('=') {
            Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        let value = || value.or_else(|| arguments.next()).ok_or(format!("{flag} needs a value"));
        builder = match flag.as_str() {
            "--port" => {
                port = number(&flag, &value()?)?;
                builder.port(port)
            }
            "--scenario" => {
                let name = value()?;
                let found = Scenario::find(&name);
                scenario = Some(found.ok_or(format!(
                    "unknown scenario `{name}`; `--scenarios` lists all of them"
                ))?);
                builder
            }
            "--messages" => builder.messages(number(&flag, &value()?)?),
            "--subscribers" => builder.subscribers(number(&flag, &value()?)?),
            _ => return Err(format!("unknown argument `{flag}`")),
        };
    }
    Ok(scenario.map_or(Task::Serve(builder), |scenario| Task::ServeScenario(scenario, port)))
}

/// A line for each scenario.
fn scenarios() -> String {
    let widest = Scenario::all().map(|scenario| scenario.name().len()).max().unwrap_or_default();
    let line = |it: &Scenario| format!("{:widest$}  {}", it.name(), it.about());
    Scenario::all().map(line).collect::<Vec<_>>().join("\n")
}

fn number<T: std::str::FromStr>(flag: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{flag} expects a number in range, found `{value}`"))
}

fn usage() -> String {
    format!(
        "Usage: fake-api [--port N] [--messages N] [--subscribers N]
       fake-api [--port N] --scenario NAME
       fake-api --scenarios

Serves the SignalWire and SendSage lists on 127.0.0.1 and prints its URL,
then a line per request.

  --port N         port to listen on (default 0: any free port)
  --messages N     SignalWire messages (default 137)
  --subscribers N  SendSage subscribers (default 250)
  --scenario NAME  serve only a list at /list, with one fault
  --scenarios      list the scenarios
  -h, --help       print this text

Basic credentials:
  SignalWire  {ACCOUNT_SID}:{API_TOKEN}
              or {COMPATIBLE_SID} as its user and account
  SendSage    {ORGANIZATION_ID}:{API_KEY}"
    )
}
