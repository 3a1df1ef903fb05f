//! The example `workers`, as its README says: four workers on loopback in one command.

use super::TOKEN;
use super::loads::{ids, is_each_once, loads};
use super::processes::{CLUSTER_TOKEN, api};
use crate::server::{SPEC, Server};
use crate::sql::rows;
use pagesmith_datafusion::Split;
use pagesmith_datafusion::distributed::{Cluster, Load};
use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Builds the example, which is no part of the tests for Cargo.
fn program() -> PathBuf {
    let tests = env::current_exe().unwrap();
    let target = tests.ancestors().nth(3).unwrap();
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.current_dir(env!("CARGO_MANIFEST_DIR")).arg("build").arg("--target-dir").arg(target);
    build.args(["--quiet", "--offline", "--locked", "--all-features", "--example", "workers"]);
    // What Cargo tells this process of its package is not for the example: build scripts that look
    // at it, as that of `ring` does, would run again, and all that depends on them be built again.
    for (name, _) in env::vars_os() {
        let told = ["CARGO_MANIFEST_", "CARGO_PKG_"];
        if told.iter().any(|told| name.to_string_lossy().starts_with(told)) {
            build.env_remove(name);
        }
    }
    assert!(build.status().unwrap().success());
    target.join("debug").join("examples").join("workers")
}

#[tokio::test(flavor = "multi_thread")]
async fn four_workers_start_in_one_command() {
    let (server, root) = (Server::start(1000, 0, 0), loads("example"));
    let spec = root.join("shop.yaml");
    fs::write(&spec, SPEC).unwrap();
    let mut command = Command::new(program());
    command.arg(&spec).args(["--port", "0"]).env_clear().envs([
        ("PAGESMITH_BASE_URL", server.url.as_str()),
        ("PAGESMITH_TOKEN", TOKEN),
        ("PAGESMITH_CLUSTER_TOKEN", CLUSTER_TOKEN),
        ("PAGESMITH_LOADS", root.to_str().unwrap()),
    ]);
    let mut workers = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut urls = String::new();
    BufReader::new(workers.stdout.as_mut().unwrap()).read_line(&mut urls).unwrap();
    let urls: Vec<&str> = urls.split_whitespace().collect();
    assert_eq!(urls.len(), 4, "{urls:?}");

    let api = api(&server.url);
    let cluster = Cluster::new(&urls).unwrap().token(CLUSTER_TOKEN).unwrap();
    let context = cluster.api("api", &api).session();
    let people = api.table("people").split(Split::Numbers).build().unwrap();
    context.register_table("api.people", people).unwrap();
    let all = "select count(*), count(distinct id), sum(id) from api.people";
    assert_eq!(rows(&context, all).await, ["1000 1000 500500"]);
    assert_eq!(server.take_log().len(), 1 + 10);
    let load = Load::of("api.people").to(root.join("people")).pages_a_unit(2);
    assert_eq!(load.run(&context).await.unwrap().records, 1000);
    is_each_once(&ids(&root.join("people")), 1000);

    // They end with its standard input.
    drop(workers.stdin.take());
    assert!(workers.wait().unwrap().success());
    for url in urls {
        assert!(TcpStream::connect(url.trim_start_matches("http://")).is_err(), "{url}");
    }
}
