//! What `pagesmith list` writes to a terminal, and to anything else.

#![cfg(target_os = "linux")]
use crate::listing::{Script, messages, page, values};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use serde_json::Value;
use std::fs::{File, OpenOptions};
use std::io::Read as _;
use std::process::Stdio;

const BODY: &str = "a\u{9b}31m\u{202e}b\u{2066}\u{200b}é";

async fn script() -> Script {
    let (status, mut page) = page(&["SM1"], None);
    page["messages"][0]["body"] = Value::from(BODY);
    Script::serve(vec![(status, page)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_gets_records_with_invisible_characters_escaped() {
    let script = script().await;
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
    let there = OpenOptions::new().read(true).write(true).open(name).unwrap();
    let mut command = messages(&script.url, &[]);
    let mut child = command.stdout(there).stderr(Stdio::null()).spawn().unwrap();
    // Drops the last handle that could write to it.
    drop(command);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let (mut shown, mut buffer) = (Vec::new(), [0; 4096]);
    let mut terminal = File::from(terminal);
    // Reading ends with an error when no process has the terminal open.
    while let Ok(read @ 1..) = terminal.read(&mut buffer) {
        shown.extend_from_slice(&buffer[..read]);
    }
    let shown = String::from_utf8(shown).unwrap().replace("\r\n", "\n");
    assert!(shown.contains(r"a\u009b31m\u202eb\u2066\u200bé"), "{shown:?}");
    assert_eq!(values(shown.as_bytes())[0]["body"], BODY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pipe_gets_unchanged_records() {
    let script = script().await;
    let output = messages(&script.url, &[]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains(BODY), "{text:?}");
}
