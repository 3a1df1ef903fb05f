//! Runs `pagesmith list` on the messages of `specs/signalwire.yaml`.

#![allow(dead_code, reason = "each test uses a part of it")]

#[path = "../command/mod.rs"]
pub(crate) mod command;

pub(crate) use command::{code, scratch, stderr_of};

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray as _;
use arrow_array::types::Int64Type;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use pagesmith_cli::mock::{self, Entry, Mock, Options};
use pagesmith_codegen::model::Api;
use pagesmith_codegen::{lower, parse};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};

pub(crate) const SPEC: &str = "../../specs/signalwire.yaml";

pub(crate) fn api() -> Api {
    let (ast, source_map) = parse::spec_file::parse_bytes(&fs::read(SPEC).unwrap()).unwrap();
    lower::api(&ast, &source_map).unwrap().0
}

/// `pagesmith` with credentials of the environment.
pub(crate) fn pagesmith(args: &[&str]) -> Command {
    with_credentials(Command::new(env!("CARGO_BIN_EXE_pagesmith")), args)
}

/// The same, run by a shell line, which calls it as `"$0" "$@"`.
pub(crate) fn in_shell(line: &str, args: &[&str]) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", line, env!("CARGO_BIN_EXE_pagesmith")]);
    with_credentials(shell, args)
}

fn with_credentials(mut command: Command, args: &[&str]) -> Command {
    command.args(args).env("PAGESMITH_USERNAME", "me").env("PAGESMITH_PASSWORD", "any");
    command
}

/// A command in an environment that names no proxy.
pub(crate) fn without_proxies(mut command: Command) -> Command {
    for scheme in ["http", "https", "all", "no"] {
        let name = format!("{scheme}_proxy");
        command.env_remove(name.to_uppercase()).env_remove(name);
    }
    command
}

/// The arguments that list the messages of an account.
pub(crate) fn listing<'a>(url: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let base = ["list", SPEC, "messages", "--base-url", url, "--param", "account_sid=AC1"];
    [&base, more].concat()
}

/// A command that lists the messages of an account from this server.
pub(crate) fn messages(url: &str, more: &[&str]) -> Command {
    pagesmith(&listing(url, more))
}

/// Runs a command; returns its exit code and its standard error.
pub(crate) fn run(mut command: Command) -> (i32, String) {
    let output = command.output().unwrap();
    (code(&output), stderr_of(&output))
}

pub(crate) fn values(lines: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(lines).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The keys of the messages in a file, in their order.
pub(crate) fn sids(out: &str) -> Vec<String> {
    file_column(out, "messages", "sid")
}

/// A column of the records in a file, in their order, read as its ending says by readers that
/// `list` does not use.
pub(crate) fn file_column(out: &str, table: &str, name: &str) -> Vec<String> {
    match out.rsplit('.').next().unwrap() {
        "csv" => csv_column(out, name),
        "sqlite" => sqlite_column(out, &format!("SELECT {name} FROM {table} ORDER BY rowid")),
        "parquet" => parquet_batches(out).iter().flat_map(|rows| texts_of(rows, name)).collect(),
        _ => {
            let records = values(&fs::read(out).unwrap());
            let text =
                |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            records.iter().map(|record| text(&record[name])).collect()
        }
    }
}

/// The rows of a Parquet file.
pub(crate) fn parquet_batches(out: &str) -> Vec<RecordBatch> {
    let file = fs::File::open(out).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build();
    reader.unwrap().map(Result::unwrap).collect()
}

fn texts_of(batch: &RecordBatch, name: &str) -> Vec<String> {
    let column = batch.column_by_name(name).unwrap();
    match column.as_string_opt::<i32>() {
        Some(texts) => texts.iter().map(|text| text.unwrap().to_owned()).collect(),
        None => column.as_primitive::<Int64Type>().values().iter().map(i64::to_string).collect(),
    }
}

/// A column of a CSV file, by its name.
pub(crate) fn csv_column(out: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_path(out).unwrap();
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

/// What a query of an SQLite database yields, as texts; null is `NULL`.
pub(crate) fn sqlite_column(out: &str, query: &str) -> Vec<String> {
    use rusqlite::types::Value;
    let database = rusqlite::Connection::open(out).unwrap();
    let mut rows = database.prepare(query).unwrap();
    let rows = rows.query_map([], |row| {
        Ok(match row.get(0)? {
            Value::Null => "NULL".to_owned(),
            Value::Integer(value) => value.to_string(),
            Value::Real(value) => format!("{value:?}"),
            Value::Text(value) => value,
            Value::Blob(_) => "a blob".to_owned(),
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// The keys of all messages of the mock's account, in their order.
pub(crate) fn all_sids(mock: &Mock) -> Vec<String> {
    let records = mock.records("messages", &given());
    records.iter().map(|record| record["sid"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn given() -> Vec<(String, String)> {
    vec![("account_sid".to_owned(), "AC1".to_owned())]
}

/// 137 messages on 7 pages.
pub(crate) async fn small_pages() -> Mock {
    small_pages_with(|_| {}).await
}

/// The same, on a server that calls `on_request` before each reply.
pub(crate) async fn small_pages_with(on_request: impl Fn(&Entry) + Send + Sync + 'static) -> Mock {
    let on_request = Some(Arc::new(on_request) as _);
    let options = Options { page_size: Some(20), on_request, ..Options::default() };
    mock::serve(&api(), &options).await.unwrap()
}

/// A page of messages, as a reply.
pub(crate) fn page(sids: &[&str], next: Option<&str>) -> (u16, Value) {
    let messages: Vec<_> = sids.iter().map(|sid| json!({"sid": sid})).collect();
    (200, json!({"messages": messages, "next_page_uri": next}))
}

/// A received request: its target and its headers.
pub(crate) type Seen = (String, HeaderMap);

/// An exact reply: its status, its headers, its body.
pub(crate) type Reply = (u16, &'static [(&'static str, &'static str)], String);

/// A server that sends these replies, one per request, and records the requests.
pub(crate) struct Script {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Script {
    pub(crate) async fn serve(replies: Vec<(u16, Value)>) -> Self {
        Self::serve_with(replies, |_| {}).await
    }

    /// The same, on a server that calls `on_request` with the number of each request.
    pub(crate) async fn serve_with(
        replies: Vec<(u16, Value)>,
        on_request: impl Fn(usize) + Clone + Send + Sync + 'static,
    ) -> Self {
        let texts = replies.into_iter().map(|(status, body)| (status, &[][..], body.to_string()));
        Self::serve_texts(texts.collect(), on_request).await
    }

    /// The same, with exact headers and bodies.
    pub(crate) async fn serve_texts(
        replies: Vec<Reply>,
        on_request: impl Fn(usize) + Clone + Send + Sync + 'static,
    ) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&seen);
        let reply = move |request: Request| async move {
            let mut seen = shared.lock().unwrap();
            let (head, _) = request.into_parts();
            seen.push((head.uri.to_string(), head.headers));
            on_request(seen.len());
            let reply = replies.get(seen.len() - 1).cloned();
            let (status, headers, body) = reply.unwrap_or((501, &[], "{}".to_owned()));
            let mut response = Response::new(axum::body::Body::from(body));
            *response.status_mut() = StatusCode::from_u16(status).unwrap();
            let json = [(CONTENT_TYPE.as_str(), "application/json")];
            for (name, value) in json.iter().chain(headers) {
                let name = HeaderName::from_static(name);
                response.headers_mut().insert(name, HeaderValue::from_static(value));
            }
            response
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = axum::Router::new().fallback(reply);
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, seen }
    }

    pub(crate) fn request_count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

/// The files of a test: the records and the position file.
pub(crate) struct Files {
    pub(crate) folder: PathBuf,
    pub(crate) out: String,
    pub(crate) position: String,
}

impl Files {
    pub(crate) fn new(name: &str) -> Self {
        let folder = scratch(name);
        let out = folder.join("messages.jsonl").to_str().unwrap().to_owned();
        let position = format!("{out}.position");
        Self { folder, out, position }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    /// All files of the folder, with their contents.
    pub(crate) fn content(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = fs::read_dir(&self.folder).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files.filter(|path| path.is_file()).collect();
        files.sort();
        files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    /// Asserts that a run is refused with exit code 2 and this message, and changes no file.
    #[track_caller]
    pub(crate) fn refused(&self, url: &str, args: &[&str], why: &str) {
        let before = self.content();
        let (code, stderr) = run(messages(url, args));
        assert_eq!(code, 2, "{args:?}: {stderr}");
        assert!(stderr.contains(why), "{args:?}: {stderr}");
        assert!(before == self.content(), "{args:?} changed a file: {stderr}");
    }

    /// Asserts that a resumed run succeeds and completes the file.
    #[track_caller]
    pub(crate) fn resumed(&self, mock: &Mock) {
        let (code, stderr) = run(messages(&mock.base_url(), &["--out", &self.out, "--resume"]));
        assert_eq!(code, 0, "{stderr}");
        self.has(mock, 137);
    }

    #[track_caller]
    pub(crate) fn has(&self, mock: &Mock, records: usize) {
        let all = mock.records("messages", &given());
        assert_eq!(values(&fs::read(&self.out).unwrap()), all[..records]);
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A server that stops at a request: it signals when the request has come, and answers when
/// it gets a signal.
pub(crate) async fn stopping_at(request: usize) -> (Mock, Receiver<()>, Sender<()>) {
    let ((arrived, arrival), (resume, resumed)) = (mpsc::channel(), mpsc::channel());
    let resumed = Mutex::new(resumed);
    let mock = small_pages_with(move |entry| {
        if entry.number == request {
            arrived.send(()).unwrap();
            let _sender_dropped = resumed.lock().unwrap().recv();
        }
    });
    (mock.await, arrival, resume)
}
