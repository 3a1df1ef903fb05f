//! The command line.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_fake-api"))
}

#[test]
fn prints_its_url_and_a_line_per_request() {
    let mut server = command().args(["--messages", "5"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let url = lines.next().unwrap().unwrap();
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(b"GET /ga/api/v2/x?a=%20b HTTP/1.0\r\n\r\n").unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.0 404"), "{reply}");
    assert_eq!(lines.next().unwrap().unwrap(), "GET /ga/api/v2/x?a=%20b -> 404, 0 rows");
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn scenarios_are_listed_and_served() {
    let listed = command().arg("--scenarios").output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let line = listed.lines().find(|line| line.starts_with("cycle-of-2-tokens ")).unwrap();
    assert!(line.ends_with("The tokens form a cycle of two pages."), "{line}");

    let arguments = ["--scenario", "cycle-of-2-tokens"];
    let mut server = command().args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let url = lines.next().unwrap().unwrap();
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(b"GET /list?page_token=2 HTTP/1.1\r\n\r\n").unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    assert!(reply.ends_with(r#"{"data":[{"id":5},{"id":6}],"next_page_token":"1"}"#), "{reply}");
    assert_eq!(lines.next().unwrap().unwrap(), "GET /list?page_token=2");
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn wrong_use_exits_with_2() {
    let wrong: [&[&str]; 5] =
        [&["--scenario", "x"], &["--port"], &["--port=70000"], &["--messages", "x"], &["serve"]];
    for arguments in wrong {
        let output = command().args(arguments).output().unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("Usage: fake-api"));
    }
    let help = command().arg("--help").output().unwrap();
    assert_eq!((help.status.code(), help.stderr.len()), (Some(0), 0));
}
