//! `infer` with a URL in place of a sample: what it requests, and with which credentials.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::thread::{self, JoinHandle};

/// Answers one request with this reply, and returns the request.
fn serve(reply: String) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut request, mut buffer) = (Vec::new(), [0; 1024]);
        while !request.windows(4).any(|end| end == b"\r\n\r\n") {
            let read = stream.read(&mut buffer).unwrap();
            assert!(read > 0, "the request ends");
            request.extend_from_slice(&buffer[..read]);
        }
        stream.write_all(reply.as_bytes()).unwrap();
        String::from_utf8(request).unwrap()
    });
    (url, server)
}

fn infer(url: &str, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pagesmith"));
    for name in ["PAGESMITH_TOKEN", "PAGESMITH_USERNAME", "PAGESMITH_PASSWORD"] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied()).args(["infer", url, "--out", "-"]).output().unwrap()
}

#[test]
fn a_url_is_requested_with_the_credentials_of_the_environment() {
    let body = r#"[{"id": "a"}, {"id": "b"}]"#;
    let link = "Link: <http://127.0.0.1/orders?page=2>; rel=\"next\"";
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
    let reply = format!("{head}\r\n{link}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    let (url, server) = serve(reply);
    let output =
        infer(&format!("{url}/orders?state=open"), &[("PAGESMITH_TOKEN", "t0ken-of-mine")]);
    let request = server.join().unwrap().to_ascii_lowercase();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(request.starts_with("get /orders?state=open http/1.1"), "{request}");
    assert!(request.contains("authorization: bearer t0ken-of-mine"), "{request}");
    let spec = String::from_utf8(output.stdout).unwrap();
    assert!(spec.contains("link-header") && spec.contains(&format!("server: {url}")), "{spec}");
    assert!(spec.contains("state:") && !spec.contains("t0ken"), "{spec}");
}

#[test]
fn a_refusal_is_no_sample_and_credentials_stay_encrypted() {
    let reply = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    let (url, server) = serve(reply.to_owned());
    let output = infer(&url, &[]);
    let request = server.join().unwrap().to_ascii_lowercase();
    assert!(!request.contains("authorization"), "{request}");
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("no sample: ") && error.contains("403"), "{error}");

    let pair = [("PAGESMITH_USERNAME", "me"), ("PAGESMITH_PASSWORD", "secret-of-mine")];
    let output = infer("http://api.example.com/orders", &pair);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(error.contains("to `api.example.com` unencrypted"), "{error}");
    let both = [("PAGESMITH_USERNAME", "me"), ("PAGESMITH_TOKEN", "t")];
    let error = String::from_utf8(infer("https://api.example.com/o", &both).stderr).unwrap();
    assert!(error.contains("both `PAGESMITH_TOKEN` and `PAGESMITH_USERNAME` are set"), "{error}");
    let error = infer("https://me:secret@api.example.com/o", &[]).stderr;
    assert!(String::from_utf8(error).unwrap().contains("the URL contains credentials"));
}
