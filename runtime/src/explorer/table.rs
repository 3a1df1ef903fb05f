//! The worlds that are explored, and the table of what came of them.

use super::drivers::{self, DRIVERS, Driver};
use super::ways::{WAYS, Way};
use super::world::Budget;
use super::{Bounds, Tally, explore, run};
use crate::protocol::Plan;
use std::fmt::Write as _;
use std::sync::Arc;
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

const BEGIN: &str = "<!-- explored: written by `PAGESMITH_EXPLORE=whole PAGESMITH_BLESS=1 cargo test --release -p pagesmith --all-features --lib explorer` -->\n";
const END: &str = "<!-- /explored -->\n";

/// The same for each driver: smaller, since all of them drive the same protocol.
const DRIVEN: &[Bounds] = &[
    world("2 kills", [2, 0, 0], 5, 2),
    world("1 lie", [0, 1, 0], 5, 2),
    world("1 move", [0, 0, 1], 4, 2),
    world("1 kill and 1 lie", [1, 1, 0], 3, 2),
    world("1 kill and 1 move", [1, 0, 1], 3, 2),
];

const SMALL_DRIVEN: &[Bounds] = &[
    world("2 kills", [2, 0, 0], 3, 2),
    world("1 lie", [0, 1, 0], 3, 2),
    world("1 move", [0, 0, 1], 3, 2),
    world("1 kill and 1 lie", [1, 1, 0], 2, 2),
    world("1 kill and 1 move", [1, 0, 1], 2, 2),
];

/// Whether the worlds of the page of guarantees are explored.
fn is_whole() -> bool {
    env::var("PAGESMITH_EXPLORE").is_ok_and(|bounds| bounds == "whole")
}

/// Every run of a world, by the protocol alone.
fn walked(way: &Way, bounds: &Bounds, wrong: &mut Vec<String>) -> Tally {
    let mut plan = None;
    explore(way, bounds, wrong, |way, rows, budget, choices| {
        let known: &mut (usize, Arc<Plan>) = plan.get_or_insert_with(|| (way.size, way.plan()));
        if known.0 != way.size {
            *known = (way.size, way.plan());
        }
        run::run(way, &known.1, rows, budget, choices)
    })
}

/// Every run of these worlds, by a driver.
fn driven(driver: Driver, worlds: &[Bounds], wrong: &mut Vec<String>) -> Tally {
    let mut all = Tally::default();
    for (way, bounds) in WAYS.iter().flat_map(|way| worlds.iter().map(move |it| (way, it))) {
        all.add(&explore(way, bounds, wrong, |way, rows, budget, choices| {
            drivers::run(driver, way, rows, budget, choices)
        }));
    }
    all
}

#[test]
fn no_run_is_silently_wrong_and_no_honest_list_alarms() {
    let (worlds, of_drivers) = if is_whole() { (WHOLE, DRIVEN) } else { (SMALL, SMALL_DRIVEN) };
    let (mut all, mut wrong) = (Tally::default(), Vec::new());
    let (mut lines, mut lines_of_drivers) = (Vec::new(), Vec::new());
    for way in WAYS {
        let mut of_way = Tally::default();
        for bounds in worlds {
            of_way.add(&walked(way, bounds, &mut wrong));
        }
        lines.push(line(way.name, &of_way));
        all.add(&of_way);
    }
    lines.push(line("**all**", &all));
    for driver in DRIVERS {
        let of_driver = driven(*driver, of_drivers, &mut wrong);
        assert!(of_driver.exact > 1_000 && of_driver.told > 1_000, "{driver:?}: {of_driver:?}");
        lines_of_drivers.push(line(driver.name(), &of_driver));
    }
    print!("{}{}", lines.concat(), lines_of_drivers.concat());
    assert!(
        wrong.is_empty(),
        "{} of {} runs, or of drivers:\n{}",
        all.silent + all.false_alarm,
        all.runs,
        wrong.join("\n")
    );
    assert!(all.runs >= if is_whole() { 1_000_000 } else { 100_000 }, "{} runs", all.runs);
    if is_whole() {
        compare(
            &[
                bounds(worlds),
                table("way of paging", &lines),
                bounds(of_drivers),
                table("driver", &lines_of_drivers),
            ]
            .join("\n"),
        );
    }
}

fn line(name: &str, tally: &Tally) -> String {
    let Tally { runs, exact, told, unproven, silent, beyond, false_alarm } = tally;
    let numbers = [runs, exact, told, unproven, silent, beyond, false_alarm];
    let numbers: Vec<_> = numbers.map(ToString::to_string).into();
    format!("| {name} | {} |\n", numbers.join(" | "))
}

fn bounds(worlds: &[Bounds]) -> String {
    let mut text = String::from("| in each run at most | rows | rows a page |\n|---|---|---|\n");
    for Bounds { name, rows, size, .. } in worlds {
        writeln!(text, "| {name} | 0 to {rows} | 1 to {size} |").unwrap();
    }
    text
}

fn table(what: &str, lines: &[String]) -> String {
    let head = "runs | exact | told | unproven | silent | beyond | false alarms |";
    format!("| {what} | {head}\n|---|---:|---:|---:|---:|---:|---:|---:|\n{}", lines.concat())
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
