//! Mistakes in a call of `pagesmith list`, and what it says to them.

use crate::listing::{Script, pagesmith, run};
use serde_json::json;
use std::process::Command;

const GITHUB: &str = "../../examples/github/github.yaml";

fn issues(more: &[&str]) -> Command {
    let mut list = pagesmith(&[&["list", GITHUB, "issues"], more].concat());
    list.env("PAGESMITH_TOKEN", "t0ken");
    list
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_with_a_value_that_the_spec_does_not_list_is_a_warning() {
    for (value, warning) in [
        ("close", "; did you mean `closed`?"),
        ("merged-by-hand", "; it lists `open`, `closed`, `all`"),
        ("closed", ""),
    ] {
        let script = Script::serve(vec![(200, json!([]))]).await;
        let filter = format!("state={value}");
        let (code, stderr) = run(issues(&[
            "--base-url",
            &script.url,
            "--param",
            "owner=a",
            "--param",
            "repo=b",
            "--filter",
            &filter,
        ]));
        assert_eq!(code, 0, "{stderr}");
        let said = format!("warning: the filter `state` is sent with `{value}`");
        assert_eq!(stderr.contains(&said), !warning.is_empty(), "{stderr}");
        assert!(stderr.contains(warning), "{stderr}");
    }
}

#[test]
fn all_parameters_that_are_missing_are_named_at_once() {
    let (code, stderr) = run(issues(&[]));
    assert_eq!(code, 2);
    let said = "needs the parameters `owner` and `repo`: `--param owner=… --param repo=…`";
    assert!(stderr.contains(said), "{stderr}");
    let (_, stderr) = run(issues(&["--param", "owner=a"]));
    assert!(stderr.contains("needs the parameter `repo`: `--param repo=…`"), "{stderr}");
}

#[test]
fn a_parameter_as_a_flag_or_without_one_has_a_tip() {
    for (flags, tip) in [
        (
            vec!["owner=rust-lang"],
            "tip: to set a parameter of the path, use '--param owner=rust-lang'",
        ),
        (
            vec!["--owner", "rust-lang"],
            "use '--param owner=VALUE'; to filter, '--filter owner=VALUE'",
        ),
        (vec!["--limits", "3"], "tip: a similar argument exists: '--limit'"),
    ] {
        let (code, stderr) = run(issues(&flags));
        assert_eq!(code, 2);
        assert!(stderr.contains(tip), "{flags:?}: {stderr}");
    }
}

#[test]
fn the_name_of_a_list_before_the_spec_is_noticed() {
    let (code, stderr) = run(pagesmith(&["list", "issues", GITHUB]));
    assert_eq!(code, 2);
    let said =
        format!("the spec comes before the name of the list: `pagesmith list {GITHUB} issues`");
    assert!(stderr.contains(&said) && stderr.lines().count() == 1, "{stderr}");
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_that_the_spec_does_not_send_are_named_if_they_are_missed() {
    for (status, is_named) in [(401, true), (404, false)] {
        let script = Script::serve(vec![(status, json!({"message": "no"}))]).await;
        let args = ["list", "tests/mock/evidence.yaml", "continued", "--base-url", &script.url];
        let mut list = pagesmith(&args);
        list.env("PAGESMITH_TOKEN", "t0ken");
        let (_, stderr) = run(list);
        let said = "PAGESMITH_TOKEN is set, but was not sent, because the spec has no `auth`: add `auth: bearer` to it";
        assert_eq!(stderr.contains(said), is_named, "{stderr}");
        assert!(!stderr.contains("t0ken"), "{stderr}");
    }
}
