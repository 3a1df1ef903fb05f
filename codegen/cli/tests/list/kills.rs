//! What `pagesmith list --out` does after a kill, and when another program changes its
//! files.

use crate::listing::{
    Files, Script, messages, pagesmith, run, small_pages_with, stopping_at, values,
};
use pagesmith_cli::mock::Mock;
use serde_json::json;
use std::fs;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

/// Kills a run at its request of this number.
async fn killed_at(files: &Files, request: usize) -> Mock {
    let (mock, has_come, _dropped) = stopping_at(request).await;
    let args = ["--out", &files.out];
    let mut run = messages(&mock.base_url(), &args).stderr(Stdio::null()).spawn().unwrap();
    has_come.recv().unwrap();
    run.kill().unwrap();
    run.wait().unwrap();
    mock
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_what_a_kill_left_is_cut_off() {
    for request in [1, 3] {
        let files = Files::new(&format!("left-{request}"));
        let mock = killed_at(&files, request).await;
        files.has(&mock, 20 * (request - 1));
        let (url, records) = (mock.base_url(), fs::read(&files.out).unwrap());
        let (resume, why) = (["--out", &files.out, "--resume"], "no run of `pagesmith list` wrote");

        fs::write(&files.out, [&records[..], b"my notes\n"].concat()).unwrap();
        files.refused(&url, &resume, why);
        // Another file that begins with the same records.
        let other = [&records[..], b"{\"sid\":\"mine\"}\n"].concat();
        fs::rename(&files.out, files.path("aside")).unwrap();
        fs::write(&files.out, other).unwrap();
        files.refused(&url, &resume, why);

        fs::rename(files.path("aside"), &files.out).unwrap();
        fs::write(&files.out, [&records[..], b"{\"sid\":\"half a rec"].concat()).unwrap();
        files.resumed(&mock);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_kill_before_the_first_page_leaves_files_that_can_be_resumed() {
    let files = Files::new("first-kill");
    let mock = killed_at(&files, 1).await;
    // As if it had been killed right after it created one file, or both.
    fs::write(&files.position, "").unwrap();
    files.resumed(&mock);
    for left in [&[&files.out][..], &[&files.out, &files.position]] {
        fs::remove_file(&files.out).unwrap();
        fs::remove_file(&files.position).unwrap();
        for left in left {
            fs::write(left, "").unwrap();
        }
        files.resumed(&mock);
    }
}

/// Changes the files at the third request of a run; returns how the run ended.
async fn changed_meanwhile(
    files: &Files,
    change: impl Fn(&str) + Send + Sync + 'static,
) -> (i32, String, Mock) {
    let url = Arc::new(Mutex::new(String::new()));
    let its_url = Arc::clone(&url);
    let mock = small_pages_with(move |entry| {
        if entry.number == 3 {
            change(&its_url.lock().unwrap());
        }
    });
    let mock = mock.await;
    *url.lock().unwrap() = mock.base_url();
    let (code, stderr) = run(messages(&mock.base_url(), &["--out", &files.out]));
    (code, stderr, mock)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_that_takes_the_place_of_an_open_one_is_not_touched() {
    let files = Files::new("replaced");
    let (out, position, aside) = (files.out.clone(), files.position.clone(), files.path("aside"));
    let (code, stderr, mock) = {
        let (out, aside) = (out.clone(), aside.clone());
        changed_meanwhile(&files, move |url| {
            fs::rename(&out, &aside).unwrap();
            // The same records, in another file.
            fs::copy(&aside, &out).unwrap();
            let (code, stderr) = run(messages(url, &["--out", &out, "--resume"]));
            assert_eq!(code, 2, "they share a position: {stderr}");
        })
        .await
    };
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("was replaced or removed"), "{stderr}");
    assert!(!stderr.contains("--resume"), "{stderr}");
    assert_eq!(values(&fs::read(&out).unwrap()).len(), 40);
    assert_eq!(values(&fs::read(&aside).unwrap()).len(), 40);
    // A copy of all bytes that the position describes.
    assert_eq!(run(messages(&mock.base_url(), &["--out", &out, "--resume"])).0, 0);
    assert_eq!(values(&fs::read(&out).unwrap()).len(), 137);

    fs::remove_file(&out).unwrap();
    fs::remove_file(&position).unwrap();
    let (code, stderr, _) = changed_meanwhile(&files, move |_| {
        fs::rename(&position, &aside).unwrap();
        fs::write(&position, "mine").unwrap();
    })
    .await;
    assert_eq!(code, 3, "{stderr}");
    assert_eq!(fs::read(&files.position).unwrap(), b"mine");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_that_something_else_writes_is_left_to_it() {
    let files = Files::new("shared");
    let out = files.out.clone();
    let (code, stderr, mock) = changed_meanwhile(&files, move |_| {
        let mut shared = fs::read(&out).unwrap();
        shared.extend(b"{\"sid\":\"mine\"}\n");
        fs::write(&out, shared).unwrap();
    })
    .await;
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("another program is writing to it"), "{stderr}");
    let written = values(&fs::read(&files.out).unwrap());
    assert_eq!((written.len(), &written[40]), (41, &json!({"sid": "mine"})));
    files.refused(
        &mock.base_url(),
        &["--out", &files.out, "--resume"],
        "no run of `pagesmith list` wrote",
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_position_file_that_something_else_changes_is_left_to_it() {
    for (name, left) in [("truncated", &b""[..]), ("appended", b"my notes\n")] {
        let files = Files::new(name);
        let position = files.position.clone();
        let (code, stderr, mock) = changed_meanwhile(&files, move |_| {
            let options = fs::OpenOptions::new().append(true).open(&position);
            let mut file = options.unwrap();
            if left.is_empty() {
                file.set_len(0).unwrap();
            }
            std::io::Write::write_all(&mut file, left).unwrap();
        })
        .await;
        assert_eq!(code, 3, "{stderr}");
        assert!(stderr.contains("another program is writing to it"), "{stderr}");
        assert!(!stderr.contains("--resume"), "{stderr}");
        files.has(&mock, 40);
        let found = fs::read(&files.position).unwrap();
        assert!(found.ends_with(left) && found.is_empty() == left.is_empty(), "{found:?}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_free_file_descriptors_no_file_counts_as_replaced() {
    let mock = crate::listing::small_pages().await;
    // With fewer, the client finds no certificates.
    for descriptors in 10..=16 {
        let files = Files::new("descriptors");
        let line = format!("ulimit -n {descriptors}; exec \"$0\" \"$@\"");
        let url = mock.base_url();
        let args = crate::listing::listing(&url, &["--out", &files.out]);
        let (code, stderr) = run(crate::listing::in_shell(&line, &args));
        assert!(!stderr.contains("replaced"), "{descriptors}: {stderr}");
        assert!(code != 3, "{descriptors}: {stderr}");
        assert!(code == 0 || stderr.contains("oo many open files"), "{descriptors}: {stderr}");
        if std::path::Path::new(&files.out).exists() {
            files.resumed(&mock);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_gone_at_the_end_was_not_written() {
    let files = Files::new("gone");
    let spec = files.path("spec.yaml");
    // The list has shrunk: the reply that ends the walk has no records.
    let text = "
pagesmith: 1
name: Rows
paging: {number: {query: page, start: 1}, page: {pages: /pages}}
resources: {rows: {get: /rows, record: Row}}
records: {Row: {fields: {sid: string}}}
";
    fs::write(&spec, text).unwrap();
    let row = |pages| (200, json!({"rows": [{"sid": format!("R{pages}")}], "pages": pages}));
    let replies = vec![row(3), row(1), (404, json!({}))];
    let (out, aside) = (files.out.clone(), files.path("aside"));
    let script = Script::serve_with(replies, move |number| {
        if number == 3 {
            fs::rename(&out, &aside).unwrap();
        }
    });
    let url = script.await.url;
    let args = ["list", &spec, "rows", "--base-url", &url, "--out", &files.out];
    let (code, stderr) = run(pagesmith(&args));
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains("was replaced or removed"), "{stderr}");
}
