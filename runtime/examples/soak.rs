//! A million records with 5 % of the requests failing, in flat memory:
//! `cargo run --release -p pagesmith --no-default-features --features reqwest --example soak`

use bytes::Bytes;
use pagesmith::transport::{Body, BoxError, BoxFuture, Transport};
use pagesmith::{Client, Error, List, Paged, Pager, Paging, Retry, Timer};
use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Duration;

const RECORDS: u64 = 1_000_000;
const PAGE: u64 = 1000;
/// What resident memory may grow by between 1 % of the records and all.
const GROWTH: u64 = 4 << 20;

/// A row.
#[derive(serde::Deserialize)]
struct Row {
    id: u64,
}

impl Paged for Row {
    type Item = Self;
    const LIST: List = List::get("/rows", "/data").paging(Paging::SENDSAGE).key("/id");
}

/// Serves the rows by token; every twentieth request fails.
#[derive(Default)]
struct Server(Mutex<u64>);

impl Transport for Server {
    fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> BoxFuture<Result<http::Response<Body>, BoxError>> {
        let query = request.uri().query().unwrap_or_default();
        let first: u64 = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("page_token="))
            .and_then(|token| token.parse().ok())
            .unwrap_or(0);
        let fails = self.0.lock().is_ok_and(|mut asked| {
            *asked += 1;
            *asked % 20 == 0
        });
        Box::pin(async move {
            if fails {
                return Err("connection reset".into());
            }
            let mut body = String::from("{\"data\":[");
            for id in first..first + PAGE {
                let comma = if id > first { "," } else { "" };
                write!(body, "{comma}{{\"id\":{id},\"email\":\"user{id}@example.com\"}}")?;
            }
            let next = first + PAGE;
            if next < RECORDS {
                write!(body, "],\"next_page_token\":\"{next}\"}}")?;
            } else {
                body.push_str("],\"next_page_token\":null}");
            }
            Ok(http::Response::new(body.into()))
        })
    }
}

/// A clock whose waits are over at once.
struct NoWait;

impl Timer for NoWait {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<()> {
        Box::pin(std::future::ready(()))
    }
}

/// Resident memory in bytes, where the system tells it.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Error> {
    let client = Client::builder("https://api.test")
        .transport(Server::default())
        .timer(NoWait)
        .retry(Retry::default())
        .build()?;
    let mut rows = Pager::<Row>::new(&client, []).items();
    let (mut count, mut early) = (0, 0);
    while let Some(row) = rows.try_next().await? {
        assert_eq!(row.id, count, "every record once, in order");
        count += 1;
        if count == RECORDS / 100 {
            early = resident();
        }
    }
    let late = resident();
    println!("{count} records; resident {} KiB at 1 %, {} KiB at the end", early >> 10, late >> 10);
    let flat = count == RECORDS && late <= early + GROWTH;
    Ok(if flat { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
