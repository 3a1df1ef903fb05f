//! Four workers against one process, and what a server with a rate limit refuses.
//!
//! Each worker is a process of its own on loopback. Run it with
//! `cargo bench --features distributed --bench machines --profile dev`; it prints the tables of
//! `docs/sql.md`.

#![expect(clippy::unwrap_used, reason = "a measurement stops at the first surprise")]

use datafusion::arrow::array::AsArray as _;
use datafusion::arrow::datatypes::Int64Type;
use datafusion::prelude::{SessionConfig, SessionContext};
use pagesmith_datafusion::distributed::{Cluster, Worker};
use pagesmith_datafusion::{Api, Split};
use std::collections::VecDeque;
use std::env;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const SPEC: &str = "pagesmith: 1
name: Slow
auth: none
paging: by_number
styles:
  by_number:
    number: {query: page, start: 1}
    size: {query: per_page, default: 100, max: 100, send: always}
    page: {total: /total}
  by_token:
    next: {body: /next}
    send: {query: after}
    size: {query: per_page, default: 100, max: 100, send: always}
resources:
  people: {get: /people, items: /rows, record: Row}
  events: {get: '/accounts/{account}/events', params: {account: integer}, paging: by_token, items: /rows, record: Row}
records:
  Row: {key: id, fields: {id: integer, name: string, email: string}}
";

/// How long a reply takes.
const LATENCY: Duration = Duration::from_millis(50);
/// Rows a page.
const SIZE: usize = 100;
/// Rows of an account's events, and how many accounts there are.
const EVENTS: (usize, usize) = (2_000, 32);
/// Rows of the list by number.
const PEOPLE: usize = 15_000;
/// Requests a second that a limited server takes.
const ALLOWED: usize = 40;
/// Parts that a process reads side by side.
const SIDE_BY_SIDE: usize = 2;
const WORKERS: usize = 4;

/// A server with latency, which may have a limit.
#[derive(Clone)]
struct Server {
    url: String,
    /// The requests of the last second, how many there were, and how many were refused.
    seen: Arc<Mutex<(VecDeque<Instant>, usize, usize)>>,
    is_limited: bool,
}

impl Server {
    fn start(is_limited: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = Self { url, seen: Arc::default(), is_limited };
        let shared = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let server = shared.clone();
                thread::spawn(move || server.serve(&stream.unwrap()));
            }
        });
        server
    }

    fn serve(&self, stream: &TcpStream) {
        stream.set_nodelay(true).unwrap();
        let (mut lines, mut out) = (BufReader::new(stream).lines(), stream);
        while let Some(Ok(line)) = lines.next() {
            let target = line.split(' ').nth(1).unwrap().to_owned();
            while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let (status, body) =
                if self.takes() { (200, page(&target)) } else { (429, "{}".to_owned()) };
            thread::sleep(LATENCY);
            let head = format!(
                "HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nRetry-After: 1\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            if out.write_all(format!("{head}{body}").as_bytes()).is_err() {
                return;
            }
        }
    }

    /// Whether there were fewer requests in the second before this one than are allowed.
    fn takes(&self) -> bool {
        let (last, requests, refused) = &mut *self.seen.lock().unwrap();
        let now = Instant::now();
        while last.front().is_some_and(|first| now - *first >= Duration::from_secs(1)) {
            last.pop_front();
        }
        *requests += 1;
        let takes = !self.is_limited || last.len() < ALLOWED;
        if takes {
            last.push_back(now);
        } else {
            *refused += 1;
        }
        takes
    }
}

/// A page of a list.
fn page(target: &str) -> String {
    let value = |name: &str| {
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        pair.and_then(|value| value.parse::<usize>().ok())
    };
    let rows = if target.starts_with("/people") { PEOPLE } else { EVENTS.0 };
    let start = value("after").unwrap_or_else(|| (value("page").unwrap_or(1) - 1) * SIZE);
    let end = rows.min(start + SIZE);
    let row =
        |id: usize| format!(r#"{{"id":{id},"name":"Person {id}","email":"{id}@example.com"}}"#);
    let items: Vec<_> = (start..end).map(row).collect();
    let next = if end < rows { format!("\"{end}\"") } else { "null".to_owned() };
    format!(r#"{{"total":{rows},"next":{next},"rows":[{}]}}"#, items.join(","))
}

fn api(url: &str) -> Api {
    Api::from_text("slow.yaml", SPEC.as_bytes()).unwrap().base_url(url)
}

/// A worker, until its standard input ends.
fn work(url: &str) {
    thread::spawn(|| {
        let _ended = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("http://{}", listener.local_addr().unwrap());
        Worker::new().api("slow", api(url)).serve(listener).await.unwrap();
    });
}

/// Workers of a server.
fn workers(server: &Server) -> (Vec<Child>, Vec<String>) {
    let start = |_| {
        let mut command = Command::new(env::current_exe().unwrap());
        command.env("WORKER_OF", &server.url).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut url).unwrap();
        (child, url.trim().to_owned())
    };
    (0..WORKERS).map(start).unzip()
}

/// A session over these workers; one process without any.
fn session(api: &Api, workers: &[String]) -> SessionContext {
    let config = SessionConfig::new().with_target_partitions(SIDE_BY_SIDE);
    let context = if workers.is_empty() {
        SessionContext::new_with_config(config)
    } else {
        Cluster::new(workers).unwrap().api("slow", api).session_with(config)
    };
    let accounts = (0..EVENTS.1).map(|account| account.to_string());
    let split = Split::values("account", accounts);
    context.register_table("events", api.table("events").split(split).build().unwrap()).unwrap();
    let people = api.table("people").split(Split::Numbers).build().unwrap();
    context.register_table("people", people).unwrap();
    context
}

/// The seconds of a query, which counts these rows.
async fn seconds(context: &SessionContext, sql: &str, rows: usize) -> f64 {
    let begin = Instant::now();
    let batches = context.sql(sql).await.unwrap().collect().await.unwrap();
    let count = batches[0].column(0).as_primitive::<Int64Type>().value(0);
    assert_eq!(usize::try_from(count).unwrap(), rows, "{sql}");
    begin.elapsed().as_secs_f64()
}

async fn shards() {
    let server = Server::start(false);
    let (children, urls) = workers(&server);
    let api = api(&server.url);
    let rows = EVENTS.0 * EVENTS.1;
    println!("| shards, {LATENCY:?} a reply | rows a second |\n|---|---|");
    let mut rates = Vec::new();
    for (name, urls) in [("one process", &[][..]), ("four workers", &urls[..])] {
        let context = session(&api, urls);
        let mut taken = Vec::new();
        for _ in 0..3 {
            taken.push(seconds(&context, "select count(*) from events", rows).await);
        }
        taken.sort_by(f64::total_cmp);
        let rate = f64::from(u32::try_from(rows).unwrap()) / taken[1];
        println!("| {name} | {rate:.0} |");
        rates.push(rate);
    }
    println!("ratio: {:.2}\n", rates[1] / rates[0]);
    drop(children);
}

async fn refusals() {
    let server = Server::start(true);
    let (children, urls) = workers(&server);
    let count = "select count(*) from people";
    let joined = "select count(*) from people a join people b on a.id = b.id";
    let shards = "select count(*) from events";
    let rate = f64::from(u32::try_from(ALLOWED).unwrap());
    println!(
        "| a server that allows {ALLOWED} requests a second | requests | refused | requests a second |\n|---|---|---|---|"
    );
    for (name, sql, rows, is_paced) in [
        ("a list by number, not paced", count, PEOPLE, false),
        ("a list by number, paced", count, PEOPLE, true),
        ("a join of it with itself, paced", joined, PEOPLE, true),
        ("shards, paced", shards, EVENTS.0 * EVENTS.1, true),
    ] {
        let api = if is_paced { api(&server.url).rate(rate) } else { api(&server.url) };
        let context = session(&api, &urls);
        *server.seen.lock().unwrap() = Default::default();
        let taken = seconds(&context, sql, rows).await;
        let (_, requests, refused) = &*server.seen.lock().unwrap();
        let rate = f64::from(u32::try_from(*requests).unwrap()) / taken;
        println!("| {name} | {requests} | {refused} | {rate:.1} |");
    }
    drop(children);
}

fn main() {
    if let Ok(url) = env::var("WORKER_OF") {
        return work(&url);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        shards().await;
        refusals().await;
    });
}
