//! Proxies of the environment: each row is sent by a process of its own, since a process
//! can't safely change its environment.

#![cfg(all(feature = "reqwest", feature = "blocking"))]
#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith::{Client, Json, Paging};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::{env, thread};

/// The environment variable that names the row of a process.
const ROW: &str = "PAGESMITH_PROXY_ROW";
/// A server that only a proxy can reach.
const SERVER: &str = "http://api.invalid";

/// A client, the variables (`@` is the proxy), and the expected outcome.
type Row = (&'static str, &'static [(&'static str, &'static str)], &'static str);

const ROWS: &[Row] = &[
    ("async", &[("HTTP_PROXY", "@")], "1 item through the proxy"),
    ("async", &[("http_proxy", "@")], "1 item through the proxy"),
    ("async", &[("ALL_PROXY", "@")], "1 item through the proxy"),
    ("async configured", &[("HTTP_PROXY", "@")], "1 item through the proxy"),
    ("async", &[("HTTPS_PROXY", "@")], "the host name could not be resolved"),
    (
        "async",
        &[("HTTP_PROXY", "@"), ("NO_PROXY", "api.invalid")],
        "the host name could not be resolved",
    ),
    (
        "async",
        &[("HTTP_PROXY", "@"), ("REQUEST_METHOD", "GET")],
        "the host name could not be resolved",
    ),
    ("async without", &[("HTTP_PROXY", "@")], "the host name could not be resolved"),
    ("async", &[("HTTP_PROXY", "")], "the host name could not be resolved"),
    ("async", &[("HTTP_PROXY", "proxy:80")], "`HTTP_PROXY` is not the URL of an HTTP proxy"),
    ("async", &[("ALL_PROXY", "socks5://proxy")], "`ALL_PROXY` is not the URL of an HTTP proxy"),
    ("async late", &[("HTTP_PROXY", "@")], "call `.environment_proxy()` before `.reqwest(…)`"),
    ("blocking", &[("HTTP_PROXY", "@")], "1 item through the proxy"),
    ("blocking configured", &[("ALL_PROXY", "@")], "1 item through the proxy"),
    (
        "blocking",
        &[("HTTP_PROXY", "@"), ("NO_PROXY", "api.invalid")],
        "the host name could not be resolved",
    ),
    (
        "blocking",
        &[("HTTP_PROXY", "@"), ("REQUEST_METHOD", "GET")],
        "the host name could not be resolved",
    ),
    ("blocking without", &[("HTTP_PROXY", "@")], "the host name could not be resolved"),
    ("blocking", &[("HTTP_PROXY", "proxy:80")], "`HTTP_PROXY` is not the URL of an HTTP proxy"),
    ("blocking late", &[("HTTP_PROXY", "@")], "call `.environment_proxy()` before `.ureq(…)`"),
];

#[test]
fn a_client_takes_the_environments_proxy_only_if_asked_to() {
    if let Ok(row) = env::var(ROW) {
        eprintln!("outcome: {}", outcome(&row));
        return;
    }
    let proxy = proxy();
    for (row, variables, expected) in ROWS {
        let mut child = Command::new(env::current_exe().unwrap());
        child
            .args(["a_client_takes_the_environments_proxy_only_if_asked_to", "--exact"])
            .arg("--nocapture")
            .env(ROW, row);
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
            child.env_remove(name).env_remove(name.to_lowercase());
        }
        child.envs(variables.iter().map(|(name, value)| (name, value.replace('@', &proxy))));
        let output = child.output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        let outcome = stderr.lines().find_map(|line| line.strip_prefix("outcome: "));
        let outcome = outcome.unwrap_or_else(|| panic!("{row} {variables:?}: {stderr}"));
        assert!(outcome.contains(expected), "{row} {variables:?}: {outcome}");
    }
}

/// Lists from the server that only a proxy can reach.
fn outcome(row: &str) -> String {
    let builder = Client::builder(SERVER).retry(pagesmith::Retry::none());
    let builder = match row {
        "async" | "blocking" => builder.environment_proxy(),
        "async configured" => builder.environment_proxy().reqwest(|client| client),
        "async late" => builder.reqwest(|client| client).environment_proxy(),
        "blocking configured" => builder.environment_proxy().ureq(|config| config),
        "blocking late" => builder.ureq(|config| config).environment_proxy(),
        _ => builder,
    };
    let paging = Paging::LINK_HEADER;
    let listed = if row.starts_with("async") {
        builder.build().and_then(|client| {
            let list = client.list::<Json>("/items", [""; 0], paging).items_at("");
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(list.collect()).map_err(Into::into)
        })
    } else {
        builder.build_blocking().and_then(|client| {
            let list = client.list::<Json>("/items", [""; 0], paging).items_at("");
            list.blocking().collect().map_err(Into::into)
        })
    };
    match listed {
        Ok(items) => format!("{} item {}", items.len(), items[0].as_str().unwrap_or_default()),
        Err(error) => format!("{error}"),
    }
}

/// A proxy that answers every request itself, in a tunnel (RFC 9110, 9.3.6) and without.
/// Its URL.
fn proxy() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let mut request = move || {
                let first = lines.next().unwrap().unwrap();
                lines.by_ref().take_while(|line| !line.as_ref().unwrap().is_empty()).for_each(drop);
                first
            };
            let first = request();
            let is_tunnel = first == "CONNECT api.invalid:80 HTTP/1.1";
            let sent = if is_tunnel {
                write!(stream, "HTTP/1.1 200 OK\r\n\r\n").unwrap();
                request()
            } else {
                first
            };
            let target = if is_tunnel { "/items" } else { "http://api.invalid/items" };
            assert_eq!(sent, format!("GET {target} HTTP/1.1"));
            let body = r#"["through the proxy"]"#;
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )
            .unwrap();
        }
    });
    url
}
