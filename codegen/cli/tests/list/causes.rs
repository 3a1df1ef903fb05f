//! How `pagesmith list` reports a failed walk, with its cause; and the events that it
//! prints if `RUST_LOG` asks for them.

use crate::listing::{Script, in_shell, messages, page, run, small_pages};
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

/// A port without a listener (RFC 863).
const REFUSING: &str = "http://127.0.0.1:9";

/// A server that answers each connection with these bytes.
fn answering(reply: &'static str) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _gone = stream.read(&mut [0; 4096]);
            let _gone = stream.write_all(reply.as_bytes());
        }
    });
    url
}

#[test]
fn a_server_that_can_not_be_reached_is_named_by_its_cause() {
    let (code, stderr) = run(messages(REFUSING, &[]));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("the request failed: the server refused the connection"), "{stderr}");
    assert!(stderr.contains("; tried 4 times; cause: ") && stderr.contains("os error"), "{stderr}");

    let no_tls = answering("HTTP/1.1 400 Bad Request\r\n\r\n").replace("http:", "https:");
    let (code, stderr) = run(messages(&no_tls, &[]));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("the TLS connection failed"), "{stderr}");
    assert!(stderr.contains("; cause: received corrupt message"), "{stderr}");
}

#[test]
fn a_wait_that_is_too_long_is_named_with_the_time_that_is_left() {
    let url = answering(
        "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 86400\r\nContent-Length: 26\r\n\r\n{\"message\":\"come tomorrow\"}",
    );
    let (code, stderr) = run(messages(&url, &[]));
    assert_eq!(code, 1, "{stderr}");
    let says = "the server answered 429 Too Many Requests: come tomorrow; the server asked us to wait 86400 s, which is longer than the time that is left for the page (120 s)";
    assert!(stderr.contains(says), "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_refusal_are_shown() {
    let refusal =
        json!({"error": {"code": "NoVersion", "message": "say which\u{1b}[2J \u{202e}version"}});
    let script = Script::serve(vec![page(&["SM1"], Some("/a")), (400, refusal)]).await;
    let (code, stderr) = run(messages(&script.url, &[]));
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("400 Bad Request (NoVersion): say which [2J  version"), "{stderr}");
    assert!(!stderr.contains(['\u{1b}', '\u{202e}']), "{stderr:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rust_log_shows_the_events_of_a_walk() {
    let mock = small_pages().await;
    let url = mock.base_url();
    let with = |level: &str, more: &[&str]| {
        let mut command = messages(&url, &[&["--limit", "3"], more].concat());
        command.env("RUST_LOG", level);
        run(command).1
    };
    let stderr = with("info", &[]);
    let lines: Vec<_> = stderr.lines().filter(|line| line.starts_with("INFO ")).collect();
    assert_eq!(lines[0], "INFO a walk begins path=/Accounts/{account_sid}/Messages");
    assert!(lines[1].starts_with("INFO the walk has ended path=") && lines.len() == 2, "{stderr}");
    assert!(lines[1].contains("3 items on 1 page by 1 request"), "{stderr}");
    for level in ["", "warn", "hyper=trace"] {
        assert!(!with(level, &[]).contains("INFO"), "{level}");
    }
    let stderr = with("pagesmith=info", &["--format", "json"]);
    let first: serde_json::Value = serde_json::from_str(stderr.lines().next().unwrap()).unwrap();
    assert_eq!((&first["reason"], &first["level"]), (&json!("log"), &json!("info")));
}

#[test]
fn rust_log_shows_why_a_page_is_retried() {
    let mut command = messages(REFUSING, &[]);
    command.env("RUST_LOG", "warn");
    let stderr = run(command).1;
    let lines: Vec<_> = stderr.lines().filter(|line| line.starts_with("WARN ")).collect();
    assert_eq!(lines.len(), 3, "{stderr}");
    let begins =
        "WARN retrying the page page=1 path=/Accounts/{account_sid}/Messages attempt=1 wait_ms=";
    assert!(lines[0].starts_with(begins), "{stderr}");
    assert!(
        lines[0].ends_with("why=the request failed: the server refused the connection"),
        "{stderr}"
    );
}

/// Each poll of the connection reads as much as the socket has, which takes seconds without
/// optimisation.
#[test]
fn a_flood_of_interim_replies_does_not_stop_the_clock() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let hints = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n".repeat(20_000);
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _gone = stream.read(&mut [0; 4096]);
            while stream.write_all(hints.as_bytes()).is_ok() {}
        }
    });
    let begin = Instant::now();
    let (code, stderr) = run(messages(&url, &["--timeout", "1"]));
    let took = begin.elapsed();
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("took longer than the allowed 1 s"), "{stderr}");
    assert!(took < Duration::from_secs(5), "{took:?}: {stderr}");
}

#[cfg(unix)]
#[test]
fn too_few_files_that_can_be_opened_are_named_as_the_cause() {
    for limit in [7, 8, 9] {
        let line = format!("ulimit -n {limit}; exec \"$0\" \"$@\"");
        let (code, stderr) =
            run(in_shell(&line, &crate::listing::listing("https://127.0.0.1:9", &[])));
        assert_eq!(code, 2, "{limit}: {stderr}");
        let says = "can't open 7 more files, as the command has to: Too many open files";
        assert!(stderr.contains(says) && stderr.contains("`ulimit -n`"), "{limit}: {stderr}");
    }
}
