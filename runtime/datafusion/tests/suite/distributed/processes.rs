//! Processes of a test: this program again, with another task.

use super::{SHOP, TOKEN};
use crate::server::{SPEC, Server};
use pagesmith::Retry;
use pagesmith_datafusion::Api;
use pagesmith_datafusion::distributed::{Cluster, Worker};
use std::env;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

/// What workers ask coordinators for.
pub(super) const CLUSTER_TOKEN: &str = "c1uster-t0ken";

/// The API of the tests' server, as each process knows it.
pub(super) fn api(url: &str) -> Api {
    let api = Api::from_text("lists.yaml", SPEC.as_bytes()).unwrap();
    let api = api.base_url(url).bearer(TOKEN).param("shop", SHOP);
    api.client(|builder| builder.retry(Retry::none()))
}

/// What a worker does, in a process of its own, until its standard input ends.
pub(super) fn work() {
    let Ok(url) = env::var("WORKER_OF") else { return };
    thread::spawn(|| {
        let _ended = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("\nworker at http://{}", listener.local_addr().unwrap());
        let mut worker = Worker::new().api("shop", api(&url)).token(CLUSTER_TOKEN);
        if let Ok(folder) = env::var("LOADS") {
            worker = worker.loads(folder);
        }
        worker.serve(listener).await.unwrap();
    });
}

/// Starts this program again for a test that does a task of its own, in the group of `leader`.
pub(super) fn again(test: &str, leader: i32, variables: &[(&str, &str)]) -> Child {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).envs(variables.iter().copied());
    command.process_group(leader).stdin(Stdio::piped()).stdout(Stdio::piped());
    command.spawn().unwrap()
}

/// Workers in processes of their own, in one process group, until the test ends.
#[derive(Clone)]
pub(super) struct Processes {
    children: Arc<Mutex<Vec<Child>>>,
    pub(super) urls: Vec<String>,
}

impl Processes {
    /// Workers of the tests' server, which write loads to folders in this one.
    pub(super) fn start(server: &Server, count: usize, loads: Option<&Path>) -> Self {
        let mut children: Vec<Child> = Vec::new();
        let mut variables = vec![("WORKER_OF", server.url.as_str())];
        variables.extend(loads.map(|folder| ("LOADS", folder.to_str().unwrap())));
        for _ in 0..count {
            let leader = children.first().map_or(0, |child| i32::try_from(child.id()).unwrap());
            children.push(again("distributed::a_worker", leader, &variables));
        }
        let urls = children.iter_mut().map(|child| {
            let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
            let said =
                lines.find_map(|line| Some(line.unwrap().strip_prefix("worker at ")?.to_owned()));
            said.expect("the worker listens")
        });
        let urls = urls.collect();
        Self { children: Arc::new(Mutex::new(children)), urls }
    }

    pub(super) fn cluster(&self) -> Cluster {
        Cluster::new(&self.urls).unwrap().token(CLUSTER_TOKEN).unwrap()
    }

    /// Kills a worker; its work is lost.
    pub(super) fn kill(&self, worker: usize) {
        let child = &mut self.children.lock().unwrap()[worker];
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

impl Drop for Processes {
    fn drop(&mut self) {
        if Arc::strong_count(&self.children) > 1 {
            return;
        }
        for child in &mut *self.children.lock().unwrap() {
            let _ended = child.kill();
            let _ended = child.wait();
        }
    }
}
