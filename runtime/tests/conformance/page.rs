//! Writes `docs/guarantees.md` from the table.

use crate::GROUPS;
use crate::row::{Outcome, Row};
use fake_api::scenarios::Scenario;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{env, fs};

const HEAD: &str = "# What a walk guarantees

Each line below is a test case of the suite in `runtime/tests/conformance`. A test case has a loopback server that misbehaves, a call, and the required result: the requests that reach the server, the records, and how the [walk](glossary.md) ends.
The suite writes this page (`PAGESMITH_BLESS=1 cargo test -p pagesmith --test conformance`), and `cargo test` fails if page and suite differ.

* To run one test case, give its name: `cargo test -p pagesmith --test conformance cycle_of_2_tokens`.
* To start its server, give its scenario: `cargo run -p fake-api -- --scenario cycle-of-2-tokens`; `--scenarios` lists them.
* A test case runs for both drivers: the streams, and the iterators of `pagesmith::blocking`. Cases about polling and about reading ahead, and cases that send their requests through an unencrypted proxy, run for the streams only, as the third column shows.
* A test case that walks by number from the first page also runs with three pages at a time. It may then send more requests; the rest of the result is the same.
* Every test case also asserts that no connection is made to another server, that an error comes once and after all records before it, that a finished stream stays finished, and that no output contains a credential.
* In the last column, *naming* lists texts that the error or the warning contains.
* Words such as [position, total, link, token and key](glossary.md) are in the glossary; [The spec](spec.md#paging) explains settings such as `repeat: stop`.
";

/// The begin and the end of the section about small lists. The explorer,
/// `runtime/src/explorer`, writes the text in between.
const EXPLORED: (&str, &str) = ("<!-- explored:", "<!-- /explored -->\n");

const ABOUT_EXPLORED: &str = "
## Exhaustive exploration of small lists

An exhaustive test (`runtime/src/explorer`) tries every possible run on small lists, not a sample of them. It walks a list of a few rows in each paging style. In each run, walks are killed and resumed, the server lies, or a row is added, removed or moved (each is a *move*), as often as the first table says.
An oracle that shares no code with the paging implementation judges each run:

* *exact*: every row that was in the list throughout the run was yielded once and in order, and the [evidence](walks.md#evidence) says so;
* *reported*: the walk ended with an error or a warning;
* *unproven*: the walk ended without an error or a warning, but claims nothing (`Evidence::Unproven`);
* *silent*: the walk claims to be complete and is not, although the assumptions of its evidence held. This must never happen;
* *outside assumptions*: the walk claims to be complete and is not, because the server lied, or rows moved, in a way that its evidence assumes not to happen;
* *false alarm*: the server was honest and no row moved, but the walk ended with an error, a warning, or weaker evidence than its style allows. This must never happen.

In the second table, *with key* means that the records have a [`key`](glossary.md). The first two tables test the paging logic alone; the last two run the same test through each driver, on smaller lists.

";

/// The text before the rows about memory and time.
const MEMORY: &str = "
A page has at most 32 MiB (`max_page_bytes`) and 100,000 items (`max_page_items`), and its records take at most 64 MiB (`max_page_memory`). So a page with its records takes less than 128 MiB of memory, whatever the server sends; `runtime/tests/memory.rs` measures this. A walk also keeps the text of the page before, to compare the two, but only if that has at most 4 MiB; of a larger page it keeps a hash and a hash of each key. With pages of 31 MiB one after another, `pagesmith list` was measured at 101 MiB, its program included (`codegen/cli/tests/list/memory.rs`). In a walk over many pages whose records all take nearly 64 MiB, memory that the allocator can't reuse comes on top: 142 MiB were measured after twelve such pages. A link, a token or a count of more than 1 MiB is an error. A record whose key is longer than 1 MiB is treated as having no key. None of these values is copied.

* These bounds hold for records of generated code. Structs of your own, which serde decodes (`#[derive(Paged)]`, `client.list::<T>`), are counted only by their `size_of`; their heap memory is for their `Deserialize` to limit. `client.list::<Json>` builds trees, which take many times the memory of their text.
* With `concurrency(n)`, up to `n` such pages are in memory at once, besides the one that is handed out. Without it, only the next page is read ahead.
* Time limits are checked between two polls of a connection. In one poll, hyper reads up to 128 times from the socket, at most 418 kB each, and parses all interim replies (`1xx`) in that. If a server floods the client with them, tokio's clock can stop for as long: a time-out after 2 s came at 2.7 s with optimisation, and at 9.8 s without. `pagesmith list` has a clock with a thread of its own, and its time-out comes in time; a program can give the client such a clock with `timer`, on a runtime of several threads.
";

#[test]
fn the_page_of_guarantees_is_that_of_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/guarantees.md");
    let there = fs::read_to_string(path).unwrap_or_default();
    let page = page(explored(&there));
    if env::var_os("PAGESMITH_BLESS").is_some() {
        fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs")).unwrap();
        fs::write(path, &page).unwrap();
    }
    let there = fs::read_to_string(path).unwrap_or_default();
    assert!(
        there == page,
        "docs/guarantees.md differs from the table; run again with PAGESMITH_BLESS=1"
    );
}

#[test]
fn each_scenario_has_a_row() {
    let all = GROUPS.iter().flat_map(|(_, rows)| *rows);
    let used: BTreeSet<_> = all.map(|row| row.scenario().name()).collect();
    let there: BTreeSet<_> = Scenario::all().map(Scenario::name).collect();
    assert_eq!(there.difference(&used).collect::<Vec<_>>(), [&""; 0]);
}

/// The section of explored worlds, which the explorer writes.
fn explored(page: &str) -> &str {
    let (begin, end) = EXPLORED;
    let found = page.find(begin).zip(page.find(end));
    found.map_or("", |(from, to)| &page[from..to + end.len()])
}

fn page(explored: &str) -> String {
    let rows: usize = GROUPS.iter().map(|(_, rows)| rows.len()).sum();
    let both = GROUPS.iter().flat_map(|(_, rows)| *rows).filter(|row| row.only.is_empty()).count();
    let mut page =
        format!("{HEAD}\n{rows} test cases ({both} of them for both drivers) in these sections:");
    for (group, rows) in GROUPS {
        write!(page, " [{group}](#{}) {},", anchor(group), rows.len()).unwrap();
    }
    page.pop();
    page.push_str(".\n");
    page.push_str(ABOUT_EXPLORED);
    page.push_str(explored);
    for (group, rows) in GROUPS {
        let about = if *group == "Memory and time limits" { MEMORY } else { "" };
        write!(
            page,
            "\n## {group}\n{about}\n| guarantee | test case | drivers | outcome |\n|---|---|---|---|\n"
        )
        .unwrap();
        for row in *rows {
            let scenario = row.scenario().name();
            let other = scenario != row.name.replace('_', "-");
            let scenario = if other { format!(" on `{scenario}`") } else { String::new() };
            let guarantee = row.guarantee.trim().replace('|', "\\|");
            let drivers = if row.only.is_empty() { "both" } else { "streams" };
            let outcome = outcome(row);
            writeln!(page, "| {guarantee} | `{}`{scenario} | {drivers} | {outcome} |", row.name)
                .unwrap();
        }
    }
    page
}

/// How a heading is linked to.
fn anchor(heading: &str) -> String {
    heading.to_lowercase().replace(',', "").replace(' ', "-")
}

fn outcome(row: &Row) -> String {
    let quoted = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|name| format!("`` {name} ``")).collect();
        names.join(", ").replace('|', "\\|")
    };
    match row.outcome {
        Outcome::Ends([]) => "ends".to_owned(),
        Outcome::Ends(warnings) => format!("ends, warning: {}", quoted(warnings)),
        Outcome::Shows(evidence, []) => format!("ends, {evidence}"),
        Outcome::Shows(evidence, warnings) => {
            format!("ends, {evidence}, warning: {}", quoted(warnings))
        }
        Outcome::Fails(kind, []) => format!("`{kind:?}`"),
        Outcome::Fails(kind, names) => format!("`{kind:?}`, naming {}", quoted(names)),
    }
}
