//! What it takes to compile a client whose lists are all called.

use crate::big::{self, LISTS, Records};
use crate::cargo::{self, Package};
use crate::generate;
use crate::measure::{Findings, Group, Measurement, Outcome, Ratio, Row, in_turn, median, pairs};
use crate::process::Spent;
use std::path::{Path, PathBuf};

const CHECK: [&str; 1] = ["check"];
const RELEASE: [&str; 2] = ["build", "--release"];
/// Rounds of what only informs.
const ROUNDS: usize = 3;

const WHAT: &str = "a program that calls each of 60 lists";

/// CPU time of the compiler for a generated client, against the same client
/// whose records have serde's derive.
pub struct Compile;

impl Measurement for Compile {
    fn name(&self) -> &'static str {
        "compile"
    }

    fn group(&self) -> Group {
        Group::Builds
    }

    fn run(&self) -> Outcome<Findings> {
        if let Some(why) = cargo::missing() {
            return Ok(vec![Row::skipped(WHAT, why)].into());
        }
        println!("  about a minute a pair, {} pairs", pairs()?);
        let target = cargo::scratch("target")?;
        let bench = |name, lists, records| Bench::new(name, lists, records, &target);
        let ours = bench("as-generated", LISTS, Records::Own)?;
        let by_hand = bench("by-hand", LISTS, Records::ByHand)?;
        let mut rows = against(&ours, &by_hand)?;
        let half = bench("half-the-lists", LISTS / 2, Records::Own)?;
        let shared = bench("one-record", LISTS, Records::Shared)?;
        for (args, kind) in [(&CHECK[..], "`cargo check`"), (&RELEASE[..], "a release build")] {
            rows.push(each(args, kind, &ours, &half, &shared)?);
        }
        Ok(rows.into())
    }
}

/// A package whose dependencies are built.
struct Bench {
    package: Package,
    target: PathBuf,
}

impl Bench {
    fn new(name: &str, lists: usize, records: Records, target: &Path) -> Outcome<Self> {
        let mut files = vec![
            ("client.rs", generate::client(&big::spec(lists, records))?),
            ("main.rs", big::program(lists, records)),
        ];
        if records == Records::ByHand {
            files.push(("records.rs", big::derived(lists)));
        }
        // The same for all, so that they differ in their own code alone.
        let dependencies = [
            cargo::runtime("default-features = false, features = [\"reqwest\"]")?,
            cargo::dependency("serde", "features = [\"derive\"]")?,
            cargo::dependency(
                "tokio",
                "default-features = false, features = [\"macros\", \"rt\"]",
            )?,
        ];
        let package = Package::write(name, &dependencies, &files)?;
        let bench = Self { package, target: target.to_owned() };
        bench.spent(&CHECK)?;
        bench.spent(&RELEASE)?;
        Ok(bench)
    }

    /// What compiling the package takes, without its dependencies.
    fn spent(&self, args: &[&str]) -> Outcome<Spent> {
        self.package.touch()?;
        self.package.cargo(&self.target, args)
    }
}

fn against(ours: &Bench, by_hand: &Bench) -> Outcome<Vec<Row>> {
    let checks = in_turn(pairs()?, || ours.spent(&CHECK), || by_hand.spent(&CHECK))?;
    let builds = in_turn(pairs()?, || ours.spent(&RELEASE), || by_hand.spent(&RELEASE))?;
    let (check, check_by_hand) = middle(&checks);
    let (build, build_by_hand) = middle(&builds);
    let ratio =
        Ratio::of(&builds.iter().map(|(ours, theirs)| (ours.cpu, theirs.cpu)).collect::<Vec<_>>());
    Ok(vec![
        Row::figure(
            format!("`cargo check` of {WHAT}, without incremental state"),
            format!("{:.2} s", check.cpu),
            "≤ 2.0 s",
            check.cpu <= 2.0,
        )
        .note(format!(
            "CPU time; {:.2} s on the clock; {:.2} s with records by serde's derive",
            check.wall, check_by_hand.cpu
        )),
        Row::ratio(
            format!("release build of {WHAT}, against the same with records by serde's derive"),
            &ratio,
            0.35,
        )
        .note(format!(
            "{:.1} s against {:.1} s of CPU time, {:.1} s against {:.1} s on the clock",
            build.cpu, build_by_hand.cpu, build.wall, build_by_hand.wall
        )),
    ])
}

/// What one list and one record cost, derived from clients with fewer of them.
fn each(args: &[&str], kind: &str, whole: &Bench, half: &Bench, shared: &Bench) -> Outcome<Row> {
    let mut figures = [const { Vec::new() }; 3];
    for _ in 0..pairs()?.min(ROUNDS) {
        for (bench, figures) in [whole, half, shared].into_iter().zip(&mut figures) {
            figures.push(bench.spent(args)?.cpu * 1e3);
        }
    }
    let [whole, half, shared] = figures.map(|figures| median(&figures));
    #[expect(clippy::cast_precision_loss, reason = "a few lists")]
    let lists = LISTS as f64;
    let record = (whole - shared) / (lists - 1.0);
    let list = (whole - half) / (lists / 2.0) - record;
    Ok(Row::info(
        format!("CPU time of {kind} for one record more, and for one list more"),
        format!("{record:.0} ms, {list:.0} ms"),
    )
    .note(format!(
        "by {LISTS} lists with a record each ({whole:.0} ms), half of them ({half:.0} ms), and {LISTS} lists of one record ({shared:.0} ms)"
    )))
}

/// The medians of both sides.
fn middle(pairs: &[(Spent, Spent)]) -> (Spent, Spent) {
    let of = |pick: fn(&(Spent, Spent)) -> Spent| {
        let all: Vec<Spent> = pairs.iter().map(pick).collect();
        let one = |of: fn(&Spent) -> f64| median(&all.iter().map(of).collect::<Vec<_>>());
        Spent { cpu: one(|spent| spent.cpu), wall: one(|spent| spent.wall) }
    };
    (of(|pair| pair.0), of(|pair| pair.1))
}
