//! `pagesmith list --since last`: what is new since the run before, exactly once.

use crate::listing::{Script, file_column, pagesmith, run, scratch};
use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::{lower, parse};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

const FROM: &str = r#"{type: datetime, matches: {field: made_at, op: ">="}}"#;

fn spec(filter: &str) -> String {
    format!(
        "
pagesmith: 1
name: Shop
paging: {{next: {{body: /next}}, send: {{query: token}}, size: {{query: size, default: 20, max: 100}}}}
resources:
  orders:
    get: /orders
    record: Order
    filters: {{since: {filter}, state: {{type: string}}}}
records:
  Order: {{key: id, fields: {{id: string, made_at: datetime, about: {{size: integer}}}}}}
"
    )
}

struct Shop {
    folder: PathBuf,
    spec: String,
    text: String,
}

impl Shop {
    fn new(name: &str, filter: &str) -> Self {
        let (folder, text) = (scratch(name), spec(filter));
        let spec = folder.join("spec.yaml").to_str().unwrap().to_owned();
        fs::write(&spec, &text).unwrap();
        Self { folder, spec, text }
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    /// The shop with this many orders so far.
    async fn with(&self, records: u64, latency: u64) -> Mock {
        let (ast, source_map) = parse::spec_file::parse(&self.text).unwrap();
        let api = lower::api(&ast, &source_map).unwrap().0;
        let latency = Duration::from_millis(latency);
        mock::serve(&api, &Options { records, latency, ..Options::default() }).await.unwrap()
    }

    /// The same at the port of an earlier mock, which may take a moment to be free.
    async fn again(&self, records: u64, latency: u64, port: u16) -> Mock {
        let (ast, source_map) = parse::spec_file::parse(&self.text).unwrap();
        let api = lower::api(&ast, &source_map).unwrap().0;
        let latency = Duration::from_millis(latency);
        let options = Options { records, latency, port, ..Options::default() };
        for _ in 0..100 {
            if let Ok(mock) = mock::serve(&api, &options).await {
                return mock;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the port {port} stays in use")
    }

    fn since(&self, mock: &Mock, out: &str, more: &[&str]) -> Command {
        self.since_at(&mock.base_url(), out, more)
    }

    fn since_at(&self, url: &str, out: &str, more: &[&str]) -> Command {
        let args = ["list", &self.spec, "orders", "--base-url", url, "--out", out];
        pagesmith(&[&args[..], &["--since", "last"], more].concat())
    }
}

/// The keys of a file in order.
fn found(out: &str) -> Vec<String> {
    file_column(out, "orders", "id")
}

fn all(mock: &Mock) -> Vec<String> {
    let records = mock.records("orders", &[]);
    records.iter().map(|record| record["id"].as_str().unwrap().to_owned()).collect()
}

/// Three records share each second, so that each run begins among records that are there.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_run_adds_what_is_new() {
    for (name, filter) in [
        ("from", r#"{type: datetime, matches: {field: made_at, op: ">="}}"#),
        ("after", r#"{type: datetime, matches: {field: made_at, op: ">"}}"#),
        ("day", r#"{type: date, matches: {field: made_at, op: ">"}}"#),
        ("size", r#"{type: integer, matches: {field: /about/size, op: ">="}}"#),
    ] {
        let shop = Shop::new(&format!("since-{name}"), filter);
        for ending in ["jsonl", "csv", "sqlite", "parquet"] {
            let out = shop.path(&format!("orders.{ending}"));
            for records in [100, 100, 101, 150, 350] {
                let mock = shop.with(records, 0).await;
                let (code, stderr) = run(shop.since(&mock, &out, &[]));
                assert_eq!(code, 0, "{name} {ending} {records}: {stderr}");
                assert_eq!(found(&out), all(&mock), "{name} {ending} {records}");
                assert!(!stderr.contains("an earlier run"), "{name} {ending} {records}: {stderr}");
                // Only the records of the last second come again, or all of one day.
                let asked = mock.request_count();
                assert!(records != 101 || asked == 1 || name == "day", "{name} {ending} {asked}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_random_kills_each_record_is_there_once() {
    for (ending, seed) in [("jsonl", 1), ("csv", 2), ("sqlite", 3), ("parquet", 4)] {
        let shop = Shop::new(&format!("since-kills-{ending}"), FROM);
        let out = shop.path(&format!("orders.{ending}"));
        let mut random = fastrand::Rng::with_seed(seed);
        let (mut records, mut kills) = (200, 0);
        // A position belongs to one origin.
        let url = shop.with(0, 0).await.base_url();
        let port = url.rsplit(':').next().unwrap().split('/').next().unwrap().parse().unwrap();
        for _ in 0..30 {
            let mock = shop.again(records, 3, port).await;
            let mut run = shop.since(&mock, &out, &[]).stderr(Stdio::null()).spawn().unwrap();
            tokio::time::sleep(Duration::from_millis(random.u64(20..110))).await;
            run.kill().unwrap();
            kills += u32::from(!run.wait().unwrap().success());
            records += random.u64(0..60);
        }
        // The first of these ends the walk that was killed last.
        for _ in 0..2 {
            let mock = shop.again(records, 0, port).await;
            let (code, stderr) = crate::listing::run(shop.since(&mock, &out, &[]));
            assert_eq!(code, 0, "{stderr}");
        }
        let expected = all(&shop.again(records, 0, port).await);
        let mut sorted = found(&out);
        sorted.sort_by_key(|id| expected.iter().position(|known| known == id));
        assert_eq!(sorted, expected, "{ending} after {kills} kills");
        assert!(kills > 3, "{kills}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_can_not_be_continued_is_refused() {
    let shop = Shop::new("since-misuse", FROM);
    let mock = shop.with(10, 0).await;
    let out = shop.path("orders.jsonl");
    for (out, more, expected) in [
        (&out, &["--filter", "since=2024-01-01T00:00:00Z"][..], "sets the filter `since` itself"),
        (&out, &["--since-filter", "state"], "no such filter `state`"),
        (&out, &["--for-each", "orders"], "cannot be used with"),
    ] {
        let (code, stderr) = run(shop.since(&mock, out, more));
        assert_eq!(code, 2, "{more:?}: {stderr}");
        assert!(stderr.contains(expected), "{more:?}: {stderr}");
    }
    assert_eq!(mock.request_count(), 0);
}

/// A reply with orders, each by its key and its time, and no page behind it.
fn orders(rows: &[(&str, &str)]) -> (u16, Value) {
    let row = |(id, at): &(&str, &str)| json!({"id": id, "made_at": at, "about": {"size": 1}});
    (200, json!({"orders": rows.iter().map(row).collect::<Vec<_>>(), "next": null}))
}

/// A Parquet file holds times to the microsecond.
#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_has_changed_is_another_row_or_replaces_its_row() {
    let shop = Shop::new("since-changed", FROM);
    let (ten, later) = ("2024-01-01T10:00:00Z", "2024-01-01T12:00:00Z");
    let same = ("2", "2024-01-01T11:00:00.123456789Z");
    for (ending, expected) in [
        ("jsonl", &["1", "2", "1"][..]),
        ("csv", &["1", "2", "1"]),
        ("parquet", &["1", "2", "1"]),
        ("sqlite", &["1", "2"]),
    ] {
        let out = shop.path(&format!("orders.{ending}"));
        let replies = [&[("1", ten), same][..], &[same, ("1", later)], &[("1", later)]];
        let script = Script::serve(replies.map(orders).into()).await;
        for _ in 0..3 {
            let (code, stderr) = run(shop.since_at(&script.url, &out, &[]));
            assert_eq!(code, 0, "{ending}: {stderr}");
            assert!(stderr.contains("evidence `continued`"), "{ending}: {stderr}");
        }
        assert_eq!(found(&out), expected, "{ending}");
        let sent: Vec<_> = script.seen().iter().map(|(uri, _)| uri.replace("%3A", ":")).collect();
        assert!(!sent[0].contains("since="), "{sent:?}");
        assert!(sent[1].contains("since=2024-01-01T11:00:00Z"), "{sent:?}");
        assert!(sent[2].contains("since=2024-01-01T12:00:00Z"), "{sent:?}");
    }
    let times = file_column(&shop.path("orders.sqlite"), "orders", "made_at");
    assert_eq!(times, [later, "2024-01-01T11:00:00.123456789Z"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_comes_twice_among_what_is_new_is_a_warning() {
    let shop = Shop::new("since-twice", FROM);
    let out = shop.path("orders.sqlite");
    let (ten, later) = ("2024-01-01T10:00:00Z", "2024-01-01T12:00:00Z");
    let replies = [&[("1", ten)][..], &[("2", later), ("2", later)], &[("3", later)]];
    let script = Script::serve(replies.map(orders).into()).await;
    for evidence in ["continued", "unproven", "continued"] {
        let (code, stderr) = run(shop.since_at(&script.url, &out, &[]));
        assert_eq!(code, 0, "{stderr}");
        assert!(stderr.contains(&format!("evidence `{evidence}`")), "{stderr}");
    }
    assert_eq!(found(&out), ["1", "2", "3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parquet_file_that_can_not_be_read_again_is_refused_by_the_first_run() {
    let shop = Shop::new("since-parquet", FROM);
    let script = Script::serve(vec![]).await;
    let out = shop.path("orders.parquet");
    fs::write(&shop.spec, shop.text.replace("id: string", "id: decimal")).unwrap();
    let (code, stderr) = run(shop.since_at(&script.url, &out, &[]));
    assert_eq!((code, script.request_count()), (2, 0), "{stderr}");
    assert!(stderr.contains("key `/id` is neither a text nor a whole number"), "{stderr}");
    // A record that leads back to itself is JSON there.
    let record = "about: 'About?'}}\n  About: {fields: {size: integer?, about: 'About?'}}";
    let spec = shop.text.replace("about: {size: integer}}}", record);
    let spec = spec.replace(
        "datetime, matches: {field: made_at",
        "integer, matches: {field: /about/about/size",
    );
    fs::write(&shop.spec, spec).unwrap();
    let (code, stderr) = run(shop.since_at(&script.url, &out, &[]));
    assert_eq!((code, script.request_count()), (2, 0), "{stderr}");
    assert!(stderr.contains("no column for `/about/about/size`"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_keeps_to_one_filter_and_an_overlap_reaches_further_back() {
    let shop = Shop::new("since-filters", FROM);
    let after = "after: {type: datetime, matches: {field: made_at, op: \">\"}}, state:";
    fs::write(&shop.spec, shop.text.replace("state:", after)).unwrap();
    let script = Script::serve(vec![orders(&[("1", "2024-01-01T10:00:00Z")]); 2]).await;
    let out = shop.path("orders.jsonl");
    let list = |more: &[&str]| run(shop.since_at(&script.url, &out, more));
    let (code, stderr) = list(&[]);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("`since`, `after`; name one with `--since-filter`"), "{stderr}");
    assert_eq!(list(&["--since-filter", "since"]).0, 0);
    let (code, stderr) = list(&["--since-filter", "after"]);
    assert_eq!((code, script.request_count()), (2, 1), "{stderr}");
    assert!(stderr.contains("the run before used the filter `since`"), "{stderr}");
    assert_eq!(list(&["--since-filter", "since", "--since-overlap", "90"]).0, 0);
    let sent = script.seen()[1].0.replace("%3A", ":");
    assert!(sent.contains("since=2024-01-01T09:58:30Z"), "{sent}");
}

/// What the server sends again may be on any page of the walk, and may have no value.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_continues_leaves_out_what_the_file_has() {
    let shop = Shop::new("since-again", FROM);
    let optional = shop.text.replace("made_at: datetime", "made_at: 'datetime?'");
    fs::write(&shop.spec, optional).unwrap();
    let rows = |ids: &[&str], next: Option<&str>| {
        let at = |id: &str| (id != "none").then_some("2024-01-01T10:00:00Z");
        let row = |id: &&str| json!({"id": id, "made_at": at(id), "about": {"size": 1}});
        (200, json!({"orders": ids.iter().map(row).collect::<Vec<_>>(), "next": next}))
    };
    for ending in ["jsonl", "csv", "parquet"] {
        let out = shop.path(&format!("orders.{ending}"));
        let script = Script::serve(vec![
            rows(&["1", "2", "none"], None),
            rows(&["1", "3"], Some("more")),
            (501, json!({})),
            rows(&["2", "none", "4"], None),
        ]);
        let script = script.await;
        let codes = [0; 3].map(|_| run(shop.since_at(&script.url, &out, &[])).0);
        assert_eq!((codes, script.request_count()), ([0, 1, 0], 4), "{ending}");
        assert_eq!(found(&out), ["1", "2", "none", "3", "4"], "{ending}");
    }
}
