//! What the runtime adds to a clean build, on top of the HTTP client that its
//! users would have anyway.

use crate::cargo::{self, Package};
use crate::measure::{Findings, Group, Measurement, Outcome, Row, median, pairs};
use std::fs;

/// Rounds of clean builds, half a minute each.
const ROUNDS: usize = 5;
/// How many crates more a user may have to build, and how many seconds more.
const CRATES: usize = 16;
const SECONDS: f64 = 6.0;

/// The HTTP client that the runtime's default features turn on, on its own.
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
        let mut rows = Vec::new();
        for (who, name, dependencies, json) in [
            (
                "a user of the derive",
                "user-of-derive",
                derive()?,
                ["serde", "serde_json"].as_slice(),
            ),
            ("a user of a checked-in client", "user-of-client", client()?, &["serde_json"]),
        ] {
            let user = Package::write(name, &dependencies, &nothing())?;
            rows.push(crates(who, &alone, &user)?);
            rows.push(seconds(who, &user, json)?);
        }
        Ok(rows.into())
    }
}

fn crates(who: &str, alone: &Package, user: &Package) -> Outcome<Row> {
    let (base, all) = (alone.crates()?, user.crates()?);
    if let Some(lost) = base.keys().find(|one| !all.contains_key(*one)) {
        return Err(format!("{who} does not have {lost}: this is another HTTP client").into());
    }
    let more: Vec<_> = all.keys().filter(|one| !base.contains_key(*one)).cloned().collect();
    let changed: Vec<_> =
        base.iter().filter(|(one, with)| all.get(*one) != Some(with)).map(|one| &**one.0).collect();
    let changed = if changed.is_empty() { "none".to_owned() } else { changed.join(", ") };
    let row = Row::figure(
        format!("crates of {who}, beside reqwest alone"),
        format!("+{} ({} to {})", more.len(), base.len(), all.len()),
        format!("≤ +{CRATES}"),
        more.len() <= CRATES,
    );
    Ok(row.note(format!(
        "against {CLIENT}: {}; of the others with other features: {changed}",
        more.join(", ")
    )))
}

/// CPU time of a clean build, in three steps: reqwest as its user has it, the crates
/// that decode JSON, the rest. Two builds of the same crates differ by more than
/// the rest takes, so whole builds are not subtracted from each other. Cargo's own
/// time is subtracted, measured with nothing left to build.
fn seconds(who: &str, user: &Package, decoders: &[&str]) -> Outcome<Row> {
    let steps = [["reqwest", "rustls"].as_slice(), decoders, &[], &[]];
    let rounds = pairs()?.min(ROUNDS);
    let mut figures = [const { Vec::new() }; 3];
    for _ in 0..rounds {
        // Empty for each build, and gone afterwards.
        let target = cargo::scratch("clean")?;
        fs::remove_dir_all(&target)?;
        let mut spent = [0.0; 4];
        for (crates, spent) in steps.into_iter().zip(&mut spent) {
            let asked = crates.iter().flat_map(|one| ["-p", one]);
            *spent =
                user.cargo(&target, &["build"].into_iter().chain(asked).collect::<Vec<_>>())?.cpu;
        }
        fs::remove_dir_all(&target)?;
        let [base, json, rest, idle] = spent;
        for (figures, figure) in figures.iter_mut().zip([base, json - idle, rest - idle]) {
            figures.push(figure);
        }
    }
    let more: Vec<f64> =
        figures[1].iter().zip(&figures[2]).map(|(json, rest)| json + rest).collect();
    let more = median(&more);
    let [base, json, rest] = figures.map(|figures| median(&figures));
    let row = Row::figure(
        format!("CPU time of a clean build of {who}, beside reqwest alone"),
        format!("{more:+.1} s ({base:.1} s for reqwest)"),
        format!("≤ +{SECONDS:.0} s"),
        more <= SECONDS,
    );
    Ok(row
        .note(format!(
            "`cargo build`, dev profile, the median of {rounds} clean builds; {json:.1} s of it for {}, {rest:.1} s for the rest",
            decoders.join(" and ")
        ))
        .limit("This counts the crates that decode JSON, which a loop by hand with reqwest needs too. Nearly all of the rest is pagesmith itself, and for the derive the part of its generator that checks and writes lists"))
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
