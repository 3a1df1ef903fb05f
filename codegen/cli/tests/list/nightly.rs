//! The nightly export of `docs/recipes.md`, as a shell runs it.

#![cfg(unix)]
use crate::listing::{code, in_shell, scratch, stderr_of, values};
use fake_api::FakeApi;
use std::fs;
use std::path::Path;
use std::process::Output;

/// The command of the page, in a shell whose `date` gives this night.
fn export(server: &FakeApi, folder: &Path, night: &str) -> Output {
    let page = fs::read_to_string("../../docs/recipes.md").unwrap();
    let block = page.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let base = format!("{}/ga/api/v2", server.url());
    let script = format!(
        "BIN=$0\npagesmith() {{ \"$BIN\" \"$@\" --base-url {base}; }}\ndate() {{ echo {night}; }}\n{block}"
    );
    let mut shell = in_shell(&script, &[]);
    shell.current_dir(folder);
    shell.env("PAGESMITH_USERNAME", fake_api::ORGANIZATION_ID);
    shell.env("PAGESMITH_PASSWORD", fake_api::API_KEY);
    shell.output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_night_has_all_records_of_that_time() {
    let folder = scratch("nightly");
    let specs = fs::canonicalize("../../specs").unwrap();
    std::os::unix::fs::symlink(specs, folder.join("specs")).unwrap();
    let server = FakeApi::builder().subscribers(250).start().await;
    for (number, night) in [(250, "2026-03-01"), (255, "2026-03-02")] {
        let output = export(&server, &folder, night);
        assert_eq!(code(&output), 0, "{}", stderr_of(&output));
        let file = folder.join(format!("subscribers-{night}.jsonl"));
        assert_eq!(values(&fs::read(&file).unwrap()).len(), number);

        // A complete export is not repeated on the same day.
        for _ in 0..5 {
            server.insert_subscriber();
        }
        let output = export(&server, &folder, night);
        assert_eq!(code(&output), 0, "{}", stderr_of(&output));
        assert!(stderr_of(&output).contains("no request was sent"), "{}", stderr_of(&output));
        assert_eq!(values(&fs::read(&file).unwrap()).len(), number);
    }
    fs::remove_dir_all(folder).unwrap();
}
