//! A small server with the lists of `lists.yaml`, which writes down each request. It shares no
//! code with the runtime.

#![allow(dead_code, reason = "each test uses a part of it")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

pub(crate) const SPEC: &str = include_str!("lists.yaml");

/// A token, which no text of an error may hold.
pub(crate) const PAGE_TOKEN: &str = "pagetoken";

/// A column and its value, as JSON.
pub(crate) type Row = BTreeMap<&'static str, String>;

/// What happens before a request is answered.
type Change = Box<dyn FnMut(usize, &mut BTreeMap<&'static str, Vec<Row>>) + Send>;

#[derive(Default)]
struct State {
    lists: BTreeMap<&'static str, Vec<Row>>,
    log: Vec<String>,
    change: Option<Change>,
    /// The request from which on replies are refused.
    refused_from: Option<(usize, u16)>,
    /// The total that replies state, in place of the true one.
    total: Option<usize>,
}

/// The server, until the test ends.
#[derive(Clone)]
pub(crate) struct Server {
    state: Arc<Mutex<State>>,
    pub(crate) url: String,
}

impl Server {
    /// With this many rows in each list.
    pub(crate) fn start(people: u64, teams: u64, events: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let lists = BTreeMap::from([
            ("people", (1..=people).map(person).collect()),
            ("teams", (1..=teams).map(team).collect()),
            ("events", (1..=events).map(event).collect()),
        ]);
        let state = Arc::new(Mutex::new(State { lists, ..State::default() }));
        let server = Self { state, url };
        let shared = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let server = shared.clone();
                thread::spawn(move || server.answer(stream.unwrap()));
            }
        });
        server
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The requests so far: path and query, in the order of their arrival.
    pub(crate) fn log(&self) -> Vec<String> {
        self.state().log.clone()
    }

    /// The requests since the last call.
    pub(crate) fn take_log(&self) -> Vec<String> {
        std::mem::take(&mut self.state().log)
    }

    /// Changes the lists before each request, which is counted from 1.
    pub(crate) fn before_each(
        &self,
        change: impl FnMut(usize, &mut BTreeMap<&'static str, Vec<Row>>) + Send + 'static,
    ) {
        self.state().change = Some(Box::new(change));
    }

    /// Refuses this request and those after it, counted from 1, with this status.
    pub(crate) fn refuse_from(&self, request: usize, status: u16) {
        self.state().refused_from = Some((request, status));
    }

    /// States this total, whatever the lists have.
    pub(crate) fn state_total(&self, total: usize) {
        self.state().total = Some(total);
    }

    fn answer(&self, stream: TcpStream) {
        let mut lines = BufReader::new(&stream).lines();
        let target = lines.next().unwrap().unwrap().split(' ').nth(1).unwrap().to_owned();
        let head: Vec<String> =
            lines.map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
        let (status, body) = self.reply(&target, &head);
        let mut stream = stream;
        let length = body.len();
        let _ = write!(
            stream,
            "HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
        );
    }

    fn reply(&self, target: &str, head: &[String]) -> (u16, String) {
        let state = &mut *self.state();
        state.log.push(target.to_owned());
        let count = state.log.len();
        if let Some(change) = &mut state.change {
            change(count, &mut state.lists);
        }
        let authorized = "authorization: bearer hunter2hunter2";
        if !head.iter().any(|line| line.to_lowercase() == authorized) {
            return (401, "{}".to_owned());
        }
        if let Some((_, status)) = state.refused_from.filter(|(first, _)| count >= *first) {
            return (status, r#"{"message": "not today"}"#.to_owned());
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query: BTreeMap<&str, &str> =
            query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let rows = &state.lists[path.rsplit('/').next().unwrap()];
        let rows: Vec<&Row> = rows.iter().filter(|row| selects(&query, row)).collect();
        (200, page(&query, &rows, state.total.unwrap_or(rows.len())))
    }
}

/// Whether the filters of a query select a row.
fn selects(query: &BTreeMap<&str, &str>, row: &Row) -> bool {
    query.iter().all(|(name, value)| {
        let value = value.replace("%3A", ":");
        let field = |name: &str| row.get(name).map(|json| json.trim_matches('"').to_owned());
        let number = |text: &str| text.parse::<i64>().unwrap();
        match *name {
            "id" | "status" | "kind" | "code" => field(name).unwrap() == value,
            "born_from" => field("born").unwrap() >= value,
            "seen_from" => field("seen_at").unwrap()[..19] >= value[..19],
            "seen_before" => field("seen_at").unwrap()[..19] < value[..19],
            // As some servers do, null is another value too.
            "not_team" => field("team").unwrap() != value,
            "id_from" => number(&field("id").unwrap()) >= number(&value),
            "id_before" => number(&field("id").unwrap()) < number(&value),
            _ => true,
        }
    })
}

/// The page that a query asks for: by number, or by token.
fn page(query: &BTreeMap<&str, &str>, rows: &[&Row], total: usize) -> String {
    let number = |name: &str| query.get(name).and_then(|text| text.parse::<usize>().ok());
    let size = number("per_page").unwrap_or(100);
    let after = query.get("after").map(|token| token.trim_start_matches(PAGE_TOKEN));
    let start = match after {
        Some(start) => start.parse().unwrap(),
        None => (number("page").unwrap_or(1) - 1) * size,
    };
    let end = rows.len().min(start + size);
    let shown = rows.get(start..end).unwrap_or_default().iter().map(|row| {
        let fields = row.iter().map(|(name, value)| format!("\"{name}\": {value}"));
        format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
    });
    let is_last = end == rows.len();
    let next = if is_last { "null".to_owned() } else { format!("\"{PAGE_TOKEN}{end}\"") };
    let shown = shown.collect::<Vec<_>>().join(", ");
    format!("{{\"total\": {total}, \"next\": {next}, \"rows\": [{shown}]}}")
}

fn person(id: u64) -> Row {
    let team = if id.is_multiple_of(10) { "null".to_owned() } else { (id % 3 + 1).to_string() };
    let status = if id.is_multiple_of(4) { "paused" } else { "active" };
    // Three of them at a time are seen within a second.
    let seen =
        format!("2024-01-01T{:02}:{:02}:{:02}.{}Z", id / 10800, id / 180 % 60, id / 3 % 60, id % 3);
    BTreeMap::from([
        ("id", id.to_string()),
        ("name", format!("\"Person {id}\"")),
        ("status", format!("\"{status}\"")),
        ("team", team),
        ("born", format!("\"19{:02}-01-01\"", id % 100)),
        ("seen_at", format!("\"{seen}\"")),
        ("password", "\"sesame\"".to_owned()),
    ])
}

/// The code of a team, in the notation that columns have.
pub(crate) fn code(team: u64) -> String {
    format!("67e55044-10b1-426f-9247-{team:012x}")
}

fn team(id: u64) -> Row {
    // The server keeps each code as it was given, and compares texts.
    let code = match id % 3 {
        0 => code(id),
        1 => code(id).to_uppercase(),
        _ => format!("{{{}}}", code(id)),
    };
    BTreeMap::from([
        ("id", id.to_string()),
        ("title", format!("\"Team {id}\"")),
        ("code", format!("\"{code}\"")),
    ])
}

fn event(id: u64) -> Row {
    let kind = ["open", "click", "bounce"][usize::try_from(id % 3).unwrap()];
    BTreeMap::from([
        ("id", id.to_string()),
        ("kind", format!("\"{kind}\"")),
        ("price", format!("\"{id}.50\"")),
    ])
}
