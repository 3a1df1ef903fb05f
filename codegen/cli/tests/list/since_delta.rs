//! `pagesmith list --since last` of a list with a delta: what has changed since the run before,
//! exactly once.

use crate::listing::{Script, file_column, pagesmith, run, scratch};
use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::{lower, parse};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

const SPEC: &str = r#"
pagesmith: 1
name: Tenant
styles:
  by_link: {next: {body: /next}, send: url, size: {query: top}, delta: {body: /delta}}
  by_token: {next: {body: /next}, send: {query: token}, size: {query: top}, ends: {absent: end}, delta: {body: /sync, query: sync}}
resources:
  users: {get: /users, paging: by_link, record: User}
  events:
    get: /events
    paging: by_token
    record: User
    filters:
      since: {type: datetime, matches: {field: made_at, op: ">="}}
records:
  User: {key: id, fields: {id: string, made_at: datetime?, removed: {type: "json?", wire: "@removed"}}}
"#;

struct Tenant {
    folder: PathBuf,
    spec: String,
}

impl Tenant {
    fn new(name: &str) -> Self {
        let folder = scratch(name);
        let spec = folder.join("spec.yaml").to_str().unwrap().to_owned();
        fs::write(&spec, SPEC).unwrap();
        Self { folder, spec }
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    fn list(&self, url: &str, resource: &str, out: &str, more: &[&str]) -> Command {
        pagesmith(
            &[&["list", &self.spec, resource, "--base-url", url, "--out", out], more].concat(),
        )
    }

    fn since(&self, url: &str, resource: &str, out: &str) -> (i32, String) {
        run(self.list(url, resource, out, &["--since", "last", "--page-size", "20"]))
    }
}

async fn serve(records: u64, latency: u64) -> Mock {
    let (ast, source_map) = parse::spec_file::parse(SPEC).unwrap();
    let api = lower::api(&ast, &source_map).unwrap().0;
    let latency = Duration::from_millis(latency);
    mock::serve(&api, &Options { records, latency, ..Options::default() }).await.unwrap()
}

/// The IDs that a file has after this many synchronisations behind the first one: of each a record
/// that has changed, and two new ones.
async fn expected(resource: &str, records: u64, syncs: u64) -> Vec<String> {
    let all = serve(records + 2 * syncs, 0).await.records(resource, &[]);
    let id = |at: u64| all[usize::try_from(at).unwrap()]["id"].as_str().unwrap().to_owned();
    let later =
        (0..syncs).flat_map(|sync| [sync % records, records + 2 * sync, records + 2 * sync + 1]);
    (0..records).chain(later).map(id).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_run_adds_what_has_changed() {
    let tenant = Tenant::new("since-delta");
    for resource in ["users", "events"] {
        let mock = serve(50, 0).await;
        let (url, expected) = (mock.base_url(), |syncs| expected(resource, 50, syncs));
        for ending in ["jsonl", "csv", "parquet", "sqlite"] {
            let out = tenant.path(&format!("{resource}.{ending}"));
            for syncs in 0..3 {
                let before = mock.request_count();
                let (code, stderr) = tenant.since(&url, resource, &out);
                assert_eq!(code, 0, "{resource} {ending}: {stderr}");
                assert!(stderr.contains("continued") && !stderr.contains("warning"), "{stderr}");
                let mut all = expected(syncs).await;
                let mut found = file_column(&out, resource, "id");
                if ending == "sqlite" {
                    // A record that has changed is in place of its row.
                    (all, found) = (sorted(all), sorted(found));
                    all.dedup();
                }
                assert_eq!(found, all, "{resource} {ending} {syncs}");
                let requests = mock.request_count() - before;
                assert_eq!(requests, if syncs == 0 { 3 } else { 1 }, "{resource} {ending}");
                // `--resume` begins no synchronisation, and keeps the delta.
                let (code, stderr) =
                    run(tenant.list(&url, resource, &out, &["--resume", "--page-size", "20"]));
                assert_eq!(code, 0, "{stderr}");
                assert_eq!(
                    mock.request_count() - before,
                    requests,
                    "{resource} {ending}: {stderr}"
                );
            }
        }
    }
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_random_kills_nothing_is_lost_or_doubled() {
    for (resource, ending, seed) in [
        ("users", "jsonl", 1),
        ("events", "csv", 2),
        ("users", "sqlite", 3),
        ("events", "parquet", 4),
    ] {
        let tenant = Tenant::new(&format!("since-delta-kills-{ending}"));
        let out = tenant.path(&format!("rows.{ending}"));
        let mock = serve(200, 3).await;
        let mut random = fastrand::Rng::with_seed(seed);
        let more = ["--since", "last", "--page-size", "1"];
        let mut kills = 0;
        for turn in 0..30 {
            // Small pages, so that kills hit the middle of a synchronisation, too.
            let size = if turn == 0 { "20" } else { "1" };
            let more = [&more[..3], &[size]].concat();
            let mut run = tenant.list(&mock.base_url(), resource, &out, &more);
            let mut run = run.stderr(Stdio::null()).spawn().unwrap();
            tokio::time::sleep(Duration::from_millis(random.u64(15..90))).await;
            run.kill().unwrap();
            kills += u32::from(!run.wait().unwrap().success());
        }
        assert!(kills > 2, "{kills} kills");
        // The first of these may end a run that was killed.
        for _ in 0..2 {
            let (code, stderr) = run(tenant.list(&mock.base_url(), resource, &out, &more));
            assert_eq!(code, 0, "{stderr}");
        }
        let found = file_column(&out, resource, "id");
        let new = if ending == "sqlite" { 2 } else { 3 };
        let syncs = (found.len() as u64 - 200) / new;
        let mut all = expected(resource, 200, syncs).await;
        let mut found = found;
        if ending == "sqlite" {
            (all, found) = (sorted(all), sorted(found));
            all.dedup();
        }
        assert_eq!(found, all, "{ending} after {syncs} synchronisations");
    }
}

fn users(ids: &[&str], next: (&str, &str)) -> (u16, Value) {
    let rows: Vec<Value> = ids
        .iter()
        .map(|id| match id.strip_prefix('-') {
            Some(id) => json!({"id": id, "@removed": {"reason": "deleted"}, "more": 1}),
            None => json!({"id": id}),
        })
        .collect();
    (200, json!({"users": rows, next.0: next.1}))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_deleted_is_a_row_as_the_server_sent_it() {
    let tenant = Tenant::new("since-delta-deleted");
    let out = tenant.path("users.jsonl");
    let script = Script::serve(vec![
        users(&["a", "b"], ("delta", "/users?d=1")),
        users(&["-b"], ("next", "/users?d=1&p=2")),
        users(&[], ("delta", "/users?d=2")),
        users(&[], ("delta", "/users?d=2")),
    ])
    .await;
    for _ in 0..3 {
        let (code, stderr) = run(tenant.list(&script.url, "users", &out, &["--since", "last"]));
        assert_eq!(code, 0, "{stderr}");
    }
    let sent: Vec<String> = script.seen().into_iter().map(|(uri, _)| uri).collect();
    assert_eq!(sent, ["/users", "/users?d=1", "/users?d=1&p=2", "/users?d=2"]);
    let text = fs::read_to_string(&out).unwrap();
    let removed = r#"{"@removed":{"reason":"deleted"},"id":"b","more":1}"#;
    assert_eq!(text.lines().collect::<Vec<_>>(), [r#"{"id":"a"}"#, r#"{"id":"b"}"#, removed]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_expired_delta_is_an_error_and_never_a_new_beginning() {
    let tenant = Tenant::new("since-delta-expired");
    let out = tenant.path("users.jsonl");
    let gone = (410, json!({"error": {"code": "syncStateNotFound", "message": "Resync required"}}));
    let script = Script::serve(vec![users(&["a"], ("delta", "/users?d=1")), gone]).await;
    let since = || run(tenant.list(&script.url, "users", &out, &["--since", "last"]));
    assert_eq!(since().0, 0);
    let before = fs::read(&out).unwrap();
    let (code, stderr) = since();
    assert_eq!(code, 3, "{stderr}");
    for words in
        ["410", "syncStateNotFound", "a full synchronisation is needed", "name another file"]
    {
        assert!(stderr.contains(words), "{words}: {stderr}");
    }
    assert!(!stderr.contains("d=1"), "{stderr}");
    // Nor does a later run begin by itself.
    let (code, stderr) = since();
    assert!(code == 2 || code == 3, "{code} {stderr}");
    assert_eq!((script.request_count(), fs::read(&out).unwrap()), (2, before));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_failure_that_may_pass_keeps_the_delta() {
    let tenant = Tenant::new("since-delta-retried");
    let out = tenant.path("users.jsonl");
    let script = Script::serve(vec![
        users(&["a"], ("delta", "/users?d=1")),
        (401, json!({})),
        users(&["b"], ("delta", "/users?d=2")),
    ])
    .await;
    let since = || run(tenant.list(&script.url, "users", &out, &["--since", "last"]));
    let codes = [since().0, since().0, since().0];
    assert_eq!(codes, [0, 1, 0]);
    assert_eq!(script.seen()[2].0, "/users?d=1");
    assert_eq!(file_column(&out, "users", "id"), ["a", "b"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_run_that_ended_without_a_delta_says_so_and_so_does_the_next() {
    let tenant = Tenant::new("since-delta-none");
    let out = tenant.path("events.jsonl");
    let script = Script::serve(vec![(200, json!({"events": [{"id": "a"}]}))]).await;
    let since = || run(tenant.list(&script.url, "events", &out, &["--since", "last"]));
    let (code, stderr) = since();
    assert!(code == 0 && stderr.contains("the list ended without a delta at `/sync`"), "{stderr}");
    let (code, stderr) = since();
    assert!(code == 2 && stderr.contains("a full synchronisation is needed"), "{code} {stderr}");
    assert_eq!(script.request_count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_filter_can_be_chosen_in_place_of_the_delta() {
    let tenant = Tenant::new("since-delta-filter");
    let out = tenant.path("events.jsonl");
    let row = |id: &str| json!({"id": id, "made_at": "2024-01-01T10:00:00Z"});
    let script = Script::serve(vec![
        (200, json!({"events": [row("a")], "sync": "s"})),
        (200, json!({"events": [row("a"), row("b")], "sync": "s"})),
    ])
    .await;
    let more = ["--since", "last", "--since-filter", "since"];
    for _ in 0..2 {
        let (code, stderr) = run(tenant.list(&script.url, "events", &out, &more));
        assert_eq!(code, 0, "{stderr}");
    }
    assert_eq!(script.seen()[1].0, "/events?since=2024-01-01T10%3A00%3A00Z");
    assert_eq!(file_column(&out, "events", "id"), ["a", "b"]);
    let more = ["--since", "last", "--since-overlap", "5"];
    let (code, stderr) = run(tenant.list(&script.url, "events", &tenant.path("x.jsonl"), &more));
    assert!(code == 2 && stderr.contains("`--since-overlap` has no effect"), "{stderr}");
}
