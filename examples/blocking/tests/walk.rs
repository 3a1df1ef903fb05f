//! The program, against a fake API on a separate thread.

use fake_api::FakeApi;
use std::process::Command;

#[test]
fn it_walks_stops_and_resumes() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(FakeApi::builder().messages(137).start());
    let program = Command::new(env!("CARGO_BIN_EXE_blocking")).arg(server.url()).output().unwrap();
    let said = String::from_utf8(program.stdout).unwrap();
    assert!(program.status.success(), "{said}{}", String::from_utf8_lossy(&program.stderr));
    let (sids, lines): (Vec<_>, Vec<_>) = said.lines().partition(|line| !line.contains(' '));
    assert_eq!(sids.len(), 60);
    assert_eq!(
        lines,
        [
            "60 messages, and a break.",
            "77 more from there on.",
            "100 on a page of 100, and 37 on the next one.",
        ]
    );
    // Two pages, the second of them again and the last one, and two more.
    assert_eq!(server.log().len(), 6);
}
