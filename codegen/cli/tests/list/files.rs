//! The files of `pagesmith list --out`: only one run at a time writes to them, and only if
//! they belong together.

use crate::listing::{Files, SPEC, messages, run, small_pages, stopping_at};
use std::fs;
use std::process::Stdio;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_second_run_is_refused_while_the_first_one_writes() {
    let files = Files::new("second-run");
    let (mock, has_come, go) = stopping_at(3).await;
    let url = mock.base_url();
    let mut first = messages(&url, &["--out", &files.out]).stderr(Stdio::null()).spawn().unwrap();
    has_come.recv().unwrap();

    let why = "another run is writing";
    let (roundabout, copy) = (files.path("./messages.jsonl"), files.path("copy.jsonl"));
    let link = files.path("link.jsonl");
    fs::hard_link(&files.out, &link).unwrap();
    let new = files.path("new.position");
    for out in [&files.out, &roundabout, &link] {
        files.refused(&url, &["--out", out], why);
        files.refused(&url, &["--out", out, "--resume"], why);
        files.refused(&url, &["--out", out, "--position", &new, "--resume"], why);
    }
    // Another file of records, and the same position.
    for resume in [&[][..], &["--resume"]] {
        let args = ["--out", &copy, "--position", &files.position];
        files.refused(&url, &[&args, resume].concat(), why);
    }
    fs::copy(&files.out, &copy).unwrap();
    files.refused(&url, &["--out", &copy, "--position", &files.position, "--resume"], why);

    go.send(()).unwrap();
    assert!(first.wait().unwrap().success());
    files.has(&mock, 137);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_position_is_for_its_owner() {
    use std::os::unix::fs::PermissionsExt as _;
    let files = Files::new("owner");
    let mock = small_pages().await;
    assert_eq!(run(messages(&mock.base_url(), &["--out", &files.out])).0, 0);
    let mode = || fs::metadata(&files.position).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);

    // One that was made for it, before the first run and between two runs.
    let anyone = fs::Permissions::from_mode(0o666);
    fs::remove_file(&files.out).unwrap();
    fs::write(&files.position, "").unwrap();
    for args in [&["--limit", "10"][..], &["--resume"]] {
        fs::set_permissions(&files.position, anyone.clone()).unwrap();
        let args = [&["--out", &files.out], args].concat();
        assert_eq!(run(messages(&mock.base_url(), &args)).0, 0);
        assert_eq!(mode(), 0o600);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_file_that_an_editor_changed_is_named_as_such() {
    let files = Files::new("crlf");
    let mock = small_pages().await;
    let url = mock.base_url();
    assert_eq!(run(messages(&url, &["--out", &files.out, "--limit", "10"])).0, 0);
    let positions = fs::read_to_string(&files.position).unwrap();
    fs::write(&files.position, positions.replace('\n', "\r\n")).unwrap();
    let why = "was changed after `pagesmith list` wrote it";
    files.refused(&url, &["--out", &files.out, "--resume"], why);
    // Nothing is in it, which is something else.
    fs::write(&files.position, "").unwrap();
    let why = "has no position in it";
    files.refused(&url, &["--out", &files.out, "--resume"], why);
    fs::write(&files.position, positions).unwrap();
    assert_eq!(run(messages(&url, &["--out", &files.out, "--resume"])).0, 0);
    files.has(&mock, 137);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_meets_the_lock_of_its_file() {
    use std::os::unix::fs::symlink;
    let files = Files::new("second-run-by-link");
    let (mock, has_come, go) = stopping_at(3).await;
    let url = mock.base_url();
    let (out, position) = (files.path("link.jsonl"), files.path("link.position"));
    symlink(&files.out, &out).unwrap();
    symlink(&files.position, &position).unwrap();
    let mut first = messages(&url, &["--out", &files.out]).stderr(Stdio::null()).spawn().unwrap();
    has_come.recv().unwrap();
    files.refused(&url, &["--out", &out, "--resume"], "another run is writing");
    let other = files.path("other.jsonl");
    let args = ["--out", &other, "--position", &position, "--resume"];
    files.refused(&url, &args, "another run is writing");
    go.send(()).unwrap();
    assert!(first.wait().unwrap().success());
    files.has(&mock, 137);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_position_overwrites_no_other_file() {
    let files = Files::new("positions");
    let mock = small_pages().await;
    let url = mock.base_url();
    let name = files.folder.file_name().unwrap().to_str().unwrap();
    let roundabout = files.path(&format!("../{name}/messages.jsonl"));
    // Before the file of records exists, and after.
    for begun in [false, true] {
        if begun {
            let args = ["--out", &files.out, "--limit", "40"];
            assert_eq!(run(messages(&url, &args)).0, 0);
            fs::hard_link(&files.out, files.path("link.jsonl")).unwrap();
        }
        for position in [&files.out, &files.path("./messages.jsonl"), &roundabout] {
            let args = ["--out", &files.out, "--position", position, "--resume"];
            files.refused(&url, &args, "are the same file");
        }
    }
    let link = files.path("link.jsonl");
    let args = ["--out", &files.out, "--position", &link, "--resume"];
    files.refused(&url, &args, "are the same file");

    // An existing file that is not a position file.
    let (spec, fresh) = (files.path("spec.yaml"), files.path("fresh.jsonl"));
    fs::copy(SPEC, &spec).unwrap();
    for out in [&files.out, &fresh] {
        let args = ["--out", out, "--position", &spec, "--resume"];
        files.refused(&url, &args, "is not a position file of this version");
        let folder = files.folder.to_str().unwrap();
        let args = ["--out", out, "--position", folder, "--resume"];
        files.refused(&url, &args, "is not a regular file");
    }
    files.refused(&url, &["--out", &fresh, "--position", &spec], "is not a position file");

    // A position of another walk.
    let args = ["--out", &fresh, "--position", &files.position];
    files.refused(&url, &args, "says that a walk wrote 40 records to messages.jsonl");
    fs::copy(&files.out, &fresh).unwrap();
    let args = ["--out", &fresh, "--position", &files.position, "--resume"];
    files.refused(&url, &args, "belongs to");
    files.resumed(&mock);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_its_position_does_not_describe_is_left_alone() {
    let files = Files::new("others");
    let mock = small_pages().await;
    let url = mock.base_url();
    let (code, stderr) = run(messages(&url, &["--out", &files.out, "--limit", "40"]));
    assert_eq!(code, 0, "{stderr}");
    let records = fs::read(&files.out).unwrap();
    let resume = ["--out", &files.out, "--resume"];
    files.refused(&url, &["--out", &files.out], "exists already: continue it with `--resume`");

    let mut edited = records.clone();
    edited[records.len() - 20] ^= 1;
    fs::write(&files.out, edited).unwrap();
    files.refused(&url, &resume, "its last records differ");
    fs::write(&files.out, vec![b'x'; records.len() + 50]).unwrap();
    files.refused(&url, &resume, "its last records differ");

    // The run ended without a kill, so no bytes may follow its records.
    fs::write(&files.out, [&records[..], b"{\"sid\":\"mine\"}\n"].concat()).unwrap();
    files.refused(&url, &resume, "has 15 bytes more than");
    fs::write(&files.out, &records[..records.len() - 1]).unwrap();
    files.refused(&url, &resume, "records were removed");
    fs::remove_file(&files.out).unwrap();
    files.refused(&url, &resume, "does not exist");
    files.refused(&url, &["--out", &files.out], "does not exist");

    // A copy of the same records is accepted, and so is another place for both.
    fs::write(&files.out, &records).unwrap();
    let moved = Files::new("others-moved");
    fs::rename(&files.out, &moved.out).unwrap();
    fs::rename(&files.position, &moved.position).unwrap();
    moved.resumed(&mock);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_refused_before_a_request_makes_and_changes_no_file() {
    let files = Files::new("untouched");
    let mock = small_pages().await;
    let url = mock.base_url();
    let nowhere = files.path("nowhere/messages.jsonl");
    let args = ["--out", &nowhere, "--position", &files.position];
    files.refused(&url, &args, "can't be opened for writing");
    let args = ["--out", &files.out, "--position", &nowhere];
    files.refused(&url, &args, "can't be opened for writing");

    assert_eq!(run(messages(&url, &["--out", &files.out, "--limit", "40"])).0, 0);
    let resume = ["--out", &files.out, "--resume"];
    let other = format!("{url}/other");
    files.refused(&other, &resume, "the position belongs to another list");
    let filtered = ["--filter", "to=+1555", "--out", &files.out, "--resume"];
    files.refused(&url, &filtered, "the position belongs to another list");
    assert_eq!(mock.requests().len(), 1);
}
