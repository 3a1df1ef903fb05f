//! Serves the two APIs until it is stopped, and prints a line per request.

use std::process::ExitCode;

use fake_api::{ACCOUNT_SID, API_KEY, API_TOKEN, Builder, FakeApi, ORGANIZATION_ID};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let builder = match read(std::env::args().skip(1)) {
        Ok(Some(builder)) => builder,
        Ok(None) => {
            println!("{}", usage());
            return ExitCode::SUCCESS;
        }
        Err(mistake) => {
            eprintln!("fake-api: {mistake}\n\n{}", usage());
            return ExitCode::from(2);
        }
    };
    let api = match builder.echo().try_start().await {
        Ok(api) => api,
        Err(error) => {
            eprintln!("fake-api: cannot listen on 127.0.0.1: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("{}", api.url());
    std::future::pending().await
}

/// What the arguments ask for; none where they ask for help.
fn read(mut arguments: impl Iterator<Item = String>) -> Result<Option<Builder>, String> {
    let mut builder = FakeApi::builder().messages(137).subscribers(250);
    while let Some(argument) = arguments.next() {
        if matches!(argument.as_str(), "-h" | "--help") {
            return Ok(None);
        }
        // `--port 8080` and `--port=8080` are the same.
        let (flag, value) = match argument.split_once('=') {
            Some((flag, value)) => (flag.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        let value = || value.or_else(|| arguments.next()).ok_or(format!("{flag} needs a value"));
        builder = match flag.as_str() {
            "--port" => builder.port(number(&flag, &value()?)?),
            "--messages" => builder.messages(number(&flag, &value()?)?),
            "--subscribers" => builder.subscribers(number(&flag, &value()?)?),
            _ => return Err(format!("unknown argument `{flag}`")),
        };
    }
    Ok(Some(builder))
}

fn number<T: std::str::FromStr>(flag: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("{flag} takes a number in range, not `{value}`"))
}

fn usage() -> String {
    format!(
        "Usage: fake-api [--port N] [--messages N] [--subscribers N]

Serves the SignalWire and SendSage lists on 127.0.0.1 and prints its URL,
then a line per request.

  --port N         port to listen on (default 0: any free one)
  --messages N     SignalWire messages (default 137)
  --subscribers N  SendSage subscribers (default 250)
  -h, --help       print this text

Basic credentials:
  SignalWire  {ACCOUNT_SID}:{API_TOKEN}
  SendSage    {ORGANIZATION_ID}:{API_KEY}"
    )
}
