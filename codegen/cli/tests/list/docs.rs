//! What the README, `docs/listing.md` and `docs/mock.md` show of `list` and `mock`.

use crate::listing::{code, pagesmith, scratch, stderr_of, values};
use pagesmith_cli::mock;
use pagesmith_interpret as live;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn read(page: &str) -> String {
    fs::read_to_string(Path::new("../..").join(page)).unwrap().replace("\r\n", "\n")
}

/// The first command of this name that a page shows, as arguments, with the specs as seen from
/// here.
fn shown(page: &str, command: &str) -> Vec<String> {
    let page = read(page);
    let mut lines = page.lines().filter_map(|line| line.strip_prefix("cargo pagesmith "));
    let line = lines.find(|line| line.split(' ').next() == Some(command)).unwrap();
    let here = |word: &str| {
        let is_spec = Path::new(word).extension().is_some_and(|kind| kind == "yaml");
        if is_spec { format!("../../{word}") } else { word.to_owned() }
    };
    line.split_whitespace().map(here).collect()
}

fn command(args: &[String]) -> Command {
    pagesmith(&args.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A `mock` that runs, and the URL that it prints.
fn served(args: &[String]) -> (Child, String) {
    let mut served = command(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut url = String::new();
    BufReader::new(served.stdout.as_mut().unwrap()).read_line(&mut url).unwrap();
    (served, url.trim().to_owned())
}

/// Runs `list` while a mock runs, and then stops the mock.
fn listed(mock: &[String], list: impl FnOnce(&str) -> Command) -> Output {
    let (mut served, url) = served(mock);
    let output = list(&url).output().unwrap();
    served.kill().unwrap();
    served.wait().unwrap();
    output
}

#[test]
fn the_page_on_listing_shows_commands_that_run() {
    let folder = scratch("listing");
    let out = folder.join("messages.jsonl").to_str().unwrap().to_owned();
    // Any free port.
    let mock = shown("docs/listing.md", "mock").into_iter().map(|it| it.replace("8080", "0"));
    let output = listed(&mock.collect::<Vec<_>>(), |url| {
        let args = shown("docs/listing.md", "list").into_iter().map(|it| match it.as_str() {
            "messages.jsonl" => out.clone(),
            it if it.starts_with("http://127.0.0.1:8080/") => url.to_owned(),
            _ => it,
        });
        command(&args.collect::<Vec<_>>())
    });
    assert_eq!(code(&output), 0, "{}", stderr_of(&output));
    assert_eq!(values(&fs::read(&out).unwrap()).len(), 1000);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_readme_shows_a_command_and_what_it_prints() {
    let folder = scratch("readme");
    let out = folder.join("issues.jsonl").to_str().unwrap().to_owned();
    let readme = read("README.md");
    let behind = readme.split("cargo pagesmith list ").nth(1).unwrap();
    let printed = behind.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let records = printed.split(' ').nth(2).unwrap();
    let spec = "../../examples/github/github.yaml";
    let mock = ["mock", spec, "--records", records].map(str::to_owned);
    let output = listed(&mock, |url| {
        let args = shown("README.md", "list").into_iter();
        let args = args.map(|it| if it == "issues.jsonl" { out.clone() } else { it });
        let args = args.chain(["--base-url".to_owned(), url.to_owned()]);
        let mut list = command(&args.collect::<Vec<_>>());
        list.env("PAGESMITH_TOKEN", "any");
        list
    });
    assert_eq!(code(&output), 0, "{}", stderr_of(&output));
    assert_eq!(stderr_of(&output).replace(&out, "issues.jsonl"), printed);
    let last = printed.lines().last().unwrap();
    assert!(read("docs/walks.md").contains(&format!("```text\n{last}\n```")), "{last}");
    assert_eq!(values(&fs::read(&out).unwrap()).len().to_string(), records);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_pages_name_each_fault_and_each_variable() {
    let (listing, mocks) = (read("docs/listing.md"), read("docs/mock.md"));
    for fault in mock::FAULTS {
        assert!(mocks.contains(&format!("| `{}` |", fault.name)), "{}", fault.name);
    }
    for variable in [live::USERNAME, live::PASSWORD, live::TOKEN, live::API_KEY] {
        assert!(listing.contains(&format!("`{variable}`")), "{variable}");
    }
}

/// `command_line.md` has the flags that all commands have.
#[test]
fn the_pages_name_each_flag() {
    let all = read("docs/command_line.md");
    for (command, page) in [("list", "docs/listing.md"), ("mock", "docs/mock.md")] {
        let help = String::from_utf8(pagesmith(&[command, "-h"]).output().unwrap().stdout).unwrap();
        let flags = help.lines().filter_map(|line| line.trim_start().strip_prefix("--"));
        let flags: Vec<_> = flags.filter_map(|flag| flag.split(' ').next()).collect();
        assert!(flags.len() > 6, "{flags:?}");
        let page = read(page);
        let rows: Vec<_> = page.lines().filter_map(|line| line.split('|').nth(1)).collect();
        for flag in flags {
            let name = format!("`--{flag}");
            let is_in_table = rows.iter().any(|row| row.contains(&name));
            assert!(is_in_table || all.contains(&name), "no page describes {name} of `{command}`");
        }
    }
}
