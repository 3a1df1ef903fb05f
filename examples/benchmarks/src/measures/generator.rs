//! What it takes to generate a client.

use crate::big::{self, FILTERS, LISTS, Records};
use crate::cargo;
use crate::generate::{self, Run, Size};
use crate::measure::{
    Curve, Findings, Group, Measurement, Outcome, Ratio, Row, median, pairs, seconds, timed,
};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The sizes of the curve. How time grows is measured from the last size and the
/// one that is a tenth of it.
const SIZES: [usize; 5] = [100, 300, 1_000, 3_000, 10_000];
const TENTH: usize = 2;
/// How much longer each resource may take among ten times as many. Sorting and
/// searching grow by a third from 1,000 to 10,000, by the logarithm. A stage that
/// visits all resources for each one would grow by 10.
const LINEAR: f64 = 4.0 / 3.0;

/// Time, memory and lines of generated clients.
pub struct Generator;

impl Measurement for Generator {
    fn name(&self) -> &'static str {
        "generator"
    }

    fn group(&self) -> Group {
        Group::Generator
    }

    fn run(&self) -> Outcome<Findings> {
        let mut found = Findings::default();
        found.rows.extend(in_process()?);
        found.rows.push(as_command()?);
        found.rows.extend(lines()?);
        let (rows, curve) = growth()?;
        found.rows.extend(rows);
        found.curves.push(curve);
        Ok(found)
    }
}

fn in_process() -> Outcome<Vec<Row>> {
    let runs: Vec<Run> =
        (0..pairs()?).map(|_| generate::alone(Size::Large, LISTS)).collect::<Outcome<_>>()?;
    let took = middle(&runs, |run| run.took);
    let what = format!("generate {LISTS} lists with records of 20 fields, in process");
    let memory = "the most resident memory of that process";
    let peaks: Option<Vec<f64>> = runs.iter().map(|run| run.peak).collect();
    Ok(vec![
        Row::figure(what, seconds(took), "≤ 20 ms", took <= 0.020)
            .note("in a fresh process, formatted, with the check that what is written is Rust")
            .limit("Of 546 million instructions, counted by callgrind, reading the spec takes 19 %, checking it 7 %, making tokens 22 %, parsing them as Rust 14 %, laying them out 15 %, and holding the text against them 19 %"),
        peaks.map_or_else(
            || Row::skipped(memory, "this system does not report it in /proc"),
            |peaks| {
                let mib = median(&peaks);
                Row::figure(memory, format!("{mib:.1} MiB"), "≤ 40 MB", mib * 1.048_576 <= 40.0)
            },
        ),
    ])
}

/// The command line, from its start to its end, with a new file each time.
fn as_command() -> Outcome<Row> {
    let what = "the same as a command, `pagesmith generate`";
    if !cargo::is_there() {
        return Ok(Row::skipped(what, "cargo is not installed"));
    }
    let target = cargo::target()?;
    let target_dir = target.to_str().ok_or("the target directory's path is not UTF-8")?;
    let build = ["build", "--release", "-p", "pagesmith-cli"];
    let build = [&build[..], &["--target-dir", target_dir]].concat();
    cargo::run(&cargo::workspace()?, &build)?;
    let program = target.join("release").join(format!("pagesmith{}", std::env::consts::EXE_SUFFIX));
    let folder = cargo::scratch("generator")?;
    let (spec, client) = (folder.join("large.yaml"), folder.join("large.rs"));
    fs::write(&spec, big::spec(LISTS, Records::Own))?;
    let mut took = Vec::new();
    for _ in 0..pairs()? {
        if client.exists() {
            fs::remove_file(&client)?;
        }
        took.push(timed(|| command(&program, &spec, &client))?);
    }
    let took = median(&took);
    Ok(Row::figure(what, seconds(took), "≤ 80 ms", took <= 0.080))
}

fn command(program: &Path, spec: &Path, client: &Path) -> Outcome<()> {
    let status = Command::new(program)
        .args(["generate".as_ref(), spec.as_os_str(), "--out".as_ref(), client.as_os_str()])
        .stderr(Stdio::null())
        .status()?;
    if status.success() { Ok(()) } else { Err("`pagesmith generate` failed".into()) }
}

/// Lines of the client, and what one list more and one filter more add to it.
fn lines() -> Outcome<Vec<Row>> {
    let base = big::spec(LISTS, Records::Own);
    let with = |filters: &[&str]| {
        // Another list of an existing record.
        let more = big::list(LISTS, Records::Shared, filters);
        code_lines(&base.replace("records:\n", &format!("{more}records:\n")))
    };
    let (all, list) = (code_lines(&base)?, with(&[])?);
    let mut filter = 0;
    for one in FILTERS {
        filter = filter.max(with(&[one])?.saturating_sub(list));
    }
    let list = list.saturating_sub(all);
    let row = |what: &str, lines: usize, most: usize| {
        Row::figure(what, lines.to_string(), format!("≤ {most}"), lines <= most)
    };
    Ok(vec![
        row("lines of that client, without doc comments", all, 6_000),
        row("lines of one list more, of a record that is there", list, 25),
        row("lines of one filter more", filter, 4)
            .note("the most that a filter of a string or of a time adds"),
    ])
}

fn code_lines(spec: &str) -> Outcome<usize> {
    let client = generate::client(spec)?;
    Ok(client.lines().filter(|line| !line.trim_start().starts_with("///")).count())
}

/// How time grows with the number of resources.
fn growth() -> Outcome<(Vec<Row>, Curve)> {
    let mut runs: [Vec<Run>; SIZES.len()] = Default::default();
    for _ in 0..pairs()? {
        for (resources, runs) in SIZES.into_iter().zip(&mut runs) {
            runs.push(generate::alone(Size::Small, resources)?);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let sizes = SIZES.map(|size| size as f64);
    let points =
        sizes.into_iter().zip(&runs).map(|(size, runs)| (size, middle(runs, |run| run.took)));
    let curve = Curve {
        file: "generator",
        title: "Time to generate a client, by its number of lists".to_owned(),
        axes: ["lists", "s"],
        points: points.collect(),
    };
    let most = &runs[SIZES.len() - 1];
    let each = |runs: &[Run], size: f64| runs.iter().map(|run| run.took / size).collect::<Vec<_>>();
    let (few, many) = (each(&runs[TENTH], sizes[TENTH]), each(most, sizes[SIZES.len() - 1]));
    let ratio = Ratio::of(&many.into_iter().zip(few).collect::<Vec<_>>());
    let took = middle(most, |run| run.took);
    let [read, checked, wrote] =
        [0, 1, 2].map(|stage| seconds(middle(most, |run| run.stages[stage])));
    let size = SIZES[SIZES.len() - 1];
    let rows = vec![
        Row::figure(
            format!("generate {size} lists, each with a record"),
            format!("{took:.2} s"),
            "≤ 4 s",
            took <= 4.0,
        )
        .note(format!(
            "records of 4 fields, since a spec has at most 4 MiB; reading {read}, checking {checked}, writing {wrote}"
        )),
        Row::ratio(format!("time for each of {size} lists, against each of {}", SIZES[TENTH]), &ratio, LINEAR)
            .note("work that sorts or searches all of them gives 1.33 here, quadratic work gives 10"),
    ];
    Ok((rows, curve))
}

fn middle(runs: &[Run], of: impl Fn(&Run) -> f64) -> f64 {
    median(&runs.iter().map(of).collect::<Vec<_>>())
}
