//! Workers that read the lists of an API, for queries on several machines.
//!
//! `workers SPEC` starts four of them on loopback, each a process, from port 8470 on, or at any
//! free ports with `--port 0`; `workers SPEC --listen ADDRESS` is one, for a machine of its own.
//! `README.md`, beside this file, says how they are put on real hosts.

use pagesmith_datafusion::Api;
use pagesmith_datafusion::distributed::Worker;
use std::env;
use std::error::Error;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

/// How many workers there are on loopback.
const WORKERS: u16 = 4;
/// The port of the first one.
const PORT: u16 = 8470;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [spec] => on_loopback(spec, PORT),
        [spec, "--port", port] => on_loopback(spec, port.parse()?),
        [spec, "--listen", address] => work(spec, address),
        _ => Err("usage: workers SPEC [--port PORT | --listen ADDRESS]".into()),
    }
}

/// Starts workers at this port and those after it, or at free ones if it is 0. Prints their URLs
/// once they listen, and waits until standard input ends or the process is stopped.
fn on_loopback(spec: &str, first: u16) -> Result<(), Box<dyn Error>> {
    let start = |number| {
        let address = format!("127.0.0.1:{}", if first == 0 { 0 } else { first + number });
        let mut command = Command::new(env::current_exe()?);
        command.args([spec, "--listen", &address]).env("PAGESMITH_WORKER_OF_PARENT", "1");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
    };
    let mut workers = (0..WORKERS).map(start).collect::<io::Result<Vec<Child>>>()?;
    let urls = workers.iter_mut().map(|worker| {
        let mut url = String::new();
        let said = worker.stdout.as_mut().ok_or("the worker has no output")?;
        BufReader::new(said).read_line(&mut url)?;
        Ok(url.trim().to_owned())
    });
    let urls: Vec<_> = urls.collect::<Result<_, Box<dyn Error>>>()?;
    println!("{}", urls.join(" "));
    // They end with this process, which holds their standard input open.
    io::stdin().read_to_end(&mut Vec::new())?;
    for worker in &mut workers {
        drop(worker.stdin.take());
        worker.wait()?;
    }
    Ok(())
}

/// One worker. The API's credentials come from the environment, and stay here.
fn work(spec: &str, address: &str) -> Result<(), Box<dyn Error>> {
    let mut api = Api::from_spec(spec)?;
    if let Ok(url) = env::var("PAGESMITH_BASE_URL") {
        api = api.base_url(url);
    }
    if let Ok(token) = env::var("PAGESMITH_TOKEN") {
        api = api.bearer(token);
    }
    if let (Ok(user), Ok(password)) =
        (env::var("PAGESMITH_USERNAME"), env::var("PAGESMITH_PASSWORD"))
    {
        api = api.basic(user, password);
    }
    let mut worker = Worker::new().api("api", api);
    if let Ok(token) = env::var("PAGESMITH_CLUSTER_TOKEN") {
        worker = worker.token(token);
    }
    if let Ok(folder) = env::var("PAGESMITH_LOADS") {
        worker = worker.loads(folder);
    }
    if env::var("PAGESMITH_WORKER_OF_PARENT").is_ok() {
        std::thread::spawn(|| {
            let _ended = io::stdin().read_to_end(&mut Vec::new());
            std::process::exit(0);
        });
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await?;
        println!("http://{}", listener.local_addr()?);
        Ok(worker.serve(listener).await?)
    })
}
