//! `pagesmith list` by page number, from one page to another.

use crate::listing::{code, file_column, pagesmith, run, scratch, stderr_of, values};
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

fn keys(out: &str) -> Vec<String> {
    file_column(out, "subscribers", "id")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_continues_reads_to_the_same_page() {
    let mock = subscribers().await;
    let folder = scratch("list-pages-resumed");
    let all = mock.records("subscribers", &[("mailing_list_id".to_owned(), "1".to_owned())]);
    let all: Vec<_> = all.iter().map(|record| record["id"].to_string()).collect();
    for ending in ["jsonl", "sqlite", "parquet"] {
        let file = folder.join(format!("subscribers.{ending}"));
        let out = ["--out", file.to_str().unwrap()];
        let list = |more: &[&str]| run(list(&mock, &[&out[..], more].concat()));
        assert_eq!(list(&["--from-page", "3", "--to-page", "7", "--limit", "15"]).0, 0);
        let (code, stderr) = list(&["--resume"]);
        assert_eq!((code, keys(out[1])), (0, all[30..80].to_vec()), "{ending}: {stderr}");
        // A page further, as this run says itself.
        let (code, stderr) = list(&["--resume", "--to-page", "8"]);
        assert_eq!((code, keys(out[1])), (0, all[30..90].to_vec()), "{ending}: {stderr}");
    }
    fs::remove_dir_all(folder).unwrap();
}

/// No page was read yet, so there is no position that says where to continue.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_failed_at_once_is_continued_with_its_pages() {
    let mock = subscribers().await;
    let folder = scratch("list-pages-failed");
    let all = mock.records("subscribers", &[("mailing_list_id".to_owned(), "1".to_owned())]);
    let all: Vec<_> = all.iter().map(|record| record["id"].to_string()).collect();
    for ending in ["jsonl", "csv", "sqlite", "parquet"] {
        let file = folder.join(format!("subscribers.{ending}"));
        let out = ["--out", file.to_str().unwrap()];
        let args = ["--from-page", "3", "--to-page", "7", "--timeout", "1"];
        let nobody = ["--base-url", "http://127.0.0.1:1"];
        let base = ["list", SPEC, "subscribers", "--param", "mailing_list_id=1"];
        let (code, stderr) = run(pagesmith(&[&base[..], &nobody, &args, &out].concat()));
        assert_eq!(code, 1, "{ending}: {stderr}");
        let (code, stderr) = run(list(&mock, &[&out[..], &["--resume"]].concat()));
        assert_eq!(code, 0, "{ending}: {stderr}");
        assert_eq!(keys(out[1]), all[30..80], "{ending}");
    }
    fs::remove_dir_all(folder).unwrap();
}
