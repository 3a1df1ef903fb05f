//! The generator in this process, and in a separate one, so that nothing is warm
//! and its memory can be measured.

use crate::big::{self, Records};
use crate::child;
use crate::measure::Outcome;
use crate::process;
use pagesmith_codegen::diag::Diagnostics;
use pagesmith_codegen::emit::{self, Options};
use pagesmith_codegen::{format, lower, parse};
use std::process::Command;
use std::time::Instant;

#[path = "../../../codegen/tests/scale/spec.rs"]
mod small;

/// The argument of such a process after the flag: what to generate.
pub const CHILD: &str = "generate";

/// The size of a spec.
#[derive(Clone, Copy, Debug)]
pub enum Size {
    /// Lists with documented records of 20 fields.
    Large,
    /// Lists with records of 4 fields, of which 10,000 pass the format's limit
    /// of 4 MiB.
    Small,
}

/// The measurements of a process about itself.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Seconds from the text of the spec to that of the client.
    pub took: f64,
    /// Seconds of its stages: reading, checking, writing.
    pub stages: [f64; 3],
    /// The most resident memory of the process in MiB, if the system reports it.
    pub peak: Option<f64>,
}

/// The client of a spec.
///
/// # Errors
/// When the spec is wrong.
pub fn client(spec: &str) -> Outcome<String> {
    Ok(pagesmith_codegen::generate(spec.as_bytes(), &Options::default())
        .map_err(|problems| describe(&problems))?
        .code)
}

/// Generates in a separate process.
///
/// # Errors
/// When it can't be run, or fails.
pub fn alone(size: Size, resources: usize) -> Outcome<Run> {
    let (size, resources) = (format!("{size:?}"), resources.to_string());
    let out = Command::new(std::env::current_exe()?)
        .args([child::FLAG, CHILD, &size, &resources])
        .output()?;
    let said = String::from_utf8_lossy(&out.stdout);
    let figures: Vec<f64> = said.split_whitespace().filter_map(|one| one.parse().ok()).collect();
    match figures[..] {
        [took, read, checked, wrote, peak] if out.status.success() => {
            let peak = (!peak.is_nan()).then_some(peak);
            Ok(Run { took, stages: [read, checked, wrote], peak })
        }
        _ => Err(format!("generating failed: {}", String::from_utf8_lossy(&out.stderr)).into()),
    }
}

/// Runs in such a process: generates, prints what that took, and then runs the
/// stages once more.
///
/// # Errors
/// When an argument is wrong, or the spec.
pub fn run(args: &[String]) -> Outcome<()> {
    let [size, resources] = args else { return Err("generating takes a size and a number".into()) };
    let resources = resources.parse()?;
    let spec = match size.as_str() {
        "Large" => big::spec(resources, Records::Own),
        "Small" => small::spec(resources),
        other => return Err(format!("unknown size `{other}`").into()),
    };
    let began = Instant::now();
    let client = client(&spec)?;
    let took = began.elapsed().as_secs_f64();
    let peak = process::peak().unwrap_or(f64::NAN);
    let [read, checked, wrote] = stages(&spec, &client)?;
    println!("{took} {read} {checked} {wrote} {peak}");
    Ok(())
}

/// How long reading, checking and writing take.
fn stages(spec: &str, client: &str) -> Outcome<[f64; 3]> {
    let mut began = Instant::now();
    let mut lap = || {
        let now = Instant::now();
        (now - std::mem::replace(&mut began, now)).as_secs_f64()
    };
    let (ast, places) = parse::spec_file::parse(spec).map_err(|problems| describe(&problems))?;
    let read = lap();
    let (api, _) = lower::api(&ast, &places).map_err(|problems| describe(&problems))?;
    let checked = lap();
    let code = format::file(emit::parts(&api, &Options::default()))?;
    let wrote = lap();
    if code == client { Ok([read, checked, wrote]) } else { Err("two runs differ".into()) }
}

fn describe(problems: &Diagnostics) -> String {
    format!("the spec is wrong: {problems:?}")
}
