//! What the runtime adds to a clean build, beside the HTTP client that its
//! users would have anyway.

use crate::cargo::{self, Package};
use crate::measure::{Findings, Group, Measurement, Outcome, Row, median, pairs};
use std::fs;

/// Rounds of clean builds, a minute each.
const ROUNDS: usize = 5;
/// How many crates more a user may have to build, and how many seconds more.
const CRATES: usize = 16;
const SECONDS: f64 = 6.0;

/// The client that the runtime's default features turn on, as one has it
/// without the runtime.
const CLIENT: &str = "reqwest with gzip and rustls, on ring, as the runtime has it by default";

/// Crates and CPU time of clean builds, against reqwest alone.
pub struct CleanBuild;

impl Measurement for CleanBuild {
    fn name(&self) -> &'static str {
        "clean-build"
    }

    fn group(&self) -> Group {
        Group::Builds
    }

    fn run(&self) -> Outcome<Findings> {
        if let Some(why) = cargo::missing() {
            return Ok(vec![Row::skipped("clean builds of users", why)].into());
        }
        let alone = Package::write("reqwest-alone", &reqwest()?, &nothing())?;
        let users = [
            ("a user of the derive", Package::write("user-of-derive", &derive()?, &nothing())?),
            (
                "a user of a checked-in client",
                Package::write("user-of-client", &client()?, &nothing())?,
            ),
        ];
        let (mut rows, mut figures) = (Vec::new(), vec![Vec::new(); users.len()]);
        let mut base = Vec::new();
        for _ in 0..pairs()?.min(ROUNDS) {
            let first = clean(&alone)?;
            base.push(first);
            for ((_, user), figures) in users.iter().zip(&mut figures) {
                figures.push(clean(user)? - first);
            }
        }
        for ((who, user), more) in users.iter().zip(&figures) {
            rows.extend(beside(who, &alone, user, (median(&base), median(more)))?);
        }
        Ok(rows.into())
    }
}

/// The rows of a user: crates, and seconds of building reqwest alone and of
/// what comes on top.
fn beside(who: &str, alone: &Package, user: &Package, cpu: (f64, f64)) -> Outcome<[Row; 2]> {
    let (base, all) = (alone.crates()?, user.crates()?);
    if let Some(lost) = base.iter().find(|one| !all.contains(*one)) {
        return Err(format!("{who} does not have {lost}: this is another HTTP client").into());
    }
    let more: Vec<_> = all.difference(&base).map(String::as_str).collect();
    let (base_cpu, more_cpu) = cpu;
    Ok([
        Row::figure(
            format!("crates of {who}, beside reqwest alone"),
            format!("+{} ({} to {})", more.len(), base.len(), all.len()),
            format!("≤ +{CRATES}"),
            more.len() <= CRATES,
        )
        .note(format!("against {CLIENT}: {}", more.join(", "))),
        Row::figure(
            format!("CPU time of a clean build of {who}, beside reqwest alone"),
            format!("{more_cpu:+.1} s ({base_cpu:.1} to {:.1})", base_cpu + more_cpu),
            format!("≤ +{SECONDS:.0} s"),
            more_cpu <= SECONDS,
        )
        .note(format!("`cargo build`, dev profile; the median of {} rounds", pairs()?.min(ROUNDS))),
    ])
}

/// CPU time of a build into an empty target directory, which is gone
/// afterwards.
fn clean(package: &Package) -> Outcome<f64> {
    let target = cargo::scratch("clean")?;
    fs::remove_dir_all(&target)?;
    let spent = package.cargo(&target, &["build"])?;
    fs::remove_dir_all(&target)?;
    Ok(spent.cpu)
}

/// The source of a package whose dependencies are all that counts.
fn nothing() -> [(&'static str, String); 1] {
    [("main.rs", "fn main() {}\n".to_owned())]
}

fn reqwest() -> Outcome<Vec<String>> {
    Ok(vec![
        cargo::dependency(
            "reqwest",
            "default-features = false, features = [\"gzip\", \"rustls-no-provider\"]",
        )?,
        cargo::dependency(
            "rustls",
            "default-features = false, features = [\"ring\", \"std\", \"tls12\"]",
        )?,
    ])
}

/// The default features, and serde's derive for the structs.
fn derive() -> Outcome<Vec<String>> {
    Ok(vec![
        cargo::runtime("features = []")?,
        cargo::dependency("serde", "features = [\"derive\"]")?,
    ])
}

/// The default features without the derive.
fn client() -> Outcome<Vec<String>> {
    let features = "default-features = false, features = [\"gzip\", \"reqwest\", \"rustls\"]";
    Ok(vec![cargo::runtime(features)?])
}
