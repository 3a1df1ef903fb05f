//! From a sample reply to a walk: runs the script of `docs/import.md` unchanged, and the
//! same walks with the clients of the drafts.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::{lower, parse};
use serde_json::Value;
use std::path::Path;
use std::{env, fs};

pagesmith::client!(mod laml = "tests/infer/laml.spec.yaml");
pagesmith::client!(mod sendsage = "tests/infer/sendsage.spec.yaml");
pagesmith::client!(mod times = "tests/infer/times.spec.yaml");

/// A mock of a draft, with more records than a page holds.
async fn mock_of(draft: &str) -> Mock {
    let bytes = fs::read(Path::new("tests/infer").join(draft)).unwrap();
    let (ast, source_map) = parse::spec_file::parse_bytes(&bytes).unwrap();
    let (api, _) = lower::api(&ast, &source_map).unwrap();
    let options = Options { page_size: Some(50), records: 120, ..Options::default() };
    mock::serve(&api, &options).await.unwrap()
}

#[tokio::test]
async fn the_client_of_a_draft_walks_its_mock() {
    let mock = mock_of("laml.spec.yaml").await;
    let client = laml::Client::builder().base_url(mock.base_url()).build().unwrap();
    let messages = client.list_messages("AC1").collect().await.unwrap();
    let sids = messages.iter().map(|message| message.sid.as_str());
    let made = mock.records("messages", &[("account_sid".to_owned(), "AC1".to_owned())]);
    assert_eq!((made.len(), mock.requests().len()), (120, 3));
    assert!(sids.eq(made.iter().map(|record| record["sid"].as_str().unwrap())));

    let mock = mock_of("sendsage.spec.yaml").await;
    let client = sendsage::Client::builder().base_url(mock.base_url()).build().unwrap();
    let subscribers = client.list_subscribers().collect().await.unwrap();
    assert_eq!((subscribers.len(), mock.requests().len()), (120, 3));
}

/// The mock writes times without an offset, as in the samples, and numbers beyond the
/// range of `i64`.
#[tokio::test]
async fn the_client_of_a_draft_reads_times_without_an_offset() {
    let mock = mock_of("times.spec.yaml").await;
    let client = times::Client::builder().base_url(mock.base_url()).build().unwrap();
    let events = client.list_events().collect().await.unwrap();
    let made = mock.records("events", &[]);
    assert_eq!((events.len(), made.len()), (120, 120));
    let mut seen = 0;
    for (event, record) in events.iter().zip(&made) {
        assert_eq!(event.bytes, record.get("bytes").and_then(Value::as_u64), "{record}");
        let Some(sent) = &event.sent else { continue };
        let written = record["sent"].as_str().unwrap();
        assert!(!written.contains(['Z', '+']), "{written}");
        assert_eq!(sent.to_string(), format!("{written}Z"));
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
}

#[cfg(unix)]
mod script {
    use super::*;
    use std::process::{self, Command};

    /// The block of the page that holds this word, without its fences.
    fn block<'t>(page: &'t str, language: &str, word: &str) -> &'t str {
        let blocks = page.split(&format!("```{language}\n")).skip(1).collect::<Vec<_>>();
        let mut blocks = blocks.into_iter().map(|rest| rest.split("```").next().unwrap());
        blocks.find(|block| block.contains(word)).unwrap()
    }

    #[test]
    fn the_script_of_the_page_walks_what_it_drafted() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let file = manifest.join("../../docs/import.md");
        let page = fs::read_to_string(&file).unwrap();
        let folder = format!("infer-walk-{}", process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
        fs::create_dir_all(&folder).unwrap();
        for (sample, name) in [("laml", "messages"), ("sendsage", "subscribers")] {
            let sample = manifest.join(format!("tests/infer/{sample}.json"));
            fs::copy(sample, folder.join(format!("{name}.json"))).unwrap();
        }
        let commands = Path::new(env!("CARGO_BIN_EXE_pagesmith")).parent().unwrap().to_owned();
        let path = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([commands].into_iter().chain(env::split_paths(&path))).unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", block(&page, "sh", "mkfifo")]).current_dir(&folder).env("PATH", path);
        let output = shell.output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{stderr}");

        let printed = String::from_utf8(output.stdout).unwrap();
        let shown = block(&page, "text", "GET /subscribers");
        if env::var_os("PAGESMITH_BLESS").is_some() {
            fs::write(&file, page.replacen(shown, &printed, 1)).unwrap();
        } else {
            assert_eq!(printed, shown);
        }
        for (name, paging) in [("messages", "paging: laml"), ("subscribers", "paging: sendsage")] {
            let read =
                |end: &str| fs::read_to_string(folder.join(format!("{name}.{end}"))).unwrap();
            assert!(read("yaml").contains(paging) && read("rs").contains("pub struct Client"));
            let records = read("jsonl");
            let records = records.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
            assert!(records.filter(Value::is_object).count() == 120, "{name}");
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
