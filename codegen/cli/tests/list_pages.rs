//! `pagesmith list` by page number, from one page to another.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod listing;

use listing::{code, pagesmith, run, scratch, stderr_of, values};
use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::model::Api;
use pagesmith_codegen::{lower, parse};
use std::fs;
use std::process::Command;

const SPEC: &str = "../../specs/sendsage.yaml";

/// 137 subscribers.
async fn subscribers() -> Mock {
    let (ast, places) = parse::spec_file::parse_bytes(&fs::read(SPEC).unwrap()).unwrap();
    let api: Api = lower::api(&ast, &places).unwrap().0;
    mock::serve(&api, &Options::default()).await.unwrap()
}

/// Lists them by ten.
fn list(mock: &Mock, more: &[&str]) -> Command {
    let url = mock.base_url();
    let base = ["list", SPEC, "subscribers", "--base-url", &url, "--param", "mailing_list_id=1"];
    pagesmith(&[&base[..], &["--page-size", "10"], more].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_pages_of_a_range_are_requested() {
    let mock = subscribers().await;
    let all = mock.records("subscribers", &[("mailing_list_id".to_owned(), "1".to_owned())]);
    let output = list(&mock, &["--from-page", "3", "--to-page", "7"]).output().unwrap();
    assert_eq!((code(&output), stderr_of(&output).contains("warning")), (0, false));
    assert!(values(&output.stdout) == all[30..80], "five pages of ten");
    assert_eq!(mock.requests().len(), 5);
    let (code, said) = run(list(&mock, &["--from-page", "3", "--to-page", "2"]));
    assert!(
        code == 2 && said.contains("the last page (2) comes before the first (3)"),
        "{code}: {said}"
    );
    assert_eq!(mock.requests().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_the_requested_pages_is_not_appended_to() {
    let mock = subscribers().await;
    let folder = scratch("list-pages");
    let file = folder.join("subscribers.jsonl");
    let out = ["--out", file.to_str().unwrap(), "--to-page", "1"];
    assert_eq!(run(list(&mock, &out)).0, 0);
    let first = fs::read(&file).unwrap();
    assert_eq!(values(&first).len(), 20);
    assert_eq!(run(list(&mock, &[&out[..], &["--resume"]].concat())).0, 0);
    assert_eq!((fs::read(&file).unwrap(), mock.requests().len()), (first, 2));
    fs::remove_dir_all(folder).unwrap();
}
