//! The recording in the README and `docs/listing.md`: `list`, Ctrl-C, and `--resume`. This program
//! runs the commands that it draws, and draws what they print; only the times are its own.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[expect(dead_code, reason = "its commands run on a terminal")]
#[path = "command/mod.rs"]
mod command;
#[path = "recording/picture.rs"]
mod picture;
#[path = "recording/terminal.rs"]
mod terminal;

use pagesmith_cli::mock::{self, Mock, Options};
use pagesmith_codegen::check;
use picture::{Step, draw};
use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use terminal::{Session, Shown};

const PICTURE: &str = "../../docs/listing/resume.svg";
const SPEC: &str = "../../examples/apis/github.yaml";

/// The records of the list, and of a page of it.
const RECORDS: u64 = 274;
const PAGE: u64 = 30;

const LIST: &str =
    "list github.yaml issues --param owner=rust-lang --param repo=log --out issues.jsonl";

/// GitHub's API. It reports each request, and then waits until it may answer.
struct Github {
    mock: Mock,
    arrived: Receiver<()>,
    answer: Sender<()>,
}

impl Github {
    async fn start() -> Self {
        let ((arrive, arrived), (answer, may_answer)) = (mpsc::channel(), mpsc::channel());
        let may_answer: Mutex<Receiver<()>> = Mutex::new(may_answer);
        let wait = move |_: &mock::Entry| {
            arrive.send(()).unwrap();
            let _recording_ended = may_answer.lock().unwrap().recv();
        };
        let options =
            Options { records: RECORDS, on_request: Some(Arc::new(wait)), ..Options::default() };
        let api = check(&fs::read(SPEC).unwrap()).unwrap().api;
        Self { mock: mock::serve(&api, &options).await.unwrap(), arrived, answer }
    }

    /// Runs `pagesmith` on these pages. Each is answered after the one before was shown. If `stop` is
    /// set, Ctrl-C is pressed while the request behind them waits.
    fn run(&self, more: &str, folder: &Path, pages: RangeInclusive<u64>, stop: bool) -> Step {
        let command = format!("pagesmith {LIST}{more}");
        let args: Vec<_> = command.split(' ').skip(1).collect();
        let mut session = Session::start(env!("CARGO_BIN_EXE_pagesmith"), &args, folder);
        let before = (pages.start() - 1) * PAGE;
        let mut last = String::new();
        for page in pages {
            self.arrived.recv().unwrap();
            self.answer.send(()).unwrap();
            last = format!("{} records, ", (page * PAGE).min(RECORDS) - before);
            session.wait_for(&last);
        }
        if stop {
            self.arrived.recv().unwrap();
            session.interrupt();
        }
        let (code, mut shown) = session.finish();
        assert_eq!(code, i32::from(stop), "{shown:?}");
        if stop {
            self.answer.send(()).unwrap();
        }
        // A line before the first page, or of the last one, is seen only if its time comes.
        let is_sure =
            |text: &str| !text.starts_with("0 records, ") && (stop || !text.starts_with(&last));
        shown.retain(|it| !matches!(it, Shown::Passing(text) if !is_sure(text)));
        Step { command, shown }
    }
}

/// Runs a program of the system.
fn run_other(command: &str, folder: &Path) -> Step {
    let mut words = command.split(' ');
    let output = Command::new(words.next().unwrap()).args(words).current_dir(folder).output();
    let text = String::from_utf8(output.unwrap().stdout).unwrap();
    let shown = text.lines().map(|line| Shown::Line(line.trim().to_owned())).collect();
    Step { command: command.to_owned(), shown }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recording_is_what_the_commands_print() {
    let folder = command::scratch("recording");
    let github = Github::start().await;
    let spec = fs::read_to_string(SPEC).unwrap();
    let here = spec.replace("https://api.github.com", &github.mock.base_url());
    fs::write(folder.join("github.yaml"), here).unwrap();
    let drawn = tokio::task::spawn_blocking(move || {
        let steps = [
            github.run("", &folder, 1..=4, true),
            github.run(" --resume", &folder, 5..=10, false),
            run_other("wc -l issues.jsonl", &folder),
        ];
        fs::remove_dir_all(&folder).unwrap();
        draw("pagesmith list is stopped by Ctrl-C, and continues with --resume", &steps)
    });
    let drawn = drawn.await.unwrap();
    if std::env::var_os("PAGESMITH_BLESS").is_some() {
        fs::create_dir_all(Path::new(PICTURE).parent().unwrap()).unwrap();
        fs::write(PICTURE, &drawn).unwrap();
    }
    let kept = fs::read_to_string(PICTURE).unwrap_or_default();
    assert!(
        drawn == kept,
        "docs/listing/resume.svg is out of date: run this test with PAGESMITH_BLESS=1"
    );
}
