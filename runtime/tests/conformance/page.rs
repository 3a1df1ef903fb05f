//! Writes `docs/guarantees.md` from the table.

use crate::GROUPS;
use crate::row::{Outcome, Row};
use fake_api::scenarios::Scenario;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{env, fs};

const HEAD: &str = "# What a walk guarantees

Each line below is a row of the suite in `runtime/tests/conformance`. A row has a server on loopback that misbehaves, a call, and the required result: the requests that reach the server, the records, and how the [walk](glossary.md) ends.
The suite writes this page (`PAGESMITH_BLESS=1 cargo test -p pagesmith --test conformance`), and `cargo test` fails if the two differ.

* To run one row, give its name: `cargo test -p pagesmith --test conformance cycle_of_2_tokens`.
* To start its server, give its scenario: `cargo run -p fake-api -- --scenario cycle-of-2-tokens`; `--scenarios` lists them.
* A row runs for both drivers: the streams, and the iterators of `pagesmith::blocking`. Rows about polling, about reading ahead, and about a proxy that gets plain requests run for the streams alone, and say so.
* A row that walks by number from the first page also runs with three pages at a time: it may send more requests, and all else is the same.
* Every row also asserts that no connection is made to another server, that an error comes once and after all records before it, that a finished stream stays finished, and that nothing printed holds a credential.
";

/// How the section of explored worlds begins and ends. The explorer,
/// `runtime/src/explorer`, writes the text in between.
const EXPLORED: (&str, &str) = ("<!-- explored:", "<!-- /explored -->\n");

const ABOUT_EXPLORED: &str = "
## Every run of small worlds

The explorer makes every run of small worlds, not a sample of them. It walks a list of a few rows in each way of paging. In each run, walks are killed and resumed, the server lies, or rows come and go, as often as the first table says.
An oracle that shares no code with the protocol judges each run:

* *exact*: every row that was in the list throughout the run came once and in order, and the [evidence](https://docs.rs/pagesmith/latest/pagesmith/enum.Evidence.html) says so;
* *reported*: the walk ended with an error or a warning;
* *unproven*: the walk ended without an error or a warning, but claims nothing (`Evidence::Unproven`);
* *silent*: the walk claims to be complete and is not, although the assumptions of its evidence held. No run may be silent;
* *beyond*: the walk claims to be complete and is not, because the server lied, or rows moved, in a way that its evidence assumes not to happen;
* *false alarm*: the server was honest and no row moved, but the walk ended with an error, a warning, or less evidence than its style can give. No run may be a false alarm.

";

/// The text in front of the rows of ceilings.
const MEMORY: &str = "
A page has at most 32 MiB (`max_page_bytes`) and 100,000 items (`max_page_items`), and its records take at most 64 MiB (`max_page_memory`). So a page takes less than 128 MiB of memory with its records, whatever the server sends; `runtime/tests/memory.rs` measures it. A link, a token, a count or an id of more than 1 MiB is not copied: it is an error, or identifies nothing.

* The records are those that generated code reads. Structs of your own, which serde decodes (`#[derive(Paged)]`, `client.list::<T>`), count with their size alone; what they have on the heap is for their `Deserialize` to bound. `client.list::<Json>` builds trees, which take many times their text.
* With `concurrency(n)`, up to `n` such pages are in memory at once, beside the one that is handed out; without it, the next page is read ahead.
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
    let mut page = format!("{HEAD}\n{rows} rows, {both} of them for both drivers:");
    for (group, rows) in GROUPS {
        write!(page, " [{group}](#{}) {},", anchor(group), rows.len()).unwrap();
    }
    page.pop();
    page.push_str(".\n");
    page.push_str(ABOUT_EXPLORED);
    page.push_str(explored);
    for (group, rows) in GROUPS {
        let about = if *group == "Ceilings" { MEMORY } else { "" };
        write!(
            page,
            "\n## {group}\n{about}\n| guarantee | row | drivers | outcome |\n|---|---|---|---|\n"
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
