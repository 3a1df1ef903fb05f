//! `pagesmith list` of rows in other shapes than one array: the same records in each
//! format, in one run and in two.

use crate::listing::{code, file_column, pagesmith, run, scratch, stderr_of, values};
use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::{lower, parse};
use std::fs;
use std::process::Command;

const SPEC: &str = "tests/mock/shapes.yaml";
const LISTS: [&str; 4] = ["mapped", "grouped", "one_or_many", "several"];

/// Seven rows a list: the last of three pages has one.
async fn serve() -> Mock {
    let (ast, places) = parse::spec_file::parse_bytes(&fs::read(SPEC).unwrap()).unwrap();
    let options = Options { records: 7, ..Options::default() };
    mock::serve(&lower::api(&ast, &places).unwrap().0, &options).await.unwrap()
}

fn list(mock: &Mock, resource: &str, more: &[&str]) -> Command {
    let url = mock.base_url();
    pagesmith(&[&["list", SPEC, resource, "--base-url", &url][..], more].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_format_has_the_rows_of_each_shape() {
    let mock = serve().await;
    let folder = scratch("list-shapes");
    for resource in LISTS {
        let output = list(&mock, resource, &[]).output().unwrap();
        assert_eq!(code(&output), 0, "{resource}: {}", stderr_of(&output));
        let rows = values(&output.stdout);
        let text = |row: &serde_json::Value, name: &str| match &row[name] {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let ids: Vec<_> = mock.records(resource, &[]).iter().map(|row| text(row, "id")).collect();
        assert_eq!(ids.len(), 7);
        for ending in ["jsonl", "csv", "sqlite", "parquet"] {
            let file = folder.join(format!("{resource}.{ending}"));
            let out = ["--out", file.to_str().unwrap()];
            // A run that ends within the second page, and one that goes on from there.
            for more in [&["--limit", "4"][..], &["--resume"]] {
                let (code, said) = run(list(&mock, resource, &[&out[..], more].concat()));
                assert_eq!(code, 0, "{resource} {ending}: {said}");
            }
            assert_eq!(file_column(out[1], resource, "id"), ids, "{resource} {ending}");
            for name in ["n", "kind"] {
                let column: Vec<_> = rows.iter().map(|row| text(row, name)).collect();
                assert_eq!(file_column(out[1], resource, name), column, "{resource} {ending}");
            }
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_have_what_their_shape_calls_them_by() {
    let mock = serve().await;
    let kinds = |resource: &str| {
        let output = list(&mock, resource, &[]).output().unwrap();
        let kind = |row: &serde_json::Value| row["kind"].as_str().unwrap().to_owned();
        values(&output.stdout).iter().map(kind).collect::<Vec<_>>()
    };
    let several = kinds("several");
    assert!(several.iter().all(|kind| kind == "added" || kind == "removed"), "{several:?}");
    assert!(several.contains(&"removed".to_owned()), "{several:?}");
    assert_eq!(kinds("grouped").len(), 7);
}
