//! `pagesmith list --for-each`: the children of each parent, in each format, after kills too.

use crate::listing::{Script, file_column, pagesmith, run, scratch};
use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::{lower, parse};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

const SPEC: &str = "
pagesmith: 1
name: Hotel
paging: {next: {body: /next}, send: {query: token}, size: {query: size, default: 20, max: 100}}
resources:
  rooms:
    get: /{hotel}/rooms
    record: Room
    filters: {from: {type: integer, matches: {field: number, op: \">=\"}}}
  guests:
    get: /{hotel}/rooms/{room}/guests
    record: Guest
    for_each: {list: rooms, room: /id}
    filters: {name: {type: string}}
  named:
    get: /{hotel}/rooms/{number}/names
    record: Named
    for_each: {list: rooms, number: /number}
records:
  Room: {key: id, fields: {id: string, number: integer}}
  Guest: {key: id, fields: {id: string, name: string}}
  Named: {key: id, fields: {id: integer, number: string}}
";

struct Hotel {
    mock: Mock,
    folder: PathBuf,
    spec: String,
}

impl Hotel {
    async fn new(name: &str, options: &Options) -> Self {
        let (ast, source_map) = parse::spec_file::parse(SPEC).unwrap();
        let api = lower::api(&ast, &source_map).unwrap().0;
        let folder = scratch(name);
        let spec = folder.join("spec.yaml").to_str().unwrap().to_owned();
        fs::write(&spec, SPEC).unwrap();
        Self { mock: mock::serve(&api, options).await.unwrap(), folder, spec }
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    fn command(&self, resource: &str, more: &[&str]) -> std::process::Command {
        self.command_at(&self.mock.base_url(), resource, more)
    }

    fn command_at(&self, url: &str, resource: &str, more: &[&str]) -> std::process::Command {
        let args = ["list", &self.spec, resource, "--base-url", url, "--param", "hotel=H1"];
        pagesmith(&[&args[..], &["--for-each", "rooms"], more].concat())
    }

    /// Each guest with the room, in the order of the rooms.
    fn expected(&self) -> Vec<(String, String)> {
        let given = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let hotel = given("hotel", "H1");
        let text = |record: &serde_json::Value| record["id"].as_str().unwrap().to_owned();
        let rooms = self.mock.records("rooms", std::slice::from_ref(&hotel));
        rooms
            .iter()
            .flat_map(|room| {
                let room = text(room);
                let guests = self.mock.records("guests", &[hotel.clone(), given("room", &room)]);
                guests.iter().map(|guest| (room.clone(), text(guest))).collect::<Vec<_>>()
            })
            .collect()
    }
}

/// The rooms and the guests of a file.
fn found(out: &str) -> Vec<(String, String)> {
    let column = |name| file_column(out, "guests", name);
    column("room").into_iter().zip(column("id")).collect()
}

fn options(rooms: u64, guests: u64) -> Options {
    Options { records: rooms, children: Some(guests), ..Options::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn children_come_with_the_key_of_their_parent_in_each_format() {
    let hotel = Hotel::new("children-formats", &options(7, 45)).await;
    let expected = hotel.expected();
    assert_eq!(expected.len(), 7 * 45);
    for (ending, parents) in [("jsonl", "1"), ("csv", "3"), ("sqlite", "9"), ("parquet", "4")] {
        let out = hotel.path(&format!("guests.{ending}"));
        let (code, stderr) = run(hotel.command("guests", &["--out", &out, "--parents", parents]));
        assert_eq!(code, 0, "{stderr}");
        assert_eq!(found(&out), expected, "{ending}");
        assert!(stderr.contains("evidence `continued`"), "{stderr}");
    }
    let first = fs::read_to_string(hotel.path("guests.jsonl")).unwrap();
    assert!(first.starts_with(&format!("{{\"room\":\"{}\",\"id\":", expected[0].0)), "{first}");
    let header = fs::read_to_string(hotel.path("guests.csv")).unwrap();
    assert!(header.starts_with("room,id,name\n"), "{header}");
}

/// A field that the records have already stays as the server sent it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_with_the_value_of_its_parent_stays_as_it_came() {
    let hotel = Hotel::new("children-own", &options(2, 3)).await;
    let output = hotel.command("named", &[]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), 6);
    assert!(text.lines().all(|line| line.starts_with("{\"id\":")), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_random_kills_each_child_is_there_once() {
    // Twenty runs that are killed, and one that ends, for each format.
    for (ending, seed) in [("jsonl", 1), ("csv", 2), ("sqlite", 3), ("parquet", 4)] {
        let options = Options { latency: Duration::from_millis(2), ..options(30, 45) };
        let hotel = Hotel::new(&format!("children-kills-{ending}"), &options).await;
        let out = hotel.path(&format!("guests.{ending}"));
        let mut random = fastrand::Rng::with_seed(seed);
        let mut kills = 0;
        for _ in 0..20 {
            let mut command = hotel.command("guests", &["--out", &out, "--resume"]);
            let mut run = command.stderr(Stdio::null()).spawn().unwrap();
            let before = Instant::now();
            let time = Duration::from_millis(random.u64(20..120));
            while before.elapsed() < time {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            run.kill().unwrap();
            kills += u32::from(!run.wait().unwrap().success());
        }
        let (code, stderr) =
            crate::listing::run(hotel.command("guests", &["--out", &out, "--resume"]));
        assert_eq!(code, 0, "{stderr}");
        assert_eq!(found(&out), hotel.expected(), "{ending} after {kills} kills");
        assert!(kills > 3, "{kills}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_belongs_to_walks_with_parents_or_without() {
    let hotel = Hotel::new("children-state", &options(3, 5)).await;
    let out = hotel.path("guests.jsonl");
    let args = ["--out", &out, "--limit", "7"];
    assert_eq!(run(hotel.command("guests", &args)).0, 0);
    assert_eq!(found(&out), hotel.expected()[..7]);
    let url = hotel.mock.base_url();
    let alone = ["list", &hotel.spec, "guests", "--base-url", &url, "--param", "hotel=H1"];
    let alone = [&alone[..], &["--param", "room=R1", "--resume", "--out"]].concat();
    let (code, stderr) = run(pagesmith(&[&alone[..], &[&out]].concat()));
    assert_eq!(code, 2);
    assert!(stderr.contains("give `--for-each` again"), "{stderr}");
    let other = hotel.path("alone.jsonl");
    assert_eq!(run(pagesmith(&[&alone[..], &[&other, "--limit", "2"]].concat())).0, 0);
    let (code, stderr) = run(hotel.command("guests", &["--out", &other, "--resume"]));
    assert_eq!(code, 2);
    assert!(stderr.contains("listed without `--for-each`; leave it out again"), "{stderr}");
    let (code, stderr) = run(hotel.command("guests", &["--out", &out, "--resume"]));
    assert_eq!((code, found(&out)), (0, hotel.expected()), "{stderr}");
    assert!(stderr.contains("has 15 records"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_fit_the_spec_is_refused_before_any_request() {
    let hotel = Hotel::new("children-misuse", &options(3, 5)).await;
    let none: &[&str] = &[];
    for (resource, more, expected) in [
        ("rooms", none, "the spec does not say how `rooms` belongs to `rooms`"),
        ("guests", &["--param", "room=R1"], "each parent gives the parameter `room`"),
        ("guests", &["--param", "roms=R1"], "has no parameter `roms`; it has `hotel`"),
        ("guests", &["--filter", "from=1"], "has no filter `from`"),
        ("guests", &["--parent-filter", "form=1"], "did you mean `from`?"),
        ("guests", &["--by-number"], "cannot be used with"),
        ("guests", &["--page-size", "101"], "at most 100"),
        ("guests", &["--parents", "0"], "from 1 to 65535"),
    ] {
        let (code, stderr) = run(hotel.command(resource, more));
        assert_eq!(code, 2, "{more:?}: {stderr}");
        assert!(stderr.contains(expected), "{more:?}: {stderr}");
    }
    let url = hotel.mock.base_url();
    let args = ["list", &hotel.spec, "guests", "--base-url", &url, "--for-each", "named"];
    let (code, stderr) = run(pagesmith(&args));
    assert_eq!(code, 2);
    assert!(stderr.contains("the parents of `guests` are `rooms`, not `named`"), "{stderr}");
    assert_eq!(hotel.mock.request_count(), 0);
    let output = hotel.command("guests", &["--parent-filter", "from=1000000"]).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(0), 0));
}

/// A reply with all rooms or all guests.
fn reply(name: &str, rows: &[Value]) -> (u16, Value) {
    (200, json!({name: rows, "next": null}))
}

#[tokio::test(flavor = "multi_thread")]
async fn children_of_two_parents_may_have_one_key() {
    let hotel = Hotel::new("children-key", &options(1, 1)).await;
    let guests = || reply("guests", &[json!({"id": "G1", "name": "x"})]);
    for ending in ["jsonl", "csv", "sqlite", "parquet"] {
        let rooms = ["R1", "R2"].map(|id| json!({"id": id, "number": 1}));
        let script = Script::serve(vec![reply("rooms", &rooms), guests(), guests()]).await;
        let out = hotel.path(&format!("guests.{ending}"));
        let (code, stderr) = run(hotel.command_at(&script.url, "guests", &["--out", &out]));
        assert_eq!(code, 0, "{stderr}");
        let pair = |room: &str| (room.to_owned(), "G1".to_owned());
        assert_eq!(found(&out), [pair("R1"), pair("R2")], "{ending}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parent_without_a_single_value_for_the_path_ends_the_run() {
    let hotel = Hotel::new("children-values", &options(1, 1)).await;
    for id in [json!(null), json!(["R1"]), json!({"id": "R1"})] {
        let script = Script::serve(vec![reply("rooms", &[json!({"id": id})])]).await;
        let output = hotel.command_at(&script.url, "guests", &[]).output().unwrap();
        let stderr = crate::listing::stderr_of(&output);
        assert!(!output.status.success() && script.request_count() == 1, "{stderr}");
        assert!(stderr.contains("a record of `rooms` has no value at `/id`"), "{stderr}");
    }
}

/// Of a large page, a kill loses a part.
#[tokio::test(flavor = "multi_thread")]
async fn the_children_of_a_large_page_are_saved_in_parts() {
    let hotel = Hotel::new("children-large", &options(1, 1)).await;
    for (guests, letters, parts) in [(2500, 1, 3), (10, 1 << 20, 3)] {
        let guest = |id: usize| json!({"id": id.to_string(), "name": "x".repeat(letters)});
        let guests: Vec<_> = (0..guests).map(guest).collect();
        let rooms = reply("rooms", &[json!({"id": "R1", "number": 1})]);
        let script = Script::serve(vec![rooms, reply("guests", &guests)]).await;
        let out = hotel.path(&format!("{letters}.jsonl"));
        let (code, stderr) = run(hotel.command_at(&script.url, "guests", &["--out", &out]));
        assert_eq!((code, found(&out).len()), (0, guests.len()), "{stderr}");
        // A line at the beginning, one for each part, and one at the end.
        let lines = fs::read_to_string(format!("{out}.position")).unwrap().lines().count();
        assert_eq!(lines, parts + 2, "{letters}");
    }
}

/// The requests of one parent are together, though those of several were in flight at a time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_has_the_requests_of_each_parent() {
    let options = Options { latency: Duration::from_millis(5), ..options(3, 45) };
    let hotel = Hotel::new("children-report", &options).await;
    let (out, report) = (hotel.path("guests.jsonl"), hotel.path("walk.html"));
    let args = ["--out", &out, "--report", &report, "--page-size", "20", "--parents", "3"];
    let (code, stderr) = run(hotel.command("guests", &args));
    assert_eq!(code, 0, "{stderr}");
    let html = fs::read_to_string(&report).unwrap();
    assert!(html.contains("<h1>A walk of <code>guests</code> for each of <code>rooms</code></h1>"));
    let (before, groups) = html.split_once("<code>rooms</code>, the parents").unwrap();
    assert!(!before.contains("<td>200</td>"), "{before}");
    let groups: Vec<&str> = groups.split("children of <code>room=").collect();
    let rows = |group: &str| group.matches("<td>200</td>").count();
    assert_eq!(groups.iter().map(|group| rows(group)).collect::<Vec<_>>(), [1, 3, 3, 3]);
    let rooms: BTreeSet<String> = hotel.expected().into_iter().map(|(room, _)| room).collect();
    let named = |group: &&str| group.split('<').next().unwrap().to_owned();
    assert_eq!(groups[1..].iter().map(named).collect::<BTreeSet<_>>(), rooms);
    for group in &groups[1..] {
        let pages = ["1", "2", "3"].map(|page| format!("<tr><td>{page}</td>"));
        assert!(pages.iter().all(|page| group.contains(page)), "{group}");
        assert!(group.contains("<td>20</td>") && group.contains("<td>5</td>"), "{group}");
        assert!(!group.contains("attempt 2"), "{group}");
    }
}
