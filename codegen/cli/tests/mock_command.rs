//! The output of `pagesmith mock`: no secrets, and a command that users can paste.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod listing;

use listing::{pagesmith, run, scratch, without_proxies};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

fn spec(folder: &Path, name: &str, resource: &str) -> String {
    let file = folder.join(name);
    let text = format!(
        "pagesmith: 1\nname: T\nserver: https://api.test/v1\nauth: none\nresources:\n  {resource}:\n    get: '/t/{{token}}/a-{{id}}/rows'\n    params: {{token: secret, id: string}}\n    paging: none\n    items: /rows\n    record: Row\nrecords:\n  Row: {{key: id, fields: {{id: string}}}}\n"
    );
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// A running mock, killed when it is dropped.
struct Mock(Child);

impl Mock {
    fn serve(args: &[&str]) -> Self {
        let mut command = pagesmith(&[&["mock"], args].concat());
        Self(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn the_log_names_secrets_of_the_path_in_place_of_their_values() {
    let folder = scratch("mock-secrets");
    let spec = spec(&folder, "spec.yaml", "rows");
    for format in ["text", "json"] {
        let mut mock = Mock::serve(&[&spec, "--format", format]);
        let mut lines = BufReader::new(mock.0.stdout.take().unwrap()).lines().map(Result::unwrap);
        let first = lines.next().unwrap();
        let url = match format {
            "text" => first,
            _ => serde_json::from_str::<Value>(&first).unwrap()["url"].as_str().unwrap().to_owned(),
        };
        let given = ["--param", "token=PTOK s3cret", "--param", "id=x y"];
        let list = [&["list", &spec, "rows", "--base-url", &url][..], &given].concat();
        let (code, stderr) = run(without_proxies(pagesmith(&list)));
        assert_eq!(code, 0, "{stderr}");
        let line = lines.next().unwrap();
        assert!(!line.contains("s3cret"), "{line}");
        assert!(line.contains("/v1/t/{token}/a-x%20y/rows"), "{line}");
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_path_that_is_of_no_list_shows_no_value_where_a_list_has_a_secret() {
    let folder = scratch("mock-no-list");
    let spec = spec(&folder, "spec.yaml", "rows");
    let mut mock = Mock::serve(&[&spec]);
    let mut lines = BufReader::new(mock.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let url = lines.next().unwrap();
    let host = url.strip_prefix("http://").unwrap().split('/').next().unwrap();
    for (path, shown) in [
        ("/v1/t/s3cret/a-1/rowz", "/v1/t/{token}/a-1/rowz"),
        ("/t/s3cret", "/t/{token}"),
        ("/v1/other/s3", "/v1/other/{token}"),
    ] {
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        let line = lines.next().unwrap();
        for text in [&reply, &line] {
            assert!(text.contains(&format!("`{shown}`")) && !text.contains("s3"), "{text}");
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_command_to_try_is_quoted_for_the_shell() {
    let folder = scratch("mock-try");
    let program = folder.join("pagesmith");
    fs::write(&program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    for (file, resource) in
        [("a b.yaml", "a;touch pwned"), ("a$(id).yaml", "it's"), ("c.yaml", "c")]
    {
        let spec = spec(&folder, file, &format!("\"{resource}\""));
        let mut mock = Mock::serve(&[&spec]);
        let mut stderr = BufReader::new(mock.0.stderr.take().unwrap()).lines().map(Result::unwrap);
        let line = stderr.next().unwrap();
        let command = line.strip_prefix("try: ").unwrap();
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
        let mut shell = Command::new("sh");
        let shell = shell.args(["-c", command]).env("PATH", path).current_dir(&folder);
        let printed = String::from_utf8(shell.output().unwrap().stdout).unwrap();
        let words: Vec<_> = printed.lines().collect();
        assert_eq!(words[..4], ["list", &spec, resource, "--base-url"], "{line}");
        assert_eq!(words[6..], ["token=1", "--param", "id=1"], "{line}");
        assert!(!folder.join("pwned").exists(), "{line}");
        assert!(resource != "c" || !command.contains('\''), "{line}");
    }
    fs::remove_dir_all(folder).unwrap();
}
