//! Failures of `pagesmith list --out`: whether `--resume` helps.

use crate::listing::{
    Files, Script, in_shell, listing, messages, page, run, small_pages, stderr_of, stopping_at,
    values,
};
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Stdio};

/// Lists from a script into a file, and resumes: both runs fail permanently, and the
/// second sends no request.
async fn fails_permanently(name: &str, replies: Vec<(u16, Value)>, why: &str) {
    let files = Files::new(name);
    let script = Script::serve(replies).await;
    let (code, stderr) = run(messages(&script.url, &["--out", &files.out]));
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains(why) && !stderr.contains("--resume"), "{stderr}");
    assert!(
        stderr.contains("to list again from the beginning, name another file with `--out`"),
        "{stderr}"
    );
    let (before, asked) = (files.content(), script.request_count());

    let (code, stderr) = run(messages(&script.url, &["--out", &files.out, "--resume"]));
    assert_eq!(code, 3, "{stderr}");
    assert!(stderr.contains(why) && !stderr.contains("--resume"), "{stderr}");
    assert_eq!(script.request_count(), asked);
    assert!(files.content() == before);
    files.refused(
        &script.url,
        &["--out", &files.out],
        "from a run that failed and can't be continued",
    );
    let sids = values(&fs::read(&files.out).unwrap());
    let sids: Vec<_> = sids.iter().map(|record| record["sid"].as_str().unwrap()).collect();
    assert!(sids == ["SM1", "SM2"] || sids == ["SM1"], "{sids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_permanent_failure_is_not_resumed() {
    let circle = vec![page(&["SM1"], Some("/a")), page(&["SM2"], Some("/a"))];
    fails_permanently("circle", circle, "circle").await;
    let refused = vec![page(&["SM1"], Some("/a")), (422, json!({}))];
    fails_permanently("refused", refused, "422").await;
    let foreign = vec![page(&["SM1"], Some("https://example.com/a"))];
    fails_permanently("foreign", foreign, "example.com").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_may_pass_is_resumed() {
    let files = Files::new("later");
    let replies = [
        page(&["SM1"], Some("/a")),
        (403, json!({})),
        page(&["SM2"], Some("/b")),
        (501, json!({})),
        page(&["SM3"], None),
    ];
    let script = Script::serve(replies.into()).await;
    for (resume, records) in [(&[][..], 1), (&["--resume"], 2)] {
        let (code, stderr) =
            run(messages(&script.url, &[&["--out", files.out.as_str()], resume].concat()));
        assert_eq!(code, 1, "{stderr}");
        let hint = format!("has {records} records so far, and `--resume` continues after them");
        assert!(stderr.contains(&hint), "{stderr}");
    }
    let (code, stderr) = run(messages(&script.url, &["--out", &files.out, "--resume"]));
    assert_eq!((code, script.request_count()), (0, 5), "{stderr}");
    let sids = values(&fs::read(&files.out).unwrap());
    assert_eq!(sids, [json!({"sid": "SM1"}), json!({"sid": "SM2"}), json!({"sid": "SM3"})]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stopped_run_shows_how_to_continue() {
    let files = Files::new("stopped");
    let (mock, has_come, go) = stopping_at(3).await;
    let mut stopped = messages(&mock.base_url(), &["--out", &files.out]);
    let stopped = stopped.stderr(Stdio::piped()).spawn().unwrap();
    has_come.recv().unwrap();
    let interrupt = ["-INT", &stopped.id().to_string()];
    assert!(Command::new("kill").args(interrupt).status().unwrap().success());
    let output = stopped.wait_with_output().unwrap();
    drop(go);
    let stderr = stderr_of(&output);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("stopped") && stderr.contains("`--resume` continues"), "{stderr}");
    files.has(&mock, 40);
    files.resumed(&mock);
}

/// Simulates a full disk: limits the blocks of a file, of 512 or 1024 bytes each,
/// depending on the shell.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_fills_the_disk_is_resumed_later() {
    let files = Files::new("room");
    let mock = small_pages().await;
    let url = mock.base_url();
    let args = listing(&url, &["--out", &files.out]);
    let (code, stderr) = run(in_shell("trap '' XFSZ; ulimit -f 50; exec \"$0\" \"$@\"", &args));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("can't be written"), "{stderr}");
    assert!(stderr.contains("records so far, and `--resume` continues after them"), "{stderr}");
    let cut_off = fs::read(&files.out).unwrap();
    assert!(cut_off.last() != Some(&b'\n') && cut_off.len() > 20_000, "{}", cut_off.len());
    files.resumed(&mock);
}

#[tokio::test(flavor = "multi_thread")]
async fn json_reports_the_state_of_each_file() {
    let files = Files::new("states");
    let mock = small_pages().await;
    let url = mock.base_url();
    let args = ["--out", &files.out, "--resume", "--format", "json"];
    for (limit, state) in
        [(&["--limit", "40"][..], "limited"), (&[], "complete"), (&[], "unchanged")]
    {
        let output = messages(&url, &[&args, limit].concat()).output().unwrap();
        let written = values(&output.stdout);
        assert_eq!((written.len(), &written[0]["state"]), (1, &json!(state)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn warnings_of_more_than_a_hundred_pages_are_counted() {
    // Each page begins with the last row of the page before.
    let sids: Vec<_> = (0..=110).map(|sid| format!("SM{sid}")).collect();
    let links: Vec<_> = (1..110).map(|page| format!("/{page}")).collect();
    let links = links.iter().map(|link| Some(link.as_str())).chain([None]);
    let pages = sids.windows(2).zip(links).map(|(sids, next)| page(&[&sids[0], &sids[1]], next));
    let script = Script::serve(pages.collect()).await;
    let (code, stderr) = run(messages(&script.url, &["--format", "json"]));
    assert_eq!(code, 0, "{stderr}");
    let notes = values(stderr.as_bytes());
    let warnings: Vec<_> = notes
        .iter()
        .filter(|line| line["reason"] == "warning")
        .map(|line| &line["message"])
        .collect();
    assert_eq!(
        (warnings.len(), warnings[100]),
        (101, &json!("and 9 more warnings, about other pages"))
    );
    let list = notes.iter().find(|line| line["reason"] == "list").unwrap();
    assert_eq!(list["walk"]["warnings"], 109);
}
