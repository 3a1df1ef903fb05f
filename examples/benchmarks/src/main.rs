//! What pagesmith costs, as ratios against hand-written code on the same
//! machine in the same run.
//!
//! `cargo run --release -p benchmarks` runs everything and writes
//! `docs/performance.md`. With names after `--`, it runs only these, and prints the
//! results. `PAGESMITH_BENCH_PAIRS=2` makes two pairs of each instead of eleven, for
//! a quick look, and writes nothing.

mod big;
mod cargo;
mod child;
mod generate;
mod loops;
mod machine;
mod measure;
mod measures;
mod plot;
mod process;
mod record;
mod report;
mod server;

use measure::Outcome;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.split_first() {
        Some((first, rest)) if first == child::FLAG => child::run(rest),
        _ => measure_all(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("benchmarks: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the measurements of these names, or all; all are also written down.
fn measure_all(names: &[String]) -> Outcome<()> {
    let all = measures::all();
    if let Some(name) = names.iter().find(|name| !all.iter().any(|one| one.name() == *name)) {
        let known: Vec<_> = all.iter().map(|one| one.name()).collect();
        return Err(
            format!("unknown measurement `{name}`; expected one of {}", known.join(", ")).into()
        );
    }
    let look = measure::pairs()? != measure::PAIRS;
    let mut parts = Vec::new();
    for measurement in all {
        if !names.is_empty() && !names.iter().any(|name| name == measurement.name()) {
            continue;
        }
        println!("{} …", measurement.name());
        let found = measurement.run()?;
        found.rows.iter().for_each(|row| println!("  {row}"));
        parts.push((measurement.group(), found));
    }
    if names.is_empty() && !look {
        report::write(&parts)?;
    }
    Ok(())
}
