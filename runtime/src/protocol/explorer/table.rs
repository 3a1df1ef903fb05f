//! The worlds that are explored, and the table of what came of them.

use super::ways::WAYS;
use super::world::Budget;
use super::{Bounds, Tally, explore};
use std::fmt::Write as _;
use std::{env, fs};

const fn world(name: &'static str, budget: [usize; 3], rows: usize, size: usize) -> Bounds {
    let [kills, lies, moves] = budget;
    Bounds { name, budget: Budget { kills, lies, moves }, rows, size }
}

/// Each thing alone over the largest world, and pairs over smaller ones.
const WHOLE: &[Bounds] = &[
    world("2 kills", [2, 0, 0], 8, 3),
    world("1 lie", [0, 1, 0], 8, 3),
    world("1 move", [0, 0, 1], 8, 3),
    world("2 moves", [0, 0, 2], 5, 2),
    world("2 kills and 1 lie", [2, 1, 0], 5, 3),
    world("1 kill and 1 move", [1, 0, 1], 6, 3),
    world("2 kills and 1 move", [2, 0, 1], 4, 2),
    world("1 lie and 1 move", [0, 1, 1], 4, 3),
    world("1 kill, 1 lie and 1 move", [1, 1, 1], 3, 2),
];

/// The same, so small that a test takes seconds.
const SMALL: &[Bounds] = &[
    world("2 kills", [2, 0, 0], 6, 3),
    world("1 lie", [0, 1, 0], 6, 3),
    world("1 move", [0, 0, 1], 5, 3),
    world("2 moves", [0, 0, 2], 3, 2),
    world("1 kill and 1 lie", [1, 1, 0], 4, 2),
    world("1 kill and 1 move", [1, 0, 1], 4, 2),
    world("1 lie and 1 move", [0, 1, 1], 3, 2),
];

const BEGIN: &str = "<!-- explored: written by `PAGESMITH_EXPLORE=whole PAGESMITH_BLESS=1 cargo test --release -p pagesmith --lib explorer` -->\n";
const END: &str = "<!-- /explored -->\n";

#[test]
fn no_run_is_silently_wrong_and_no_honest_list_alarms() {
    let whole = env::var("PAGESMITH_EXPLORE").is_ok_and(|bounds| bounds == "whole");
    let worlds = if whole { WHOLE } else { SMALL };
    let (mut all, mut wrong, mut lines) = (Tally::default(), Vec::new(), Vec::new());
    for way in WAYS {
        let mut of_way = Tally::default();
        for bounds in worlds {
            of_way.add(&explore(way, bounds, &mut wrong));
        }
        println!("{:60} {of_way:?}", way.name);
        lines.push(line(way.name, &of_way));
        all.add(&of_way);
    }
    println!("{:60} {all:?}", "all");
    lines.push(line("**all**", &all));
    assert!(
        wrong.is_empty(),
        "{} of {} runs are wrong:\n{}",
        all.silent + all.false_alarm,
        all.runs,
        wrong.join("\n")
    );
    assert!(all.runs >= if whole { 1_000_000 } else { 100_000 }, "{} runs", all.runs);
    if whole {
        compare(&section(worlds, &lines));
    }
}

fn line(name: &str, tally: &Tally) -> String {
    let Tally { runs, exact, told, unproven, silent, beyond, false_alarm } = tally;
    let numbers = [runs, exact, told, unproven, silent, beyond, false_alarm];
    let numbers: Vec<_> = numbers.map(ToString::to_string).into();
    format!("| {name} | {} |\n", numbers.join(" | "))
}

fn section(worlds: &[Bounds], lines: &[String]) -> String {
    let mut text = String::from("| in each run at most | rows | rows a page |\n|---|---|---|\n");
    for Bounds { name, rows, size, .. } in worlds {
        writeln!(text, "| {name} | 0 to {rows} | 1 to {size} |").unwrap();
    }
    text.push_str("\n| way of paging | runs | exact | told | unproven | silent | beyond | false alarms |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
    text.extend(lines.iter().map(String::as_str));
    text
}

/// Holds the section of the page of guarantees against what was found.
fn compare(found: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/guarantees.md");
    let page = fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (there, behind) = rest.split_once(END).unwrap();
    if env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(path, [before, BEGIN, found, END, behind].concat()).unwrap();
    } else {
        assert!(
            there == found,
            "docs/guarantees.md has another table: PAGESMITH_BLESS=1 writes it"
        );
    }
}
