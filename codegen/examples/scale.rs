//! How long large specs take, stage by stage:
//! `cargo run --release -p pagesmith-codegen --example scale`.

#[path = "../tests/scale/spec.rs"]
mod spec;

use pagesmith_codegen::emit::{self, Options};
use pagesmith_codegen::{format, lower, parse};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    println!(
        "{:>9} {:>10} {:>8} {:>8} {:>8} {:>10}",
        "resources", "spec", "parse", "lower", "write", "client"
    );
    let told = |error| format!("{error:?}");
    for resources in [100, 1_000, 10_000] {
        let text = spec::spec(resources);
        let start = Instant::now();
        let (ast, places) = parse::yaml::parse(&text).map_err(told)?;
        let parsed = Instant::now();
        let (api, _) = lower::api(&ast, &places).map_err(told)?;
        let lowered = Instant::now();
        let client = format::file(emit::parts(&api, &Options::default()))?;
        let written = Instant::now();
        println!(
            "{resources:>9} {:>8} B {:>5} ms {:>5} ms {:>5} ms {:>8} B",
            text.len(),
            (parsed - start).as_millis(),
            (lowered - parsed).as_millis(),
            (written - lowered).as_millis(),
            client.len(),
        );
    }
    Ok(())
}
