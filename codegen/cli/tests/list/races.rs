//! Runs of `pagesmith list` into one file that overlap or are killed.
//!
//! `PAGESMITH_STARTS` and `PAGESMITH_KILLS` raise the numbers of runs and kills.

use crate::listing::{
    SPEC, all_sids, api, given, messages, pagesmith, run, scratch, sids, stderr_of, values,
};
use pagesmith_cli::mock::{self, Mock, Options};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::{env, fs};

fn count(variable: &str, default: usize) -> usize {
    env::var(variable).map_or(default, |count| count.parse().unwrap())
}

/// A mock with at least forty pages, and a function that runs on each request.
async fn many_pages(records: u64, on_request: impl Fn() + Send + Sync + 'static) -> Mock {
    let on_request = Some(Arc::new(move |_: &mock::Entry| on_request()) as _);
    let options = Options { records, page_size: Some(5), on_request, ..Options::default() };
    mock::serve(&api(), &options).await.unwrap()
}

fn is_exact(mock: &Mock, out: &str) -> bool {
    if out.ends_with("jsonl") {
        return values(&fs::read(out).unwrap()) == mock.records("messages", &given());
    }
    sids(out) == all_sids(mock)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn runs_that_overlap_write_a_file_once_or_are_refused() {
    for ending in ["jsonl", "csv", "sqlite", "parquet"] {
        overlapping_runs(ending).await;
    }
}

async fn overlapping_runs(ending: &str) {
    let folder = scratch(&format!("overlap-{ending}"));
    let out = folder.join(format!("messages.{ending}"));
    let out = out.to_str().unwrap();
    let mock = many_pages(203, || {}).await;
    let url = mock.base_url();
    let start = |_| {
        let mut run = messages(&url, &["--out", out, "--resume"]);
        run.stderr(Stdio::piped()).spawn().unwrap()
    };
    let runs: Vec<Child> = (0..count("PAGESMITH_STARTS", 12)).map(start).collect();
    let (mut done, mut refused) = (0, 0);
    for run in runs {
        let output = run.wait_with_output().unwrap();
        match output.status.code() {
            Some(0) => done += 1,
            Some(2) if stderr_of(&output).contains("another run is writing") => refused += 1,
            _ => panic!("{:?}: {}", output.status, stderr_of(&output)),
        }
    }
    println!("{ending}: {done} done, {refused} refused");
    assert!(done > 0);
    assert!(is_exact(&mock, out));
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_walk_of_many_kills_is_exact() {
    for ending in ["jsonl", "csv", "sqlite", "parquet"] {
        walk_of_kills(ending, count("PAGESMITH_KILLS", 12)).await;
    }
}

/// The messages, by a spec that does not name their key: no row of a table replaces another,
/// so a page that is written twice shows.
fn keyless(folder: &Path) -> String {
    let spec = fs::read_to_string(SPEC).unwrap();
    let keyed = "    docs: A message sent or received.\n    key: sid\n";
    assert!(spec.contains(keyed));
    let path = folder.join("keyless.yaml");
    fs::write(&path, spec.replace(keyed, "")).unwrap();
    path.to_str().unwrap().to_owned()
}

async fn walk_of_kills(ending: &str, kills: usize) {
    let folder = scratch(&format!("kills-{ending}"));
    let out = folder.join(format!("messages.{ending}"));
    let out = out.to_str().unwrap();
    // Each run lives for one to three requests.
    let child: Arc<Mutex<(Option<Child>, usize)>> = Arc::default();
    let killer = Arc::clone(&child);
    let mock = many_pages(5 * 3 * kills as u64, move || {
        let (child, left) = &mut *killer.lock().unwrap();
        *left = left.saturating_sub(1);
        if let (Some(child), 0) = (child, *left) {
            child.kill().unwrap();
        }
    });
    let mock = mock.await;
    let (url, spec) = (mock.base_url(), keyless(&folder));
    let messages = || {
        let mut args = crate::listing::listing(&url, &["--out", out, "--resume"]);
        args[1] = &spec;
        pagesmith(&args)
    };
    for number in 0..kills {
        let mut run = messages();
        *child.lock().unwrap() = (Some(run.stderr(Stdio::null()).spawn().unwrap()), 1 + number % 3);
        let status = loop {
            // Releases the lock between two checks, so that the mock can kill the child.
            if let Some(status) = child.lock().unwrap().0.as_mut().unwrap().try_wait().unwrap() {
                break status;
            }
            tokio::task::yield_now().await;
        };
        assert_eq!(status.code(), None, "it was killed");
    }
    *child.lock().unwrap() = (None, 0);
    let (code, stderr) = run(messages());
    assert_eq!(code, 0, "{stderr}");
    assert!(is_exact(&mock, out));
    fs::remove_dir_all(folder).unwrap();
}
