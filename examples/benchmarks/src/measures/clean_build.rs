//! What the runtime adds to a clean build: crates on top of the HTTP client that its
//! users would have anyway, CPU time on top of the loop that it replaces.

use crate::cargo::{self, Package};
use crate::measure::{Findings, Group, Measurement, Outcome, Row, median, pairs};
use std::fs;

/// Rounds of clean builds, of three programs each.
const ROUNDS: usize = 7;
/// How many crates more a user may have to build, and how many seconds more than for a loop.
const CRATES: usize = 16;
const DERIVE_SECONDS: f64 = 3.0;
const CLIENT_SECONDS: f64 = 1.5;

/// The HTTP client that the runtime's default features turn on, on its own.
const CLIENT: &str =
    "reqwest with gzip and rustls, on ring, as the runtime has it by default, and tokio";

/// What a loop, and all who use the runtime in its place, have to build.
const COMMON: [&str; 4] = ["reqwest", "rustls", "tokio", "serde_json"];

/// Crates of clean builds against reqwest alone, and their CPU time against a loop.
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
        let alone = [reqwest()?, vec![tokio()?]].concat();
        let alone = Package::write("reqwest-alone", &alone, &nothing())?;
        let by_hand = Package::write("loop-by-hand", &by_hand()?, &nothing())?;
        let of_derive = Package::write("user-of-derive", &derive()?, &nothing())?;
        let of_client = Package::write("user-of-client", &client()?, &nothing())?;
        let mut rows = vec![
            crates("a user of the derive", &alone, &of_derive)?,
            crates("a user of a checked-in client", &alone, &of_client)?,
        ];
        rows.extend(seconds(&by_hand, &of_derive, &of_client)?);
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

/// CPU time of clean builds, in steps: first what a loop has to build too. Two builds of the
/// same crates differ by more than the rest takes, so whole builds are not subtracted from
/// each other.
fn seconds(by_hand: &Package, of_derive: &Package, of_client: &Package) -> Outcome<Vec<Row>> {
    let with_derive = [&COMMON[..], &["serde"]].concat();
    let rounds = pairs()?.min(ROUNDS);
    let mut figures = [const { Vec::new() }; 4];
    for _ in 0..rounds {
        let [common, serde, own] = steps(by_hand, [&COMMON, &["serde"], &[]])?;
        let [_, derive] = steps(of_derive, [&with_derive, &[]])?;
        let [_, client] = steps(of_client, [&COMMON, &[]])?;
        // A checked-in client needs no serde, whose derive a loop has.
        let round = [common + serde + own, serde, derive - own, client - serde - own];
        figures.iter_mut().zip(round).for_each(|(figures, figure)| figures.push(figure));
    }
    let [whole, serde, derive, client] = figures.map(|figures| median(&figures));
    let how = format!(
        "`cargo build`, dev profile, the median of {rounds} clean builds of each; the loop has reqwest with the same features, serde with its derive, serde_json and tokio"
    );
    let row = |who: &str, more: f64, most: f64| {
        Row::figure(
            format!("CPU time of a clean build of {who}, beside the loop that it replaces"),
            format!("{more:+.1} s ({whole:.1} s for the loop)"),
            format!("≤ +{most:.1} s"),
            more <= most,
        )
    };
    Ok(vec![
        row("a user of the derive", derive, DERIVE_SECONDS).note(how.clone()).limit(
            "Nearly all of it is pagesmith itself, and the part of its generator that checks and writes lists",
        ),
        row("a user of a checked-in client", client, CLIENT_SECONDS)
            .note(format!("{how}, of which the client needs no serde ({serde:.1} s)"))
            .limit("Nearly all of it is pagesmith itself"),
    ])
}

/// CPU time of a clean build step by step: of these crates and what they need, one after
/// another; of all for an empty step. Cargo's own time is subtracted, measured with nothing
/// left to build.
fn steps<const N: usize>(package: &Package, steps: [&[&str]; N]) -> Outcome<[f64; N]> {
    // Empty for each build, and gone afterwards.
    let target = cargo::scratch("clean")?;
    fs::remove_dir_all(&target)?;
    let build = |crates: &[&str]| {
        let asked = crates.iter().flat_map(|one| ["-p", one]);
        Outcome::Ok(
            package.cargo(&target, &["build"].into_iter().chain(asked).collect::<Vec<_>>())?.cpu,
        )
    };
    let mut spent = [0.0; N];
    for (crates, spent) in steps.into_iter().zip(&mut spent) {
        *spent = build(crates)?;
    }
    let idle = build(&[])?;
    fs::remove_dir_all(&target)?;
    Ok(spent.map(|spent| spent - idle))
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

fn serde() -> Outcome<String> {
    cargo::dependency("serde", "features = [\"derive\"]")
}

fn tokio() -> Outcome<String> {
    cargo::dependency(
        "tokio",
        "default-features = false, features = [\"macros\", \"rt-multi-thread\"]",
    )
}

/// What a loop by hand needs.
fn by_hand() -> Outcome<Vec<String>> {
    let json = cargo::dependency("serde_json", "features = []")?;
    Ok(reqwest()?.into_iter().chain([serde()?, json, tokio()?]).collect())
}

/// The default features, and serde's derive for the structs.
fn derive() -> Outcome<Vec<String>> {
    Ok(vec![cargo::runtime("features = []")?, serde()?, tokio()?])
}

/// The default features without the derive.
fn client() -> Outcome<Vec<String>> {
    let features = "default-features = false, features = [\"gzip\", \"reqwest\", \"rustls\"]";
    Ok(vec![cargo::runtime(features)?, tokio()?])
}
