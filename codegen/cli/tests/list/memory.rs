//! The most memory that `pagesmith list` takes for pages of nearly the largest size, as Linux
//! reports it.

#![cfg(target_os = "linux")]
use crate::listing::command::scratch;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

/// The most resident memory of the command, its program included.
const MOST: u64 = 128 << 20;
/// Nearly as many bytes as a page may have, in nearly as many records.
const PAGE: usize = 31 << 20;
const RECORDS: usize = 99_000;
/// So many large pages come before the last one, which has a single record.
const LARGE_PAGES: usize = 2;

const SPEC: &str = "\
pagesmith: 1
name: Large
resources:
  by_number: {get: /rows, items: /rows, record: Row, paging: by_number}
  by_link: {get: /rows, items: /rows, record: Row, paging: by_link}
styles:
  by_number: {number: {query: page, start: 1}, page: {total: /total}}
  by_link: {next: {body: /next}, send: url}
records:
  Row: {key: id, fields: {id: integer, text: string}}
";

/// A server of large pages. It waits before it answers the request for the last page.
struct Server {
    url: String,
    arrived: Receiver<()>,
    go_on: Sender<()>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let ((arrived, arrival), (go_on, resumed)) = (mpsc::channel(), mpsc::channel());
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            for page in 0..LARGE_PAGES {
                read_head(&mut stream);
                send(&mut stream, &body(page, RECORDS));
            }
            read_head(&mut stream);
            arrived.send(()).unwrap();
            resumed.recv().unwrap();
            send(&mut stream, &body(LARGE_PAGES, 1));
        });
        Self { url, arrived: arrival, go_on }
    }
}

/// A page of so many records, which are those after all records of the pages before.
fn body(page: usize, records: usize) -> String {
    let total = LARGE_PAGES * RECORDS + 1;
    let next = if page < LARGE_PAGES { format!("\"/rows?at={page}\"") } else { "null".into() };
    let text = "x".repeat(PAGE / RECORDS - r#"{"id":100000,"text":""},"#.len());
    let rows = (0..records).fold(String::with_capacity(PAGE), |mut rows, row| {
        let comma = if row == 0 { "" } else { "," };
        let id = page * RECORDS + row;
        write!(rows, r#"{comma}{{"id":{id},"text":"{text}"}}"#).unwrap();
        rows
    });
    format!(r#"{{"total":{total},"next":{next},"rows":[{rows}]}}"#)
}

fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
}

fn send(stream: &mut TcpStream, body: &str) {
    let length = body.len();
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json";
    write!(stream, "{head}\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
}

/// The most memory of a process that was resident so far, in bytes.
fn most_resident(process: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

/// Lists a resource, to a file or to a program that drops what it reads. Fails if that takes too
/// much memory.
fn assert_bounded(resource: &str, folder: &Path, out: Option<&Path>) {
    let server = Server::start();
    let spec = folder.join("large.yaml");
    fs::write(&spec, SPEC).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
    command.arg("list").arg(spec).args([resource, "--base-url", &server.url]);
    if let Some(out) = out {
        command.arg("--out").arg(out);
    }
    let nowhere = File::options().write(true).open("/dev/null").unwrap();
    let mut child = command.stdout(nowhere).stderr(Stdio::piped()).spawn().unwrap();
    server.arrived.recv().unwrap();
    let peak = most_resident(&child);
    server.go_on.send(()).unwrap();
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(child.wait().unwrap().success(), "{stderr}");
    eprintln!("{:5} MiB  {resource}, {}", peak >> 20, out.map_or("printed", |_| "to a file"));
    assert!(peak <= MOST, "{resource}: {} MiB", peak >> 20);
}

#[test]
fn large_pages_take_little_more_memory_than_one_of_them() {
    let folder = scratch("list-memory");
    assert_bounded("by_link", &folder, None);
    let out = folder.join("rows.jsonl");
    assert_bounded("by_number", &folder, Some(&out));
    let written = fs::read_to_string(&out).unwrap();
    assert_eq!(written.lines().count(), LARGE_PAGES * RECORDS + 1);
    fs::remove_dir_all(folder).unwrap();
}
