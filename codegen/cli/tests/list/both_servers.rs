//! `pagesmith list` and `pagesmith mock` as commands: against the mock of the same spec,
//! and against a server that knows neither.

use crate::listing::{
    SPEC, api, given, messages, pagesmith, scratch, small_pages, stderr_of, values,
};
use fake_api::FakeApi;
use pagesmith_cli::mock::{self, Mock, Options};
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

#[tokio::test(flavor = "multi_thread")]
async fn records_go_to_standard_output_unchanged() {
    let mock = small_pages().await;
    let url = mock.base_url();
    let output = messages(&url, &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    assert_eq!(values(&output.stdout), mock.records("messages", &given()));
    assert_eq!(mock.requests().len(), 7);
    let output = messages(&url, &["--limit", "30", "--page-size", "30"]).output().unwrap();
    assert_eq!(values(&output.stdout), mock.records("messages", &given())[..30]);
    assert_eq!(mock.requests().len(), 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_others_is_listed_too() {
    let fake = FakeApi::builder().messages(137).subscribers(250).start().await;
    let base = format!("{}/api/laml/2010-04-01", fake.url());
    let account = format!("account_sid={}", fake_api::ACCOUNT_SID);
    let args = ["list", SPEC, "messages", "--base-url", &base, "--param", &account];
    let output = Command::new(env!("CARGO_BIN_EXE_pagesmith"))
        .args(args)
        .env("PAGESMITH_USERNAME", fake_api::ACCOUNT_SID)
        .env("PAGESMITH_PASSWORD", fake_api::API_TOKEN)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    let mut sids: Vec<String> =
        values(&output.stdout).iter().map(|it| it["sid"].as_str().unwrap().to_owned()).collect();
    assert_eq!(sids.len(), 137);
    sids.sort();
    sids.dedup();
    assert_eq!(sids.len(), 137);

    let base = format!("{}/ga/api/v2", fake.url());
    let list = format!("mailing_list_id={}", fake_api::MAILING_LIST_ID);
    for way in [&[][..], &["--by-number", "--concurrency", "3"]] {
        let spec = "../../specs/sendsage.yaml";
        let args = ["list", spec, "subscribers", "--base-url", &base, "--param", &list];
        let output = Command::new(env!("CARGO_BIN_EXE_pagesmith"))
            .args(args.iter().chain(way))
            .env("PAGESMITH_USERNAME", fake_api::ORGANIZATION_ID)
            .env("PAGESMITH_PASSWORD", fake_api::API_KEY)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
        assert_eq!(values(&output.stdout).len(), 250);
    }
}

/// A mock that kills a command at its request of this number.
async fn killing_mock(child: &Arc<Mutex<Option<Child>>>, at: usize) -> Mock {
    let child = Arc::clone(child);
    let options = Options {
        page_size: Some(20),
        on_request: Some(Arc::new(move |entry| {
            if entry.number == at {
                // The child was stored before its first request could arrive.
                child.lock().unwrap().as_mut().unwrap().kill().unwrap();
            }
        })),
        ..Options::default()
    };
    mock::serve(&api(), &options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_loses_nothing_and_doubles_nothing() {
    killed_at(1).await;
    killed_at(4).await;
}

/// Kills a command at its request of this number, and resumes it.
async fn killed_at(request: usize) {
    let folder = scratch(&format!("kill-{request}"));
    let out = folder.join("messages.jsonl");
    let out = out.to_str().unwrap();
    let child = Arc::new(Mutex::new(None));
    let mock = killing_mock(&child, request).await;
    let url = mock.base_url();
    {
        let mut child = child.lock().unwrap();
        *child = Some(messages(&url, &["--out", out]).stderr(Stdio::null()).spawn().unwrap());
    }
    let status = loop {
        // Releases the lock between two checks, so that the mock can kill the child.
        if let Some(status) = child.lock().unwrap().as_mut().unwrap().try_wait().unwrap() {
            break status;
        }
        tokio::task::yield_now().await;
    };
    assert!(!status.success());
    assert_eq!(values(&fs::read(out).unwrap()).len(), 20 * (request - 1));

    // As if it had been killed while it wrote the next page.
    let mut torn = fs::read(out).unwrap();
    torn.extend(b"{\"sid\":\"half a rec");
    fs::write(out, torn).unwrap();
    let output = messages(&url, &["--out", out, "--resume"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    assert_eq!(values(&fs::read(out).unwrap()), mock.records("messages", &given()));

    // A complete file stays unchanged, and no request is sent.
    let requests = mock.requests().len();
    let output = messages(&url, &["--out", out, "--resume"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    let stderr = stderr_of(&output);
    assert!(stderr.contains("has 137 records: an earlier run reached the end"), "{stderr}");
    assert!(
        stderr.contains("to list again from the beginning, name another file with `--out`"),
        "{stderr}"
    );
    assert_eq!(mock.requests().len(), requests);
    assert_eq!(values(&fs::read(out).unwrap()).len(), 137);
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_counts_the_records_of_the_file() {
    let folder = scratch("limit");
    let out = folder.join("messages.jsonl");
    let out = out.to_str().unwrap();
    let mock = small_pages().await;
    let url = mock.base_url();
    for limit in [30, 30, 70] {
        let limit = limit.to_string();
        let args = ["--out", out, "--resume", "--limit", &limit];
        let output = messages(&url, &args).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
        let records: usize = limit.parse().unwrap();
        assert_eq!(values(&fs::read(out).unwrap()), mock.records("messages", &given())[..records]);
    }
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_do_not_fit_are_left_alone() {
    let folder = scratch("misfits");
    let out = folder.join("messages.jsonl");
    let out = out.to_str().unwrap();
    let mock = small_pages().await;
    let url = mock.base_url();
    fs::write(out, "mine\n").unwrap();
    for resume in [&["--out", out][..], &["--out", out, "--resume"]] {
        let output = messages(&url, resume).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", stderr_of(&output));
        assert_eq!(fs::read(out).unwrap(), b"mine\n");
    }
    fs::remove_file(out).unwrap();
    let output = messages(&url, &["--out", out, "--limit", "40"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));

    // The file belongs to neither another list nor other filters.
    let filter = ["--filter", "to=+1555", "--out", out, "--resume"];
    let output = messages(&url, &filter).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr_of(&output));
    assert_eq!(values(&fs::read(out).unwrap()).len(), 40);
    fs::write(out, "").unwrap();
    let output = messages(&url, &["--out", out, "--resume"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr_of(&output).contains("records were removed"), "{}", stderr_of(&output));
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_may_stop_early() {
    let options = Options { records: 100_000, page_size: Some(1000), ..Options::default() };
    let mock = mock::serve(&api(), &options).await.unwrap();
    let url = mock.base_url();
    let mut child =
        messages(&url, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.ends_with("}\n"));
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr_of(&output));
    assert_eq!(stderr_of(&output), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn exit_codes_distinguish_wrong_arguments_from_failures() {
    let mock = small_pages().await;
    let url = mock.base_url();
    let code = |mut command: Command| {
        let output = command.output().unwrap();
        assert!(output.stdout.is_empty());
        (output.status.code().unwrap(), stderr_of(&output))
    };
    for wrong in [
        &["--filter", "too=1"][..],
        &["--filter", "to"],
        &["--page-size", "5000"],
        &["--by-number"],
        &["--resume"],
    ] {
        let (code, stderr) = code(messages(&url, wrong));
        assert_eq!(code, 2, "{wrong:?}: {stderr}");
    }
    let mut anonymous = messages(&url, &["--format", "json"]);
    anonymous.env_remove("PAGESMITH_PASSWORD");
    let (misuse, stderr) = code(anonymous);
    let failure: Value = serde_json::from_str(stderr.trim()).unwrap();
    assert_eq!(misuse, 2);
    assert!(failure["message"].as_str().unwrap().contains("PAGESMITH_PASSWORD"), "{stderr}");
    let (gone, stderr) = code(messages(&format!("{url}/nowhere"), &[]));
    assert_eq!(gone, 1, "{stderr}");
    assert!(!stderr.contains("any"), "an error shows a credential: {stderr}");
}

#[test]
fn a_mock_is_a_server_of_its_own() {
    let args = ["mock", SPEC, "--records", "30", "--page-size", "10", "--seed", "7"];
    let mut served =
        pagesmith(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdout = BufReader::new(served.stdout.take().unwrap()).lines();
    let url = stdout.next().unwrap().unwrap();
    assert!(url.starts_with("http://127.0.0.1:") && url.ends_with("/api/laml/2010-04-01"), "{url}");
    let output = messages(&url, &[]).output().unwrap();
    assert_eq!(values(&output.stdout).len(), 30, "{}", stderr_of(&output));
    for _ in 0..3 {
        let line = stdout.next().unwrap().unwrap();
        assert!(line.contains("/Accounts/AC1/Messages") && line.contains("10 records"), "{line}");
    }
    served.kill().unwrap();
    served.wait().unwrap();
    let mut hint = String::new();
    served.stderr.take().unwrap().read_to_string(&mut hint).unwrap();
    assert!(hint.contains("pagesmith list"), "{hint}");
}
