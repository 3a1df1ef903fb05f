//! `docs/guarantees.md`, made of the table.

use crate::GROUPS;
use crate::row::{Outcome, Row};
use fake_api::scenarios::Scenario;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{env, fs};

const HEAD: &str = "# What a walk guarantees

Each line is a row of the suite in `runtime/tests/conformance`: a server on loopback that misbehaves, a call, and what has to come of it: the requests that reach the server, the records, and the end.
The page is written by the suite itself (`PAGESMITH_BLESS=1 cargo test -p pagesmith --test conformance`), and `cargo test` fails where the two differ.

* A row is run alone by its name: `cargo test -p pagesmith --test conformance cycle_of_2_tokens`.
* Its server is started alone by its scenario: `cargo run -p fake-api -- --scenario cycle-of-2-tokens`; `--scenarios` lists them.
* A row runs for both drivers, the streams and the iterators of `pagesmith::blocking`, or where it says so for the streams alone: those on polling, on reading ahead, and on a proxy that gets plain requests.
* A row that goes by number from the first page on is run with three pages at a time too: it may send more requests, and all else is the same.
* Every row asserts as well that no connection is made to another server, that an error comes once and after all records before it, that a stream which is over stays over, and that nothing printed holds a credential.
";

/// How the section of explored worlds begins and ends. The explorer,
/// `runtime/src/explorer`, writes what lies between.
const EXPLORED: (&str, &str) = ("<!-- explored:", "<!-- /explored -->\n");

const ABOUT_EXPLORED: &str = "
## Every run of small worlds

Beside the rows below, every run of small worlds is made, not a sample of them: a list of a few rows is walked in each way of paging, and in each run walks are killed and resumed, the server lies, or rows come and go, as often as the first table says.
An oracle that shares no code with the protocol counts what came of each run:

* *exact*: every row that was in the list all the while came once and in order, and the [evidence](https://docs.rs/pagesmith/latest/pagesmith/enum.Evidence.html) says so;
* *told*: the walk ended with an error or a warning;
* *unproven*: it ended without a word, and claims nothing (`Evidence::Unproven`);
* *silent*: it claims to be whole and is not, though all held that its evidence takes for granted. None may be;
* *beyond*: it claims to be whole and is not, since the server told a lie that the evidence takes for granted not to be told, or rows moved in a way that it takes for granted not to happen;
* *false alarm*: an honest list whose rows stand still ended with an error, a warning, or less evidence than its style can give. None may be.

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
        "docs/guarantees.md is not that of the table: PAGESMITH_BLESS=1 writes it"
    );
}

#[test]
fn each_scenario_has_a_row() {
    let all = GROUPS.iter().flat_map(|(_, rows)| *rows);
    let used: BTreeSet<_> = all.map(|row| row.scenario().name()).collect();
    let there: BTreeSet<_> = Scenario::all().map(Scenario::name).collect();
    assert_eq!(there.difference(&used).collect::<Vec<_>>(), [&""; 0]);
}

/// The section of explored worlds, which is not made here.
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
        write!(
            page,
            "\n## {group}\n\n| guarantee | row | drivers | outcome |\n|---|---|---|---|\n"
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
