//! The worlds that are explored, and the table of the results.

use super::drivers::{self, DRIVERS, Driver};
use super::style::Style;
use super::styles::STYLES;
use super::world::Budget;
use super::{Bounds, Tally, explore, run};
use crate::protocol::Plan;
use std::fmt::Write as _;
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::{env, fs, thread};

const fn world(name: &'static str, budget: [usize; 3], rows: usize, size: usize) -> Bounds {
    let [kills, lies, moves] = budget;
    Bounds { name, budget: Budget { kills, lies, moves }, rows, size }
}

/// Each kind of event alone in the largest world, and pairs in smaller ones.
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

/// Smaller worlds, so that a test takes seconds.
const SMALL: &[Bounds] = &[
    world("2 kills", [2, 0, 0], 3, 2),
    world("1 lie", [0, 1, 0], 3, 2),
    world("1 move", [0, 0, 1], 3, 2),
    world("2 moves", [0, 0, 2], 2, 1),
    world("1 kill and 1 lie", [1, 1, 0], 2, 1),
    world("1 kill and 1 move", [1, 0, 1], 2, 1),
    world("1 lie and 1 move", [0, 1, 1], 2, 1),
];

const BEGIN: &str = "<!-- explored: written by `PAGESMITH_EXPLORE=whole PAGESMITH_BLESS=1 cargo test --release -p pagesmith --all-features --lib explorer` -->\n";
const END: &str = "<!-- /explored -->\n";

/// The worlds for each driver: smaller, since all of them drive the same protocol.
const DRIVEN: &[Bounds] = &[
    world("2 kills", [2, 0, 0], 5, 2),
    world("1 lie", [0, 1, 0], 5, 2),
    world("1 move", [0, 0, 1], 4, 2),
    world("1 kill and 1 lie", [1, 1, 0], 3, 2),
    world("1 kill and 1 move", [1, 0, 1], 3, 2),
];

const SMALL_DRIVEN: &[Bounds] = &[
    world("2 kills", [2, 0, 0], 2, 1),
    world("1 lie", [0, 1, 0], 2, 1),
    world("1 move", [0, 0, 1], 2, 2),
    world("1 kill and 1 lie", [1, 1, 0], 2, 1),
    world("1 kill and 1 move", [1, 0, 1], 2, 1),
];

/// Whether to explore the worlds of the table in `docs/guarantees.md`.
fn is_whole() -> bool {
    env::var("PAGESMITH_EXPLORE").is_ok_and(|bounds| bounds == "whole")
}

/// Explores a world with the protocol alone.
fn walked(style: &Style, bounds: &Bounds, wrong: &mut Vec<String>) -> Tally {
    let mut plan = None;
    explore(style, bounds, wrong, |style, rows, budget, choices| {
        let known: &mut (usize, Arc<Plan>) = plan.get_or_insert_with(|| (style.size, style.plan()));
        if known.0 != style.size {
            *known = (style.size, style.plan());
        }
        run::run(style, &known.1, rows, budget, choices)
    })
}

/// Explores these worlds with a driver.
fn driven(driver: Driver, worlds: &[Bounds], wrong: &mut Vec<String>) -> Tally {
    let of_styles = explored(worlds, wrong, |style, bounds, wrong| {
        explore(style, bounds, wrong, |style, rows, budget, choices| {
            drivers::run(driver, style, rows, budget, choices)
        })
    });
    sum(&of_styles)
}

/// Explores these worlds for each style, on all processors. What is wrong comes in the order
/// of the styles.
fn explored(
    worlds: &[Bounds],
    wrong: &mut Vec<String>,
    explore: impl Fn(&Style, &Bounds, &mut Vec<String>) -> Tally + Sync,
) -> Vec<Tally> {
    let (left, done) = (Mutex::new(STYLES.iter().enumerate()), Mutex::new(Vec::new()));
    let next = || left.lock().unwrap().next();
    let work = || {
        while let Some((place, style)) = next() {
            let mut wrong = Vec::new();
            let of_worlds = worlds.iter().map(|bounds| explore(style, bounds, &mut wrong));
            let of_style = sum(&of_worlds.collect::<Vec<_>>());
            done.lock().unwrap().push((place, of_style, wrong));
        }
    };
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(place, ..)| *place);
    let of_styles = done.into_iter().map(|(_, of_style, wrong_of_style)| {
        wrong.extend(wrong_of_style);
        of_style
    });
    of_styles.collect()
}

fn sum(tallies: &[Tally]) -> Tally {
    let mut all = Tally::default();
    for tally in tallies {
        all.add(tally);
    }
    all
}

#[test]
fn no_run_is_silently_wrong_and_no_honest_list_raises_an_alarm() {
    let (worlds, of_drivers) = if is_whole() { (WHOLE, DRIVEN) } else { (SMALL, SMALL_DRIVEN) };
    let mut wrong = Vec::new();
    let of_styles = explored(worlds, &mut wrong, walked);
    let names = STYLES.iter().map(|style| style.name);
    let mut lines: Vec<_> =
        names.zip(&of_styles).map(|(name, of_style)| line(name, of_style)).collect();
    let mut lines_of_drivers = Vec::new();
    let all = sum(&of_styles);
    lines.push(line("**all**", &all));
    for driver in DRIVERS {
        let of_driver = driven(*driver, of_drivers, &mut wrong);
        assert!(of_driver.exact > 1_000 && of_driver.reported > 1_000, "{driver:?}: {of_driver:?}");
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
    assert!(all.runs >= if is_whole() { 1_000_000 } else { 20_000 }, "{} runs", all.runs);
    if is_whole() {
        compare(
            &[
                bounds(worlds),
                table("paging style", &lines),
                bounds(of_drivers),
                table("driver", &lines_of_drivers),
            ]
            .join("\n"),
        );
    }
}

fn line(name: &str, tally: &Tally) -> String {
    let Tally { runs, exact, reported, unproven, silent, beyond, false_alarm } = tally;
    let numbers = [runs, exact, reported, unproven, silent, beyond, false_alarm];
    let numbers: Vec<_> = numbers.map(ToString::to_string).into();
    format!("| {name} | {} |\n", numbers.join(" | "))
}

fn bounds(worlds: &[Bounds]) -> String {
    let mut text = String::from("| in each run at most | rows | rows per page |\n|---|---|---|\n");
    for Bounds { name, rows, size, .. } in worlds {
        writeln!(text, "| {name} | 0 to {rows} | 1 to {size} |").unwrap();
    }
    text
}

fn table(what: &str, lines: &[String]) -> String {
    let head = "runs | exact | reported | unproven | silent | outside assumptions | false alarms |";
    format!("| {what} | {head}\n|---|---:|---:|---:|---:|---:|---:|---:|\n{}", lines.concat())
}

/// Compares the table in `docs/guarantees.md` with the results.
fn compare(found: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/guarantees.md");
    let page = fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (known, behind) = rest.split_once(END).unwrap();
    if env::var_os("PAGESMITH_BLESS").is_some() {
        fs::write(path, [before, BEGIN, found, END, behind].concat()).unwrap();
    } else {
        assert!(
            known == found,
            "the table in docs/guarantees.md differs; write it with PAGESMITH_BLESS=1"
        );
    }
}
