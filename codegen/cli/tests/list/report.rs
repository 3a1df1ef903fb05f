//! `list --report`: the picture of a walk.

use crate::listing::{Script, messages, page, run, scratch};
use serde_json::json;
use std::fs;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_shows_the_walk_and_no_secret() {
    let next = "/api/laml/2010-04-01/Accounts/AC1/Messages?Page=1&PageToken=s3cret";
    let busy = (503, json!({"message": "later"}));
    let replies = vec![page(&["SM-first"], Some(next)), busy, page(&["SM-last"], None)];
    let script = Script::serve(replies).await;
    let file = scratch("list-report").join("walk.html");
    let (code, stderr) = run(messages(&script.url, &["--report", file.to_str().unwrap()]));
    assert_eq!(code, 0, "{stderr}");
    let html = fs::read_to_string(&file).unwrap();
    for part in [
        "<h1>A walk of <code>messages</code></h1>",
        "<code>/Accounts/{account_sid}/Messages</code>",
        "/Accounts/{account_sid}/Messages?Page&amp;PageToken</code> <small>attempt 2</small>",
        "requested again: the server answered 503",
        "Evidence: <strong>continued</strong>",
        "<dt>requests</dt><dd>3</dd>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    for never in ["s3cret", "AC1", "SM-first", "SM-last", "bWU6", "<script"] {
        assert!(!html.contains(never), "{never} in {html}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_walk_that_fails_has_a_report_too() {
    let refusal = (422, json!({"message": "no <such> account", "code": "21"}));
    let script = Script::serve(vec![refusal]).await;
    let file = scratch("list-report-failed").join("walk.html");
    let (code, stderr) = run(messages(&script.url, &["--report", file.to_str().unwrap()]));
    assert_ne!(code, 0, "{stderr}");
    let html = fs::read_to_string(&file).unwrap();
    assert!(
        html.contains("The walk failed.") && html.contains("no &lt;such&gt; account"),
        "{html}"
    );
    assert!(html.contains("<td>422</td>"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_hold_the_report_is_refused_before_a_request() {
    let script = Script::serve(Vec::new()).await;
    let folder = scratch("list-report-refused");
    let out = folder.join("out.jsonl");
    let (out, nowhere) = (out.to_str().unwrap(), folder.join("no/walk.html"));
    for (flags, why) in [
        (vec!["--out", out, "--report", out], "name another file for the report"),
        (vec!["--report", nowhere.to_str().unwrap()], "can't be written"),
        (vec!["--report", "-"], "expected a file, found `-`"),
    ] {
        let (code, stderr) = run(messages(&script.url, &flags));
        assert_eq!(code, 2, "{flags:?}: {stderr}");
        assert!(stderr.contains(why), "{why} in {stderr}");
    }
    assert_eq!(script.request_count(), 0);
}
