//! What `pagesmith list --out` says of a failure: whether `--resume` helps.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod listing;

use listing::{
    Files, Script, in_shell, listing, messages, page, run, small_pages, stderr, stopping_at, values,
};
use serde_json::{Value, json};
use std::fs;
use std::process::{Command, Stdio};

/// Lists from a script into a file, and again behind that: both fail for good,
/// and the second run asks for nothing.
async fn fails_for_good(name: &str, replies: Vec<(u16, Value)>, why: &str) {
    let files = Files::new(name);
    let script = Script::serve(replies).await;
    let (code, told) = run(messages(&script.url, &["--out", &files.out]));
    assert_eq!(code, 3, "{told}");
    assert!(told.contains(why) && !told.contains("--resume"), "{told}");
    assert!(told.contains("to list anew, name another file by `--out`"), "{told}");
    let (before, asked) = (files.content(), script.asked());

    let (code, told) = run(messages(&script.url, &["--out", &files.out, "--resume"]));
    assert_eq!(code, 3, "{told}");
    assert!(told.contains(why) && !told.contains("--resume"), "{told}");
    assert_eq!(script.asked(), asked);
    assert!(files.content() == before);
    files.refused(&script.url, &["--out", &files.out], "from a run that failed for good");
    let sids = values(&fs::read(&files.out).unwrap());
    let sids: Vec<_> = sids.iter().map(|record| record["sid"].as_str().unwrap()).collect();
    assert!(sids == ["SM1", "SM2"] || sids == ["SM1"], "{sids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_for_good_is_not_resumed() {
    let circle = vec![page(&["SM1"], Some("/a")), page(&["SM2"], Some("/a"))];
    fails_for_good("circle", circle, "circle").await;
    let refused = vec![page(&["SM1"], Some("/a")), (422, json!({}))];
    fails_for_good("refused", refused, "422").await;
    let foreign = vec![page(&["SM1"], Some("https://example.com/a"))];
    fails_for_good("foreign", foreign, "example.com").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_work_later_is_resumed() {
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
        let (code, told) =
            run(messages(&script.url, &[&["--out", files.out.as_str()], resume].concat()));
        assert_eq!(code, 1, "{told}");
        let hint = format!("has {records} records so far, and `--resume` continues after them");
        assert!(told.contains(&hint), "{told}");
    }
    let (code, told) = run(messages(&script.url, &["--out", &files.out, "--resume"]));
    assert_eq!((code, script.asked()), (0, 5), "{told}");
    let sids = values(&fs::read(&files.out).unwrap());
    assert_eq!(sids, [json!({"sid": "SM1"}), json!({"sid": "SM2"}), json!({"sid": "SM3"})]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_run_that_is_stopped_says_how_to_go_on() {
    let files = Files::new("stopped");
    let (mock, has_come, go) = stopping_at(3).await;
    let mut stopped = messages(&mock.base_url(), &["--out", &files.out]);
    let stopped = stopped.stderr(Stdio::piped()).spawn().unwrap();
    has_come.recv().unwrap();
    let interrupt = ["-INT", &stopped.id().to_string()];
    assert!(Command::new("kill").args(interrupt).status().unwrap().success());
    let output = stopped.wait_with_output().unwrap();
    drop(go);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("stopped") && told.contains("`--resume` continues"), "{told}");
    files.has(&mock, 40);
    files.resumed(&mock);
}

/// As on a disk that is full: a file may have so many blocks of 512 bytes, or
/// of 1024, as the shell counts them.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_finds_no_room_is_gone_on_with_later() {
    let files = Files::new("room");
    let mock = small_pages().await;
    let url = mock.base_url();
    let args = listing(&url, &["--out", &files.out]);
    let (code, told) = run(in_shell("trap '' XFSZ; ulimit -f 50; exec \"$0\" \"$@\"", &args));
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("can't be written"), "{told}");
    assert!(told.contains("records so far, and `--resume` continues after them"), "{told}");
    let cut_off = fs::read(&files.out).unwrap();
    assert!(cut_off.last() != Some(&b'\n') && cut_off.len() > 20_000, "{}", cut_off.len());
    files.resumed(&mock);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_is_told_how_a_file_came_out() {
    let files = Files::new("states");
    let mock = small_pages().await;
    let url = mock.base_url();
    let args = ["--out", &files.out, "--resume", "--format", "json"];
    for (limit, state) in
        [(&["--limit", "40"][..], "limited"), (&[], "complete"), (&[], "unchanged")]
    {
        let output = messages(&url, &[&args, limit].concat()).output().unwrap();
        let told = values(&output.stdout);
        assert_eq!((told.len(), &told[0]["state"]), (1, &json!(state)));
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
    let (code, told) = run(messages(&script.url, &["--format", "json"]));
    assert_eq!(code, 0, "{told}");
    let said = values(told.as_bytes());
    let warnings: Vec<_> = said
        .iter()
        .filter(|line| line["reason"] == "warning")
        .map(|line| &line["message"])
        .collect();
    assert_eq!((warnings.len(), warnings[100]), (101, &json!("and 9 more, of further pages")));
    let list = said.iter().find(|line| line["reason"] == "list").unwrap();
    assert_eq!(list["walk"]["warnings"], 109);
}
